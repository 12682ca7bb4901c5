package fleet

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// Due is a tenant that should be scanned.
type Due struct {
	ID  tenant.ID
	doc document.Tenant
	// asked is when a scan was asked for whatever the schedule; zero when it was not.
	asked time.Time
	// last is the claim of the slot that began last, as it was when the tenant was
	// listed: zero when there is none. damaged says why it could not be read.
	last    document.Scan
	damaged error
}

// Due lists tenants that are due, page by page. With before set it lists every
// active tenant whose last scan began before then. A tenant whose document
// cannot be read yields an error, with its ID where it has one, and the listing
// goes on.
func (f *Fleet) Due(ctx context.Context, before time.Time) iter.Seq2[Due, error] {
	horizon := f.now()
	if !before.IsZero() {
		horizon = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return func(yield func(Due, error) bool) {
		q := f.client.Collection("tenants").Where("due", "<=", horizon).OrderBy("due", firestore.Asc)
		for docs, err := range pages(ctx, q) {
			if err != nil {
				yield(Due{}, fmt.Errorf("list tenants: %w: %w", ErrListing, err))
				return
			}
			var due []Due
			for _, snap := range docs {
				d, err := dueOf(snap)
				switch {
				case err != nil:
					if !yield(d, err) {
						return
					}
				case !d.doc.Watched(), !before.IsZero() && !d.doc.Began.Before(before):
				default:
					d.asked = before
					due = append(due, d)
				}
			}
			if !f.yieldDue(ctx, due, yield) {
				return
			}
		}
	}
}

// yieldDue yields tenants with their last claims; it reports whether to go on.
func (f *Fleet) yieldDue(ctx context.Context, due []Due, yield func(Due, error) bool) bool {
	if err := f.readLast(ctx, due); err != nil {
		yield(Due{}, fmt.Errorf("list tenants: %w: %w", ErrListing, err))
		return false
	}
	for _, d := range due {
		if !yield(d, nil) {
			return false
		}
	}
	return true
}

// readLast reads the claims of the slots that began last, together.
func (f *Fleet) readLast(ctx context.Context, due []Due) error {
	var refs []*firestore.DocumentRef
	var of []int
	for i, d := range due {
		if last, err := tenant.ParseSlot(d.doc.Slot); err == nil && !last.IsZero() {
			refs = append(refs, f.client.Collection("tenants").Doc(d.ID.String()).Collection("scans").Doc(last.Key()))
			of = append(of, i)
		}
	}
	if len(refs) == 0 {
		return nil
	}
	snaps, err := f.client.GetAll(ctx, refs)
	if err != nil {
		return fmt.Errorf("read claims: %w", err)
	}
	for n, snap := range snaps {
		if snap.Exists() && snap.DataTo(&due[of[n]].last) != nil { // one that does not was removed by retention
			due[of[n]].damaged = errors.New("claim is not in the expected form")
		}
	}
	return nil
}

func dueOf(snap *firestore.DocumentSnapshot) (Due, error) {
	id, err := tenantid.Parse(snap.Ref.ID)
	if err != nil {
		return Due{}, fmt.Errorf("list tenants: %w", err)
	}
	d := Due{ID: id}
	if err := snap.DataTo(&d.doc); err != nil {
		return d, errors.New("tenant is not in the expected form")
	}
	return d, nil
}

// Open is what is known of unfinished claims: those that Late found, and those
// noted since. Its zero value knows of none. It may be used concurrently.
type Open struct {
	mu     sync.Mutex
	claims map[tenant.ID][]tenant.Slot
	at     map[tenant.ID]bool // whose claim somebody works on, or soon will
}

// Note adds a claim.
func (o *Open) Note(m queue.Scan) { o.note(m, false) }

// note adds a claim; waits says that nobody works on it before Microsoft lets them.
func (o *Open) note(m queue.Scan, waits bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.claims == nil {
		o.claims, o.at = map[tenant.ID][]tenant.Slot{}, map[tenant.ID]bool{}
	}
	o.claims[m.Tenant] = append(o.claims[m.Tenant], m.Slot)
	o.at[m.Tenant] = o.at[m.Tenant] || !waits
}

// Scanning reports whether a scan of the tenant is under way or about to be.
func (o *Open) Scanning(id tenant.ID) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.at[id]
}

// Covers reports whether an unfinished claim does for a due tenant, so that none
// has to be made: the scan that is coming tells what is asked for. Claims that
// queue up would only be overtaken by the newest. Of a recording, it is a claim
// of the same moment.
func (o *Open) Covers(d Due) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, slot := range o.claims[d.ID] {
		if d.doc.Recorded == nil || slot.At.Equal(d.doc.Recorded.UTC().Truncate(time.Second)) {
			return true
		}
	}
	return false
}

// overtaken reports whether a recording was replaced by a newer one: then an
// unfinished slot of the old one will not be finished.
func (d Due) overtaken(last, next tenant.Slot) bool {
	return d.doc.Recorded != nil && !last.At.Equal(next.At)
}

