// Package billing does what follows from what customers subscribe to.
//
// In: a queue.Billing, pushed from the topic billing, which names a customer at Stripe
// or a payment; or, once a day, nobody.
//
// Out, for a customer: what Stripe has of it at that moment is read and put in the
// place of what was known, with the tenant's plan and entries of the audit trail; scans
// pause, go on, or end with the agreement accordingly; a subscription that outlived its
// agreement is cancelled; and owners are written to, also where a scan counted more
// people than are paid for, which changes nothing else. Out, for nobody: one message for
// each customer, so that what a lost event would have told is found within a day; and
// for each subscription at Stripe that no tenant is known to have, a link where its
// metadata names the tenant, a cancellation where that was erased, otherwise a line in
// the log.
//
// A repeat, and messages that overtake each other, do what follows from the newest
// reading, once: readings are numbered and an older one changes nothing; each step of
// the agreement finds what is done done; letters have names of their own. What a
// reading owes to owners is kept with it, so that a run which is stopped is finished by
// its repeat. A letter could go out a second time only where the run is stopped between
// writing it and noting that, and it is sent before the repeat.
package billing

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"vahti.ai/vahti/shared/billing"
	"vahti.ai/vahti/shared/config"
	"vahti.ai/vahti/shared/connect"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/secret"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
)

const name = "billing"

func init() {
	serve.Register(name, serve.Limits{Time: 9 * time.Minute, Body: 64 << 10}, setup)
}

type settings struct {
	connect.Google
	Site           string   `env:"PUBLIC_ADDRESS"`                       // where people reach Vahti, as https://HOST: letters lead there
	StripeEndpoint string   `env:"STRIPE_ENDPOINT,optional"`             // instead of Stripe's own
	StripePages    []string `env:"STRIPE_PAGES,optional"`                // origins of Stripe's pages, instead of Stripe's own
	StripeKey      string   `env:"STRIPE_KEY_SECRET,default=stripe-key"` // the secret that holds Stripe's API key
	Attempts       int      `env:"MAX_DELIVERY_ATTEMPTS,default=0"`      // of the subscription, after which a message is a dead letter
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
	return c.Whole(name, h, err, store.VahtiDatabase)
}

func receive(ctx context.Context, c *connect.Clients, s settings) (http.Handler, error) {
	site, err := endpoint.Site(s.Site)
	if err != nil {
		return nil, fmt.Errorf("PUBLIC_ADDRESS: %w", err)
	}
	stripe, err := billing.NewClient(billing.Config{
		Key: secret.New(c.Secrets, s.Project, s.StripeKey, c.Now).First, Endpoint: s.StripeEndpoint, Pages: s.StripePages, Now: c.Now})
	if err != nil {
		return nil, err
	}
	client, err := c.Queue(ctx)
	if err != nil {
		return nil, err
	}
	publisher := queue.NewPublisher(client, queue.BillingTopic, queue.DeadLetterTopic)
	b := &Biller{
		DB: c.DB, Stripe: stripe, Publish: publisher.Publish, Site: site.String(), Now: c.Now, Log: serve.Logger(name),
		Write: func(ctx context.Context, l letter.Letter) error { return letter.Put(ctx, c.DB, l, c.Now()) },
	}
	return serve.OnMessage(serve.Inbox{Function: name, Bury: publisher.Bury, Attempts: s.Attempts}, b.Bill), nil
}

// Biller does what the function is for. setup makes the one that is deployed.
type Biller struct {
	DB      *store.DB
	Stripe  *billing.Client
	Publish func(context.Context, queue.Message) error
	Write   func(context.Context, letter.Letter) error
	Site    string // where people reach Vahti, without a slash at its end
	Now     func() time.Time
	Log     *slog.Logger
}

// Bill works on a message.
func (b *Biller) Bill(ctx context.Context, m queue.Billing, _ serve.Push) error {
	switch {
	case m.Charge != "":
		customer, err := b.Stripe.Payer(ctx, m.Charge)
		if errors.Is(err, billing.ErrNone) {
			b.Log.InfoContext(ctx, "payment of nobody")
			return nil
		}
		if err != nil {
			return err
		}
		return b.customer(ctx, customer)
	case m.Customer != "":
		return b.customer(ctx, m.Customer)
	}
	return b.reconcile(ctx)
}
