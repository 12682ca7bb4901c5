package deliver

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/standintest/membertest"
	"vahti.ai/vahti/emulator/standintest/newstest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
	"vahti.ai/vahti/shared/tenant"
)

// alerts are the letters that the members of a tenant get about something serious.
func alerts(more ...string) map[string]int {
	out := map[string]int{}
	for _, name := range append([]string{"olga", "anna", "aapo"}, more...) {
		out["findings-alert "+name+"@esimerkki.example"]++
	}
	return out
}

var serious = newstest.Judgement{Check: "a", Severity: finding.Critical, Fails: 2}

// TestPartnersAlerts: those who act in a tenant for a partner get what they asked for
// about it, once, and others nothing.
func TestPartnersAlerts(t *testing.T) {
	forPartner := letter.Choice{Kinds: []letter.Kind{letter.FindingsAlert}, Partner: true}
	tests := []struct {
		name    string
		arrange func(t *testing.T, w *world, one, two *store.Tenant, organisation string)
		want    map[string]int
	}{
		{"nobody asked", func(*testing.T, *world, *store.Tenant, *store.Tenant, string) {}, alerts()},
		{"a manager and staff asked", func(t *testing.T, w *world, one, _ *store.Tenant, _ string) {
			w.Choose(t, one, "pia", forPartner)
			w.Choose(t, one, "pekka", forPartner)
		}, alerts("pia", "pekka")},
		{"asked about another tenant", func(t *testing.T, w *world, _, two *store.Tenant, _ string) { w.Choose(t, two, "pia", forPartner) }, alerts()},
		{"chosen as the member that one is not", func(t *testing.T, w *world, one, _ *store.Tenant, _ string) {
			w.Choose(t, one, "pia", letter.Choice{Kinds: letter.OptionalKinds()})
		}, alerts()},
		{"asked for digests alone", func(t *testing.T, w *world, one, _ *store.Tenant, _ string) {
			w.Choose(t, one, "pia", letter.Choice{Kinds: []letter.Kind{letter.Digest}, Partner: true})
		}, alerts()},
		{"through two partners", func(t *testing.T, w *world, one, _ *store.Tenant, _ string) {
			w.Partner(t, "Toinen Oy", map[string]bool{"pia": true, "pekka": true}, tenant.Analyst, one)
			w.Choose(t, one, "pia", forPartner)
		}, alerts("pia")},
		{"a member, too", func(t *testing.T, w *world, one, _ *store.Tenant, organisation string) {
			w.works(t, organisation, "anna")
			w.Choose(t, one, "anna", forPartner)
		}, alerts()},
		{"a suspended member", func(t *testing.T, w *world, one, _ *store.Tenant, organisation string) {
			w.works(t, organisation, "aapo")
			w.Choose(t, one, "aapo", forPartner)
			if _, err := member.Suspend(t.Context(), one, "aaapo", membertest.Actor("olga"), w.Now()); err != nil {
				t.Fatal(err)
			}
		}, map[string]int{"findings-alert olga@esimerkki.example": 1, "findings-alert anna@esimerkki.example": 1}},
		{"the partner can only audit", func(t *testing.T, w *world, one, _ *store.Tenant, organisation string) {
			w.Choose(t, one, "pia", forPartner)
			if _, err := member.ChangeRole(t.Context(), one, "org-"+organisation, tenant.Auditor, membertest.Actor("olga"), w.Now()); err != nil {
				t.Fatal(err)
			}
		}, alerts()},
		{"the partner is engaged no more", func(t *testing.T, w *world, one, _ *store.Tenant, organisation string) {
			w.Choose(t, one, "pia", forPartner)
			if _, err := member.Remove(t.Context(), one, "org-"+organisation, membertest.Actor("olga"), w.Now()); err != nil {
				t.Fatal(err)
			}
		}, alerts()},
		{"an address that bounced", func(t *testing.T, w *world, one, _ *store.Tenant, _ string) {
			w.Choose(t, one, "pia", forPartner)
			if err := letter.Suppress(t.Context(), w.DB, membertest.Account("pia").Email, letter.HardBounce, "", w.Now()); err != nil {
				t.Fatal(err)
			}
		}, map[string]int{"findings-alert olga@esimerkki.example": 1, "findings-alert anna@esimerkki.example": 1, "findings-alert aapo@esimerkki.example": 1,
			"mail-failed olga@esimerkki.example": 1, "mail-failed anna@esimerkki.example": 1}},
		{"turned off by the link", func(t *testing.T, w *world, one, _ *store.Tenant, _ string) {
			w.Choose(t, one, "pia", forPartner)
			if _, err := (letter.Reader{Tenant: one.ID().String(), Account: membertest.Account("pia").ID}).Mute(t.Context(), w.DB, letter.FindingsAlert, w.Now()); err != nil {
				t.Fatal(err)
			}
		}, alerts()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			one, two := w.Tenant(t, 1), w.Tenant(t, 2)
			organisation := w.Partner(t, "Kumppani Oy", map[string]bool{"pia": true, "pekka": false}, tenant.Admin, one, two)
			tt.arrange(t, w, one, two, organisation)
			w.scanned(t, one, serious)
			w.minutes(t, 5)
			if diff := cmp.Diff(tt.want, w.Letters()); diff != "" {
				t.Errorf("letters (-want +got):\n%s", diff)
			}
		})
	}
}

