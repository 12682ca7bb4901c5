package billing_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/billing"
	"vahti.ai/vahti/shared/tenant"
)

var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func days(n int) time.Time { return now.AddDate(0, 0, n) }

func TestEntitle(t *testing.T) {
	one := func(s billing.Subscription) []billing.Subscription {
		s.ID, s.Plan, s.Seats, s.Created = "sub_1", tenant.Standard, 30, days(-60)
		return []billing.Subscription{s}
	}
	want := func(e billing.Entitlement) billing.Entitlement {
		e.Subscription, e.Plan, e.Seats, e.Began = "sub_1", tenant.Standard, 30, days(-60)
		return e
	}
	old := billing.Entitlement{Standing: billing.InDebt, Subscription: "sub_1", Since: days(-400)}
	tests := []struct {
		name string
		have []billing.Subscription
		want billing.Entitlement
	}{
		{"nothing", nil, billing.Entitlement{Standing: billing.Agreed}},
		{"a first payment that never came", one(billing.Subscription{Status: billing.IncompleteExpired}), billing.Entitlement{Standing: billing.Agreed}},
		{"a first payment under way", one(billing.Subscription{Status: billing.Incomplete}), billing.Entitlement{Standing: billing.Agreed}},
		{"a trial", one(billing.Subscription{Status: billing.Trialing, TrialEnd: days(9), PeriodEnd: days(9)}), want(billing.Entitlement{Standing: billing.Trial, Until: days(9)})},
		{"paid", one(billing.Subscription{Status: billing.Active, PeriodEnd: days(5)}), want(billing.Entitlement{Standing: billing.Paid, Until: days(5)})},
		{"cancelled for later", one(billing.Subscription{Status: billing.Active, PeriodEnd: days(5), Cancels: days(5)}), want(billing.Entitlement{Standing: billing.Paid, Until: days(5), Cancels: days(5)})},
		{"past due", one(billing.Subscription{Status: billing.PastDue, PeriodEnd: days(25), Unpaid: days(-5)}), want(billing.Entitlement{Standing: billing.InDebt, Since: days(-5), Until: days(9)})},
		{"the grace's last second", one(billing.Subscription{Status: billing.PastDue, Unpaid: days(-14).Add(time.Second)}), want(billing.Entitlement{Standing: billing.InDebt, Since: days(-14).Add(time.Second), Until: now.Add(time.Second)})},
		{"the grace is over", one(billing.Subscription{Status: billing.PastDue, Unpaid: days(-14)}), want(billing.Entitlement{Standing: billing.Halted, Since: days(-14)})},
		{"given up within the grace", one(billing.Subscription{Status: billing.Unpaid, Unpaid: days(-13)}), want(billing.Entitlement{Standing: billing.InDebt, Since: days(-13), Until: days(1)})},
		{"given up after the grace", one(billing.Subscription{Status: billing.Unpaid, Unpaid: days(-20), Cancels: days(3)}), want(billing.Entitlement{Standing: billing.Halted, Since: days(-20), Cancels: days(3)})},
		{"a trial without a card", one(billing.Subscription{Status: billing.Paused, TrialEnd: days(-1)}), want(billing.Entitlement{Standing: billing.Halted, Since: days(-1)})},
		{"over", one(billing.Subscription{Status: billing.Canceled, Ended: days(-2), Cancels: days(-2)}), want(billing.Entitlement{Standing: billing.Ended, Since: days(-2)})},
		{"a state that nobody knows", one(billing.Subscription{Status: "frozen", PeriodEnd: days(-2)}), want(billing.Entitlement{Standing: billing.Halted, Since: days(-2)})},
		{"over, and a new one", append(one(billing.Subscription{Status: billing.Active, PeriodEnd: days(5)}),
			billing.Subscription{ID: "sub_0", Status: billing.Canceled, Created: days(-90), Ended: days(-61)}, billing.Subscription{ID: "sub_2", Status: billing.Incomplete, Created: days(-1)}),
			want(billing.Entitlement{Standing: billing.Paid, Until: days(5)})},
		{"two that are over", append(one(billing.Subscription{Status: billing.Canceled, Ended: days(-2)}), billing.Subscription{ID: "sub_0", Status: billing.Canceled, Created: days(-50), Ended: days(-30)}),
			want(billing.Entitlement{Standing: billing.Ended, Since: days(-2)})},
		{"two at once: the newer", append(one(billing.Subscription{Status: billing.Active, PeriodEnd: days(5)}), billing.Subscription{ID: "sub_0", Status: billing.PastDue, Created: days(-90), Unpaid: days(-40)}),
			want(billing.Entitlement{Standing: billing.Paid, Until: days(5)})},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for seed := range uint64(4) { // whatever order Stripe lists them in
				list := append([]billing.Subscription(nil), tt.have...)
				rand.New(rand.NewPCG(seed, 1)).Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] }) //nolint:gosec // a test's draws
				known := old                                                                                              // a debt is as old as its bill
				if tt.want.Standing == billing.Agreed {
					known = billing.Entitlement{}
				}
				got := billing.Entitle(billing.Account{Subscriptions: list}, known, now)
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("entitlement (-want +got):\n%s", diff)
				}
				if at := got.Turns(); !at.IsZero() {
					before, after := billing.Entitle(billing.Account{Subscriptions: list}, got, at.Add(-1)), billing.Entitle(billing.Account{Subscriptions: list}, got, at)
					if before.Standing != got.Standing || after.Standing == got.Standing {
						t.Errorf("%v turns at %v: got %v just before and %v then", got.Standing, at, before.Standing, after.Standing)
					}
				}
			}
			disputed := tt.want
			disputed.Dispute = "dp_1"
			if diff := cmp.Diff(disputed, billing.Entitle(billing.Account{Subscriptions: tt.have, Dispute: "dp_1"}, tt.want, now)); diff != "" {
				t.Errorf("disputed (-want +got):\n%s", diff)
			}
		})
	}
}

