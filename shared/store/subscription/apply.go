package subscription

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/billing"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// ErrOvertaken means that a reading which began later was applied already.
var ErrOvertaken = errors.New("a later reading of the subscription was applied already")

// Reading is the right to apply what Stripe is asked from now on of a customer.
type Reading struct {
	number   int64
	customer string
}

// Begin begins a reading of a customer that a tenant is; ErrNone where it is another by
// now. Stripe is asked after it returns.
func Begin(ctx context.Context, t *store.Tenant, customer string) (Reading, error) {
	r := Reading{customer: customer}
	h := t.Handle()
	err := handle.Transact(ctx, handle.DBOf(h), func(_ context.Context, tx *firestore.Transaction) error {
		snaps, err := tx.GetAll([]*firestore.DocumentRef{doc(h)})
		if err != nil {
			return err
		}
		d, err := stored(snaps[0], nil)
		if err != nil {
			return err
		}
		if d.Customer != customer {
			return ErrNone
		}
		d.Issued++
		r.number = d.Issued
		return tx.Set(doc(h), d)
	})
	if err != nil {
		return Reading{}, fmt.Errorf("begin to read subscription: %w", err)
	}
	return r, nil
}

// Apply puts what follows from what was read in the place of what was known, brings the
// tenant's plan up to date, and tells the audit trail what differs, in one transaction.
// What follows judge says, of what was known, at the moment it is given; it may be asked
// more than once. Apply returns ErrOvertaken and changes nothing where a later reading was
// applied, and ErrNone where the tenant is another customer by now; what it applied
// itself it applies once.
func Apply(ctx context.Context, t *store.Tenant, r Reading, judge func(known billing.Entitlement, now time.Time) billing.Entitlement, now time.Time) (Record, error) {
	key, err := t.Key(ctx)
	if err != nil {
		return Record{}, err
	}
	s := step{t: t.Handle(), key: key, now: now.UTC().Truncate(time.Microsecond)}
	var out Record
	err = handle.Transact(ctx, handle.DBOf(s.t), func(_ context.Context, tx *firestore.Transaction) error {
		out, err = s.apply(tx, r, judge)
		return err
	})
	if err != nil {
		return Record{}, fmt.Errorf("apply subscription: %w", err)
	}
	return out, nil
}

// step is a change under way.
type step struct {
	t   handle.Tenant
	key *seal.Key
	now time.Time
}

func (s step) apply(tx *firestore.Transaction, r Reading, judge func(billing.Entitlement, time.Time) billing.Entitlement) (Record, error) {
	snaps, err := tx.GetAll([]*firestore.DocumentRef{handle.Doc(s.t), doc(s.t)})
	if err != nil {
		return Record{}, err
	}
	var about document.Tenant
	if !snaps[0].Exists() {
		return Record{}, store.ErrNotFound
	}
	if err := snaps[0].DataTo(&about); err != nil {
		return Record{}, err
	}
	d, err := stored(snaps[1], nil)
	switch {
	case err != nil:
		return Record{}, err
	case d.Customer != r.customer:
		return Record{}, ErrNone
	case d.Applied > r.number:
		return Record{}, ErrOvertaken
	case d.Applied == r.number:
		return recordOf(d), nil // the answer was lost
	}
	was := recordOf(d)
	d.Applied = r.number
	e := judge(was.Entitlement, s.now)
	owed := owes(was.Entitlement, e, d.Warned, s.now)
	exceeded, tell := e.Crossing(d.Exceeded, about.People)
	if d.Exceeded = exceeded; tell {
		d.Crossings++
		owed = append(owed, Owed{Name: fmt.Sprintf("seats-%d", d.Crossings), Kind: letter.SeatsExceeded, Count: *about.People})
	}
	if was.Entitlement != e || len(owed) > 0 {
		d.Version++
		if err := s.tell(tx, was.Entitlement, e, d.Version); err != nil {
			return Record{}, err
		}
		put(&d, e)
		for _, o := range owed {
			d.Owed = append(d.Owed, document.OwedLetter{Name: o.Name, Kind: string(o.Kind), Until: o.Until, Count: o.Count})
			if o.Kind == letter.TrialEnding {
				d.Warned = o.Until
			}
		}
	}
	d.Look = nil
	if at := e.Turns(); !at.IsZero() {
		d.Look = &at
	}
	if updates := planned(about, e, s.now); len(updates) > 0 {
		if err := tx.Update(handle.Doc(s.t), updates); err != nil {
			return Record{}, err
		}
	}
	return recordOf(d), tx.Set(doc(s.t), d)
}

// put writes an entitlement into the document.
func put(d *document.Subscription, e billing.Entitlement) {
	d.Standing, d.Subscription, d.Plan, d.Seats = string(e.Standing), e.Subscription, string(e.Plan), e.Seats
	d.Began, d.Since, d.Until, d.Cancels, d.Dispute = e.Began, e.Since, e.Until, e.Cancels, e.Dispute
}

// planned are the updates by which a tenant has the plan that it pays for. The interval
// between scans follows where it was the shortest that the former plan allowed, or is
// shorter than the new one allows.
func planned(d document.Tenant, e billing.Entitlement, now time.Time) []firestore.Update {
	was := tenant.Plan(d.Plan)
	if e.Plan == "" || e.Plan == was || e.Standing == billing.Agreed || e.Standing == billing.Ended {
		return nil
	}
	updates := []firestore.Update{{Path: "plan", Value: string(e.Plan)}}
	shortest := e.Plan.Shortest()
	if d.Interval == shortest || was != "" && d.Interval != was.Shortest() && d.Interval > shortest {
		return updates
	}
	d.Interval = shortest
	updates = append(updates, firestore.Update{Path: "interval", Value: shortest})
	if next := d.NextDue(now); next.Before(d.Due) && tenant.State(d.State).Watched() {
		updates = append(updates, firestore.Update{Path: "due", Value: next})
	}
	return updates
}

