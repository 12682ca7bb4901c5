// Package oidc signs people in through Microsoft Entra: OpenID Connect's code flow
// with PKCE, for people of any tenant. It tells who somebody is and nothing of what
// they may do.
package oidc

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Why a sign-in did not succeed. None says more: the person can only begin anew.
var (
	// ErrRefused means that Microsoft, or the person there, ended the sign-in.
	ErrRefused = errors.New("the sign-in at Microsoft was not completed")
	// ErrState means that the answer belongs to no sign-in that this browser began.
	ErrState = errors.New("the answer belongs to no sign-in that was begun here, or comes too late")
	// ErrToken means that what came is no valid token for Vahti.
	ErrToken = errors.New("no valid token")
)

// Config is Vahti's registration with Entra.
type Config struct {
	Authority string // such as https://login.microsoftonline.com
	ClientID  string
	// Secret proves that it is Vahti who asks for tokens: the client secret that is in
	// force. Assertion does so in its place, where it is set: a token of another issuer
	// that Entra trusts. Errors of either hold nothing secret.
	Secret, Assertion func(context.Context) (string, error)
	// Redirect is where Entra sends people back to.
	Redirect string
	Now      func() time.Time
	// HTTP reaches Entra; nil means a client with a time limit.
	HTTP *http.Client
}

// Client signs people in. It is safe for concurrent use. What Entra publishes of
// itself is fetched at the first sign-in.
type Client struct {
	cfg Config

	mu       sync.Mutex
	provider *oidc.Provider
}

// limit is how long a question to Entra may take.
const limit = 10 * time.Second

// lasts is how long a sign-in may take until the person is back.
const lasts = 10 * time.Minute

// leeway is how far Entra's clock may be from ours.
const leeway = time.Minute

// New returns a client.
func New(cfg Config) *Client {
	if cfg.HTTP == nil {
		cfg.HTTP = &http.Client{Timeout: limit}
	}
	// What is Entra's comes from its authority: no answer sends Vahti elsewhere with a
	// secret or a code.
	straight := *cfg.HTTP
	straight.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	cfg.HTTP = &straight
	cfg.Authority = strings.TrimSuffix(cfg.Authority, "/")
	return &Client{cfg: cfg}
}

// Identity is who somebody is to Entra. Tenant and Object together name a person
// for good; Name and Address are what the person's own organisation wrote there,
// prove nothing, and are for show.
type Identity struct {
	Tenant  string
	Object  string
	Name    string
	Address string
	At      time.Time // when it was said
	// Proved is when the person last proved to Entra who they are; zero where the token
	// does not tell.
	Proved time.Time
	// Roles are the roles that the person has in the whole of their directory, by the
	// IDs of Entra's role templates; nil where the token does not tell.
	Roles []string
}

// The roles that may consent to what reads a directory, as Entra has them.
const (
	GlobalAdministrator         = "62e90394-69f5-4237-9190-012177145e10"
	PrivilegedRoleAdministrator = "e8611ab8-c189-46e8-94e1-60213ab1f814"
)

// Consents reports whether the person has a role that may consent for their directory.
func (i Identity) Consents() bool {
	return slices.ContainsFunc(i.Roles, func(role string) bool {
		return strings.EqualFold(role, GlobalAdministrator) || strings.EqualFold(role, PrivilegedRoleAdministrator)
	})
}

// String, GoString and LogValue keep a person out of logs and errors.
func (Identity) String() string { return "[identity]" }

// GoString implements fmt.GoStringer.
func (i Identity) GoString() string { return i.String() }

// LogValue implements slog.LogValuer.
func (i Identity) LogValue() slog.Value { return slog.StringValue(i.String()) }

// Pending is a sign-in under way. The browser that began it keeps it, sealed.
type Pending struct {
	State    string    `json:"state"`
	Nonce    string    `json:"nonce"`
	Verifier string    `json:"verifier"`
	Begun    time.Time `json:"begun"`
	// Return and Purpose are the caller's own: where to go on, and what for.
	Return  string `json:"return,omitempty"`
	Purpose string `json:"purpose,omitempty"`
}

