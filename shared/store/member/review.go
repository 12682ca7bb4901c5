package member

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// The times of the yearly review.
const (
	ReviewInterval = 365 * 24 * time.Hour // from one opening to the next
	ReviewNotice   = 30 * 24 * time.Hour  // from the opening until who is unconfirmed is suspended
	maxConfirmed   = 100                  // members, at a time
)

// Review is one yearly review of who has access to a tenant. While it is open, the
// owners confirm each member; who joined since it opened needs none.
type Review struct {
	Number int
	State  ReviewState
	Due    time.Time // when it opens or, while it is open, closes; zero afterwards
	Opened time.Time
	Closed time.Time
	// Suspended is how many members were not confirmed when it closed.
	Suspended int
}

// ReviewState is where a review stands.
type ReviewState string

// The states of a review.
const (
	Planned ReviewState = document.ReviewPlanned
	Opened  ReviewState = document.ReviewOpen
	Closed  ReviewState = document.ReviewClosed
)

// number is a review's name.
func number(n int) string { return fmt.Sprintf("%04d", n) }

func (s *step) review(n int) *firestore.DocumentRef {
	return s.doc.Collection("reviews").Doc(number(n))
}

// plan plans a review that opens an interval after a moment.
func (s *step) plan(tx *firestore.Transaction, n int, since time.Time) error {
	due := since.Add(ReviewInterval)
	return tx.Create(s.review(n), document.Review{State: document.ReviewPlanned, Due: &due})
}

func reviewOf(snap *firestore.DocumentSnapshot) (Review, error) {
	var d document.Review
	if err := snap.DataTo(&d); err != nil {
		return Review{}, err
	}
	n, err := strconv.Atoi(snap.Ref.ID)
	if err != nil || number(n) != snap.Ref.ID {
		return Review{}, errors.New("a review is not in the expected form")
	}
	r := Review{Number: n, State: ReviewState(d.State), Suspended: d.Suspended}
	for _, t := range []struct {
		from *time.Time
		to   *time.Time
	}{{d.Due, &r.Due}, {d.Opened, &r.Opened}, {d.Closed, &r.Closed}} {
		if t.from != nil {
			*t.to = t.from.UTC()
		}
	}
	return r, nil
}

// last is the last review of those found; the zero one where there is none.
func last(docs []*firestore.DocumentSnapshot, err error) (Review, error) {
	if err != nil || len(docs) == 0 {
		return Review{}, err
	}
	return reviewOf(docs[len(docs)-1])
}

// reviews asks for all reviews, one a year.
func (s *step) reviews() firestore.Query {
	return s.doc.Collection("reviews").OrderBy(firestore.DocumentID, firestore.Asc)
}

// Reviews lists the tenant's reviews, oldest first; the last one is planned or open.
func Reviews(ctx context.Context, t *store.Tenant) ([]Review, error) {
	out, err := reviewsOf(handle.Doc(t.Handle()).Collection("reviews").OrderBy(firestore.DocumentID, firestore.Asc).Documents(ctx).GetAll())
	if err != nil {
		return nil, fmt.Errorf("list reviews: %w", err)
	}
	return out, nil
}

