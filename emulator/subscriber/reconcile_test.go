package subscriber_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	standin "vahti.ai/vahti/emulator/stripe"
	"vahti.ai/vahti/shared/billing"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/contract"
	"vahti.ai/vahti/shared/store/subscription"
	"vahti.ai/vahti/shared/tenant"
)

// TestReconciliation: with every webhook lost, the daily look finds it all, although one
// customer's subscriptions cannot be read.
func TestReconciliation(t *testing.T) {
	broken := ""
	w := newWorld(t, disorder{}, func(c *standin.Config) {
		c.Fault = func(r *http.Request) standin.Fault {
			if broken != "" && r.URL.Query().Get("customer") == broken {
				return standin.Fault{Status: http.StatusBadRequest}
			}
			return standin.Fault{}
		}
	})
	w.stripe.Deliver("")
	var all []*store.Tenant
	for n := range 5 {
		all = append(all, w.tenant(t, n))
		c := w.subscribe(t, all[n], tenant.Premium, 10+n, 0, "good")
		if n == 2 {
			broken = c
		}
	}
	w.stripe.Take() // lost
	if err := w.bill.Bill(t.Context(), queue.Billing{}, push()); err != nil {
		t.Fatal(err)
	}
	failed := 0
	for {
		m, ok := w.take()
		if !ok {
			break
		}
		if err := w.bill.Bill(t.Context(), m, push()); err != nil {
			failed++
		}
	}
	for n, of := range all {
		want := "paid premium 1" + string(rune('0'+n)) + " active"
		if n == 2 {
			want = "agreed  0 active"
		}
		if got := w.stands(t, of); got != want {
			t.Errorf("tenant %d: got %q, want %q", n, got, want)
		}
	}
	if failed != 1 {
		t.Errorf("%d customers failed, want the one", failed)
	}
	broken = ""
	w.reconcile(t)
	if got := w.stands(t, all[2]); got != "paid premium 12 active" {
		t.Errorf("the next day: got %q", got)
	}
	quiet(t, w)
}

// TestStrays: a subscription whose customer no tenant is known to be is linked where its
// metadata names a tenant that is none yet, and told of otherwise.
func TestStrays(t *testing.T) {
	w := newWorld(t, disorder{})
	lost, other := w.tenant(t, 1), w.tenant(t, 2)
	w.subscribe(t, other, tenant.Starter, 3, 0, "good")
	// Customers whose link was never written.
	stray := func(of *store.Tenant) {
		c := must(w.client.Customer(t.Context(), of.ID(), "laskut@kirjanpito.example", "sv"))(t)
		w.page(t, of, c)
	}
	stray(lost)
	stray(other)
	w.settle(t)
	if got := w.stands(t, lost); got != "agreed  0 active" {
		t.Errorf("before: got %q", got)
	}
	w.reconcile(t)
	if got := w.stands(t, lost); got != "paid starter 4 active" {
		t.Errorf("after: got %q", got)
	}
	if got := w.stands(t, other); got != "paid starter 3 active" {
		t.Errorf("the other: got %q", got)
	}
	if log := w.lines.String(); !strings.Contains(log, "subscriptions of no tenant") {
		t.Errorf("the log tells of no stray:\n%s", log)
	}
}

// TestAgreementsThatEnd: a subscription ends with the agreement that a customer ended,
// and one that is made after that takes the end back.
func TestAgreementsThatEnd(t *testing.T) {
	w := newWorld(t, disorder{})
	one := w.tenant(t, 1)
	customer := w.subscribe(t, one, tenant.Premium, 10, 0, "good")
	w.settle(t)
	w.Add(time.Hour)
	if _, err := contract.Terminate(t.Context(), one, contract.Termination{Request: "r1", Why: contract.ByCustomer}, actor("olga", 1), w.Now()); err != nil {
		t.Fatal(err)
	}
	w.reconcile(t)
	w.settle(t)
	if got := w.stands(t, one); got != "ended premium 10 terminated" {
		t.Errorf("got %q", got)
	}
	if got := oracleOf(t, w, customer)[0].Status; got != "canceled" {
		t.Errorf("the subscription is %s, and would be paid on", got)
	}
	if s := must(contract.Of(t.Context(), one))(t); s.Why != contract.ByCustomer {
		t.Errorf("it ended by %s", s.Why)
	}
	w.Add(time.Hour)
	w.subscribe(t, one, tenant.Starter, 2, 0, "good")
	w.settle(t)
	if got := w.stands(t, one); got != "paid starter 2 active" {
		t.Errorf("subscribed again: got %q", got)
	}
}

