package console

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// doorContract is what a doorkeeper under test must hold: a person who owns one
// tenant and may see another, a third one without them, and an operator who may see
// the findings of the first.
type doorContract struct {
	owned, seen, foreign, absent tenant.ID
	mia, otto                    func(*http.Request) // makes a request theirs
	email                        string              // mia's
	under                        string              // otto's support access
	managed, staffed, theirs     string              // organisations that mia manages, works for, and neither
}

// testDoorkeeper holds a doorkeeper to its contract.
func testDoorkeeper(t *testing.T, d doorkeeper, c doorContract) {
	ctx := t.Context()
	session := func(whose func(*http.Request)) (gate.Principal, error) {
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil)
		if whose != nil {
			whose(r)
		}
		return d.Session(r)
	}
	for name, whose := range map[string]func(*http.Request){"nobody": nil, "a forger": func(r *http.Request) {
		r.AddCookie(&http.Cookie{Name: memoryCookie, Value: "forged"})
		r.AddCookie(&http.Cookie{Name: "__Host-vahti-session", Value: "Zm9yZ2Vk"})
	}} {
		if p, err := session(whose); !errors.Is(err, gate.ErrUnknown) || p.Account != "" {
			t.Errorf("the session of %s: got %v, want %v", name, err, gate.ErrUnknown)
		}
	}
	mia, err := session(c.mia)
	if err != nil || mia.Account == "" || mia.Name != c.email || mia.Operator || mia.Session == "" || mia.Proved.IsZero() || mia.Way != gate.BySession {
		t.Fatalf("mia's session: got %v", err)
	}
	otto, err := session(c.otto)
	if err != nil || otto.Account == "" || !otto.Operator {
		t.Fatalf("otto's session: got %v", err)
	}
	late := mia
	late.Proved = mia.Proved.Add(-time.Hour)

	for name, who := range map[string]gate.Principal{"a member": mia, "nobody": {}} {
		if _, err := d.Ask(ctx, who, c.owned.String(), grant.Wish{}); !errors.Is(err, gate.ErrNotFound) {
			t.Errorf("%s asks for support access: got %v, want %v", name, err, gate.ErrNotFound)
		}
	}
	if _, err := d.Ask(ctx, otto, c.absent.String(), grant.Wish{}); !errors.Is(err, gate.ErrNotFound) {
		t.Errorf("support access to an absent tenant: got %v, want %v", err, gate.ErrNotFound)
	}
	owned, seen, foreign, absent := c.owned.String(), c.seen.String(), c.foreign.String(), c.absent.String()
	tests := []struct {
		name string
		who  gate.Principal
		wish gate.Wish
		want error
		role tenant.Role
	}{
		{name: "an owner", who: mia, wish: gate.Wish{Tenant: owned, Need: tenant.ManageOwners}, role: tenant.Owner},
		{name: "an auditor", who: mia, wish: gate.Wish{Tenant: seen, Need: tenant.Read, View: grant.SummaryView}, role: tenant.Auditor},
		{name: "an auditor who would decide", who: mia, wish: gate.Wish{Tenant: seen, Need: tenant.Decide}, want: gate.ErrForbidden},
		{name: "a stranger", who: mia, wish: gate.Wish{Tenant: foreign, Need: tenant.Read}, want: gate.ErrNotFound},
		{name: "a stranger who would decide", who: mia, wish: gate.Wish{Tenant: foreign, Need: tenant.Decide, Fresh: true}, want: gate.ErrNotFound},
		{name: "no such tenant", who: mia, wish: gate.Wish{Tenant: absent, Need: tenant.Read}, want: gate.ErrNotFound},
		{name: "no tenant's name", who: mia, wish: gate.Wish{Tenant: "../" + owned, Need: tenant.Read}, want: gate.ErrNotFound},
		{name: "nothing named", who: mia, wish: gate.Wish{Need: tenant.Read}, want: gate.ErrNotFound},
		{name: "proved lately", who: mia, wish: gate.Wish{Tenant: owned, Need: tenant.Read, Fresh: true}, role: tenant.Owner},
		{name: "proved long ago", who: late, wish: gate.Wish{Tenant: owned, Need: tenant.Read, Fresh: true}, want: gate.ErrStepUp},
		{name: "proved long ago, and need not", who: late, wish: gate.Wish{Tenant: owned, Need: tenant.Read}, role: tenant.Owner},
		{name: "support", who: otto, wish: gate.Wish{Tenant: owned, Need: tenant.Read, View: grant.FindingsView, Target: "findings/x"}},
		{name: "support, another view", who: otto, wish: gate.Wish{Tenant: owned, Need: tenant.Read, View: grant.MembersView}, want: gate.ErrNotFound},
		{name: "support, what is no view", who: otto, wish: gate.Wish{Tenant: owned, Need: tenant.Decide}, want: gate.ErrNotFound},
		{name: "support, another tenant", who: otto, wish: gate.Wish{Tenant: seen, Need: tenant.Read, View: grant.FindingsView}, want: gate.ErrNotFound},
		{name: "support, no such tenant", who: otto, wish: gate.Wish{Tenant: absent, Need: tenant.Read, View: grant.FindingsView}, want: gate.ErrNotFound},
	}
	for _, test := range tests {
		e, err := d.Enter(ctx, test.who, test.wish)
		switch {
		case !errors.Is(err, test.want):
			t.Errorf("%s: got %v, want %v", test.name, err, test.want)
		case test.want != nil:
			if e.Tenant != nil {
				t.Errorf("%s: a tenant was handed out", test.name)
			}
		case e.Tenant.ID().String() != test.wish.Tenant || e.Role != test.role || e.State != tenant.Active:
			t.Errorf("%s: got the role %q in the state %q", test.name, e.Role, e.State)
		case (e.Grant != "") != test.who.Operator || test.who.Operator && e.Grant != c.under:
			t.Errorf("%s: got the grant %q", test.name, e.Grant)
		}
	}
	testLists(t, d, c, mia, otto)
	testManages(t, d, c, mia, otto)
}

