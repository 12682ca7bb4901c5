package sweep

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"vahti.ai/vahti/shared/account/belonging"
	"vahti.ai/vahti/shared/anomaly"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/retention"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store/member/partner"
	"vahti.ai/vahti/shared/store/past"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

const (
	// lateAge is how old an entry that waits must be to be moved here: dispatch moves
	// those of tenants long before.
	lateAge = 5 * time.Minute
	// tellFor is how long an entry waits for tenants that it cannot be told to.
	tellFor = 24 * time.Hour
	// parallel is how many tenants are seen to at the same time.
	parallel = 8
	// roundTime is how long after a sweep began tenants are still visited.
	roundTime = 4 * time.Minute
	// verifyTime is how long the verification of one trail may take, and tidyTime how long
	// is deleted of one tenant: together with roundTime less than a sweep has.
	verifyTime = 2 * time.Minute
	tidyTime   = time.Minute
)

// moveLate moves what waits for it into the audit trail. What is about who works for a
// partner is told to the partner's tenants before, and waits a day for those that
// cannot be told.
func (s *sweeper) moveLate(ctx context.Context) {
	for p, err := range trail.Late(ctx, s.db, s.now().Add(-lateAge)) {
		if err == nil {
			err = partner.Tell(ctx, s.db, p)
		}
		if err == nil || s.now().Sub(p.At) > tellFor && !p.At.IsZero() {
			err = errors.Join(err, trail.Move(ctx, s.db, p))
		}
		if err != nil {
			s.log.ErrorContext(ctx, "entry of the audit trail not moved", "error", err)
		}
	}
}

// settlePreferences tells the tenants' audit trails of changes of preferences that were
// not told yet, such as those by the link in a letter.
func (s *sweeper) settlePreferences(ctx context.Context) {
	for c, err := range letter.Changes(ctx, s.db) {
		if err == nil {
			err = c.Settle(ctx, s.db)
		}
		if err != nil {
			s.log.ErrorContext(ctx, "change of preferences not told", "error", err)
		}
	}
}

// watchTrails seals and judges what has come into the audit trails.
func (s *sweeper) watchTrails(ctx context.Context) error {
	for {
		step, ok, err := s.watch.Next(ctx)
		if err != nil || !ok {
			return err
		}
		unsealed := s.seal(ctx, step.Books)
		if err := s.watch.Judge(ctx, step); err != nil {
			return err
		}
		moved, err := s.watch.Done(ctx, step, unsealed...)
		if err != nil || !moved || step.Last {
			return err
		}
	}
}

// seal seals books and returns those that should be tried again.
func (s *sweeper) seal(ctx context.Context, books []anomaly.Book) []anomaly.Book {
	var mu sync.Mutex
	var unsealed []anomaly.Book
	var g errgroup.Group
	g.SetLimit(parallel)
	for _, b := range books {
		g.Go(func() error {
			if err := s.sealOne(ctx, b.Tenant); err != nil {
				s.log.ErrorContext(ctx, "audit trail not sealed", "tenant", b.Tenant.String(), "error", err)
				if !errors.Is(err, seal.ErrNoKey) { // without a key it never will be
					mu.Lock()
					defer mu.Unlock()
					unsealed = append(unsealed, b)
				}
			}
			return nil
		})
	}
	_ = g.Wait()
	return unsealed
}

func (s *sweeper) sealOne(ctx context.Context, id tenant.ID) error {
	book, err := s.book(id)
	if err != nil {
		return err
	}
	now := s.now()
	sealed, err := book.Seal(ctx, now)
	if sealed.Links > 0 {
		s.log.InfoContext(ctx, "audit trail sealed", "tenant", id.String(), "links", sealed.Links, "entries", sealed.Entries)
	}
	if sealed.Broken {
		s.log.ErrorContext(ctx, "the chain of an audit trail is broken", "tenant", id.String())
		err = errors.Join(err, s.watch.Raise(ctx, anomaly.Unsound(id.String(), 1, now)))
	}
	return err
}

// book is a tenant's book, or the service's own for the zero ID.
func (s *sweeper) book(id tenant.ID) (trail.Book, error) {
	if id.IsZero() {
		return trail.Service(s.db), nil
	}
	t, err := s.db.Tenant(id)
	if err != nil {
		return trail.Book{}, err
	}
	return trail.Of(t), nil
}

// visitSome visits the tenants whose turn it is, for as long as there is time.
func (s *sweeper) visitSome(ctx context.Context, began time.Time) error {
	more := func() bool { return s.now().Sub(began) < roundTime }
	return s.rounds.Go(ctx, more, func(ctx context.Context, id tenant.ID) {
		err := s.verify(ctx, id)
		// What is kept too long goes whatever is the matter with the trail.
		if id.IsZero() {
			err = errors.Join(err, s.colleagues(ctx))
		} else {
			err = errors.Join(err, s.tidy(ctx, id))
		}
		if err != nil {
			s.log.ErrorContext(ctx, "tenant not visited to the end", "tenant", id.String(), "error", err)
		}
	})
}

// verify compares a book with its chain and raises what is wrong with it.
func (s *sweeper) verify(ctx context.Context, id tenant.ID) error {
	book, err := s.book(id)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, verifyTime)
	defer cancel()
	report, err := book.Verify(ctx, s.now())
	if err != nil {
		return fmt.Errorf("verify audit trail: %w", err)
	}
	if report.Sound() {
		return nil
	}
	for _, p := range report.Problems[:min(len(report.Problems), 10)] {
		s.log.ErrorContext(ctx, "audit trail is not as it was written", "tenant", id.String(), "flaw", string(p.Flaw), "link", p.Link)
	}
	return s.watch.Raise(ctx, anomaly.Unsound(id.String(), len(report.Problems)+report.More, s.now()))
}

// tidy deletes of a tenant what need not be kept any longer, step by step for as long as
// there is time. What is left then is for the next visit, which goes on there. With the
// last membership of a person goes the account.
func (s *sweeper) tidy(ctx context.Context, id tenant.ID) error {
	t, err := s.db.Tenant(id)
	if err != nil {
		return err
	}
	within, cancel := context.WithTimeout(ctx, s.tidying)
	defer cancel()
	n, whole := 0, false
	for err == nil && !whole {
		var some int
		some, whole, err = past.Forget(within, t, s.now(), s.leavers().Release)
		n += some
	}
	if n > 0 {
		s.log.InfoContext(ctx, "what was kept long enough is deleted", "tenant", id.String(), "documents", n)
	}
	if err != nil && ctx.Err() == nil && within.Err() != nil {
		s.log.WarnContext(ctx, "what was kept long enough is not all deleted yet", "tenant", id.String())
		return nil
	}
	return err
}

// leavers ends the accounts of those who belong to nothing any more.
func (s *sweeper) leavers() belonging.Search {
	return belonging.Search{DB: s.db, People: s.people, Now: s.now()}
}

// colleagues deletes who left a partner organisation as long ago as members of tenants
// are kept, once their accounts are no more.
func (s *sweeper) colleagues(ctx context.Context) error {
	before, err := retention.Of("removed members").Before(s.now())
	if err != nil {
		return err
	}
	n, err := partner.Forget(ctx, s.db, before, s.leavers().Leave)
	if n > 0 {
		s.log.InfoContext(ctx, "who left partners long ago is deleted", "documents", n)
	}
	return err
}
