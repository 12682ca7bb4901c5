package scan

import (
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// actions are what the audit trail says of the tenant's consent, oldest first.
func (w *world) actions(t *testing.T) []trail.Action {
	t.Helper()
	db := w.operator
	if err := trail.MoveAll(t.Context(), db, must(db.Tenant(w.id))(t)); err != nil {
		t.Fatal(err)
	}
	var out []trail.Action
	for _, e := range must(trail.Read(t.Context(), must(db.Tenant(w.id))(t)))(t) {
		if e.Target == "consent" {
			out = append(out, e.Action)
		}
	}
	return out
}

// TestConsent follows a tenant whose administrators consent, give less, withdraw
// their consent and give it again.
func TestConsent(t *testing.T) {
	w := newWorld(t)
	doc := w.client.Collection("tenants").Doc(w.id.String())
	if _, err := doc.Update(t.Context(), []cloud.Update{{Path: "state", Value: string(tenant.Consented)}}); err != nil {
		t.Fatal(err)
	}
	all := []string{"Domain.Read.All", "Policy.Read.All", "User.Read.All"}
	steps := []struct {
		name    string
		entra   func()
		granted []string
		lost    bool
		action  trail.Action // empty for none
	}{
		{"given", func() { w.entra.AddTenant(w.entraID, all) }, all, false, trail.ConsentGranted},
		{"the same", func() {}, all, false, ""},
		{"less", func() { w.entra.AddTenant(w.entraID, all[:2]) }, all[:2], false, trail.ConsentNarrowed},
		{"withdrawn", func() { w.entra.RemoveTenant(w.entraID) }, all[:2], true, trail.ConsentWithdrawn},
		{"still withdrawn", func() {}, all[:2], true, ""},
		{"given again", func() { w.entra.AddTenant(w.entraID, all) }, all, false, trail.ConsentGranted},
	}
	var want []trail.Action
	for _, tt := range steps {
		t.Run(tt.name, func(t *testing.T) {
			tt.entra()
			w.reader = w.newReader(t) // without the tokens of before
			w.clock.Add(24*time.Hour + time.Minute)
			w.mustScan(t, w.claim(t))
			about := must(w.tenant(t).About(t.Context()))(t)
			if diff := cmp.Diff(tt.granted, about.Consent.Permissions); diff != "" {
				t.Errorf("permissions (-want +got):\n%s", diff)
			}
			if about.Consent.Lost != tt.lost || about.State != tenant.Active {
				t.Errorf("got lost %v in state %s, want %v", about.Consent.Lost, about.State, tt.lost)
			}
			if tt.action != "" {
				want = append(want, tt.action)
			}
			if diff := cmp.Diff(want, w.actions(t)); diff != "" {
				t.Errorf("actions in the audit trail (-want +got):\n%s", diff)
			}
			if has := must(doc.Get(t.Context()))(t).Data()["lostAt"] != nil; has != tt.lost { // nobody tells it here
				t.Errorf("a loss to tell: got %v, want %v", has, tt.lost)
			}
			due := must(must(doc.Get(t.Context()))(t).DataAt("due"))(t).(time.Time)
			if wait := due.Sub(w.clock.Now()); tt.lost != (wait == lostWait) {
				t.Errorf("the next scan is due in %v", wait)
			}
			for m, err := range w.fleet.Light(t.Context(), w.clock.Now()) {
				if err != nil || tt.lost {
					t.Errorf("a light pass of %v is listed, %v", m, err)
				}
			}
		})
	}
}

// lostWait is how long a tenant without consent is left alone.
const lostWait = 24 * time.Hour
