package fleet

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// How long a claim waits before it is published again. An unstarted one has its
// message lost or far back in the queue: more messages would only lengthen the
// queue, so its waits double. One that was begun has lost its instance.
const (
	claimTime = time.Minute
	againTime = 15 * time.Second
	longTime  = 10 * time.Minute
	// publishings is how often a claim is published again before it is given up.
	publishings = 10
)

// Why a claim was given up, as people read it.
const (
	neverFinished = "the scan was started several times and never finished"
	neverStarted  = "the scan was asked for several times and never started"
)

// Late lists claims that nobody is working on: those whose message seems lost
// and those whose lease ran out unfinished. Their messages must be published
// again. Claims that can no longer be finished are abandoned on the way; one
// that was published too often is recorded as failed and yields ErrGivenUp. An
// error about one claim carries its tenant where it has one, and the listing
// goes on.
func (f *Fleet) Late(ctx context.Context) iter.Seq2[queue.Scan, error] {
	q := f.client.CollectionGroup("scans").Where("state", "==", document.Claimed).OrderBy(firestore.DocumentID, firestore.Asc)
	return func(yield func(queue.Scan, error) bool) {
		for snap, err := range pages(ctx, q) {
			if err != nil {
				yield(queue.Scan{}, fmt.Errorf("list claims: %w: %w", ErrListing, err))
				return
			}
			m, late, err := f.late(ctx, snap)
			if (late || err != nil) && !yield(m, err) {
				return
			}
		}
	}
}

// late decides over one claim and notes what it decided.
func (f *Fleet) late(ctx context.Context, claim *firestore.DocumentSnapshot) (m queue.Scan, late bool, err error) {
	owner := claim.Ref.Parent.Parent
	if owner == nil {
		return m, false, errors.New("claim lies under no tenant")
	}
	if m.Tenant, err = tenantid.Parse(owner.ID); err != nil {
		return m, false, fmt.Errorf("list claims: %w", err)
	}
	about, err := owner.Get(ctx)
	if err != nil && status.Code(err) != codes.NotFound {
		return m, false, fmt.Errorf("look at claim: %w", err)
	}
	l, err := f.look(claim, about)
	m.Slot = l.slot
	if err != nil || l.fate == stays {
		return m, false, err
	}
	// Only what has to change takes a lock on the tenant.
	err = f.client.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		docs, err := tx.GetAll([]*firestore.DocumentRef{claim.Ref, owner})
		if err != nil {
			return err
		}
		if l, err = f.look(docs[0], docs[1]); err != nil {
			return err
		}
		return f.settle(tx, claim.Ref, owner, l)
	})
	if err != nil {
		return m, false, fmt.Errorf("look at claim: %w", err)
	}
	if l.fate == givenUp {
		return m, false, ErrGivenUp
	}
	return m, l.fate == again, nil
}

// fate is what becomes of a claim.
type fate int

const (
	stays     fate = iota // someone works on it, or its message is on its way
	again                 // its message is published again
	abandoned             // it can no longer be finished
	givenUp               // it was published too often
)

// look is a claim and its tenant, judged.
type look struct {
	claim document.Scan
	about document.Tenant
	slot  tenant.Slot
	begun bool // this slot is the one that began last
	fate  fate
}

func (f *Fleet) look(claim, about *firestore.DocumentSnapshot) (l look, err error) {
	if !claim.Exists() {
		return l, nil
	}
	if claim.DataTo(&l.claim) != nil || about.Exists() && about.DataTo(&l.about) != nil {
		return l, errors.New("claim or tenant is not in the expected form")
	}
	var begun tenant.Slot
	var err1, err2 error
	l.slot, err1 = tenant.ParseSlot(l.claim.Slot)
	begun, err2 = tenant.ParseSlot(l.about.Slot)
	if err := errors.Join(err1, err2); err != nil {
		return l, err
	}
	l.begun = begun == l.slot
	l.fate = l.decide(begun, f.now())
	return l, nil
}

func (l look) decide(begun tenant.Slot, now time.Time) fate {
	switch {
	case l.claim.State != document.Claimed:
		return stays
	case l.about.State != string(tenant.Active), begun.Compare(l.slot) > 0: // a tenant that is gone is not active
		return abandoned
	case l.begun && now.Before(l.about.Lease.Until):
		return stays
	case now.Before(l.claim.Until) && (!l.begun || l.claim.Again > 0):
		return stays
	case l.claim.Again >= publishings:
		return givenUp
	}
	return again
}

// settle writes what was decided.
func (f *Fleet) settle(tx *firestore.Transaction, claim, owner *firestore.DocumentRef, l look) error {
	now := f.now()
	switch l.fate {
	case again:
		wait := againTime
		if !l.begun {
			wait = min(againTime<<l.claim.Again, longTime)
		}
		return tx.Update(claim, []firestore.Update{{Path: "until", Value: now.Add(wait)}, {Path: "again", Value: l.claim.Again + 1}})
	case abandoned:
		return tx.Update(claim, []firestore.Update{{Path: "state", Value: document.Abandoned}})
	case givenUp:
		reason := neverFinished
		if !l.begun {
			reason = neverStarted
		}
		return errors.Join(
			tx.Update(claim, []firestore.Update{{Path: "state", Value: document.Failed}, {Path: "error", Value: reason}, {Path: "ended", Value: now}}),
			tx.Update(owner, f.overdue(l, now)))
	}
	return nil
}

// overdue is what a tenant's document says once a slot was given up: whoever
// held the lease holds it no longer, and a slot that never began counts as begun
// so that the schedule goes on.
func (f *Fleet) overdue(l look, now time.Time) []firestore.Update {
	if l.begun {
		return []firestore.Update{{Path: "lease", Value: document.Lease{Fence: l.about.Lease.Fence + 1, Until: now}}}
	}
	return []firestore.Update{
		{Path: "slot", Value: l.slot.String()},
		{Path: "began", Value: now},
		{Path: "due", Value: l.about.NextDue(now)},
	}
}
