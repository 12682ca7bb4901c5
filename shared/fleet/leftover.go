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
		for snap, err := range each(ctx, q) {
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