// String, GoString and LogValue keep what proves a sign-in out of logs.
func (Pending) String() string { return "[pending]" }

// GoString implements fmt.GoStringer.
func (p Pending) GoString() string { return p.String() }

// LogValue implements slog.LogValuer.
func (p Pending) LogValue() slog.Value { return slog.StringValue(p.String()) }

// Begin begins a sign-in and returns where to send the browser. hint is a sign-in
// name to offer there, empty for none. Entra is asked to have the person prove anew who
// they are, and Finish sees to it that they did: a session begins with a proof.
func (c *Client) Begin(ctx context.Context, hint string) (to string, p Pending, err error) {
	provider, err := c.discovered(ctx)
	if err != nil {
		return "", p, err
	}
	p = Pending{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Begun: c.cfg.Now().UTC()}
	options := []oauth2.AuthCodeOption{oidc.Nonce(p.Nonce), oauth2.S256ChallengeOption(p.Verifier), oauth2.SetAuthURLParam("response_mode", "query")}
	if hint != "" {
		options = append(options, oauth2.SetAuthURLParam("login_hint", hint))
	}
	options = append(options, oauth2.SetAuthURLParam("prompt", "login"))
	return c.oauth(provider, "").AuthCodeURL(p.State, options...), p, nil
}

func (c *Client) oauth(p *oidc.Provider, secret string) *oauth2.Config {
	endpoint := p.Endpoint()
	endpoint.AuthStyle = oauth2.AuthStyleInParams // a code that is tried in two ways is a code that is used twice
	return &oauth2.Config{ClientID: c.cfg.ClientID, ClientSecret: secret, RedirectURL: c.cfg.Redirect,
		Endpoint: endpoint, Scopes: []string{oidc.ScopeOpenID, "profile", "email"}}
}

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// Finish ends a sign-in with what the browser brought back, and says who it is.
func (c *Client) Finish(ctx context.Context, p Pending, answer url.Values) (Identity, error) {
	age := c.cfg.Now().Sub(p.Begun)
	if p.State == "" || len(answer["state"]) != 1 || subtle.ConstantTimeCompare([]byte(p.State), []byte(answer.Get("state"))) != 1 || age < 0 || age > lasts {
		return Identity{}, ErrState
	}
	if len(answer["code"]) != 1 || answer.Has("error") {
		return Identity{}, ErrRefused
	}
	provider, err := c.discovered(ctx)
	if err != nil {
		return Identity{}, err
	}
	options := []oauth2.AuthCodeOption{oauth2.VerifierOption(p.Verifier)}
	secret := ""
	switch {
	case c.cfg.Assertion != nil:
		assertion, err := c.cfg.Assertion(ctx)
		if err != nil {
			return Identity{}, fmt.Errorf("sign in: %w", err)
		}
		options = append(options, oauth2.SetAuthURLParam("client_assertion", assertion), oauth2.SetAuthURLParam("client_assertion_type", assertionType))
	case c.cfg.Secret != nil:
		if secret, err = c.cfg.Secret(ctx); err != nil {
			return Identity{}, fmt.Errorf("sign in: %w", err)
		}
	}
	token, err := c.oauth(provider, secret).Exchange(c.client(ctx), answer.Get("code"), options...)
	if refused := (*oauth2.RetrieveError)(nil); errors.As(err, &refused) {
		return Identity{}, ErrRefused
	}
	if err != nil {
		return Identity{}, unreachable(ctx, err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return Identity{}, ErrToken
	}
	id, said, err := c.verify(ctx, provider, raw)
	if err != nil {
		return Identity{}, err
	}
	if subtle.ConstantTimeCompare([]byte(said.Nonce), []byte(p.Nonce)) != 1 {
		return Identity{}, ErrToken
	}
	if id.Proved.Before(p.Begun.Add(-leeway)) { // the browser left out what was asked of Entra
		return Identity{}, ErrToken
	}
	return id, nil
}

// Scope is what an API client's access token must be for.
const Scope = "access"

// Access says who an access token for Vahti's API was given to.
func (c *Client) Access(ctx context.Context, raw string) (Identity, error) {
	provider, err := c.discovered(ctx)
	if err != nil {
		return Identity{}, err
	}
	id, said, err := c.verify(ctx, provider, raw)
	if err != nil {
		return Identity{}, err
	}
	for _, scope := range strings.Fields(said.Scopes) {
		if scope == Scope {
			return id, nil
		}
	}
	return Identity{}, ErrToken // an ID token, or one for something else
}

// claims are what a token says besides what every token does.
type claims struct {
	Tenant   string `json:"tid"`
	Object   string `json:"oid"`
	Version  string `json:"ver"`
	Nonce    string `json:"nonce"`
	Name     string `json:"name"`
	Username string `json:"preferred_username"`
	Scopes   string `json:"scp"`
	AuthTime int64  `json:"auth_time"`
	// Roles come where the registration asks for them by groupMembershipClaims.
	Roles []string `json:"wids"`
}

var guid = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// maxToken bounds a token, in bytes.
const maxToken = 16 << 10

// verify takes a token of any tenant: its issuer must be that of the tenant it
// names.
func (c *Client) verify(ctx context.Context, p *oidc.Provider, raw string) (Identity, claims, error) {
	var said claims
	if len(raw) > maxToken {
		return Identity{}, said, ErrToken
	}
	verifier := p.VerifierContext(c.client(context.WithoutCancel(ctx)), &oidc.Config{
		ClientID: c.cfg.ClientID, SupportedSigningAlgs: []string{oidc.RS256}, SkipIssuerCheck: true, Now: c.cfg.Now,
	})
	token, err := verifier.Verify(c.client(ctx), raw)
	if err != nil {
		if cause := ctx.Err(); cause != nil {
			return Identity{}, said, fmt.Errorf("verify token: %w", cause)
		}
		return Identity{}, said, ErrToken
	}
	if token.Claims(&said) != nil {
		return Identity{}, said, ErrToken
	}
	now := c.cfg.Now()
	switch {
	case said.Version != "2.0", !guid.MatchString(said.Tenant), !guid.MatchString(said.Object),
		token.Issuer != c.cfg.Authority+"/"+said.Tenant+"/v2.0",
		token.IssuedAt.IsZero(), token.IssuedAt.After(now.Add(leeway)), len(token.Audience) != 1:
		return Identity{}, said, ErrToken
	}
	id := Identity{Tenant: said.Tenant, Object: said.Object, Name: said.Name, Address: said.Username, At: token.IssuedAt.UTC(), Roles: said.Roles}
	if said.AuthTime > 0 {
		if id.Proved = time.Unix(said.AuthTime, 0).UTC(); id.Proved.After(now.Add(leeway)) {
			return Identity{}, said, ErrToken
		}
	}
	return id, said, nil
}

// discovered returns what Entra publishes of itself, for people of any tenant.
func (c *Client) discovered(ctx context.Context) (*oidc.Provider, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.provider != nil {
		return c.provider, nil
	}
	// Entra names its issuer with a place for the tenant.
	shared := oidc.InsecureIssuerURLContext(c.client(context.WithoutCancel(ctx)), c.cfg.Authority+"/{tenantid}/v2.0")
	provider, err := oidc.NewProvider(shared, c.cfg.Authority+"/common/v2.0")
	if err != nil {
		return nil, unreachable(ctx, err)
	}
	c.provider = provider
	return provider, nil
}

func (c *Client) client(ctx context.Context) context.Context {
	return oidc.ClientContext(ctx, c.cfg.HTTP)
}

// errEntra says that Entra gave no usable answer. What it said is not told: it may
// hold what people entered there.
var errEntra = errors.New("microsoft entra gives no usable answer")

func unreachable(ctx context.Context, _ error) error {
	if cause := ctx.Err(); cause != nil {
		return fmt.Errorf("sign in: %w", cause)
	}
	return fmt.Errorf("sign in: %w", errEntra)
}
