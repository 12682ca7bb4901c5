package record

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// Fail gives the lease back after a failure, so that the message's next try may
// have it at once, and notes why: a sentence of Vahti's own. The claim is late where
// no try has begun within next.
func (s *Scan) Fail(ctx context.Context, cause string, next time.Duration) error {
	err := s.fail(ctx, func(claim document.Scan, now time.Time) []firestore.Update {
		return []firestore.Update{{Path: "failures", Value: claim.Failures + 1}, {Path: "cause", Value: cause}, {Path: "until", Value: now.Add(next)}}
	})
	if err != nil {
		return fmt.Errorf("note failure: %w", err)
	}
	return nil
}

// GiveUp is Fail for the message's last try: the slot is recorded as failed. The
// message becomes a dead letter; see Reopen.
func (s *Scan) GiveUp(ctx context.Context, cause string) error {
	err := s.fail(ctx, func(claim document.Scan, now time.Time) []firestore.Update {
		return []firestore.Update{{Path: "failures", Value: claim.Failures + 1}, {Path: "cause", Value: cause},
			{Path: "state", Value: document.Failed}, {Path: "error", Value: document.NeverFinished}, {Path: "ended", Value: now}}
	})
	if err != nil {
		return fmt.Errorf("give up: %w", err)
	}
	return nil
}

func (s *Scan) fail(ctx context.Context, note func(claim document.Scan, now time.Time) []firestore.Update) error {
	if s.light {
		return errors.New("a light pass has no claim")
	}
	return s.transact(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		about, claim, _, err := s.look(tx)
		if err != nil || s.released(about) {
			return err // released: a repeat whose first answer was lost
		}
		if _, err := s.held(tx); err != nil {
			return err
		}
		now := s.now()
		if err := tx.Update(handle.Doc(s.tenant), s.release(now)); err != nil || claim.State != document.Claimed {
			return err
		}
		return tx.Update(s.scanDoc(), note(claim, now))
	})
}

// Reopen makes a slot that was given up one that can be scanned again, for its
// message was replayed, and reports whether it did. It leaves a slot as it is that
// was not given up, and one that a newer slot has overtaken.
func Reopen(ctx context.Context, t *store.Tenant, slot tenant.Slot, now func() time.Time) (reopened bool, err error) {
	s := newScan(t, slot, now)
	err = s.transact(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		reopened = false
		about, claim, exists, err := s.look(tx)
		if errors.Is(err, ErrGone) {
			return nil
		}
		if err != nil {
			return err
		}
		begun, err := tenant.ParseSlot(about.Slot)
		if err != nil {
			return err
		}
		if !exists || claim.State != document.Failed || begun.Compare(slot) > 0 || !about.Watched() {
			return nil
		}
		reopened = true
		at := s.now()
		return tx.Update(s.scanDoc(), []firestore.Update{
			{Path: "state", Value: document.Claimed}, {Path: "until", Value: at.Add(followUp)}, {Path: "reopened", Value: at}, {Path: "ended", Value: time.Time{}},
			{Path: "failures", Value: 1}, {Path: "again", Value: firestore.Delete}, {Path: "error", Value: firestore.Delete}, {Path: "wait", Value: firestore.Delete},
		})
	})
	if err != nil {
		return false, fmt.Errorf("reopen scan: %w", err)
	}
	return reopened, nil
}
