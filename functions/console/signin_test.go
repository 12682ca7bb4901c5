package console

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// site is a console over memory with a door that lets in whomever a test says.
type site struct {
	handler http.Handler
	door    *inMemoryDoor
}

func newSite(t testing.TB, r reader) site {
	t.Helper()
	return siteWith(t, r, nil)
}

// siteWith is a site whose operator has checks of its own.
func siteWith(t testing.TB, r reader, operators []*check.Check) site {
	t.Helper()
	now := func() time.Time { return wall }
	door := newMemoryDoor(t, now, r)
	c, err := newConsole(parts{reader: r, door: door, own: testChecks(), operators: operators, rate: 1e6, now: now, unique: func() string { return "FORM" }})
	if err != nil {
		t.Fatal(err)
	}
	return site{c.handler(), door}
}

// get asks for a page as somebody who may see tenants, with a browser.
func (s site) get(t *testing.T, path string, ids ...tenant.ID) *httptest.ResponseRecorder {
	t.Helper()
	return s.getAs(t, path, auditorOf(ids...))
}

// getAs asks for a page as somebody, with a browser.
func (s site) getAs(t *testing.T, path string, who somebody) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	r.Header.Set("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
	s.door.admit(r, who)
	return s.do(r)
}

// post sends a form as a browser does from one of the console's pages.
func (s site) post(t *testing.T, path string, form url.Values, who somebody, change ...func(*http.Request)) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	s.door.admit(r, who)
	for _, f := range change {
		f(r)
	}
	return s.do(r)
}

func (s site) do(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

// TestNobodyIsSignedIn asks for every page without a session: a browser is sent to
// sign in and on to where it was going, anybody else is told to.
func TestNobodyIsSignedIn(t *testing.T) {
	id := tenanttest.ID(t)
	s := newSite(t, memory{id: sampleTenant()})
	of := "/tenants/" + id.String()
	browser, program := "text/html", "application/json"
	tests := []struct {
		name, method, path, accept string
		want                       int
		to                         string
	}{
		{"list", "GET", "/", browser, 303, "/signin?return=%2F"},
		{"list, a later page", "GET", "/?cursor=50", browser, 303, "/signin?return=%2F%3Fcursor%3D50"},
		{"tenant", "GET", of, browser, 303, "/signin?return=" + url.QueryEscape(of)},
		{"tenant in Finnish", "GET", of + "?lang=fi", browser, 303, "/signin?return=" + url.QueryEscape(of+"?lang=fi") + "&lang=fi"},
		{"no such tenant", "GET", "/tenants/none", browser, 303, "/signin?return=%2Ftenants%2Fnone"},
		{"head", "HEAD", of, browser, 303, "/signin?return=" + url.QueryEscape(of)},
		{"program", "GET", of, program, 401, ""},
		{"form", "POST", of + "/findings/0mfa/exception", browser, 401, ""},
		{"form of a program", "POST", of + "/findings/0mfa/exception", program, 401, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, cookie := range []string{"", memoryCookie + "=forged"} {
				r := httptest.NewRequestWithContext(t.Context(), test.method, test.path, nil)
				r.Header.Set("Accept", test.accept)
				if cookie != "" {
					r.Header.Set("Cookie", cookie)
				}
				w := s.do(r)
				if w.Code != test.want || w.Header().Get("Location") != test.to {
					t.Errorf("got %v to %q, want %v to %q", w.Code, w.Header().Get("Location"), test.want, test.to)
				}
				if strings.Contains(w.Body.String(), "Aallokko") {
					t.Error("the answer shows something of the tenant")
				}
				if test.want == 401 && (w.Header().Get("WWW-Authenticate") == "" || test.accept == browser && !strings.Contains(w.Body.String(), "Sign in and send it again.")) {
					t.Error("the answer does not ask to sign in")
				}
			}
		})
	}
}

// TestWhereToGoOn is about the page to which somebody returns after signing in.
func TestWhereToGoOn(t *testing.T) {
	tests := []struct{ name, method, path, want string }{
		{"a page", "GET", "/tenants/t/trail?actor=a%40b&lang=fi", "/tenants/t/trail?actor=a%40b&lang=fi"},
		{"a form of a finding", "POST", "/tenants/t/findings/f/exception", "/tenants/t/findings/f"},
		{"a form of a page", "POST", "/tenants/t/members/m/role", "/tenants/t/members"},
		{"a form of a page itself", "POST", "/tenants/t/members", "/tenants/t/members"},
		{"a form of no tenant", "POST", "/support/t/g/outcome", "/support"},
		{"no page at all", "POST", "/", "/"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := backOf(httptest.NewRequestWithContext(t.Context(), test.method, test.path, nil)); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestWhoIsSignedIn looks for the way out and to the account on every page.
func TestWhoIsSignedIn(t *testing.T) {
	id := tenanttest.ID(t)
	s := newSite(t, memory{id: sampleTenant()})
	for _, path := range []string{"/", "/tenants/" + id.String(), "/tenants/" + id.String() + "/findings/0mfa", "/tenants/" + id.String() + "/timeline", "/nothing", "/tenants/none"} {
		body := s.get(t, path, id).Body.String()
		for _, want := range []string{"Signed in as aino", `<a href="/account">`, `<form method="post" action="/signout">`, `<a href="/">Your tenants</a>`} {
			if !strings.Contains(body, want) {
				t.Errorf("%s: the page lacks %q", path, want)
			}
		}
	}
	if body := s.get(t, "/?lang=sv", id).Body.String(); !strings.Contains(body, `action="/signout?lang=sv"`) {
		t.Error("signing out forgets the language")
	}
}
