package console

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/instruction"
	"vahti.ai/vahti/shared/store/trail"
)

// asks has the operator ask for support access.
func (h *house) asks(t *testing.T, name string, purpose grant.Purpose, views ...grant.View) grant.Grant {
	t.Helper()
	g, err := grant.Ask(t.Context(), h.tenant, grant.Wish{Request: name, Purpose: purpose, Reason: "The customer’s scan has failed twice.", Goal: "Find out why the scan fails.",
		Views: views, Method: grant.Interface, Limit: 90 * time.Minute}, h.otto.operator(), h.now())
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// grants brings a house to one support access of each kind: over, under way, asked.
func (h *house) grants(t *testing.T) (over, live, asked grant.Grant) {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		h.later(time.Second) // so that the order is the same each time
	}
	over = h.asks(t, "one", grant.ServiceIssue, grant.FindingsView, grant.ScansView)
	must(nil)
	_, err := grant.Start(ctx, h.tenant, over.ID, h.otto.operator(), h.now())
	must(err)
	for i, target := range []string{"findings/0mfa", "findings/0app0"} {
		_, err = grant.See(ctx, h.tenant, grant.Look{Request: string(rune('a' + i)), View: grant.FindingsView, Target: target}, h.otto.operator(), h.now())
		must(err)
	}
	h.later(time.Minute)
	_, err = grant.Finish(ctx, h.tenant, over.ID, h.otto.operator(), h.now())
	must(err)
	_, err = grant.Report(ctx, h.tenant, over.ID, "A permission was missing; the customer has given it.", h.otto.operator(), h.now())
	must(err)
	live = h.asks(t, "two", grant.CustomerSupport, grant.SummaryView)
	must(nil)
	live, err = grant.Start(ctx, h.tenant, live.ID, h.otto.operator(), h.now())
	must(err)
	_, err = instruction.Give(ctx, h.tenant, instruction.Wish{Setting: instruction.Support(), Value: []byte(`{"approval":true}`), Source: instruction.Console}, h.mia.actor(), h.now())
	must(err)
	h.later(time.Minute)
	return over, live, h.asks(t, "three", grant.SecurityIncident, grant.MembersView, grant.TrailView)
}

func TestSupportPages(t *testing.T) {
	h := newHouse(t)
	over, _, _ := h.grants(t)
	h.told(t)
	ids := regexp.MustCompile(`/support/[0-9A-Za-z_-]{16,}`)
	versions := regexp.MustCompile(`(name="version" value=")[^"]+`)
	for _, test := range []struct {
		name, path string
		who        newcomer
	}{
		{"support", "/support", h.mia},
		{"support-auditor-sv", "/support?lang=sv", h.aku},
		{"grant", "/support/" + over.ID, h.aku},
		{"grant-fi", "/support/" + over.ID + "?lang=fi", h.mia},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := h.get(t, h.path(test.path), test.who)
			if w.Code != http.StatusOK {
				t.Fatalf("got %v", w.Code)
			}
			body := versions.ReplaceAllString(ids.ReplaceAllString(h.plain(w.Body.String()), "/support/GRANT"), "${1}VERSION")
			golden(t, test.name+".html", body)
			wellFormed(t, w.Body.String())
		})
	}
	for _, path := range []string{"/support/none", "/support?cursor=x", "/support/" + over.ID + "?cursor=x", "/support/" + over.ID + "?until=x"} {
		if w := h.get(t, h.path(path), h.mia); w.Code != http.StatusNotFound {
			t.Errorf("%s: got %v, want 404", path, w.Code)
		}
	}
	if w := h.get(t, h.path("/support"), h.otto); w.Code != http.StatusNotFound {
		t.Errorf("an operator: got %v, want 404", w.Code)
	}
}

// TestUntoldSupport holds that of a support access whose method shows no views the page
// does not claim that nothing was looked at.
func TestUntoldSupport(t *testing.T) {
	h := newHouse(t)
	g, err := grant.Ask(t.Context(), h.tenant, grant.Wish{Request: "one", Purpose: grant.ServiceIssue, Reason: "The customer’s scan has failed twice.", Goal: "Find out why the scan fails.",
		Views: []grant.View{grant.ScansView}, Method: grant.Database, Limit: time.Hour}, h.otto.operator(), h.now())
	if err != nil {
		t.Fatal(err)
	}
	says := func(lang, want string) {
		t.Helper()
		body := h.get(t, h.path("/support/"+g.ID+"?lang="+lang), h.mia).Body.String()
		if !strings.Contains(body, want) {
			t.Errorf("the page does not say %q", want)
		}
		wellFormed(t, body)
	}
	says("en", "Nothing was looked at.")
	if _, err := grant.Start(t.Context(), h.tenant, g.ID, h.otto.operator(), h.now()); err != nil {
		t.Fatal(err)
	}
	says("en", "is not told piece by piece")
	says("fi", "ei kirjata kohta kohdalta")
	says("sv", "antecknas inte del för del")
}