// works has somebody work for an organisation as staff.
func (w *world) works(t *testing.T, organisation, name string) {
	t.Helper()
	if _, err := partner.Add(t.Context(), w.DB, organisation, membertest.Account(name), false, member.Actor{Service: true, Name: "risto@vahti.example"}, w.Now()); err != nil {
		t.Fatal(err)
	}
}

// TestPartnersNotices: a partner's manager who asked hears what administrators hear;
// staff, who are analysts at most, do not.
func TestPartnersNotices(t *testing.T) {
	w := newWorld(t)
	one := w.Tenant(t, 1)
	w.Partner(t, "Kumppani Oy", map[string]bool{"pia": true, "pekka": false}, tenant.Admin, one)
	all := letter.Choice{Kinds: letter.OptionalKinds(), Partner: true, Digest: letter.Weekly}
	w.Choose(t, one, "pia", all)
	w.Choose(t, one, "pekka", all)
	if err := letter.Suppress(t.Context(), w.DB, "aapo@esimerkki.example", letter.Complaint, one.ID().String(), w.Now()); err != nil {
		t.Fatal(err)
	}
	w.minutes(t, 5)
	want := map[string]int{"mail-failed olga@esimerkki.example": 1, "mail-failed anna@esimerkki.example": 1, "mail-failed pia@esimerkki.example": 1}
	if diff := cmp.Diff(want, w.Letters()); diff != "" {
		t.Errorf("letters (-want +got):\n%s", diff)
	}
}

// TestPartnerLeavesInTheNight: a letter that quiet hours held back is not sent to who
// works for the partner no more when they are over.
func TestPartnerLeavesInTheNight(t *testing.T) {
	w := newWorld(t)
	one := w.Tenant(t, 1)
	organisation := w.Partner(t, "Kumppani Oy", map[string]bool{"pia": true, "pekka": false}, tenant.Admin, one)
	choice := letter.Choice{Kinds: []letter.Kind{letter.FindingsAlert}, Partner: true}
	w.Choose(t, one, "pia", choice)
	w.Choose(t, one, "pekka", choice)
	at := w.Now().In(time.FixedZone("", 2*3600))
	w.Set(t, one, `{"atOnce":"high","digest":"never","hour":8,"weekday":1,"zone":"Etc/GMT-2","quiet":{"from":"`+at.Add(-time.Hour).Format("15:04")+`","to":"`+at.Add(2*time.Hour).Format("15:04")+`","critical":true}}`)
	w.scanned(t, one, serious)
	w.minutes(t, 5)
	if got := w.Letters(); len(got) != 0 {
		t.Fatalf("in the quiet hours: %v", got)
	}
	if err := partner.Remove(t.Context(), w.DB, organisation, membertest.Account("pekka").ID, member.Actor{Service: true, Name: "risto"}, w.Now()); err != nil {
		t.Fatal(err)
	}
	w.Add(3 * time.Hour)
	w.minutes(t, 5)
	if diff := cmp.Diff(alerts("pia"), w.Letters()); diff != "" {
		t.Errorf("letters (-want +got):\n%s", diff)
	}
}
