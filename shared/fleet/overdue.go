package fleet

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store/document"
)

// overdueAgain is how long after it was asked to look at a subscription it is asked
// again, where nobody has: while Stripe cannot be reached.
const overdueAgain = 10 * time.Minute

// Overdue is a subscription to look at because of the time alone, which no event of
// Stripe's tells.
type Overdue struct {
	Customer string // the ID that Stripe gave
	look     time.Time
	ref      *firestore.DocumentRef
}

// Overdue lists the subscriptions whose time of grace is over, or whose agreement the
// customer ended, and that nobody has looked at since. What is so is for who looks to say. Errors are as with
// Leftovers.
func (f *Fleet) Overdue(ctx context.Context) iter.Seq2[Overdue, error] {
	q := f.client.CollectionGroup("billing").Where("look", "<=", f.now()).OrderBy("look", firestore.Asc)
	return func(yield func(Overdue, error) bool) {
		for snap, err := range each(ctx, q) {
			if err != nil {
				yield(Overdue{}, fmt.Errorf("list subscriptions: %w: %w", ErrListing, err))
				return
			}
			var d document.Subscription
			if snap.DataTo(&d) != nil || d.Look == nil || d.Customer == "" {
				if !yield(Overdue{}, errors.New("subscription is not in the expected form")) {
					return
				}
				continue
			}
			if !yield(Overdue{d.Customer, *d.Look, snap.Ref}, nil) {
				return
			}
		}
	}
}

// Asked notes that somebody was asked to look at a subscription, which is then not
// listed for a while. Where somebody has looked meanwhile it changes nothing.
func (f *Fleet) Asked(ctx context.Context, o Overdue) error {
	err := handle.Transact(ctx, f.db, func(_ context.Context, tx *firestore.Transaction) error {
		snaps, err := tx.GetAll([]*firestore.DocumentRef{o.ref})
		if err != nil || !snaps[0].Exists() {
			return err
		}
		var d document.Subscription
		if snaps[0].DataTo(&d) != nil {
			return errors.New("subscription is not in the expected form")
		}
		if d.Look == nil || !d.Look.Equal(o.look) {
			return nil
		}
		return tx.Update(o.ref, []firestore.Update{{Path: "look", Value: f.now().Add(overdueAgain)}})
	})
	if err != nil {
		return fmt.Errorf("note that a subscription is to be looked at: %w", err)
	}
	return nil
}
