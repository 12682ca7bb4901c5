package signin

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/entra"
	"vahti.ai/vahti/emulator/entra/browser"
	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/auth/oidc"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/record"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// beginning is a customer whose owner has signed in and accepted the agreement.
type beginning struct {
	*visitor
	owner  *somebody
	tenant *store.Tenant
	path   string
}

func (w *world) beginning(t testing.TB, first, entraID string) beginning {
	t.Helper()
	b := beginning{owner: w.person(t, first, means{passkey: true}), visitor: w.visitor(t)}
	b.tenant = w.customer(t, first, entraID, b.owner)
	b.path = "/onboarding/" + b.tenant.ID().String()
	b.byPasskey(t, b.owner)
	b.post(t, b.path+"/agreement", "version", "2026-05-28", "accept", "yes").wants(t, http.StatusSeeOther, b.path+"?done=agreement")
	return b
}

// toConsent begins consent and returns the address at Microsoft.
func (b beginning) toConsent(t testing.TB) string {
	t.Helper()
	a := b.post(t, b.path+"/consent")
	if a.status != http.StatusSeeOther || !strings.Contains(a.to, "/v2.0/adminconsent?") {
		t.Fatalf("got %d to %q, want to go to Microsoft", a.status, a.to)
	}
	return b.w.base + a.to
}

// consents has an administrator consent and returns the address of the answer.
func (b beginning) consents(t testing.TB, upn string, leaveOut ...string) string {
	t.Helper()
	a, err := browser.Consent(t.Context(), b.client, b.toConsent(t), upn, leaveOut...)
	if err != nil {
		t.Fatal(err)
	}
	return a.URL.String()
}

// vouches has an administrator consent, and somebody sign in at Microsoft thereafter to
// show that they may.
func (b beginning) vouches(t testing.TB, admin, upn string) answer {
	t.Helper()
	a := b.get(t, b.consents(t, admin))
	if a.status != http.StatusSeeOther || !strings.Contains(a.to, "/oauth2/v2.0/authorize?") {
		t.Fatalf("got %d to %q, want to sign in at Microsoft", a.status, a.to)
	}
	return b.get(t, b.atMicrosoft(t, b.w.base+a.to, upn))
}

