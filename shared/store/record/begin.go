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

// Begin takes the lease for a dispatched slot and moves the tenant's next due
// time. now is the clock.
func Begin(ctx context.Context, t *store.Tenant, slot tenant.Slot, now func() time.Time) (*Scan, error) {
	s := newScan(t, slot, now)
	doc := handle.Doc(s.tenant)
	err := s.transact(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		about, claim, claimed, err := s.look(tx)
		if err != nil {
			return err
		}
		if !claimed {
			return ErrNoClaim
		}
		s.Parts, s.Claimed, s.Counts = claim.Parts, claim.Claimed, claim.Claimed
		if claim.Reopened != nil {
			s.Counts = *claim.Reopened
		}
		if about.Lease.Holder == s.holder { // the answer to an earlier try was lost
			s.fence = about.Lease.Fence
			return nil
		}
		if err := s.admit(about, claim); err != nil {
			return err
		}
		s.Again = about.Slot == slot.String()
		lease := s.take(about)
		if claim.Failures > 0 { // this is the next try: should it die, none is on its way
			if err := tx.Update(s.scanDoc(), []firestore.Update{{Path: "until", Value: s.began}}); err != nil {
				return err
			}
		}
		return tx.Update(doc, []firestore.Update{
			{Path: "lease", Value: lease},
			{Path: "slot", Value: slot.String()},
			{Path: "began", Value: s.began},
			{Path: "due", Value: about.NextDue(s.began)},
		})
	})
	if err != nil {
		return nil, fmt.Errorf("begin scan: %w", err)
	}
	return s, nil
}

// BeginLight takes the lease for a light pass, which has no claim and moves
// neither the tenant's slot nor its due time. It is refused with ErrBusy while
// anybody holds the lease, and with ErrOver where the pass was made, a newer one
// or a full scan of a later moment has begun, or no full scan has begun at all.
func BeginLight(ctx context.Context, t *store.Tenant, slot tenant.Slot, now func() time.Time) (*Scan, error) {
	s := newScan(t, slot, now)
	s.light = true
	err := s.transact(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		about, _, made, err := s.look(tx)
		if err != nil {
			return err
		}
		if about.Lease.Holder == s.holder { // as in Begin
			s.fence = about.Lease.Fence
			return nil
		}
		if made {
			return ErrOver
		}
		if err := s.admitLight(about); err != nil {
			return err
		}
		lease := s.take(about)
		s.Claimed = s.began
		return tx.Update(handle.Doc(s.tenant), []firestore.Update{{Path: "lease", Value: lease}})
	})
	if err != nil {
		return nil, fmt.Errorf("begin light pass: %w", err)
	}
	return s, nil
}

func newScan(t *store.Tenant, slot tenant.Slot, now func() time.Time) *Scan {
	return &Scan{tenant: t.Handle(), slot: slot, holder: newHolder(), now: now, every: leaseTime / 3}
}

// look reads the tenant, which must be there, and the scan's own document.
func (s *Scan) look(tx *firestore.Transaction) (about document.Tenant, own document.Scan, exists bool, err error) {
	docs, err := tx.GetAll([]*firestore.DocumentRef{handle.Doc(s.tenant), s.scanDoc()})
	if err != nil {
		return about, own, false, err
	}
	if !docs[0].Exists() {
		return about, own, false, ErrGone
	}
	if err := docs[0].DataTo(&about); err != nil {
		return about, own, false, err
	}
	if docs[1].Exists() {
		err = docs[1].DataTo(&own)
	}
	return about, own, docs[1].Exists(), err
}

// take makes the scan the holder of the tenant's lease.
func (s *Scan) take(about document.Tenant) document.Lease {
	s.began = s.now()
	s.fence = about.Lease.Fence + 1
	return document.Lease{Holder: s.holder, Fence: s.fence, Until: s.began.Add(leaseTime), Slot: s.slot.String(), Light: s.light}
}

// admit decides whether the slot may be scanned now. A newer slot overtakes an
// older one's lease, and none a light pass's.
func (s *Scan) admit(about document.Tenant, claim document.Scan) error {
	if claim.State != document.Claimed || !about.Watched() {
		return ErrOver
	}
	begun, err := tenant.ParseSlot(about.Slot)
	if err != nil {
		return err
	}
	if begun.Compare(s.slot) > 0 {
		return ErrOver
	}
	if claim.Wait != nil && s.now().Before(*claim.Wait) {
		return ErrWaits
	}
	if !about.Lease.Held(s.now()) {
		return nil
	}
	if about.Lease.Light {
		return ErrLight
	}
	if begun == s.slot {
		return ErrBusy
	}
	return nil
}

// admitLight decides whether the light pass may be made now.
func (s *Scan) admitLight(about document.Tenant) error {
	begun, err1 := tenant.ParseSlot(about.Slot)
	held, err2 := tenant.ParseSlot(about.Lease.Slot)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	if about.State != string(tenant.Active) || !about.Watched() || begun.IsZero() || begun.At.After(s.slot.At) || about.Lease.Light && held.Compare(s.slot) > 0 {
		return ErrOver
	}
	if about.Lease.Held(s.now()) {
		return ErrBusy
	}
	return nil
}

// followUp is how long after a suspension the message by which the scan goes on
// counts as on its way.
const followUp = time.Minute

// Suspend gives the lease back so that the scan can go on with a further message
// for the same slot, which the caller publishes next. What was committed stays.
// How often the claim was published again, and how often it failed, count from nought. With
// wait the scan may not go on before then: the caller publishes nothing, and the claim
// is late from that moment on.
func (s *Scan) Suspend(ctx context.Context, wait time.Time) error {
	if s.light {
		return errors.New("suspend scan: a light pass is made in one go")
	}
	err := s.transact(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		about, claim, _, err := s.look(tx)
		if err != nil {
			return err
		}
		if s.released(about) {
			return nil // a repeat whose first answer was lost
		}
		if _, err := s.held(tx); err != nil {
			return err
		}
		now := s.now()
		late, waits := now.Add(followUp), any(firestore.Delete)
		if !wait.IsZero() {
			late, waits = wait, wait
		}
		return errors.Join(
			tx.Update(handle.Doc(s.tenant), s.release(now)),
			tx.Update(s.scanDoc(), []firestore.Update{
				{Path: "parts", Value: claim.Parts + 1}, {Path: "until", Value: late}, {Path: "wait", Value: waits},
				{Path: "again", Value: firestore.Delete}, {Path: "failures", Value: firestore.Delete}, {Path: "cause", Value: firestore.Delete}}))
	})
	if err != nil {
		return fmt.Errorf("suspend scan: %w", err)
	}
	return nil
}

// Release gives the lease back without a result: the light pass found nothing to
// do. Of a full scan it lets the claim be taken up again at once.
func (s *Scan) Release(ctx context.Context) error {
	err := s.transact(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		about, _, _, err := s.look(tx)
		if err != nil {
			return err
		}
		if s.released(about) {
			return nil
		}
		if _, err := s.held(tx); err != nil {
			return err
		}
		return tx.Update(handle.Doc(s.tenant), s.release(s.now()))
	})
	if err != nil {
		return fmt.Errorf("release lease: %w", err)
	}
	return nil
}

// release ends the lease and leaves its number, so that the next is higher; with what
// Close noted.
func (s *Scan) release(now time.Time) []firestore.Update {
	return append(s.closing(), firestore.Update{Path: "lease.holder", Value: ""}, firestore.Update{Path: "lease.until", Value: now})
}

func (s *Scan) released(about document.Tenant) bool {
	return about.Lease.Fence == s.fence && about.Lease.Holder == ""
}
