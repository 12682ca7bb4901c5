package subscriber_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	standin "vahti.ai/vahti/emulator/stripe"
	"vahti.ai/vahti/shared/billing"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/contract"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/subscription"
	"vahti.ai/vahti/shared/store/trail"
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
		c := must(w.client.Customer(t.Context(), of.ID(), "laskut@kirjanpito.example", "sv", ""))(t)
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

// TestDeletedCustomers: a customer that is deleted at Stripe ends what was subscribed to,
// once; its tenant subscribes again as another, also within a day, and whatever is still
// told of the first changes nothing.
func TestDeletedCustomers(t *testing.T) {
	for _, d := range []disorder{{}, {1, true}} {
		t.Run(fmt.Sprintf("chaos %v", d.chaos), func(t *testing.T) {
			w := newWorld(t, d)
			never, one := w.tenant(t, 1), w.tenant(t, 2)
			subscribe := func(of *store.Tenant) (string, error) {
				return subscription.Subscribe(t.Context(), w.client, must(w.pages.Tenant(of.ID()))(t), subscription.Wish{
					Plan: tenant.Starter, Seats: 4, Email: "laskut@kirjanpito.example", Return: site}, trail.Who{Account: "aolga"}, w.Now())
			}
			fill := func(to string) {
				t.Helper()
				if status := w.post(t, to, url.Values{"seats": {"4"}, "card": {"good"}}); status != http.StatusSeeOther {
					t.Fatalf("the page answers %d", status)
				}
				w.settle(t)
			}
			remove := func(of *store.Tenant) string {
				t.Helper()
				customer := must(subscription.Of(t.Context(), of))(t).Customer
				if err := w.stripe.Delete(customer); err != nil {
					t.Fatal(err)
				}
				w.settle(t)
				return customer
			}
			stands := func(when string, of *store.Tenant, want string) {
				t.Helper()
				if got := w.stands(t, of); got != want {
					t.Errorf("%s: got %q, want %q", when, got, want)
				}
			}
			must(subscribe(never))(t) // and the page is left
			remove(never)
			stands("deleted before it subscribed", never, "agreed  0 active")
			fill(must(subscribe(never))(t))
			stands("subscribed after that", never, "paid starter 4 active")

			fill(must(subscribe(one))(t))
			first := remove(one)
			stands("deleted", one, "ended starter 4 terminated")
			if _, err := subscription.Manage(t.Context(), w.client, must(w.pages.Tenant(one.ID()))(t), site, trail.Who{Account: "aolga"}, w.Now()); !errors.Is(err, subscription.ErrNotYet) {
				t.Errorf("to manage what is gone: got %v, want %v", err, subscription.ErrNotYet)
			}
			late := must(subscription.Begin(t.Context(), one, first))(t)
			w.Add(time.Hour)
			fill(must(subscribe(one))(t))
			stands("subscribed again", one, "paid starter 4 active")
			if now := must(subscription.Of(t.Context(), one))(t).Customer; now == first {
				t.Errorf("the tenant is the customer %s still", now)
			}
			if err := w.bill.Bill(t.Context(), queue.Billing{Customer: first}, push()); err != nil {
				t.Errorf("a message about the first customer: got %v", err)
			}
			if _, err := subscription.Begin(t.Context(), one, first); !errors.Is(err, subscription.ErrNone) {
				t.Errorf("a reading of the first customer: got %v, want %v", err, subscription.ErrNone)
			}
			over := func(billing.Entitlement, time.Time) billing.Entitlement {
				return billing.Entitlement{Standing: billing.Ended, Subscription: "sub_0"}
			}
			if _, err := subscription.Apply(t.Context(), one, late, over, w.Now()); !errors.Is(err, subscription.ErrNone) {
				t.Errorf("a reading of the first customer that was under way: got %v, want %v", err, subscription.ErrNone)
			}
			w.days(t, 1)
			stands("a day later", one, "paid starter 4 active")
			for customer, err := range subscription.Customers(t.Context(), w.db) {
				if err != nil || customer == first {
					t.Errorf("customers: got %s, %v", customer, err)
				}
			}
			if err := subscription.Link(t.Context(), one, first, w.Now()); !errors.Is(err, subscription.ErrOther) {
				t.Errorf("the first customer again: got %v, want %v", err, subscription.ErrOther)
			}
			quiet(t, w)
		})
	}
}

