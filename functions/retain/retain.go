// Package retain removes from the audit trails what need not be kept any longer. It
// and erase alone may delete there.
//
// In: a queue.Retain, pushed from the topic retain once a day.
//
// Out: every link of a chain that covers nothing younger than 365 days is deleted
// with its entries, of each tenant and of the service itself, after a link at the
// chain's end says so; the rest can still be verified.
//
// A repeat finds nothing left to delete, and one that is stopped is gone on with by
// the next. A chain that is not as it was written is left as it stands. One tenant's
// error stops no other: it is logged, and the message fails only when the tenants
// could not be listed to their end. Neither does a long trail: each has a time of its own,
// and what is left of it is for the next day.
package retain

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"vahti.ai/vahti/shared/anomaly"
	"vahti.ai/vahti/shared/config"
	"vahti.ai/vahti/shared/connect"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/trail"
)

const name = "retain"

func init() {
	serve.Register(name, serve.Limits{Time: 9 * time.Minute, Body: 64 << 10}, setup)
}

type settings struct {
	connect.Google
	Attempts int `env:"MAX_DELIVERY_ATTEMPTS,default=0"` // of the subscription, after which a message is a dead letter
}

func setup(ctx context.Context) (http.Handler, error) {
	var s settings
	if err := config.Read(&s); err != nil {
		return nil, err
	}
	c, err := connect.Open(ctx, s.Google, store.VahtiDatabase, store.AuditDatabase, store.LedgerDatabase)
	if err != nil {
		return nil, err
	}
	h, err := receive(ctx, c, s)
	return c.Whole(name, h, err, store.VahtiDatabase, store.AuditDatabase)
}

func receive(ctx context.Context, c *connect.Clients, s settings) (http.Handler, error) {
	client, err := c.Queue(ctx)
	if err != nil {
		return nil, err
	}
	r := &retainer{db: c.DB, now: c.Now, log: serve.Logger(name), time: bookTime}
	publisher := queue.NewPublisher(client, queue.DeadLetterTopic)
	return serve.OnMessage(serve.Inbox{Function: name, Bury: publisher.Bury, Attempts: s.Attempts}, r.retain), nil
}

type retainer struct {
	db  *store.DB
	now func() time.Time
	log *slog.Logger
	// time is how long one book may take.
	time time.Duration
}

// bookTime is far more than what a day adds to a book takes, and a fraction of a run.
const bookTime = 2 * time.Minute

// parallel is how many tenants are seen to at the same time.
const parallel = 8

func (r *retainer) retain(ctx context.Context, _ queue.Retain, _ serve.Push) error {
	r.expire(ctx, "", trail.Service(r.db))
	var g errgroup.Group
	g.SetLimit(parallel)
	defer func() { _ = g.Wait() }()
	for id, err := range anomaly.Tenants(ctx, r.db) {
		if err != nil {
			return err
		}
		t, err := r.db.Tenant(id)
		if err != nil {
			return err
		}
		g.Go(func() error {
			r.expire(ctx, id.String(), trail.Of(t))
			return nil
		})
	}
	_ = g.Wait()
	return ctx.Err()
}

// expire removes from one book what is old.
func (r *retainer) expire(ctx context.Context, tenant string, book trail.Book) {
	now := r.now()
	within, cancel := context.WithTimeout(ctx, r.time)
	defer cancel()
	done, err := book.Expire(within, now.Add(-trail.Kept), now)
	if done.Links > 0 {
		r.log.InfoContext(ctx, "audit trail shortened", "tenant", tenant, "links", done.Links, "entries", done.Entries)
	}
	switch {
	case errors.Is(err, seal.ErrNoKey):
		r.log.InfoContext(ctx, "audit trail without a key left as it is", "tenant", tenant)
	case err != nil:
		r.log.ErrorContext(ctx, "audit trail not shortened", "tenant", tenant, "error", err)
	}
}
