package subscriber_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	standin "vahti.ai/vahti/emulator/stripe"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/subscription"
	"vahti.ai/vahti/shared/tenant"
)

// TestLife plays a subscription's whole life as time goes on, once as everything was
// sent and then with every webhook and message doubled, late and in any order. At each
// step the entitlement, the letters and the audit trail must be right.
func TestLife(t *testing.T) {
	ways := []disorder{{}}
	for seed := range uint64(6) {
		ways = append(ways, disorder{seed + 1, true})
	}
	for _, d := range ways {
		t.Run(fmt.Sprintf("chaos %v seed %d", d.chaos, d.seed), func(t *testing.T) { life(t, newWorld(t, d)) })
	}
}

func life(t *testing.T, w *world) {
	one, other := w.tenant(t, 1), w.tenant(t, 2)
	customer := w.subscribe(t, one, tenant.Standard, 40, 14, "good")
	seen, told := 0, []string{}
	step := func(name, stands string, trail []string, letters ...string) {
		t.Helper()
		if diff := cmp.Diff(stands, w.stands(t, one)); diff != "" {
			t.Errorf("%s, standing (-want +got):\n%s", name, diff)
		}
		all := w.trailOf(t, one)
		fresh := slices.Clone(all[min(seen, len(all)):])
		slices.Sort(fresh) // the clock stands still within a step
		slices.Sort(trail)
		if diff := cmp.Diff(trail, append([]string{}, fresh...)); diff != "" {
			t.Errorf("%s, trail (-want +got):\n%s", name, diff)
		}
		seen = len(all)
		for _, l := range letters {
			told = append(told, l+" olga.1", l+" otto.1")
		}
		slices.Sort(told)
		if diff := cmp.Diff(told, w.letters(t)); diff != "" {
			t.Errorf("%s, letters (-want +got):\n%s", name, diff)
		}
		w.Add(time.Second)
	}
	w.settle(t)
	step("subscribed", "trial standard 40 active", []string{"plan.changed"})
	w.days(t, 10)
	step("ten days later", "trial standard 40 active", []string{})
	w.days(t, 2)
	step("three days before the end", "trial standard 40 active", []string{}, "trial-ending")
	w.days(t, 3)
	step("the trial is over", "paid standard 40 active", []string{"plan.changed"})

	r := must(subscription.Of(t.Context(), one))(t)
	w.manage(t, customer, url.Values{"do": {"change"}, "subscription": {r.Subscription}, "seats": {"55"}, "price": {"price_premium"}})
	w.settle(t)
	step("other seats and another plan", "paid premium 55 active", []string{"plan.changed"})

	w.manage(t, customer, url.Values{"do": {"card"}, "card": {"bad"}})
	w.days(t, 31)
	step("a payment failed", "in-debt premium 55 active", []string{"payment.failed"}, "payment-failed")
	grace := must(subscription.Of(t.Context(), one))(t).Until
	for w.Now().Before(grace.Add(-24 * time.Hour)) {
		w.days(t, 1)
	}
	step("within the grace", "in-debt premium 55 active", []string{})
	w.days(t, 2)
	step("the grace is over", "halted premium 55 paused", []string{"contract.paused"}, "scans-paused")

	w.manage(t, customer, url.Values{"do": {"card"}, "card": {"good"}})
	w.settle(t)
	step("paid again", "paid premium 55 active", []string{"payment.settled", "contract.resumed"}, "scans-resumed")

	dispute := must(w.stripe.Dispute(customer))(t)
	w.settle(t)
	step("disputed", "paid premium 55 active", []string{"payment.disputed"}, "payment-disputed")
	if err := w.stripe.Decide(dispute, true); err != nil {
		t.Fatal(err)
	}
	w.settle(t)
	step("decided", "paid premium 55 active", []string{})

	w.manage(t, customer, url.Values{"do": {"cancel"}, "subscription": {r.Subscription}})
	w.settle(t)
	step("cancelled for later", "paid premium 55 active", []string{"plan.changed"})
	w.days(t, 32)
	step("over", "ended premium 55 terminated", []string{"plan.changed", "contract.terminated"}, "subscription-ended")

	w.days(t, 10)
	again := w.subscribe(t, one, tenant.Starter, 12, 0, "good")
	w.settle(t)
	if again != customer {
		t.Errorf("the tenant is the customer %s, was %s", again, customer)
	}
	step("back before the erasure", "paid starter 12 active", []string{"plan.changed", "contract.reinstated"}, "scans-resumed")
	if diff := cmp.Diff("agreed  0 active", w.stands(t, other)); diff != "" {
		t.Errorf("the tenant without a subscription (-want +got):\n%s", diff)
	}
	toldStripe(t, w)
	quiet(t, w)
}

