// Package retain removes from the audit trails what need not be kept any longer. It
// alone may delete there.
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
// could not be listed to their end.
package retain

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"cloud.google.com/go/pubsub/v2"
	secretmanager "cloud.google.com/go/secretmanager/apiv1"
	"golang.org/x/sync/errgroup"

	"vahti.ai/vahti/shared/anomaly"
	"vahti.ai/vahti/shared/config"
	"vahti.ai/vahti/shared/endpoint"
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
	Project               string `env:"GOOGLE_CLOUD_PROJECT"`             // the Google Cloud project
	SecretManagerEndpoint string `env:"SECRET_MANAGER_ENDPOINT,optional"` // instead of Google's own
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
	db, err := store.Open(ctx, s.Project, seal.NewKeys(secrets, s.Project, time.Now), store.VahtiDatabase, store.AuditDatabase)
	if err != nil {
		_ = secrets.Close()
		return nil, err
	}
	client, err := pubsub.NewClient(ctx, s.Project)
	if err != nil {
		_ = secrets.Close()
		return nil, fmt.Errorf("connect to Pub/Sub: %w", err)
	}
	r := &retainer{db: db, now: time.Now, log: serve.Logger(name)}
	publisher := queue.NewPublisher(client, queue.DeadLetterTopic)
	return serve.OnMessage(serve.Inbox{Function: name, Bury: publisher.Bury, Attempts: s.Attempts}, r.retain), nil
}

type retainer struct {
	db  *store.DB
	now func() time.Time
	log *slog.Logger
}

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
	done, err := book.Expire(ctx, now.Add(-trail.Kept), now)
	if done.Links > 0 {
		r.log.Info("audit trail shortened", "tenant", tenant, "links", done.Links, "entries", done.Entries)
	}
	switch {
	case errors.Is(err, seal.ErrNoKey):
		r.log.Info("audit trail without a key left as it is", "tenant", tenant)
	case err != nil:
		r.log.Error("audit trail not shortened", "tenant", tenant, "error", err)
	}
}
