// Package contract is where a tenant's agreement stands: who accepted it, whether scans
// rest, whether it was terminated and why, and when everything of the tenant is erased.
//
// An agreement that ends leaves the customer 30 days in which what is kept can still
// be exported and nothing is scanned; on the 31st day, and no sooner unless the
// customer asks, everything is erased by functions/erase. The data processing
// agreement promises the 30 days, and the erasure within 90 days of the termination
// or of the customer's request (section 19).
//
// It is kept in the tenant's own document, which every scan reads in its
// transactions: a scan under way when the agreement is paused or terminated records
// nothing more. Each step is one transaction that also holds its entry of the audit
// trail, and may be repeated.
package contract

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// The times that hold for every tenant.
const (
	// ExportTime is for how long after the termination the customer can take the
	// tenant's data away.
	ExportTime = 30 * 24 * time.Hour
	// EraseAfter is how long after the termination everything is erased: on the day
	// after ExportTime. No erasure is due sooner unless the customer asks for it.
	EraseAfter = ExportTime + 24*time.Hour
	// EraseWithin is the longest that an erasure may take, counted from the termination
	// and from the customer's request.
	EraseWithin = 90 * 24 * time.Hour
)

// Why a step is refused, in words for whoever takes it. A tenant whose erasure has
// begun is there no more: member.ErrNotFound.
var (
	ErrWhy     = errors.New("an agreement is terminated by the customer or because its subscription ended")
	ErrRequest = errors.New("a termination needs a name of its own")
	ErrGoes    = errors.New("the agreement was not terminated")
	ErrUnpaid  = errors.New("the agreement ended with its subscription; choose a plan and it goes on")
)

// Why is by what an agreement ended.
type Why string

// The reasons.
const (
	ByCustomer     Why = "customer"     // an owner terminated it
	BySubscription Why = "subscription" // the subscription ended, or was never paid
)

// Termination is the wish to end an agreement.
type Termination struct {
	// Request names the wish: a repeat is the same, also after the agreement went on.
	Request string
	Why     Why
}

// Standing is where an agreement stands. A time is zero where nothing of the kind
// has happened or is to happen.
type Standing struct {
	State      tenant.State
	Paused     time.Time // since when scans rest
	Terminated time.Time
	// Export is until when what is kept can be exported.
	Export time.Time
	// Erase is when everything is to be erased, Asked when the customer asked for that
	// to be at once, and Erasing when it began.
	Erase, Asked, Erasing time.Time
	Why                   Why
	// Told and Reminded are when the owners were written to.
	Told, Reminded time.Time
}

// Exportable reports whether the tenant's data can be taken away: until its erasure
// begins.
func (s Standing) Exportable() bool { return s.State != tenant.Erased && s.Erasing.IsZero() }

// Resumable reports whether a person may have the agreement go on, as Reinstate does.
func (s Standing) Resumable() bool { return s.State == tenant.Terminated && s.Why != BySubscription }

// Latest is the latest moment by which everything must be erased; zero where nothing
// is to be.
func (s Standing) Latest() time.Time {
	switch {
	case s.Terminated.IsZero():
		return time.Time{}
	case !s.Asked.IsZero() && s.Asked.Before(s.Terminated):
		return s.Asked.Add(EraseWithin)
	}
	return s.Terminated.Add(EraseWithin)
}

// standing is where the agreement of a tenant stands that is stored so.
func standing(d document.Tenant) Standing {
	s := Standing{State: tenant.State(d.State)}
	if d.EraseAt != nil {
		s.Erase = d.EraseAt.UTC()
	}
	c := d.Contract
	if c == nil {
		return s
	}
	s.Paused, s.Terminated, s.Asked, s.Erasing = utc(c.Paused), utc(c.Terminated), utc(c.Asked), utc(c.Erasing)
	s.Told, s.Reminded, s.Why = utc(c.Told), utc(c.Reminded), Why(c.Why)
	if !s.Terminated.IsZero() {
		s.Export = s.Erase
	}
	return s
}

// utc returns a time in UTC, and zero as zero.
func utc(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC()
}

// Of reads where a tenant's agreement stands; store.ErrNotFound where there is no
// such tenant.
func Of(ctx context.Context, t *store.Tenant) (Standing, error) {
	d, err := stored(ctx, t)
	if err != nil {
		return Standing{}, err
	}
	s := standing(d)
	return s, s.State.Validate()
}

