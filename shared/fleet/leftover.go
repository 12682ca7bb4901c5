package fleet

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store/document"
)

// Leftover is a message that was recorded and not published yet, because whoever did
// so did not live to.
type Leftover struct {
	Topic string
	Data  []byte
	Error string    // why it is to be a dead letter; empty where it is to be published to its topic
	At    time.Time // when it was recorded
	ref   *firestore.DocumentRef
}

// Name tells the leftover from every other, and is the same whenever it is listed.
func (l Leftover) Name() string { return path.Join(l.ref.Parent.Parent.ID, l.ref.ID) }

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
			if !yield(Leftover{o.Topic, o.Data, o.Error, o.At, snap.Ref}, nil) {
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
