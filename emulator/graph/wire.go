package graph

import (
	"compress/gzip"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// compressFrom is the smallest body, in bytes, that is worth compressing.
const compressFrom = 1 << 10

// write sends an answer, unless something befalls it.
func (s *Server) write(w http.ResponseWriter, r *http.Request, t *tenant, a answer, m mishap) {
	switch m {
	case hanging:
		pause(r.Context(), maxHang)
		fallthrough
	case dropped, reset:
		abort(w, m)
	case garbled:
		a.body = garble(a.body)
	}
	h := w.Header()
	h.Set("Content-Type", a.contentType)
	if a.retryAfter != "" {
		h.Set("Retry-After", a.retryAfter)
	}
	body := a.body
	if (len(body) >= compressFrom || m == truncated) && acceptsGzip(r) {
		h.Set("Content-Encoding", "gzip")
		h.Set("Vary", "Accept-Encoding")
		body = s.compress(body)
	}
	if m == truncated {
		body = body[:len(body)/2]
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	cut := m == halved || m == stalled
	if cut {
		body = body[:len(body)/2]
	}
	w.WriteHeader(a.status)
	n, err := w.Write(body)
	if t != nil {
		t.bytes.Add(int64(n))
	}
	if cut || err != nil {
		if f, ok := w.(http.Flusher); ok {
			f.Flush()
		}
		if m == stalled {
			pause(r.Context(), maxHang)
		}
		panic(http.ErrAbortHandler)
	}
}

func acceptsGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		coding, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(coding, "gzip") && strings.TrimSpace(weight) != "q=0" {
			return true
		}
	}
	return false
}

// compress deflates a body with a pooled writer: a new one costs more than most bodies.
func (s *Server) compress(body []byte) []byte {
	z, ok := s.writers.Get().(*gzip.Writer)
	if !ok {
		z, _ = gzip.NewWriterLevel(nil, gzip.BestSpeed) // fails only for an unknown level
	}
	defer s.writers.Put(z)
	var b sliceWriter
	z.Reset(&b)
	_, err := z.Write(body)
	if err == nil {
		err = z.Close()
	}
	if err != nil { // into memory: cannot fail
		return nil
	}
	return b
}

type sliceWriter []byte

func (b *sliceWriter) Write(p []byte) (int, error) {
	*b = append(*b, p...)
	return len(p), nil
}

// readBody reads a request's body, inflated where it is compressed.
func readBody(r *http.Request) ([]byte, *failure) {
	var src io.Reader = io.LimitReader(r.Body, maxBody)
	if strings.EqualFold(r.Header.Get("Content-Encoding"), "gzip") {
		z, err := gzip.NewReader(src)
		if err != nil {
			return nil, badRequest("The request body is not valid gzip.")
		}
		src = z
	}
	data, err := io.ReadAll(io.LimitReader(src, maxBody+1))
	if err != nil || len(data) > maxBody {
		return nil, badRequest("The request body could not be read.")
	}
	return data, nil
}

// newID makes the id of a request.
func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
