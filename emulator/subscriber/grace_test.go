package subscriber_test

import (
	"fmt"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	standin "vahti.ai/vahti/emulator/stripe"
	"vahti.ai/vahti/shared/billing"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/subscription"
	"vahti.ai/vahti/shared/tenant"
)

// tick does what dispatch does each minute about subscriptions, and has what comes of
// it settle.
func (w *world) tick(t testing.TB) {
	t.Helper()
	f := fleet.New(w.db, w.Now)
	for o, err := range f.Overdue(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if err := w.publish(t.Context(), queue.Billing{Customer: o.Customer}); err != nil {
			t.Fatal(err)
		}
		if err := f.Asked(t.Context(), o); err != nil {
			t.Fatal(err)
		}
	}
	w.settle(t)
}

// TestGraceOfANewDebt: a bill that was never paid, and that is no debt of today's since a
// later one was, takes nothing of the grace of one that fails months later.
func TestGraceOfANewDebt(t *testing.T) {
	for _, d := range []disorder{{}, {1, true}} {
		t.Run(fmt.Sprintf("chaos %v", d.chaos), func(t *testing.T) {
			w := newWorld(t, d, func(c *standin.Config) { c.Final = standin.PastDue })
			one := w.tenant(t, 1)
			customer := w.subscribe(t, one, tenant.Standard, 40, 0, "good")
			w.settle(t)
			replace := func(works bool) {
				t.Helper()
				if err := w.stripe.Replace(customer, works); err != nil {
					t.Fatal(err)
				}
			}
			stands := func(when, want string) {
				t.Helper()
				if got := w.stands(t, one); got != want {
					t.Errorf("%s: got %q, want %q", when, got, want)
				}
			}
			replace(false)
			w.days(t, 31)
			stands("December's bill fails", "in-debt standard 40 active")
			w.days(t, 25)
			stands("it was tried for the last time", "halted standard 40 paused")
			replace(true)
			w.days(t, 7)
			stands("January's is paid", "paid standard 40 active")
			w.days(t, 60)
			replace(false)
			w.days(t, 28)
			stands("April's fails", "in-debt standard 40 active")
			began := must(subscription.Of(t.Context(), one))(t).Since
			for w.Now().Before(began.Add(billing.Grace - 24*time.Hour)) {
				w.days(t, 1)
			}
			stands("on the last day of grace", "in-debt standard 40 active")
			w.days(t, 2)
			stands("after it", "halted standard 40 paused")
		})
	}
}

// TestGraceFromWhenItIsKnown: where a debt is heard of days after its bill, as when a
// bank gives a payment back, the whole grace is left; and however often and in whatever
// order it is heard of again, the grace began once.
func TestGraceFromWhenItIsKnown(t *testing.T) {
	for _, d := range []disorder{{}, {1, true}, {2, true}} {
		t.Run(fmt.Sprintf("chaos %v seed %d", d.chaos, d.seed), func(t *testing.T) {
			w := newWorld(t, d)
			one := w.tenant(t, 1)
			customer := w.subscribe(t, one, tenant.Standard, 40, 0, "good")
			w.settle(t)
			w.manage(t, customer, url.Values{"do": {"card"}, "card": {"bad"}})
			w.Add(30 * 24 * time.Hour)
			w.stripe.Tick()
			w.Add(8 * 24 * time.Hour)
			heard := w.Now()
			w.settle(t)
			known := must(subscription.Of(t.Context(), one))(t)
			if known.Since.Before(heard) || known.Since.After(w.Now()) || !known.Until.Equal(known.Since.Add(billing.Grace)) {
				t.Errorf("the grace goes from %v until %v, and was heard of between %v and %v", known.Since, known.Until, heard, w.Now())
			}
			for range 6 {
				w.days(t, 2)
				if again := must(subscription.Of(t.Context(), one))(t); !again.Since.Equal(known.Since) || !again.Until.Equal(known.Until) {
					t.Fatalf("on %v the grace goes from %v until %v, was from %v until %v", w.Now(), again.Since, again.Until, known.Since, known.Until)
				}
			}
			if diff := cmp.Diff([]string{"payment-failed olga.1", "payment-failed otto.1"}, w.letters(t)); diff != "" {
				t.Errorf("letters (-want +got):\n%s", diff)
			}
		})
	}
}

// TestPauseOnTime: scans pause in the minute in which the time of grace ends and not
// before, whoever looks, and once; the daily look at all customers is not waited for.
// Whoever pays within it, however late, is never paused.
func TestPauseOnTime(t *testing.T) {
	for _, d := range []disorder{{}, {1, true}, {2, true}} {
		t.Run(fmt.Sprintf("chaos %v seed %d", d.chaos, d.seed), func(t *testing.T) {
			w := newWorld(t, d)
			late, payer := w.tenant(t, 1), w.tenant(t, 2)
			var customers []string
			for _, one := range []*store.Tenant{late, payer} {
				customers = append(customers, w.subscribe(t, one, tenant.Standard, 40, 0, "good"))
				w.settle(t)
				w.manage(t, customers[len(customers)-1], url.Values{"do": {"card"}, "card": {"bad"}})
			}
			w.days(t, 32)
			grace := must(subscription.Of(t.Context(), late))(t).Until
			stands := func(when string, want ...string) {
				t.Helper()
				if diff := cmp.Diff(want, []string{w.stands(t, late), w.stands(t, payer)}); diff != "" {
					t.Errorf("%s (-want +got):\n%s", when, diff)
				}
			}
			stands("a payment failed", "in-debt standard 40 active", "in-debt standard 40 active")
			for _, left := range []time.Duration{time.Hour, 3 * time.Minute, 2 * time.Minute, time.Minute} {
				w.Add(grace.Add(-left).Sub(w.Now()))
				w.tick(t)
				stands("before the end of the grace", "in-debt standard 40 active", "in-debt standard 40 active")
			}
			w.manage(t, customers[1], url.Values{"do": {"card"}, "card": {"good"}})
			w.settle(t)
			w.Add(grace.Add(-time.Microsecond).Sub(w.Now()))
			w.tick(t)
			w.reconcile(t)
			stands("just before", "in-debt standard 40 active", "paid standard 40 active")
			w.Add(grace.Sub(w.Now()))
			w.tick(t)
			stands("the moment", "halted standard 40 paused", "paid standard 40 active")
			for range 3 {
				w.Add(30 * time.Minute)
				w.tick(t)
			}
			stands("later", "halted standard 40 paused", "paid standard 40 active")
			told := 0
			for _, l := range w.letters(t) {
				if l == "scans-paused olga.1" {
					told++
				}
			}
			if told != 1 {
				t.Errorf("an owner is told %d times that scans pause, want once", told)
			}
		})
	}
}