// TestEntitleCountsTheGrace: from when the debt is first known, whatever the bill's age,
// and from the bill where that is later; another reading does not begin it anew.
func TestEntitleCountsTheGrace(t *testing.T) {
	known := func(s billing.Standing, subscription string, since time.Time) billing.Entitlement {
		return billing.Entitlement{Standing: s, Subscription: subscription, Since: since}
	}
	tests := []struct {
		name   string
		bill   time.Time // zero where none is told
		known  billing.Entitlement
		want   billing.Standing
		counts time.Time
	}{
		{"an old bill, first known now", days(-20), known(billing.Paid, "sub_1", time.Time{}), billing.InDebt, now},
		{"an old bill of whom nothing was known", days(-20), billing.Entitlement{}, billing.InDebt, now},
		{"an old debt of another subscription", days(-20), known(billing.Halted, "sub_0", days(-30)), billing.InDebt, now},
		{"known for a while", days(-20), known(billing.InDebt, "sub_1", days(-13)), billing.InDebt, days(-13)},
		{"known for long", days(-20), known(billing.InDebt, "sub_1", days(-14)), billing.Halted, days(-14)},
		{"known for long, and halted", days(-40), known(billing.Halted, "sub_1", days(-31)), billing.Halted, days(-31)},
		{"known before this bill", days(-3), known(billing.Halted, "sub_1", days(-31)), billing.InDebt, days(-3)},
		{"without a bill, known now", time.Time{}, billing.Entitlement{}, billing.InDebt, now},
		{"without a bill, known for long", time.Time{}, known(billing.Halted, "sub_1", days(-31)), billing.Halted, days(-31)},
	}
	for _, tt := range tests {
		for _, status := range []billing.Status{billing.PastDue, billing.Unpaid} {
			t.Run(tt.name+", "+string(status), func(t *testing.T) {
				a := billing.Account{Subscriptions: []billing.Subscription{{ID: "sub_1", Status: status, Created: days(-60), Unpaid: tt.bill}}}
				got := billing.Entitle(a, tt.known, now)
				if got.Standing != tt.want || !got.Since.Equal(tt.counts) {
					t.Errorf("got %s since %v, want %s since %v", got.Standing, got.Since, tt.want, tt.counts)
				}
				if again := billing.Entitle(a, got, now.Add(time.Hour)); !again.Since.Equal(tt.counts) {
					t.Errorf("an hour later it counts from %v, want %v", again.Since, tt.counts)
				}
			})
		}
	}
}