// testManages asks for organisations' pages.
func testManages(t *testing.T, d doorkeeper, c doorContract, mia, otto gate.Principal) {
	late := mia
	late.Proved = mia.Proved.Add(-time.Hour)
	for _, test := range []struct {
		name, organisation string
		who                gate.Principal
		lately             bool
		want               error
	}{
		{"a manager", c.managed, mia, true, nil},
		{"a manager who proved it long ago", c.managed, late, false, nil},
		{"a manager who proved it long ago, where lately is asked for", c.managed, late, true, gate.ErrStepUp},
		{"staff", c.staffed, mia, false, gate.ErrNotFound},
		{"a stranger", c.theirs, mia, false, gate.ErrNotFound},
		{"a stranger, where lately is asked for", c.theirs, late, true, gate.ErrNotFound},
		{"an organisation that is not there", "nothing", mia, false, gate.ErrNotFound},
		{"no organisation", "", mia, false, gate.ErrNotFound},
		{"an operator", c.managed, otto, false, gate.ErrNotFound},
		{"nobody", c.managed, gate.Principal{}, false, gate.ErrNotFound},
	} {
		if err := d.Manage(t.Context(), test.who, test.organisation, test.lately); !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %v", test.name, err, test.want)
		}
	}
}

// testLists goes through the list of tenants, a page at a time.
func testLists(t *testing.T, d doorkeeper, c doorContract, mia, otto gate.Principal) {
	ctx := t.Context()
	got := map[tenant.ID]tenant.Role{}
	cursor := ""
	for range 5 {
		page, next, err := d.Tenants(ctx, mia, cursor, 1)
		if err != nil || len(page) > 1 {
			t.Fatalf("Tenants: got %d, %v", len(page), err)
		}
		for _, a := range page {
			if _, twice := got[a.Tenant]; twice {
				t.Error("a tenant is listed twice")
			}
			got[a.Tenant] = a.Role
		}
		if cursor = next; cursor == "" {
			break
		}
	}
	if cursor != "" || len(got) != 2 || got[c.owned] != tenant.Owner || got[c.seen] != tenant.Auditor {
		t.Errorf("Tenants: got %v and %q", got, cursor)
	}
	if _, _, err := d.Tenants(ctx, mia, "nowhere", 1); !errors.Is(err, member.ErrCursor) {
		t.Errorf("Tenants from nowhere: got %v, want %v", err, member.ErrCursor)
	}
	if page, next, err := d.Tenants(ctx, otto, "", 10); len(page) > 0 || next != "" || err != nil {
		t.Errorf("Tenants of an operator: got %d, %q, %v", len(page), next, err)
	}
}

