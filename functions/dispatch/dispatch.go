// Package dispatch starts the scans that are due.
//
// In: a queue.Tick, pushed from the topic tick once a minute.
//
// Out: one queue.Scan for every tenant that is due, after its slot was claimed
// with a create-only write; a queue.Scan again for a claim whose message was
// lost or whose scan died or was suspended; the messages that a dead scan left in
// its outbox and the entries of the audit trail that it did not move; and for a
// fifth of the tenants, by the minute, those apart of which a scan is under way or
// about to be, a queue.Scan that asks for a light pass. A
// tenant is due by its schedule, when a tick asks, and when an exception of its
// has expired. A claim that was published too often without getting further is
// recorded as failed, and its message becomes a dead letter. And one queue.Billing for
// each subscription whose time of grace is over, so that scans pause within minutes, or
// whose agreement the customer ended, so that nothing more is charged.
//
// A repeat claims nothing new, because slots are named after the schedule, and
// publishes only what would otherwise stay undone, and the same light passes,
// which harm nobody. A tick that is late or lost costs a minute, and its light
// passes come five minutes later. One tenant's error stops no other: it is logged
// and the tick goes on, and fails only when something could not be listed to its
// end.
package dispatch

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"time"

	"cloud.google.com/go/pubsub/v2"
	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/singleflight"

	"vahti.ai/vahti/shared/clock"
	"vahti.ai/vahti/shared/config"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/restore"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/trail"
)

const name = "dispatch"

// scanFunction is whose messages the claims are.
const scanFunction = "scan"

func init() {
	serve.Register(name, serve.Limits{Time: 5 * time.Minute, Body: 64 << 10}, setup)
}

type settings struct {
	Project   string `env:"GOOGLE_CLOUD_PROJECT"`            // the Google Cloud project
	Attempts  int    `env:"MAX_DELIVERY_ATTEMPTS,default=0"` // of the subscription, after which a message is a dead letter
	ClockFile string `env:"CLOCK_FILE,optional"`             // see package clock; none in the cloud
}

func setup(ctx context.Context) (http.Handler, error) {
	var s settings
	if err := config.Read(&s); err != nil {
		return nil, err
	}
	now := clock.Of(s.ClockFile)
	ctx = context.WithoutCancel(ctx)
	db, err := store.Open(ctx, s.Project, nil, store.VahtiDatabase, store.AuditDatabase, store.LedgerDatabase)
	if err != nil {
		return nil, err
	}
	db = db.WithClock(now)
	client, err := pubsub.NewClient(ctx, s.Project)
	if err != nil {
		return nil, fmt.Errorf("connect to Pub/Sub: %w", err)
	}
	publisher := queue.NewPublisher(client, queue.ScanTopic, queue.FindingsChangedTopic, queue.BillingTopic, queue.DeadLetterTopic)
	d := &dispatcher{
		fleet: fleet.New(db, now), db: db,
		publish: publisher.Publish, publishEncoded: publisher.PublishEncoded, bury: publisher.Bury,
		now: now, log: serve.Logger(name),
	}
	return restore.Gate(db, now, serve.Logger(name), serve.OnMessage(serve.Inbox{Function: name, Bury: publisher.Bury, Attempts: s.Attempts}, d.tick), store.VahtiDatabase), nil
}

type dispatcher struct {
	fleet          *fleet.Fleet
	db             *store.DB
	publish        func(context.Context, queue.Message) error
	publishEncoded func(ctx context.Context, topic string, data []byte) error
	bury           func(ctx context.Context, data []byte, about map[string]string) error
	now            func() time.Time
	log            *slog.Logger
	ticking        singleflight.Group
}

// leftoverAge is how old an outbox entry or an entry of the audit trail must be to
// count as left behind: whoever lives sees to its own within moments.
const leftoverAge = 30 * time.Second

// parallel is how many claims are made and messages published at the same time:
// most of the time each waits for an answer.
const parallel = 32

// tick does everything a tick is for. Ticks that ask for the same while one is at
// work share its result, so that ticks which come faster than they are done with
// do not pile up.
func (d *dispatcher) tick(ctx context.Context, t queue.Tick, p serve.Push) error {
	minute := d.minute(p)
	same := "before " + t.Before.UTC().String()
	if t.Before.IsZero() {
		same = "of " + minute.String()
	}
	_, err, _ := d.ticking.Do(same, func() (any, error) {
		open := &fleet.Open{}
		errs := []error{d.late(ctx, open), d.due(ctx, t.Before, open), d.lapsed(ctx, open)}
		if t.Before.IsZero() { // who asks for scans asks for those alone
			errs = append(errs, d.light(ctx, minute, open), d.overdue(ctx))
		}
		return nil, errors.Join(append(errs, d.leftovers(ctx), d.trail(ctx))...)
	})
	return err
}

// minute returns which minute's tick this is, whenever it arrives.
func (d *dispatcher) minute(p serve.Push) time.Time {
	now := d.now()
	if p.Published.IsZero() || p.Published.After(now) {
		return now.UTC().Truncate(time.Minute)
	}
	return p.Published.UTC().Truncate(time.Minute)
}

// together runs work for each member of a listing, several at a time, until the
// listing ends. A member's error is skip's; only the listing's own ends it.
func together[T any](listing iter.Seq2[T, error], skip func(T, error), work func(T)) error {
	var g errgroup.Group
	g.SetLimit(parallel)
	defer func() { _ = g.Wait() }()
	for m, err := range listing {
		if errors.Is(err, fleet.ErrListing) {
			return err
		}
		if err != nil {
			skip(m, err)
			continue
		}
		g.Go(func() error {
			work(m)
			return nil
		})
	}
	return nil
}

