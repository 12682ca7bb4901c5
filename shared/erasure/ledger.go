package erasure

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/store/contract"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// ledger is the database of tombstones.
type ledger struct{ client *firestore.Client }

func (e *Eraser) ledger() ledger { return ledger{handle.Ledger(e.db.Handle())} }

func (l ledger) head() *firestore.DocumentRef { return l.client.Collection("heads").Doc("tombstones") }

func (l ledger) tombstone(number int64) *firestore.DocumentRef {
	return l.client.Collection("tombstones").Doc(fmt.Sprintf("%012d", number))
}

func (l ledger) name(id string) *firestore.DocumentRef { return l.client.Collection("names").Doc(id) }

// transact runs a transaction of the ledger, which must bear being repeated.
func (l ledger) transact(ctx context.Context, f func(context.Context, *firestore.Transaction) error) error {
	return handle.Transact(ctx, handle.New(l.client, nil, nil, nil, nil), f)
}

// bury gives a tenant its tombstone, or returns the one that it has.
func (l ledger) bury(ctx context.Context, d contract.Ending, now time.Time) (t document.Tombstone, err error) {
	err = l.transact(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		docs, err := tx.GetAll([]*firestore.DocumentRef{l.name(d.Tenant.String()), l.head()})
		if err != nil {
			return err
		}
		if docs[0].Exists() {
			var n document.TombstoneName
			if err := docs[0].DataTo(&n); err != nil {
				return err
			}
			snap, err := tx.Get(l.tombstone(n.Number))
			if err != nil {
				return err
			}
			t = document.Tombstone{}
			return snap.DataTo(&t)
		}
		var head document.LedgerHead
		if docs[1].Exists() {
			if err := docs[1].DataTo(&head); err != nil {
				return err
			}
		}
		head.Last++
		t = document.Tombstone{Number: head.Last, Tenant: d.Tenant.String(), Why: string(d.Why), Terminated: d.Terminated, Asked: d.Asked, Began: now}
		if !d.Erasing.IsZero() {
			t.Began = d.Erasing
		}
		return errors.Join(tx.Set(l.head(), head), tx.Create(l.name(t.Tenant), document.TombstoneName{Number: t.Number}), tx.Create(l.tombstone(t.Number), t))
	})
	if err != nil {
		return t, fmt.Errorf("keep tombstone: %w", err)
	}
	return t, nil
}

// change changes a tombstone and returns it as it is then.
func (l ledger) change(ctx context.Context, number int64, change func(*document.Tombstone) bool) (t document.Tombstone, err error) {
	err = l.transact(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(l.tombstone(number))
		if err != nil {
			return err
		}
		t = document.Tombstone{}
		if err := snap.DataTo(&t); err != nil {
			return err
		}
		t.Counts = maps.Clone(t.Counts)
		if !change(&t) {
			return nil
		}
		return tx.Set(l.tombstone(number), t)
	})
	if err != nil {
		return t, fmt.Errorf("change tombstone: %w", err)
	}
	return t, nil
}

// read reads the head.
func (l ledger) read(ctx context.Context) (head document.LedgerHead, err error) {
	return head, readDoc(ctx, l.head(), &head)
}

// readDoc reads a document; one that is missing is empty.
func readDoc(ctx context.Context, ref *firestore.DocumentRef, into any) error {
	snap, err := ref.Get(ctx)
	if status.Code(err) == codes.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return snap.DataTo(into)
}

// raise raises the numbers of the head; it never lowers one.
func (l ledger) raise(ctx context.Context, begun, done int64) error {
	err := l.transact(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		docs, err := tx.GetAll([]*firestore.DocumentRef{l.head()})
		if err != nil {
			return err
		}
		var head document.LedgerHead
		if docs[0].Exists() {
			if err := docs[0].DataTo(&head); err != nil {
				return err
			}
		}
		if begun <= head.Begun && done <= head.Done {
			return nil
		}
		head.Begun, head.Done = max(head.Begun, begun), max(head.Done, done)
		return tx.Set(l.head(), head)
	})
	if err != nil {
		return fmt.Errorf("note how far the ledger goes: %w", err)
	}
	return nil
}