// stored reads a tenant's document.
func stored(ctx context.Context, t *store.Tenant) (d document.Tenant, _ error) {
	snap, err := handle.Doc(t.Handle()).Get(ctx)
	if snap != nil && !snap.Exists() {
		return d, store.ErrNotFound
	}
	if err == nil {
		err = snap.DataTo(&d)
	}
	if err != nil {
		return d, fmt.Errorf("read agreement: %w", err)
	}
	return d, nil
}

// Pause lets a tenant's scans rest; what was found stays. Pausing again changes
// nothing, nor does pausing what was terminated, which is not scanned anyway. It
// takes the permission tenant.Contract, or Vahti itself.
func Pause(ctx context.Context, t *store.Tenant, by member.Actor, now time.Time) error {
	_, err := change(ctx, t, by, now, "pause agreement", func(s *step) (trail.Action, error) {
		if s.state() == tenant.Terminated || !s.c.Paused.IsZero() {
			return "", nil
		}
		s.c.Paused = s.now
		return trail.ContractPaused, nil
	})
	return err
}

// Resume lets a tenant's scans go on, at once where one is due. Where they do not
// rest it changes nothing. It takes what Pause takes.
func Resume(ctx context.Context, t *store.Tenant, by member.Actor, now time.Time) error {
	_, err := change(ctx, t, by, now, "resume agreement", func(s *step) (trail.Action, error) {
		if s.c.Paused.IsZero() {
			return "", nil
		}
		s.c.Paused = time.Time{}
		return trail.ContractResumed, nil
	})
	return err
}

// Terminate ends a tenant's agreement: nothing is scanned any more, everything can
// be exported for ExportTime, and is then erased. What was terminated already, or by
// a wish of that name before it went on after all, stays as it is. It takes what
// Pause takes. Where the customer ends it, what the tenant pays for is to be looked at
// within a minute, so that nothing more is charged.
func Terminate(ctx context.Context, t *store.Tenant, w Termination, by member.Actor, now time.Time) (Standing, error) {
	switch {
	case w.Why != ByCustomer && w.Why != BySubscription:
		return Standing{}, ErrWhy
	case !handle.Named(w.Request):
		return Standing{}, ErrRequest
	}
	return change(ctx, t, by, now, "terminate agreement", func(s *step) (trail.Action, error) {
		if s.state() == tenant.Terminated || s.c.Request == w.Request {
			return "", nil
		}
		s.terminate(w)
		s.eraseAt(s.now.Add(EraseAfter))
		return trail.ContractTerminated, nil
	})
}

// RequestErasure has everything of a tenant erased as soon as functions/erase comes
// by; an agreement that goes on ends with it. Asking again changes nothing. Only a
// person of the customer's can ask, with the permission tenant.Contract.
func RequestErasure(ctx context.Context, t *store.Tenant, by member.Actor, now time.Time) (Standing, error) {
	if by.Service {
		return Standing{}, fmt.Errorf("ask for erasure: %w", member.ErrForbidden)
	}
	return change(ctx, t, by, now, "ask for erasure", func(s *step) (trail.Action, error) {
		if !s.c.Asked.IsZero() {
			return "", nil
		}
		if s.state() != tenant.Terminated {
			s.terminate(Termination{Request: fmt.Sprintf("erasure-%d", s.c.Steps+1), Why: ByCustomer})
		}
		s.c.Asked = s.now
		s.eraseAt(s.now)
		return trail.ErasureAsked, nil
	})
}

// Reinstate has a terminated agreement go on as it was, because the customer
// subscribes again or thinks otherwise before the erasure began. Where it was not
// terminated it is refused with ErrGoes. It takes what Pause takes; what ended with its
// subscription goes on with another one, which Vahti itself sees, and a person is refused
// with ErrUnpaid.
func Reinstate(ctx context.Context, t *store.Tenant, by member.Actor, now time.Time) error {
	_, err := change(ctx, t, by, now, "reinstate agreement", func(s *step) (trail.Action, error) {
		if s.state() != tenant.Terminated {
			return "", ErrGoes
		}
		if !by.Service && !standing(s.d).Resumable() {
			return "", ErrUnpaid
		}
		s.d.State = s.c.Was
		zero := time.Time{}
		s.c.Terminated, s.c.Asked, s.c.Told, s.c.Reminded, s.c.Why, s.c.Was = zero, zero, zero, zero, "", ""
		s.eraseAt(zero)
		return trail.ContractReinstated, nil
	})
	return err
}