// Claim claims the next slot of a due tenant with a create-only write and says
// whether it did: then its message must be published. Repeating it claims
// nothing new. A slot that was begun and not finished is left to Late.
func (f *Fleet) Claim(ctx context.Context, d Due) (m queue.Scan, claimed bool, err error) {
	h, err := handle.Of(f.db, d.ID)
	if err != nil {
		return m, false, err
	}
	slot, last, err := f.nextSlot(d)
	if err := errors.Join(err, d.damaged); err != nil {
		return m, false, err
	}
	if err := f.place(ctx, h, d); err != nil {
		return m, false, err
	}
	scans := handle.Doc(h).Collection("scans")
	if d.last.State == document.Claimed {
		if !d.overtaken(last, slot) {
			return m, false, nil
		}
		if err := f.abandon(ctx, scans.Doc(last.Key())); err != nil {
			return m, false, err
		}
	}
	claimed, err = f.createClaim(ctx, scans.Doc(slot.Key()), slot)
	if err != nil || !claimed {
		return m, false, err
	}
	return queue.Scan{Tenant: d.ID, Slot: slot}, true, nil
}

// createClaim writes a claim and says whether it is this call's.
func (f *Fleet) createClaim(ctx context.Context, ref *firestore.DocumentRef, slot tenant.Slot) (bool, error) {
	now := f.now()
	claim := document.Scan{Slot: slot.String(), State: document.Claimed, Claimed: now, Until: now.Add(claimTime), Claimant: rand.Text()}
	err := handle.Retry(ctx, func(ctx context.Context) error {
		_, err := ref.Create(ctx, claim)
		return err
	})
	if status.Code(err) == codes.AlreadyExists { // perhaps made by an earlier try whose answer was lost
		have, err := f.claim(ctx, ref)
		return have.State == document.Claimed && have.Claimant == claim.Claimant, err
	}
	if err != nil {
		return false, fmt.Errorf("claim slot: %w", err)
	}
	return true, nil
}

func (f *Fleet) claim(ctx context.Context, ref *firestore.DocumentRef) (s document.Scan, err error) {
	snap, err := ref.Get(ctx)
	if status.Code(err) == codes.NotFound {
		return s, nil // removed by retention
	}
	if err != nil {
		return s, fmt.Errorf("read claim: %w", err)
	}
	if snap.DataTo(&s) != nil {
		return s, errors.New("claim is not in the expected form")
	}
	return s, nil
}

// place gives a tenant that was made before tenants had places its own.
func (f *Fleet) place(ctx context.Context, h handle.Tenant, d Due) error {
	if d.doc.Spread > 0 && d.doc.Pass > 0 {
		return nil
	}
	spread, pass := document.Place(d.ID.String())
	err := handle.Retry(ctx, func(ctx context.Context) error {
		_, err := handle.Doc(h).Update(ctx, []firestore.Update{{Path: "spread", Value: spread}, {Path: "pass", Value: pass}})
		return err
	})
	if err != nil {
		return fmt.Errorf("give the tenant its place: %w", err)
	}
	return nil
}

// nextSlot returns the slot to claim and the one begun last. A live tenant's
// slot is the latest time on its schedule, or the time at which a scan was asked
// for sooner, so that every tick of an interval claims the same one; a
// recording's are numbered.
func (f *Fleet) nextSlot(d Due) (next, last tenant.Slot, err error) {
	if last, err = tenant.ParseSlot(d.doc.Slot); err != nil {
		return next, last, err
	}
	if d.doc.Recorded != nil {
		n := 1
		if last.At.Equal(d.doc.Recorded.UTC().Truncate(time.Second)) {
			n = last.N + 1
		}
		return tenant.NewSlot(*d.doc.Recorded, n), last, nil
	}
	now, at := f.now(), d.doc.Due
	switch {
	case at.After(now) && !d.asked.IsZero() && d.asked.Before(now):
		at = d.asked
	case at.After(now):
		at = now
	case d.doc.Interval > 0:
		at = at.Add(now.Sub(at) / d.doc.Interval * d.doc.Interval)
	}
	next = tenant.NewSlot(at, 1)
	if !last.IsZero() && next.Compare(last) <= 0 {
		next = tenant.NewSlot(last.At, last.N+1)
	}
	return next, last, nil
}

// abandon ends an unfinished claim that a newer recording has overtaken, unless
// it has finished meanwhile.
func (f *Fleet) abandon(ctx context.Context, ref *firestore.DocumentRef) error {
	err := handle.Transact(ctx, f.db, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(ref)
		if err != nil {
			return err
		}
		if state, err := snap.DataAt("state"); err != nil || state != document.Claimed {
			return err
		}
		return tx.Update(ref, []firestore.Update{{Path: "state", Value: document.Abandoned}})
	})
	if err != nil {
		return fmt.Errorf("abandon slot: %w", err)
	}
	return nil
}
