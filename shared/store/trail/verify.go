package trail

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store/document"
)

// Overdue is how long after its arrival an entry must have been sealed.
const Overdue = 48 * time.Hour

// maxProblems is how many problems a report names.
const maxProblems = 1000

// Flaw is what is wrong with a trail.
type Flaw string

// The flaws.
const (
	EntryRemoved  Flaw = "the entry was removed"
	EntryChanged  Flaw = "the entry was changed"
	EntryAdded    Flaw = "the entry was put in other than by the service"
	EntryUnsealed Flaw = "the entry was not sealed in time"
	LinkRemoved   Flaw = "the link of the chain was removed"
	LinkChanged   Flaw = "the link of the chain was changed"
)

// Problem is one thing that is wrong.
type Problem struct {
	Flaw  Flaw
	Entry string // its name; empty where it is about a link
	Link  int64  // its number, or that of the link that covers the entry; 0 where none does
}

// Report says what Verify found.
type Report struct {
	Entries int // looked at
	Links   int
	// Waiting entries are too new to be sealed. Unproven ones are covered by a link
	// that was removed or changed, so nothing is known of them.
	Waiting, Unproven int
	Retired           int64 // the last link that was removed because of its age; 0: none
	Problems          []Problem
	More              int // problems that are not named
}

// Sound reports whether everything is as the service wrote it.
func (r Report) Sound() bool { return len(r.Problems) == 0 }

func (r *Report) tell(f Flaw, entry string, link int64) {
	if len(r.Problems) >= maxProblems {
		r.More++
		return
	}
	r.Problems = append(r.Problems, Problem{f, entry, link})
}

// missing tells of links that are not there, from one number to another.
func (r *Report) missing(from, to int64) {
	for n := from; n <= to; n++ {
		if len(r.Problems) >= maxProblems {
			r.More += int(to - n + 1)
			return
		}
		r.tell(LinkRemoved, "", n)
	}
}

// Verify compares the chain with the entries as they stand, and both with the copy
// of the chain's end that is kept elsewhere. It reads the whole book and holds a
// page of it at a time. now is the wall clock's.
func (b Book) Verify(ctx context.Context, now time.Time) (Report, error) {
	doc, key, err := b.reach(ctx)
	if err != nil {
		return Report{}, err
	}
	const tries = 3
	for range tries {
		v := &verifier{book: b, doc: doc, key: key, now: now}
		if err := v.run(ctx); err != nil {
			return Report{}, err
		}
		if v.report.Sound() {
			return v.report, nil
		}
		retired, err := retirement(ctx, doc, key)
		if err != nil {
			return Report{}, err
		}
		if retired.Number == v.retired.Number { // nothing was retired on the way
			return v.report, nil
		}
	}
	return Report{}, errors.New("the audit trail is being retired; verify it again")
}

// verifier goes through a book once.
type verifier struct {
	book    Book
	doc     *firestore.DocumentRef
	key     *seal.Key
	now     time.Time
	retired link
	anchor  document.TrailAnchor
	report  Report

	last   int64 // number of the link before, 0 before the first
	sound  link  // the newest sound link so far
	broken bool  // a link between it and the present one is not sound
	next   func() (*firestore.DocumentSnapshot, error, bool)
	ahead  *firestore.DocumentSnapshot // read and not yet judged
}

func (v *verifier) run(ctx context.Context) error {
	var err error
	// Both are read first: the chain can only have grown since.
	if v.anchor, _, err = v.book.anchor(ctx); err != nil {
		return err
	}
	if v.retired, err = retirement(ctx, v.doc, v.key); err != nil {
		return err
	}
	v.report.Retired = v.retired.Retired
	next, stop := iter.Pull2(pages(ctx, v.doc.Collection("entries").OrderBy("arrived", firestore.Asc).OrderBy(firestore.DocumentID, firestore.Asc), sealPage))
	defer stop()
	v.next = next
	if err := v.step(); err != nil {
		return err
	}
	const linkPage = 10
	for snap, err := range pages(ctx, v.doc.Collection("chain").OrderBy(firestore.DocumentID, firestore.Asc), linkPage) {
		if err != nil {
			return fmt.Errorf("read chain: %w", err)
		}
		if err := v.link(ctx, linkOf(v.key, snap)); err != nil {
			return err
		}
	}
	v.report.missing(v.last+1, v.anchor.Number)
	if err := v.rest(); err != nil {
		return err
	}
	return v.unstamped(ctx)
}

// step reads the next entry into ahead; nil at the end.
func (v *verifier) step() error {
	snap, err, ok := v.next()
	if err != nil {
		return fmt.Errorf("read audit trail: %w", err)
	}
	if v.ahead = nil; ok {
		v.ahead = snap
	}
	return nil
}

// through calls judge with each entry up to a place, one that has no proper stamp
// among them.
func (v *verifier) through(to spot, judge func(*firestore.DocumentSnapshot)) error {
	for v.ahead != nil {
		if at, ok := v.ahead.Data()["arrived"].(time.Time); ok && (spot{at, v.ahead.Ref.ID}).behind(to) {
			return nil
		}
		v.report.Entries++
		judge(v.ahead)
		if err := v.step(); err != nil {
			return err
		}
	}
	return nil
}