// told is what the audit trail keeps of an entitlement.
type told struct {
	Standing billing.Standing `json:"standing"`
	Plan     tenant.Plan      `json:"plan,omitempty"`
	Seats    int              `json:"seats,omitempty"`
	Until    *time.Time       `json:"until,omitempty"`
	Cancels  *time.Time       `json:"cancels,omitempty"`
	Dispute  string           `json:"dispute,omitempty"`
}

func toldOf(e billing.Entitlement) (json.RawMessage, error) {
	v := told{Standing: e.Standing, Plan: e.Plan, Seats: e.Seats, Dispute: e.Dispute}
	if !e.Until.IsZero() && e.Standing != billing.Paid {
		v.Until = &e.Until
	}
	if !e.Cancels.IsZero() {
		v.Cancels = &e.Cancels
	}
	return json.Marshal(v)
}

// actions are what the audit trail calls the differences between two entitlements. A
// renewal is none.
func actions(was, is billing.Entitlement) []trail.Action {
	var out []trail.Action
	debt := func(e billing.Entitlement) bool { return e.Standing == billing.InDebt || e.Standing == billing.Halted }
	if was.Plan != is.Plan || was.Seats != is.Seats || was.Cancels.IsZero() != is.Cancels.IsZero() || was.Subscription != is.Subscription ||
		was.Standing != is.Standing && (is.Standing == billing.Ended || !debt(was) && !debt(is)) {
		out = append(out, trail.PlanChanged)
	}
	switch {
	case is.Standing == billing.InDebt && was.Standing != billing.InDebt, is.Standing == billing.Halted && !debt(was):
		out = append(out, trail.PaymentFailed)
	case debt(was) && (is.Standing == billing.Paid || is.Standing == billing.Trial):
		out = append(out, trail.PaymentSettled)
	}
	if is.Dispute != "" && was.Dispute != is.Dispute {
		out = append(out, trail.PaymentDisputed)
	}
	return out
}

// tell writes what differs into the audit trail.
func (s step) tell(tx *firestore.Transaction, was, is billing.Entitlement, version int64) error {
	before, err := toldOf(was)
	if err != nil {
		return err
	}
	after, err := toldOf(is)
	if err != nil {
		return err
	}
	for _, action := range actions(was, is) {
		entry, err := trail.NewDraft(s.t, s.key, fmt.Sprintf("subscription-%d-%s", version, action), trail.Entry{
			At: s.now, Action: action, Target: "subscription", Before: before, After: after})
		if err != nil {
			return err
		}
		if err := entry.Create(tx); err != nil {
			return err
		}
	}
	return nil
}

// owes are the letters that a change owes to owners.
func owes(was, is billing.Entitlement, warned, now time.Time) []Owed {
	var out []Owed
	at := func(t time.Time) string { return fmt.Sprint(t.Unix()) }
	if is.Standing == billing.Trial && is.Cancels.IsZero() && !is.Until.Equal(warned) && now.Before(is.Until) && is.Until.Sub(now) <= billing.TrialNotice {
		out = append(out, Owed{Name: "trial-" + at(is.Until), Kind: letter.TrialEnding, Until: is.Until})
	}
	fresh := was.Standing != is.Standing || !was.Since.Equal(is.Since) || was.Subscription != is.Subscription
	switch {
	case is.Standing == billing.InDebt && fresh:
		out = append(out, Owed{Name: "failed-" + at(is.Since), Kind: letter.PaymentFailed, Until: is.Until})
	case is.Standing == billing.Halted && fresh:
		out = append(out, Owed{Name: "halted-" + at(is.Since), Kind: letter.ScansPaused})
	case is.Standing == billing.Ended && fresh:
		out = append(out, Owed{Name: "ended-" + is.Subscription, Kind: letter.SubscriptionEnded})
	case is.Standing.Serves() && (was.Standing == billing.Halted || was.Standing == billing.Ended):
		out = append(out, Owed{Name: "resumed-" + is.Subscription + "-" + at(was.Since), Kind: letter.ScansResumed})
	}
	if is.Dispute != "" && was.Dispute != is.Dispute {
		out = append(out, Owed{Name: "dispute-" + is.Dispute, Kind: letter.PaymentDisputed})
	}
	return out
}

// Told notes that letters were written.
func Told(ctx context.Context, t *store.Tenant, names ...string) error {
	if len(names) == 0 {
		return nil
	}
	h := t.Handle()
	err := handle.Transact(ctx, handle.DBOf(h), func(_ context.Context, tx *firestore.Transaction) error {
		snaps, err := tx.GetAll([]*firestore.DocumentRef{doc(h)})
		if err != nil {
			return err
		}
		d, err := stored(snaps[0], nil)
		if err != nil {
			return err
		}
		left := slices.DeleteFunc(d.Owed, func(o document.OwedLetter) bool { return slices.Contains(names, o.Name) })
		return tx.Update(doc(h), []firestore.Update{{Path: "owed", Value: left}})
	})
	if err != nil {
		return fmt.Errorf("note letters: %w", err)
	}
	return nil
}
