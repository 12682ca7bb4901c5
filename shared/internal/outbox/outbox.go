// Package outbox is how a message that waits in a document is sent once: it is claimed
// before each try, and a claim that is not heard of again says that the try may have
// succeeded.
//
// A document that waits has the fields due, when it is looked at next, tries, and,
// while what came of a try is not known, claim. One that is done with has none of
// them but tries.
package outbox

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
)

// Lease is how long a try has until the message is looked at again. It is many times
// longer than a try lasts, and than Postmark needs until its search knows a message.
const Lease = 5 * time.Minute

const (
	firstWait = time.Minute
	longWait  = time.Hour
)

// Wait is how long to wait after so many tries, one or more: a minute at first, twice
// as long each time, at most an hour.
func Wait(tries int) time.Duration {
	wait := firstWait
	for ; tries > 1 && wait < longWait; tries-- {
		wait *= 2
	}
	return min(wait, longWait)
}

// Entry is a message that waits. Its methods are for one goroutine at a time.
type Entry struct {
	ref   *firestore.DocumentRef
	seen  time.Time // the document's version
	claim string
}

// Of returns the entry in a document as it was read.
func Of(snap *firestore.DocumentSnapshot) *Entry { return &Entry{ref: snap.Ref, seen: snap.UpdateTime} }

// Claim takes the message for one try, the given number of them, which must end before
// the lease does. False means that another has taken it.
func (e *Entry) Claim(ctx context.Context, tries int, now time.Time) (bool, error) {
	e.claim = rand.Text()
	updates := []firestore.Update{{Path: "claim", Value: e.claim}, {Path: "due", Value: now.Add(Lease).UTC()}, {Path: "tries", Value: tries}}
	err := handle.Retry(ctx, func(ctx context.Context) error {
		r, err := e.ref.Update(ctx, updates, firestore.LastUpdateTime(e.seen))
		if err == nil {
			e.seen = r.UpdateTime
		}
		return err
	})
	switch status.Code(err) {
	case codes.OK:
		return true, nil
	case codes.NotFound:
		return false, nil
	case codes.FailedPrecondition:
		return e.mine(ctx)
	}
	return false, fmt.Errorf("claim message: %w", err)
}

// mine reports whether the claim is one's own: the answer to it may have been lost.
func (e *Entry) mine(ctx context.Context) (bool, error) {
	snap, err := e.ref.Get(ctx)
	if status.Code(err) == codes.NotFound {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("claim message: %w", err)
	}
	have, err := snap.DataAt("claim")
	if err != nil || have != e.claim {
		return false, nil //nolint:nilerr // without a claim it is nobody's, and not one's own
	}
	e.seen = snap.UpdateTime
	return true, nil
}

// Later puts the message off until a moment; what came of the last try is known, and it
// was not taken. keep is what is noted besides.
func (e *Entry) Later(ctx context.Context, until time.Time, keep ...firestore.Update) error {
	updates := append(keep, firestore.Update{Path: "due", Value: until.UTC()}, firestore.Update{Path: "claim", Value: firestore.Delete})
	err := handle.Retry(ctx, func(ctx context.Context) error {
		_, err := e.ref.Update(ctx, updates, firestore.LastUpdateTime(e.seen))
		return err
	})
	// Whoever has taken it since sees to it.
	if code := status.Code(err); err != nil && code != codes.NotFound && code != codes.FailedPrecondition {
		return fmt.Errorf("put message off: %w", err)
	}
	return nil
}

// Done notes that the message waits no more, with what is to be kept of it.
func (e *Entry) Done(ctx context.Context, keep ...firestore.Update) error {
	for _, gone := range []string{"due", "claim"} {
		keep = append(keep, firestore.Update{Path: gone, Value: firestore.Delete})
	}
	err := handle.Retry(ctx, func(ctx context.Context) error {
		_, err := e.ref.Update(ctx, keep)
		return err
	})
	if err != nil && status.Code(err) != codes.NotFound {
		return fmt.Errorf("note what became of a message: %w", err)
	}
	return nil
}