func (d *dispatcher) due(ctx context.Context, before time.Time, open *fleet.Open) error {
	return d.start(ctx, d.fleet.Due(ctx, before), open)
}

// lapsed starts the scans of tenants whose exceptions have expired.
func (d *dispatcher) lapsed(ctx context.Context, open *fleet.Open) error {
	return d.start(ctx, d.fleet.Lapsed(ctx), open)
}

// start claims and publishes what is due, unless a scan of it is coming already.
func (d *dispatcher) start(ctx context.Context, due iter.Seq2[fleet.Due, error], open *fleet.Open) error {
	return together(due, func(due fleet.Due, err error) {
		d.log.ErrorContext(ctx, "tenant skipped", "tenant", due.ID.String(), "error", err)
	}, func(due fleet.Due) {
		if open.Covers(due) {
			return
		}
		if err := d.claim(ctx, due, open); err != nil {
			d.log.ErrorContext(ctx, "tenant not dispatched", "tenant", due.ID.String(), "error", err)
		}
	})
}

func (d *dispatcher) claim(ctx context.Context, due fleet.Due, open *fleet.Open) error {
	m, claimed, err := d.fleet.Claim(ctx, due)
	if err != nil || !claimed {
		return err
	}
	open.Note(m)
	// If this fails the claim stands, and late publishes it.
	return d.publish(ctx, m)
}

func (d *dispatcher) late(ctx context.Context, open *fleet.Open) error {
	about := func(m queue.Scan) *slog.Logger {
		return d.log.With("tenant", m.Tenant.String(), "slot", m.Slot.String())
	}
	return together(d.fleet.Late(ctx, open), func(m queue.Scan, err error) {
		if g, ok := errors.AsType[*fleet.GivenUp](err); ok {
			about(m).ErrorContext(ctx, "scan given up")
			d.leftover(ctx, g.Letter)
			return
		}
		about(m).ErrorContext(ctx, "claim not looked at", "error", err)
	}, func(m queue.Scan) {
		about(m).InfoContext(ctx, "scan published again")
		if err := d.publish(ctx, m); err != nil {
			about(m).ErrorContext(ctx, "scan not published", "error", err)
		}
	})
}

// light starts the light passes of a minute. Those of a minute long ago have been
// followed by others. Whoever has an open claim needs none: the scan that is coming
// reads the log, and a pass beside it, on another instance, would ask Microsoft for
// more than it allows, because both read the log before one of them gets the lease. A
// scan that waits because Microsoft asked for it leaves room for passes.
func (d *dispatcher) light(ctx context.Context, minute time.Time, open *fleet.Open) error {
	if d.now().Sub(minute) >= fleet.LightEvery {
		return nil
	}
	return together(d.fleet.Light(ctx, minute), func(m queue.Scan, err error) {
		d.log.ErrorContext(ctx, "light pass skipped", "tenant", m.Tenant.String(), "error", err)
	}, func(m queue.Scan) {
		if open.Scanning(m.Tenant) {
			return
		}
		if err := d.publish(ctx, m); err != nil {
			d.log.ErrorContext(ctx, "light pass not published", "tenant", m.Tenant.String(), "error", err)
		}
	})
}

// overdue asks to look at the subscriptions whose time of grace is over, or whose
// agreement is.
func (d *dispatcher) overdue(ctx context.Context) error {
	return together(d.fleet.Overdue(ctx), func(_ fleet.Overdue, err error) {
		d.log.ErrorContext(ctx, "subscription skipped", "error", err)
	}, func(o fleet.Overdue) {
		if err := d.publish(ctx, queue.Billing{Customer: o.Customer}); err != nil {
			d.log.ErrorContext(ctx, "subscription not asked to be looked at", "error", err)
			return
		}
		if err := d.fleet.Asked(ctx, o); err != nil {
			d.log.ErrorContext(ctx, "subscription asked to be looked at again", "error", err)
		}
	})
}

func (d *dispatcher) leftovers(ctx context.Context) error {
	return together(d.fleet.Leftovers(ctx, leftoverAge), func(_ fleet.Leftover, err error) {
		d.log.ErrorContext(ctx, "outbox entry skipped", "error", err)
	}, func(l fleet.Leftover) { d.leftover(ctx, l) })
}

// leftover publishes what was recorded, and removes it once it is out.
func (d *dispatcher) leftover(ctx context.Context, l fleet.Leftover) {
	if err := d.send(ctx, l); err != nil {
		d.log.ErrorContext(ctx, "outbox entry not published", "topic", l.Topic, "error", err)
		return
	}
	if err := d.fleet.Published(ctx, l); err != nil {
		d.log.ErrorContext(ctx, "outbox entry not cleared", "error", err)
	}
}

func (d *dispatcher) send(ctx context.Context, l fleet.Leftover) error {
	if l.Error == "" {
		return d.publishEncoded(ctx, l.Topic, l.Data)
	}
	return d.bury(ctx, l.Data, map[string]string{
		serve.LetterError: l.Error, serve.LetterFunction: scanFunction, serve.LetterTopic: l.Topic, serve.LetterMessage: l.Name(),
		serve.LetterAt: l.At.UTC().Format(time.RFC3339),
	})
}

// trail moves what waits for it into the audit trail.
func (d *dispatcher) trail(ctx context.Context) error {
	return together(trail.Late(ctx, d.db, d.now().Add(-leftoverAge)), func(_ trail.Pending, err error) {
		d.log.ErrorContext(ctx, "entry of the audit trail skipped", "error", err)
	}, func(p trail.Pending) {
		if err := trail.Move(ctx, d.db, p); err != nil {
			d.log.ErrorContext(ctx, "entry of the audit trail not moved", "error", err)
		}
	})
}
