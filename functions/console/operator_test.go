package console

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/permission"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// TestOperatorSeesWhatIsCovered goes through the pages of a tenant under support
// access of several kinds.
func TestOperatorSeesWhatIsCovered(t *testing.T) {
	at := func(views ...grant.View) grant.Grant {
		return grant.Grant{ID: "grant", Account: "otto", State: grant.Active, Until: wall.Add(time.Hour), Purpose: grant.ServiceIssue, Views: views}
	}
	past := at(grant.SummaryView, grant.FindingsView)
	past.Until = wall
	const summary, findings, scans, checks = "checks pass", `<h2 id="open">`, `<h2 id="scans">`, `<h2 id="checks">`
	tests := []struct {
		name         string
		grant        grant.Grant
		tenant       int
		says, hides  []string
		finding, log int // statuses of the page of a finding and of the timeline
	}{
		{"nothing", grant.Grant{}, 404, nil, []string{"Aallokko"}, 404, 404},
		{"what is over", past, 404, nil, []string{"Aallokko"}, 404, 404},
		{"another operator's", func() grant.Grant { g := at(grant.SummaryView); g.Account = "olli"; return g }(), 404, nil, []string{"Aallokko"}, 404, 404},
		{"the summary", at(grant.SummaryView), 200, []string{summary}, []string{findings, scans, checks, "/timeline"}, 404, 404},
		{"scans", at(grant.SummaryView, grant.ScansView), 200, []string{summary, scans}, []string{findings, checks}, 404, 404},
		{"findings", at(grant.SummaryView, grant.FindingsView, grant.ChecksView), 200, []string{summary, findings, checks}, []string{scans}, 200, 404},
		{"the timeline", at(grant.TimelineView), 404, nil, []string{"Aallokko"}, 404, 200},
		{"all of it", at(grant.SummaryView, grant.FindingsView, grant.ChecksView, grant.ScansView, grant.TimelineView), 200, []string{summary, findings, scans, checks, "/timeline"}, nil, 200, 200},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			id := tenanttest.ID(t)
			k := sampleTenant()
			k.grants = []grant.Grant{test.grant}
			s := newSite(t, memory{id: k})
			s.getAs(t, "/", auditorOf(id)) // somebody belongs to it
			of := "/tenants/" + id.String()
			w := s.getAs(t, of, operatorNamed("otto"))
			body := w.Body.String()
			if w.Code != test.tenant {
				t.Fatalf("the tenant: got %v, want %v", w.Code, test.tenant)
			}
			for _, want := range test.says {
				if !strings.Contains(body, want) {
					t.Errorf("the page lacks %q", want)
				}
			}
			for _, hidden := range test.hides {
				if strings.Contains(body, hidden) {
					t.Errorf("the page shows %q", hidden)
				}
			}
			for path, want := range map[string]int{of: test.tenant, of + "/findings/0mfa": test.finding, of + "/timeline": test.log} {
				w := s.getAs(t, path, operatorNamed("otto"))
				banner := strings.Contains(w.Body.String(), "incident or service issue investigation. It ends <time datetime=")
				if w.Code != want || banner != (want == 200) {
					t.Errorf("%s: got %v and a note %v, want %v", path, w.Code, banner, want)
				}
			}
			if w := s.post(t, of+"/findings/0app0/exception", acceptance(goodReason), operatorNamed("otto")); w.Code != http.StatusNotFound {
				t.Errorf("accept a finding: got %v, want 404", w.Code)
			}
			if strings.Contains(body, `<form method="post" action="/tenants/`) {
				t.Error("an operator is offered a form")
			}
		})
	}
}

func TestOperatorHasNoTenants(t *testing.T) {
	id := tenanttest.ID(t)
	s := newSite(t, memory{id: sampleTenant()})
	body := s.getAs(t, "/", operatorNamed("otto")).Body.String()
	if !strings.Contains(body, "member of no tenant") || !strings.Contains(body, `href="/support"`) || strings.Contains(body, "Aallokko") {
		t.Error("the list does not send an operator to support access")
	}
}

