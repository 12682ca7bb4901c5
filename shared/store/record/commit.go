package record

import (
	"context"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/exception"
)

// Batch is what a scan has to record of findings.
type Batch struct {
	Changes []finding.Change
	// Endings are the exceptions that end, judged after the changes.
	Endings []finding.Ending
	// Baseline says that no scan has ended with verdicts yet: nothing differs from
	// an earlier one, and no drift is recorded.
	Baseline bool
}

// Entry names an outbox entry together with the message it holds.
type Entry struct {
	name    string
	Message queue.FindingsChanged
}

// chunk is how many changes one transaction holds, and messageChunk how many
// findings one message names: an explanation takes seconds, a message's time is limited.
const (
	chunk        = 100
	messageChunk = 20
)

// Commit writes the changes of a reconciliation, each with its step in the
// finding's story, and ends exceptions, in transactions that also hold what
// differs from the scan before and the messages to publish. A repeat after a
// crash goes on where it stopped, because the caller reconciles against what was
// written.
func (s *Scan) Commit(ctx context.Context, key *seal.Key, b Batch) ([]Entry, error) {
	var entries []Entry
	for some := range slices.Chunk(itemsOf(b), chunk) {
		e, err := s.commit(ctx, key, some, b.Baseline)
		if err != nil {
			return entries, fmt.Errorf("record findings: %w", err)
		}
		entries = append(entries, e...)
	}
	return entries, nil
}

// item is what becomes of one finding: a change, the end of its exception, or both.
type item struct {
	finding finding.Finding // as it is then
	change  *finding.Change
	ending  *finding.Ending
}

// itemsOf joins changes and endings by finding: the changes in their order, then
// the endings of findings that stay as they are.
func itemsOf(b Batch) []item {
	endings := make(map[finding.ID]*finding.Ending, len(b.Endings))
	for i := range b.Endings {
		endings[b.Endings[i].Exception.Finding] = &b.Endings[i]
	}
	var items []item
	for i := range b.Changes {
		id := b.Changes[i].Finding.ID
		items = append(items, item{b.Changes[i].Finding, &b.Changes[i], endings[id]})
		delete(endings, id)
	}
	for i := range b.Endings {
		e := &b.Endings[i]
		if endings[e.Exception.Finding] == e {
			items = append(items, item{finding: e.Finding, ending: e})
		}
	}
	return items
}

// name tells the item from every other of the tenant.
func (i item) name() string {
	if i.change == nil {
		return i.ending.Exception.ID + "-ended"
	}
	return fmt.Sprintf("%s-%d", i.finding.ID, i.finding.Version)
}

type write struct {
	ref   *firestore.DocumentRef
	value any
}

// writes is what one transaction of Commit holds.
type writes struct {
	sets, creates []write
	ends          []end
	entries       []Entry
}

// end is an exception that ends, with its finding as stored.
type end struct {
	exception.End
	finding document.Finding
}

func (s *Scan) commit(ctx context.Context, key *seal.Key, items []item, baseline bool) ([]Entry, error) {
	w, err := s.writes(key, items, baseline)
	if err != nil {
		return nil, err
	}
	err = s.transact(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		return s.apply(tx, key, w)
	})
	// A commit whose answer was lost is repeated by the client and finds its own
	// history there; reading it back tells that from a real conflict.
	if status.Code(err) == codes.AlreadyExists {
		return w.entries, s.written(ctx, w.sets)
	}
	return w.entries, err
}

// writes makes everything that can be made before the transaction.
func (s *Scan) writes(key *seal.Key, items []item, baseline bool) (w writes, err error) {
	doc, now := handle.Doc(s.tenant), s.now()
	var changes []finding.Change
	for _, i := range items {
		stored, err := document.FromFinding(i.finding, key)
		if err != nil {
			return w, err
		}
		ref := doc.Collection("findings").Doc(stored.ID)
		if i.change != nil {
			name, step, err := document.FromChange(*i.change, stored, now, key)
			if err != nil {
				return w, err
			}
			w.sets = append(w.sets, write{ref, stored})
			w.creates = append(w.creates, write{ref.Collection("history").Doc(name), step})
			changes = append(changes, *i.change)
		}
		if i.ending != nil {
			// A moment after the change that it may follow from.
			w.ends = append(w.ends, end{exception.End{Ending: *i.ending, At: s.slot.At, Now: now.Add(time.Microsecond)}, stored})
		}
		if i.change != nil || i.finding.State == finding.Open {
			w.announce(s, i)
		}
	}
	if !baseline {
		if err := w.differ(s, key, finding.DriftOf(changes), items[0].name()); err != nil {
			return w, err
		}
	}
	for _, e := range w.entries {
		topic, data, err := queue.Encode(e.Message)
		if err != nil {
			return w, err
		}
		w.creates = append(w.creates, write{doc.Collection("outbox").Doc(e.name), document.Outbox{Topic: topic, Data: data, At: now}})
	}
	return w, nil
}

// announce names a finding in the chunk's messages.
func (w *writes) announce(s *Scan, i item) {
	if n := len(w.entries); n == 0 || len(w.entries[n-1].Message.Findings) == messageChunk {
		w.entries = append(w.entries, Entry{
			// Named after scan and first change: another chunk of the same scan has another name.
			name:    s.name() + "-" + i.name(),
			Message: queue.FindingsChanged{Tenant: handle.ID(s.tenant), Slot: s.slot},
		})
	}
	last := &w.entries[len(w.entries)-1].Message
	last.Findings = append(last.Findings, i.finding.ID)
}

// differ adds what differs from the scan before, under a name of the chunk's own.
func (w *writes) differ(s *Scan, key *seal.Key, drift []finding.Drift, name string) error {
	parts, err := document.SealDrift(s.name()+"-"+name, drift, key)
	for name, sealed := range parts {
		d := document.Drift{Slot: s.slot.String(), At: s.slot.At, Written: s.now(), Sealed: sealed}
		w.creates = append(w.creates, write{handle.Doc(s.tenant).Collection("changes").Doc(name), d})
	}
	return err
}

// apply writes it all within a transaction.
func (s *Scan) apply(tx *firestore.Transaction, key *seal.Key, w writes) error {
	if _, err := s.held(tx); err != nil {
		return err
	}
	var refs []*firestore.DocumentRef
	for _, e := range w.ends {
		refs = append(refs, exception.Ref(s.tenant, e.Exception.ID))
	}
	var ends []*firestore.DocumentSnapshot
	if len(refs) > 0 {
		var err error
		if ends, err = tx.GetAll(refs); err != nil {
			return err
		}
	}
	for _, x := range w.sets {
		if err := tx.Set(x.ref, x.value); err != nil {
			return err
		}
	}
	for _, x := range w.creates {
		if err := tx.Create(x.ref, x.value); err != nil {
			return err
		}
	}
	for i, e := range w.ends {
		if err := e.Write(tx, s.tenant, key, ends[i], e.finding); err != nil {
			return err
		}
	}
	return nil
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