// TestEndedAgreementsArePaidNoMore: a subscription is cancelled in the minute in which the
// customer ends the agreement, or asks for the erasure, and not charged once more, however
// soon it would be renewed. One look is enough, and a tenant without a subscription takes
// none.
func TestEndedAgreementsArePaidNoMore(t *testing.T) {
	ends := map[string]func(context.Context, *store.Tenant, time.Time) error{
		"terminated": func(ctx context.Context, of *store.Tenant, now time.Time) error {
			_, err := contract.Terminate(ctx, of, contract.Termination{Request: "r1", Why: contract.ByCustomer}, actor("olga", 1), now)
			return err
		},
		"erased at once": func(ctx context.Context, of *store.Tenant, now time.Time) error {
			_, err := contract.RequestErasure(ctx, of, actor("olga", 1), now)
			return err
		},
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, disorder{})
			one, free := w.tenant(t, 1), w.tenant(t, 2)
			customer := w.subscribe(t, one, tenant.Premium, 10, 0, "good")
			w.settle(t)
			w.Add(30*24*time.Hour - 5*time.Minute) // before it is renewed
			if err := end(t.Context(), must(w.pages.Tenant(one.ID()))(t), w.Now()); err != nil {
				t.Fatal(err)
			}
			if _, err := contract.Terminate(t.Context(), free, contract.Termination{Request: "r1", Why: contract.ByCustomer}, actor("olga", 2), w.Now()); err != nil {
				t.Fatal(err)
			}
			w.Add(time.Minute)
			w.tick(t)
			if got := w.stands(t, one); got != "ended premium 10 terminated" {
				t.Errorf("a minute later: got %q", got)
			}
			if got := w.stands(t, free); got != "agreed  0 terminated" {
				t.Errorf("without a subscription: got %q", got)
			}
			for o, err := range fleet.New(w.db, w.Now).Overdue(t.Context()) {
				t.Errorf("to be looked at still: %s, %v", o.Customer, err)
			}
			w.Add(24 * time.Hour)
			w.settle(t)
			var bills struct{ Data []struct{ ID string } }
			w.ask(t, "/v1/invoices?customer="+customer, &bills)
			if len(bills.Data) != 1 {
				t.Errorf("got %d bills, want the first alone", len(bills.Data))
			}
		})
	}
}

// TestTakenBackUnpaid: an agreement that ended with its subscription and goes on all the
// same rests until something is subscribed to again.
func TestTakenBackUnpaid(t *testing.T) {
	for _, d := range []disorder{{}, {1, true}} {
		t.Run(fmt.Sprintf("chaos %v", d.chaos), func(t *testing.T) {
			w := newWorld(t, d)
			one := w.tenant(t, 1)
			customer := w.subscribe(t, one, tenant.Premium, 10, 0, "good")
			w.settle(t)
			w.manage(t, customer, url.Values{"do": {"cancel"}, "subscription": {must(subscription.Of(t.Context(), one))(t).Subscription}})
			w.days(t, 32)
			if got := w.stands(t, one); got != "ended premium 10 terminated" {
				t.Fatalf("over: got %q", got)
			}
			if err := contract.Reinstate(t.Context(), one, member.Actor{Service: true}, w.Now()); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				w.reconcile(t)
				if got := w.stands(t, one); got != "ended premium 10 paused" {
					t.Errorf("taken back: got %q", got)
				}
			}
			w.Add(time.Hour)
			w.subscribe(t, one, tenant.Starter, 2, 0, "good")
			w.settle(t)
			if got := w.stands(t, one); got != "paid starter 2 active" {
				t.Errorf("subscribed again: got %q", got)
			}
		})
	}
}

// TestOlderReadings: what was read before something newer was applied changes nothing.
func TestOlderReadings(t *testing.T) {
	w := newWorld(t, disorder{})
	one, two := w.tenant(t, 1), w.tenant(t, 2)
	customer := w.subscribe(t, one, tenant.Premium, 10, 0, "good")
	old := must(subscription.Begin(t.Context(), one, customer))(t)
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
