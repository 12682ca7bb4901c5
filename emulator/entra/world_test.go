package entra

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"vahti.ai/vahti/emulator/entra/browser"
)

const (
	otherTenant = "99999999-2222-3333-4444-555555555555"
	otherClient = "bbbbbbbb-bbbb-cccc-dddd-eeeeeeeeeeee"
	callback    = "http://app.example/callback?from=entra"
	mountPath   = "/emulator/entra"

	annaUPN  = "anna.aalto@aalto.example"
	eliasUPN = "elias.eld@aalto.example"
	guestUPN = "gustav@nordwind.example"
	nilsUPN  = "nils.nord@nordwind.example"
	goneUPN  = "gone@aalto.example"
)

func anna() Person {
	return Person{TenantID: tenantID, ObjectID: "a0000000-0000-0000-0000-000000000001", Name: "Anna Aalto", UPN: annaUPN,
		Email: "anna@mail.example", Admin: true, Roles: []string{"Reader"}}
}

func people() []Person {
	return []Person{
		anna(),
		{TenantID: tenantID, ObjectID: "a0000000-0000-0000-0000-000000000002", Name: `Elias "<script>alert(1)</script>" Eld`, UPN: eliasUPN},
		{TenantID: tenantID, ObjectID: "a0000000-0000-0000-0000-000000000003", Name: "Gustav Gäst", UPN: guestUPN, Email: guestUPN, Guest: true},
		{TenantID: tenantID, ObjectID: "a0000000-0000-0000-0000-000000000004", Name: "Gone Away", UPN: goneUPN, Disabled: true},
		{TenantID: otherTenant, ObjectID: "b0000000-0000-0000-0000-000000000001", Name: "Nils Nord", UPN: nilsUPN, Admin: true},
	}
}

// world is the stand-in mounted below a path of another server, with people to sign in.
type world struct {
	*fixture
	base   string
	offset atomic.Int64 // of the stand-in's clock
}

func (w *world) now() time.Time { return time.Now().Add(time.Duration(w.offset.Load())) }

func mount(t testing.TB, changes ...func(*Config)) *world {
	t.Helper()
	w := &world{}
	w.fixture = open(t, append([]func(*Config){func(cfg *Config) {
		cfg.Now = w.now
		app := &cfg.Clients[0]
		app.Name, app.RedirectURIs = "Vahti", []string{callback, "http://app.example/consented"}
		app.Scopes, app.Permissions = []string{"access", "read"}, []string{"AuditLog.Read.All", "Policy.Read.All", "User.Read.All"}
		cfg.Clients = append(cfg.Clients, Client{ID: otherClient, Secret: secret, RedirectURIs: []string{"http://other.example/callback"}, Scopes: []string{"use"}})
	}}, changes...)...)
	w.s.NameTenant(tenantID, "Aalto & Co")
	w.s.NameTenant(otherTenant, "Nordwind")
	for _, p := range people() {
		if err := w.s.AddPerson(p); err != nil {
			t.Fatal(err)
		}
	}
	server := httptest.NewUnstartedServer(nil)
	w.base = "http://" + server.Listener.Addr().String() + mountPath
	handler, err := w.s.SignIn(w.base)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle(mountPath+"/", handler)
	server.Config.Handler = mux
	server.Start()
	t.Cleanup(server.Close)
	return w
}

// window is a browser with nobody signed in.
func window(t testing.TB) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// app is a client of the stand-in that checks all that OpenID Connect and Entra tell clients to check.
type app struct {
	provider *oidc.Provider
	config   oauth2.Config
	verifier *oidc.IDTokenVerifier
}

func (w *world) app(t testing.TB, tenant string, check oidc.Config) *app {
	t.Helper()
	ctx := t.Context()
	if anyTenant(tenant) {
		ctx = oidc.InsecureIssuerURLContext(ctx, w.base+"/{tenantid}/v2.0")
		check.SkipIssuerCheck = true
	}
	provider, err := oidc.NewProvider(ctx, w.base+"/"+tenant+"/v2.0")
	if err != nil {
		t.Fatalf("discovery: %v", err)
	}
	check.ClientID = clientID
	if check.Now == nil {
		check.Now = w.now
	}
	a := &app{provider: provider, verifier: provider.VerifierContext(t.Context(), &check)}
	a.config = oauth2.Config{ClientID: clientID, ClientSecret: secret, Endpoint: provider.Endpoint(), RedirectURL: callback,
		Scopes: []string{"openid", "profile", "email"}}
	a.config.Endpoint.AuthStyle = oauth2.AuthStyleInParams // finding it out would present a refused code twice
	return a
}

// Where a client notices that an answer is false.
var (
	errState    = errors.New("the state is another")
	errAnswer   = errors.New("the answer is an error")
	errExchange = errors.New("the code is refused")
	errVerify   = errors.New("the ID token is refused")
	errNonce    = errors.New("the nonce is another")
	errIssuer   = errors.New("issuer and tenant differ")
)

// tokens is what a sign-in gives an app.
type tokens struct {
	access string
	raw    string // the ID token
	id     map[string]any
}

// attempt is one sign-in of an app: what it must remember until the answer.
type attempt struct {
	state, nonce, verifier, url string
}

func (a *app) begin(options ...oauth2.AuthCodeOption) attempt {
	at := attempt{state: random(16), nonce: random(16), verifier: oauth2.GenerateVerifier()}
	at.url = a.config.AuthCodeURL(at.state, append([]oauth2.AuthCodeOption{oidc.Nonce(at.nonce), oauth2.S256ChallengeOption(at.verifier)}, options...)...)
	return at
}

func (a *app) finish(ctx context.Context, base string, at attempt, params url.Values) (tokens, error) {
	switch {
	case params.Get("state") != at.state:
		return tokens{}, errState
	case params.Has("error"):
		return tokens{}, errors.Join(errAnswer, errors.New(params.Get("error")+" "+params.Get("error_description")))
	}
	token, err := a.config.Exchange(ctx, params.Get("code"), oauth2.VerifierOption(at.verifier))
	if err != nil {
		return tokens{}, errors.Join(errExchange, err)
	}
	out := tokens{access: token.AccessToken}
	out.raw, _ = token.Extra("id_token").(string)
	id, err := a.verifier.Verify(ctx, out.raw)
	if err != nil {
		return out, errors.Join(errVerify, err)
	}
	if err := id.Claims(&out.id); err != nil {
		return out, err
	}
	tid, _ := out.id["tid"].(string)
	switch {
	case id.Nonce != at.nonce:
		return out, errNonce
	case id.Issuer != base+"/"+tid+"/v2.0":
		return out, errIssuer
	}
	return out, nil
}

// signIn signs somebody in to an app.
func (w *world) signIn(t testing.TB, a *app, client *http.Client, upn string, options ...oauth2.AuthCodeOption) (tokens, error) {
	t.Helper()
	at := a.begin(options...)
	answer, err := browser.SignIn(t.Context(), client, at.url, upn)
	if err != nil {
		return tokens{}, err
	}
	return a.finish(t.Context(), w.base, at, answer.Params())
}

// claimsOf reads a token without a check.
func claimsOf(t testing.TB, token string) (head map[string]string, claims map[string]any) {
	t.Helper()
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		t.Fatalf("the token has %d parts", len(parts))
	}
	for i, into := range []any{&head, &claims} {
		b, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b, into); err != nil {
			t.Fatal(err)
		}
	}
	return head, claims
}
