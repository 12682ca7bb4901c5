// Package erase is the end of agreements. It alone may delete in every database, of the
// bucket and of the keys; it is apart from the sweeps so that nothing that runs every
// few minutes, on everybody's data, can.
//
// In: a queue.Erase, pushed from the topic erase once an hour.
//
// Out, in this order: where a database is behind the ledger, because it was restored
// from a backup, what the backup brought back of erased tenants is erased again, and
// only then do the other functions answer; letters to the owners of tenants whose
// agreement ended, and a reminder a week before the erasure; the erasure of every
// tenant that is due, 31 days after the end of its agreement or at once where the
// customer asked, with a certificate to its owners and a tombstone in the ledger; and
// one more look, a day later, at what was erased.
//
// No erasure begins sooner, whatever is stored or configured, and where more are due at
// once than is likely none begins and those on call are told. One tenant's error stops
// no other: it is logged, and the message fails in the end, so that it comes again.
//
// A repeat, and another run at the same time, find what is done done; one that is
// stopped anywhere is taken up by the next. See package erasure for the order of steps
// and what it keeps safe.
package erase

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"golang.org/x/sync/singleflight"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/anomaly"
	"vahti.ai/vahti/shared/archive"
	"vahti.ai/vahti/shared/config"
	"vahti.ai/vahti/shared/connect"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/erasure"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/subscription"
)

const name = "erase"

func init() {
	serve.Register(name, serve.Limits{Time: 9 * time.Minute, Body: 64 << 10}, setup)
}

type settings struct {
	connect.Google
	StorageEndpoint string `env:"STORAGE_ENDPOINT,optional"`       // instead of Google's own
	Bucket          string `env:"ARCHIVE_BUCKET"`                  // of tenants' sealed objects
	Site            string `env:"PUBLIC_ADDRESS"`                  // where people reach Vahti, as https://HOST: letters lead there
	Few             int    `env:"ERASURES_AT_ONCE,default=5"`      // how many may begin in one run, however few tenants there are
	Attempts        int    `env:"MAX_DELIVERY_ATTEMPTS,default=0"` // of the subscription, after which a message is a dead letter
}

// share is the part of all tenants of which as many may begin in one run.
const share = 0.02

func setup(ctx context.Context) (http.Handler, error) {
	var s settings
	if err := config.Read(&s); err != nil {
		return nil, err
	}
	c, err := connect.Open(ctx, s.Google, store.VahtiDatabase, store.AdviceDatabase, store.AuditDatabase, store.PeopleDatabase, store.LedgerDatabase)
	if err != nil {
		return nil, err
	}
	h, err := receive(ctx, c, s)
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return h, nil // behind no gate: it is what opens the others'
}

func receive(ctx context.Context, c *connect.Clients, s settings) (http.Handler, error) {
	site, err := endpoint.Site(s.Site)
	if err != nil {
		return nil, fmt.Errorf("PUBLIC_ADDRESS: %w", err)
	}
	people, err := account.Open(c.DB, account.Settings{Site: factor.SiteAt(site)}, c.Now)
	if err != nil {
		return nil, err
	}
	ctx = context.WithoutCancel(ctx) // the clients outlive the request that happens to make them
	bucket, err := archive.Open(ctx, s.Bucket, s.StorageEndpoint)
	if err != nil {
		return nil, err
	}
	client, err := c.Queue(ctx)
	if err != nil {
		return nil, err
	}
	publisher := queue.NewPublisher(client, queue.BillingTopic, queue.DeadLetterTopic)
	e, err := erasure.New(c.DB, people, erasure.Settings{
		Objects: erasure.Objects{
			List:  func(ctx context.Context, t *store.Tenant) ([]string, error) { return bucket.Tenant(t).List(ctx, "") },
			Erase: func(ctx context.Context, t *store.Tenant) error { return bucket.Tenant(t).Erase(ctx) },
		},
		Dead: queue.NewDeadLetters(client, s.Project).Forget, Pager: anomaly.NewLogPager(os.Stderr, name), Site: site.String(), Few: s.Few, Share: share,
		Paying: func(ctx context.Context, t *store.Tenant) (bool, error) { return paying(ctx, t, publisher.Publish) },
	}, c.Now, serve.Logger(name))
	if err != nil {
		return nil, err
	}
	r := &runner{erase: e.Run}
	return serve.OnMessage(serve.Inbox{Function: name, Bury: publisher.Bury, Attempts: s.Attempts}, r.run), nil
}

// paying reports whether a tenant may still pay for a subscription, and has billing look:
// it cancels what outlives the agreement.
func paying(ctx context.Context, t *store.Tenant, publish func(context.Context, queue.Message) error) (bool, error) {
	r, err := subscription.Of(ctx, t)
	if err != nil || !r.Alive() {
		return false, err
	}
	return true, publish(ctx, queue.Billing{Customer: r.Customer})
}

// runner lets messages that come while one is worked on share its result.
type runner struct {
	erase   func(context.Context) error
	erasing singleflight.Group
}

func (r *runner) run(ctx context.Context, _ queue.Erase, _ serve.Push) error {
	_, err, _ := r.erasing.Do(name, func() (any, error) { return nil, r.erase(ctx) })
	return err
}
