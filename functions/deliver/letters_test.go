package deliver

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/postmark"
	"vahti.ai/vahti/emulator/standintest/membertest"
	"vahti.ai/vahti/emulator/standintest/newstest"
	"vahti.ai/vahti/shared/anomaly"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/retention"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/past"
	"vahti.ai/vahti/shared/tenant"
)

// TestLetter is one letter as Postmark gets it.
func TestLetter(t *testing.T) {
	w := newWorld(t)
	one := w.Tenant(t, 1)
	w.put(t, invitation("one"), letter.Letter{Name: "two", Kind: letter.Digest, To: "anna@esimerkki.example", Language: "sv", Tenant: "Customer Oy", Count: 7,
		Of: one.ID().String(), Reader: "aanna", Link: newstest.Site + "/tenants/x"})
	w.run(t)
	w.run(t)
	sent := w.Mail.Sent()
	if len(sent) != 2 {
		t.Fatalf("got %d messages, want 2", len(sent))
	}
	for _, m := range sent {
		if m.TrackOpens || m.TrackLinks != "None" || m.Text == "" || !strings.Contains(m.HTML, "color-scheme") || m.Stream != "outbound" {
			t.Errorf("%s: tracked or not in both forms", m.Tag)
		}
		optional := m.Tag == string(letter.Digest)
		if got := len(m.Headers) == 2 && m.Headers[0].Name == "List-Unsubscribe" && m.Headers[1].Value == "List-Unsubscribe=One-Click"; got != optional {
			t.Errorf("%s: headers %v", m.Tag, m.Headers)
		}
		if optional {
			link := strings.Trim(m.Headers[0].Value, "<>")
			if !strings.HasPrefix(link, newstest.Site+"/mail/unsubscribe?token=") || strings.Contains(link, one.ID().String()) || !strings.Contains(m.Text, link) {
				t.Errorf("the link is %s", link)
			}
		}
	}
	// A letter that was sent keeps its name.
	w.put(t, invitation("one"))
	w.run(t)
	if got := len(w.Mail.Sent()); got != 2 {
		t.Errorf("a letter of the same name: %d messages", got)
	}
	for _, secret := range []string{"customer.example", "Customer Oy", newstest.Token} {
		if strings.Contains(w.Lines.String(), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}

// TestDeliverDiesAnywhere: at each hook, with the answer of Postmark lost or not.
func TestDeliverDiesAnywhere(t *testing.T) {
	for _, fault := range []postmark.Fault{postmark.None, postmark.Lost, postmark.LostTo, postmark.Unheard, postmark.Broken} {
		t.Run("fault "+string(fault), func(t *testing.T) {
			want := map[string]int{"invitation a@customer.example": 1, "invitation b@customer.example": 1}
			hooks := 1
			for at := 0; at <= hooks; at++ {
				w := newWorld(t)
				w.put(t, invitation("a"), invitation("b"))
				var once sync.Once
				w.Faults(func() (f postmark.Fault) {
					once.Do(func() { f = fault })
					return f
				})
				n := w.dying(t, at)
				if at == 0 {
					if hooks = n; hooks < 6 {
						t.Fatalf("a whole run passed %d hooks", hooks)
					}
				}
				w.deliverer = w.another(t)
				w.minutes(t, 12)
				if diff := cmp.Diff(want, w.Letters()); diff != "" {
					t.Errorf("dead at hook %d of %d (-want +got):\n%s", at, hooks, diff)
				}
			}
		})
	}
}

// TestAtOnce: several instances, each asked again and again, while Postmark fails in
// every way that it can.
func TestAtOnce(t *testing.T) {
	w := newWorld(t)
	want := map[string]int{}
	for n := range 200 {
		l := invitation(fmt.Sprint("n", n))
		w.put(t, l)
		want["invitation "+l.To] = 1
	}
	var mu sync.Mutex
	r := rand.New(rand.NewPCG(1, 2))
	faults := []postmark.Fault{postmark.Busy, postmark.Broken, postmark.Upkeep, postmark.Lost, postmark.LostTo, postmark.Unheard, postmark.Unsigned}
	w.Faults(func() postmark.Fault {
		mu.Lock()
		defer mu.Unlock()
		if r.IntN(3) == 0 {
			return faults[r.IntN(len(faults))]
		}
		return postmark.None
	})
	instances := []*deliverer{w.another(t), w.another(t), w.another(t)}
	for range 90 {
		var all sync.WaitGroup
		for _, d := range instances {
			all.Go(func() {
				if err := d.deliver(t.Context(), queue.Deliver{}, serve.Push{}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		w.Add(time.Minute)
	}
	if diff := cmp.Diff(want, w.Letters()); diff != "" {
		t.Errorf("letters (-want +got):\n%s", diff)
	}
}

// TestUnsendable: what cannot be sent is noted and not tried again.
func TestUnsendable(t *testing.T) {
	w := newWorld(t)
	one := w.Tenant(t, 1)
	if err := letter.Suppress(t.Context(), w.DB, "Gone@customer.example", letter.HardBounce, "", w.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := (letter.Reader{Tenant: one.ID().String(), Account: "aaapo"}).Mute(t.Context(), w.DB, letter.Digest, w.Now()); err != nil {
		t.Fatal(err)
	}
	late := invitation("late")
	late.Until = w.Now().Add(-time.Second)
	bad := invitation("bad")
	bad.To = "not an address@"
	inactive := invitation("inactive")
	inactive.Of = one.ID().String()
	over := invitation("over") // what had begun is told after its end too
	over.Kind, over.Until = letter.SupportBegan, late.Until
	mute := letter.Letter{Name: "mute", Kind: letter.Digest, To: "mute@customer.example", Tenant: "Customer Oy", Count: 1, Link: newstest.Site, Of: one.ID().String(), Reader: "aaapo"}
	w.put(t, invitation("inactive2"), late, over, bad, invitation("gone"), mute)
	w.Mail.Deactivate("inactive@customer.example")
	w.put(t, inactive)
	w.minutes(t, 20)
	// What Postmark sends nothing to is suppressed here too, which the tenant's people hear.
	want := map[string]int{"invitation inactive2@customer.example": 1, "support-began over@customer.example": 1, "mail-failed olga@esimerkki.example": 1, "mail-failed anna@esimerkki.example": 1}
	if diff := cmp.Diff(want, w.Letters()); diff != "" {
		t.Errorf("letters (-want +got):\n%s", diff)
	}
	for l, err := range letter.All(t.Context(), w.DB) {
		t.Errorf("it waits still: %v, %v", l.Kind, err)
	}
	if got := w.Mail.Refusals(); got > 2 {
		t.Errorf("Postmark refused %d times, want at most one per letter", got)
	}
}

// TestQuietHours: held back until they are over.
func TestQuietHours(t *testing.T) {
	w := newWorld(t)
	l := invitation("held")
	l.Hold = w.Now().Add(time.Hour)
	w.put(t, l)
	w.minutes(t, 59)
	if got := len(w.Mail.Sent()); got != 0 {
		t.Errorf("a minute too early: %d", got)
	}
	w.minutes(t, 2)
	if got := len(w.Mail.Sent()); got != 1 {
		t.Errorf("afterwards: %d", got)
	}
}

// summary is a letter that nobody has to get, to a member of a tenant.
func summary(name string, of *store.Tenant) letter.Letter {
	return letter.Letter{Name: name, Kind: letter.Digest, To: "anna@esimerkki.example", Language: "fi", Tenant: "Esimerkki Oy", Count: 1, Link: newstest.Site,
		Of: of.ID().String(), Reader: "aanna"}
}

// TestGivenUp: after three days of failing a letter that nobody has to get is tried no
// more. What the agreement requires is, for as long as a letter is kept; those on call
// hear of it within two hours of failing, and then each hour, and of nothing else.
func TestGivenUp(t *testing.T) {
	w := newWorld(t)
	one := w.Tenant(t, 1)
	w.Faults(func() postmark.Fault { return postmark.Busy })
	w.put(t, summary("one", one))
	w.minutes(t, 180)
	if got := w.pages.Alerts(); len(got) != 0 {
		t.Errorf("told of a letter that nobody has to get: %v", got)
	}
	erased := letter.Letter{Name: "erased-1-0", Kind: letter.Erased, To: "olga@esimerkki.example", Language: "fi", Tenant: "Esimerkki Oy", Lines: []string{"Numero: 1"},
		Sections: []letter.Section{{Heading: "x", Rows: []letter.Row{{Text: "y"}}}}}
	w.put(t, invitation("two"), erased)
	w.minutes(t, 60)
	if got := w.pages.Alerts(); len(got) != 0 {
		t.Errorf("told within the hour: %v", got)
	}
	w.minutes(t, 60)
	if got := w.pages.Alerts(); len(got) == 0 || got[0].Rule != "letters-wait" || got[0].Severity != anomaly.Critical || got[0].Count < 1 {
		t.Errorf("after two hours of failing those on call were told %v", got)
	}
	before := len(w.pages.Alerts())
	for range 5 {
		w.Add(time.Hour)
		w.run(t)
	}
	if got := len(w.pages.Alerts()); got != before+5 {
		t.Errorf("in five hours more they were told %d times", got-before)
	}
	for end := w.Now().Add(retention.Of("letters").Keep - 2*24*time.Hour); w.Now().Before(end); w.Add(24 * time.Hour) {
		w.run(t)
		if _, err := past.Elsewhere(t.Context(), w.DB, w.Now()); err != nil {
			t.Fatal(err)
		}
	}
	w.Faults(nil)
	w.minutes(t, 90)
	want := map[string]int{"invitation two@customer.example": 1, "erased olga@esimerkki.example": 1}
	if diff := cmp.Diff(want, w.Letters()); diff != "" {
		t.Errorf("letters (-want +got):\n%s", diff)
	}
	before = len(w.pages.Alerts())
	w.minutes(t, 90)
	if got := len(w.pages.Alerts()); got != before {
		t.Error("told again of what was sent")
	}
	for _, secret := range []string{"esimerkki.example", "Esimerkki"} {
		if text := fmt.Sprint(w.pages.Alerts()); strings.Contains(text, secret) {
			t.Errorf("those on call were told %q", secret)
		}
	}
}

// TestLeavesInTheNight: what was held back is not sent to who does not belong to the
// tenant any more when the night is over, or not in a role that gets it.
func TestLeavesInTheNight(t *testing.T) {
	w := newWorld(t)
	one := w.Tenant(t, 1)
	w.Set(t, one, night)
	w.until(t, "23:00")
	w.scanned(t, one, newstest.Judgement{Check: "a", Severity: finding.High, Fails: 1})
	for _, name := range []string{"olga", "anna", "aapo"} { // of the service, for administrators, and required
		l := summary("lost-"+name, one)
		l.Kind, l.Count, l.To, l.Reader, l.Hold = letter.MailFailed, 0, name+"@esimerkki.example", "a"+name, w.Now().Add(time.Hour)
		r := l
		r.Name, r.Kind, r.Hold, r.Until = "seats-"+name, letter.SeatsExceeded, w.Now().Add(time.Hour), time.Time{}
		r.Count = 7
		w.put(t, l, r)
	}
	w.minutes(t, 5)
	if got := w.Letters(); len(got) != 0 {
		t.Fatalf("in the night: %v", got)
	}
	actor := membertest.Actor("olga")
	if _, err := member.Remove(t.Context(), one, "aaapo", actor, w.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := member.ChangeRole(t.Context(), one, "aanna", tenant.Auditor, actor, w.Now()); err != nil {
		t.Fatal(err)
	}
	w.until(t, "07:30")
	w.minutes(t, 5)
	want := map[string]int{"findings-alert olga@esimerkki.example": 1, "mail-failed olga@esimerkki.example": 1, "seats-exceeded olga@esimerkki.example": 1, "seats-exceeded anna@esimerkki.example": 1}
	if diff := cmp.Diff(want, w.Letters()); diff != "" {
		t.Errorf("letters (-want +got):\n%s", diff)
	}
}

// TestSuspendedInTheNight: who is suspended meanwhile gets nothing either, and who is
// restored by then does.
func TestSuspendedInTheNight(t *testing.T) {
	w := newWorld(t)
	one := w.Tenant(t, 1)
	w.Set(t, one, night)
	w.until(t, "23:00")
	w.scanned(t, one, newstest.Judgement{Check: "a", Severity: finding.High, Fails: 1})
	w.minutes(t, 5)
	actor := membertest.Actor("olga")
	for _, id := range []string{"aaapo", "aanna"} {
		if _, err := member.Suspend(t.Context(), one, id, actor, w.Now()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := member.Restore(t.Context(), one, "aanna", actor, w.Now()); err != nil {
		t.Fatal(err)
	}
	w.until(t, "07:30")
	w.minutes(t, 5)
	want := map[string]int{"findings-alert olga@esimerkki.example": 1, "findings-alert anna@esimerkki.example": 1}
	if diff := cmp.Diff(want, w.Letters()); diff != "" {
		t.Errorf("letters (-want +got):\n%s", diff)
	}
}
