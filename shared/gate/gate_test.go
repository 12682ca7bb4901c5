package gate_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/store/apikey"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// TestAnnex3Section1EveryRole tries every permission as every kind of visitor, in the tenant, in
// another one and in one that does not exist.
func TestAnnex3Section1EveryRole(t *testing.T) {
	w := newWorld(t)
	visitors := map[string]gate.Principal{"nobody": {}}
	roles := map[string]tenant.Role{}
	var owner *someone
	for _, role := range tenant.Roles() {
		who := w.person(t, false)
		if owner == nil {
			owner = who
		}
		w.join(t, w.mine, who, role, owner)
		visitors[string(role)], roles[string(role)] = w.in(t, who), role
	}
	visitors["stranger"] = w.in(t, w.person(t, false))
	visitors["operator"] = w.in(t, w.person(t, true))
	suspended := w.person(t, false)
	w.join(t, w.mine, suspended, tenant.Admin, owner)
	if _, err := member.Suspend(t.Context(), w.mine, suspended.ID, member.Actor{Account: owner.ID, Name: owner.Email}, w.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	visitors["suspended"] = w.in(t, suspended)
	tenants := map[string]string{"mine": w.mine.ID().String(), "foreign": w.foreign.ID().String(), "absent": tenanttest.ID(t).String(), "no name": "x/../y", "nothing": ""}
	for name, p := range visitors {
		for place, text := range tenants {
			for _, need := range tenant.Permissions() {
				want := gate.ErrNotFound
				switch role, is := roles[name]; {
				case name == "nobody":
					want = gate.ErrUnknown
				case place == "mine" && is && role.Allows(need):
					want = nil
				case place == "mine" && is:
					want = gate.ErrForbidden
				}
				e, err := w.Enter(t.Context(), p, gate.Wish{Tenant: text, Need: need, View: grant.FindingsView})
				if !errors.Is(err, want) {
					t.Errorf("%s, %s, %s: got %v, want %v", name, place, need, err, want)
				}
				if err == nil && (e.Tenant.ID() != w.mine.ID() || e.Role != roles[name]) {
					t.Errorf("%s, %s: let in as %s", name, place, e.Role)
				}
				if err != nil && (e.Tenant != nil || e.Allows(tenant.Read)) {
					t.Errorf("%s, %s: a refused entry opens something", name, place)
				}
				if absent := fmt.Sprint(gate.ErrNotFound); errors.Is(want, gate.ErrNotFound) && err != nil && err.Error() != absent {
					t.Errorf("%s, %s: got %q, want %q", name, place, err, absent)
				}
			}
		}
	}
}

// TestReads: a foreign tenant and an absent one cost the same.
func TestReads(t *testing.T) {
	w := newWorld(t)
	p := w.in(t, w.person(t, false))
	cost := func(text string) int64 {
		before := w.data.Stats()
		if _, err := w.Enter(t.Context(), p, gate.Wish{Tenant: text, Need: tenant.Read}); !errors.Is(err, gate.ErrNotFound) {
			t.Fatal(err)
		}
		return w.data.Stats().Reads - before.Reads
	}
	theirs, none := w.foreign.ID().String(), tenanttest.ID(t).String()
	cost(theirs) // notes the first of the hour
	cost(none)
	if foreign, absent := cost(theirs), cost(none); foreign != absent {
		t.Errorf("a foreign tenant costs %d reads, an absent one %d", foreign, absent)
	}
}

func TestSession(t *testing.T) {
	w := newWorld(t)
	who := w.person(t, false)
	p := w.in(t, who)
	if p.Way != gate.BySession || p.Account != who.ID || p.Name != who.Email || p.Operator || !p.Proved.Equal(start) {
		t.Errorf("got %s, %s, operator %v", p.Way, p.Account, p.Operator)
	}
	twice := w.request(t, who)
	twice.Header.Add("Cookie", twice.Header.Get("Cookie"))
	changed := w.request(t, who)
	changed.Header.Set("Cookie", strings.Replace(changed.Header.Get("Cookie"), "=", "=A", 1))
	for name, r := range map[string]*http.Request{"nobody": w.request(t, nil), "twice": twice, "changed": changed} {
		if _, err := w.Session(r); !errors.Is(err, gate.ErrUnknown) {
			t.Errorf("%s: got %v, want %v", name, err, gate.ErrUnknown)
		}
	}
	if _, err := w.accounts.SignOut(t.Context(), who.session.Token, account.From{}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Session(w.request(t, who)); !errors.Is(err, gate.ErrUnknown) {
		t.Errorf("signed out: got %v, want %v", err, gate.ErrUnknown)
	}
	a, _, _, err := w.accounts.Create(t.Context(), account.New{Email: "new@customer.example", Name: "New", Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	begun, _, err := w.accounts.Enrol(t.Context(), a.ID, account.From{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Session(w.request(t, &someone{session: begun})); !errors.Is(err, gate.ErrUnknown) {
		t.Errorf("still setting up how to sign in: got %v, want %v", err, gate.ErrUnknown)
	}
}

// TestCrossOrigin: another site's page, or a neighbour's, changes nothing with the
// cookie that a browser sends along.
func TestCrossOrigin(t *testing.T) {
	w := newWorld(t)
	who := w.person(t, false)
	tests := []struct {
		name, method, site, origin string
		want                       error
	}{
		{"one's own page", http.MethodPost, "same-origin", "", nil},
		{"no browser", http.MethodPost, "", "", nil},
		{"another site reads", http.MethodGet, "cross-site", "", nil},
		{"another site", http.MethodPost, "cross-site", "", gate.ErrUnknown},
		{"a neighbour", http.MethodDelete, "same-site", "", gate.ErrUnknown},
		{"another origin", http.MethodPut, "", "https://evil.example", gate.ErrUnknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := w.request(t, who)
			r.Method = tt.method
			if tt.site != "" {
				r.Header.Set("Sec-Fetch-Site", tt.site)
			}
			if tt.origin != "" {
				r.Header.Set("Origin", tt.origin)
			}
			if _, err := w.Request(r); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestFresh(t *testing.T) {
	w := newWorld(t)
	who := w.person(t, false)
	w.join(t, w.mine, who, tenant.Owner, nil)
	p := w.in(t, who)
	wish := gate.Wish{Tenant: w.mine.ID().String(), Need: tenant.ManageKeys, Fresh: true}
	if _, err := w.Enter(t.Context(), p, wish); err != nil {
		t.Fatal(err)
	}
	w.Add(16 * time.Minute)
	if _, err := w.Enter(t.Context(), w.in(t, who), wish); !errors.Is(err, gate.ErrStepUp) {
		t.Errorf("got %v, want %v", err, gate.ErrStepUp)
	}
}

func TestKey(t *testing.T) {
	w := newWorld(t)
	owner := w.person(t, false)
	w.join(t, w.mine, owner, tenant.Owner, nil)
	by := member.Actor{Account: owner.ID, Name: owner.Email}
	_, text, err := apikey.Create(t.Context(), w.mine, apikey.Wish{Name: "nightly", Permissions: []tenant.Permission{tenant.Read}, Expires: start.Add(time.Hour)}, by, w.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	with := func(headers ...string) (gate.Principal, error) {
		r := w.request(t, owner) // whose cookie does not count beside the header
		r.Header["Authorization"] = headers
		return w.Request(r)
	}
	p, err := with("Bearer " + string(text))
	if err != nil || p.Way != gate.ByKey || p.Account != "" {
		t.Fatalf("got %s, %q, %v", p.Way, p.Account, err)
	}
	mine := w.mine.ID().String()
	tests := []struct {
		name string
		wish gate.Wish
		want error
	}{
		{"what it carries", gate.Wish{Tenant: mine, Need: tenant.Read}, nil},
		{"what it does not carry", gate.Wish{Tenant: mine, Need: tenant.Decide}, gate.ErrForbidden},
		{"what no key carries", gate.Wish{Tenant: mine, Need: tenant.ManageOwners}, gate.ErrForbidden},
		{"what a person has to prove", gate.Wish{Tenant: mine, Need: tenant.Read, Fresh: true}, gate.ErrForbidden},
		{"elsewhere", gate.Wish{Tenant: w.foreign.ID().String(), Need: tenant.Read}, gate.ErrNotFound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := w.Enter(t.Context(), p, tt.wish); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
	for name, headers := range map[string][]string{
		"two": {"Bearer " + string(text), "Bearer " + string(text)}, "basic": {"Basic " + string(text)}, "cut": {"Bearer " + string(text[:len(text)-1])},
		"a token where none are taken": {"Bearer e30.e30.x"}, "nothing": {"Bearer "},
	} {
		if _, err := with(headers...); !errors.Is(err, gate.ErrUnknown) {
			t.Errorf("%s: got %v, want %v", name, err, gate.ErrUnknown)
		}
	}
	entries, err := trail.Read(t.Context(), w.mine)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range entries {
		if e.Action == trail.KeyUsed && e.By == trail.Key {
			n++
		}
	}
	if n != 1 {
		t.Errorf("the trail tells %d uses of the key on one day from one address, want one", n)
	}
	w.Add(2 * time.Hour)
	if _, err := with("Bearer " + string(text)); !errors.Is(err, gate.ErrUnknown) {
		t.Errorf("expired: got %v, want %v", err, gate.ErrUnknown)
	}
	all, _, err := w.Tenants(t.Context(), p, "", 10)
	if err != nil || len(all) != 1 || all[0].Tenant != w.mine.ID() {
		t.Errorf("got %d tenants, %v, want the key's own", len(all), err)
	}
}

// TestGrant follows an operator under a grant: what it covers is shown and written
// down, all else is not there.
func TestGrant(t *testing.T) {
	w := newWorld(t)
	owner, operator := w.person(t, false), w.person(t, true)
	w.join(t, w.mine, owner, tenant.Owner, nil)
	p := w.in(t, operator)
	look := func(v grant.View) error {
		_, err := w.Enter(t.Context(), w.in(t, operator), gate.Wish{Tenant: w.mine.ID().String(), Need: tenant.Read, View: v, Target: "findings"})
		return err
	}
	if err := look(grant.FindingsView); !errors.Is(err, gate.ErrNotFound) {
		t.Fatalf("without a grant: got %v, want %v", err, gate.ErrNotFound)
	}
	by := grant.Operator{Account: p.Account, Name: p.Name}
	g, err := w.Ask(t.Context(), p, w.mine.ID().String(), grant.Wish{Request: "one", Purpose: grant.CustomerSupport, Reason: "The customer asked about a finding.", Goal: "To explain the finding.",
		Views: []grant.View{grant.FindingsView}, Method: grant.Interface, Limit: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	if g.State == grant.Asked {
		if g, err = grant.Approve(t.Context(), w.mine, g.ID, member.Actor{Account: owner.ID, Name: owner.Email}, w.Clock.Now()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := grant.Start(t.Context(), w.mine, g.ID, by, w.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	if err := look(grant.FindingsView); err != nil {
		t.Errorf("what the grant covers: %v", err)
	}
	if err := look(grant.SettingsView); !errors.Is(err, gate.ErrNotFound) {
		t.Errorf("another view: got %v, want %v", err, gate.ErrNotFound)
	}
	if err := look(""); !errors.Is(err, gate.ErrNotFound) {
		t.Errorf("what operators never do: got %v, want %v", err, gate.ErrNotFound)
	}
	if e, err := w.Enter(t.Context(), w.in(t, operator), gate.Wish{Tenant: w.mine.ID().String(), Need: tenant.Decide, View: grant.FindingsView}); err == nil && e.Allows(tenant.Decide) {
		t.Error("an operator may decide")
	}
	if err := trail.MoveAll(t.Context(), w.DB, w.mine); err != nil {
		t.Fatal(err)
	}
	entries, err := trail.Read(t.Context(), w.mine)
	if err != nil {
		t.Fatal(err)
	}
	viewed := func(e trail.Entry) bool {
		return e.Action == trail.GrantViewed && e.Grant == g.ID && e.Account == operator.ID
	}
	if !slices.ContainsFunc(entries, viewed) {
		t.Error("the view is not in the audit trail")
	}
	w.Add(61 * time.Minute)
	if _, err := w.Session(w.request(t, operator)); !errors.Is(err, gate.ErrUnknown) {
		t.Errorf("after an hour the operator's session still holds: %v", err)
	}
	if _, err := w.Enter(t.Context(), p, gate.Wish{Tenant: w.mine.ID().String(), Need: tenant.Read, View: grant.FindingsView}); !errors.Is(err, gate.ErrNotFound) {
		t.Errorf("after the grant's end: got %v, want %v", err, gate.ErrNotFound)
	}
}

// TestAsk: only operators ask, and only for tenants that there are.
func TestAsk(t *testing.T) {
	w := newWorld(t)
	operator, other := w.in(t, w.person(t, true)), w.in(t, w.person(t, false))
	wish := grant.Wish{Request: "one", Purpose: grant.CustomerSupport, Reason: "The customer asked about a finding.", Goal: "To explain the finding.",
		Views: []grant.View{grant.FindingsView}, Method: grant.Interface, Limit: time.Hour}
	late := wish
	late.Purpose, late.Views = grant.QualityAssurance, []grant.View{grant.OnboardingView}
	tests := []struct {
		name   string
		who    gate.Principal
		tenant string
		wish   grant.Wish
		want   error
	}{
		{"an operator", operator, w.mine.ID().String(), wish, nil},
		{"again", operator, w.mine.ID().String(), wish, nil},
		{"somebody else", other, w.mine.ID().String(), wish, gate.ErrNotFound},
		{"nobody", gate.Principal{Operator: true}, w.mine.ID().String(), wish, gate.ErrNotFound},
		{"an absent tenant", operator, tenanttest.ID(t).String(), wish, gate.ErrNotFound},
		{"no tenant", operator, "x", wish, gate.ErrNotFound},
		{"quality assurance of who was never onboarded", operator, w.foreign.ID().String(), late, grant.ErrOnboarding},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := w.Ask(t.Context(), tt.who, tt.tenant, tt.wish); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

// TestOpened: the first time that a session enters a tenant from an address is in its
// trail, once, at the time when it does.
func TestOpened(t *testing.T) {
	w := newWorld(t)
	who := w.person(t, false)
	w.join(t, w.mine, who, tenant.Owner, nil)
	p := w.in(t, who)
	enter := func(from string) {
		t.Helper()
		p.Address = from
		for range 3 {
			if _, err := w.Enter(t.Context(), p, gate.Wish{Tenant: w.mine.ID().String(), Need: tenant.Read}); err != nil {
				t.Fatal(err)
			}
		}
	}
	w.Clock.Add(time.Hour)
	enter("192.0.2.7")
	w.Clock.Add(time.Hour)
	enter("203.0.113.9") // who has stolen the cookie
	w.Clock.Add(time.Hour)
	enter("192.0.2.7")
	entries, err := trail.Read(t.Context(), w.mine)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		if e.Action == trail.TenantOpened && e.Account == who.ID {
			got = append(got, e.Address+" after "+e.At.Sub(start).String())
		}
	}
	want := []string{"192.0.2.7 after 1h0m0s", "203.0.113.9 after 2h0m0s"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the trail (-want +got):\n%s", diff)
	}
}

func TestTenants(t *testing.T) {
	w := newWorld(t)
	who := w.person(t, false)
	w.join(t, w.mine, who, tenant.Owner, nil)
	page, next, err := w.Tenants(t.Context(), w.in(t, who), "", 10)
	if err != nil || next != "" || len(page) != 1 || page[0].Tenant != w.mine.ID() || page[0].Role != tenant.Owner {
		t.Errorf("got %d tenants, %v", len(page), err)
	}
	if page, _, err := w.Tenants(t.Context(), w.in(t, w.person(t, true)), "", 10); err != nil || len(page) != 0 {
		t.Errorf("an operator sees %d tenants, %v", len(page), err)
	}
}

func TestAddress(t *testing.T) {
	tests := []struct {
		name, remote, forwarded string
		proxies                 int
		want                    string
	}{
		{"the connection's", "192.0.2.7:51000", "203.0.113.9", 0, "192.0.2.7"},
		{"behind one proxy", "10.0.0.1:1", "203.0.113.9", 1, "203.0.113.9"},
		{"with a lie before it", "10.0.0.1:1", "1.1.1.1, 203.0.113.9", 1, "203.0.113.9"},
		{"behind two", "10.0.0.1:1", "203.0.113.9, 10.0.0.2", 2, "203.0.113.9"},
		{"fewer than there are", "10.0.0.1:1", "203.0.113.9", 2, ""},
		{"no address", "10.0.0.1:1", "someone", 1, ""},
		{"nothing", "@", "", 0, ""},
		{"IPv4 within IPv6", "[::ffff:192.0.2.7]:1", "", 0, "192.0.2.7"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := &http.Request{RemoteAddr: tt.remote, Header: http.Header{}}
			if tt.forwarded != "" {
				r.Header.Set("X-Forwarded-For", tt.forwarded)
			}
			if got := (&gate.Gate{Proxies: tt.proxies}).Address(r); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestRedacted(t *testing.T) {
	p := gate.Principal{Account: "secret-account", Name: "aino@customer.example", Session: "secret-session"}
	for _, text := range []string{fmt.Sprint(p), fmt.Sprintf("%+v", p), fmt.Sprintf("%#v", p), p.LogValue().String()} {
		if strings.Contains(text, "secret") || strings.Contains(text, "aino") {
			t.Errorf("%q shows who asks", text)
		}
	}
}