func (b beginning) state(t testing.TB) tenant.State {
	t.Helper()
	about, err := b.tenant.About(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return about.State
}

// actions is what the tenant's trail tells, what waits to be moved there included.
func (b beginning) actions(t testing.TB) []string {
	t.Helper()
	if err := trail.MoveAll(t.Context(), b.w.db, b.tenant); err != nil {
		t.Fatal(err)
	}
	return told(t, trail.Of(b.tenant))
}

func TestAgreement(t *testing.T) {
	w := newWorld(t)
	owner, admin := w.person(t, "olga", means{passkey: true}), w.person(t, "anna", means{passkey: true})
	c := w.customer(t, "Aalto", aalto, owner)
	path := "/onboarding/" + c.ID().String()
	v, other := w.visitor(t), w.visitor(t)
	v.byPasskey(t, owner)
	other.opens(t, w.invite(t, c, admin.email, tenant.Admin, owner))
	other.byPasskey(t, admin)
	other.post(t, "/invitations/accept").wants(t, http.StatusSeeOther, path)

	other.get(t, path).wants(t, http.StatusOK, "An owner of the organisation has to accept it.")
	other.post(t, path+"/agreement", "version", "2026-05-28", "accept", "yes").wants(t, http.StatusForbidden, "That was refused")
	v.get(t, path).wants(t, http.StatusOK, "1 of 6 steps are done.")
	v.post(t, path+"/consent").wants(t, http.StatusConflict, "The agreement has to be accepted first.")
	v.post(t, path+"/agreement", "version", "2020-01-01", "accept", "yes").wants(t, http.StatusUnprocessableEntity, "Read the agreement")
	v.post(t, path+"/agreement", "version", "2026-05-28").wants(t, http.StatusUnprocessableEntity, "Read the agreement")
	for range 2 {
		v.post(t, path+"/agreement", "version", "2026-05-28", "accept", "yes").wants(t, http.StatusSeeOther, path+"?done=agreement")
		w.Add(time.Minute)
	}
	v.get(t, path).wants(t, http.StatusOK, "Accepted <time datetime=\"2026-11-01T12:00:00Z\">1 November 2026, 12:00 UTC</time> by olga@aalto.example.")
	other.get(t, path).wants(t, http.StatusOK, "2 of 6 steps are done.")
	n := 0
	if err := trail.MoveAll(t.Context(), w.db, c); err != nil {
		t.Fatal(err)
	}
	for _, action := range told(t, trail.Of(c)) {
		if action == "agreement.accepted" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("the agreement was accepted %d times, want once", n)
	}
}

func TestOnboardingOfOthers(t *testing.T) {
	w := newWorld(t)
	owner, stranger, analyst := w.person(t, "olga", means{passkey: true}), w.person(t, "elias", means{passkey: true}), w.person(t, "anna", means{passkey: true})
	operator := w.person(t, "olli", means{operator: true})
	c := w.customer(t, "Aalto", aalto, owner)
	path := "/onboarding/" + c.ID().String()
	absent := "/onboarding/" + tenanttest.ID(t).String()
	w.visitor(t).get(t, path).wants(t, http.StatusSeeOther, "/signin?return="+url.QueryEscape(path))
	for _, p := range []*somebody{stranger, operator} {
		v := w.visitor(t)
		v.byPasskey(t, p)
		want := v.get(t, absent)
		want.wants(t, http.StatusNotFound, "There is no such page")
		for _, a := range []answer{v.get(t, path), v.post(t, path+"/consent"), v.post(t, path+"/agreement", "version", "2026-05-28", "accept", "yes"), v.get(t, path+"/x"), v.get(t, "/onboarding/x")} {
			if a.status != want.status || a.body != want.body {
				t.Errorf("got %d, want the same as of a tenant that is not there", a.status)
			}
		}
	}
	v := w.visitor(t)
	v.byPasskey(t, analyst)
	v.opens(t, w.invite(t, c, analyst.email, tenant.Analyst, owner))
	v.post(t, "/invitations/accept").wants(t, http.StatusSeeOther, "/")
	v.get(t, path).wants(t, http.StatusForbidden, "That was refused")
}

func TestConsent(t *testing.T) {
	w := newWorld(t)
	b := w.beginning(t, "olga", aalto)
	b.get(t, b.path).wants(t, http.StatusOK, "<li>APPLICATION</li>")
	to := b.toConsent(t)
	if !strings.HasPrefix(to, w.base+mounted+"/"+aalto+"/v2.0/adminconsent?") || !strings.Contains(to, "client_id="+graphID) || strings.Contains(to, b.tenant.ID().String()) {
		t.Errorf("consent is asked for at %q", to)
	}
	b.vouches(t, "anna@aalto.example", "anna@aalto.example").wants(t, http.StatusSeeOther, b.path+"?done=consent")
	if got := b.state(t); got != tenant.Consented {
		t.Fatalf("the tenant is %q, want consented", got)
	}
	if n := w.ticks.Load(); n != 1 {
		t.Errorf("the dispatcher was told %d times, want once", n)
	}
	page := b.get(t, b.path+"?done=consent")
	page.wants(t, http.StatusOK, `<meta http-equiv="refresh" content="5">`)
	page.wants(t, http.StatusOK, "The first scan begins within a minute.")
	// Consenting again, as after permissions were added, is no other tenant's business.
	b.vouches(t, "anna@aalto.example", "anna@aalto.example").wants(t, http.StatusSeeOther, b.path+"?done=consent")
	if got := b.actions(t); !slices.Contains(got, "consent.granted") || !slices.Contains(got, "tenant.opened") {
		t.Errorf("the trail tells %v", got)
	}
}

// TestConsentOfAnUnnamedOrganisation is about a customer whose Microsoft 365 was not
// named: whoever consents shows that they belong to it.
func TestConsentOfAnUnnamedOrganisation(t *testing.T) {
	w := newWorld(t)
	t.Run("a sign-in there shows it", func(t *testing.T) {
		b := w.beginning(t, "olga", "")
		a := b.get(t, b.consents(t, "nils@nordwind.example"))
		if !strings.Contains(a.to, "/oauth2/v2.0/authorize?") {
			t.Fatalf("got %d to %q, want to sign in at Microsoft", a.status, a.to)
		}
		if b.state(t) != tenant.Invited {
			t.Fatal("the tenant is consented before that")
		}
		b.get(t, b.atMicrosoft(t, w.base+a.to, "nils@nordwind.example")).wants(t, http.StatusSeeOther, b.path+"?done=consent")
		if got := b.state(t); got != tenant.Consented {
			t.Errorf("the tenant is %q, want consented", got)
		}
	})
	t.Run("a sign-in elsewhere does not", func(t *testing.T) {
		b := w.beginning(t, "oona", "")
		a := b.get(t, b.consents(t, "anna@aalto.example"))
		b.get(t, b.atMicrosoft(t, w.base+a.to, "nils@nordwind.example")).wants(t, http.StatusConflict, "This consent cannot be used")
		if got := b.state(t); got != tenant.Invited {
			t.Errorf("the tenant is %q, want invited", got)
		}
	})
	t.Run("a linked identity does not", func(t *testing.T) {
		b := w.beginning(t, "outi", "")
		in, err := w.accounts.Sessions(t.Context(), b.owner.id)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.accounts.Link(t.Context(), in[0], annaIdentity(), account.From{Address: home}); err != nil {
			t.Fatal(err)
		}
		b.byPasskey(t, b.owner)
		back := b.consents(t, "anna@aalto.example")
		if a := b.get(t, back); !strings.Contains(a.to, "/oauth2/v2.0/authorize?") || b.state(t) != tenant.Invited {
			t.Errorf("got %d to %q, the tenant is %q; want a new sign-in first", a.status, a.to, b.state(t))
		}
	})
	t.Run("another customer has it already", func(t *testing.T) {
		b := w.beginning(t, "otso", "")
		a := b.get(t, b.consents(t, "nils@nordwind.example"))
		b.get(t, b.atMicrosoft(t, w.base+a.to, "nils@nordwind.example")).wants(t, http.StatusConflict, "Another customer of Vahti has this Microsoft 365 already.")
		if got := b.actions(t); !slices.Contains(got, "consent.refused") {
			t.Errorf("the trail tells %v", got)
		}
	})
}

func TestConsentRefused(t *testing.T) {
	w := newWorld(t)
	b := w.beginning(t, "olga", aalto)
	change := func(address string, alter func(url.Values)) string {
		u := must(url.Parse(address))
		q := u.Query()
		alter(q)
		u.RawQuery = q.Encode()
		return u.String()
	}
	tests := []struct {
		name   string
		try    func(*testing.T) answer
		status int
		want   string
	}{
		{"declined", func(t *testing.T) answer {
			a := must(browser.Decline(t.Context(), b.client, b.toConsent(t), "anna@aalto.example"))
			return b.get(t, a.URL.String())
		}, http.StatusForbidden, "The request was declined at Microsoft."},
		{"no administrator", func(t *testing.T) answer { return b.get(t, b.consents(t, "elias@aalto.example")) }, http.StatusForbidden, "it takes an administrator"},
		{"another organisation answered", func(t *testing.T) answer {
			return b.get(t, change(b.consents(t, "anna@aalto.example"), func(q url.Values) { q.Set("tenant", nordwind) }))
		}, http.StatusConflict, "It is for another Microsoft 365"},
		{"no organisation answered", func(t *testing.T) answer {
			return b.get(t, change(b.consents(t, "anna@aalto.example"), func(q url.Values) { q.Set("tenant", "../x") }))
		}, http.StatusConflict, "It is for another Microsoft 365"},
		{"nothing consented to", func(t *testing.T) answer {
			return b.get(t, change(b.consents(t, "anna@aalto.example"), func(q url.Values) { q.Set("admin_consent", "False") }))
		}, http.StatusConflict, "This consent cannot be used"},
		{"another state", func(t *testing.T) answer {
			return b.get(t, change(b.consents(t, "anna@aalto.example"), func(q url.Values) { q.Set("state", "else") }))
		}, http.StatusBadRequest, "Begin the consent again"},
		{"too late", func(t *testing.T) answer {
			back := b.consents(t, "anna@aalto.example")
			w.Add(31 * time.Minute)
			return b.get(t, back)
		}, http.StatusBadRequest, "Begin the consent again"},
		{"a later session of the same person", func(t *testing.T) answer {
			back := b.consents(t, "anna@aalto.example")
			b.byPasskey(t, b.owner)
			return b.get(t, back)
		}, http.StatusBadRequest, "Begin the consent again"},
		{"another person's browser", func(t *testing.T) answer {
			back := b.consents(t, "anna@aalto.example")
			v := w.visitor(t)
			v.byPasskey(t, w.person(t, "elias", means{passkey: true}))
			return v.get(t, back)
		}, http.StatusBadRequest, "Begin the consent again"},
		{"nobody's browser", func(t *testing.T) answer {
			return w.visitor(t).get(t, b.consents(t, "anna@aalto.example"))
		}, http.StatusSeeOther, "/signin?return=%2F"},
		{"an administrator no more", func(t *testing.T) answer {
			back := b.consents(t, "anna@aalto.example")
			heir := w.person(t, "heidi", means{passkey: true})
			v := w.visitor(t)
			v.byPasskey(t, heir)
			v.opens(t, w.invite(t, b.tenant, heir.email, tenant.Owner, b.owner))
			v.post(t, "/invitations/accept")
			by := member.Actor{Account: string(heir.id), Name: heir.email, Address: home}
			if _, err := member.Remove(t.Context(), b.tenant, string(b.owner.id), by, w.Now()); err != nil {
				t.Fatal(err)
			}
			return b.get(t, back)
		}, http.StatusNotFound, "There is no such page"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.try(t).wants(t, tt.status, tt.want)
			if got := b.state(t); got != tenant.Invited {
				t.Errorf("the tenant is %q, want invited", got)
			}
		})
	}
}

