// Package export sends what is kept of a tenant, or a chosen part of it, as a signed ZIP.
//
// In comes a POST request with the console's session, an access token of Entra or an API
// key, and with the kinds of data, formats and period as a form. The table of routes says
// what it takes; to whoever may not enter a tenant it answers as one that does not exist.
// A member of a tenant whose agreement was terminated may still export; of one that is
// being erased there is nothing any more. Out goes the ZIP as a stream while the data is
// read, or a problem document. GET /export/keys shows the public keys by which exports
// are verified.
//
// That somebody asked is in the tenant's audit trail before the first byte, and that it
// was made after the last, with the manifest's digest. An export that breaks off is told
// as such; it has no directory, and its connection is cut, so that nobody takes it for
// whole. So does one in whose midst the erasure of its tenant begins, of which nothing is
// told any more: the trail is erased too. A repeat is another export.
package export

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/auth"
	"vahti.ai/vahti/shared/auth/oidc"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/check/custom"
	"vahti.ai/vahti/shared/config"
	"vahti.ai/vahti/shared/connect"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/export"
	"vahti.ai/vahti/shared/export/signer"
	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/limit"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
)

// name is the function's name.
const name = "export"

// maxForm is what a form may weigh, in bytes.
const maxForm = 32 << 10

// An export may take as long as the platform lets a request last, with what that adds.
func init() {
	serve.Register(name, serve.Limits{Time: 59 * time.Minute, Body: maxForm}, setup)
}

// settings is what the function needs from its environment.
type settings struct {
	connect.Google
	// Address is where people reach Vahti, such as https://vahti.example.
	Address string `env:"PUBLIC_ADDRESS"`
	// CustomChecks are the operator's own checks for every tenant, a JSON array.
	CustomChecks string `env:"CUSTOM_CHECKS,optional"`
	// EntraAuthority and EntraClientID are where access tokens come from and whom they
	// are for; without a client ID none are taken.
	EntraAuthority string `env:"ENTRA_AUTHORITY,default=https://login.microsoftonline.com"`
	EntraClientID  string `env:"ENTRA_CLIENT_ID,optional"`
	// Proxies is how many proxies of Vahti's own stand before the function.
	Proxies int `env:"PROXIES,default=1"`
}

// setup connects to what the function reads and writes.
func setup(ctx context.Context) (http.Handler, error) {
	var s settings
	if err := config.Read(&s); err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	c, err := connect.Open(ctx, s.Google, store.VahtiDatabase, store.AdviceDatabase, store.AuditDatabase, store.PeopleDatabase, store.LedgerDatabase)
	if err != nil {
		return nil, err
	}
	h, err := newServer(c, s)
	return c.Whole(name, h, err, store.VahtiDatabase, store.AdviceDatabase, store.AuditDatabase, store.PeopleDatabase)
}

func newServer(c *connect.Clients, s settings) (http.Handler, error) {
	address, err := endpoint.Site(s.Address)
	if err != nil {
		return nil, fmt.Errorf("PUBLIC_ADDRESS: %w", err)
	}
	operators, err := custom.Parse([]byte(s.CustomChecks))
	if err != nil {
		return nil, err
	}
	accounts, err := account.Open(c.DB, account.Settings{Site: factor.SiteAt(address)}, c.Now)
	if err != nil {
		return nil, err
	}
	g := &gate.Gate{DB: c.DB, Accounts: accounts, Cookies: auth.Cookies{Key: c.Keys.People, Plain: address.Scheme == "http"}, Proxies: s.Proxies, Now: c.Now}
	if s.EntraClientID != "" {
		g.Entra = oidc.New(oidc.Config{Authority: s.EntraAuthority, ClientID: s.EntraClientID, Now: c.Now})
	}
	signing := &keyring{now: c.Now, read: func(ctx context.Context) (*export.Key, error) { return signer.Read(ctx, c.Secrets, s.Project) }}
	sv := &server{begun: limit.Exports(1, c.Now), gate: g, key: signing.key, own: all.Checks(), operators: operators, address: address.String(), now: c.Now, unique: rand.Text, log: serve.Logger(name)}
	return sv.handler(), nil
}

// keyring keeps the key of exports for a while, so that one that takes its place is in
// use soon.
type keyring struct {
	read func(context.Context) (*export.Key, error)
	now  func() time.Time

	mu   sync.Mutex
	kept *export.Key
	at   time.Time
}

// fresh is how long a key is kept.
const fresh = 5 * time.Minute

// key returns the key.
func (r *keyring) key(ctx context.Context) (*export.Key, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.kept != nil && r.now().Sub(r.at).Abs() < fresh {
		return r.kept, nil
	}
	k, err := r.read(ctx)
	if err != nil {
		return nil, err
	}
	r.kept, r.at = k, r.now()
	return k, nil
}

// server holds what requests are answered with. It keeps nothing of a request but that
// an export is under way.
type server struct {
	turns turns
	begun *limit.Limiter // exports, by tenant

	gate *gate.Gate
	key  func(context.Context) (*export.Key, error)
	// own are Vahti's checks, operators the operator's for every tenant.
	own, operators []*check.Check
	address        string // where people reach Vahti, without a slash at its end
	now            func() time.Time
	unique         func() string // names an export
	log            *slog.Logger
}
