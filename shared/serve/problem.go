package serve

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
)

// Error is a failure with what the client may read kept apart from what the log
// keeps. Handlers return it where a bare 500 would not help the client.
type Error struct {
	Status int    // an HTTP status from 400 on; any other makes it a bare 500
	Detail string // one sentence for the client
	Err    error  // for the log; may be nil
}

// Error implements error.
func (e *Error) Error() string {
	switch {
	case e.Err == nil:
		return e.Detail
	case e.Detail == "":
		return e.Err.Error()
	}
	return e.Detail + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Problem is the body of a failed answer, as RFC 9457 has it.
type Problem struct {
	Type   string `json:"type"`            // always about:blank: the status says it all
	Title  string `json:"title,omitempty"` // what HTTP calls the status
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty"`
}

// OnRequest adapts a handler that returns an error to net/http: this is where
// errors become a status. Errors of other types answer a bare 500, a body over
// the limit 413, a request the client gave up 499 and one out of time 504. An
// answer that had begun before the error is cut off.
func OnRequest(function string, handle func(http.ResponseWriter, *http.Request) error) http.Handler {
	return onRequest(Logger(function), handle)
}

func onRequest(log *slog.Logger, handle func(http.ResponseWriter, *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := &answer{ResponseWriter: w}
		err := handle(a, r)
		if err == nil {
			return
		}
		p := problemOf(r, err)
		level := slog.LevelInfo
		if p.Status >= 500 {
			level = slog.LevelError
		}
		log.Log(r.Context(), level, "request failed", "error", err, "status", p.Status, "route", r.Pattern)
		if a.begun {
			panic(http.ErrAbortHandler)
		}
		failing(w.Header())
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(p.Status)
		_ = json.NewEncoder(w).Encode(p)
	})
}

// statusClientGone is what a request the client gave up is counted as; HTTP has
// no name for it.
const (
	statusClientGone = 499
	titleClientGone  = "Client Closed Request"
)

func problemOf(r *http.Request, err error) Problem {
	p := Problem{Type: "about:blank", Status: http.StatusInternalServerError}
	ended := r.Context().Err() // clients of other servers tell it in errors of their own
	var e *Error
	switch {
	case errors.As(err, &e):
		if e.Status >= 400 && e.Status <= 599 {
			p.Status, p.Detail = e.Status, e.Detail
		}
	case tooLarge(err):
		p.Status = http.StatusRequestEntityTooLarge
	case errors.Is(ended, context.Canceled):
		p.Status = statusClientGone
	case errors.Is(err, context.DeadlineExceeded), errors.Is(ended, context.DeadlineExceeded):
		p.Status = http.StatusGatewayTimeout
	}
	p.Title = http.StatusText(p.Status)
	if p.Status == statusClientGone {
		p.Title = titleClientGone
	}
	return p
}
