package entra

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"vahti.ai/vahti/emulator/entra/browser"
)

// TestSession: who has signed in needs no page again, unless the client wants one.
func TestSession(t *testing.T) {
	w := mount(t)
	a := w.app(t, "organizations", oidc.Config{})
	here := w.app(t, tenantID, oidc.Config{})
	elsewhere := w.app(t, otherTenant, oidc.Config{})
	client := window(t)
	prompt := func(v string) oauth2.AuthCodeOption { return oauth2.SetAuthURLParam("prompt", v) }
	hint := func(v string) oauth2.AuthCodeOption { return oauth2.SetAuthURLParam("login_hint", v) }
	// get returns what is answered to a request without a click: an error's name, "code", or "page".
	get := func(a *app, options ...oauth2.AuthCodeOption) string {
		t.Helper()
		resp, err := client.Get(a.begin(options...).url)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		to, err := resp.Location()
		switch {
		case err != nil:
			return "page"
		case to.Query().Has("code"):
			return "code"
		}
		return to.Query().Get("error")
	}
	if got := get(a, prompt("none")); got != "login_required" {
		t.Errorf("prompt=none before: got %s", got)
	}
	if _, err := w.signIn(t, a, client, annaUPN); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name    string
		app     *app
		options []oauth2.AuthCodeOption
		want    string
	}{
		{"plain", a, nil, "code"},
		{"none", a, []oauth2.AuthCodeOption{prompt("none")}, "code"},
		{"her own tenant", here, []oauth2.AuthCodeOption{prompt("none")}, "code"},
		{"another tenant, none", elsewhere, []oauth2.AuthCodeOption{prompt("none")}, "login_required"},
		{"another tenant", elsewhere, nil, "page"},
		{"login", a, []oauth2.AuthCodeOption{prompt("login")}, "page"},
		{"select_account", a, []oauth2.AuthCodeOption{prompt("select_account")}, "page"},
		{"consent", a, []oauth2.AuthCodeOption{prompt("consent")}, "page"},
		{"her name", a, []oauth2.AuthCodeOption{hint(strings.ToUpper(annaUPN))}, "code"},
		{"her claim", a, []oauth2.AuthCodeOption{hint(anna().hint())}, "code"},
		{"another's name", a, []oauth2.AuthCodeOption{hint(eliasUPN)}, "page"},
		{"another's name, none", a, []oauth2.AuthCodeOption{hint(eliasUPN), prompt("none")}, "login_required"},
		{"her domain", a, []oauth2.AuthCodeOption{oauth2.SetAuthURLParam("domain_hint", "aalto.example")}, "code"},
		{"another domain", a, []oauth2.AuthCodeOption{oauth2.SetAuthURLParam("domain_hint", otherTenant)}, "page"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := get(tt.app, tt.options...); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
	w.offset.Store(int64(sessionLifetime + time.Minute))
	if got := get(a, prompt("none")); got != "login_required" {
		t.Errorf("a day later: got %s", got)
	}
	w.offset.Store(0)
	logout := w.base + "/common/oauth2/v2.0/logout?" + url.Values{"post_logout_redirect_uri": {callback}, "state": {"s"}}.Encode()
	resp, err := client.Get(logout)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if to := resp.Header.Get("Location"); to != callback+"&state=s" {
		t.Errorf("logout: sent to %q", to)
	}
	if got := get(a, prompt("none")); got != "login_required" {
		t.Errorf("after logout: got %s", got)
	}
	if _, err := w.signIn(t, a, client, nilsUPN); err != nil {
		t.Fatal(err)
	}
	w.s.RemovePerson(otherTenant, "b0000000-0000-0000-0000-000000000001")
	if got := get(a, prompt("none")); got != "login_required" {
		t.Errorf("after the person was removed: got %s", got)
	}
}

// TestLogoutStays: nobody is sent to an address that is no client's.
func TestLogoutStays(t *testing.T) {
	w := mount(t)
	resp, err := window(t).Get(w.base + "/common/oauth2/v2.0/logout?post_logout_redirect_uri=" + url.QueryEscape("http://evil.example/"))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Location") != "" {
		t.Errorf("got %d to %q, want a page", resp.StatusCode, resp.Header.Get("Location"))
	}
}

// TestWhoMayEnter: people who cannot sign in get a page, and no code.
func TestWhoMayEnter(t *testing.T) {
	w := mount(t)
	tests := []struct {
		name, tenant, upn string
		person            string // posted as it is, where not empty
		listed            error
		code              string
	}{
		{"disabled", tenantID, goneUPN, "", nil, "AADSTS50057"},
		{"of another tenant", tenantID, nilsUPN, "", browser.ErrNotListed, ""},
		{"a guest at any tenant", "common", guestUPN, "", browser.ErrNotListed, ""},
		{"of another tenant, posted", tenantID, "", otherTenant + "/b0000000-0000-0000-0000-000000000001", nil, "AADSTS50020"},
		{"nobody, posted", tenantID, "", tenantID + "/x", nil, "AADSTS50034"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			at := w.app(t, tt.tenant, oidc.Config{}).begin()
			if tt.person != "" {
				_, query, _ := strings.Cut(at.url, "?")
				resp, err := window(t).PostForm(w.base+"/"+tt.tenant+"/login", url.Values{"flow": {"code"}, "request": {query}, "person": {tt.person}})
				if err != nil {
					t.Fatal(err)
				}
				defer resp.Body.Close()
				if body := readAll(t, resp); resp.StatusCode != http.StatusBadRequest || !strings.Contains(body, tt.code) {
					t.Errorf("got %d %s, want %s", resp.StatusCode, body, tt.code)
				}
				return
			}
			answer, err := browser.SignIn(t.Context(), window(t), at.url, tt.upn)
			var failure *browser.Failure
			switch {
			case tt.listed != nil && !errors.Is(err, tt.listed):
				t.Errorf("got %v, %v, want %v", answer, err, tt.listed)
			case tt.code != "" && (!errors.As(err, &failure) || failure.Code != tt.code):
				t.Errorf("got %v, %v, want %s", answer, err, tt.code)
			}
		})
	}
}
