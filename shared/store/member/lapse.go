package member

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// Lapse closes an open review whose notice is over: members who were not confirmed
// are suspended, but for the last owner, and the next review is planned. It returns
// how many it suspended. Otherwise it does nothing; a repeat goes on.
func Lapse(ctx context.Context, t *store.Tenant, now time.Time) (suspended int, err error) {
	s, err := newStep(ctx, t, Actor{Service: true}, now)
	if err != nil {
		return 0, err
	}
	review, err := last(s.reviews().Documents(ctx).GetAll())
	if err != nil {
		return 0, fmt.Errorf("close review: %w", err)
	}
	if review.State != Opened || s.now.Before(review.Due) {
		return 0, nil
	}
	late, err := late(ctx, t)
	if err != nil {
		return 0, err
	}
	for _, id := range late {
		done, err := s.lapse(ctx, id, review.Number)
		if err != nil {
			return suspended, err
		}
		if done {
			suspended++
		}
	}
	return suspended, s.close(ctx, review.Number)
}

// late lists whom a review still waits for, the owners last, and of those last who
// was confirmed last: if none of them was, that one stays.
func late(ctx context.Context, t *store.Tenant) ([]string, error) {
	var all []Member
	for cursor := ""; ; {
		list, next, err := Unconfirmed(ctx, t, cursor, MaxPage)
		if err != nil {
			return nil, err
		}
		if all = append(all, list...); next == "" {
			break
		}
		cursor = next
	}
	rank := func(m Member) int {
		if m.Role == tenant.Owner {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(all, func(a, b Member) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), a.Confirmed.Compare(b.Confirmed), b.Since.Compare(a.Since))
	})
	out := make([]string, len(all))
	for i, m := range all {
		out[i] = m.ID
	}
	return out, nil
}

// lapse suspends a member who was not confirmed in a review that is still open, and
// counts it there; not the last owner.
func (s *step) lapse(ctx context.Context, id string, n int) (done bool, err error) {
	err = s.run(ctx, "suspend unconfirmed member", func(tx *firestore.Transaction) error {
		done = false
		rows, docs, err := s.read(tx, []string{id}, s.review(n))
		if err != nil {
			return err
		}
		review, err := reviewOf(docs[0])
		if err != nil {
			return err
		}
		was := rows[0]
		if review.State != Opened || !was.active() || !was.Confirmed.Before(review.Opened) {
			return nil
		}
		is := was
		is.State = document.MemberSuspended
		if _, err := s.apply(tx, was, is, trail.MemberSuspended); errors.Is(err, ErrLastOwner) {
			return nil
		} else if err != nil {
			return err
		}
		done = true
		return tx.Update(s.review(n), []firestore.Update{{Path: "suspended", Value: review.Suspended + 1}})
	})
	return done, err
}

// close closes a review and plans the next.
func (s *step) close(ctx context.Context, n int) error {
	return s.run(ctx, "close review", func(tx *firestore.Transaction) error {
		docs, err := tx.GetAll([]*firestore.DocumentRef{s.review(n), s.review(n + 1)})
		if err != nil {
			return err
		}
		r, err := reviewOf(docs[0])
		if err != nil || r.State != Opened {
			return err
		}
		r.State, r.Due, r.Closed = Closed, time.Time{}, s.now
		d := document.Review{State: document.ReviewClosed, Opened: &r.Opened, Closed: &s.now, Suspended: r.Suspended}
		if err := tx.Set(s.review(n), d); err != nil {
			return err
		}
		if !docs[1].Exists() {
			if err := s.plan(tx, n+1, r.Opened); err != nil {
				return err
			}
		}
		return s.tellReview(tx, r, trail.ReviewClosed)
	})
}
