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
				got := billing.Entitle(billing.Account{Subscriptions: list}, now)
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("entitlement (-want +got):\n%s", diff)
				}
				if at := got.Turns(); !at.IsZero() {
					before, after := billing.Entitle(billing.Account{Subscriptions: list}, at.Add(-1)), billing.Entitle(billing.Account{Subscriptions: list}, at)
					if before.Standing != got.Standing || after.Standing == got.Standing {
						t.Errorf("%v turns at %v: got %v just before and %v then", got.Standing, at, before.Standing, after.Standing)
					}
				}
			}
			disputed := tt.want
			disputed.Dispute = "dp_1"
			if diff := cmp.Diff(disputed, billing.Entitle(billing.Account{Subscriptions: tt.have, Dispute: "dp_1"}, now)); diff != "" {
				t.Errorf("disputed (-want +got):\n%s", diff)
			}
		})
	}
}

// TestEntitleEndsOnlyWhatIsCancelled: an agreement that ends is erased in the end, so
// nothing but a cancellation ends one, however long it was not paid.
func TestEntitleEndsOnlyWhatIsCancelled(t *testing.T) {
	for _, s := range []billing.Status{billing.Incomplete, billing.IncompleteExpired, billing.Trialing, billing.Active, billing.PastDue, billing.Unpaid, billing.Paused, billing.Canceled, "frozen"} {
		one := billing.Subscription{ID: "sub_1", Status: s, Created: days(-900), Unpaid: days(-800), PeriodEnd: days(-800), TrialEnd: days(-800)}
		got := billing.Entitle(billing.Account{Subscriptions: []billing.Subscription{one}}, now).Standing
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
		for n := range draw.IntN(4) {
			s := billing.Subscription{ID: fmt.Sprint("sub_", n), Status: all[draw.IntN(len(all))], Created: days(-draw.IntN(100)), Seats: draw.IntN(9)}
			s.Unpaid, s.PeriodEnd, s.TrialEnd = days(-draw.IntN(30)), days(draw.IntN(60)-30), days(draw.IntN(30)-15)
			live = live || s.Status == billing.Trialing || s.Status == billing.Active || (s.Status == billing.PastDue || s.Status == billing.Unpaid) && now.Sub(s.Unpaid) < billing.Grace
			a.Subscriptions = append(a.Subscriptions, s)
		}
		e := billing.Entitle(a, now)
		if e.Standing != billing.Agreed && e.Standing.Serves() && !live {
			t.Fatalf("%+v is %+v", a, e)
		}
		later := billing.Entitle(a, now.AddDate(0, 0, draw.IntN(60)))
		if !e.Standing.Serves() && later.Standing.Serves() {
			t.Fatalf("%+v is %v, and later %v", a, e.Standing, later.Standing)
		}
	}
}
