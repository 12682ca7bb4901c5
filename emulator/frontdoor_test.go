package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const home = "http://localhost:8080"

// TestFrontDoor leads requests by their paths, and tells where they come from.
func TestFrontDoor(t *testing.T) {
	function := func(name string) http.Handler {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, strings.Join([]string{name, r.URL.Path, r.Host, r.Header.Get("X-Forwarded-For"), r.Header.Get("Cookie")}, " "))
		}))
		t.Cleanup(s.Close)
		h, err := pass(s.URL)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	d, err := newFrontDoor(home, door{[]string{"/api/"}, function("api")}, door{[]string{"/signin", "/signin/"}, function("signin")}, door{[]string{"/"}, function("console")})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, path, want string }{
		{"the API", "/api/v1/tenants", "api"},
		{"signing in", "/signin", "signin"},
		{"below it", "/signin/microsoft", "signin"},
		{"another word", "/signings", "console"},
		{"anything else", "/tenants/x", "console"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, home+tt.path, nil)
			r.RemoteAddr = "192.0.2.7:51000"
			r.Header.Set("X-Forwarded-For", "203.0.113.1") // a lie
			r.Header.Set("Cookie", "a=b")
			w := httptest.NewRecorder()
			d.server.Handler.ServeHTTP(w, r)
			if got, want := w.Body.String(), tt.want+" "+tt.path+" localhost:8080 192.0.2.7 a=b"; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// TestFrontDoorIsThisMachines: a name that leads here from elsewhere opens nothing,
// and another name of this machine leads to the one that cookies are for.
func TestFrontDoorIsThisMachines(t *testing.T) {
	d, err := newFrontDoor(home, door{[]string{"/"}, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		host, path string
		want       int
	}{
		{"localhost:8080", "/", http.StatusNoContent}, {"LOCALHOST:8080", "/", http.StatusNoContent},
		{"127.0.0.1:8080", "/a?b=c", http.StatusTemporaryRedirect}, {"[::1]:8080", "/", http.StatusTemporaryRedirect},
		{"127.0.0.1:8080", "/api/v1/me", http.StatusNoContent},
		{"rebound.example:8080", "/", http.StatusMisdirectedRequest}, {"127.0.0.1.rebound.example", "/", http.StatusMisdirectedRequest}, {"", "/", http.StatusMisdirectedRequest},
	}
	for _, tt := range tests {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, tt.path, nil)
		r.Host = tt.host
		w := httptest.NewRecorder()
		d.server.Handler.ServeHTTP(w, r)
		if w.Code != tt.want {
			t.Errorf("host %q: got status %d, want %d", tt.host, w.Code, tt.want)
		}
		if to := w.Header().Get("Location"); tt.want == http.StatusTemporaryRedirect && to != home+tt.path {
			t.Errorf("host %q: sent to %q", tt.host, to)
		}
	}
}
