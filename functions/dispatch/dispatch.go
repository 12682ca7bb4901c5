// Package dispatch starts the scans that are due.
//
// In: a queue.Tick, pushed from the topic tick once a minute.
//
// Out: one queue.Scan for every tenant that is due, after its slot was claimed
// with a create-only write; a queue.Scan again for a claim whose message was
// lost or whose scan died; and the messages that a dead scan left in its outbox.
// A claim that was published too often without finishing is recorded as failed.
//
// A repeat claims nothing new, because slots are named after the schedule, and
// publishes only what would otherwise stay undone. A tick that is late or lost
// costs a minute. One tenant's error stops no other: it is logged and the tick
// goes on, and fails only when something could not be listed to its end.
package dispatch

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"cloud.google.com/go/pubsub/v2"
	"golang.org/x/sync/errgroup"

	"vahti.ai/vahti/shared/config"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
)

const name = "dispatch"

func init() {
	serve.Register(name, serve.Limits{Time: 5 * time.Minute, Body: 64 << 10}, setup)
}

type settings struct {
	Project string `env:"GOOGLE_CLOUD_PROJECT"` // the Google Cloud project
}

func setup(ctx context.Context) (http.Handler, error) {
	var s settings
	if err := config.Read(&s); err != nil {
		return nil, err
	}
	ctx = context.WithoutCancel(ctx)
	db, err := store.Open(ctx, s.Project, nil, store.VahtiDatabase)
	if err != nil {
		return nil, err
	}
	client, err := pubsub.NewClient(ctx, s.Project)
	if err != nil {
		return nil, fmt.Errorf("connect to Pub/Sub: %w", err)
	}
	publisher := queue.NewPublisher(client, queue.ScanTopic, queue.FindingsChangedTopic)
	d := &dispatcher{
		fleet:   fleet.New(db, time.Now),
		publish: publisher.Publish, publishEncoded: publisher.PublishEncoded,
		log: serve.Logger(name),
	}
	return serve.OnMessage(name, d.tick), nil
}

type dispatcher struct {
	fleet          *fleet.Fleet
	publish        func(context.Context, queue.Message) error
	publishEncoded func(ctx context.Context, topic string, data []byte) error
	log            *slog.Logger
}

// leftoverAge is how old an outbox entry must be to count as left behind: a
// living scan publishes its own within moments.
const leftoverAge = 30 * time.Second

// parallel is how many tenants are claimed at the same time.
const parallel = 8

func (d *dispatcher) tick(ctx context.Context, t queue.Tick, _ serve.Push) error {
	return errors.Join(d.due(ctx, t.Before), d.late(ctx), d.leftovers(ctx))
}

func (d *dispatcher) due(ctx context.Context, before time.Time) error {
	var g errgroup.Group
	g.SetLimit(parallel)
	defer func() { _ = g.Wait() }()
	for due, err := range d.fleet.Due(ctx, before) {
		if errors.Is(err, fleet.ErrListing) {
			return err
		}
		if err != nil {
			d.log.Error("tenant skipped", "tenant", due.ID.String(), "error", err)
			continue
		}
		g.Go(func() error {
			if err := d.claim(ctx, due); err != nil {
				d.log.Error("tenant not dispatched", "tenant", due.ID.String(), "error", err)
			}
			return nil
		})
	}
	return nil
}

func (d *dispatcher) claim(ctx context.Context, due fleet.Due) error {
	m, claimed, err := d.fleet.Claim(ctx, due)
	if err != nil || !claimed {
		return err
	}
	// If this fails the claim stands, and late publishes it.
	return d.publish(ctx, m)
}

func (d *dispatcher) late(ctx context.Context) error {
	for m, err := range d.fleet.Late(ctx) {
		log := d.log.With("tenant", m.Tenant.String(), "slot", m.Slot.String())
		switch {
		case errors.Is(err, fleet.ErrListing):
			return err
		case errors.Is(err, fleet.ErrGivenUp):
			log.Error("scan given up")
			continue
		case err != nil:
			log.Error("claim not looked at", "error", err)
			continue
		}
		log.Info("scan published again")
		if err := d.publish(ctx, m); err != nil {
			log.Error("scan not published", "error", err)
		}
	}
	return nil
}

func (d *dispatcher) leftovers(ctx context.Context) error {
	for l, err := range d.fleet.Leftovers(ctx, leftoverAge) {
		if errors.Is(err, fleet.ErrListing) {
			return err
		}
		if err != nil {
			d.log.Error("outbox entry skipped", "error", err)
			continue
		}
		if err := d.publishEncoded(ctx, l.Topic, l.Data); err != nil {
			d.log.Error("outbox entry not published", "topic", l.Topic, "error", err)
			continue
		}
		if err := d.fleet.Published(ctx, l); err != nil {
			d.log.Error("outbox entry not cleared", "error", err)
		}
	}
	return nil
}
