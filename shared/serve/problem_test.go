package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOnRequest(t *testing.T) {
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	late, cancelLate := context.WithTimeout(t.Context(), 0)
	defer cancelLate()
	cause := errors.New("row 7 of users is odd")
	notFound := &Error{Status: 404, Detail: "There is no such page.", Err: cause}
	tests := []struct {
		name     string
		ctx      context.Context
		err      error
		want     string // the whole body
		severity string
	}{
		{"our own", t.Context(), notFound,
			`{"type":"about:blank","title":"Not Found","status":404,"detail":"There is no such page."}`, "INFO"},
		{"our own, wrapped", t.Context(), fmt.Errorf("show finding: %w", notFound),
			`{"type":"about:blank","title":"Not Found","status":404,"detail":"There is no such page."}`, "INFO"},
		{"our own without detail", t.Context(), &Error{Status: 403}, `{"type":"about:blank","title":"Forbidden","status":403}`, "INFO"},
		{"our own about a server", t.Context(), &Error{Status: 503, Detail: "Try again in a minute.", Err: cause},
			`{"type":"about:blank","title":"Service Unavailable","status":503,"detail":"Try again in a minute."}`, "ERROR"},
		{"our own with a status without a name", t.Context(), &Error{Status: 499, Detail: "d"},
			`{"type":"about:blank","title":"Client Closed Request","status":499,"detail":"d"}`, "INFO"},
		{"our own with another such status", t.Context(), &Error{Status: 460, Detail: "d"},
			`{"type":"about:blank","status":460,"detail":"d"}`, "INFO"},
		{"our own with no status", t.Context(), &Error{Detail: "d"}, `{"type":"about:blank","title":"Internal Server Error","status":500}`, "ERROR"},
		{"our own with a status of success", t.Context(), &Error{Status: 200, Detail: "d"},
			`{"type":"about:blank","title":"Internal Server Error","status":500}`, "ERROR"},
		{"our own with a status of nothing", t.Context(), &Error{Status: 1000, Detail: "d"},
			`{"type":"about:blank","title":"Internal Server Error","status":500}`, "ERROR"},
		{"our own about the deadline", late, &Error{Status: 422, Detail: "d", Err: context.DeadlineExceeded},
			`{"type":"about:blank","title":"Unprocessable Entity","status":422,"detail":"d"}`, "INFO"},
		{"another", t.Context(), cause, `{"type":"about:blank","title":"Internal Server Error","status":500}`, "ERROR"},
		{"cancelled", gone, fmt.Errorf("read: %w", context.Canceled), `{"type":"about:blank","title":"Client Closed Request","status":499}`, "INFO"},
		{"cancelled, in a client's words", gone, errors.New("rpc error: code = Canceled"),
			`{"type":"about:blank","title":"Client Closed Request","status":499}`, "INFO"},
		{"cancelled by ourselves", t.Context(), fmt.Errorf("read: %w", context.Canceled),
			`{"type":"about:blank","title":"Internal Server Error","status":500}`, "ERROR"},
		{"out of time", late, fmt.Errorf("read: %w", context.DeadlineExceeded), `{"type":"about:blank","title":"Gateway Timeout","status":504}`, "ERROR"},
		{"out of time, in a client's words", late, errors.New("rpc error: code = DeadlineExceeded"),
			`{"type":"about:blank","title":"Gateway Timeout","status":504}`, "ERROR"},
		{"another server out of time", t.Context(), fmt.Errorf("read: %w", context.DeadlineExceeded),
			`{"type":"about:blank","title":"Gateway Timeout","status":504}`, "ERROR"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := &logged{}
			mux := http.NewServeMux()
			mux.Handle("GET /tenants/{tenant}", onRequest(newLogger(l, "console"), func(w http.ResponseWriter, _ *http.Request) error {
				w.Header().Set("Content-Length", "1000")
				w.Header().Set("ETag", `"1"`)
				w.Header().Set("Cache-Control", "public, max-age=300")
				w.Header().Set("Allow", "GET")
				return tt.err
			}))
			w := httptest.NewRecorder()
			mux.ServeHTTP(w, get("/tenants/t-in-path?q=in-query").WithContext(tt.ctx))
			if diff := cmp.Diff(tt.want+"\n", w.Body.String()); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
			var p Problem
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || p.Status != w.Code {
				t.Errorf("got status %v with a body that says %v", w.Code, p.Status)
			}
			header := map[string]string{"Content-Type": "application/problem+json", "Content-Length": "", "ETag": "",
				"Cache-Control": "no-store", "Allow": "GET", "X-Content-Type-Options": "nosniff"}
			for name, want := range header {
				if got := w.Header().Get(name); got != want {
					t.Errorf("%s: got %q, want %q", name, got, want)
				}
			}
			if strings.Contains(w.Body.String(), "row 7") {
				t.Errorf("the answer %s holds the cause", w.Body)
			}
			want := []map[string]any{{"severity": tt.severity, "message": "request failed", "function": "console",
				"error": tt.err.Error(), "status": float64(w.Code), "route": "GET /tenants/{tenant}"}}
			if diff := cmp.Diff(want, l.lines(t)); diff != "" {
				t.Errorf("log (-want +got):\n%s", diff)
			}
			tellsNothing(t, l, w.Body.String(), "in-path", "in-query")
		})
	}
}