func TestDecideOnSupport(t *testing.T) {
	h := newHouse(t)
	over, live, asked := h.grants(t)
	second := h.asks(t, "four", grant.SecurityIncident, grant.TrailView)
	of := func(g grant.Grant, what string) string { return "/support/" + g.ID + "/" + what }
	tests := []struct {
		name string
		who  newcomer
		path string
		want int
		says string
		of   grant.Grant
		is   grant.State
	}{
		{"approved by an analyst", h.ana, of(asked, "approval"), 403, "Your role does not allow this", asked, grant.Asked},
		{"approved by its operator", h.otto, of(asked, "approval"), 404, "", asked, grant.Asked},
		{"approved", h.ada, of(asked, "approval"), 303, "", asked, grant.Approved},
		{"refused too late", h.ada, of(asked, "refusal"), 409, "not in a state", asked, grant.Approved},
		{"refused", h.ada, of(second, "refusal"), 303, "", second, grant.Refused},
		{"ended while it is under way", h.ada, of(live, "revocation"), 303, "", live, grant.Ended},
		{"ended before it began", h.ada, of(asked, "revocation"), 303, "", asked, grant.Ended},
		{"ended when it was over", h.ada, of(over, "revocation"), 303, "", over, grant.Ended},
		{"none", h.ada, "/support/none/revocation", 409, "no such support access", over, grant.Ended},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for range 2 {
				w := h.post(t, h.path(test.path), nil, test.who)
				if w.Code != test.want || !strings.Contains(w.Body.String(), test.says) {
					t.Fatalf("got %v, want %v and %q:\n%s", w.Code, test.want, test.says, w.Body)
				}
			}
			g, err := grant.Get(t.Context(), h.tenant, test.of.ID, h.now())
			if err != nil || g.State != test.is {
				t.Errorf("got %v, %v; want %v", g.State, err, test.is)
			}
		})
	}
	if w := h.get(t, h.path(""), h.otto); w.Code != http.StatusNotFound {
		t.Errorf("the operator still sees the tenant: got %v", w.Code)
	}
}

// TestRequireApproval changes the setting, twice by the same form, and once by a form
// of a page that is out of date.
func TestRequireApproval(t *testing.T) {
	h := newHouse(t)
	field := func(name string) string {
		body := h.get(t, h.path("/support"), h.ada).Body.String()
		found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(body)
		if found == nil {
			t.Fatal("the page has no form for the setting")
		}
		return found[1]
	}
	form := func() url.Values {
		return url.Values{"approval": {field("approval")}, "version": {field("version")}}
	}
	first := form()
	for range 2 {
		if w := h.post(t, h.path("/support"), first, h.ada); w.Code != 303 {
			t.Fatalf("require approval: got %v", w.Code)
		}
	}
	other := url.Values{"approval": {"no"}, "version": first["version"]} // of a page that was opened before anybody set it
	if w := h.post(t, h.path("/support"), other, h.mia); w.Code != 409 || !strings.Contains(w.Body.String(), "was changed meanwhile") {
		t.Errorf("a form of before it was set: got %v", w.Code)
	}
	if g := h.asks(t, "one", grant.ServiceIssue, grant.ScansView); g.State != grant.Asked {
		t.Errorf("support access is %v, want it to wait", g.State)
	}
	second := form()
	if w := h.post(t, h.path("/support"), second, h.mia); w.Code != 303 {
		t.Fatalf("require none: got %v", w.Code)
	}
	third := form()
	third.Set("version", second.Get("version")) // of before
	if w := h.post(t, h.path("/support"), third, h.ada); w.Code != 409 || !strings.Contains(w.Body.String(), "was changed meanwhile") {
		t.Errorf("a form that is out of date: got %v", w.Code)
	}
	if w := h.post(t, h.path("/support"), first, h.ana); w.Code != 403 {
		t.Errorf("an analyst: got %v, want 403", w.Code)
	}
	told := slices.DeleteFunc(h.told(t), func(a trail.Action) bool { return a != trail.SupportPolicyChanged })
	if len(told) != 2 {
		t.Errorf("the audit trail tells of %d changes, want 2", len(told))
	}
}
