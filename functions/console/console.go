// Package console is the web console: pages rendered here, plain HTML and one
// style sheet, for the administrators of the tenants Vahti watches.
//
// In comes a GET request with the token that the front door signs; it names the
// tenants the bearer may see, and no other tenant can be named by a request.
// Out goes a page made from what the store keeps at that moment, or an error: a
// page for a browser, a problem document for other clients. A GET writes nothing,
// so a repeat shows the same until the next scan.
//
// In also come two forms, from those whose token says that they may decide for
// the tenant: to accept findings until a date, and to take that back. Both end in
// a redirect to the finding's page. A form carries a name of its own, so that one
// sent twice is one decision; what a person decided is announced and moved into
// the audit trail by dispatch.
//
// Pages are in English, Finnish or Swedish: a tenant's in the tenant's language,
// the others in the one that the browser asks for, and any page in the one that
// "?lang=" names.
package console

import (
	"context"
	"fmt"
	"net/http"
	"time"

	secretmanager "cloud.google.com/go/secretmanager/apiv1"

	"vahti.ai/vahti/shared/auth"
	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/check/custom"
	"vahti.ai/vahti/shared/config"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
)

// name is the function's name and the audience of the tokens it takes.
const name = "console"

// maxForm is what a form may weigh, in bytes: a reason of the greatest length as
// it is sent, and the names of as many findings as can be accepted together.
const maxForm = 32 << 10

func init() {
	serve.Register(name, serve.Limits{Time: 20 * time.Second, Body: maxForm}, setup)
}

// settings is what the console needs from its environment.
type settings struct {
	// Project is the Google Cloud project of the databases and the data keys.
	Project string `env:"GOOGLE_CLOUD_PROJECT"`
	// FrontDoorKey is the public key of the front door's tokens, base64.
	FrontDoorKey string `env:"FRONT_DOOR_KEY"`
	// SecretManagerEndpoint, when set, is where Secret Manager is reached.
	SecretManagerEndpoint string `env:"SECRET_MANAGER_ENDPOINT,optional"`
	// CustomChecks are the operator's own checks for every tenant, a JSON array:
	// the same that scans judge by.
	CustomChecks string `env:"CUSTOM_CHECKS,optional"`
}

// setup connects to what the console reads and writes.
func setup(ctx context.Context) (http.Handler, error) {
	var s settings
	if err := config.Read(&s); err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	verifier, err := auth.NewVerifier(s.FrontDoorKey, name, time.Now)
	if err != nil {
		return nil, err
	}
	operators, err := custom.Parse([]byte(s.CustomChecks))
	if err != nil {
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
	db, err := store.Open(ctx, s.Project, seal.NewKeys(secrets, s.Project, time.Now), store.VahtiDatabase, store.AdviceDatabase)
	if err != nil {
		_ = secrets.Close()
		return nil, err
	}
	c, err := newConsole(stored{db}, verifier, all.Checks(), operators, time.Now)
	if err != nil {
		return nil, err
	}
	return c.handler(), nil
}
