package sweep

import (
	"context"
	"fmt"
	"iter"

	"golang.org/x/sync/errgroup"

	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/past"
	"vahti.ai/vahti/shared/tenant"
)

// settle does what is due in tenants: support access that ended by itself is said to
// have ended, and reviews of who has access are opened and closed.
func (s *sweeper) settle(ctx context.Context) error {
	each(ctx, s, "support access", grant.Over(ctx, s.db, s.now()), func(p grant.Place) tenant.ID { return p.Tenant },
		func(ctx context.Context, t *store.Tenant, p grant.Place) error {
			return grant.Expire(ctx, t, p.Grant, s.now())
		})
	each(ctx, s, "review", member.Due(ctx, s.db, s.now()), func(id tenant.ID) tenant.ID { return id },
		func(ctx context.Context, t *store.Tenant, _ tenant.ID) error { return s.review(ctx, t) })
	return ctx.Err()
}

// each does what is due, several at a time. An error is logged and ends nothing but
// what it is about.
func each[P any](ctx context.Context, s *sweeper, what string, due iter.Seq2[P, error], of func(P) tenant.ID, do func(context.Context, *store.Tenant, P) error) {
	var g errgroup.Group
	g.SetLimit(parallel)
	for p, err := range due {
		if err != nil {
			s.log.ErrorContext(ctx, "what is due was skipped", "due", what, "tenant", of(p).String(), "error", err)
			continue
		}
		g.Go(func() error {
			t, err := s.db.Tenant(of(p))
			if err == nil {
				err = do(ctx, t, p)
			}
			if err != nil {
				s.log.ErrorContext(ctx, "what is due was not done", "due", what, "tenant", of(p).String(), "error", err)
			}
			return nil
		})
	}
	_ = g.Wait()
}

// review opens or closes a tenant's review of who has access, whichever is due.
func (s *sweeper) review(ctx context.Context, t *store.Tenant) error {
	about, err := t.About(ctx)
	if err != nil {
		return err
	}
	if about.State == tenant.Terminated || about.State == tenant.Erased {
		return nil // nobody is asked who may see what is about to be erased
	}
	reviews, err := member.Reviews(ctx, t)
	if err != nil || len(reviews) == 0 {
		return err
	}
	last, now := reviews[len(reviews)-1], s.now()
	switch {
	case last.Due.IsZero() || now.Before(last.Due):
		return nil
	case last.State == member.Opened:
		suspended, err := member.Lapse(ctx, t, now)
		if err != nil {
			return err
		}
		s.log.InfoContext(ctx, "review closed", "tenant", t.ID().String(), "suspended", suspended)
		return nil
	}
	// The letters come first: once the review is open it is not due for a month.
	if err := s.announce(ctx, t, about, last.Number); err != nil {
		return err
	}
	if _, err := member.OpenReview(ctx, t, now); err != nil {
		return err
	}
	s.log.InfoContext(ctx, "review opened", "tenant", t.ID().String())
	return nil
}

// announce writes to each owner that a review is open. Each letter has one name.
func (s *sweeper) announce(ctx context.Context, t *store.Tenant, about store.About, number int) error {
	profile, err := t.Profile(ctx, about)
	if err != nil {
		return err
	}
	link := s.site + "/tenants/" + t.ID().String() + "/members"
	owners, err := member.Owners(ctx, t)
	if err != nil {
		return err
	}
	for _, m := range owners {
		err := s.write(ctx, letter.Letter{
			Name: fmt.Sprintf("review-%s-%d-%s", t.ID(), number, m.ID), Kind: letter.ReviewOpened, To: m.Email, Language: about.Language,
			Tenant: profile.Name, Link: link, Until: s.now().Add(member.ReviewNotice), Of: t.ID().String(), Reader: m.ID,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// forgetPage is how many documents of a kind are deleted at a time, and forgetPages
// how often in one sweep; the next goes on.
const (
	forgetPage  = 200
	forgetPages = 25
)

// forget deletes what has expired of the people who sign in: their sessions, the
// links and steps they were given, and the tries that were counted; and wishes and
// letters that are too old.
func (s *sweeper) forget(ctx context.Context) error {
	if _, err := past.Elsewhere(ctx, s.db, s.now()); err != nil {
		return err
	}
	for range forgetPages {
		n, err := s.people.Sweep(ctx, forgetPage)
		if err != nil || n < forgetPage {
			return err
		}
	}
	return nil
}
