package export

import (
	"encoding/json"
	"errors"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"vahti.ai/vahti/shared/export"
	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/limit"
	"vahti.ai/vahti/shared/seal"
)

// problem is the body of a failed answer, as RFC 9457 has it. Nothing in it repeats what
// was sent.
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`

	header http.Header
}

// kind is what a problem's type says after "/problems/".
type kind string

// The kinds of problems, the same as the API has.
const (
	unknown     kind = "unauthorized"
	forbidden   kind = "forbidden"
	notFound    kind = "not-found"
	wrongMethod kind = "method-not-allowed"
	wrongMedia  kind = "unsupported-media-type"
	tooLarge    kind = "content-too-large"
	invalid     kind = "invalid-request"
	tooMany     kind = "too-many-requests"
	broken      kind = "internal"
)

func (k kind) status() int {
	switch k {
	case unknown:
		return http.StatusUnauthorized
	case forbidden:
		return http.StatusForbidden
	case notFound:
		return http.StatusNotFound
	case wrongMethod:
		return http.StatusMethodNotAllowed
	case wrongMedia:
		return http.StatusUnsupportedMediaType
	case tooLarge:
		return http.StatusRequestEntityTooLarge
	case invalid:
		return http.StatusUnprocessableEntity
	case tooMany:
		return http.StatusTooManyRequests
	}
	return http.StatusInternalServerError
}

// problemOf makes a problem; detail is one sentence of ours.
func problemOf(k kind, detail string) *problem {
	return &problem{Type: "/problems/" + string(k), Title: http.StatusText(k.status()), Status: k.status(), Detail: detail, header: http.Header{}}
}

func writeProblem(w http.ResponseWriter, p *problem) {
	h := w.Header()
	for name, values := range p.header {
		h[name] = values
	}
	h.Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the client is gone where it cannot be written
}

// refused makes the problem of an error.
func refused(err error) *problem {
	tooMuch, often := (*http.MaxBytesError)(nil), (*tooOften)(nil)
	switch {
	case errors.Is(err, gate.ErrUnknown):
		p := problemOf(unknown, "Send a valid session, access token or API key.")
		p.header.Set("WWW-Authenticate", "Bearer")
		return p
	case errors.Is(err, gate.ErrNotFound), errors.Is(err, seal.ErrNoKey):
		return problemOf(notFound, "There is no such tenant, or none for you.")
	case errors.Is(err, gate.ErrForbidden):
		return problemOf(forbidden, sentence(gate.ErrForbidden))
	case errors.Is(err, errMedia):
		return problemOf(wrongMedia, sentence(errMedia))
	case errors.Is(err, errBusy):
		p := problemOf(tooMany, sentence(errBusy))
		p.header.Set("Retry-After", "30")
		return p
	case errors.As(err, &often):
		p := problemOf(tooMany, sentence(often))
		p.header.Set("Retry-After", limit.Patience(often.wait))
		return p
	case errors.As(err, &tooMuch):
		return problemOf(tooLarge, "The form is larger than it may be.")
	}
	for _, no := range []error{export.ErrKind, export.ErrFormat, export.ErrPeriod, export.ErrLanguage, errForm, errDate} {
		if errors.Is(err, no) {
			return problemOf(invalid, sentence(no))
		}
	}
	return problemOf(broken, "Something went wrong on our side; send the request again later.")
}

// sentence writes the text of a sentinel as people read it.
func sentence(err error) string {
	text := err.Error()
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:] + "."
}

// refuse answers why there is no export. A browser that sent the console's form goes
// back to it, or to sign in.
func (s *server) refuse(w http.ResponseWriter, r *http.Request, err error) error {
	p := refused(err)
	level := slog.LevelInfo
	if p.Status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	s.log.Log(r.Context(), level, "request failed", "error", err, "status", p.Status, "route", r.Pattern)
	page := "/tenants/" + url.PathEscape(r.PathValue("tenant")) + "/export"
	switch {
	case !wantsHTML(r) || r.PathValue("tenant") == "":
	case p.Status == http.StatusUnauthorized:
		return seeOther(w, "/signin?return="+url.QueryEscape(page))
	case p.Status == http.StatusUnprocessableEntity:
		return seeOther(w, page+"?refused=1")
	}
	writeProblem(w, p)
	return nil
}

func seeOther(w http.ResponseWriter, to string) error {
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

// wantsHTML reports whether the client is a browser.
func wantsHTML(r *http.Request) bool {
	for _, line := range r.Header.Values("Accept") {
		for one := range strings.SplitSeq(line, ",") {
			if kind, _, err := mime.ParseMediaType(one); err == nil && kind == "text/html" {
				return true
			}
		}
	}
	return false
}
