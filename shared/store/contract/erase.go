package contract

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// Notice is how long before an erasure that the customer did not ask for the owners
// are reminded of it: none begins sooner after the reminder.
const Notice = 7 * 24 * time.Hour

var (
	// ErrEarly means that an erasure is not due yet.
	ErrEarly = errors.New("the erasure is not due yet")
	// ErrListing ends a listing that cannot be read further. Other errors in a listing
	// are about one tenant, and the listing goes on.
	ErrListing = errors.New("the listing ended early")
)

// Ending is a tenant whose data is to be erased some time.
type Ending struct {
	Tenant tenant.ID
	Standing
}

// Due returns when the erasure may begin: never before the floor of EraseAfter unless
// the customer asked, and not before the owners were reminded for as long as Notice.
// It is zero where nobody knows yet, because the reminder is still to be written.
func (s Standing) Due() time.Time {
	switch {
	case s.Terminated.IsZero():
		return time.Time{}
	case !s.Asked.IsZero():
		return s.Asked
	case s.Reminded.IsZero():
		return time.Time{}
	}
	at := s.Erase
	for _, floor := range []time.Time{s.Terminated.Add(EraseAfter), s.Reminded.Add(Notice)} {
		if floor.After(at) {
			at = floor
		}
	}
	return at
}

// ending is how many tenants are listed at a time.
const ending = 200

// Endings lists the tenants whose agreement ended, those first that are to be erased
// first, and those whose erasure is under way among them.
func Endings(ctx context.Context, db *store.DB) iter.Seq2[Ending, error] {
	client := handle.Vahti(db.Handle())
	return func(yield func(Ending, error) bool) {
		q := client.Collection("tenants").Where("eraseAt", ">", time.Time{}).OrderBy("eraseAt", firestore.Asc)
		for next := q.Limit(ending); ; {
			docs, err := next.Documents(ctx).GetAll()
			if err != nil {
				yield(Ending{}, fmt.Errorf("list ended agreements: %w: %w", ErrListing, err))
				return
			}
			for _, snap := range docs {
				if e, err := endingOf(snap); !yield(e, err) {
					return
				}
			}
			if len(docs) < ending {
				return
			}
			next = q.StartAfter(docs[len(docs)-1]).Limit(ending)
		}
	}
}

func endingOf(snap *firestore.DocumentSnapshot) (Ending, error) {
	id, err := tenantid.Parse(snap.Ref.ID)
	if err != nil {
		return Ending{}, fmt.Errorf("list ended agreements: %w", err)
	}
	var d document.Tenant
	if snap.DataTo(&d) != nil {
		return Ending{Tenant: id}, errors.New("tenant is not in the expected form")
	}
	return Ending{id, standing(d)}, nil
}

// Begin notes that the erasure of a tenant has begun, from when on nobody can reach
// its data: every handle answers as if there were no such tenant. It is refused with
// ErrEarly before Due, whatever is stored. Beginning again changes nothing.
func Begin(ctx context.Context, t *store.Tenant, now time.Time) (Standing, error) {
	return note(ctx, t, "begin erasure", func(d *document.Tenant) (bool, error) {
		s := standing(*d)
		if !s.Erasing.IsZero() {
			return false, nil
		}
		if due := s.Due(); s.State != tenant.Terminated || due.IsZero() || now.Before(due) {
			return false, ErrEarly
		}
		d.State, d.Contract.Erasing = string(tenant.Erased), now
		return true, nil
	})
}

// Told notes that the owners were written to that the agreement ended, and Reminded
// that the erasure is near. What happened to the agreement meanwhile stays.
func Told(ctx context.Context, t *store.Tenant, terminated, now time.Time) error {
	return noted(ctx, t, terminated, func(c *document.Contract) *time.Time { return &c.Told }, now)
}

// Reminded is as Told.
func Reminded(ctx context.Context, t *store.Tenant, terminated, now time.Time) error {
	return noted(ctx, t, terminated, func(c *document.Contract) *time.Time { return &c.Reminded }, now)
}

// noted sets a time of a termination, unless it is set or the termination is another.
func noted(ctx context.Context, t *store.Tenant, terminated time.Time, of func(*document.Contract) *time.Time, now time.Time) error {
	_, err := note(ctx, t, "note letter", func(d *document.Tenant) (bool, error) {
		if d.Contract == nil || !d.Contract.Terminated.Equal(terminated) || !of(d.Contract).IsZero() {
			return false, nil
		}
		*of(d.Contract) = now
		return true, nil
	})
	return err
}

// note changes what is kept of an agreement without an entry of the audit trail, and
// without the tenant's key, which may be destroyed.
func note(ctx context.Context, t *store.Tenant, doing string, change func(*document.Tenant) (bool, error)) (Standing, error) {
	h := t.Handle()
	var out Standing
	err := handle.Transact(ctx, handle.DBOf(h), func(_ context.Context, tx *firestore.Transaction) error {
		docs, err := tx.GetAll([]*firestore.DocumentRef{handle.Doc(h)})
		if err != nil {
			return err
		}
		if !docs[0].Exists() {
			return store.ErrNotFound
		}
		var d document.Tenant
		if docs[0].DataTo(&d) != nil {
			return errors.New("tenant is not in the expected form")
		}
		changed, err := change(&d)
		out = standing(d)
		if err != nil || !changed {
			return err
		}
		return tx.Update(handle.Doc(h), []firestore.Update{{Path: "state", Value: d.State}, {Path: "contract", Value: d.Contract}})
	})
	if err != nil {
		return out, fmt.Errorf("%s: %w", doing, err)
	}
	return out, nil
}
