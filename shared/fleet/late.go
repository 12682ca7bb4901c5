package fleet

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"cloud.google.com/go/firestore"
	"golang.org/x/sync/errgroup"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// How long a claim waits before it is published again. An unstarted one has its
// message lost or far back in the queue: more messages would only lengthen the
// queue, so its waits double, and one that the queue has not reached waits longest.
// One that was begun has lost its instance.
const (
	claimTime = time.Minute
	againTime = 15 * time.Second
	longTime  = 10 * time.Minute
	// disorder is how much younger claims may be than one that they overtake in the
	// queue.
	disorder = 15 * time.Second
	// stillTime is after how long without the beginning of a scan the queue stands still.
	stillTime = 15 * time.Second
	// publishings is how often a claim is published again before it is given up.
	publishings = 10 // without progress: a scan that suspends itself begins to count anew
)

// neverStarted is why a claim was given up that nobody began, as people read it.
const neverStarted = "the scan was asked for several times and never started"

// Late lists claims that nobody is working on: those whose message seems lost
// and those whose lease ran out unfinished. Their messages must be published
// again. Claims that can no longer be finished are abandoned on the way; one
// that was published too often is recorded as failed and yields a GivenUp. An
// error about one claim carries its tenant where it has one, and the listing
// goes on. Claims that stay open, late or not, are noted in open unless it is nil.
func (f *Fleet) Late(ctx context.Context, open *Open) iter.Seq2[queue.Scan, error] {
	q := f.client.CollectionGroup("scans").Where("state", "==", document.Claimed).OrderBy(firestore.DocumentID, firestore.Asc)
	return func(yield func(queue.Scan, error) bool) {
		far, err := f.progress(ctx)
		if err != nil {
			yield(queue.Scan{}, fmt.Errorf("list claims: %w: %w", ErrListing, err))
			return
		}
		for claims, err := range pages(ctx, q) {
			var judged []verdict
			if err == nil {
				judged, err = f.judge(ctx, claims, far)
			}
			if err != nil {
				yield(queue.Scan{}, fmt.Errorf("list claims: %w: %w", ErrListing, err))
				return
			}
			for _, v := range judged {
				if open != nil && v.err == nil && (v.fate == stays || v.fate == again) {
					open.note(v.m, v.waits && v.fate == stays)
				}
				if (v.fate == again || v.err != nil) && !yield(v.m, v.err) {
					return
				}
			}
		}
	}
}

// verdict is what was decided over one claim.
type verdict struct {
	m     queue.Scan
	fate  fate
	waits bool // as look's
	err   error
}

// settling is how many claims are changed at the same time.
const settling = 16

// judge decides over a page of claims, whose tenants it reads together, and
// notes what it decided.
func (f *Fleet) judge(ctx context.Context, claims []*firestore.DocumentSnapshot, far progress) ([]verdict, error) {
	owners := make([]*firestore.DocumentRef, 0, len(claims))
	for _, c := range claims {
		if owner := c.Ref.Parent.Parent; owner != nil {
			owners = append(owners, owner)
		}
	}
	about := map[string]*firestore.DocumentSnapshot{}
	if len(owners) > 0 {
		snaps, err := f.client.GetAll(ctx, owners)
		if err != nil {
			return nil, err
		}
		for _, s := range snaps {
			about[s.Ref.Path] = s
		}
	}
	judged := make([]verdict, len(claims))
	var g errgroup.Group
	g.SetLimit(settling)
	for i, c := range claims {
		owner := c.Ref.Parent.Parent
		if owner == nil {
			judged[i].err = errors.New("claim lies under no tenant")
			continue
		}
		v := &judged[i]
		if v.m.Tenant, v.err = tenantid.Parse(owner.ID); v.err != nil {
			v.err = fmt.Errorf("list claims: %w", v.err)
			continue
		}
		var l look
		l, v.err = f.look(c, about[owner.Path], far)
		v.m.Slot, v.fate, v.waits = l.slot, l.fate, l.waits
		if v.err == nil && l.fate != stays {
			g.Go(func() error {
				v.fate, v.err = f.settle(ctx, c.Ref, owner, far)
				return nil
			})
		}
	}
	_ = g.Wait()
	return judged, nil
}

