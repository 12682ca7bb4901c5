// Package fleet is what is done across tenants: finding those that are due,
// claiming their slots, seeing to messages that a crash left behind, and
// creating tenants. Only dispatch, the sweeps and onboarding use it; it is the
// only store that hands out tenant IDs.
package fleet

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/iterator"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

var (
	// ErrOlder means that a recording is older than what was scanned last.
	ErrOlder = errors.New("the recording is older than the last scan")
	// ErrListing ends a listing that cannot be read further. Other errors in a
	// listing are about one of its members, and the listing goes on.
	ErrListing = errors.New("the listing ended early")
	// ErrGivenUp is about a claim that was published too often without ever
	// finishing; its scan is now recorded as failed.
	ErrGivenUp = errors.New("the scan was given up")
)

// Fleet is all tenants.
type Fleet struct {
	db     handle.DB
	client *firestore.Client
	now    func() time.Time
}

// New returns the fleet kept in db. now is the clock.
func New(db *store.DB, now func() time.Time) *Fleet {
	return &Fleet{db: db.Handle(), client: handle.Vahti(db.Handle()), now: now}
}

// Due is a tenant that should be scanned.
type Due struct {
	ID  tenant.ID
	doc document.Tenant
	// asked is when a scan was asked for whatever the schedule; zero when it was not.
	asked time.Time
}

// page is how many tenants are listed at a time.
const page = 200

// Due lists tenants that are due, page by page. With before set it lists every
// active tenant whose last scan began before then. A tenant whose document
// cannot be read yields an error, with its ID where it has one, and the listing
// goes on.
func (f *Fleet) Due(ctx context.Context, before time.Time) iter.Seq2[Due, error] {
	horizon := f.now()
	if !before.IsZero() {
		horizon = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return func(yield func(Due, error) bool) {
		q := f.client.Collection("tenants").Where("due", "<=", horizon).OrderBy("due", firestore.Asc)
		for snap, err := range pages(ctx, q) {
			if err != nil {
				yield(Due{}, fmt.Errorf("list tenants: %w: %w", ErrListing, err))
				return
			}
			d, err := dueOf(snap)
			d.asked = before
			if err == nil && (d.doc.State != string(tenant.Active) || !before.IsZero() && !d.doc.Began.Before(before)) {
				continue
			}
			if !yield(d, err) {
				return
			}
		}
	}
}

func dueOf(snap *firestore.DocumentSnapshot) (Due, error) {
	id, err := tenantid.Parse(snap.Ref.ID)
	if err != nil {
		return Due{}, fmt.Errorf("list tenants: %w", err)
	}
	d := Due{ID: id}
	if err := snap.DataTo(&d.doc); err != nil {
		return d, errors.New("tenant is not in the expected form")
	}
	return d, nil
}

// pages runs a query in pages, so that a long listing never holds a stream open.
func pages(ctx context.Context, q firestore.Query) iter.Seq2[*firestore.DocumentSnapshot, error] {
	return func(yield func(*firestore.DocumentSnapshot, error) bool) {
		next := q.Limit(page)
		for {
			docs, err := next.Documents(ctx).GetAll()
			if err != nil {
				yield(nil, err)
				return
			}
			for _, d := range docs {
				if !yield(d, nil) {
					return
				}
			}
			if len(docs) < page {
				return
			}
			next = q.StartAfter(docs[len(docs)-1]).Limit(page)
		}
	}
}

// Claim claims the next slot of a due tenant with a create-only write and says
// whether it did: then its message must be published. Repeating it claims
// nothing new. A slot that was begun and not finished is left to Late.
func (f *Fleet) Claim(ctx context.Context, d Due) (m queue.Scan, claimed bool, err error) {
	h, err := handle.Of(f.db, d.ID)
	if err != nil {
		return m, false, err
	}
	slot, last, err := f.nextSlot(d)
	if err != nil {
		return m, false, err
	}
	scans := handle.Doc(h).Collection("scans")
	if !last.IsZero() {
		claim, err := f.claim(ctx, scans.Doc(last.Key()))
		if err != nil {
			return m, false, err
		}
		if claim.State == document.Claimed {
			if d.doc.Recorded == nil || last.At.Equal(slot.At) {
				return m, false, nil
			}
			if err := f.abandon(ctx, scans.Doc(last.Key())); err != nil {
				return m, false, err
			}
		}
	}
	now := f.now()
	err = handle.Retry(ctx, func(ctx context.Context) error {
		_, err := scans.Doc(slot.Key()).Create(ctx, document.Scan{Slot: slot.String(), State: document.Claimed, Claimed: now, Until: now.Add(claimTime)})
		return err
	})
	if status.Code(err) == codes.AlreadyExists {
		return m, false, nil
	}
	if err != nil {
		return m, false, fmt.Errorf("claim slot: %w", err)
	}
	return queue.Scan{Tenant: d.ID, Slot: slot}, true, nil
}

// nextSlot returns the slot to claim and the one begun last. A live tenant's
// slot is the latest time on its schedule, or the time at which a scan was asked
// for sooner, so that every tick of an interval claims the same one; a
// recording's are numbered.
func (f *Fleet) nextSlot(d Due) (next, last tenant.Slot, err error) {
	if last, err = tenant.ParseSlot(d.doc.Slot); err != nil {
		return next, last, err
	}
	if d.doc.Recorded != nil {
		n := 1
		if last.At.Equal(d.doc.Recorded.UTC().Truncate(time.Second)) {
			n = last.N + 1
		}
		return tenant.NewSlot(*d.doc.Recorded, n), last, nil
	}
	now, at := f.now(), d.doc.Due
	switch {
	case at.After(now) && !d.asked.IsZero() && d.asked.Before(now):
		at = d.asked
	case at.After(now):
		at = now
	case d.doc.Interval > 0:
		at = at.Add(now.Sub(at) / d.doc.Interval * d.doc.Interval)
	}
	next = tenant.NewSlot(at, 1)
	if !last.IsZero() && next.Compare(last) <= 0 {
		next = tenant.NewSlot(last.At, last.N+1)
	}
	return next, last, nil
}

func (f *Fleet) claim(ctx context.Context, ref *firestore.DocumentRef) (document.Scan, error) {
	var s document.Scan
	snap, err := ref.Get(ctx)
	if status.Code(err) == codes.NotFound {
		return s, nil // removed by retention
	}
	if err != nil {
		return s, fmt.Errorf("read claim: %w", err)
	}
	if err := snap.DataTo(&s); err != nil {
		return s, errors.New("claim is not in the expected form")
	}
	return s, nil
}

// abandon ends an unfinished claim that a newer recording has overtaken, unless
// it has finished meanwhile.
func (f *Fleet) abandon(ctx context.Context, ref *firestore.DocumentRef) error {
	err := f.client.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(ref)
		if err != nil {
			return err
		}
		if state, err := snap.DataAt("state"); err != nil || state != document.Claimed {
			return err
		}
		return tx.Update(ref, []firestore.Update{{Path: "state", Value: document.Abandoned}})
	})
	if err != nil {
		return fmt.Errorf("abandon slot: %w", err)
	}
	return nil
}