func TestDoorkeeperInMemory(t *testing.T) {
	c := doorContract{owned: tenanttest.ID(t), seen: tenanttest.ID(t), foreign: tenanttest.ID(t), absent: tenanttest.ID(t), email: "mia@aallokko.example", under: "grant", managed: "one", staffed: "two", theirs: "three"}
	m := memory{c.owned: sampleTenant(), c.seen: sampleTenant(), c.foreign: sampleTenant()}
	m[c.owned].grants = []grant.Grant{{ID: "grant", Account: "otto", State: grant.Active, Until: wall.Add(time.Hour), Views: []grant.View{grant.FindingsView}}}
	d := newMemoryDoor(t, func() time.Time { return wall }, m)
	mia := auditorOf(c.seen)
	mia.roles[c.owned], mia.Name = tenant.Owner, c.email
	mia.Standings = []member.Standing{{Organisation: c.managed, Manager: true}, {Organisation: c.staffed}}
	c.mia = func(r *http.Request) { d.admit(r, mia) }
	c.otto = func(r *http.Request) { d.admit(r, operatorNamed("otto")) }
	testDoorkeeper(t, d, c)
}

// TestDoorkeeperGate asks the gate with the console's own rights.
func TestDoorkeeperGate(t *testing.T) {
	now := wall
	w := newWorld(t, func() time.Time { return now })
	owned, seen, foreign := w.tenant(t, "Aallokko Oy", "00000000-0000-0000-0000-000000000001"), w.tenant(t, "Blåsut Ab", "00000000-0000-0000-0000-000000000002"), w.tenant(t, "Foreign Ltd", "00000000-0000-0000-0000-000000000003")
	mia, otto, olga := w.person(t, "mia@aallokko.example", false), w.person(t, "otto@vahti.example", true), w.person(t, "olga@blasut.example", false)
	w.owner(t, owned, mia, w.now())
	w.owner(t, seen, olga, w.now())
	w.owner(t, foreign, olga, w.now())
	w.joins(t, seen, olga, mia, tenant.Auditor)
	managed, staffed, theirs := w.partner(t, "Kumppani Oy", mia), w.partner(t, "Toinen Oy", olga), w.partner(t, "Kolmas Oy", olga)
	w.works(t, staffed, mia, false)
	g := w.supported(t, owned, otto, grant.ServiceIssue, grant.FindingsView, grant.ScansView)
	testDoorkeeper(t, w.gate(t), doorContract{
		owned: owned.ID(), seen: seen.ID(), foreign: foreign.ID(), absent: tenanttest.ID(t), email: mia.account.Email, under: g.ID, managed: managed, staffed: staffed, theirs: theirs,
		mia:  func(r *http.Request) { r.AddCookie(mia.cookie) },
		otto: func(r *http.Request) { r.AddCookie(otto.cookie) },
	})
	if err := trail.MoveAll(t.Context(), w.db, owned); err != nil {
		t.Fatal(err)
	}
	told, err := trail.Read(t.Context(), owned)
	if err != nil || !slices.ContainsFunc(told, func(e trail.Entry) bool {
		return e.Action == trail.GrantViewed && e.Target == "findings/x" && e.Grant == g.ID
	}) {
		t.Errorf("the audit trail does not tell what support looked at: %v", err)
	}
}
