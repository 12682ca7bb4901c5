// Package past deletes of a tenant what need not be kept any longer, by the table of
// package retention, in bounded steps: what is left after one is for the next. Where a
// step stopped on its way through the findings is kept below the tenant, so that it costs
// the same however many there are.
//
// What shows how the tenant stands is never deleted, however old: open findings and the
// last step of each, the scan that began last and the one that judged last, what is in
// force. A document that was written meanwhile stays for the next step.
package past

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/retention"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/member"
)

// Step is how many documents of one kind are deleted in one step, at most.
const Step = 200

// reach is how many pages of findings, and of their histories, one step looks at.
const reach = 10

// Forget takes a step with a tenant and returns how many documents it deleted, and
// whether it has come to the end: where it has not, the next step goes on where it
// stopped. release is told of people of whom the tenant knows nothing after it; see
// member.Forget.
func Forget(ctx context.Context, t *store.Tenant, now time.Time, release func(context.Context, member.Gone) error) (deleted int, whole bool, err error) {
	s := &step{client: handle.Vahti(handle.DBOf(t.Handle())), doc: handle.Doc(t.Handle()), now: now}
	began, err := s.come(ctx)
	if err != nil {
		return 0, false, err
	}
	for _, kind := range []struct {
		row    string
		forget func(context.Context, time.Time) error
	}{
		{"resolved findings", s.findings},
		{"history of findings", s.history},
		{"changes", s.changes},
		{"scans", s.scans},
		{"ended exceptions", s.exceptions},
		{"reviews", s.reviews},
		{"support grants", s.grants},
		{"ended keys", s.keys},
		{"outbox", s.outbox},
		{"removed members", func(ctx context.Context, before time.Time) error {
			n, err := member.Forget(ctx, t, before, release)
			s.n += n
			return err
		}},
	} {
		before, err := retention.Of(kind.row).Before(now)
		if err != nil {
			return s.n, false, err
		}
		if err := kind.forget(ctx, before); err != nil {
			return s.n, false, fmt.Errorf("forget %s: %w", kind.row, err)
		}
	}
	if s.at != began {
		err = s.note(ctx)
	}
	return s.n, !s.more && err == nil, err
}

// step is what is done for one tenant.
type step struct {
	client *firestore.Client
	doc    *firestore.DocumentRef
	now    time.Time
	at     document.Cleanup
	n      int
	more   bool // it ends before everything was looked at
}

// place is where it is kept how far steps came.
func (s *step) place() *firestore.DocumentRef { return s.doc.Collection("cleanups").Doc("past") }

// come reads how far the steps before came.
func (s *step) come(ctx context.Context) (document.Cleanup, error) {
	snap, err := s.place().Get(ctx)
	if err == nil {
		err = snap.DataTo(&s.at)
	}
	if err == nil && (s.at.Findings != "" && !handle.Named(s.at.Findings) || s.at.Of != "" && (!handle.Named(s.at.Of) || !handle.Named(s.at.Step))) {
		err = errors.New("it is not in the expected form")
	}
	if err != nil && status.Code(err) != codes.NotFound {
		return s.at, fmt.Errorf("read how far a clean-up came: %w", err)
	}
	return s.at, nil
}

// note notes how far this one came, unless the tenant is erased or about to be: nothing
// may be written then.
func (s *step) note(ctx context.Context) error {
	err := handle.Transact(ctx, handle.New(s.client, nil, nil, nil, nil), func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(s.doc)
		if status.Code(err) == codes.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		var about document.Tenant
		if err := snap.DataTo(&about); err != nil {
			return err
		}
		if about.Contract != nil && !about.Contract.Erasing.IsZero() {
			return nil
		}
		return tx.Set(s.place(), s.at)
	})
	if err != nil {
		return fmt.Errorf("note how far a clean-up came: %w", err)
	}
	return nil
}

// each looks at what a query gives, page by page, and deletes what is old until a step
// is full.
func each[D any](ctx context.Context, s *step, q firestore.Query, old func(D) bool) error {
	full := s.n + Step
	for next := q.Limit(Step); ; {
		docs, err := next.Documents(ctx).GetAll()
		if err != nil {
			return err
		}
		for _, snap := range docs {
			var d D
			if err := snap.DataTo(&d); err != nil {
				return err
			}
			if !old(d) {
				continue
			}
			if err := s.delete(ctx, snap); err != nil {
				return err
			}
			if s.n >= full {
				s.more = true
				return nil
			}
		}
		if len(docs) < Step {
			return nil
		}
		next = q.StartAfter(docs[len(docs)-1]).Limit(Step)
	}
}

// delete deletes a document unless it was written since it was read.
func (s *step) delete(ctx context.Context, snap *firestore.DocumentSnapshot) error {
	err := handle.Retry(ctx, func(ctx context.Context) error {
		_, err := snap.Ref.Delete(ctx, firestore.LastUpdateTime(snap.UpdateTime))
		return err
	})
	switch status.Code(err) {
	case codes.OK:
		s.n++
	case codes.FailedPrecondition, codes.NotFound:
	default:
		return err
	}
	return nil
}