// TestConsentByRole: only whose role at Microsoft may consent is taken at their word,
// for an organisation that was named, too; and nobody while roles are not told.
func TestConsentByRole(t *testing.T) {
	w := newWorld(t)
	b := w.beginning(t, "olga", aalto)
	b.vouches(t, "anna@aalto.example", "elias@aalto.example").wants(t, http.StatusConflict, "without a role that may give this access")
	if got := b.state(t); got != tenant.Invited {
		t.Errorf("without a role the tenant is %q, want invited", got)
	}
	client := entra.Client{ID: clientID, Secret: clientSecret, Name: "Vahti", RedirectURIs: []string{w.base + callbackPath}, OptionalClaims: []string{"auth_time"}}
	if err := w.entra.Register(client); err != nil {
		t.Fatal(err)
	}
	b.vouches(t, "anna@aalto.example", "anna@aalto.example").wants(t, http.StatusConflict, "Microsoft did not tell Vahti which roles you have")
	if got := b.state(t); got != tenant.Invited {
		t.Errorf("where roles are not told the tenant is %q, want invited", got)
	}
	client.OptionalClaims = []string{"auth_time", "wids"}
	elias := entra.Person{TenantID: aalto, ObjectID: "a0000000-0000-4000-8000-000000000002", Name: "Elias Eld", UPN: "elias@aalto.example",
		DirectoryRoles: []string{strings.ToUpper(oidc.PrivilegedRoleAdministrator)}}
	if err := errors.Join(w.entra.Register(client), w.entra.AddPerson(elias)); err != nil {
		t.Fatal(err)
	}
	b.vouches(t, "anna@aalto.example", "elias@aalto.example").wants(t, http.StatusSeeOther, b.path+"?done=consent")
	if got := b.state(t); got != tenant.Consented {
		t.Errorf("with a role the tenant is %q, want consented", got)
	}
	refused := 0
	for _, action := range b.actions(t) {
		if action == "consent.refused" {
			refused++
		}
	}
	if refused != 2 {
		t.Errorf("the trail tells of %d refusals, want 2", refused)
	}
}

