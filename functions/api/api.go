// Package api is the JSON API, for scripts and for web clients: everything that the
// product has, as data.
//
// In comes a request under /api/v1 with an access token of Entra, an API key of one
// tenant, or the console's session. Out goes JSON, made from what the store keeps at
// that moment, or a problem document. The table of routes says who may do what; to
// whoever may not enter a tenant it answers as one that does not exist. The API
// describes itself at /api/v1/openapi.json, from the handlers' own types.
//
// A request that reads writes nothing but, for an operator of Vahti, that they
// looked. No request reads more than a page: lists come in pages, with cursors that
// are good for one listing of one tenant alone. What is changed must have been read
// (If-Match); what makes something can be given a name (Idempotency-Key), by which
// the same request, however often, is worked on once and answered the same for a
// day. What a person decides is in the audit trail with the decision itself.
//
// Each instance counts the requests of each caller and refuses those who ask too
// often.
package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/account/password"
	"vahti.ai/vahti/shared/auth"
	"vahti.ai/vahti/shared/auth/oidc"
	"vahti.ai/vahti/shared/billing"
	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/check/custom"
	"vahti.ai/vahti/shared/config"
	"vahti.ai/vahti/shared/connect"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/limit"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/secret"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
)

// name is the function's name.
const name = "api"

// The rate at which one caller may ask, on each instance.
const (
	burst     = 120 // requests at once
	perSecond = 20  // regained
)

// The outermost bound of a body lies above those of the routes, so that a body that
// is too large is answered by a problem.
func init() {
	serve.Register(name, serve.Limits{Time: 20 * time.Second, Body: 2 * maxBody}, setup)
}

// settings is what the API needs from its environment.
type settings struct {
	connect.Google
	// Address is where people reach Vahti, such as https://vahti.example.
	Address string `env:"PUBLIC_ADDRESS"`
	// CustomChecks are the operator's own checks for every tenant, a JSON array:
	// the same that scans judge by.
	CustomChecks string `env:"CUSTOM_CHECKS,optional"`
	// EntraAuthority and EntraClientID are where access tokens come from and whom they
	// are for; without a client ID none are taken.
	EntraAuthority string `env:"ENTRA_AUTHORITY,default=https://login.microsoftonline.com"`
	EntraClientID  string `env:"ENTRA_CLIENT_ID,optional"`
	// Origins are the origins whose scripts may read answers, apart by commas, such
	// as https://app.example.
	Origins string `env:"CORS_ORIGINS,optional"`
	// Proxies is how many proxies of Vahti's own stand before the function.
	Proxies int `env:"PROXIES,default=1"`
	// Rate is how many requests a second one caller may make of each instance in the
	// long run, and six times as many at once.
	Rate float64 `env:"RATE_PER_SECOND,default=20"`
	// StripeEndpoint and StripePages, when set, are where Stripe's API is reached and
	// the origins of its pages; StripeKey is the secret that holds its key, and Trial
	// how many days are free for who never had a subscription.
	StripeEndpoint string   `env:"STRIPE_ENDPOINT,optional"`
	StripePages    []string `env:"STRIPE_PAGES,optional"`
	StripeKey      string   `env:"STRIPE_KEY_SECRET,default=stripe-key"`
	Trial          int      `env:"TRIAL_DAYS,default=14"`
}

// setup connects to what the API reads and writes.
func setup(ctx context.Context) (http.Handler, error) {
	var s settings
	if err := config.Read(&s); err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	c, err := connect.Open(ctx, s.Google, store.VahtiDatabase, store.AdviceDatabase, store.AuditDatabase, store.PeopleDatabase, store.LedgerDatabase)
	if err != nil {
		return nil, err
	}
	h, err := newServer(ctx, c, s)
	return c.Whole(name, h, err, store.VahtiDatabase, store.AdviceDatabase, store.AuditDatabase, store.PeopleDatabase)
}

func newServer(ctx context.Context, c *connect.Clients, s settings) (http.Handler, error) {
	address, err := endpoint.Site(s.Address)
	if err != nil {
		return nil, fmt.Errorf("PUBLIC_ADDRESS: %w", err)
	}
	if !(s.Rate > 0) {
		return nil, errors.New("RATE_PER_SECOND must be above 0")
	}
	allowed, err := parseOrigins(s.Origins)
	if err != nil {
		return nil, fmt.Errorf("CORS_ORIGINS: %w", err)
	}
	operators, err := custom.Parse([]byte(s.CustomChecks))
	if err != nil {
		return nil, err
	}
	accounts, err := account.Open(c.DB, account.Settings{
		Hasher: password.NewHasher(password.DefaultCost(), 1), // no password is checked here
		Site:   factor.SiteAt(address),
	}, c.Now)
	if err != nil {
		return nil, err
	}
	client, err := c.Queue(ctx)
	if err != nil {
		return nil, err
	}
	stripe, err := billing.NewClient(billing.Config{
		Key: secret.New(c.Secrets, s.Project, s.StripeKey, c.Now).First, Endpoint: s.StripeEndpoint, Pages: s.StripePages, Now: c.Now})
	if err != nil {
		return nil, err
	}
	g := &gate.Gate{DB: c.DB, Accounts: accounts, Cookies: auth.Cookies{Key: c.Keys.People, Plain: address.Scheme == "http"}, Proxies: s.Proxies, Now: c.Now}
	g.Standings = func(ctx context.Context, account string) ([]member.Standing, error) {
		return partner.Of(ctx, c.DB, account)
	}
	if s.EntraClientID != "" {
		g.Entra = oidc.New(oidc.Config{Authority: s.EntraAuthority, ClientID: s.EntraClientID, Now: c.Now})
	}
	sv := &server{
		post: func(ctx context.Context, l letter.Letter) error { return letter.Put(ctx, c.DB, l, c.Now()) }, address: address.String(),
		gate: g, db: c.DB, sessions: accounts, fleet: fleet.New(c.DB, c.Now), publish: queue.NewPublisher(client, queue.TickTopic).Publish, own: all.Checks(), operators: operators, origins: allowed,
		stripe: stripe, trial: s.Trial, limits: limit.New(burst*s.Rate/perSecond, s.Rate, c.Now), unknowns: limit.New(burst*s.Rate/perSecond, s.Rate, c.Now), invited: limit.Invitations(s.Rate/perSecond, c.Now), summaries: limit.Summaries(s.Rate/perSecond, c.Now), verified: limit.Verifications(s.Rate/perSecond, c.Now), now: c.Now, log: serve.Logger(name),
	}
	return sv.handler()
}

// parseOrigins reads a list of origins. There is no wildcard: it would be everybody.
func parseOrigins(text string) (origins, error) {
	var out origins
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		u, err := endpoint.Site(part)
		if err != nil {
			return nil, err
		}
		out = append(out, u.String())
	}
	return out, nil
}