// settle decides over a claim once more, in a transaction that writes what was
// decided. Only claims that have to change come here, because it takes a lock on
// the tenant.
func (f *Fleet) settle(ctx context.Context, claim, owner *firestore.DocumentRef, far progress) (fate, error) {
	var l look
	err := handle.Transact(ctx, f.db, func(_ context.Context, tx *firestore.Transaction) error {
		docs, err := tx.GetAll([]*firestore.DocumentRef{claim, owner})
		if err != nil {
			return err
		}
		if l, err = f.look(docs[0], docs[1], far); err != nil {
			return err
		}
		if l.fate == givenUp {
			if l.letter, err = f.letter(l, owner); err != nil {
				return err
			}
		}
		return f.write(tx, claim, owner, l)
	})
	if err != nil {
		return stays, fmt.Errorf("look at claim: %w", err)
	}
	if l.fate == givenUp {
		return givenUp, &GivenUp{Letter: Leftover{Topic: l.letter.Topic, Data: l.letter.Data, Error: l.letter.Error, At: l.letter.At, ref: l.letterDoc(owner)}}
	}
	return l.fate, nil
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
	waits bool // for Microsoft, or for the next try of one that failed
	fate  fate
	// letter is the dead letter of one that is given up.
	letter document.Outbox
}

// letterDoc is where the dead letter waits to be published: written with the giving
// up, so that no crash loses it.
func (l look) letterDoc(owner *firestore.DocumentRef) *firestore.DocumentRef {
	return owner.Collection("outbox").Doc(l.slot.Key() + "-given-up")
}

// GivenUp is an ErrGivenUp. The claim's message is a dead letter from then on, which
// must be published.
type GivenUp struct{ Letter Leftover }

// Error implements error.
func (*GivenUp) Error() string { return ErrGivenUp.Error() }

// Unwrap implements errors.Is.
func (*GivenUp) Unwrap() error { return ErrGivenUp }

func (f *Fleet) look(claim, about *firestore.DocumentSnapshot, far progress) (l look, err error) {
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
	waits := l.claim.Wait != nil && f.now().Before(*l.claim.Wait) || l.claim.Failures > 0 && f.now().Before(l.claim.Until)
	l.waits = waits && !l.about.Lease.Held(f.now())
	l.fate = l.decide(begun, f.now(), far)
	return l, nil
}

func (l look) decide(begun tenant.Slot, now time.Time, far progress) fate {
	switch {
	case l.claim.State != document.Claimed:
		return stays
	case !l.about.Watched(), begun.Compare(l.slot) > 0: // a tenant that is gone is not watched
		return abandoned
	case l.begun && l.about.Lease.Held(now):
		return stays
	case now.Before(l.claim.Until) && (!l.begun || l.claim.Again > 0 || l.claim.Parts > 0 || l.claim.Failures > 0):
		return stays
	case !l.begun && l.claim.Again == 0 && far.before(l.claim, now):
		return stays
	case l.claim.Again >= publishings:
		return givenUp
	}
	return again
}

// write writes what was decided.
func (f *Fleet) write(tx *firestore.Transaction, claim, owner *firestore.DocumentRef, l look) error {
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
		return errors.Join(
			tx.Update(claim, []firestore.Update{{Path: "state", Value: document.Failed}, {Path: "error", Value: l.reason()}, {Path: "ended", Value: now}}),
			tx.Update(owner, f.overdue(l, now)),
			tx.Set(l.letterDoc(owner), l.letter))
	}
	return nil
}

// reason is why the claim was given up, as people read it.
func (l look) reason() string {
	if l.begun {
		return document.NeverFinished
	}
	return neverStarted
}

// letter makes the dead letter of a claim that is given up: with what the scan said
// when it failed last, if it did.
func (f *Fleet) letter(l look, owner *firestore.DocumentRef) (document.Outbox, error) {
	id, err := tenantid.Parse(owner.ID)
	if err != nil {
		return document.Outbox{}, err
	}
	topic, data, err := queue.Encode(queue.Scan{Tenant: id, Slot: l.slot})
	return document.Outbox{Topic: topic, Data: data, At: f.now(), Error: cmp.Or(l.claim.Cause, l.reason())}, err
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
