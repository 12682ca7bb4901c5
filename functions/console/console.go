// Package console is the web console: pages rendered here, plain HTML and one
// style sheet, for the administrators of the tenants Vahti watches.
//
// In comes a GET request with the cookie of a session. Package gate says whose it
// is and lets the person into the tenant that the path names, or answers as if there
// were no such tenant; a browser that nobody signed in with is sent to sign in. Out goes a page made
// from what the store keeps at that moment, or an error: a page for a browser, a
// problem document for other clients. What a GET writes is the audit trail of who
// looked, where that has to be told, so a repeat shows the same until the next scan.
//
// In also come forms, from those whose role allows what they ask for: the table in
// routes.go says what that takes. Each ends in a redirect to the page that shows what
// was done. A form carries a name of its own, so that one sent twice is one decision.
//
// An operator of Vahti sees of a tenant what a support access covers, and nothing
// without one; every page then says so.
//
// Pages are in English, Finnish or Swedish: a tenant's in the tenant's language,
// the others in the one that the browser asks for, and any page in the one that
// "?lang=" names.
package console

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/auth"
	"vahti.ai/vahti/shared/billing"
	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/check/custom"
	"vahti.ai/vahti/shared/config"
	"vahti.ai/vahti/shared/connect"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/secret"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/instruction"
)

// name is the function's name.
const name = "console"

// maxForm is what a form may weigh, in bytes: what a customer may declare for checks,
// each of whose characters may take three as it is sent.
const maxForm = 3*instruction.MaxValue + 16<<10

// The rate at which one person may ask, on each instance.
const (
	burst     = 60 // requests at once
	perSecond = 5  // regained
)

func init() {
	serve.Register(name, serve.Limits{Time: 20 * time.Second, Body: maxForm}, setup)
}

// environment is what the console needs from its environment.
type environment struct {
	connect.Google
	// Site is where people reach Vahti, such as https://app.vahti.example.
	Site string `env:"PUBLIC_ADDRESS"`
	// Proxies is how many proxies of Vahti's own stand before the function: each adds
	// an address to X-Forwarded-For.
	Proxies int `env:"PROXIES,default=1"`
	// Rate is how many requests a second one person may make of each instance in the
	// long run, and twelve times as many at once.
	Rate float64 `env:"RATE_PER_SECOND,default=5"`
	// CustomChecks are the operator's own checks for every tenant, a JSON array:
	// the same that scans judge by.
	CustomChecks string `env:"CUSTOM_CHECKS,optional"`
	// PrivateHooks lets customers' webhooks be on this machine; for the emulator.
	PrivateHooks bool `env:"HOOKS_PRIVATE,default=false"`
	// StripeEndpoint and StripePages, when set, are where Stripe's API is reached and
	// the origins of its pages; StripeKey is the secret that holds its key, and Trial
	// how many days are free for who never had a subscription.
	StripeEndpoint string   `env:"STRIPE_ENDPOINT,optional"`
	StripePages    []string `env:"STRIPE_PAGES,optional"`
	StripeKey      string   `env:"STRIPE_KEY_SECRET,default=stripe-key"`
	Trial          int      `env:"TRIAL_DAYS,default=14"`
}

// site returns where people reach Vahti. Without TLS it is this machine, and cookies are
// plain: a browser would keep no others.
func (s environment) site() (*url.URL, error) {
	if s.Proxies < 0 {
		return nil, errors.New("PROXIES must be 0 or more")
	}
	if !(s.Rate > 0) {
		return nil, errors.New("RATE_PER_SECOND must be above 0")
	}
	u, err := endpoint.Site(s.Site)
	if err != nil {
		return nil, fmt.Errorf("PUBLIC_ADDRESS: %w", err)
	}
	return u, nil
}

// setup connects to what the console reads and writes.
func setup(ctx context.Context) (http.Handler, error) {
	var s environment
	if err := config.Read(&s); err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	c, err := connect.Open(ctx, s.Google, store.VahtiDatabase, store.AdviceDatabase, store.PeopleDatabase, store.AuditDatabase, store.LedgerDatabase)
	if err != nil {
		return nil, err
	}
	h, err := newHandler(c, s)
	return c.Whole(name, h, err, store.VahtiDatabase, store.AdviceDatabase, store.AuditDatabase, store.PeopleDatabase)
}

func newHandler(c *connect.Clients, s environment) (http.Handler, error) {
	site, err := s.site()
	if err != nil {
		return nil, err
	}
	operators, err := custom.Parse([]byte(s.CustomChecks))
	if err != nil {
		return nil, err
	}
	accounts, err := account.Open(c.DB, account.Settings{Site: factor.SiteAt(site)}, c.Now)
	if err != nil {
		return nil, err
	}
	stripe, err := billing.NewClient(billing.Config{
		Key: secret.New(c.Secrets, s.Project, s.StripeKey, c.Now).First, Endpoint: s.StripeEndpoint, Pages: s.StripePages, Now: c.Now})
	if err != nil {
		return nil, err
	}
	door := &gate.Gate{
		DB: c.DB, Accounts: accounts, Cookies: auth.Cookies{Key: c.Keys.People, Plain: site.Scheme == "http"}, Proxies: s.Proxies, Now: c.Now,
	}
	console, err := newConsole(parts{
		reader: stored{c.DB, c.Now}, door: door, db: c.DB, public: site.String(), own: all.Checks(), operators: operators, secure: site.Scheme == "https",
		hooks: s.PrivateHooks && site.Scheme == "http", stripe: stripe, trial: s.Trial, rate: s.Rate, now: c.Now, unique: rand.Text,
	})
	if err != nil {
		return nil, err
	}
	return console.handler(), nil
}