// TestConsentIsUsedOnce answers a consent twice, at each of its steps.
func TestConsentIsUsedOnce(t *testing.T) {
	w := newWorld(t)
	b := w.beginning(t, "olga", aalto)
	back := b.consents(t, "anna@aalto.example")
	vouched := b.atMicrosoft(t, w.base+b.get(t, back).to, "anna@aalto.example")
	b.get(t, back).wants(t, http.StatusBadRequest, "Begin the consent again")
	b.get(t, vouched).wants(t, http.StatusBadRequest, "Begin the sign-in again")

	back = b.consents(t, "anna@aalto.example")
	vouched = b.atMicrosoft(t, w.base+b.get(t, back).to, "anna@aalto.example")
	b.get(t, vouched).wants(t, http.StatusSeeOther, b.path+"?done=consent")
	b.get(t, vouched).wants(t, http.StatusBadRequest, "Begin the sign-in again")
	b.get(t, back).wants(t, http.StatusBadRequest, "Begin the consent again")
}

// scan has a tenant scanned with a result, two days later.
func (w *world) scan(t testing.TB, c *store.Tenant, r record.Result) {
	t.Helper()
	w.Add(48 * time.Hour)
	for due, err := range w.fleet.Due(t.Context(), w.Now()) {
		if err != nil {
			t.Fatal(err)
		}
		if due.ID != c.ID() {
			continue
		}
		m, claimed, err := w.fleet.Claim(t.Context(), due)
		if err != nil || !claimed {
			t.Fatalf("claim: got %v, %v", claimed, err)
		}
		run, err := record.Begin(t.Context(), c, m.Slot, w.Now)
		if err != nil {
			t.Fatal(err)
		}
		if err := run.Finish(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Fatal("the tenant is not due")
}
