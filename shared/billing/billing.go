// Package billing is what a customer buys and what follows from it. A subscription
// at Stripe is a plan, which says how often a tenant may be scanned, and a number of
// seats, the people that are watched. [Entitle] is the one function that says what
// the customer may have for it; it knows no clock, no network and no store.
//
// [Client] is the only code that talks to Stripe. It reads the subscriptions as they
// are at that moment, whatever an event said, and makes the pages at Stripe on which
// an owner subscribes and changes a subscription. Nothing about a customer's
// Microsoft 365 goes there: a tenant's opaque ID, an e-mail address for bills and a
// language are all that Stripe learns. How many people a tenant has is not among it: see
// [Entitlement.Exceeded].
package billing

import (
	"cmp"
	"slices"
	"time"

	"vahti.ai/vahti/shared/tenant"
)

// Grace is how long a tenant is scanned on after a payment failed.
const Grace = 14 * 24 * time.Hour

// TrialNotice is how long before its end owners are told that a trial ends, as
// Stripe's own event does.
const TrialNotice = 3 * 24 * time.Hour

// MaxSeats is how many people a subscription can watch over at most.
const MaxSeats = 1_000_000

// Status is how a subscription stands at Stripe, in Stripe's words.
type Status string

// Stripe's states of a subscription.
const (
	Incomplete        Status = "incomplete"         // the first payment is still to come
	IncompleteExpired Status = "incomplete_expired" // and never came
	Trialing          Status = "trialing"
	Active            Status = "active"
	PastDue           Status = "past_due" // a payment failed and is tried again
	Unpaid            Status = "unpaid"   // Stripe has stopped trying; active again once it is paid
	Paused            Status = "paused"   // a trial ended without a way to pay
	Canceled          Status = "canceled" // for good
)

// Subscription is a subscription as Stripe has it now.
type Subscription struct {
	ID       string
	Customer string
	Status   Status
	Plan     tenant.Plan // empty where its price is none of Vahti's
	Seats    int
	Created  time.Time
	TrialEnd time.Time // zero without a trial
	// PeriodEnd is until when is paid, or until when the trial is free.
	PeriodEnd time.Time
	// Cancels is when the subscription ends although it was not cancelled yet; zero
	// where it goes on.
	Cancels time.Time
	Ended   time.Time // zero before it ended
	// Unpaid is since when a bill that was tried waits for a payment: the oldest of those
	// that are newer than the last that was paid. It is zero where there is none.
	Unpaid time.Time
}

// Account is a customer of Vahti's at Stripe, whole.
type Account struct {
	Customer string
	// Gone says that Stripe has deleted the customer, and with it what was subscribed to.
	// A customer that Stripe has never heard of is not gone.
	Gone          bool
	Subscriptions []Subscription
	// Dispute is the newest payment that the customer's bank disputes and that is not
	// decided; empty where there is none.
	Dispute string
}

// Standing is what a customer may have.
type Standing string

// The standings. Without a subscription everything is as the operator agreed with the
// customer.
const (
	Agreed Standing = "agreed"
	Trial  Standing = "trial"
	Paid   Standing = "paid"
	InDebt Standing = "in-debt" // a payment failed; all goes on for a time of grace
	Halted Standing = "halted"  // scans pause, nothing is deleted
	Ended  Standing = "ended"   // the subscription is over, and the agreement with it
)

// Serves reports whether a tenant of this standing is scanned.
func (s Standing) Serves() bool { return s == Agreed || s == Trial || s == Paid || s == InDebt }

// Entitlement is what follows from what a customer has subscribed to.
type Entitlement struct {
	Standing     Standing
	Subscription string // empty for Agreed
	Plan         tenant.Plan
	Seats        int
	// Began is when the subscription was made.
	Began time.Time
	// Since is from when on the debt counts, of InDebt and Halted, or when the subscription
	// ended; zero for the others.
	Since time.Time
	// Until is when the standing ends by itself: a trial, a paid period, a time of
	// grace; zero for the others.
	Until time.Time
	// Cancels is when the subscription ends because somebody cancelled it; zero where
	// it goes on.
	Cancels time.Time
	// Dispute names a payment that is disputed. It changes nothing of the service until
	// it is decided.
	Dispute string
}

