package deliver

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/tenant"
)

// TestLostConsent: owners and admins hear once that Microsoft lets Vahti read nothing any
// more, wherever an instance dies; again when it is lost anew, and not of a loss that was
// over before.
func TestLostConsent(t *testing.T) {
	const olga, anna = "consent-lost olga@esimerkki.example", "consent-lost anna@esimerkki.example"
	hooks := 1
	for at := 0; at <= hooks; at++ {
		w := newWorld(t)
		one, two := w.Tenant(t, 1), w.Tenant(t, 2)
		w.Consent(t, one, false)
		w.Consent(t, two, false)
		w.Add(25 * time.Hour)
		w.Consent(t, one, true)
		n := w.dying(t, at)
		if at == 0 {
			if hooks = n; hooks < 4 {
				t.Fatalf("a whole run passed %d hooks", hooks)
			}
		}
		w.deliverer = w.another(t)
		w.minutes(t, 12)
		want := map[string]int{olga: 1, anna: 1}
		if diff := cmp.Diff(want, w.Letters()); diff != "" {
			t.Fatalf("dead at hook %d of %d (-want +got):\n%s", at, hooks, diff)
		}
		if at > 0 {
			continue
		}
		w.Add(25 * time.Hour)
		w.Consent(t, one, true) // still
		w.minutes(t, 2)
		w.Add(25 * time.Hour)
		w.Consent(t, one, false)
		w.Consent(t, two, true)
		w.Add(time.Hour)
		w.Consent(t, two, false) // before anybody was told
		w.minutes(t, 2)
		if diff := cmp.Diff(want, w.Letters()); diff != "" {
			t.Errorf("once it was given again (-want +got):\n%s", diff)
		}
		w.Add(25 * time.Hour)
		w.Consent(t, one, true)
		w.minutes(t, 2)
		want = map[string]int{olga: 2, anna: 2}
		if diff := cmp.Diff(want, w.Letters()); diff != "" {
			t.Errorf("lost anew (-want +got):\n%s", diff)
		}
	}
}

// TestLostConsentOfPartner: a partner's people hear of it where they asked to.
func TestLostConsentOfPartner(t *testing.T) {
	w := newWorld(t)
	one := w.Tenant(t, 1)
	w.Partner(t, "Kumppani", map[string]bool{"mira": true, "mika": true}, tenant.Admin, one)
	w.Choose(t, one, "mika", letter.Choice{Partner: true, Kinds: []letter.Kind{letter.ConsentLost}})
	w.Consent(t, one, false)
	w.Add(25 * time.Hour)
	w.Consent(t, one, true)
	w.minutes(t, 2)
	want := map[string]int{"consent-lost olga@esimerkki.example": 1, "consent-lost anna@esimerkki.example": 1, "consent-lost mika@esimerkki.example": 1}
	if diff := cmp.Diff(want, w.Letters()); diff != "" {
		t.Errorf("letters (-want +got):\n%s", diff)
	}
}