func TestOnRequestLeavesGoodAnswersAlone(t *testing.T) {
	l := &logged{}
	w := httptest.NewRecorder()
	onRequest(newLogger(l, "console"), func(w http.ResponseWriter, _ *http.Request) error {
		w.Header().Set("ETag", `"1"`)
		w.WriteHeader(http.StatusAccepted)
		_, err := io.WriteString(w, "fine")
		return err
	}).ServeHTTP(w, get("/"))
	if w.Code != http.StatusAccepted || w.Body.String() != "fine" || w.Header().Get("ETag") == "" || l.text() != "" {
		t.Errorf("got %v %q and the log %q, want 202 fine and none", w.Code, w.Body, l.text())
	}
}

// TestFailedRequestsLogNoBody: what a client sent stays out of the log, whether
// the request was refused by a handler, a limit or a panic.
func TestFailedRequestsLogNoBody(t *testing.T) {
	handlers := map[string]http.Handler{
		"refused": onRequest(nil, nil),
	}
	l := &logged{}
	for name, fail := range map[string]func(*http.Request) error{
		"refused":     func(*http.Request) error { return &Error{Status: 400, Detail: "The form is not filled in."} },
		"failed":      func(r *http.Request) error { _, err := io.ReadAll(r.Body); return err },
		"panicked":    func(r *http.Request) error { panic(r.URL.String() + r.FormValue("name")) },
		"misread":     func(r *http.Request) error { return json.NewDecoder(r.Body).Decode(new(int)) },
		"out of form": func(r *http.Request) error { return r.ParseForm() },
	} {
		handlers[name] = onRequest(newLogger(l, "api"), func(_ http.ResponseWriter, r *http.Request) error { return fail(r) })
	}
	for name, h := range handlers {
		t.Run(name, func(t *testing.T) {
			f := newFunction(newLogger(l, "api"), Limits{Time: roomy.Time, Body: 20}, plain(h.ServeHTTP))
			form := url.Values{"name": {"Mehiläinen"}, "more": {strings.Repeat("x", 100)}}.Encode()
			r := httptest.NewRequest("POST", "/find?mail=maija@example.com", strings.NewReader(form))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Authorization", "Bearer abcdef")
			r.ContentLength = -1
			_, body := call(f, r)
			tellsNothing(t, l, body, "maija", "Mehil", "abcdef", "xxxx", "mail=")
		})
	}
	if l.text() == "" {
		t.Error("got no log")
	}
}

func TestError(t *testing.T) {
	cause := errors.New("cause")
	tests := []struct {
		name string
		err  *Error
		want string
	}{
		{"both", &Error{Status: 404, Detail: "Not here.", Err: cause}, "Not here.: cause"},
		{"detail alone", &Error{Status: 404, Detail: "Not here."}, "Not here."},
		{"cause alone", &Error{Status: 404, Err: cause}, "cause"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.err.Error(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if got := errors.Is(tt.err, cause); got != (tt.err.Err != nil) {
				t.Errorf("errors.Is: got %v, want %v", got, !got)
			}
		})
	}
}
