package grant

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// Look is one look at a view.
type Look struct {
	// Request names the look: the same one again is told once.
	Request string
	View    View
	// Target is what of the view is looked at, such as "findings/x"; it names nobody.
	Target string
}

// Allows returns the grant under which an operator may look at a view now, or
// ErrNoGrant. It writes nothing: looking takes See.
func Allows(ctx context.Context, t *store.Tenant, operator string, v View, now time.Time) (Grant, error) {
	s, err := newStep(ctx, t, now)
	if err != nil {
		return Grant{}, err
	}
	docs, err := s.live(operator).Documents(ctx).GetAll()
	if err != nil {
		return Grant{}, fmt.Errorf("read support access: %w", err)
	}
	return covering(docs, s.key, operator, v, s.now)
}

// live asks for an operator's grants in the tenant that were not said to be over.
func (s step) live(operator string) firestore.Query {
	return handle.Doc(s.t).Collection("grants").Where("live", "==", operator).Limit(maxOwing)
}

// covering returns the first grant that covers a view.
func covering(docs []*firestore.DocumentSnapshot, key *seal.Key, operator string, v View, now time.Time) (Grant, error) {
	for _, snap := range docs {
		g, err := grantOf(snap, key, now)
		if err != nil {
			return Grant{}, fmt.Errorf("read support access: %w", err)
		}
		if g.Account == operator && g.Covers(v) {
			return g, nil
		}
	}
	return Grant{}, ErrNoGrant
}

// See writes into the audit trail that an operator looks at a view, and returns the
// grant under which that may be; ErrNoGrant where none covers it. Whoever shows a
// view to an operator calls it first and shows nothing unless it succeeds.
func See(ctx context.Context, t *store.Tenant, l Look, by Operator, now time.Time) (Grant, error) {
	if !named(by.Account) {
		return Grant{}, ErrNoGrant
	}
	if l.Request == "" || len(l.Request) > maxRequest {
		return Grant{}, ErrRequest
	}
	s, err := newStep(ctx, t, now)
	if err != nil {
		return Grant{}, err
	}
	var out Grant
	err = handle.Transact(ctx, handle.DBOf(s.t), func(_ context.Context, tx *firestore.Transaction) error {
		docs, err := tx.Documents(s.live(by.Account)).GetAll()
		if err != nil {
			return err
		}
		if out, err = covering(docs, s.key, by.Account, l.View, s.now); err != nil {
			return err
		}
		name := "grant-" + out.ID + "-viewed-" + s.key.Hash("look", l.Request)
		told, err := tx.GetAll([]*firestore.DocumentRef{handle.Doc(s.t).Collection("trail").Doc(name)})
		if err != nil || told[0].Exists() {
			return err
		}
		e := by.entry()
		e.At, e.Action, e.Target = s.now, trail.GrantViewed, l.Target
		if e.Target == "" {
			e.Target = string(l.View)
		}
		e.Grant, e.Purpose, e.Reason = out.ID, string(out.Purpose), out.Reason
		entry, err := trail.NewDraft(s.t, s.key, name, e)
		if err != nil {
			return err
		}
		return entry.Create(tx)
	})
	if err != nil {
		return Grant{}, fmt.Errorf("look under support access: %w", err)
	}
	return out, nil
}

// Get returns one grant as it stands now, or ErrNone.
func Get(ctx context.Context, t *store.Tenant, id string, now time.Time) (Grant, error) {
	if !handle.Named(id) {
		return Grant{}, ErrNone
	}
	s, err := newStep(ctx, t, now)
	if err != nil {
		return Grant{}, err
	}
	docs, err := handle.Vahti(handle.DBOf(s.t)).GetAll(ctx, []*firestore.DocumentRef{s.grants().Doc(id)})
	if err != nil {
		return Grant{}, fmt.Errorf("read support access: %w", err)
	}
	if !docs[0].Exists() {
		return Grant{}, ErrNone
	}
	g, err := grantOf(docs[0], s.key, s.now)
	if err != nil {
		return Grant{}, fmt.Errorf("read support access: %w", err)
	}
	return g, nil
}

