package trail

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
)

// Pending is an entry that waits to be moved.
type Pending struct {
	At  time.Time // when it was written, by the wall clock
	ref *firestore.DocumentRef
	doc document.Trail
}

// movePage is how many entries that wait are read at a time.
const movePage = 300

// Late lists entries that were written before a moment of the wall clock and still
// wait, oldest first: whoever wrote them was stopped, or may not move them. It
// lists those of all tenants and, for an identity that has the people database,
// the service's own after them. An entry that cannot be read yields an error and
// the listing goes on.
func Late(ctx context.Context, db *store.DB, before time.Time) iter.Seq2[Pending, error] {
	q := handle.Vahti(db.Handle()).CollectionGroup("trail").Where("at", "<=", before).OrderBy("at", firestore.Asc)
	people := handle.People(db.Handle())
	if people == nil {
		return list(ctx, q, pendingOf)
	}
	own := people.CollectionGroup("trail").Where("at", "<=", before).OrderBy("at", firestore.Asc)
	return func(yield func(Pending, error) bool) {
		for p, err := range list(ctx, q, pendingOf) {
			if !yield(p, err) {
				return
			}
		}
		for p, err := range list(ctx, own, servicePendingOf) {
			if !yield(p, err) {
				return
			}
		}
	}
}

// Waiting lists the entries of one tenant that wait.
func Waiting(ctx context.Context, t *store.Tenant) iter.Seq2[Pending, error] {
	return list(ctx, handle.Doc(t.Handle()).Collection("trail").OrderBy(firestore.DocumentID, firestore.Asc), pendingOf)
}

// list reads page by page: what was listed is removed meanwhile.
func list(ctx context.Context, q firestore.Query, read func(*firestore.DocumentSnapshot) (Pending, error)) iter.Seq2[Pending, error] {
	return func(yield func(Pending, error) bool) {
		for snap, err := range pages(ctx, q, movePage) {
			if err != nil {
				yield(Pending{}, fmt.Errorf("list audit trail: %w", err))
				return
			}
			if p, err := read(snap); !yield(p, err) {
				return
			}
		}
	}
}

var errForm = errors.New("an entry of the audit trail is not in the expected form")

// pendingOf reads an entry that waits. It must lie under the tenant that it names.
func pendingOf(snap *firestore.DocumentSnapshot) (Pending, error) {
	p := Pending{ref: snap.Ref}
	if snap.DataTo(&p.doc) != nil {
		return p, errForm
	}
	owner := snap.Ref.Parent.Parent
	if owner == nil || owner.ID != p.doc.Tenant {
		return p, errForm
	}
	if _, err := tenantid.Parse(owner.ID); err != nil {
		return p, errForm
	}
	p.At = p.doc.At
	return p, nil
}

// servicePendingOf reads an entry of the service's own book that waits. It names no
// tenant.
func servicePendingOf(snap *firestore.DocumentSnapshot) (Pending, error) {
	p := Pending{ref: snap.Ref}
	if snap.DataTo(&p.doc) != nil || p.doc.Tenant != "" || snap.Ref.Parent.Parent != nil {
		return p, errForm
	}
	p.At = p.doc.At
	return p, nil
}

// OfService returns an entry of the service's own book that waits, and its name; ok is
// false for a tenant's.
func (p Pending) OfService(ctx context.Context, db *store.DB) (name string, e Entry, ok bool, err error) {
	if p.ref == nil || p.doc.Tenant != "" {
		return "", Entry{}, false, nil
	}
	key, err := Service(db).key(ctx)
	if err != nil {
		return "", Entry{}, false, err
	}
	e, err = opened(key, p.ref.ID, p.doc)
	return p.ref.ID, e, err == nil, err
}

// Move moves entries into the trail. It may be repeated, and two may do it at once.
func Move(ctx context.Context, db *store.DB, entries ...Pending) error {
	for _, p := range entries {
		book, err := bookDoc(db.Handle(), p.doc.Tenant)
		if err != nil {
			return err
		}
		if err := create(ctx, book.Collection("entries").Doc(p.ref.ID), p.doc); err != nil {
			return err
		}
		err = handle.Retry(ctx, func(ctx context.Context) error {
			_, err := p.ref.Delete(ctx)
			return err
		})
		if err != nil {
			return fmt.Errorf("clear audit trail: %w", err)
		}
	}
	return nil
}

// MoveAll moves every entry of one tenant that waits.
func MoveAll(ctx context.Context, db *store.DB, t *store.Tenant) error {
	for p, err := range Waiting(ctx, t) {
		if err != nil {
			return err
		}
		if err := Move(ctx, db, p); err != nil {
			return err
		}
	}
	return nil
}
