package deliver

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/standintest/newstest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store"
)

// scanned is a scan of a tenant whose news is noted as functions/notify does.
func (w *world) scanned(t *testing.T, of *store.Tenant, says ...newstest.Judgement) {
	t.Helper()
	slot, changed := w.Scan(t, of, says...)
	for _, ids := range changed {
		if _, _, err := w.desk.Note(t.Context(), of, slot, ids); err != nil {
			t.Fatal(err)
		}
	}
}

// TestNewsOfALongScan: what functions/notify found unfinished is told by deliver once
// the scan has ended.
func TestNewsOfALongScan(t *testing.T) {
	w := newWorld(t)
	one := w.Tenant(t, 1)
	slot, changed, finish := w.Begin(t, one, newstest.Judgement{Check: "a", Severity: finding.Critical, Fails: 2})
	for _, ids := range changed {
		if _, _, err := w.desk.Note(t.Context(), one, slot, ids); err != nil {
			t.Fatal(err)
		}
	}
	w.minutes(t, 3)
	if got := w.Letters(); len(got) != 0 {
		t.Errorf("before it has ended: %v", got)
	}
	finish()
	w.minutes(t, 2)
	want := map[string]int{"findings-alert olga@esimerkki.example": 1, "findings-alert anna@esimerkki.example": 1, "findings-alert aapo@esimerkki.example": 1}
	if diff := cmp.Diff(want, w.Letters()); diff != "" {
		t.Errorf("letters (-want +got):\n%s", diff)
	}
}

// TestDigests follows a week in which clocks are set back: each reader gets the digest
// of his choice, with what was not told at once, whatever dies in between.
func TestDigests(t *testing.T) {
	w := newWorld(t)
	one := w.Tenant(t, 1)
	w.Choose(t, one, "anna", letter.Choice{Kinds: letter.OptionalKinds(), Digest: letter.Weekly})
	w.Choose(t, one, "olga", letter.Choice{Kinds: letter.OptionalKinds()})
	w.Choose(t, one, "aapo", letter.Choice{Kinds: []letter.Kind{letter.FindingsAlert}})
	w.scanned(t, one, newstest.Judgement{Check: "a", Severity: finding.Low, Fails: 2}, newstest.Judgement{Check: "b", Severity: finding.Critical, Fails: 1})
	w.minutes(t, 2)
	w.Add(17 * time.Hour) // to 7 in the morning of Helsinki
	w.minutes(t, 58)
	count := func(kind string) map[string]int {
		out := map[string]int{}
		for letter, n := range w.Letters() {
			if who, ok := strings.CutPrefix(letter, kind+" "); ok {
				out[strings.TrimSuffix(who, "@esimerkki.example")] = n
			}
		}
		return out
	}
	if got := count("findings-digest"); len(got) != 0 {
		t.Errorf("before eight: %v", got)
	}
	hooks := w.dying(t, 0)
	for at := 1; at <= hooks+24; at++ {
		w.Add(10 * time.Second)
		w.dying(t, at)
	}
	w.deliverer = w.another(t)
	w.minutes(t, 10)
	want := map[string]int{"olga": 1, "aino": 1}
	if diff := cmp.Diff(want, count("findings-digest")); diff != "" {
		t.Errorf("after eight (-want +got):\n%s", diff)
	}
	for _, m := range w.Mail.Sent() {
		// Auditors get no letter at once: theirs tells what was told so to others.
		atOnce := !strings.HasPrefix(m.To, "aino@")
		if m.Tag == "findings-digest" && (!strings.Contains(m.Text, "Title of a in fi (2)") || strings.Contains(m.Text, "Title of b") == atOnce ||
			strings.Contains(m.Text, "Heti kerrottuja lisäksi: 1.") != atOnce) {
			t.Errorf("the digest to %s says:\n%s", m.To, m.Text)
		}
	}
	// Nothing new: no digest. On the next Monday the weekly one.
	for range 6*24 + 4 {
		w.Add(time.Hour)
		w.run(t)
	}
	w.minutes(t, 5)
	want["anna"] = 1
	if diff := cmp.Diff(want, count("findings-digest")); diff != "" {
		t.Errorf("after a week (-want +got):\n%s", diff)
	}
}

// digestsOf are the digests that were sent to somebody, each by the checks that it tells.
func (w *world) digestsOf(name string) (out []string) {
	for _, m := range w.Mail.Sent() {
		if m.Tag != string(letter.Digest) || m.To != name+"@esimerkki.example" {
			continue
		}
		said := ""
		for _, check := range []string{"a", "b", "c", "d", "e", "f"} {
			if strings.Contains(m.Text, "Title of "+check+" in") {
				said += check
			}
		}
		out = append(out, said)
	}
	return out
}