// toldStripe holds that nothing of a customer's Microsoft 365 went to Stripe, in any
// request's address, header or body.
func toldStripe(t *testing.T, w *world) {
	t.Helper()
	all := w.stripe.Requests()
	if len(all) < 20 {
		t.Fatalf("Stripe was asked %d times alone", len(all))
	}
	email := false
	for _, r := range all {
		body, err := url.QueryUnescape(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		text := r.Path + " " + body + " " + fmt.Sprint(r.Header)
		email = email || strings.Contains(text, "laskut@kirjanpito.example")
		for _, planted := range []string{"planted", "Planted", "b1a4-7ed0", "olga", "otto", "anna", "192.0.2.77"} {
			if strings.Contains(text, planted) {
				t.Errorf("%s %s tells Stripe %q: %s", r.Method, r.Path, planted, text)
			}
		}
	}
	if !email {
		t.Error("the address for bills never came to Stripe: nothing was looked at")
	}
}

// quiet holds that the logs name nobody.
func quiet(t *testing.T, w *world) {
	t.Helper()
	log := w.lines.String()
	for _, secret := range []string{"lanted", "laskut@", signing, apiKey, "192.0.2.77"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}

// TestTrialThatIsCancelled: who cancels within the trial is told of no charge; who takes
// that back is told after all, and once.
func TestTrialThatIsCancelled(t *testing.T) {
	for _, d := range []disorder{{}, {1, true}} {
		t.Run(fmt.Sprintf("chaos %v", d.chaos), func(t *testing.T) {
			w := newWorld(t, d)
			one, two := w.tenant(t, 1), w.tenant(t, 2)
			ask := func(customer string, of *store.Tenant, do string) {
				t.Helper()
				w.manage(t, customer, url.Values{"do": {do}, "subscription": {must(subscription.Of(t.Context(), of))(t).Subscription}})
				w.settle(t)
			}
			leaves, stays := w.subscribe(t, one, tenant.Standard, 40, 14, "good"), w.subscribe(t, two, tenant.Standard, 40, 14, "good")
			w.settle(t)
			ask(leaves, one, "cancel")
			ask(stays, two, "cancel")
			w.days(t, 12)
			if diff := cmp.Diff([]string{}, w.letters(t)); diff != "" {
				t.Errorf("letters while both are cancelled (-want +got):\n%s", diff)
			}
			ask(stays, two, "keep")
			w.days(t, 1)
			if diff := cmp.Diff([]string{"trial-ending olga.2", "trial-ending otto.2"}, w.letters(t)); diff != "" {
				t.Errorf("letters once one goes on (-want +got):\n%s", diff)
			}
			w.days(t, 2)
			want := []string{"subscription-ended olga.1", "subscription-ended otto.1", "trial-ending olga.2", "trial-ending otto.2"}
			if diff := cmp.Diff(want, w.letters(t)); diff != "" {
				t.Errorf("letters after the trial (-want +got):\n%s", diff)
			}
		})
	}
}

// TestNeverPaid: what becomes of a subscription that Stripe stops trying to collect, for
// each setting that Stripe has for it. Where Stripe keeps it, scans pause after the grace,
// nothing ends, and a payment sets everything going again; where Stripe cancels it, the
// agreement ends with it.
func TestNeverPaid(t *testing.T) {
	kept := []string{"plan.changed", "payment.failed", "contract.paused", "payment.settled", "contract.resumed"}
	tests := []struct {
		name, final string
		given, paid string   // the standing after the last try, and after a payment
		trail       []string // in any order: some are of the same moment
	}{
		{"marked as unpaid", standin.Unpaid, "halted starter 5 paused", "paid starter 5 active", kept},
		{"left past due", standin.PastDue, "halted starter 5 paused", "paid starter 5 active", kept},
		{"cancelled", standin.Cancel, "ended starter 5 terminated", "ended starter 5 terminated",
			[]string{"plan.changed", "payment.failed", "contract.paused", "plan.changed", "contract.terminated"}},
	}
	for _, tt := range tests {
		for _, d := range []disorder{{}, {1, true}} {
			t.Run(fmt.Sprintf("%s, chaos %v", tt.name, d.chaos), func(t *testing.T) {
				w := newWorld(t, d, func(c *standin.Config) { c.Final = tt.final })
				one := w.tenant(t, 1)
				customer := w.subscribe(t, one, tenant.Starter, 5, 7, "bad")
				stands := func(when, want string) {
					t.Helper()
					if got := w.stands(t, one); got != want {
						t.Errorf("%s: got %q, want %q", when, got, want)
					}
				}
				w.days(t, 8)
				stands("after the trial", "in-debt starter 5 active")
				w.days(t, 15)
				stands("after the grace", "halted starter 5 paused")
				w.days(t, 10)
				stands("after the last try", tt.given)
				w.days(t, 60)
				stands("two months later", tt.given)
				w.manage(t, customer, url.Values{"do": {"card"}, "card": {"good"}})
				w.settle(t)
				stands("paid", tt.paid)
				want, got := slices.Clone(tt.trail), w.trailOf(t, one)
				slices.Sort(want)
				slices.Sort(got)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("trail (-want +got):\n%s", diff)
				}
				last := map[bool]string{true: "subscription-ended", false: "scans-resumed"}[tt.final == standin.Cancel]
				want = nil
				for _, kind := range []string{"payment-failed", "scans-paused", last, "trial-ending"} {
					want = append(want, kind+" olga.1", kind+" otto.1")
				}
				if diff := cmp.Diff(want, w.letters(t)); diff != "" {
					t.Errorf("letters (-want +got):\n%s", diff)
				}
			})
		}
	}
}
