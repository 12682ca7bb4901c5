package browser

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// Errors returns a writer for a browser's request. Where [vahti.ai/vahti/shared/serve]
// answers others with a problem document, show answers it with a page of that status
// instead, so that statuses and log lines are made in one place whoever asks. Everything
// else goes through unchanged.
func Errors(w http.ResponseWriter, show func(w http.ResponseWriter, status int)) http.ResponseWriter {
	return &errorPages{ResponseWriter: w, show: show}
}

type errorPages struct {
	http.ResponseWriter
	show     func(http.ResponseWriter, int)
	replaced bool
}

// WriteHeader implements http.ResponseWriter.
func (w *errorPages) WriteHeader(status int) {
	if w.replaced || w.Header().Get("Content-Type") != "application/problem+json" {
		w.ResponseWriter.WriteHeader(status)
		return
	}
	w.replaced = true
	w.show(w.ResponseWriter, status)
}

// Write implements http.ResponseWriter; the problem document goes nowhere.
func (w *errorPages) Write(b []byte) (int, error) {
	if w.replaced {
		return len(b), nil
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (w *errorPages) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Wanted reports whether a request is a browser's: one that names HTML among what it
// accepts.
func Wanted(r *http.Request) bool {
	for _, line := range r.Header.Values("Accept") {
		for one := range strings.SplitSeq(line, ",") {
			kind, params, err := mime.ParseMediaType(one)
			if err != nil || kind != "text/html" && kind != "application/xhtml+xml" {
				continue
			}
			q, err := strconv.ParseFloat(params["q"], 64)
			if params["q"] == "" || err == nil && q > 0 {
				return true
			}
		}
	}
	return false
}
