// Package sweep is the work that nobody waits for.
//
// In: a queue.Sweep, pushed from the topic sweep every ten minutes.
//
// Out, in this order: entries of the audit trail that their writers did not move,
// the service's own among them, which nobody else moves; what has come into the
// audit trails since the last sweep is sealed into their chains and looked through
// for what is unusual, which is told to those on call; support access whose time is
// over is said to have ended; yearly reviews of access that are due are opened, with
// a letter to each owner, and those whose notice is over are closed, which suspends
// who was not confirmed; sessions, links and counted tries that have expired are
// deleted; and some tenants are visited, each once a week, to verify its audit trail
// and to delete what shared/retention gives the sweep below them: members who were
// removed and invitations that ended long ago, with the accounts of those who belong
// to nothing any more, findings and scans that are over, and the like; who left a
// partner likewise.
//
// A repeat, and another sweep at the same time, find what is done done: links of a
// chain and anomalies are created once by their names, steps of members are
// transactions, letters have names of their own. A sweep that is stopped loses
// nothing: how far the trails were watched and the round through the tenants came is
// noted behind the work. One tenant's error stops no other: it is logged and the
// sweep goes on, and fails only when what came in could not be read or told, or how
// far it came not noted.
package sweep

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"time"

	"golang.org/x/sync/singleflight"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/anomaly"
	"vahti.ai/vahti/shared/config"
	"vahti.ai/vahti/shared/connect"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
)

const name = "sweep"

func init() {
	serve.Register(name, serve.Limits{Time: 9 * time.Minute, Body: 64 << 10}, setup)
}

type settings struct {
	connect.Google
	Site     string `env:"PUBLIC_ADDRESS"`                  // where people reach Vahti, as https://HOST: letters lead there
	Attempts int    `env:"MAX_DELIVERY_ATTEMPTS,default=0"` // of the subscription, after which a message is a dead letter
}

func setup(ctx context.Context) (http.Handler, error) {
	var s settings
	if err := config.Read(&s); err != nil {
		return nil, err
	}
	c, err := connect.Open(ctx, s.Google, store.VahtiDatabase, store.AuditDatabase, store.PeopleDatabase, store.LedgerDatabase)
	if err != nil {
		return nil, err
	}
	h, err := receive(ctx, c, s)
	return c.Whole(name, h, err, store.VahtiDatabase, store.AuditDatabase, store.PeopleDatabase)
}

func receive(ctx context.Context, c *connect.Clients, s settings) (http.Handler, error) {
	client, err := c.Queue(ctx)
	if err != nil {
		return nil, err
	}
	sw, err := newSweeper(c.DB, anomaly.NewLogPager(os.Stderr, name), s.Site, c.Now, serve.Logger(name))
	if err != nil {
		return nil, err
	}
	publisher := queue.NewPublisher(client, queue.DeadLetterTopic)
	return serve.OnMessage(serve.Inbox{Function: name, Bury: publisher.Bury, Attempts: s.Attempts}, sw.sweep), nil
}

type sweeper struct {
	db     *store.DB
	watch  *anomaly.Watch
	rounds *anomaly.Rounds
	people *account.Store
	write  func(context.Context, letter.Letter) error
	site   string // without a slash at its end
	// tidying is how long is deleted of one tenant at each visit.
	tidying time.Duration
	now     func() time.Time
	log     *slog.Logger

	sweeping singleflight.Group
}

func newSweeper(db *store.DB, pager anomaly.Pager, site string, now func() time.Time, log *slog.Logger) (*sweeper, error) {
	rules, err := anomaly.Rules()
	if err != nil {
		return nil, err
	}
	address, err := endpoint.Site(site)
	if err != nil {
		return nil, fmt.Errorf("PUBLIC_ADDRESS: %w", err)
	}
	site = address.String()
	people, err := account.Open(db, account.Settings{Site: factor.SiteAt(address)}, now)
	if err != nil {
		return nil, err
	}
	return &sweeper{
		db: db, watch: anomaly.NewWatch(db, rules, pager, now, log), rounds: anomaly.NewRounds(db, now), people: people,
		write: func(ctx context.Context, l letter.Letter) error { return letter.Put(ctx, db, l, now()) },
		site:  site, tidying: tidyTime, now: now, log: log,
	}, nil
}

// sweep does everything a sweep is for. Messages that come while one is at work
// share its result.
func (s *sweeper) sweep(ctx context.Context, _ queue.Sweep, _ serve.Push) error {
	_, err, _ := s.sweeping.Do(name, func() (any, error) {
		began := s.now()
		s.moveLate(ctx)
		s.settlePreferences(ctx)
		return nil, errors.Join(s.watchTrails(ctx), s.settle(ctx), s.forget(ctx), s.visitSome(ctx, began))
	})
	return err
}
