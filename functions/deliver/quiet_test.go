package deliver

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/postmark"
	"vahti.ai/vahti/emulator/standintest/newstest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store"
)

const night = `{"quiet":{"from":"22:00","to":"07:00"}}`

// until lets time go by, with nothing at work, until a clock in Helsinki shows so.
func (w *world) until(t *testing.T, clock string) {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		t.Fatal(err)
	}
	for w.Now().In(zone).Format("15:04") != clock {
		w.Add(time.Minute)
	}
}

// TestNight: what is about the tenant's findings and its service is held until the quiet
// hours are over, whenever it was written and however often it was tried before; what is
// critical, and what the agreement requires, is not.
func TestNight(t *testing.T) {
	to := func(kind string, names ...string) map[string]int {
		out := map[string]int{}
		for _, name := range names {
			out[kind+" "+name+"@esimerkki.example"] = 1
		}
		return out
	}
	alert := func(severity finding.Severity) func(*testing.T, *world, *store.Tenant) {
		return func(t *testing.T, w *world, one *store.Tenant) { // written before the night, and tried into it
			w.until(t, "21:55")
			w.Faults(func() postmark.Fault { return postmark.Busy })
			w.scanned(t, one, newstest.Judgement{Check: "a", Severity: severity, Fails: 1})
			w.minutes(t, 20)
			w.Faults(nil)
		}
	}
	summary := func(t *testing.T, w *world, one *store.Tenant) {
		w.scanned(t, one, newstest.Judgement{Check: "a", Severity: finding.Low, Fails: 1})
		w.minutes(t, 2)
	}
	tests := []struct {
		name, settings string
		at             func(*testing.T, *world, *store.Tenant)
		night, morning map[string]int // what was sent by 23:59 or 6:59, and by 7:10
	}{
		{"a lost consent", night, func(t *testing.T, w *world, one *store.Tenant) {
			w.Consent(t, one, false)
			w.until(t, "03:00")
			w.Consent(t, one, true)
		}, map[string]int{}, to("consent-lost", "olga", "anna")},
		{"an address that bounces", night, func(t *testing.T, w *world, one *store.Tenant) {
			w.until(t, "03:00")
			if err := letter.Suppress(t.Context(), w.DB, "aapo@esimerkki.example", letter.HardBounce, one.ID().String(), w.Now()); err != nil {
				t.Fatal(err)
			}
		}, map[string]int{}, to("mail-failed", "olga", "anna")},
		{"a webhook that is switched off", night, func(t *testing.T, w *world, one *store.Tenant) {
			r := w.hooked(t, one)
			w.Set(t, one, `{"atOnce":"never","digest":"never","webhook":"`+r.URL+`/hook","quiet":{"from":"22:00","to":"07:00"}}`)
			r.answer(500)
			w.until(t, "23:30")
			if err := w.desk.Test(t.Context(), one, "one"); err != nil {
				t.Fatal(err)
			}
			for range 25 {
				w.run(t)
				w.Add(time.Hour)
			}
		}, map[string]int{}, to("webhook-failed", "olga", "anna")},
		{"an alert whose first tries fail", night, alert(finding.High), map[string]int{}, to("findings-alert", "olga", "anna", "aapo")},
		{"a critical one", night, alert(finding.Critical), to("findings-alert", "olga", "anna", "aapo"), to("findings-alert", "olga", "anna", "aapo")},
		{"a critical one where that is held too", `{"quiet":{"from":"22:00","to":"07:00","critical":true}}`, alert(finding.Critical), map[string]int{}, to("findings-alert", "olga", "anna", "aapo")},
		{"quiet hours that were set after it was written", `{}`, func(t *testing.T, w *world, one *store.Tenant) {
			alert(finding.High)(t, w, one)
			w.Set(t, one, night)
		}, map[string]int{}, to("findings-alert", "olga", "anna", "aapo")},
		{"a digest made late", night, func(t *testing.T, w *world, one *store.Tenant) {
			summary(t, w, one)
			w.until(t, "07:59")
			w.until(t, "23:00")
		}, map[string]int{}, to("findings-digest", "olga", "anna", "aapo", "aino")},
		{"a digest whose hour was chosen in the night", `{"hour":5,"quiet":{"from":"22:00","to":"07:00"}}`, summary,
			to("findings-digest", "olga", "anna", "aapo", "aino"), to("findings-digest", "olga", "anna", "aapo", "aino")},
		{"what the agreement requires", night, func(t *testing.T, w *world, one *store.Tenant) {
			w.until(t, "03:00")
			l := invitation("one")
			l.Of = one.ID().String()
			w.put(t, l)
		}, map[string]int{"invitation one@customer.example": 1}, map[string]int{"invitation one@customer.example": 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			one := w.Tenant(t, 1)
			w.Set(t, one, tt.settings)
			tt.at(t, w, one)
			for w.Now().Minute() != 58 { // by now the hour of a digest may come
				w.minutes(t, 1)
			}
			for w.Now().UTC().Hour() != 4 { // 6 in Helsinki
				w.Add(10 * time.Minute)
				w.run(t)
			}
			w.until(t, "06:58")
			w.minutes(t, 1)
			if diff := cmp.Diff(tt.night, w.Letters()); diff != "" {
				t.Errorf("in the night (-want +got):\n%s", diff)
			}
			w.minutes(t, 11)
			if diff := cmp.Diff(tt.morning, w.Letters()); diff != "" {
				t.Errorf("in the morning (-want +got):\n%s", diff)
			}
		})
	}
}
