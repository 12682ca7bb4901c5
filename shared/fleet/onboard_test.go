package fleet

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

const (
	consented = "aaaaaaaa-0000-4000-8000-000000000001"
	elsewhere = "aaaaaaaa-0000-4000-8000-000000000002"
)

var aino = member.Actor{Name: "aino@customer.example", Account: "aino", Address: "192.0.2.7"}

func customer(request string) NewCustomer {
	return NewCustomer{Request: request, Name: "Esimerkki Oy", Language: "fi", Plan: tenant.Standard}
}

func (w *world) handleOf(t *testing.T, id tenant.ID) *store.Tenant {
	t.Helper()
	h, err := w.db.Tenant(id)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (w *world) invited(t *testing.T, n NewCustomer) *store.Tenant {
	t.Helper()
	id, err := w.Invite(t.Context(), n, "operator@vahti.example", "192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	h := w.handleOf(t, id)
	w.is(t, h, aino.Account, tenant.Admin)
	return h
}

// is makes somebody a member, of which the trail does not tell.
func (w *world) is(t *testing.T, h *store.Tenant, account string, role tenant.Role) {
	t.Helper()
	d := document.Member{Kind: string(member.Person), State: document.MemberActive, Role: string(role), Since: start, Confirmed: start}
	if _, err := handle.Doc(h.Handle()).Collection("members").Doc(account).Set(t.Context(), d); err != nil {
		t.Fatal(err)
	}
}

// TestWhoMayAskAndConsent: whoever may not any more is refused, whatever let them in.
func TestWhoMayAskAndConsent(t *testing.T) {
	w := newWorld(t)
	h := w.invited(t, customer("wish-1"))
	for _, tt := range []struct {
		role          tenant.Role
		consents, ask bool
	}{{tenant.Auditor, false, false}, {tenant.Analyst, false, true}, {tenant.Admin, true, true}} {
		w.is(t, h, aino.Account, tt.role)
		if err := w.Consent(t.Context(), h, consented, aino); errors.Is(err, member.ErrForbidden) == tt.consents {
			t.Errorf("%s consents: got %v, want it allowed: %v", tt.role, err, tt.consents)
		}
		if err := w.Ask(t.Context(), h, aino); errors.Is(err, member.ErrForbidden) == tt.ask {
			t.Errorf("%s asks for a scan: got %v, want it allowed: %v", tt.role, err, tt.ask)
		}
	}
	if err := w.Ask(t.Context(), h, member.Actor{Account: "nobody"}); !errors.Is(err, member.ErrForbidden) {
		t.Errorf("nobody asks for a scan: got %v", err)
	}
}

// listed reports whether a tenant is due.
func (w *world) listed(t *testing.T, h *store.Tenant) bool {
	t.Helper()
	for d, err := range w.Due(t.Context(), time.Time{}) {
		if err != nil {
			t.Fatal(err)
		}
		if d.ID == h.ID() {
			return true
		}
	}
	return false
}

func TestOnboarding(t *testing.T) {
	w := newWorld(t)
	h := w.invited(t, customer("wish-1"))
	if again := w.invited(t, customer("wish-1")); again.ID() != h.ID() {
		t.Error("a repeat of the wish made another tenant")
	}
	if other := w.invited(t, customer("wish-2")); other.ID() == h.ID() {
		t.Error("another wish made the same tenant")
	}
	if w.listed(t, h) {
		t.Error("a tenant without consent is due")
	}
	if err := w.Ask(t.Context(), h, member.Actor{Service: true}); !errors.Is(err, ErrUnread) {
		t.Errorf("a scan before consent: got %v, want %v", err, ErrUnread)
	}
	for range 2 {
		if err := w.Consent(t.Context(), h, consented, aino); err != nil {
			t.Fatal(err)
		}
	}
	about, err := h.About(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p, err := h.Profile(t.Context(), about)
	if err != nil {
		t.Fatal(err)
	}
	if about.State != tenant.Consented || p.EntraID != consented || !about.Onboarded.Equal(start) || !w.listed(t, h) {
		t.Errorf("got %s, %q, onboarded %v, due %v", about.State, p.EntraID, about.Onboarded, w.listed(t, h))
	}
	if id, err := w.Put(t.Context(), NewTenant{Profile: p, Interval: 4 * time.Hour, Plan: tenant.Standard, Language: "fi"}); err != nil || id != h.ID() {
		t.Errorf("by its Entra id another tenant is found: %v", err)
	}
}

// TestConsentIsTold: the trail says which Microsoft 365 was bound, and to which the tenant
// was before.
func TestConsentIsTold(t *testing.T) {
	w := newWorld(t)
	named := customer("wish-2")
	named.EntraID = elsewhere
	for _, tt := range []struct {
		customer      NewCustomer
		entra, before string
	}{{customer("wish-1"), consented, ""}, {named, elsewhere, `{"entra":"` + elsewhere + `"}`}} {
		h := w.invited(t, tt.customer)
		if err := w.Consent(t.Context(), h, strings.ToUpper(tt.entra), aino); err != nil {
			t.Fatal(err)
		}
		if err := trail.MoveAll(t.Context(), w.db, h); err != nil {
			t.Fatal(err)
		}
		all, err := trail.Read(t.Context(), h)
		if err != nil {
			t.Fatal(err)
		}
		e := all[len(all)-1]
		for _, other := range all {
			if other.Action == trail.ConsentGranted {
				e = other
			}
		}
		if want := `{"entra":"` + tt.entra + `"}`; e.Account != aino.Account || string(e.After) != want || string(e.Before) != tt.before {
			t.Errorf("%s: got %s to %s, want %s to %s", e.Action, e.Before, e.After, tt.before, want)
		}
	}
}

func TestConsentRefused(t *testing.T) {
	w := newWorld(t)
	first := w.invited(t, customer("wish-1"))
	if err := w.Consent(t.Context(), first, consented, member.Actor{Service: true}); err != nil {
		t.Fatal(err)
	}
	named := customer("wish-3")
	named.EntraID = elsewhere
	over := w.invited(t, customer("wish-4"))
	if _, err := w.client.Collection("tenants").Doc(over.ID().String()).Set(t.Context(), map[string]any{"state": string(tenant.Terminated)}, cloud.MergeAll); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		tenant *store.Tenant
		entra  string
		want   error
	}{
		{"another customer's", w.invited(t, customer("wish-2")), consented, ErrTaken},
		{"in capitals", w.invited(t, customer("wish-2")), "AAAAAAAA-0000-4000-8000-000000000001", ErrTaken},
		{"not the one that was named", w.invited(t, named), "aaaaaaaa-0000-4000-8000-000000000003", ErrOther},
		{"another than before", first, elsewhere, ErrOther},
		{"after the end", over, elsewhere, ErrOver},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before, err := tt.tenant.About(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if err := w.Consent(t.Context(), tt.tenant, tt.entra, member.Actor{Service: true}); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if after, err := tt.tenant.About(t.Context()); err != nil || after.State != before.State {
				t.Errorf("the state is %s, and was %s: %v", after.State, before.State, err)
			}
		})
	}
}

// TestConsentAtOnce has two tenants consent for the same Microsoft 365 at the same
// moment.
func TestConsentAtOnce(t *testing.T) {
	w := newWorld(t)
	tenants := []*store.Tenant{w.invited(t, customer("wish-1")), w.invited(t, customer("wish-2"))}
	done := make(chan error, len(tenants))
	ctx := context.WithoutCancel(t.Context())
	for _, h := range tenants {
		go func() { done <- w.Consent(ctx, h, consented, member.Actor{Service: true}) }()
	}
	taken := 0
	for range tenants {
		switch err := <-done; {
		case errors.Is(err, ErrTaken):
			taken++
		case err != nil:
			t.Fatal(err)
		}
	}
	if taken != 1 {
		t.Errorf("%d of two were refused, want one", taken)
	}
}

func TestAsk(t *testing.T) {
	w := newWorld(t)
	h := w.handleOf(t, w.mustPut(t, live(1)))
	w.is(t, h, aino.Account, tenant.Analyst)
	if err := w.Ask(t.Context(), h, member.Actor{Service: true}); err != nil {
		t.Errorf("where a scan is due anyway: %v", err)
	}
	doc := w.client.Collection("tenants").Doc(h.ID().String())
	later := func(began time.Duration) {
		if _, err := doc.Set(t.Context(), map[string]any{"due": start.Add(time.Hour), "began": start.Add(-began)}, cloud.MergeAll); err != nil {
			t.Fatal(err)
		}
	}
	later(time.Minute)
	if err := w.Ask(t.Context(), h, member.Actor{Service: true}); !errors.Is(err, ErrCalm) {
		t.Errorf("a minute after a scan: got %v, want %v", err, ErrCalm)
	}
	later(10 * time.Minute)
	for range 2 {
		if err := w.Ask(t.Context(), h, aino); err != nil {
			t.Fatal(err)
		}
	}
	if !w.listed(t, h) {
		t.Error("the tenant is not due")
	}
	work, err := w.Work(t.Context())
	if err != nil || work.Trail != 1 {
		t.Errorf("got %d entries for the audit trail, %v, want one", work.Trail, err)
	}
}
