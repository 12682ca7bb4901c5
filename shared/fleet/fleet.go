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
	"cloud.google.com/go/firestore/apiv1/firestorepb"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
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

// page is how many documents are listed at a time.
const page = 500

// pages runs a query in pages, so that a long listing never holds a stream open.
func pages(ctx context.Context, q firestore.Query) iter.Seq2[[]*firestore.DocumentSnapshot, error] {
	return func(yield func([]*firestore.DocumentSnapshot, error) bool) {
		next := q.Limit(page)
		for {
			docs, err := next.Documents(ctx).GetAll()
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(docs, nil) || len(docs) < page {
				return
			}
			next = q.StartAfter(docs[len(docs)-1]).Limit(page)
		}
	}
}

// each runs a query in pages and yields its documents one by one.
func each(ctx context.Context, q firestore.Query) iter.Seq2[*firestore.DocumentSnapshot, error] {
	return func(yield func(*firestore.DocumentSnapshot, error) bool) {
		for docs, err := range pages(ctx, q) {
			if err != nil {
				yield(nil, err)
				return
			}
			for _, d := range docs {
				if !yield(d, nil) {
					return
				}
			}
		}
	}
}

// Work is what is not finished yet.
type Work struct {
	Claims, Outbox int
	Trail          int // entries that wait to be moved into the audit trail
}

// Work counts what is not finished over all tenants.
func (f *Fleet) Work(ctx context.Context) (Work, error) {
	var w Work
	var err error
	if w.Claims, err = count(ctx, f.client.CollectionGroup("scans").Where("state", "==", document.Claimed)); err != nil {
		return w, err
	}
	if w.Outbox, err = count(ctx, f.client.CollectionGroup("outbox").Query); err != nil {
		return w, err
	}
	w.Trail, err = count(ctx, f.client.CollectionGroup("trail").Query)
	return w, err
}

// count lets the database count, which reads no document.
func count(ctx context.Context, q firestore.Query) (int, error) {
	r, err := q.NewAggregationQuery().WithCount("n").Get(ctx)
	if err != nil {
		return 0, fmt.Errorf("count unfinished work: %w", err)
	}
	n, ok := r["n"].(*firestorepb.Value)
	if !ok {
		return 0, errors.New("count unfinished work: the answer is not in the expected form")
	}
	return int(n.GetIntegerValue()), nil
}
