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
// and to delete members who were removed and invitations that ended long ago.
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
	"net/url"
	"os"
	"time"

	"cloud.google.com/go/pubsub/v2"
	secretmanager "cloud.google.com/go/secretmanager/apiv1"
	"golang.org/x/sync/singleflight"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/anomaly"
	"vahti.ai/vahti/shared/config"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
)

const name = "sweep"

func init() {
	serve.Register(name, serve.Limits{Time: 9 * time.Minute, Body: 64 << 10}, setup)
}

type settings struct {
	Project               string `env:"GOOGLE_CLOUD_PROJECT"`             // the Google Cloud project
	SecretManagerEndpoint string `env:"SECRET_MANAGER_ENDPOINT,optional"` // instead of Google's own
	Site                  string `env:"PUBLIC_ADDRESS"`                   // where people reach Vahti, as https://HOST: letters lead there
	Attempts              int    `env:"MAX_DELIVERY_ATTEMPTS,default=0"`  // of the subscription, after which a message is a dead letter
}

func setup(ctx context.Context) (http.Handler, error) {
	var s settings
	if err := config.Read(&s); err != nil {
		return nil, err
	}
	options, err := endpoint.Options(s.SecretManagerEndpoint)
	if err != nil {
		return nil, fmt.Errorf("secret manager: %w", err)
	}
	// The clients outlive the request that happens to make them.
	ctx = context.WithoutCancel(ctx)
	secrets, err := secretmanager.NewClient(ctx, options...)
	if err != nil {
		return nil, fmt.Errorf("connect to secret manager: %w", err)
	}
	db, err := store.Open(ctx, s.Project, seal.NewKeys(secrets, s.Project, time.Now), store.VahtiDatabase, store.AuditDatabase, store.PeopleDatabase)
	if err != nil {
		_ = secrets.Close()
		return nil, err
	}
	client, err := pubsub.NewClient(ctx, s.Project)
	if err != nil {
		_ = secrets.Close()
		return nil, fmt.Errorf("connect to Pub/Sub: %w", err)
	}
	sw, err := newSweeper(db, anomaly.NewLogPager(os.Stderr, name), s.Site, time.Now, serve.Logger(name))
	if err != nil {
		_ = secrets.Close()
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
	now    func() time.Time
	log    *slog.Logger

	sweeping singleflight.Group
}

func newSweeper(db *store.DB, pager anomaly.Pager, site string, now func() time.Time, log *slog.Logger) (*sweeper, error) {
	rules, err := anomaly.Rules()
	if err != nil {
		return nil, err
	}
	address, err := url.Parse(site)
	if err != nil || address.Hostname() == "" || address.Scheme != "https" && address.Scheme != "http" {
		return nil, errors.New("the public address must be one such as https://vahti.example") // what it was may hold a password
	}
	site = address.Scheme + "://" + address.Host
	people, err := account.Open(db, account.Settings{Site: factor.Site{Domain: address.Hostname(), Name: "Vahti", Origins: []string{site}}}, now)
	if err != nil {
		return nil, err
	}
	return &sweeper{
		db: db, watch: anomaly.NewWatch(db, rules, pager, now, log), rounds: anomaly.NewRounds(db, now), people: people,
		write: func(ctx context.Context, l letter.Letter) error { return letter.Put(ctx, db, l, now()) },
		site:  site, now: now, log: log,
	}, nil
}

// sweep does everything a sweep is for. Messages that come while one is at work
// share its result.
func (s *sweeper) sweep(ctx context.Context, _ queue.Sweep, _ serve.Push) error {
	_, err, _ := s.sweeping.Do(name, func() (any, error) {
		began := s.now()
		s.moveLate(ctx)
		return nil, errors.Join(s.watchTrails(ctx), s.settle(ctx), s.forget(ctx), s.visitSome(ctx, began))
	})
	return err
}
