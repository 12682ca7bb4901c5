// Package record writes what a scan found about one tenant. Every write is made
// under a lease with a fencing number, in a transaction that reads the lease, so
// that a scan which was overtaken, stopped or doubled changes nothing.
package record

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// Why a lease is not given. All but ErrNoClaim end the message's life: someone
// else finishes, or there is nothing left to do.
var (
	ErrBusy    = errors.New("another instance is scanning this tenant")
	ErrOver    = errors.New("this slot is finished or a newer one has begun")
	ErrNoClaim = errors.New("no such slot was dispatched")
	// ErrLost means that the lease was taken over: the scan must stop.
	ErrLost = errors.New("the lease was lost")
)

// leaseTime is how long a lease lasts unless renewed. It is short because a
// killed instance blocks its tenant for as long.
const leaseTime = 12 * time.Second

// Scan is the writing side of one tenant's scan, for as long as its lease lasts.
type Scan struct {
	tenant handle.Tenant
	slot   tenant.Slot
	holder string
	fence  int64
	began  time.Time
	now    func() time.Time
	every  time.Duration // between renewals of a kept lease
}

// Begin takes the lease for a dispatched slot and moves the tenant's next due
// time. now is the clock.
func Begin(ctx context.Context, t *store.Tenant, slot tenant.Slot, now func() time.Time) (*Scan, error) {
	s := &Scan{tenant: t.Handle(), slot: slot, holder: newHolder(), now: now, every: leaseTime / 3}
	doc := handle.Doc(s.tenant)
	err := s.transact(ctx, func(ctx context.Context, tx *firestore.Transaction) error {
		docs, err := tx.GetAll([]*firestore.DocumentRef{doc, s.scanDoc()})
		if err != nil {
			return err
		}
		if !docs[0].Exists() || !docs[1].Exists() {
			return ErrNoClaim
		}
		var about document.Tenant
		var claim document.Scan
		if err := errors.Join(docs[0].DataTo(&about), docs[1].DataTo(&claim)); err != nil {
			return err
		}
		if about.Lease.Holder == s.holder { // the answer to an earlier try was lost
			s.fence = about.Lease.Fence
			return nil
		}
		if err := s.admit(about, claim); err != nil {
			return err
		}
		s.began = now()
		s.fence = about.Lease.Fence + 1
		return tx.Update(doc, []firestore.Update{
			{Path: "lease", Value: document.Lease{Holder: s.holder, Fence: s.fence, Until: s.began.Add(leaseTime)}},
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

// admit decides whether the slot may be scanned now.
func (s *Scan) admit(about document.Tenant, claim document.Scan) error {
	if claim.State != document.Claimed || about.State != string(tenant.Active) {
		return ErrOver
	}
	begun, err := tenant.ParseSlot(about.Slot)
	if err != nil {
		return err
	}
	if begun.Compare(s.slot) > 0 {
		return ErrOver
	}
	if begun == s.slot && s.now().Before(about.Lease.Until) {
		return ErrBusy
	}
	return nil
}

// Renew extends the lease; ErrLost when someone else has taken it.
func (s *Scan) Renew(ctx context.Context) error {
	err := s.transact(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		if err := s.held(tx); err != nil {
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
// fails if the lease has been taken meanwhile or the tenant is no longer active.
func (s *Scan) held(tx *firestore.Transaction) error {
	snap, err := tx.Get(handle.Doc(s.tenant))
	if status.Code(err) == codes.NotFound {
		return ErrLost // erased
	}
	if err != nil {
		return err
	}
	var about document.Tenant
	if err := snap.DataTo(&about); err != nil {
		return err
	}
	if about.Lease.Fence != s.fence || about.Lease.Holder != s.holder || about.Slot != s.slot.String() || about.State != string(tenant.Active) {
		return ErrLost
	}
	return nil
}

// Entry names an outbox entry together with the message it holds.
type Entry struct {
	name    string
	Message queue.FindingsChanged
}

// chunk is how many changes one transaction holds, and explainChunk how many
// findings one message names: an explanation takes seconds, a message's time is limited.
const (
	chunk        = 100
	messageChunk = 20
)

// Commit writes the changes of a reconciliation, each with its entry in the
// finding's history, in transactions that also hold the messages to publish. A
// repeat after a crash goes on where it stopped, because the caller reconciles
// against what was written.
func (s *Scan) Commit(ctx context.Context, key *seal.Key, changes []finding.Change) ([]Entry, error) {
	var entries []Entry
	for len(changes) > 0 {
		n := min(chunk, len(changes))
		e, err := s.commit(ctx, key, changes[:n])
		if err != nil {
			return entries, fmt.Errorf("record findings: %w", err)
		}
		entries = append(entries, e...)
		changes = changes[n:]
	}
	return entries, nil
}

type write struct {
	ref   *firestore.DocumentRef
	value any
}

func (s *Scan) commit(ctx context.Context, key *seal.Key, changes []finding.Change) ([]Entry, error) {
	doc := handle.Doc(s.tenant)
	var sets, creates []write
	var entries []Entry
	for i, c := range changes {
		stored, err := document.FromFinding(c.Finding, key)
		if err != nil {
			return nil, err
		}
		step, err := stepOf(c, stored)
		if err != nil {
			return nil, err
		}
		ref := doc.Collection("findings").Doc(stored.ID)
		sets = append(sets, write{ref, stored})
		creates = append(creates, write{ref.Collection("history").Doc(fmt.Sprintf("%08d", stored.Version)), step})
		if i%messageChunk == 0 {
			entries = append(entries, Entry{
				// Named after slot and first change: another chunk of the same slot has another name.
				name:    fmt.Sprintf("%s-%s-%d", s.slot.Key(), stored.ID, stored.Version),
				Message: queue.FindingsChanged{Tenant: handle.ID(s.tenant), Slot: s.slot},
			})
		}
		last := &entries[len(entries)-1].Message
		last.Findings = append(last.Findings, c.Finding.ID)
	}
	for _, e := range entries {
		topic, data, err := queue.Encode(e.Message)
		if err != nil {
			return nil, err
		}
		creates = append(creates, write{doc.Collection("outbox").Doc(e.name), document.Outbox{Topic: topic, Data: data, At: s.now()}})
	}
	err := s.transact(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		if err := s.held(tx); err != nil {
			return err
		}
		for _, w := range sets {
			if err := tx.Set(w.ref, w.value); err != nil {
				return err
			}
		}
		for _, w := range creates {
			if err := tx.Create(w.ref, w.value); err != nil {
				return err
			}
		}
		return nil
	})
	// A commit whose answer was lost is repeated by the client and finds its own
	// history there; reading it back tells that from a real conflict.
	if status.Code(err) == codes.AlreadyExists {
		return entries, s.written(ctx, sets)
	}
	return entries, err
}

// written checks that what a repeated transaction wanted to write is there.
func (s *Scan) written(ctx context.Context, sets []write) error {
	for _, w := range sets {
		snap, err := w.ref.Get(ctx)
		if err != nil {
			return err
		}
		var have document.Finding
		if err := snap.DataTo(&have); err != nil {
			return err
		}
		if want := w.value.(document.Finding); have.Version != want.Version || have.Slot != want.Slot {
			return ErrLost
		}
	}
	return nil
}

func stepOf(c finding.Change, after document.Finding) (document.Change, error) {
	step := document.Change{Kind: string(c.Kind), At: c.At, Slot: c.Slot, Version: after.Version, Reason: after.Reason, To: after.Facts}
	if c.From != nil {
		from, err := json.Marshal(c.From)
		if err != nil {
			return step, fmt.Errorf("facts of %s: %w", c.Finding.Check, err)
		}
		step.From = from
	}
	return step, nil
}

// Published removes outbox entries whose messages are out. It needs no lease: an
// entry that was published is done with, whoever holds the tenant now.
func (s *Scan) Published(ctx context.Context, entries []Entry) error {
	for _, e := range entries {
		err := handle.Retry(ctx, func(ctx context.Context) error {
			_, err := handle.Doc(s.tenant).Collection("outbox").Doc(e.name).Delete(ctx)
			return err
		})
		if err != nil {
			return fmt.Errorf("clear outbox: %w", err)
		}
	}
	return nil
}

// Result is what a finished scan leaves behind.
type Result struct {
	Error       string // why there are no verdicts; empty when there are
	Requests    int
	Subrequests int
	Floor       int
	Bytes       int64
	Unread      []store.Unread
	Verdicts    []store.Verdict
	Open        map[finding.Severity]int
}

// Finish writes the scan's document, the last write of a scan. What it wrote is
// final: of a finished slot a repeat writes nothing.
func (s *Scan) Finish(ctx context.Context, r Result) error {
	d := document.Scan{
		Slot: s.slot.String(), State: document.Done, Error: r.Error,
		Requests: r.Requests, Sub: r.Subrequests, Floor: r.Floor, Bytes: r.Bytes, Open: document.Counts{},
	}
	if r.Error != "" {
		d.State = document.Failed
	}
	for severity, n := range r.Open {
		d.Open[string(severity)] = n
	}
	var err error
	if len(r.Unread) > 0 {
		if d.Unread, err = json.Marshal(r.Unread); err != nil {
			return fmt.Errorf("finish scan: %w", err)
		}
	}
	if len(r.Verdicts) > 0 {
		if d.Verdicts, err = json.Marshal(r.Verdicts); err != nil {
			return fmt.Errorf("finish scan: %w", err)
		}
	}
	err = s.transact(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		docs, err := tx.GetAll([]*firestore.DocumentRef{s.scanDoc()})
		if err != nil {
			return err
		}
		if !docs[0].Exists() {
			return ErrLost // erased
		}
		var claim document.Scan
		if err := docs[0].DataTo(&claim); err != nil {
			return err
		}
		switch claim.State {
		case document.Claimed:
		case document.Done, document.Failed:
			return nil // a repeat whose first answer was lost
		default:
			return ErrLost
		}
		if err := s.held(tx); err != nil {
			return err
		}
		d.Claimed, d.Again, d.Ended = claim.Claimed, claim.Again, s.now()
		d.Millis = d.Ended.Sub(s.began).Milliseconds()
		return tx.Set(s.scanDoc(), d)
	})
	if err != nil {
		return fmt.Errorf("finish scan: %w", err)
	}
	return nil
}

func (s *Scan) scanDoc() *firestore.DocumentRef {
	return handle.Doc(s.tenant).Collection("scans").Doc(s.slot.Key())
}

// attempts is how often a transaction is tried: contention on one tenant's
// documents is rare, answers that get lost are not.
const attempts = 12

// transact runs a transaction, which must bear being repeated after it was
// applied. The client repeats a commit whose answer was lost and is then told
// that the transaction is gone; so one more run finds out what became of it.
func (s *Scan) transact(ctx context.Context, f func(context.Context, *firestore.Transaction) error) error {
	client := handle.Vahti(handle.DBOf(s.tenant))
	err := client.RunTransaction(ctx, f, firestore.MaxAttempts(attempts))
	if code := status.Code(err); code == codes.InvalidArgument || code == codes.Unavailable {
		err = client.RunTransaction(ctx, f, firestore.MaxAttempts(attempts))
	}
	return err
}

func newHolder() string {
	var b [8]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}