// TestDigestWithoutAlert: whoever got no letter at once, by their role, their choice or
// because it was given up, finds in the digest what others were told at once.
func TestDigestWithoutAlert(t *testing.T) {
	w := newWorld(t)
	one := w.Tenant(t, 1)
	w.Choose(t, one, "anna", letter.Choice{Kinds: []letter.Kind{letter.Digest}})
	w.scanned(t, one, newstest.Judgement{Check: "a", Severity: finding.Critical, Fails: 3})
	w.minutes(t, 2)
	w.Add(18 * time.Hour)
	w.minutes(t, 5)
	got := map[string][]string{}
	for _, name := range []string{"olga", "anna", "aapo", "aino"} {
		got[name] = w.digestsOf(name)
	}
	want := map[string][]string{"olga": nil, "anna": {"a"}, "aapo": nil, "aino": {"a"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("digests (-want +got):\n%s", diff)
	}
	for _, m := range w.Mail.Sent() {
		if m.Tag == string(letter.Digest) && !strings.Contains(m.Text, "Title of a in fi (3)") {
			t.Errorf("the digest says:\n%s", m.Text)
		}
	}
}

// TestDigestOfAnotherCadence: who changes from one digest to the other misses nothing and
// is told nothing twice; who wanted none is not told of that time afterwards.
func TestDigestOfAnotherCadence(t *testing.T) {
	w := newWorld(t)
	one := w.Tenant(t, 1)
	w.Set(t, one, `{"atOnce":"never"}`)
	choose := func(name string, c letter.Cadence) {
		t.Helper()
		w.Choose(t, one, name, letter.Choice{Kinds: letter.OptionalKinds(), Digest: c})
	}
	choose("olga", letter.Weekly) // and daily from the second Thursday
	choose("anna", letter.Daily)  // and weekly from then
	choose("aapo", letter.Weekly)
	w.Choose(t, one, "aino", letter.Choice{}) // no digest before the second Thursday
	checks := []newstest.Judgement{}
	scan := func(check string) {
		t.Helper()
		checks = append(checks, newstest.Judgement{Check: check, Severity: finding.Low, Fails: 1})
		w.scanned(t, one, checks...)
		w.minutes(t, 2)
	}
	hours := func(n int) {
		t.Helper()
		for range n {
			w.Add(time.Hour)
			w.run(t)
		}
	}
	scan("a") // Monday, 14 o'clock
	hours(7 * 24)
	scan("b") // the second Monday
	hours(24)
	scan("c") // Tuesday
	hours(2 * 24)
	scan("d") // Thursday
	choose("olga", letter.Daily)
	choose("anna", letter.Weekly)
	choose("aino", letter.Daily)
	hours(24)
	scan("e") // Friday
	hours(3 * 24)
	scan("f") // the third Monday
	hours(24)
	got := map[string][]string{}
	for _, name := range []string{"olga", "anna", "aapo", "aino"} {
		got[name] = w.digestsOf(name)
	}
	want := map[string][]string{
		"olga": {"a", "bcd", "e", "f"},
		"anna": {"a", "b", "c", "de"},
		"aapo": {"a", "bcde"},
		"aino": {"d", "e", "f"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("digests (-want +got):\n%s", diff)
	}
}

// TestSpoilt: news, digests and suppressions that cannot be told stand before no other's.
func TestSpoilt(t *testing.T) {
	w := newWorld(t)
	one, two := w.Tenant(t, 1), w.Tenant(t, 2)
	long, kept := newstest.Start.AddDate(-1, 0, 0), newstest.Start.AddDate(1, 0, 0)
	below := "tenants/" + one.ID().String()
	for n := range batch {
		name := fmt.Sprint("spoilt-", n)
		w.Plant(t, store.VahtiDatabase, below+"/news/"+name, map[string]any{"slot": "no slot", "at": long, "due": long, "expires": kept})
		w.Plant(t, store.VahtiDatabase, below+"/digests/"+name, map[string]any{"due": long, "from": long})
		w.Plant(t, store.PeopleDatabase, "suppressions/"+name, map[string]any{"why": "hard-bounce", "at": long, "last": long, "tell": long, "tenant": "no tenant"})
	}
	w.scanned(t, two, newstest.Judgement{Check: "a", Severity: finding.Critical, Fails: 1})
	if err := letter.Suppress(t.Context(), w.DB, "somebody@esimerkki.example", letter.HardBounce, two.ID().String(), w.Now()); err != nil {
		t.Fatal(err)
	}
	w.minutes(t, 3)
	w.Add(18 * time.Hour)
	w.minutes(t, 3)
	want := map[string]int{"findings-alert olga@esimerkki.example": 1, "findings-alert anna@esimerkki.example": 1, "findings-alert aapo@esimerkki.example": 1,
		"mail-failed olga@esimerkki.example": 1, "mail-failed anna@esimerkki.example": 1, "findings-digest aino@esimerkki.example": 1}
	if diff := cmp.Diff(want, w.Letters()); diff != "" {
		t.Errorf("letters of another tenant (-want +got):\n%s", diff)
	}
}

// TestWithheld: the people of every tenant that writes to an address which is suppressed
// hear of it once, whoever's letter showed it.
func TestWithheld(t *testing.T) {
	w := newWorld(t)
	one, two := w.Tenant(t, 1), w.Tenant(t, 2)
	const aapo = "aapo@esimerkki.example"
	told := func() map[string]int {
		out := map[string]int{}
		for _, m := range w.Mail.Sent() {
			if m.Tag == string(letter.MailFailed) {
				of := map[bool]string{true: "one", false: "two"}[strings.Contains(m.Text, one.ID().String())]
				out[of+" "+strings.TrimSuffix(m.To, "@esimerkki.example")]++
			}
		}
		return out
	}
	suppress := func() {
		t.Helper()
		if err := letter.Suppress(t.Context(), w.DB, aapo, letter.HardBounce, one.ID().String(), w.Now()); err != nil {
			t.Fatal(err)
		}
	}
	suppress()
	w.minutes(t, 2)
	if diff := cmp.Diff(map[string]int{"one olga": 1, "one anna": 1}, told()); diff != "" {
		t.Errorf("whose letter it was (-want +got):\n%s", diff)
	}
	for n := range 3 {
		w.scanned(t, two, newstest.Judgement{Check: fmt.Sprint("check-", n), Severity: finding.Critical, Fails: 1})
		w.minutes(t, 3)
	}
	if diff := cmp.Diff(map[string]int{"one olga": 1, "one anna": 1, "two olga": 1, "two anna": 1}, told()); diff != "" {
		t.Errorf("another whose letters are withheld (-want +got):\n%s", diff)
	}
	// Suppressed anew, each hears anew; of what ended before it was told nobody does.
	w.Add(time.Hour)
	if err := letter.Lift(t.Context(), w.DB, aapo, w.Now()); err != nil {
		t.Fatal(err)
	}
	w.Add(time.Hour)
	suppress()
	if err := letter.Withheld(t.Context(), w.DB, aapo, two.ID().String(), w.Now()); err != nil {
		t.Fatal(err)
	}
	w.minutes(t, 2)
	twice := map[string]int{"one olga": 2, "one anna": 2, "two olga": 2, "two anna": 2}
	if diff := cmp.Diff(twice, told()); diff != "" {
		t.Errorf("anew (-want +got):\n%s", diff)
	}
	w.Add(time.Hour)
	if err := letter.Lift(t.Context(), w.DB, aapo, w.Now()); err != nil {
		t.Fatal(err)
	}
	w.Add(time.Hour)
	suppress()
	if err := letter.Lift(t.Context(), w.DB, aapo, w.Now().Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	w.minutes(t, 2)
	if diff := cmp.Diff(twice, told()); diff != "" {
		t.Errorf("of what is over (-want +got):\n%s", diff)
	}
}

// TestBounces: the tenant's owners and admins hear once of an address that letters come
// back from, whose own letters they are not.
func TestBounces(t *testing.T) {
	w := newWorld(t)
	one := w.Tenant(t, 1)
	for range 3 {
		if err := letter.Suppress(t.Context(), w.DB, "aapo@esimerkki.example", letter.Complaint, one.ID().String(), w.Now()); err != nil {
			t.Fatal(err)
		}
		w.minutes(t, 3)
	}
	hooks := w.dying(t, 0)
	for at := 1; at <= hooks; at++ {
		w.dying(t, at)
	}
	w.deliverer = w.another(t)
	w.scanned(t, one, newstest.Judgement{Check: "b", Severity: finding.Critical, Fails: 1})
	w.minutes(t, 10)
	want := map[string]int{"mail-failed olga@esimerkki.example": 1, "mail-failed anna@esimerkki.example": 1,
		"findings-alert olga@esimerkki.example": 1, "findings-alert anna@esimerkki.example": 1}
	if diff := cmp.Diff(want, w.Letters()); diff != "" {
		t.Errorf("letters (-want +got):\n%s", diff)
	}
}