// Leftover is a message that a scan recorded and did not live to publish.
type Leftover struct {
	Topic string
	Data  []byte
	ref   *firestore.DocumentRef
}

// Leftovers lists outbox entries older than age. One that cannot be read yields
// an error and the listing goes on.
func (f *Fleet) Leftovers(ctx context.Context, age time.Duration) iter.Seq2[Leftover, error] {
	q := f.client.CollectionGroup("outbox").Where("at", "<=", f.now().Add(-age)).OrderBy("at", firestore.Asc)
	return func(yield func(Leftover, error) bool) {
		for snap, err := range pages(ctx, q) {
			if err != nil {
				yield(Leftover{}, fmt.Errorf("list outbox: %w: %w", ErrListing, err))
				return
			}
			var o document.Outbox
			if err := snap.DataTo(&o); err != nil {
				if !yield(Leftover{}, errors.New("outbox entry is not in the expected form")) {
					return
				}
				continue
			}
			if !yield(Leftover{o.Topic, o.Data, snap.Ref}, nil) {
				return
			}
		}
	}
}

// Published removes a leftover whose message is out.
func (f *Fleet) Published(ctx context.Context, l Leftover) error {
	err := handle.Retry(ctx, func(ctx context.Context) error {
		_, err := l.ref.Delete(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("clear outbox: %w", err)
	}
	return nil
}

// Work is what is not finished yet.
type Work struct{ Claims, Outbox int }

// Work counts unfinished claims and outbox entries over all tenants.
func (f *Fleet) Work(ctx context.Context) (Work, error) {
	var w Work
	var err error
	if w.Claims, err = count(ctx, f.client.CollectionGroup("scans").Where("state", "==", document.Claimed)); err != nil {
		return w, err
	}
	w.Outbox, err = count(ctx, f.client.CollectionGroup("outbox").Query)
	return w, err
}

func count(ctx context.Context, q firestore.Query) (int, error) {
	it := q.Select().Documents(ctx)
	defer it.Stop()
	for n := 0; ; n++ {
		if _, err := it.Next(); errors.Is(err, iterator.Done) {
			return n, nil
		} else if err != nil {
			return n, fmt.Errorf("count unfinished work: %w", err)
		}
	}
}
