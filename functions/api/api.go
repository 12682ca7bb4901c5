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
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"cloud.google.com/go/pubsub/v2"
	secretmanager "cloud.google.com/go/secretmanager/apiv1"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/account/password"
	"vahti.ai/vahti/shared/auth"
	"vahti.ai/vahti/shared/auth/oidc"
	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/check/custom"
	"vahti.ai/vahti/shared/config"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
)

// name is the function's name.
const name = "api"

// The outermost bound of a body lies above those of the routes, so that a body that
// is too large is answered by a problem.
func init() {
	serve.Register(name, serve.Limits{Time: 20 * time.Second, Body: 2 * maxBody}, setup)
}

// settings is what the API needs from its environment.
type settings struct {
	// Project is the Google Cloud project of the databases and the data keys.
	Project string `env:"GOOGLE_CLOUD_PROJECT"`
	// Address is where people reach Vahti, such as https://vahti.example.
	Address string `env:"PUBLIC_ADDRESS"`
	// SecretManagerEndpoint, when set, is where Secret Manager is reached.
	SecretManagerEndpoint string `env:"SECRET_MANAGER_ENDPOINT,optional"`
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
}

// setup connects to what the API reads and writes.
func setup(ctx context.Context) (http.Handler, error) {
	var c settings
	if err := config.Read(&c); err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	address, err := originOf(c.Address)
	if err != nil {
		return nil, fmt.Errorf("PUBLIC_ADDRESS: %w", err)
	}
	allowed, err := parseOrigins(c.Origins)
	if err != nil {
		return nil, fmt.Errorf("CORS_ORIGINS: %w", err)
	}
	operators, err := custom.Parse([]byte(c.CustomChecks))
	if err != nil {
		return nil, err
	}
	options, err := endpoint.Options(c.SecretManagerEndpoint)
	if err != nil {
		return nil, fmt.Errorf("secret manager: %w", err)
	}
	// The clients outlive the request that happens to make them.
	ctx = context.WithoutCancel(ctx)
	secrets, err := secretmanager.NewClient(ctx, options...)
	if err != nil {
		return nil, fmt.Errorf("connect to secret manager: %w", err)
	}
	keys := seal.NewKeys(secrets, c.Project, time.Now)
	db, err := store.Open(ctx, c.Project, keys, store.VahtiDatabase, store.AdviceDatabase, store.AuditDatabase, store.PeopleDatabase)
	if err != nil {
		_ = secrets.Close()
		return nil, err
	}
	accounts, err := account.Open(db, account.Settings{
		Hasher: password.NewHasher(password.DefaultCost(), 1), // no password is checked here
		Site:   factor.Site{Domain: domainOf(address), Name: "Vahti", Origins: []string{address.String()}},
	}, time.Now)
	if err != nil {
		return nil, err
	}
	client, err := pubsub.NewClient(ctx, c.Project)
	if err != nil {
		return nil, fmt.Errorf("connect to pub/sub: %w", err)
	}
	g := &gate.Gate{DB: db, Accounts: accounts, Cookies: auth.Cookies{Key: keys.People, Plain: address.Scheme == "http"}, Proxies: c.Proxies, Now: time.Now}
	g.Standings = func(ctx context.Context, account string) ([]member.Standing, error) {
		return partner.Of(ctx, db, account)
	}
	if c.EntraClientID != "" {
		g.Entra = oidc.New(oidc.Config{Authority: c.EntraAuthority, ClientID: c.EntraClientID, Now: time.Now})
	}
	s := &server{
		post: func(ctx context.Context, l letter.Letter) error { return letter.Put(ctx, db, l, time.Now()) }, address: address.String(),
		gate: g, sessions: accounts, fleet: fleet.New(db, time.Now), publish: queue.NewPublisher(client, queue.TickTopic).Publish, own: all.Checks(), operators: operators, origins: allowed,
		limits: newLimiter(burst*c.Rate/perSecond, c.Rate, time.Now), now: time.Now, log: serve.Logger(name),
	}
	return s.handler()
}

// domainOf is what passkeys are bound to: no number can be.
func domainOf(address *url.URL) string {
	if _, err := netip.ParseAddr(address.Hostname()); err == nil {
		return "localhost"
	}
	return address.Hostname()
}

// originOf reads the address of a site: a scheme and a host. Without TLS it is a
// machine of one's own.
func originOf(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("not an address such as https://vahti.example")
	}
	u.Path = ""
	host := u.Hostname()
	if u.Scheme != "https" && (u.Scheme != "http" || host != "127.0.0.1" && host != "localhost" && host != "::1") {
		return nil, fmt.Errorf("an address without TLS that is not this machine's own")
	}
	return u, nil
}

// parseOrigins reads a list of origins. There is no wildcard: it would be everybody.
func parseOrigins(text string) (origins, error) {
	var out origins
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		u, err := originOf(part)
		if err != nil {
			return nil, err
		}
		out = append(out, u.String())
	}
	return out, nil
}