// TestOlderReadings: what was read before something newer was applied changes nothing.
func TestOlderReadings(t *testing.T) {
	w := newWorld(t, disorder{})
	one, two := w.tenant(t, 1), w.tenant(t, 2)
	customer := w.subscribe(t, one, tenant.Premium, 10, 0, "good")
	old := must(subscription.Begin(t.Context(), one))(t)
	w.settle(t)
	was := w.stands(t, one)
	nothing := func(billing.Entitlement, time.Time) billing.Entitlement {
		return billing.Entitlement{Standing: billing.Agreed}
	}
	if _, err := subscription.Apply(t.Context(), one, old, nothing, w.Now()); err == nil {
		t.Error("an older reading was applied")
	}
	if got := w.stands(t, one); got != was {
		t.Errorf("got %q, was %q", got, was)
	}
	if err := subscription.Link(t.Context(), one, "cus_another", w.Now()); err == nil {
		t.Error("the tenant is two customers")
	}
	if err := subscription.Link(t.Context(), two, customer, w.Now()); err == nil {
		t.Error("the customer is two tenants")
	}
	if err := w.bill.Bill(context.WithoutCancel(t.Context()), queue.Billing{Customer: "cus_nobody"}, push()); err != nil {
		t.Errorf("a customer of no tenant: got %v", err)
	}
	if err := w.bill.Bill(t.Context(), queue.Billing{Charge: "ch_nobody"}, push()); err != nil {
		t.Errorf("a payment of nobody: got %v", err)
	}
}

// TestEveryDeath dies before and after each write of a message's work, which its repeat
// then finishes: nothing is lost, and nothing is done twice.
func TestEveryDeath(t *testing.T) {
	for at := 1; at < 60; at++ {
		w := newWorld(t, disorder{})
		one := w.tenant(t, 1)
		w.subscribe(t, one, tenant.Starter, 4, 7, "bad")
		w.settle(t)
		w.Add(7 * 24 * time.Hour)
		w.settle(t)
		w.Add(14 * 24 * time.Hour)
		w.stripe.Take()
		m := queue.Billing{Customer: must(subscription.Of(t.Context(), one))(t).Customer}
		w.dies(at)
		err := w.bill.Bill(t.Context(), m, push())
		died := w.revive()
		if died == (err == nil) {
			t.Fatalf("dead at hook %d: %v, and got %v", at, died, err)
		}
		for range 2 {
			if err := w.bill.Bill(t.Context(), m, push()); err != nil {
				t.Fatal(err)
			}
		}
		if got := w.stands(t, one); got != "halted starter 4 paused" {
			t.Errorf("dead at hook %d: got %q", at, got)
		}
		if got := strings.Join(w.letters(t), ", "); got != "payment-failed olga.1, payment-failed otto.1, scans-paused olga.1, scans-paused otto.1" {
			t.Errorf("dead at hook %d: letters %s", at, got)
		}
		if got := strings.Join(w.trailOf(t, one), " "); strings.Count(got, "contract.paused") != 1 || strings.Count(got, "payment.failed") != 1 {
			t.Errorf("dead at hook %d: the trail tells %s", at, got)
		}
		if !died {
			t.Logf("%d hooks", at-1)
			return
		}
	}
	t.Error("it never got through")
}

// page subscribes a customer, whatever is known of it.
func (w *world) page(t *testing.T, of *store.Tenant, customer string) {
	t.Helper()
	to := must(w.client.Subscribe(t.Context(), wishOf(of, customer)))(t)
	if status := w.post(t, to, url.Values{"seats": {"4"}, "card": {"good"}}); status != http.StatusSeeOther {
		t.Fatalf("the page answers %d", status)
	}
}