// findings deletes resolved findings with their history, which goes first: what is left
// of a step that is stopped still has its finding.
func (s *step) findings(ctx context.Context, before time.Time) error {
	q := s.doc.Collection("findings").Where("state", "==", "resolved").OrderBy(firestore.DocumentID, firestore.Asc).Select("since")
	full := s.n + Step
	for range reach {
		next := q
		if s.at.Findings != "" {
			next = q.StartAfter(s.at.Findings)
		}
		docs, err := next.Limit(Step).Documents(ctx).GetAll()
		if err != nil {
			return err
		}
		for _, snap := range docs {
			var d document.Finding
			if err := snap.DataTo(&d); err != nil {
				return err
			}
			if d.Since.Before(before) {
				if err := s.finding(ctx, snap, full); err != nil {
					return err
				}
			}
			if s.n >= full {
				s.more = true // and looks at this one again
				return nil
			}
			s.at.Findings = snap.Ref.ID
		}
		if len(docs) < Step {
			s.at.Findings = ""
			return nil
		}
	}
	s.more = true
	return nil
}

// finding deletes a finding with its history, until a step is full.
func (s *step) finding(ctx context.Context, snap *firestore.DocumentSnapshot, full int) error {
	for {
		history, err := snap.Ref.Collection("history").OrderBy("version", firestore.Asc).Select().Limit(Step).Documents(ctx).GetAll()
		if err != nil {
			return err
		}
		for _, h := range history {
			if err := s.delete(ctx, h); err != nil {
				return err
			}
			if s.n >= full {
				return nil
			}
		}
		if len(history) < Step {
			return s.delete(ctx, snap)
		}
	}
}

// history deletes old steps of findings, but never the last of one. It reads the
// histories one after the other, by the names of their steps, instead of asking for each
// finding's.
func (s *step) history(ctx context.Context, before time.Time) error {
	// From the tenant's own document to the first name behind all that lies below it.
	last := s.client.Collection("tenants").Doc(s.doc.ID + "0")
	q := s.client.CollectionGroup("history").OrderBy(firestore.DocumentID, firestore.Asc).EndBefore(last).Select("at", "version")
	full := s.n + Step
	for range reach {
		after := s.doc
		if s.at.Of != "" {
			after = s.doc.Collection("findings").Doc(s.at.Of).Collection("history").Doc(s.at.Step)
		}
		docs, err := q.StartAfter(after).Limit(Step).Documents(ctx).GetAll()
		if err != nil {
			return err
		}
		old, err := s.superseded(ctx, docs, before)
		if err != nil {
			return err
		}
		for i, snap := range docs {
			if s.n >= full {
				s.more = true
				return nil
			}
			if old[i] {
				if err := s.delete(ctx, snap); err != nil {
					return err
				}
			}
			s.at.Of, s.at.Step = snap.Ref.Parent.Parent.ID, snap.Ref.ID
		}
		if len(docs) < Step {
			s.at.Of, s.at.Step = "", ""
			return nil
		}
	}
	s.more = true
	return nil
}

// errElsewhere means that a document lies where no query may look.
var errElsewhere = errors.New("a step of a history lies outside of its tenant")

// superseded tells of each step of histories whether it is old and not its finding's
// last.
func (s *step) superseded(ctx context.Context, docs []*firestore.DocumentSnapshot, before time.Time) ([]bool, error) {
	old, steps := make([]bool, len(docs)), make([]document.Change, len(docs))
	var refs []*firestore.DocumentRef
	for i, snap := range docs {
		of := snap.Ref.Parent.Parent
		if of == nil || of.Parent.ID != "findings" || of.Parent.Parent == nil || of.Parent.Parent.Path != s.doc.Path {
			return nil, errElsewhere
		}
		if err := snap.DataTo(&steps[i]); err != nil {
			return nil, err
		}
		if steps[i].At.Before(before) && (len(refs) == 0 || refs[len(refs)-1].ID != of.ID) {
			refs = append(refs, of)
		}
	}
	if len(refs) == 0 {
		return old, nil
	}
	findings, err := s.client.GetAll(ctx, refs)
	if err != nil {
		return nil, err
	}
	versions := map[string]int{}
	for _, snap := range findings {
		if !snap.Exists() {
			continue
		}
		var d document.Finding
		if err := snap.DataTo(&d); err != nil {
			return nil, err
		}
		versions[snap.Ref.ID] = d.Version
	}
	for i, snap := range docs {
		old[i] = steps[i].At.Before(before) && steps[i].Version < versions[snap.Ref.Parent.Parent.ID]
	}
	return old, nil
}