// link compares one link with the one before and with its entries.
func (v *verifier) link(ctx context.Context, l link) error {
	v.report.Links++
	if l.Number == 0 { // no link is named so
		v.report.tell(LinkChanged, "", 0)
		return nil
	}
	first := v.last == 0
	if first {
		v.last = min(v.retired.Retired, l.Number-1) // some that were retired may still stand
	}
	v.report.missing(v.last+1, l.Number-1)
	v.broken = v.broken || l.Number > v.last+1 || !l.sound
	v.last = l.Number
	switch {
	case !l.sound:
		v.report.tell(LinkChanged, "", l.Number)
		return nil
	case v.anchor.Number == l.Number && v.anchor.Digest != l.digest:
		v.report.tell(LinkChanged, "", l.Number)
	}
	if !v.follows(l, first) { // the later one says what the earlier was
		v.report.tell(LinkChanged, "", l.Number-1)
	}
	err := v.through(l.after(), func(snap *firestore.DocumentSnapshot) {
		if v.broken {
			v.report.Unproven++
			return
		}
		v.report.tell(EntryAdded, snap.Ref.ID, 0)
	})
	if err != nil {
		return err
	}
	v.sound, v.broken = l, false
	return v.entries(ctx, l)
}

// follows reports whether a sound link goes on from the sound one before, where
// that one is there.
func (v *verifier) follows(l link, first bool) bool {
	switch {
	case v.broken:
		return true
	case first && l.Number > 1:
		return l.Number != v.retired.Retired+1 || l.Previous == v.retired.RetiredDigest
	}
	from := v.sound.through()
	return l.Previous == v.sound.digest && !l.after().behind(from) && !from.behind(l.after())
}

// entries compares the entries of a link with what it says of them.
func (v *verifier) entries(ctx context.Context, l link) error {
	want := make(map[string][digestSize]byte, len(l.Names))
	for i, name := range l.Names {
		want[name] = [digestSize]byte(l.Digests[i*digestSize:])
	}
	err := v.through(l.through(), func(snap *firestore.DocumentSnapshot) {
		sum, ok := want[snap.Ref.ID]
		delete(want, snap.Ref.ID)
		switch {
		case !ok:
			v.report.tell(EntryAdded, snap.Ref.ID, 0)
		case sum != digest(snap):
			v.report.tell(EntryChanged, snap.Ref.ID, l.Number)
		}
	})
	if err != nil || len(want) == 0 {
		return err
	}
	// What is not in its place may stand in another, or arrived after its place was
	// read.
	var refs []*firestore.DocumentRef
	for _, name := range l.Names {
		if _, ok := want[name]; ok {
			refs = append(refs, v.doc.Collection("entries").Doc(name))
		}
	}
	snaps, err := handle.Audit(v.book.db).GetAll(ctx, refs)
	if err != nil {
		return fmt.Errorf("read audit trail: %w", err)
	}
	for _, snap := range snaps {
		switch {
		case !snap.Exists():
			v.report.tell(EntryRemoved, snap.Ref.ID, l.Number)
		case want[snap.Ref.ID] != digest(snap):
			v.report.tell(EntryChanged, snap.Ref.ID, l.Number)
		default:
			v.report.Entries++
		}
	}
	return nil
}

// rest judges the entries that no link covers.
func (v *verifier) rest() error {
	cut := v.broken || v.last < v.anchor.Number // a link that covered some is gone
	return v.through(spot{latest, ""}, func(snap *firestore.DocumentSnapshot) {
		at, ok := snap.Data()["arrived"].(time.Time)
		switch {
		case cut && ok && !at.After(v.now.Add(-Settled)):
			v.report.Unproven++
		case !ok || at.After(v.now.Add(Settled)):
			v.report.tell(EntryAdded, snap.Ref.ID, 0)
		case at.Before(v.now.Add(-Overdue)):
			v.report.tell(EntryUnsealed, snap.Ref.ID, 0)
		default:
			v.report.Waiting++
		}
	})
}

// unstamped tells of entries that do not say when they arrived, which no reading in
// that order shows. The service writes none.
func (v *verifier) unstamped(ctx context.Context) error {
	entries := v.doc.Collection("entries")
	ordered := v.doc.Collection("entries").OrderBy("arrived", firestore.Asc)
	var all, stamped int64
	err := handle.Audit(v.book.db).RunTransaction(ctx, func(ctx context.Context, tx *firestore.Transaction) error {
		var err1, err2 error
		all, err1 = count(ctx, entries.NewAggregationQuery().Transaction(tx))
		stamped, err2 = count(ctx, ordered.NewAggregationQuery().Transaction(tx))
		return errors.Join(err1, err2)
	}, firestore.ReadOnly)
	if err != nil {
		return fmt.Errorf("count audit trail: %w", err)
	}
	if all == stamped {
		return nil
	}
	for snap, err := range pages(ctx, v.doc.Collection("entries").OrderBy(firestore.DocumentID, firestore.Asc), sealPage) {
		if err != nil {
			return fmt.Errorf("read audit trail: %w", err)
		}
		if _, ok := snap.Data()["arrived"]; !ok {
			v.report.Entries++
			v.report.tell(EntryAdded, snap.Ref.ID, 0)
		}
	}
	return nil
}

func count(ctx context.Context, q *firestore.AggregationQuery) (int64, error) {
	result, err := q.WithCount("n").Get(ctx)
	if err != nil {
		return 0, err
	}
	n, ok := result["n"].(*firestorepb.Value)
	if !ok {
		return 0, errForm
	}
	return n.GetIntegerValue(), nil
}
