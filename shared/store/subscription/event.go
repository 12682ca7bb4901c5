package subscription

import (
	"context"
	"fmt"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
)

// EventsKept is how long an event is remembered. Stripe sends one again for three days
// at most.
const EventsKept = 35 * 24 * time.Hour

// Seen reports whether an event was taken up before.
func Seen(ctx context.Context, db *store.DB, event string) (bool, error) {
	if !handle.Named(event) {
		return false, errForm
	}
	_, err := handle.Vahti(db.Handle()).Collection("payment-events").Doc(event).Get(ctx)
	switch {
	case status.Code(err) == codes.NotFound:
		return false, nil
	case err != nil:
		return false, fmt.Errorf("read event: %w", err)
	}
	return true, nil
}

// See notes that an event was taken up, once what follows from it is safe. It reports
// whether it is the first to do so.
func See(ctx context.Context, db *store.DB, event, kind string, now time.Time) (first bool, err error) {
	if !handle.Named(event) {
		return false, errForm
	}
	ref := handle.Vahti(db.Handle()).Collection("payment-events").Doc(event)
	err = handle.Retry(ctx, func(ctx context.Context) error {
		_, err := ref.Create(ctx, document.PaymentEvent{Type: kind, At: now.UTC(), Until: now.UTC().Add(EventsKept)})
		return err
	})
	if status.Code(err) == codes.AlreadyExists {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("note event: %w", err)
	}
	return true, nil
}
