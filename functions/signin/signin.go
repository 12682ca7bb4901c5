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
// Sessions here and at Entra are apart. Each sign-in has Entra ask for a new proof;
// signing out here signs nobody out there, nor the other way round; and Entra does not
// say when it locks somebody, whose session here goes on until its end, at most 12
// hours, and is followed by no new one. Who is to be out at once is suspended or
// removed as a member, which every request asks for.
//
// What happens to an account is written into the service's audit trail, what
// happens in a tenant into the tenant's. A sign-in that cannot be written into the
// service's does not happen. It is written into those of the person's tenants too, at
// most twenty of them and a refused one once a minute; one that cannot be written keeps
// nobody out of the others.
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
	"time"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/account/password"
	"vahti.ai/vahti/shared/auth"
	"vahti.ai/vahti/shared/auth/oidc"
	"vahti.ai/vahti/shared/auth/proof"
	"vahti.ai/vahti/shared/config"
	"vahti.ai/vahti/shared/connect"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/permission"
	"vahti.ai/vahti/shared/queue"
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
	connect.Google
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
	// SecurityContact is where weaknesses of Vahti are reported, mailto: or https:.
	SecurityContact string `env:"SECURITY_CONTACT"`
}

// setup connects to what the function reads and writes.
func setup(ctx context.Context) (http.Handler, error) {
	var cfg settings
	if err := config.Read(&cfg); err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	c, err := connect.Open(ctx, cfg.Google, store.VahtiDatabase, store.PeopleDatabase, store.AuditDatabase, store.LedgerDatabase)
	if err != nil {
		return nil, err
	}
	h, err := newHandler(ctx, c, cfg)
	return c.Whole(name, h, err, store.VahtiDatabase, store.AuditDatabase, store.PeopleDatabase)
}

func newHandler(ctx context.Context, c *connect.Clients, cfg settings) (http.Handler, error) {
	if cfg.Proxies < 0 {
		return nil, errors.New("PROXIES must be 0 or more")
	}
	public, err := endpoint.Site(cfg.Address)
	if err != nil {
		return nil, fmt.Errorf("PUBLIC_ADDRESS: %w", err)
	}
	accounts, err := account.Open(c.DB, account.Settings{
		Hasher: password.NewHasher(password.DefaultCost(), 0),
		Site:   factor.SiteAt(public),
	}, c.Now)
	if err != nil {
		return nil, err
	}
	proven, err := proof.Open(context.WithoutCancel(ctx), c.Secrets, cfg.Project, cfg.ClientSecret, c.Now)
	if err != nil {
		return nil, err
	}
	registration := oidc.Config{Authority: cfg.Authority, ClientID: cfg.ClientID, Redirect: public.String() + callbackPath, Now: c.Now,
		Secret: proven.Secret, Assertion: proven.Assertion}
	client, err := c.Queue(ctx)
	if err != nil {
		return nil, err
	}
	publisher := queue.NewPublisher(client, queue.TickTopic)
	s, err := newSite(parts{
		accounts: accounts, db: c.DB, cfg: cfg, now: c.Now, even: evenTime, permissions: permission.List,
		cookies: auth.Cookies{Key: c.Keys.People, Plain: public.Scheme == "http"},
		entra:   oidc.New(registration), tick: func(ctx context.Context) error { return publisher.Publish(ctx, queue.Tick{}) },
	})
	if err != nil {
		return nil, err
	}
	return s.handler(), nil
}
