package signin

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func TestLocal(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"a path", "/tenants/x", "/tenants/x"},
		{"with a query", "/tenants/x/timeline?kind=facts&before=2026-11-02T00:00:00Z", "/tenants/x/timeline?kind=facts&before=2026-11-02T00:00:00Z"},
		{"escaped", "/a%20b", "/a%20b"},
		{"nothing", "", "/"},
		{"another site", "https://attacker.example/", "/"},
		{"without a scheme", "//attacker.example/", "/"},
		{"three slashes", "///attacker.example/", "/"},
		{"a backslash", `/\attacker.example/`, "/"},
		{"two backslashes", `\\attacker.example`, "/"},
		{"an escaped backslash", "/%5Cattacker.example", "/"},
		{"an escaped slash", "/%2Fattacker.example", "/"},
		{"a tab within", "/\t/attacker.example", "/"},
		{"a line break", "/x\r\nSet-Cookie: a=b", "/"},
		{"a blank before", " /x", "/"},
		{"a script", "javascript:alert(1)", "/"},
		{"a path without a slash", "tenants/x", "/"},
		{"a user", "@attacker.example", "/"},
		{"beyond ASCII", "/ä", "/"},
		{"broken", "/%zz", "/"},
		{"too long", "/" + strings.Repeat("x", maxReturn), "/"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := local(tt.text); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func FuzzLocal(f *testing.F) {
	for _, seed := range []string{"/", "//x", `/\x`, "/%2fx", "https://x", "/a?b#c", "/%5c%5cx", "/\x00"} {
		f.Add(seed)
	}
	base, err := url.Parse("https://vahti.example/signin")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := local(text)
		// Browsers take a backslash for a slash and leave out tabs and line breaks.
		u, err := base.Parse(strings.NewReplacer(`\`, "/", "\t", "", "\n", "", "\r", "").Replace(got))
		if err != nil || u.Host != base.Host || u.Scheme != "https" || u.User != nil || got[0] != '/' {
			t.Errorf("local(%q) = %q leads to %v, %v", text, got, u, err)
		}
		if again := local(got); again != got {
			t.Errorf("local(%q) = %q, and again %q", text, got, again)
		}
	})
}

func TestBackOf(t *testing.T) {
	tests := []struct{ name, method, path, want string }{
		{"a page", http.MethodGet, "/onboarding/t1", "/onboarding/t1"},
		{"a form of the account", http.MethodPost, "/account/passkeys/remove", "/account"},
		{"a form of a tenant", http.MethodPost, "/onboarding/t1/consent", "/onboarding/t1"},
		{"a form of an invitation", http.MethodPost, "/invitations/accept", "/invitations"},
		{"Microsoft's answer", http.MethodGet, callbackPath, "/account"},
		{"consent", http.MethodGet, consentPath, "/"},
		{"a form of the sign-in", http.MethodPost, "/signin/password", "/"},
		{"a path that leads elsewhere", http.MethodPost, "/onboarding/%5C%5Cattacker.example/consent", "/onboarding/%5C%5Cattacker.example"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequestWithContext(t.Context(), tt.method, tt.path, nil)
			if got := backOf(r); got != tt.want && got != "/" {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestReturn takes people who sign in to where only Vahti's own pages are.
func TestReturn(t *testing.T) {
	w := newWorld(t)
	p := w.person(t, "anna", means{passkey: true, password: true, microsoft: true})
	for _, evil := range []string{"https://attacker.example/", "//attacker.example", `/\attacker.example`, "javascript:alert(1)"} {
		page := w.visitor(t).get(t, "/signin?return="+url.QueryEscape(evil))
		if page.status != http.StatusOK || strings.Contains(page.body, "attacker") || strings.Contains(page.body, "alert(1)") {
			t.Errorf("the page of the sign-in holds %q", evil)
		}
		v := w.visitor(t)
		v.post(t, "/signin/passkey", "return", evil, "response", v.signs(t, p, "/signin/passkey/options")).wants(t, http.StatusSeeOther, "/")
		v = w.visitor(t)
		v.post(t, "/signin/password", "email", p.email, "password", good, "return", evil)
		v.post(t, "/signin/totp", "code", w.code(t, p)).wants(t, http.StatusSeeOther, "/")
		v = w.visitor(t)
		v.get(t, v.atMicrosoft(t, v.toMicrosoft(t, "/signin/microsoft", "return", evil), "anna@aalto.example")).wants(t, http.StatusSeeOther, "/")
	}
	v := w.visitor(t)
	v.get(t, "/account").wants(t, http.StatusSeeOther, "/signin?return=%2Faccount")
	v.post(t, "/account/recovery").wants(t, http.StatusSeeOther, "/signin?return=%2Faccount")
}

func FuzzAgent(f *testing.F) {
	for _, seed := range []string{"Mozilla/5.0 (X11; Linux x86_64)", "a\r\nb", "\x00", "ä"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		if got := agent(header); strings.ContainsAny(got, "\r\n\x00") {
			t.Errorf("agent(%q) = %q", header, got)
		}
	})
}
