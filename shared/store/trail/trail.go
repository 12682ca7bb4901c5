// Package trail writes the audit trail: who did what to a tenant's data, when and
// from where. The trail lies in a database of its own, in which functions may
// create and read and nothing else. A transaction covers one database, so an
// entry is first written beside what it tells of, in the same transaction, and
// then moved: created in the trail under the same name, which a repeat finds
// there, and deleted where it waited.
package trail

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"slices"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/iterator"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
)

// Action is what was done.
type Action string

// The actions on exceptions. The last two are Vahti's own.
const (
	ExceptionAccepted  Action = "exception.accepted"
	ExceptionWithdrawn Action = "exception.withdrawn"
	ExceptionExpired   Action = "exception.expired"
	ExceptionWorse     Action = "exception.worse"
)

// Entry is one entry of the trail. All but At, Action and Target is sealed where
// it is stored.
type Entry struct {
	At      time.Time // wall clock
	Actor   string    // a person's sign-in name; empty for Vahti itself
	Address string    // from where the person came
	Action  Action
	Target  string          // path below the tenant of what it was done to, such as "exceptions/x"
	Before  json.RawMessage // what it was; null where there was nothing
	After   json.RawMessage // what it became
}

// String keeps an entry out of formatted errors.
func (e Entry) String() string { return fmt.Sprintf("[%s]", e.Action) }

// GoString implements fmt.GoStringer for the same reason.
func (e Entry) GoString() string { return e.String() }

// LogValue keeps what is personal out of logs.
func (e Entry) LogValue() slog.Value {
	return slog.GroupValue(slog.String("action", string(e.Action)), slog.String("target", e.Target))
}

// sealedEntry is the part of an entry that is personal.
type sealedEntry struct {
	Actor   string          `json:"actor,omitempty"`
	Address string          `json:"address,omitempty"`
	Before  json.RawMessage `json:"before,omitempty"`
	After   json.RawMessage `json:"after,omitempty"`
}

// Draft is an entry ready to be written beside what it tells of.
type Draft struct {
	ref *firestore.DocumentRef
	doc document.Trail
}

// NewDraft seals an entry under a name that is its own among the tenant's: an
// entry of the same name is the same entry.
func NewDraft(t handle.Tenant, key *seal.Key, name string, e Entry) (Draft, error) {
	plain, err := json.Marshal(sealedEntry{e.Actor, e.Address, e.Before, e.After})
	if err != nil {
		return Draft{}, fmt.Errorf("audit trail: %w", err)
	}
	sealed, err := key.Seal(plain, place(name))
	if err != nil {
		return Draft{}, fmt.Errorf("audit trail: %w", err)
	}
	return Draft{
		ref: handle.Doc(t).Collection("trail").Doc(name),
		doc: document.Trail{Tenant: handle.ID(t).String(), At: e.At, Action: string(e.Action), Target: e.Target, Sealed: sealed},
	}, nil
}

// Create writes the entry within the transaction that does what it tells of.
func (d Draft) Create(tx *firestore.Transaction) error { return tx.Create(d.ref, d.doc) }

func place(name string) string { return "trail/" + name }

// Pending is an entry that waits to be moved.
type Pending struct {
	At  time.Time // when it was written, by the wall clock
	ref *firestore.DocumentRef
	doc document.Trail
}

// Late lists entries of all tenants that were written before a moment of the wall
// clock and still wait, oldest first: whoever wrote them was stopped, or may not
// move them. An entry that cannot be read yields an error and the listing goes on.
func Late(ctx context.Context, db *store.DB, before time.Time) iter.Seq2[Pending, error] {
	q := handle.Vahti(db.Handle()).CollectionGroup("trail").Where("at", "<=", before).OrderBy("at", firestore.Asc)
	return list(ctx, q)
}

// Waiting lists the entries of one tenant that wait.
func Waiting(ctx context.Context, t *store.Tenant) iter.Seq2[Pending, error] {
	return list(ctx, handle.Doc(t.Handle()).Collection("trail").Query)
}

func list(ctx context.Context, q firestore.Query) iter.Seq2[Pending, error] {
	return func(yield func(Pending, error) bool) {
		docs := q.Documents(ctx)
		defer docs.Stop()
		for {
			snap, err := docs.Next()
			if errors.Is(err, iterator.Done) {
				return
			}
			if err != nil {
				yield(Pending{}, fmt.Errorf("list audit trail: %w", err))
				return
			}
			p, err := pendingOf(snap)
			if !yield(p, err) {
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

// Move moves entries into the trail. It may be repeated, and two may do it at once.
func Move(ctx context.Context, db *store.DB, entries ...Pending) error {
	audit := handle.Audit(db.Handle())
	for _, p := range entries {
		to := audit.Collection("tenants").Doc(p.doc.Tenant).Collection("entries").Doc(p.ref.ID)
		err := handle.Retry(ctx, func(ctx context.Context) error {
			_, err := to.Create(ctx, p.doc)
			return err
		})
		if err != nil && status.Code(err) != codes.AlreadyExists {
			return fmt.Errorf("write audit trail: %w", err)
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

// Read reads the tenant's whole trail, oldest first, but for what still waits.
func Read(ctx context.Context, t *store.Tenant) ([]Entry, error) {
	key, err := t.Key(ctx)
	if err != nil {
		return nil, err
	}
	audit := handle.Audit(handle.DBOf(t.Handle()))
	docs, err := audit.Collection("tenants").Doc(t.ID().String()).Collection("entries").Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("read audit trail: %w", err)
	}
	out := make([]Entry, len(docs))
	for i, doc := range docs {
		var d document.Trail
		if doc.DataTo(&d) != nil {
			return nil, errForm
		}
		plain, err := key.Open(d.Sealed, place(doc.Ref.ID))
		if err != nil {
			return nil, fmt.Errorf("read audit trail: %w", err)
		}
		var s sealedEntry
		if json.Unmarshal(plain, &s) != nil {
			return nil, errForm
		}
		out[i] = Entry{At: d.At.UTC(), Actor: s.Actor, Address: s.Address, Action: Action(d.Action), Target: d.Target, Before: s.Before, After: s.After}
	}
	slices.SortStableFunc(out, func(a, b Entry) int { return a.At.Compare(b.At) })
	return out, nil
}
