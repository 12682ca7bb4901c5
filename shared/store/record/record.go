// Package record writes what a scan found about one tenant. Every write is made
// under a lease with a fencing number, in a transaction that reads the lease, so
// that a scan which was overtaken, stopped or doubled changes nothing.
//
// A full scan begins with the claim of its slot and ends with the claim's
// document as its result. A light pass has no claim; it takes the lease only
// while nobody holds it, and leaves a document of its own.
package record

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// Why a lease is not given. All but ErrNoClaim and ErrLight end the message's
// life: someone else finishes, or there is nothing left to do.
var (
	ErrBusy    = errors.New("another instance is scanning this tenant")
	ErrOver    = errors.New("this slot is finished or a newer one has begun")
	ErrNoClaim = errors.New("no such slot was dispatched")
	// ErrGone is an ErrOver: there is no such tenant, for it was erased. Messages name
	// no tenant that there never was.
	ErrGone = fmt.Errorf("%w: there is no such tenant", ErrOver)
	// ErrLight is an ErrBusy that soon passes: a light pass is under way, and the
	// full scan should wait for its end.
	ErrLight = fmt.Errorf("%w: a light pass is under way", ErrBusy)
	// ErrWaits is an ErrBusy: Microsoft asked to wait, and the slot is taken up again
	// when that is over.
	ErrWaits = fmt.Errorf("%w: Microsoft asked to wait", ErrBusy)
	// ErrLost means that the lease was taken over: the scan must stop.
	ErrLost = errors.New("the lease was lost")
)

// leaseTime is how long a lease lasts unless renewed. It is short because a
// killed instance blocks its tenant for as long.
const leaseTime = 12 * time.Second

// Scan is the writing side of one tenant's scan, for as long as its lease lasts.
type Scan struct {
	// Parts is how often the scan was suspended before it began this time.
	Parts int
	// Claimed is when the slot was claimed, by the wall clock, and Again says that
	// it was begun before, whoever stopped then.
	Claimed time.Time
	Again   bool
	// Counts is from when on the scan's time counts: since it was claimed, or reopened.
	Counts time.Time
	tenant handle.Tenant
	slot   tenant.Slot
	light  bool
	holder string
	fence  int64
	began  time.Time
	now    func() time.Time
	every  time.Duration // between renewals of a kept lease
	closed map[string]time.Time
	atEnd  []write // of memory
}

// Close notes until when Microsoft asked not to be asked, by class of requests. It is
// written with what else the scan writes when it ends or is suspended.
func (s *Scan) Close(until map[string]time.Time) { s.closed = until }

// closing is what is written of that.
func (s *Scan) closing() []firestore.Update {
	if len(s.closed) == 0 {
		return nil
	}
	return []firestore.Update{{Path: "closed", Value: s.closed}}
}

// Fence returns the lease's number: of two instances that work on a slot the later
// one's is higher.
func (s *Scan) Fence() int64 { return s.fence }

// name names what the scan writes: no two scans share it.
func (s *Scan) name() string {
	if s.light {
		return s.slot.Key() + "-" + document.LightScan
	}
	return s.slot.Key()
}

// Renew extends the lease; ErrLost when someone else has taken it.
func (s *Scan) Renew(ctx context.Context) error {
	err := s.transact(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		if _, err := s.held(tx); err != nil {
			return err
		}
		return tx.Update(handle.Doc(s.tenant), []firestore.Update{{Path: "lease.until", Value: s.now().Add(leaseTime)}})
	})
	if err != nil {
		return fmt.Errorf("renew lease: %w", err)
	}
	return nil
}

// Keep renews the lease until the returned stop is called. The context it
// returns ends when the lease is lost, so that the scan stops.
func (s *Scan) Keep(ctx context.Context) (kept context.Context, stop func()) {
	kept, cancel := context.WithCancelCause(ctx)
	go func() {
		tick := time.NewTicker(s.every)
		defer tick.Stop()
		for {
			select {
			case <-kept.Done():
				return
			case <-tick.C:
				if err := s.Renew(kept); errors.Is(err, ErrLost) {
					cancel(err)
					return
				}
			}
		}
	}()
	return kept, func() { cancel(nil) }
}

// held reads the lease within a transaction: whatever the transaction writes
// fails if the lease has been taken meanwhile or the tenant is no longer watched. It returns the tenant's document as it is.
func (s *Scan) held(tx *firestore.Transaction) (about document.Tenant, err error) {
	snap, err := tx.Get(handle.Doc(s.tenant))
	if status.Code(err) == codes.NotFound {
		return about, ErrLost // erased
	}
	if err != nil {
		return about, err
	}
	if err := snap.DataTo(&about); err != nil {
		return about, err
	}
	overtaken := !s.light && about.Slot != s.slot.String()
	if about.Lease.Fence != s.fence || about.Lease.Holder != s.holder || about.Lease.Slot != s.slot.String() || overtaken || !about.Watched() {
		return about, ErrLost
	}
	return about, nil
}

func (s *Scan) scanDoc() *firestore.DocumentRef {
	return handle.Doc(s.tenant).Collection("scans").Doc(s.name())
}

func (s *Scan) transact(ctx context.Context, f func(context.Context, *firestore.Transaction) error) error {
	return handle.Transact(ctx, handle.DBOf(s.tenant), f)
}

func newHolder() string {
	var b [8]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}