// TestManyTenants goes through the list of somebody with many, page by page.
func TestManyTenants(t *testing.T) {
	m := memory{}
	who := auditorOf()
	for i := range 2*onPage + 1 {
		id := tenanttest.ID(t)
		k := sampleTenant()
		k.profile.Name = fmt.Sprintf("Tenant %03d", i)
		m[id], who.roles[id] = k, tenant.Analyst
	}
	s := newSite(t, m)
	seen := map[string]bool{}
	path, pages := "/?lang=en", 0
	for path != "" {
		body := s.getAs(t, path, who).Body.String()
		wellFormed(t, body)
		if first := strings.Contains(body, "To the first page"); first != (pages > 0) {
			t.Errorf("page %d leads to the first: %v", pages, first)
		}
		n := 0
		for id := range m {
			if strings.Contains(body, `href="/tenants/`+id.String()) {
				n++
				seen[id.String()] = true
			}
		}
		if n > onPage || !strings.Contains(body, `<span class="chip">Analyst</span>`) {
			t.Errorf("page %d lists %d tenants", pages, n)
		}
		pages++
		_, rest, more := strings.Cut(body, `" rel="next"`)
		path = ""
		if more {
			before := strings.TrimSuffix(body, `" rel="next"`+rest)
			path = strings.ReplaceAll(before[strings.LastIndex(before, `"`)+1:], "&amp;", "&")
		}
	}
	if pages != 3 || len(seen) != len(m) {
		t.Errorf("got %d tenants on %d pages, want %d on 3", len(seen), pages, len(m))
	}
	if w := s.getAs(t, "/?cursor=nowhere", who); w.Code != http.StatusNotFound {
		t.Errorf("a page that is not there: got %v, want 404", w.Code)
	}
}

// TestConsent is about what a tenant's page says of Microsoft's leave to read it.
func TestConsent(t *testing.T) {
	names := permission.Names()
	const lost, waits, less = "gives Vahti no access to this tenant any more", "is not finished", "less than it asked for"
	tests := []struct {
		name    string
		state   tenant.State
		consent store.Consent
		says    string
		missing []string
	}{
		{"all of it", tenant.Active, store.Consent{Permissions: names, Seen: wall}, "", nil},
		{"not seen yet", tenant.Active, store.Consent{}, "", nil},
		{"one missing", tenant.Active, store.Consent{Permissions: names[1:], Seen: wall}, less, names[:1]},
		{"lost", tenant.Active, store.Consent{Permissions: names[1:], Seen: wall, Lost: true}, lost, nil},
		{"invited", tenant.Invited, store.Consent{}, waits, nil},
		{"consented", tenant.Consented, store.Consent{}, waits, nil},
		{"over", tenant.Terminated, store.Consent{Lost: true}, "", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			id := tenanttest.ID(t)
			k := sampleTenant()
			k.about.State, k.about.Consent = test.state, test.consent
			s := newSite(t, memory{id: k})
			for _, who := range []somebody{adminOf(id), auditorOf(id)} {
				body := s.getAs(t, "/tenants/"+id.String(), who).Body.String()
				for _, one := range []string{lost, waits, less} {
					if got := strings.Contains(body, one); got != (one == test.says) {
						t.Errorf("says %q: %v", one, got)
					}
				}
				for _, name := range names {
					missing := len(test.missing) > 0 && name == test.missing[0]
					if strings.Contains(body, "<code>"+name+"</code>") != missing {
						t.Errorf("names %s as missing: %v", name, !missing)
					}
				}
				leads := strings.Contains(body, `href="/onboarding/`+id.String()+`"`)
				if want := test.says != "" && who.roles[id] == tenant.Admin; leads != want {
					t.Errorf("leads to onboarding: %v, want %v", leads, want)
				}
			}
		})
	}
}

// TestOperatorSeesWhoAccepted: why and by whom findings are accepted is for an operator
// whose support access covers exceptions, on the page of a finding and on the timeline.
func TestOperatorSeesWhoAccepted(t *testing.T) {
	of := func(views ...grant.View) grant.Grant {
		return grant.Grant{ID: "grant", Account: "otto", State: grant.Active, Until: wall.Add(time.Hour), Purpose: grant.ServiceIssue, Views: views}
	}
	for _, tt := range []struct {
		name  string
		grant grant.Grant
		shown bool
	}{
		{"without exceptions", of(grant.FindingsView, grant.TimelineView), false},
		{"with exceptions", of(grant.FindingsView, grant.TimelineView, grant.ExceptionsView), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			id := tenanttest.ID(t)
			k := sampleTenant()
			k.grants = []grant.Grant{tt.grant}
			s := newSite(t, memory{id: k})
			s.getAs(t, "/", auditorOf(id)) // somebody belongs to it
			for _, path := range []string{"/findings/0accepted", "/timeline?kind=exception"} {
				w := s.getAs(t, "/tenants/"+id.String()+path, operatorNamed("otto"))
				body := w.Body.String()
				if w.Code != http.StatusOK || strings.Contains(body, "matti.meri@aallokko.example") != tt.shown || strings.Contains(body, "Who it was is not covered by the support access.") == tt.shown {
					t.Errorf("%s: got %v, who accepted is to be shown: %v", path, w.Code, tt.shown)
				}
				if strings.HasPrefix(path, "/findings") && strings.Contains(body, "Its vendor ships the narrower permission") != tt.shown {
					t.Errorf("%s: why it is accepted is to be shown: %v", path, tt.shown)
				}
			}
		})
	}
}
