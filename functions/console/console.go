// Package console is the web console: pages rendered here, plain HTML and one
// style sheet, for the administrators of the tenants Vahti watches.
//
// In comes a GET request with the cookie of a session. Package gate says whose it
// is and lets the person into the tenant that the path names, or answers as if there
// were no such tenant; a browser of nobody is sent to sign in. Out goes a page made
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
	"strings"
	"time"

	secretmanager "cloud.google.com/go/secretmanager/apiv1"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/auth"
	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/check/custom"
	"vahti.ai/vahti/shared/config"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/instruction"
)

// name is the function's name.
const name = "console"

// maxForm is what a form may weigh, in bytes: what a customer may declare for checks,
// each of whose characters may take three as it is sent.
const maxForm = 3*instruction.MaxValue + 16<<10

func init() {
	serve.Register(name, serve.Limits{Time: 20 * time.Second, Body: maxForm}, setup)
}

// environment is what the console needs from its environment.
type environment struct {
	// Project is the Google Cloud project of the databases and the keys.
	Project string `env:"GOOGLE_CLOUD_PROJECT"`
	// Site is where people reach Vahti, such as https://app.vahti.example.
	Site string `env:"PUBLIC_ADDRESS"`
	// SecretManagerEndpoint, when set, is where Secret Manager is reached.
	SecretManagerEndpoint string `env:"SECRET_MANAGER_ENDPOINT,optional"`
	// Proxies is how many proxies of Vahti's own stand before the function: each adds
	// an address to X-Forwarded-For.
	Proxies int `env:"PROXIES,default=1"`
	// CustomChecks are the operator's own checks for every tenant, a JSON array:
	// the same that scans judge by.
	CustomChecks string `env:"CUSTOM_CHECKS,optional"`
}

// site returns where people reach Vahti, and refuses what is more than a scheme and
// a host. Without TLS it must be this machine, and cookies are plain: a browser would
// keep no others.
func (s environment) site() (*url.URL, error) {
	u, err := url.Parse(strings.TrimSuffix(s.Site, "/"))
	switch {
	case err != nil || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http":
		return nil, errors.New("PUBLIC_ADDRESS is no address such as https://app.vahti.example")
	case u.Scheme == "http" && u.Hostname() != "localhost" && u.Hostname() != "127.0.0.1":
		return nil, errors.New("PUBLIC_ADDRESS is not https")
	case s.Proxies < 0:
		return nil, errors.New("PROXIES is a number of proxies")
	}
	return u, nil
}

// setup connects to what the console reads and writes.
func setup(ctx context.Context) (http.Handler, error) {
	var s environment
	if err := config.Read(&s); err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	site, err := s.site()
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
	keys := seal.NewKeys(secrets, s.Project, time.Now)
	db, err := store.Open(ctx, s.Project, keys, store.VahtiDatabase, store.AdviceDatabase, store.PeopleDatabase, store.AuditDatabase)
	if err != nil {
		_ = secrets.Close()
		return nil, err
	}
	accounts, err := account.Open(db, account.Settings{Site: factor.Site{Domain: site.Hostname(), Name: "Vahti", Origins: []string{site.String()}}}, time.Now)
	if err != nil {
		return nil, err
	}
	door := &gate.Gate{
		DB: db, Accounts: accounts, Cookies: auth.Cookies{Key: keys.People, Plain: site.Scheme == "http"}, Proxies: s.Proxies, Now: time.Now,
	}
	c, err := newConsole(parts{
		reader: stored{db, time.Now}, door: door, db: db, public: site.String(), own: all.Checks(), operators: operators, secure: site.Scheme == "https",
		now: time.Now, unique: rand.Text,
	})
	if err != nil {
		return nil, err
	}
	return c.handler(), nil
}
