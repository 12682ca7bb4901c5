// Package stripe takes Stripe's webhooks.
//
// In: an event of Stripe's, POSTed to /webhooks/stripe and signed over its raw body
// with one of the secrets that are active; a signature more than five minutes old, or
// as far ahead, counts as none. Events of any version of Stripe's API are taken.
//
// Out: a queue.Billing that names the customer the event is about, or the payment. What
// else an event says is not believed, but asked for again by functions/billing: so it
// does not matter in which order events come. The answer is 200 once the message and
// then the event's ID are stored, and at once for an event that Vahti has no use for;
// 400 for what is not signed as it should be or is no event; 500 for what is worth
// another try.
//
// A repeat is found by the event's ID and does nothing. Two at the same moment may
// publish the same message twice, which does no harm. How many events were taken,
// repeated, not used and refused is in the log, a line each.
package stripe

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"cloud.google.com/go/pubsub/v2"
	secretmanager "cloud.google.com/go/secretmanager/apiv1"

	"vahti.ai/vahti/shared/clock"
	"vahti.ai/vahti/shared/config"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/restore"
	"vahti.ai/vahti/shared/secret"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/subscription"
)

const name = "stripe"

// maxBody is what an event may weigh, in bytes. Stripe's largest are some ten thousand.
const maxBody = 512 << 10

func init() {
	serve.Register(name, serve.Limits{Time: 20 * time.Second, Body: maxBody}, setup)
}

type settings struct {
	Project               string `env:"GOOGLE_CLOUD_PROJECT"`                         // the Google Cloud project
	SecretManagerEndpoint string `env:"SECRET_MANAGER_ENDPOINT,optional"`             // instead of Google's own
	Signing               string `env:"STRIPE_WEBHOOK_SECRET,default=stripe-webhook"` // the secret that holds the signing secrets
	ClockFile             string `env:"CLOCK_FILE,optional"`                          // see package clock; none in the cloud
}

func setup(ctx context.Context) (http.Handler, error) {
	var s settings
	if err := config.Read(&s); err != nil {
		return nil, err
	}
	now := clock.Of(s.ClockFile)
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
	db, err := store.Open(ctx, s.Project, nil, store.VahtiDatabase, store.LedgerDatabase)
	if err != nil {
		_ = secrets.Close()
		return nil, err
	}
	client, err := pubsub.NewClient(ctx, s.Project)
	if err != nil {
		_ = secrets.Close()
		return nil, fmt.Errorf("connect to Pub/Sub: %w", err)
	}
	signing := secret.New(secrets, s.Project, s.Signing, now)
	r := &Receiver{
		DB: db, Publish: queue.NewPublisher(client, queue.BillingTopic).Publish, Secrets: signing.Values, Again: signing.Again, Now: now, Log: serve.Logger(name),
	}
	return restore.Gate(db, now, serve.Logger(name), r.Handler(), store.VahtiDatabase), nil
}

// Receiver takes events. setup makes the one that is deployed.
type Receiver struct {
	DB      *store.DB
	Publish func(context.Context, queue.Message) error
	// Secrets returns the signing secrets that are active, Again the same where they
	// are worth reading anew.
	Secrets, Again func(context.Context) ([]string, error)
	Now            func() time.Time
	Log            *slog.Logger
}

// Handler serves the path at which Stripe delivers events.
func (r *Receiver) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("POST /webhooks/stripe", serve.OnRequest(name, r.receive))
	return mux
}

func (r *Receiver) receive(w http.ResponseWriter, req *http.Request) error {
	ctx := req.Context()
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return err
	}
	e, err := r.verify(ctx, body, req.Header.Values("Stripe-Signature"))
	if err != nil {
		return err
	}
	log := r.Log.With("event", e.id)
	m, used := e.message()
	if !used {
		log.InfoContext(ctx, "event not used")
		return nil
	}
	seen, err := subscription.Seen(ctx, r.DB, e.id)
	if err != nil {
		return err
	}
	if seen {
		log.InfoContext(ctx, "event repeated")
		return nil
	}
	if err := r.Publish(ctx, m); err != nil {
		return err
	}
	first, err := subscription.See(ctx, r.DB, e.id, e.kind, r.Now())
	if err != nil {
		return err
	}
	if !first {
		log.InfoContext(ctx, "event repeated")
		return nil
	}
	log.InfoContext(ctx, "event taken", "type", e.kind)
	w.WriteHeader(http.StatusOK)
	return nil
}
