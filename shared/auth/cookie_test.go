package auth_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/shared/auth"
)

func cookies(t *testing.T, plain bool) auth.Cookies {
	t.Helper()
	keys := standintest.Keys(t, "test")
	if _, err := keys.CreatePeople(t.Context()); err != nil {
		t.Fatal(err)
	}
	return auth.Cookies{Key: keys.People, Plain: plain}
}

func TestCookies(t *testing.T) {
	c := cookies(t, false)
	w := httptest.NewRecorder()
	if err := c.Set(t.Context(), w, "session", []byte("secret words"), time.Hour); err != nil {
		t.Fatal(err)
	}
	header := w.Header().Get("Set-Cookie")
	for _, part := range []string{"__Host-vahti-session=", "Path=/", "Max-Age=3600", "HttpOnly", "Secure", "SameSite=Lax"} {
		if !strings.Contains(header, part) {
			t.Errorf("the cookie lacks %s", part)
		}
	}
	if strings.Contains(header, "Domain=") || strings.Contains(header, "secret") {
		t.Error("the cookie is for a domain, or readable")
	}
	set := w.Result().Cookies()[0]
	changed := *set
	changed.Value = "A" + set.Value[1:]
	if set.Value[0] == 'A' {
		changed.Value = "B" + set.Value[1:]
	}
	other := *set
	other.Name = "__Host-vahti-signin"
	long := *set
	long.Value = strings.Repeat("A", 5000)
	odd := *set
	odd.Value += "="
	tests := []struct {
		name string
		sent []*http.Cookie
		want string
	}{
		{"the cookie", []*http.Cookie{set}, "secret words"},
		{"none", nil, ""},
		{"changed", []*http.Cookie{&changed}, ""},
		{"twice", []*http.Cookie{set, set}, ""},
		{"for another purpose", []*http.Cookie{&other}, ""},
		{"too long", []*http.Cookie{&long}, ""},
		{"written otherwise", []*http.Cookie{&odd}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
			for _, sent := range tt.sent {
				r.AddCookie(sent)
			}
			name := "session"
			if tt.name == "for another purpose" {
				name = "signin"
			}
			got, err := c.Get(t.Context(), r, name)
			if string(got) != tt.want || (err == nil) != (tt.want != "") || err != nil && !errors.Is(err, auth.ErrNoCookie) {
				t.Errorf("got %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

func TestClearedCookie(t *testing.T) {
	w := httptest.NewRecorder()
	cookies(t, true).Clear(w, "session")
	if got, want := w.Header().Get("Set-Cookie"), "vahti-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCookieTooLong(t *testing.T) {
	if err := cookies(t, true).Set(t.Context(), httptest.NewRecorder(), "session", make([]byte, 4000), time.Hour); err == nil {
		t.Error("a cookie was set that no browser keeps")
	}
}
