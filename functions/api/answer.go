package api

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
)

// minCompressed is the weight from which an answer is worth compressing, in bytes.
const minCompressed = 1 << 10

// whole is an answer that is held back until it is whole: then it is known whether
// the client has it already, and whether it is worth compressing. Answers are a
// page at most.
type whole struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

// WriteHeader implements http.ResponseWriter.
func (a *whole) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

// Write implements http.ResponseWriter.
func (a *whole) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(b)
}

// Unwrap is for http.ResponseController.
func (a *whole) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// send writes the answer.
func (a *whole) send(r *http.Request) {
	h, body := a.Header(), a.body.Bytes()
	if a.status == 0 {
		a.status = http.StatusOK
	}
	read := r.Method == http.MethodGet || r.Method == http.MethodHead
	if tag := h.Get("ETag"); read && a.status == http.StatusOK && tag != "" && listed(r.Header.Get("If-None-Match"), tag) {
		h.Del("Content-Type")
		a.ResponseWriter.WriteHeader(http.StatusNotModified)
		return
	}
	if len(body) >= minCompressed {
		h.Add("Vary", "Accept-Encoding")
		if compresses(r.Header.Get("Accept-Encoding")) {
			var small bytes.Buffer
			w := gzip.NewWriter(&small)
			_, err := w.Write(body)
			if err == nil && w.Close() == nil {
				h.Set("Content-Encoding", "gzip")
				body = small.Bytes()
			}
		}
	}
	a.ResponseWriter.WriteHeader(a.status)
	if r.Method != http.MethodHead {
		_, _ = a.ResponseWriter.Write(body) // the client is gone where it cannot be written
	}
}

// compresses reports whether a client takes gzip. A weight of nothing refuses it.
func compresses(accepted string) bool {
	for part := range strings.SplitSeq(accepted, ",") {
		coding, weight, _ := strings.Cut(part, ";")
		coding = strings.TrimSpace(coding)
		if coding != "gzip" && coding != "*" {
			continue
		}
		weight = strings.ReplaceAll(weight, " ", "")
		return !strings.HasPrefix(weight, "q=0") || strings.Trim(strings.TrimPrefix(weight, "q=0"), ".0") != ""
	}
	return false
}

// tagOf is the entity tag of a body: the same as long as the body is.
func tagOf(body any) string {
	raw, err := json.Marshal(body)
	if err != nil {
		return "" // what cannot be written is not answered either
	}
	sum := sha256.Sum256(raw)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:16]) + `"`
}

// listed reports whether a list of entity tags holds one, or "*". Weak tags compare
// as strong ones do: bodies are the same byte by byte or are another.
func listed(list, tag string) bool {
	for one := range strings.SplitSeq(list, ",") {
		if one = strings.TrimSpace(one); one == "*" || strings.TrimPrefix(one, "W/") == tag {
			return true
		}
	}
	return false
}

// met refuses a write whose If-Match does not name what there is.
func met(ifMatch, tag string) error {
	switch {
	case ifMatch == "":
		return problemOf(unconditoned, "Send If-Match with the entity tag of what you have read.", nil)
	case !listed(ifMatch, tag):
		return problemOf(changed, "It was changed meanwhile; read it again.", nil)
	}
	return nil
}