// reviewsOf are the reviews found.
func reviewsOf(docs []*firestore.DocumentSnapshot, err error) ([]Review, error) {
	if err != nil {
		return nil, err
	}
	out := make([]Review, len(docs))
	for i, snap := range docs {
		if out[i], err = reviewOf(snap); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Opening is when the last of a tenant's reviews opened that did, whether it is open
// still or not; zero where none has. Who was confirmed last before that is restored by
// owners alone.
func Opening(all []Review) time.Time {
	for _, r := range slices.Backward(all) {
		if !r.Opened.IsZero() {
			return r.Opened
		}
	}
	return time.Time{}
}

// OpenReview opens the tenant's review if it is due and returns it, or the one that
// is planned or open. A tenant that never had one has one planned.
func OpenReview(ctx context.Context, t *store.Tenant, now time.Time) (Review, error) {
	s, err := newStep(ctx, t, Actor{Service: true}, now)
	if err != nil {
		return Review{}, err
	}
	var out Review
	err = s.run(ctx, "open review", func(tx *firestore.Transaction) error {
		if _, _, err := s.read(tx, nil); err != nil {
			return err
		}
		if out, err = last(tx.Documents(s.reviews()).GetAll()); err != nil {
			return err
		}
		if out.Number == 0 || out.State == Closed {
			out = Review{Number: out.Number + 1, State: Planned, Due: s.now.Add(ReviewInterval)}
			return s.plan(tx, out.Number, s.now)
		}
		if out.State != Planned || s.now.Before(out.Due) {
			return nil
		}
		due := s.now.Add(ReviewNotice)
		out.State, out.Opened, out.Due = Opened, s.now, due
		if err := tx.Set(s.review(out.Number), document.Review{State: document.ReviewOpen, Due: &due, Opened: &s.now}); err != nil {
			return err
		}
		return s.tellReview(tx, out, trail.ReviewOpened)
	})
	return out, err
}

// tellReview writes an entry of the trail about a review.
func (s *step) tellReview(tx *firestore.Transaction, r Review, action trail.Action) error {
	after, err := json.Marshal(map[string]any{"state": r.State, "due": r.Due, "suspended": r.Suspended})
	if err != nil {
		return err
	}
	n := number(r.Number)
	return s.tell(tx, "review-"+n+"-"+string(r.State), "reviews/"+n, action, nil, after)
}

// Unconfirmed lists members whom the open review waits for, page by page as List
// does; a page may hold fewer than limit. Without an open review there is nobody.
func Unconfirmed(ctx context.Context, t *store.Tenant, cursor string, limit int) (list []Member, next string, err error) {
	all, err := Reviews(ctx, t)
	if err != nil || len(all) == 0 || all[len(all)-1].State != Opened {
		return nil, "", err
	}
	opened := all[len(all)-1].Opened
	list, next, err = List(ctx, t, Active, cursor, limit)
	return slices.DeleteFunc(list, func(m Member) bool { return !m.Confirmed.Before(opened) }), next, err
}

// Confirm says of members, by ID, that their access is still needed. It takes an
// owner and an open review. Who is confirmed already stays so.
func Confirm(ctx context.Context, t *store.Tenant, ids []string, by Actor, now time.Time) error {
	if len(ids) > maxConfirmed {
		return ErrTooMany
	}
	for _, id := range ids {
		if !handle.Named(id) {
			return ErrNone
		}
	}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	s, err := newStep(ctx, t, by, now)
	if err != nil {
		return err
	}
	actors, err := s.actors()
	if err != nil {
		return err
	}
	return s.run(ctx, "confirm members", func(tx *firestore.Transaction) error {
		rows, _, err := s.read(tx, slices.Concat(actors, ids))
		if err != nil {
			return err
		}
		if !s.authority(rows).Allows(tenant.ManageOwners) {
			return ErrForbidden
		}
		review, err := last(tx.Documents(s.reviews()).GetAll())
		if err != nil {
			return err
		}
		if review.State != Opened {
			return ErrNoReview
		}
		for _, was := range rows[len(actors):] {
			if !was.active() {
				return ErrNone
			}
			if !was.Confirmed.Before(review.Opened) {
				continue
			}
			is := was
			is.Confirmed = s.now
			if _, err := s.write(tx, was, is, trail.MemberConfirmed); err != nil {
				return err
			}
		}
		return nil
	})
}

// Due lists tenants whose review is to be opened or closed, by OpenReview and
// Lapse. A document that cannot be read yields an error and the listing goes on.
func Due(ctx context.Context, db *store.DB, now time.Time) iter.Seq2[tenant.ID, error] {
	client := handle.Vahti(db.Handle())
	q := client.CollectionGroup("reviews").Where("due", "<=", now).OrderBy("due", firestore.Asc)
	return func(yield func(tenant.ID, error) bool) {
		for next := q; ; {
			docs, err := next.Limit(MaxPage).Documents(ctx).GetAll()
			if err != nil {
				yield(tenant.ID{}, fmt.Errorf("list due reviews: %w", err))
				return
			}
			for _, snap := range docs {
				if !yield(tenantOf(snap)) {
					return
				}
			}
			if len(docs) < MaxPage {
				return
			}
			next = q.StartAfter(docs[len(docs)-1])
		}
	}
}

func tenantOf(snap *firestore.DocumentSnapshot) (tenant.ID, error) {
	doc := snap.Ref.Parent.Parent
	if doc == nil {
		return tenant.ID{}, errors.New("a review lies under no tenant")
	}
	return tenantid.Parse(doc.ID)
}
