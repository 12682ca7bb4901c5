// Package connect makes the clients that most functions, and commands of operators, have
// in common: the databases with the keys that unseal them, Secret Manager and Pub/Sub. A
// function that may not unseal opens its databases itself (package store).
package connect

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"cloud.google.com/go/pubsub/v2"
	secretmanager "cloud.google.com/go/secretmanager/apiv1"

	"vahti.ai/vahti/shared/clock"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/restore"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
)

// Google says where at Google a function's data and keys are. The settings of a
// function embed it.
type Google struct {
	Project               string `env:"GOOGLE_CLOUD_PROJECT"`             // the Google Cloud project
	SecretManagerEndpoint string `env:"SECRET_MANAGER_ENDPOINT,optional"` // instead of Google's own
	ClockFile             string `env:"CLOCK_FILE,optional"`              // see package clock; none in the cloud
}

// Clients are what a function works with. They outlive the request that happens to
// make them.
type Clients struct {
	Now     func() time.Time
	Secrets *secretmanager.Client
	Keys    *seal.Keys
	DB      *store.DB // by the clock Now

	project string
	queue   *pubsub.Client // nil until asked for
}

// Open connects to Secret Manager and the named databases. Connecting asks nothing of
// Google yet: what is not there or may not be read shows at its first use.
func Open(ctx context.Context, at Google, databases ...string) (*Clients, error) {
	options, err := endpoint.Options(at.SecretManagerEndpoint)
	if err != nil {
		return nil, fmt.Errorf("SECRET_MANAGER_ENDPOINT: %w", err)
	}
	ctx = context.WithoutCancel(ctx)
	c := &Clients{Now: clock.Of(at.ClockFile), project: at.Project}
	if c.Secrets, err = secretmanager.NewClient(ctx, options...); err != nil {
		return nil, fmt.Errorf("connect to Secret Manager: %w", err)
	}
	c.Keys = seal.NewKeys(c.Secrets, at.Project, c.Now)
	db, err := store.Open(ctx, at.Project, c.Keys, databases...)
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	c.DB = db.WithClock(c.Now)
	return c, nil
}

// Queue is the client of Pub/Sub, the same one whenever it is asked for.
func (c *Clients) Queue(ctx context.Context) (*pubsub.Client, error) {
	if c.queue == nil {
		client, err := pubsub.NewClient(context.WithoutCancel(ctx), c.project)
		if err != nil {
			return nil, fmt.Errorf("connect to Pub/Sub: %w", err)
		}
		c.queue = client
	}
	return c.queue, nil
}

// Close closes all clients.
func (c *Clients) Close() error {
	errs := []error{c.Secrets.Close()}
	if c.DB != nil {
		errs = append(errs, c.DB.Close())
	}
	if c.queue != nil {
		errs = append(errs, c.queue.Close())
	}
	return errors.Join(errs...)
}

// Whole ends a set-up: it puts a handler behind the gate that stays shut while one of
// the named databases, which the function reads, was restored and knows less than the
// ledger. Where no handler could be made it closes the clients and returns why.
func (c *Clients) Whole(function string, h http.Handler, err error, databases ...string) (http.Handler, error) {
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return restore.Gate(c.DB, c.Now, serve.Logger(function), h, databases...), nil
}
