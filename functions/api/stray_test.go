package api

import (
	"net/http"
	"strings"
	"testing"
)

// TestStrays asks for what no route is.
func TestStrays(t *testing.T) {
	w := newWorld(t)
	tests := []struct {
		method, path string
		want         int
		allow        string
	}{
		{http.MethodGet, "!/", http.StatusNotFound, ""},
		{http.MethodGet, "!/api/v1", http.StatusNotFound, ""},
		{http.MethodGet, "!/api/v1/" + planted, http.StatusNotFound, ""},
		{http.MethodGet, "/findings/x/" + planted, http.StatusNotFound, ""},
		{http.MethodGet, "!/api/v1//me", http.StatusNotFound, ""},
		{http.MethodGet, "!/api/v1/me/", http.StatusNotFound, ""},
		{http.MethodGet, "!/api/v1/" + planted + "/../me", http.StatusNotFound, ""},
		{http.MethodDelete, "!/api/v1/me", http.StatusMethodNotAllowed, "GET, HEAD"},
		{http.MethodPost, "/findings", http.StatusMethodNotAllowed, "GET, HEAD"},
		{http.MethodPut, "/members/x", http.StatusMethodNotAllowed, "GET, HEAD, PATCH, DELETE"},
		{http.MethodGet, "/reviews/confirmation", http.StatusMethodNotAllowed, "POST"},
		{"PROPFIND", "/findings", http.StatusMethodNotAllowed, "GET, HEAD"},
	}
	for _, tt := range tests {
		t.Run(tt.method+" "+tt.path, func(t *testing.T) {
			rec := w.do(t, ask{who: owner, method: tt.method, path: tt.path})
			if rec.Code != tt.want || rec.Header().Get("Allow") != tt.allow {
				t.Fatalf("got %d, allowed %q: %s", rec.Code, rec.Header().Get("Allow"), rec.Body)
			}
			holdsProblem(t, rec, map[int]kind{http.StatusNotFound: notFound, http.StatusMethodNotAllowed: wrongMethod}[tt.want])
		})
	}
}

// TestOrigins asks from pages of other origins.
func TestOrigins(t *testing.T) {
	w := inhabit(t)
	tests := []struct {
		name, origin string
		want         string
	}{
		{"one that is configured", "https://app.example", "https://app.example"},
		{"another", "https://evil.example", ""},
		{"one within", "https://app.example.evil.example", ""},
		{"without TLS", "http://app.example", ""},
		{"null", "null", ""},
		{"none", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			header := map[string]string{}
			if tt.origin != "" {
				header["Origin"] = tt.origin
			}
			rec := w.do(t, ask{who: owner, path: "/findings", header: header})
			if got := rec.Header().Get("Access-Control-Allow-Origin"); got != tt.want || rec.Code != http.StatusOK {
				t.Errorf("got %q, %d", got, rec.Code)
			}
			header["Access-Control-Request-Method"] = http.MethodPut
			rec = w.do(t, ask{method: http.MethodOptions, path: "/settings/language", header: header})
			if got := rec.Header().Get("Access-Control-Allow-Origin"); got != tt.want {
				t.Errorf("before a request: got %q", got)
			}
			if allowed := strings.Contains(rec.Header().Get("Access-Control-Allow-Methods"), "PUT"); allowed != (tt.want != "") {
				t.Errorf("before a request: allowed %v", allowed)
			}
			if rec.Header().Get("Access-Control-Allow-Credentials") != "" {
				t.Error("cookies are allowed")
			}
		})
	}
}
