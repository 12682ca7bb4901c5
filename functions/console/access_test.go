package console

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// TestEveryRouteForEverybody asks for every route of the table as everybody, in one's
// own tenant, another's and one that there is not. What happens is what the table
// says, and a tenant of others answers as one that is not there.
func TestEveryRouteForEverybody(t *testing.T) {
	h := newHouse(t)
	foreign := h.world.tenant(t, "Foreign Ltd", "00000000-0000-0000-0000-000000000009")
	g := h.supported(t, h.tenant, h.otto, grant.SecurityIncident, grant.SummaryView, grant.FindingsView, grant.MembersView, grant.TrailView)
	olli := h.person(t, "olli@vahti.example", true) // without support access
	mira, maria := h.person(t, "mira@kumppani.example", false), h.person(t, "maria@toinen.example", false)
	organisations := map[string]string{"own": h.world.partner(t, "Kumppani Oy", mira), "foreign": h.world.partner(t, "Toinen Oy", maria), "absent": "nothing"}
	people := []struct {
		name     string
		who      newcomer
		role     tenant.Role
		operator bool
		grant    grant.Grant
	}{
		{"nobody", newcomer{}, "", false, grant.Grant{}},
		{"a stranger", h.out, "", false, grant.Grant{}},
		{"an auditor", h.aku, tenant.Auditor, false, grant.Grant{}},
		{"an analyst", h.ana, tenant.Analyst, false, grant.Grant{}},
		{"an administrator", h.ada, tenant.Admin, false, grant.Grant{}},
		{"an owner", h.mia, tenant.Owner, false, grant.Grant{}},
		{"a manager of a partner", mira, "", false, grant.Grant{}},
		{"an operator", olli, "", true, grant.Grant{}},
		{"an operator under support access", h.otto, "", true, g},
	}
	c, err := newConsole(parts{})
	if err != nil {
		t.Fatal(err)
	}
	attempts := 0
	for _, route := range c.routes() {
		method, pattern, _ := strings.Cut(route.pattern, " ")
		for _, of := range []struct{ name, id string }{{"own", h.tenant.ID().String()}, {"foreign", foreign.ID().String()}, {"absent", tenanttest.ID(t).String()}} {
			path := strings.NewReplacer("{$}", "", "{tenant}", of.id, "{finding}", "0none", "{member}", "nobody", "{invitation}", "none", "{grant}", "none", "{key}", "none", "{setting}", "interval",
				"{organisation}", organisations[of.name], "{person}", "nobody").Replace(pattern)
			for _, p := range people {
				attempts++
				w := h.get(t, path, p.who)
				if method == http.MethodPost {
					w = h.post(t, path, url.Values{}, p.who)
				}
				want := "let in"
				switch {
				case route.who == anyone:
				case p.who.cookie == nil:
					want = "sign in"
				case route.who == person, route.who == operator && p.operator:
				case route.who == manager && of.name == "own" && p.who.account.ID == mira.account.ID:
				case route.who == operator, route.who == manager:
					want = "not there"
				case of.name != "own", p.operator && (route.view == "" || !slices.Contains(p.grant.Views, route.view)), !p.operator && p.role == "":
					want = "not there"
				case !p.operator && !p.role.Allows(route.needs):
					want = "forbidden"
				}
				if got := outcome(w, route); got != want && !(want == "let in" && got == "not there" && strings.Contains(pattern, "{tenant}/") && strings.HasSuffix(path, "none")) &&
					!(want == "let in" && got == "not there" && strings.Contains(pattern, "{finding}")) {
					t.Errorf("%s as %s in the %s tenant: got %v, %s; want %s", route.pattern, p.name, of.name, w.Code, got, want)
				}
				if of.name == "foreign" && (strings.Contains(w.Body.String(), "Foreign Ltd") || strings.Contains(w.Body.String(), "toinen")) {
					t.Errorf("%s as %s shows something of another's tenant", route.pattern, p.name)
				}
				if want == "not there" && p.who.cookie != nil {
					if absent := h.get(t, "/tenants/none", p.who); w.Body.String() != absent.Body.String() || w.Code != absent.Code {
						t.Errorf("%s as %s in the %s tenant differs from what is not there", route.pattern, p.name, of.name)
					}
				}
			}
		}
	}
	t.Logf("%d attempts", attempts)
}

