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
	Status int    // an HTTP status
	Detail string // one sentence for the client
	Err    error  // for the log; may be nil
}

// Error implements error.
func (e *Error) Error() string {
	if e.Err != nil {
		return e.Detail + ": " + e.Err.Error()
	}
	return e.Detail
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Problem is the body of a failed answer, as RFC 9457 has it.
type Problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty"`
}

// OnRequest adapts a handler that returns an error to net/http: this is where
// errors become a status. Errors of other types answer a bare 500, a request
// the client gave up 499.
func OnRequest(function string, handle func(http.ResponseWriter, *http.Request) error) http.Handler {
	log := Logger(function)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := handle(w, r)
		if err == nil {
			return
		}
		p := problemOf(r, err)
		level := slog.LevelInfo
		if p.Status >= 500 {
			level = slog.LevelError
		}
		log.Log(r.Context(), level, "request failed", "error", err, "status", p.Status, "route", r.Pattern)
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(p.Status)
		_ = json.NewEncoder(w).Encode(p)
	})
}

// statusClientGone is what a request the client gave up is counted as.
const statusClientGone = 499

func problemOf(r *http.Request, err error) Problem {
	p := Problem{Type: "about:blank", Status: http.StatusInternalServerError}
	var e *Error
	switch {
	case errors.As(err, &e):
		p.Status, p.Detail = e.Status, e.Detail
	case errors.Is(err, context.Canceled) && r.Context().Err() != nil:
		p.Status = statusClientGone
	case errors.Is(err, context.DeadlineExceeded):
		p.Status = http.StatusGatewayTimeout
	}
	p.Title = http.StatusText(p.Status)
	if p.Title == "" {
		p.Title = "Client Closed Request"
	}
	return p
}
