// Package signin is where people come in: it signs them in, keeps their accounts
// with them, takes them through invitations, and new customers through onboarding.
// Pages are rendered here, plain HTML and one style sheet; one small script asks
// the browser for a passkey.
//
// In come requests of browsers below /signin, /signout, /account, /invitations and
// /onboarding. A person signs in by Microsoft Entra, by a passkey, or by a password
// and a second factor. Out goes a page, and with a sign-in a sealed cookie that
// names the session; the other functions read it. What is under way between two
// requests, such as a sign-in at Microsoft, lies in sealed cookies of its own, and
// no token of Vahti's ever stands in an address that a page is shown under.
//
// What happens to an account is written into the service's audit trail, what
// happens in a tenant into the tenant's. A sign-in that cannot be written there
// does not happen.
//
// Everything can be sent twice. A step of a sign-in, a link of a letter and an
// invitation work once, and the second try is told so; accepting an invitation,
// the agreement or consent again changes nothing more.
//
// To those who try, an e-mail address without an account looks like one with it.
package signin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"cloud.google.com/go/pubsub/v2"
	secretmanager "cloud.google.com/go/secretmanager/apiv1"
	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"google.golang.org/api/idtoken"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/account/password"
	"vahti.ai/vahti/shared/auth"
	"vahti.ai/vahti/shared/auth/oidc"
	"vahti.ai/vahti/shared/config"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/permission"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
)

// name is the function's name.
const name = "signin"

// maxForm is what a form may weigh, in bytes: the answer of a passkey is the
// largest.
const maxForm = 128 << 10

// evenTime is how long an answer takes at least that must not tell by its time whether
// there is an account.
const evenTime = 700 * time.Millisecond

func init() {
	serve.Register(name, serve.Limits{Time: 30 * time.Second, Body: maxForm}, setup)
}

// settings is what the function needs from its environment.
type settings struct {
	// Project is the Google Cloud project of the databases and the keys.
	Project string `env:"GOOGLE_CLOUD_PROJECT"`
	// SecretManagerEndpoint, when set, is where Secret Manager is reached.
	SecretManagerEndpoint string `env:"SECRET_MANAGER_ENDPOINT,optional"`
	// Address is where people reach Vahti, such as https://app.vahti.example.
	Address string `env:"PUBLIC_ADDRESS"`
	// Proxies is how many proxies of Vahti's own stand before the function: each adds an
	// address to X-Forwarded-For.
	Proxies int `env:"PROXIES,default=1"`
	// Authority is Microsoft Entra.
	Authority string `env:"ENTRA_AUTHORITY,default=https://login.microsoftonline.com"`
	// ClientID is Vahti's registration there for people. ClientSecret names the secret
	// that holds its secret; without one the function proves itself by its Google
	// identity, which Entra has to trust.
	ClientID     string `env:"ENTRA_CLIENT_ID"`
	ClientSecret string `env:"ENTRA_CLIENT_SECRET_NAME,optional"`
	// GraphClientID is the registration by which tenants are read; it is consented to.
	GraphClientID string `env:"GRAPH_CLIENT_ID"`
	// Agreement names the version of the agreement that customers accept now, and
	// AgreementAddress is where it is read.
	Agreement        string `env:"AGREEMENT_VERSION,default=2026-05-28"`
	AgreementAddress string `env:"AGREEMENT_ADDRESS"`
}

// origin returns the scheme and host of where people reach Vahti, and refuses what
// is more than that. Without TLS it must be this machine.
func origin(address string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSuffix(address, "/"))
	if err != nil || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return nil, errors.New("PUBLIC_ADDRESS is no address such as https://app.vahti.example")
	}
	local := u.Hostname() == "localhost" || u.Hostname() == "127.0.0.1"
	if u.Scheme != "https" && !(u.Scheme == "http" && local) {
		return nil, errors.New("PUBLIC_ADDRESS is not https")
	}
	return u, nil
}

// assertionAudience is what Entra expects in a federated token.
const assertionAudience = "api://AzureADTokenExchange"

// proved has Vahti prove to Entra that it is Vahti, by a secret or by the function's
// Google identity.
func proved(ctx context.Context, cfg settings, secrets *secretmanager.Client, r *oidc.Config) error {
	if cfg.ClientSecret != "" {
		answer, err := secrets.AccessSecretVersion(ctx, &secretmanagerpb.AccessSecretVersionRequest{
			Name: fmt.Sprintf("projects/%s/secrets/%s/versions/latest", cfg.Project, cfg.ClientSecret)})
		if err != nil {
			return fmt.Errorf("read client secret: %s", status.Code(err))
		}
		r.Secret = string(answer.GetPayload().GetData())
		return nil
	}
	tokens, err := idtoken.NewTokenSource(ctx, assertionAudience)
	if err != nil {
		return fmt.Errorf("find the function's Google identity: %w", err)
	}
	r.Assertion = func(context.Context) (string, error) {
		t, err := tokens.Token()
		if err != nil {
			return "", errors.New("get the function's Google identity token")
		}
		return t.AccessToken, nil
	}
	return nil
}

// setup connects to what the function reads and writes.
func setup(ctx context.Context) (http.Handler, error) {
	var cfg settings
	if err := config.Read(&cfg); err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	if cfg.Proxies < 0 {
		return nil, errors.New("PROXIES is below 0")
	}
	public, err := origin(cfg.Address)
	if err != nil {
		return nil, err
	}
	options, err := endpoint.Options(cfg.SecretManagerEndpoint)
	if err != nil {
		return nil, fmt.Errorf("secret manager: %w", err)
	}
	// The clients outlive the request that happens to make them.
	ctx = context.WithoutCancel(ctx)
	secrets, err := secretmanager.NewClient(ctx, options...)
	if err != nil {
		return nil, fmt.Errorf("connect to secret manager: %w", err)
	}
	keys := seal.NewKeys(secrets, cfg.Project, time.Now)
	db, err := store.Open(ctx, cfg.Project, keys, store.VahtiDatabase, store.PeopleDatabase, store.AuditDatabase)
	if err != nil {
		_ = secrets.Close()
		return nil, err
	}
	accounts, err := account.Open(db, account.Settings{
		Hasher: password.NewHasher(password.DefaultCost(), 0),
		Site:   factor.Site{Domain: public.Hostname(), Name: "Vahti", Origins: []string{public.String()}},
	}, time.Now)
	if err != nil {
		return nil, err
	}
	registration := oidc.Config{Authority: cfg.Authority, ClientID: cfg.ClientID, Redirect: public.String() + callbackPath, Now: time.Now}
	if err := proved(ctx, cfg, secrets, &registration); err != nil {
		return nil, err
	}
	client, err := pubsub.NewClient(ctx, cfg.Project)
	if err != nil {
		return nil, fmt.Errorf("connect to Pub/Sub: %w", err)
	}
	publisher := queue.NewPublisher(client, queue.TickTopic)
	s, err := newSite(parts{
		accounts: accounts, db: db, cfg: cfg, now: time.Now, even: evenTime, permissions: permission.List,
		cookies: auth.Cookies{Key: keys.People, Plain: public.Scheme == "http"},
		entra:   oidc.New(registration), tick: func(ctx context.Context) error { return publisher.Publish(ctx, queue.Tick{}) },
	})
	if err != nil {
		return nil, err
	}
	return s.handler(), nil
}
