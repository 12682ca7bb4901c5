// Package notify notes what scans changed and writes what people are told of it.
//
// In: a queue.FindingsChanged, pushed from the topic findings-changed. A scan that
// changes much sends many.
//
// Out: news of the scan, and once the scan has ended a letter to each reader about what
// is serious and a message to the tenant's webhook; then a queue.Deliver, which has
// them sent. News of a scan that has not ended yet is told by functions/deliver, which
// looks at it again until it has.
//
// A repeat finds the news told and writes nothing. Whatever is written has a name that
// follows from the scan and the reader and is created once. Tenants that are gone or
// whose agreement has ended are passed over.
package notify

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/check/custom"
	"vahti.ai/vahti/shared/config"
	"vahti.ai/vahti/shared/connect"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/notice"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

const name = "notify"

func init() {
	serve.Register(name, serve.Limits{Time: 2 * time.Minute, Body: 1 << 20}, setup)
}

type settings struct {
	connect.Google
	Site     string `env:"PUBLIC_ADDRESS"`                  // where people reach Vahti, as https://HOST: letters lead there
	Checks   string `env:"CUSTOM_CHECKS,optional"`          // the operator's own checks for every tenant, as JSON
	Attempts int    `env:"MAX_DELIVERY_ATTEMPTS,default=0"` // of the subscription, after which a message is a dead letter
}

func setup(ctx context.Context) (http.Handler, error) {
	var s settings
	if err := config.Read(&s); err != nil {
		return nil, err
	}
	c, err := connect.Open(ctx, s.Google, store.VahtiDatabase, store.PeopleDatabase, store.LedgerDatabase)
	if err != nil {
		return nil, err
	}
	h, err := receive(ctx, c, s)
	return c.Whole(name, h, err, store.VahtiDatabase, store.PeopleDatabase)
}

func receive(ctx context.Context, c *connect.Clients, s settings) (http.Handler, error) {
	site, err := endpoint.Site(s.Site)
	if err != nil {
		return nil, fmt.Errorf("PUBLIC_ADDRESS: %w", err)
	}
	operators, err := custom.Parse([]byte(s.Checks))
	if err != nil {
		return nil, fmt.Errorf("CUSTOM_CHECKS: %w", err)
	}
	client, err := c.Queue(ctx)
	if err != nil {
		return nil, err
	}
	publisher := queue.NewPublisher(client, queue.DeliverTopic, queue.DeadLetterTopic)
	n := &notifier{
		desk:    &notice.Desk{DB: c.DB, Site: site.String(), Title: notice.Titles(append(all.Checks(), operators...)...), Now: c.Now},
		publish: publisher.Publish, patience: patience, log: serve.Logger(name),
	}
	return serve.OnMessage(serve.Inbox{Function: name, Bury: publisher.Bury, Attempts: s.Attempts}, n.changed), nil
}

type notifier struct {
	desk     *notice.Desk
	publish  func(context.Context, queue.Message) error
	patience time.Duration // for a scan to end
	log      *slog.Logger
}

const (
	// patience is how long a scan is waited for: its findings are announced a moment
	// before it ends. Whatever takes longer is left to functions/deliver.
	patience = 3 * time.Second
	// pause lies between two looks.
	pause = 250 * time.Millisecond
)

// ended waits a little for a scan to end.
func (n *notifier) ended(ctx context.Context, t *store.Tenant, slot tenant.Slot) error {
	for waited := time.Duration(0); waited < n.patience; waited += pause {
		over, err := t.Ended(ctx, slot)
		if err != nil || over {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
	return nil
}

func (n *notifier) changed(ctx context.Context, m queue.FindingsChanged, _ serve.Push) error {
	t, err := n.desk.DB.Tenant(m.Tenant)
	if err != nil {
		return err
	}
	about, err := t.About(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return nil // erased since
	}
	if err != nil {
		return err
	}
	if !about.State.Watched() {
		return nil // the agreement has ended, and with it what people are told
	}
	place, fresh, err := n.desk.Note(ctx, t, m.Slot, m.Findings)
	if err != nil || !fresh {
		return err
	}
	if err := n.ended(ctx, t, m.Slot); err != nil {
		return err
	}
	told, err := n.desk.Tell(ctx, place)
	if err != nil || !told {
		return err
	}
	// Deliver also comes by itself each minute: nothing is lost where this one is.
	if err := n.publish(ctx, queue.Deliver{}); err != nil {
		n.log.WarnContext(ctx, "delivery left to the schedule", "tenant", m.Tenant.String(), "error", err)
	}
	return nil
}