// List lists the tenant's grants, newest first, page by page. An empty cursor asks
// for the first page, an empty next one says that it was the last.
func List(ctx context.Context, t *store.Tenant, cursor string, limit int, now time.Time) (list []Grant, next string, err error) {
	if limit < 1 || limit > MaxPage {
		limit = MaxPage
	}
	s, err := newStep(ctx, t, now)
	if err != nil {
		return nil, "", err
	}
	q := handle.Doc(s.t).Collection("grants").OrderBy("asked", firestore.Desc)
	if cursor != "" {
		micros, err := strconv.ParseInt(cursor, 10, 64)
		if err != nil || micros < 0 || micros > 1<<53 {
			return nil, "", ErrCursor
		}
		q = q.StartAfter(time.UnixMicro(micros).UTC())
	}
	docs, err := q.Limit(limit + 1).Documents(ctx).GetAll()
	if err != nil {
		return nil, "", fmt.Errorf("list support accesses: %w", err)
	}
	more := len(docs) > limit
	if more {
		docs = docs[:limit]
	}
	if list, err = grantsOf(docs, s.key, s.now); err == nil && more {
		next = strconv.FormatInt(list[limit-1].Asked.UnixMicro(), 10)
	}
	return list, next, err
}

func grantsOf(docs []*firestore.DocumentSnapshot, key *seal.Key, now time.Time) ([]Grant, error) {
	var out []Grant
	for _, snap := range docs {
		g, err := grantOf(snap, key, now)
		if err != nil {
			return nil, fmt.Errorf("list support accesses: %w", err)
		}
		out = append(out, g)
	}
	return out, nil
}

// Live lists the grants that are asked for, approved or under way now, at most
// MaxPage: what the customer watches.
func Live(ctx context.Context, t *store.Tenant, now time.Time) ([]Grant, error) {
	s, err := newStep(ctx, t, now)
	if err != nil {
		return nil, err
	}
	q := handle.Doc(s.t).Collection("grants").Where("until", ">", s.now).OrderBy("until", firestore.Asc).Limit(MaxPage)
	docs, err := q.Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("list support accesses: %w", err)
	}
	return grantsOf(docs, s.key, s.now)
}

// Place is where a grant is found.
type Place struct {
	Tenant tenant.ID
	Grant  string
}

// Owing lists an operator's grants, of all tenants, that are not over and done with:
// those whose outcome is not told yet, and those that may still be used.
func Owing(ctx context.Context, db *store.DB, operator string) ([]Place, error) {
	docs, err := handle.Vahti(db.Handle()).CollectionGroup("grants").Where("owing", "==", operator).Limit(2 * maxOwing).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("list support accesses: %w", err)
	}
	var out []Place
	for _, snap := range docs {
		p, err := placeOf(snap)
		if err != nil {
			return nil, fmt.Errorf("list support accesses: %w", err)
		}
		out = append(out, p)
	}
	return out, nil
}

// Over lists the grants, of all tenants, that ended by themselves before now without
// anybody having said so; Expire does. A document that cannot be read yields an error
// and the listing goes on.
func Over(ctx context.Context, db *store.DB, now time.Time) iter.Seq2[Place, error] {
	client := handle.Vahti(db.Handle())
	q := client.CollectionGroup("grants").Where("until", "<=", now).OrderBy("until", firestore.Asc)
	return func(yield func(Place, error) bool) {
		for next := q; ; {
			docs, err := next.Limit(MaxPage).Documents(ctx).GetAll()
			if err != nil {
				yield(Place{}, fmt.Errorf("list support accesses: %w", err))
				return
			}
			for _, snap := range docs {
				if !yield(placeOf(snap)) {
					return
				}
			}
			if len(docs) < MaxPage {
				return
			}
			next = q.StartAfter(docs[len(docs)-1])
		}
	}
}

func placeOf(snap *firestore.DocumentSnapshot) (Place, error) {
	doc := snap.Ref.Parent.Parent
	if doc == nil {
		return Place{}, ErrNone
	}
	id, err := tenantid.Parse(doc.ID)
	return Place{id, snap.Ref.ID}, err
}