func (s *step) changes(ctx context.Context, before time.Time) error {
	q := s.doc.Collection("changes").Where("written", "<", before).OrderBy("written", firestore.Asc)
	return each(ctx, s, q, func(document.Drift) bool { return true })
}

// scans deletes old scans, but not the one that began last nor the one that judged
// last, whose verdicts are what is shown.
func (s *step) scans(ctx context.Context, before time.Time) error {
	snap, err := s.doc.Get(ctx)
	if status.Code(err) == codes.NotFound {
		return nil // erased
	}
	if err != nil {
		return err
	}
	var about document.Tenant
	if err := snap.DataTo(&about); err != nil {
		return err
	}
	last, err := s.doc.Collection("scans").OrderBy("judged", firestore.Desc).Limit(1).Documents(ctx).GetAll()
	if err != nil {
		return err
	}
	var judged document.Scan
	if len(last) > 0 {
		if err := last[0].DataTo(&judged); err != nil {
			return err
		}
	}
	q := s.doc.Collection("scans").Where("claimed", "<", before).OrderBy("claimed", firestore.Desc)
	return each(ctx, s, q, func(d document.Scan) bool {
		return d.State != document.Claimed && d.Slot != about.Slot && d.Slot != judged.Slot
	})
}

func (s *step) exceptions(ctx context.Context, before time.Time) error {
	q := s.doc.Collection("exceptions").Where("state", "==", document.ExceptionEnded).OrderBy(firestore.DocumentID, firestore.Asc)
	return each(ctx, s, q, func(d document.Exception) bool { return d.EndWritten != nil && d.EndWritten.Before(before) })
}

func (s *step) reviews(ctx context.Context, before time.Time) error {
	docs, err := s.doc.Collection("reviews").OrderBy(firestore.DocumentID, firestore.Asc).Documents(ctx).GetAll()
	if err != nil {
		return err
	}
	for i, snap := range docs {
		var d document.Review
		if err := snap.DataTo(&d); err != nil {
			return err
		}
		newest := i == len(docs)-1
		if !newest && d.State == document.ReviewClosed && d.Closed != nil && d.Closed.Before(before) {
			if err := s.delete(ctx, snap); err != nil {
				return err
			}
		}
	}
	return nil
}

// grants deletes support accesses that ended long ago and whose outcome is owed no
// more.
func (s *step) grants(ctx context.Context, before time.Time) error {
	q := s.doc.Collection("grants").Where("asked", "<", before).OrderBy("asked", firestore.Desc)
	return each(ctx, s, q, func(d document.Grant) bool {
		ended := d.Until == nil && (d.Ended == nil || d.Ended.Before(before))
		return ended && d.Live == "" && d.Owing == ""
	})
}

func (s *step) keys(ctx context.Context, before time.Time) error {
	q := s.doc.Collection("keys").OrderBy(firestore.DocumentID, firestore.Asc)
	return each(ctx, s, q, func(d document.APIKey) bool {
		return d.Expires.Before(before) || d.Revoked != nil && d.Revoked.Before(before)
	})
}

func (s *step) outbox(ctx context.Context, before time.Time) error {
	q := s.doc.Collection("outbox").OrderBy(firestore.DocumentID, firestore.Asc)
	return each(ctx, s, q, func(d document.Outbox) bool { return d.At.Before(before) })
}

// Elsewhere takes a step with what is about no tenant's own documents: wishes, letters
// that nobody sent, and invitations to partner organisations.
func Elsewhere(ctx context.Context, db *store.DB, now time.Time) (int, error) {
	h := db.Handle()
	if handle.Vahti(h) == nil || handle.People(h) == nil {
		return 0, errors.New("this function cannot reach what is about no tenant")
	}
	s := &step{now: now}
	wishes, err1 := retention.Of("wishes").Before(now)
	letters, err2 := retention.Of("letters").Before(now)
	invitations, err3 := retention.Of("partners' invitations").Before(now)
	if err := errors.Join(err1, err2, err3); err != nil {
		return 0, err
	}
	q := handle.Vahti(h).Collection("wishes").Where("at", "<", wishes).OrderBy("at", firestore.Asc)
	if err := each(ctx, s, q, func(document.Wish) bool { return true }); err != nil {
		return s.n, fmt.Errorf("forget wishes: %w", err)
	}
	q = handle.People(h).Collection("letters").Where("at", "<", letters).OrderBy("at", firestore.Asc)
	if err := each(ctx, s, q, func(struct{}) bool { return true }); err != nil {
		return s.n, fmt.Errorf("forget letters: %w", err)
	}
	q = handle.People(h).CollectionGroup("invitations").Where("expires", "<", invitations).OrderBy("expires", firestore.Asc)
	if err := each(ctx, s, q, func(struct{}) bool { return true }); err != nil {
		return s.n, fmt.Errorf("forget invitations to organisations: %w", err)
	}
	return s.n, nil
}