// step is a change of an agreement under way.
type step struct {
	d   document.Tenant
	c   document.Contract
	now time.Time
	// target and after are what the audit trail tells of the step, where that is not where
	// the agreement stands.
	target string
	after  json.RawMessage
	// look says that the tenant's subscription, where there is one, outlives the agreement.
	look bool
}

func (s *step) state() tenant.State { return tenant.State(s.d.State) }

// terminate ends the agreement now.
func (s *step) terminate(w Termination) {
	s.c.Was, s.c.Request, s.c.Why, s.c.Terminated = s.d.State, w.Request, string(w.Why), s.now
	s.d.State = string(tenant.Terminated)
	s.look = w.Why == ByCustomer
}

// eraseAt says when the erasure is due; a zero time, that none is.
func (s *step) eraseAt(at time.Time) {
	s.d.EraseAt = nil
	if !at.IsZero() {
		s.d.EraseAt = &at
	}
}

// change makes a step in one transaction with its entry of the audit trail, and
// returns where the agreement stands then. A step of no action changes nothing.
func change(ctx context.Context, t *store.Tenant, by member.Actor, now time.Time, doing string, make func(*step) (trail.Action, error)) (Standing, error) {
	key, err := t.Key(ctx)
	if err != nil {
		return Standing{}, fmt.Errorf("%s: %w", doing, err)
	}
	h := t.Handle()
	now = now.UTC().Truncate(time.Microsecond) // as Firestore keeps it
	var out Standing
	err = handle.Transact(ctx, handle.DBOf(h), func(_ context.Context, tx *firestore.Transaction) error {
		if !by.Service {
			if _, err := member.Authorize(tx, h, by, tenant.Contract); err != nil {
				return err
			}
		}
		s, err := read(tx, h, now)
		if err != nil {
			return err
		}
		before := standing(s.d)
		action, err := make(s)
		if err != nil || action == "" {
			out = before
			return err
		}
		s.c.Steps++
		s.d.Contract = &s.c
		out = standing(s.d)
		entry, err := told(h, key, s, by, action, before, out)
		if err != nil {
			return err
		}
		pays := false
		if s.look {
			if pays, err = paying(tx, h); err != nil {
				return err
			}
		}
		if err := s.write(tx, h); err != nil {
			return err
		}
		if pays {
			if err := tx.Update(subscribed(h), []firestore.Update{{Path: "look", Value: s.now}}); err != nil {
				return err
			}
		}
		return entry.Create(tx)
	})
	if err != nil {
		return Standing{}, fmt.Errorf("%s: %w", doing, err)
	}
	return out, nil
}

// subscribed is the document of what a tenant has at Stripe, which store/subscription
// keeps. What its field look says is for functions/dispatch to follow.
func subscribed(h handle.Tenant) *firestore.DocumentRef {
	return handle.Doc(h).Collection("billing").Doc("subscription")
}

// paying reports whether a tenant is a customer at Stripe.
func paying(tx *firestore.Transaction, h handle.Tenant) (bool, error) {
	docs, err := tx.GetAll([]*firestore.DocumentRef{subscribed(h)})
	if err != nil || !docs[0].Exists() {
		return false, err
	}
	var d document.Subscription
	if docs[0].DataTo(&d) != nil {
		return false, errors.New("a subscription is not in the expected form")
	}
	return d.Customer != "", nil
}

// read reads the tenant, which must be there and not be under erasure.
func read(tx *firestore.Transaction, h handle.Tenant, now time.Time) (*step, error) {
	docs, err := tx.GetAll([]*firestore.DocumentRef{handle.Doc(h)})
	if err != nil {
		return nil, err
	}
	if !docs[0].Exists() {
		return nil, member.ErrNotFound
	}
	s := &step{now: now}
	if err := docs[0].DataTo(&s.d); err != nil {
		return nil, errors.New("tenant is not in the expected form")
	}
	if err := s.state().Validate(); err != nil {
		return nil, err
	}
	if s.state() == tenant.Erased {
		return nil, member.ErrNotFound
	}
	if s.d.Contract != nil {
		s.c = *s.d.Contract
	}
	return s, nil
}

// write writes what became of the agreement, and nothing else of the tenant.
func (s *step) write(tx *firestore.Transaction, h handle.Tenant) error {
	var at any = firestore.Delete
	if s.d.EraseAt != nil {
		at = *s.d.EraseAt
	}
	return tx.Update(handle.Doc(h), []firestore.Update{
		{Path: "state", Value: s.d.State}, {Path: "contract", Value: s.c}, {Path: "eraseAt", Value: at},
	})
}
