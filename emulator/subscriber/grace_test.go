package subscriber_test

import (
	"fmt"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

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
