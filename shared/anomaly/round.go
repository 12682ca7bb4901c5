package anomaly

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"cloud.google.com/go/firestore"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/store"
	tenants "vahti.ai/vahti/shared/tenant"
)

// RoundEvery is how long it takes from the beginning of one round to the next.
const RoundEvery = 7 * 24 * time.Hour

// chunk is how many tenants are visited before it is noted how far a round came.
const chunk = 8

// noteTime is what is left of a call's time for the note once the time of visits ends.
const noteTime = 10 * time.Second

// Rounds visits all tenants, whatever their state, once in RoundEvery: a few at each
// call, going on where the call before ended. A call that is stopped loses no
// tenant; the few that were being visited are visited again. Visits end before the call's
// time does, so that one that takes too long keeps no other tenant from being visited.
type Rounds struct {
	db  *store.DB
	now func() time.Time
}

// NewRounds returns the rounds through the tenants in db. now is the wall clock.
func NewRounds(db *store.DB, now func() time.Time) *Rounds { return &Rounds{db, now} }

// roundDocument is sweeps/round: how far the round came.
type roundDocument struct {
	Began time.Time `firestore:"began"`
	After string    `firestore:"after"` // the last tenant that was visited
	Done  bool      `firestore:"done"`
}

// Go visits the tenants that are next while more says so, and before the first of a
// round the service itself, as the zero ID; several at a time. What visit meets is
// its own to tell: no error of a tenant ends a round. An error of Go's own is about
// the listing or the note.
func (r *Rounds) Go(ctx context.Context, more func() bool, visit func(context.Context, tenants.ID)) error {
	d, err := r.read(ctx)
	if err != nil {
		return err
	}
	now := r.now().UTC().Truncate(time.Microsecond)
	switch {
	case now.Sub(d.Began) >= RoundEvery && (d.Done || d.Began.IsZero()):
		d = roundDocument{Began: now}
		r.together(ctx, []tenants.ID{{}}, visit)
		if err := r.note(ctx, d); err != nil {
			return err
		}
	case d.Done:
		return nil
	}
	for more() {
		ids, last, err := r.next(ctx, d.After)
		if err != nil {
			return err
		}
		r.together(ctx, ids, visit)
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("go through the tenants: %w", err)
		}
		d.Done = last == ""
		d.After = last
		if err := r.note(ctx, d); err != nil || d.Done {
			return err
		}
	}
	return nil
}

// together visits some at the same time, for as long as there is time for it.
func (r *Rounds) together(ctx context.Context, ids []tenants.ID, visit func(context.Context, tenants.ID)) {
	within, cancel := context.WithCancel(ctx)
	if end, ok := ctx.Deadline(); ok {
		cancel()
		within, cancel = context.WithDeadline(ctx, end.Add(-noteTime))
	}
	defer cancel()
	var g errgroup.Group
	for _, id := range ids {
		g.Go(func() error {
			visit(within, id)
			return nil
		})
	}
	_ = g.Wait()
}

// next lists the tenants after one, and the name of the last document read; empty
// where there are none.
func (r *Rounds) next(ctx context.Context, after string) (ids []tenants.ID, last string, err error) {
	docs, err := list(r.db, after).Limit(chunk).Documents(ctx).GetAll()
	if err != nil {
		return nil, "", fmt.Errorf("list tenants: %w", err)
	}
	for _, snap := range docs {
		last = snap.Ref.ID
		if id, err := tenantid.Parse(last); err == nil { // what has another name is no tenant
			ids = append(ids, id)
		}
	}
	return ids, last, nil
}

func list(db *store.DB, after string) firestore.Query {
	q := handle.Vahti(db.Handle()).Collection("tenants").OrderBy(firestore.DocumentID, firestore.Asc).Select()
	if after != "" {
		q = q.StartAfter(after)
	}
	return q
}

// Tenants lists all tenants, whatever their state, in the order of their IDs. An
// error ends the listing.
func Tenants(ctx context.Context, db *store.DB) iter.Seq2[tenants.ID, error] {
	return func(yield func(tenants.ID, error) bool) {
		for docs, err := range pages(ctx, list(db, "")) {
			if err != nil {
				yield(tenants.ID{}, fmt.Errorf("list tenants: %w", err))
				return
			}
			for _, snap := range docs {
				if id, err := tenantid.Parse(snap.Ref.ID); err == nil && !yield(id, nil) {
					return
				}
			}
		}
	}
}

func (r *Rounds) ref() *firestore.DocumentRef {
	return handle.Vahti(r.db.Handle()).Collection("sweeps").Doc("round")
}

func (r *Rounds) read(ctx context.Context) (d roundDocument, err error) {
	snap, err := r.ref().Get(ctx)
	if status.Code(err) == codes.NotFound {
		return d, nil
	}
	if err == nil {
		err = snap.DataTo(&d)
	}
	if err == nil && d.After != "" && !handle.Named(d.After) {
		err = errors.New("it is not in the expected form")
	}
	if err != nil {
		return d, fmt.Errorf("read how far the round came: %w", err)
	}
	return d, nil
}

// note notes how far a round came. It never goes back: of two calls the one that is
// further counts.
func (r *Rounds) note(ctx context.Context, is roundDocument) error {
	err := handle.Transact(ctx, r.db.Handle(), func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(r.ref())
		if err != nil && status.Code(err) != codes.NotFound {
			return err
		}
		var was roundDocument
		if snap.Exists() {
			if err := snap.DataTo(&was); err != nil {
				return err
			}
		}
		if was.Began.After(is.Began) || was.Began.Equal(is.Began) && (was.Done || !is.Done && was.After >= is.After) {
			return nil
		}
		return tx.Set(r.ref(), is)
	})
	if err != nil {
		return fmt.Errorf("note how far the round came: %w", err)
	}
	return nil
}
