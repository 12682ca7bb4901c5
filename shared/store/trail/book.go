package trail

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
)

// Book is one audit trail: a tenant's, or the service's own.
type Book struct {
	db     handle.DB
	tenant *store.Tenant // nil: the service's own
}

// Of returns a tenant's book.
func Of(t *store.Tenant) Book { return Book{handle.DBOf(t.Handle()), t} }

// Service returns the book of what concerns no tenant: sign-ins of addresses that
// nobody has, accounts, operators. It is sealed with the key of the people who sign
// in.
func Service(db *store.DB) Book { return Book{db.Handle(), nil} }

// key returns what the book is sealed with.
func (b Book) key(ctx context.Context) (*seal.Key, error) {
	if b.tenant != nil {
		return b.tenant.Key(ctx)
	}
	keys := handle.Keys(b.db)
	if keys == nil {
		return nil, errors.New("this function cannot unseal")
	}
	return keys.People(ctx)
}

// owner is the tenant's ID, or nothing.
func (b Book) owner() string {
	if b.tenant == nil {
		return ""
	}
	return b.tenant.ID().String()
}

func (b Book) doc() (*firestore.DocumentRef, error) { return bookDoc(b.db, b.owner()) }

// bookDoc returns the document below which the book of an owner lies.
func bookDoc(db handle.DB, owner string) (*firestore.DocumentRef, error) {
	audit := handle.Audit(db)
	switch {
	case audit == nil:
		return nil, errors.New("this function has no audit trail")
	case owner == "":
		return audit.Collection("service").Doc("book"), nil
	}
	return audit.Collection("tenants").Doc(owner), nil
}

// reach returns where a book lies and what it is sealed with.
func (b Book) reach(ctx context.Context) (*firestore.DocumentRef, *seal.Key, error) {
	doc, err := b.doc()
	if err != nil {
		return nil, nil, err
	}
	key, err := b.key(ctx)
	return doc, key, err
}

// Add writes an entry that goes with no other write. When it returns without an
// error the entry stands in the trail; an entry of the same name is the same entry,
// and stays as it is. Who may not act without being seen acts after that.
func (b Book) Add(ctx context.Context, name string, e Entry) error {
	doc, key, err := b.reach(ctx)
	if err != nil {
		return fmt.Errorf("write audit trail: %w", err)
	}
	d, err := stored(b.owner(), key, name, e)
	if err != nil {
		return err
	}
	return create(ctx, doc.Collection("entries").Doc(name), d)
}

// create writes an entry into the trail unless it stands there.
func create(ctx context.Context, to *firestore.DocumentRef, d document.Trail) error {
	err := handle.Retry(ctx, func(ctx context.Context) error {
		_, err := to.Create(ctx, document.TrailEntry{Trail: d})
		return err
	})
	if err != nil && status.Code(err) != codes.AlreadyExists {
		return fmt.Errorf("write audit trail: %w", err)
	}
	return nil
}

// Read reads the tenant's whole trail, oldest first, but for what still waits. It
// is for trails that are known to be short; List and Export read any.
func Read(ctx context.Context, t *store.Tenant) ([]Entry, error) {
	doc, key, err := Of(t).reach(ctx)
	if err != nil {
		return nil, err
	}
	var out []Entry
	for snap, err := range pages(ctx, doc.Collection("entries").OrderBy(firestore.DocumentID, firestore.Asc), PageSize) {
		if err != nil {
			return nil, fmt.Errorf("read audit trail: %w", err)
		}
		var d document.TrailEntry
		if snap.DataTo(&d) != nil {
			return nil, errForm
		}
		e, err := opened(key, snap.Ref.ID, d.Trail)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	slices.SortStableFunc(out, func(a, b Entry) int { return a.At.Compare(b.At) })
	return out, nil
}

// pages reads a query's documents, so many at a time.
func pages(ctx context.Context, q firestore.Query, size int) iter.Seq2[*firestore.DocumentSnapshot, error] {
	return func(yield func(*firestore.DocumentSnapshot, error) bool) {
		for {
			snaps, err := q.Limit(size).Documents(ctx).GetAll()
			if err != nil {
				yield(nil, err)
				return
			}
			for _, snap := range snaps {
				if !yield(snap, nil) {
					return
				}
			}
			if len(snaps) < size {
				return
			}
			q = q.StartAfter(snaps[len(snaps)-1])
		}
	}
}