// Turns is when another standing follows from the time alone, without an event of
// Stripe's: a time of grace is over. It is zero for the others.
func (e Entitlement) Turns() time.Time {
	if e.Standing != InDebt {
		return time.Time{}
	}
	return e.Until
}

// Entitle says what a customer may have at a moment, of whom something was known before.
// Of several subscriptions the newest that is not over counts; where all are over, the
// one that ended last; where Stripe has forgotten all of them, what was known. One
// whose first payment never came counts as none. Only a cancelled one is over, and one
// of a customer that was deleted: what is not paid, whether Stripe still tries to
// collect it or not, halts after the grace and goes on once it is paid.
//
// The grace is counted from when a debt is first known, as a bank may refuse a payment
// days after the bill, and from the bill where that is later.
func Entitle(a Account, known Entitlement, now time.Time) Entitlement {
	s, ok := current(a.Subscriptions)
	if !ok {
		return forgotten(a, known, now)
	}
	e := Entitlement{Subscription: s.ID, Plan: s.Plan, Seats: s.Seats, Began: s.Created, Cancels: s.Cancels, Dispute: a.Dispute}
	switch s.Status {
	case Trialing:
		e.Standing, e.Until = Trial, s.TrialEnd
	case Active:
		e.Standing, e.Until = Paid, s.PeriodEnd
	case PastDue, Unpaid:
		e.Standing, e.Since = InDebt, known.debt(s.ID, now)
		if s.Unpaid.After(e.Since) {
			e.Since = s.Unpaid
		}
		if e.Until = e.Since.Add(Grace); !now.Before(e.Until) {
			e.Standing, e.Until = Halted, time.Time{}
		}
	case Paused:
		e.Standing, e.Since = Halted, cmp.Or(s.TrialEnd, s.Created)
	case Canceled:
		e.Standing, e.Since, e.Cancels = Ended, cmp.Or(s.Ended, s.PeriodEnd, s.Created), time.Time{}
	default: // a state that Stripe made up since
		e.Standing, e.Since = Halted, cmp.Or(s.PeriodEnd, s.Created)
	}
	return e
}

// debt is from when on a subscription's debt is known: now, where it was not before.
func (e Entitlement) debt(subscription string, now time.Time) time.Time {
	if e.Subscription == subscription && (e.Standing == InDebt || e.Standing == Halted) {
		return e.Since
	}
	return now
}

// forgotten is what a customer may have of whose subscriptions Stripe tells nothing.
func forgotten(a Account, known Entitlement, now time.Time) Entitlement {
	switch {
	case known.Subscription == "":
		return Entitlement{Standing: Agreed, Dispute: a.Dispute}
	case a.Gone && known.Standing != Ended:
		known.Standing, known.Since, known.Until, known.Cancels = Ended, now, time.Time{}, time.Time{}
	case known.Standing == InDebt && !now.Before(known.Since.Add(Grace)):
		known.Standing, known.Until = Halted, time.Time{}
	}
	return known
}

// current returns the subscription that counts.
func current(all []Subscription) (s Subscription, ok bool) {
	all = slices.DeleteFunc(slices.Clone(all), func(s Subscription) bool { return s.Status == Incomplete || s.Status == IncompleteExpired })
	if len(all) == 0 {
		return s, false
	}
	return slices.MaxFunc(all, func(a, b Subscription) int {
		over := func(s Subscription) bool { return s.Status == Canceled }
		switch {
		case over(a) != over(b):
			return map[bool]int{true: -1, false: 1}[over(a)]
		case over(a):
			return cmp.Or(a.Ended.Compare(b.Ended), a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
		}
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	}), true
}

// Live counts the subscriptions of an account that are not over: more than one is
// somebody's mistake.
func (a Account) Live() int {
	n := 0
	for _, s := range a.Subscriptions {
		if s.Status != Canceled && s.Status != Incomplete && s.Status != IncompleteExpired {
			n++
		}
	}
	return n
}