// outcome says what an answer amounts to.
func outcome(w *httptest.ResponseRecorder, r route) string {
	switch {
	case w.Code == http.StatusUnauthorized, w.Code == http.StatusSeeOther && strings.HasPrefix(w.Header().Get("Location"), "/signin?"):
		return "sign in"
	case w.Code == http.StatusNotFound:
		return "not there"
	case w.Code == http.StatusForbidden && strings.Contains(w.Body.String(), "<h1>Your role does not allow this</h1>"):
		return "forbidden"
	case w.Code == http.StatusOK && r.act == nil, w.Code == http.StatusSeeOther && r.act != nil, w.Code == http.StatusConflict, w.Code == http.StatusUnprocessableEntity, w.Code == http.StatusForbidden:
		return "let in"
	}
	return fmt.Sprint("status ", w.Code)
}

// TestAffairsAreNotLogged shows and refuses everything about a tenant's affairs, to
// browsers and programs and to some that have gone, and looks for people in what is
// logged.
func TestAffairsAreNotLogged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func(was *os.File) { os.Stderr = was; _ = file.Close() }(os.Stderr)
	os.Stderr = file

	h := newHouse(t)
	h.furnish(t)
	secrets := []string{"aallokko", "vahti.example", "elsewhere.example", "192.0.2.", "Meri", "Aallokko", "Kumppani", "kumppani", "scan has failed", "a permission was missing", "vahti_", h.mia.cookie.Value}
	program := func(r *http.Request, who newcomer) string { // which reads problem documents
		r.AddCookie(who.cookie)
		w := httptest.NewRecorder()
		h.handler.ServeHTTP(w, r)
		return w.Body.String()
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	show := func(_, path string, who newcomer) {
		h.get(t, path, who)
		program(httptest.NewRequestWithContext(gone, http.MethodGet, path, nil), who)
	}
	send := func(_, path string, form url.Values, who newcomer) {
		h.post(t, path, form, who)
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if body := program(r, who); strings.HasPrefix(body, `{"type":`) && strings.Contains(body, "aallokko") {
			t.Errorf("a problem document names somebody: %s", body)
		}
	}
	showAffairs(t, h, show, send, send)
	h.post(t, "/support", askForAccess("FORM-0099", h.tenant.ID().String()), h.otto)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, h.path("/members"), io.NopCloser(strings.NewReader("email=mia%40aallokko.example%zz")))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	h.do(r, h.mia)
	logged, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(logged), "\n"); n < 30 {
		t.Errorf("%d lines were logged; every refusal should be", n)
	}
	for _, secret := range secrets {
		if strings.Contains(string(logged), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}

// FuzzWhereToGoOn: the page to go on at is always the console's own.
func FuzzWhereToGoOn(f *testing.F) {
	for _, path := range []string{"/", "/tenants/x/members/y/role", "/support/a/b/end", "/tenants", "//evil.example/x", "/a%2F..%2F", "/tenants/x/findings"} {
		f.Add(path, true)
		f.Add(path, false)
	}
	f.Fuzz(func(t *testing.T, path string, post bool) {
		u, err := url.ParseRequestURI(path)
		if err != nil || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(path, "//") {
			return // no server takes it, or the multiplexer cleans it first
		}
		r := &http.Request{Method: http.MethodGet, URL: u, Header: http.Header{}}
		if post {
			r.Method = http.MethodPost
		}
		to := backOf(r)
		back, err := url.Parse(to)
		if err != nil || back.Host != "" || back.Scheme != "" || !strings.HasPrefix(to, "/") {
			t.Errorf("%q leads to %q", path, to)
		}
		if target := target(r); target != "" && strings.ContainsAny(target, "@ %?#") {
			t.Errorf("%q is told as %q", path, target)
		}
	})
}

// FuzzPeriod: whatever days are typed, a period ends after it begins.
func FuzzPeriod(f *testing.F) {
	f.Add("2026-11-01", "2026-11-30")
	f.Add("", "9999-12-31")
	f.Add("0000-01-01", "")
	f.Add("2026-11-01T", "x")
	f.Fuzz(func(t *testing.T, first, last string) {
		from, to, err := period(first, last)
		if err == nil && !from.IsZero() && !to.IsZero() && !from.Before(to) {
			t.Errorf("%q to %q is %v to %v", first, last, from, to)
		}
	})
}