// after lists the tombstones after a number in their order.
func (l ledger) after(ctx context.Context, number int64) ([]document.Tombstone, error) {
	docs, err := l.client.Collection("tombstones").OrderBy(firestore.DocumentID, firestore.Asc).StartAfter(fmt.Sprintf("%012d", number)).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("read the ledger: %w", err)
	}
	out := make([]document.Tombstone, len(docs))
	for i, snap := range docs {
		if err := snap.DataTo(&out[i]); err != nil {
			return nil, fmt.Errorf("read the ledger: %w", err)
		}
	}
	return out, nil
}

// marked is a database that notes how far it knows the ledger.
type marked struct {
	name   string
	client *firestore.Client
}

func (m marked) ref() *firestore.DocumentRef { return m.client.Collection("ledger").Doc("mark") }

// databases are those that a backup may bring back, vahti last: as long as another is
// behind, it is too.
func (e *Eraser) databases() []marked {
	h := e.db.Handle()
	return []marked{{"advice", handle.Advice(h)}, {"audit", handle.Audit(h)}, {"people", handle.People(h)}, {"vahti", handle.Vahti(h)}}
}

// raise raises what a database notes; it never lowers it.
func (m marked) raise(ctx context.Context, begun, done int64) error {
	err := handle.Transact(ctx, handle.New(m.client, nil, nil, nil, nil), func(_ context.Context, tx *firestore.Transaction) error {
		docs, err := tx.GetAll([]*firestore.DocumentRef{m.ref()})
		if err != nil {
			return err
		}
		var mark document.LedgerMark
		if docs[0].Exists() {
			if err := docs[0].DataTo(&mark); err != nil {
				return err
			}
		}
		if begun <= mark.Begun && done <= mark.Done {
			return nil
		}
		return tx.Set(m.ref(), document.LedgerMark{Begun: max(mark.Begun, begun), Done: max(mark.Done, done)})
	})
	if err != nil {
		return fmt.Errorf("note how far %s knows the ledger: %w", m.name, err)
	}
	return nil
}

// errLedger means that the ledger itself was set back.
var errLedger = errors.New("the ledger is older than what a database knows of it")

// apply brings every database up to the ledger: where one is behind, which it is after
// each erasure and after a restore, every tenant is erased once more whose tombstone
// the database does not know, and an erasure that was begun is taken up. Nothing is
// erased that has no tombstone. One tenant's error is noted and stops no other; behind
// says that a restored database is still not up to date, because of one.
func (e *Eraser) apply(ctx context.Context, note func(string, tenant.ID, error)) (behind bool, err error) {
	l := e.ledger()
	head, err := l.read(ctx)
	if err != nil {
		return true, fmt.Errorf("read the ledger: %w", err)
	}
	from, restored := head.Last, false
	for _, m := range e.databases() {
		var mark document.LedgerMark
		if err := readDoc(ctx, m.ref(), &mark); err != nil {
			return true, fmt.Errorf("read how far %s knows the ledger: %w", m.name, err)
		}
		if max(mark.Begun, mark.Done) > head.Last {
			e.page(ctx, "ledger-behind", m.name, 1, "The ledger is older than what this database knows of it: restore the newest backup of the ledger.")
			return true, errLedger
		}
		restored = restored || !mark.Knows(head)
		from = min(from, mark.Done)
	}
	if from == head.Last {
		return false, nil
	}
	if restored {
		e.log.WarnContext(ctx, "a database was restored: the ledger is applied again")
	}
	stones, err := l.after(ctx, from)
	if err != nil {
		return true, err
	}
	through, whole := from, true
	for i, t := range stones {
		id, err := tenantid.Parse(t.Tenant)
		if err == nil {
			own, end := turn(ctx, len(stones)-i)
			t, err = e.finish(own, id, t)
			end()
		}
		if err != nil || t.Done.IsZero() {
			if !restored && ctx.Err() == nil && errors.Is(err, errGoesOn) {
				e.goesOn(ctx, id)
			} else {
				note("erase what the ledger names", id, err) // fails, so that the next run comes at once where nobody is served
			}
			whole = false
		} else if whole {
			through = t.Number
		}
	}
	begun := through
	if whole {
		begun = max(through, head.Begun)
	}
	return restored && !whole, e.marks(ctx, begun, through)
}

// marks notes in every database how far the ledger is applied there, and then in the
// ledger that this is so: at no moment does the ledger say more than a database knows
// that was not restored.
func (e *Eraser) marks(ctx context.Context, begun, through int64) error {
	for _, m := range e.databases() {
		if err := m.raise(ctx, begun, through); err != nil {
			return err
		}
	}
	return e.ledger().raise(ctx, begun, through)
}
