package deliver

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/standintest/newstest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

// speaks gives somebody an account with a language.
func (w *world) speaks(t *testing.T, name, language string) {
	t.Helper()
	key, err := w.Keys.People(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := key.Seal([]byte(`{"language":"`+language+`"}`), "accounts/a"+name)
	if err != nil {
		t.Fatal(err)
	}
	w.Plant(t, store.PeopleDatabase, "accounts/a"+name, map[string]any{"state": "active", "sealed": sealed})
}

// languages is in which language each reader was written to, by kind and name: what
// tells is what the letter says.
func (w *world) languages(t *testing.T, says map[string]string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, m := range w.Mail.Sent() {
		name, _, _ := strings.Cut(m.To, "@")
		for language, words := range says {
			whole := true
			for word := range strings.SplitSeq(words, "|") {
				whole = whole && strings.Contains(m.Subject+"\n"+m.Text, word)
			}
			if whole {
				out[m.Tag+" "+name] += language
			}
		}
	}
	return out
}

// TestLanguageOfReaders: everybody is written to in their own language, with what a
// letter lists, and in the tenant's where there is no account; partners' people too.
func TestLanguageOfReaders(t *testing.T) {
	alert := map[string]string{"fi": "Vakavia löydöksiä|Uutta", "sv": "Allvarliga fynd|Nytt", "en": "Serious findings|New"}
	summary := map[string]string{"fi": "Muutoksia:|Uutta", "sv": "Ändringar:|Nytt", "en": "What has changed|New"}
	service := map[string]string{"fi": "Vahdin posti ei tavoita", "sv": "Vahtis post når inte", "en": "mail does not reach everybody"}
	all := letter.Choice{Kinds: letter.OptionalKinds(), Partner: true, Digest: letter.Daily}
	tests := []struct {
		name string
		says map[string]string
		do   func(*testing.T, *world, *store.Tenant)
		want map[string]string
	}{
		{"an alert", alert, func(t *testing.T, w *world, one *store.Tenant) {
			w.scanned(t, one, serious)
			w.minutes(t, 3)
		}, map[string]string{"findings-alert olga": "fi", "findings-alert anna": "sv", "findings-alert aapo": "en", "findings-alert pia": "sv"}},
		{"a digest", summary, func(t *testing.T, w *world, one *store.Tenant) {
			w.scanned(t, one, newstest.Judgement{Check: "a", Severity: finding.Low, Fails: 1})
			w.minutes(t, 2)
			w.until(t, "08:05")
			w.minutes(t, 3)
		}, map[string]string{"findings-digest olga": "fi", "findings-digest anna": "sv", "findings-digest aapo": "en", "findings-digest aino": "fi", "findings-digest pia": "sv"}},
		{"an address that bounces", service, func(t *testing.T, w *world, one *store.Tenant) {
			if err := letter.Suppress(t.Context(), w.DB, "aino@esimerkki.example", letter.HardBounce, one.ID().String(), w.Now()); err != nil {
				t.Fatal(err)
			}
			w.minutes(t, 3)
		}, map[string]string{"mail-failed olga": "fi", "mail-failed anna": "sv", "mail-failed pia": "sv"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			one := w.Tenant(t, 1)
			w.Partner(t, "Kumppani Oy", map[string]bool{"pia": true}, tenant.Admin, one)
			w.Choose(t, one, "pia", all)
			w.speaks(t, "anna", "sv")
			w.speaks(t, "aapo", "en")
			w.speaks(t, "pia", "sv")
			tt.do(t, w, one)
			if diff := cmp.Diff(tt.want, w.languages(t, tt.says)); diff != "" {
				t.Errorf("languages (-want +got):\n%s", diff)
			}
		})
	}
}

// TestLanguageOfWhatIsSent: a letter by those who know the tenant's language alone is sent
// in the reader's, unless it lists something; who changed theirs meanwhile is heeded.
func TestLanguageOfWhatIsSent(t *testing.T) {
	w := newWorld(t)
	one := w.Tenant(t, 1)
	put := func(name string, l letter.Letter) {
		l.Name, l.To, l.Reader = string(l.Kind)+"-"+name, name+"@esimerkki.example", "a"+name
		l.Tenant, l.Language, l.Of, l.Link = "Esimerkki Oy", "fi", one.ID().String(), newstest.Site+"/tenants/x"
		w.put(t, l)
	}
	w.speaks(t, "anna", "en")
	for _, name := range []string{"olga", "anna"} {
		put(name, letter.Letter{Kind: letter.ReviewOpened, Until: w.Now().AddDate(0, 1, 0)})
		put(name, letter.Letter{Kind: letter.PaymentFailed, Until: w.Now().AddDate(0, 0, 14)})
		put(name, letter.Letter{Kind: letter.Digest, Count: 1, Sections: []letter.Section{{Heading: "Uutta (1)", Rows: []letter.Row{{Text: "Jotain"}}}}})
	}
	w.speaks(t, "anna", "sv")
	w.minutes(t, 2)
	says := map[string]string{}
	for _, l := range []string{"fi", "sv", "en"} {
		for _, k := range []letter.Kind{letter.ReviewOpened, letter.PaymentFailed, letter.Digest} {
			text, err := letter.Letter{Kind: k, Language: l, Tenant: "Esimerkki Oy", Count: 1, Link: "x", Until: w.Now()}.Compose()
			if err != nil {
				t.Fatal(err)
			}
			says[l+" "+string(k)] = text.Subject
		}
	}
	want := map[string]string{"review-opened olga": "fi review-opened", "payment-failed olga": "fi payment-failed", "findings-digest olga": "fi findings-digest",
		"review-opened anna": "sv review-opened", "payment-failed anna": "sv payment-failed", "findings-digest anna": "fi findings-digest"}
	if diff := cmp.Diff(want, w.languages(t, says)); diff != "" {
		t.Errorf("languages (-want +got):\n%s", diff)
	}
}