// TestEntitleRemembers: what Stripe has forgotten stays as it was known, and is over once
// where the customer was deleted.
func TestEntitleRemembers(t *testing.T) {
	paid := billing.Entitlement{Standing: billing.Paid, Subscription: "sub_1", Plan: tenant.Premium, Seats: 3, Until: days(9), Cancels: days(9)}
	over := billing.Entitlement{Standing: billing.Ended, Subscription: "sub_1", Plan: tenant.Premium, Seats: 3, Since: now}
	tests := []struct {
		name        string
		have        billing.Account
		known, want billing.Entitlement
	}{
		{"forgotten", billing.Account{}, paid, paid},
		{"forgotten, the first payment of another is under way", billing.Account{Subscriptions: []billing.Subscription{{ID: "sub_2", Status: billing.Incomplete}}}, paid, paid},
		{"forgotten in debt", billing.Account{}, billing.Entitlement{Standing: billing.InDebt, Subscription: "sub_1", Since: days(-14), Until: now}, billing.Entitlement{Standing: billing.Halted, Subscription: "sub_1", Since: days(-14)}},
		{"deleted", billing.Account{Gone: true}, paid, over},
		{"deleted, and known to be", billing.Account{Gone: true}, billing.Entitlement{Standing: billing.Ended, Subscription: "sub_1", Since: days(-7)}, billing.Entitlement{Standing: billing.Ended, Subscription: "sub_1", Since: days(-7)}},
		{"deleted before it subscribed", billing.Account{Gone: true}, billing.Entitlement{Standing: billing.Agreed}, billing.Entitlement{Standing: billing.Agreed}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, billing.Entitle(tt.have, tt.known, now)); diff != "" {
				t.Errorf("entitlement (-want +got):\n%s", diff)
			}
		})
	}
}

// TestEntitleEndsOnlyWhatIsCancelled: an agreement that ends is erased in the end, so
// nothing but a cancellation ends one, however long it was not paid.
func TestEntitleEndsOnlyWhatIsCancelled(t *testing.T) {
	for _, s := range []billing.Status{billing.Incomplete, billing.IncompleteExpired, billing.Trialing, billing.Active, billing.PastDue, billing.Unpaid, billing.Paused, billing.Canceled, "frozen"} {
		one := billing.Subscription{ID: "sub_1", Status: s, Created: days(-900), Unpaid: days(-800), PeriodEnd: days(-800), TrialEnd: days(-800)}
		got := billing.Entitle(billing.Account{Subscriptions: []billing.Subscription{one}}, billing.Entitlement{}, now).Standing
		if (got == billing.Ended) != (s == billing.Canceled) {
			t.Errorf("%s is %s", s, got)
		}
	}
}

// TestEntitleNeverServesForNothing: whatever Stripe has, a tenant is scanned on only
// while somebody pays, tries, or has a time of grace; and time alone never makes a
// standing better.
func TestEntitleNeverServesForNothing(t *testing.T) {
	draw := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a test's draws
	all := []billing.Status{billing.Incomplete, billing.IncompleteExpired, billing.Trialing, billing.Active, billing.PastDue, billing.Unpaid, billing.Paused, billing.Canceled}
	for range 20_000 {
		var a billing.Account
		live := false
		known := billing.Entitlement{Standing: billing.InDebt, Subscription: fmt.Sprint("sub_", draw.IntN(4)), Since: days(-draw.IntN(30))}
		since := func(s billing.Subscription) time.Time { // when its debt counts from
			switch {
			case s.ID != known.Subscription:
				return now
			case s.Unpaid.After(known.Since):
				return s.Unpaid
			}
			return known.Since
		}
		for n := range draw.IntN(4) {
			s := billing.Subscription{ID: fmt.Sprint("sub_", n), Status: all[draw.IntN(len(all))], Created: days(-draw.IntN(100)), Seats: draw.IntN(9)}
			s.Unpaid, s.PeriodEnd, s.TrialEnd = days(-draw.IntN(30)), days(draw.IntN(60)-30), days(draw.IntN(30)-15)
			live = live || s.Status == billing.Trialing || s.Status == billing.Active || (s.Status == billing.PastDue || s.Status == billing.Unpaid) && now.Sub(since(s)) < billing.Grace
			a.Subscriptions = append(a.Subscriptions, s)
		}
		if billing.Entitle(a, billing.Entitlement{}, now).Standing == billing.Agreed {
			known = billing.Entitlement{} // nothing is told of what was known
		}
		e := billing.Entitle(a, known, now)
		if e.Subscription == known.Subscription && e.Since.Equal(known.Since) && !now.Before(known.Since.Add(billing.Grace)) && e.Standing == billing.InDebt {
			t.Fatalf("%+v, of whom %+v was known, is %+v", a, known, e)
		}
		if e.Standing != billing.Agreed && e.Standing.Serves() && !live {
			t.Fatalf("%+v is %+v", a, e)
		}
		later := billing.Entitle(a, e, now.AddDate(0, 0, draw.IntN(60)))
		if !e.Standing.Serves() && later.Standing.Serves() {
			t.Fatalf("%+v is %v, and later %v", a, e.Standing, later.Standing)
		}
	}
}
