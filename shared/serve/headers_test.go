package serve

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestGuard looks at what a function answers itself, and at what its handler does
// that sets nothing.
func TestGuard(t *testing.T) {
	works := plain(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	tests := []struct {
		name   string
		setup  Setup
		body   string
		stop   bool
		status int
	}{
		{"a handler that sets nothing", works, "", false, 204},
		{"a body that is too large", works, "longer than ten bytes", false, 413},
		{"a setup that fails", func(context.Context) (http.Handler, error) { return nil, errors.New("no") }, "", false, 503},
		{"a handler that panics", plain(func(http.ResponseWriter, *http.Request) { panic("no") }), "", false, 500},
		{"a handler that fails", plain(onRequest(newLogger(&logged{}, "test"), func(http.ResponseWriter, *http.Request) error { return errors.New("no") }).ServeHTTP), "", false, 500},
		{"an instance that stops", works, "", true, 503},
	}
	always := map[string]string{
		"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'", "X-Content-Type-Options": "nosniff",
		"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store",
	}
	transports := map[string]struct {
		target, proto, sts string
	}{
		"plain":            {"/", "", ""},
		"said to be plain": {"/", "http", ""},
		"behind a proxy":   {"/", "https", "max-age=31536000; includeSubDomains"},
		"TLS itself":       {"https://vahti.example/", "", "max-age=31536000; includeSubDomains"},
	}
	for _, tt := range tests {
		for name, by := range transports {
			t.Run(tt.name+", "+name, func(t *testing.T) {
				f, _ := testFunction(Limits{Time: roomy.Time, Body: 10}, tt.setup)
				r := httptest.NewRequest("POST", by.target, strings.NewReader(tt.body))
				if by.proto != "" {
					r.Header.Set("X-Forwarded-Proto", by.proto)
				}
				draining.Store(tt.stop)
				defer draining.Store(false)
				w := httptest.NewRecorder()
				f.ServeHTTP(w, r)
				if w.Code != tt.status {
					t.Errorf("got %d, want %d", w.Code, tt.status)
				}
				for header, want := range always {
					if got := w.Header().Get(header); got != want {
						t.Errorf("%s: got %q, want %q", header, got, want)
					}
				}
				if got := w.Header().Get("Strict-Transport-Security"); got != by.sts {
					t.Errorf("Strict-Transport-Security: got %q, want %q", got, by.sts)
				}
			})
		}
	}
}
