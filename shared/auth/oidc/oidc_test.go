package oidc_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"vahti.ai/vahti/emulator/entra"
	"vahti.ai/vahti/emulator/entra/browser"
	"vahti.ai/vahti/shared/auth/oidc"
)

const (
	clientID = "11111111-2222-3333-4444-555555555555"
	secret   = "a secret of the application"
	customer = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
	object   = "a0000000-0000-4000-8000-000000000001"
	upn      = "aino@customer.example"
	callback = "http://vahti.example/signin/microsoft/callback"
	mount    = "/emulator/entra"
)

// world is Entra's stand-in and a client of it, whose clock the test moves.
type world struct {
	*oidc.Client
	server  *entra.Server
	base    string
	browser *http.Client
	offset  atomic.Int64 // of Vahti's clock
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{}
	server, err := entra.Open(entra.Config{CertDir: t.TempDir(), Clients: []entra.Client{{
		ID: clientID, Secret: secret, Name: "Vahti", RedirectURIs: []string{callback}, Scopes: []string{oidc.Scope, "other"}, OptionalClaims: []string{"auth_time"},
	}, {ID: "22222222-2222-3333-4444-555555555555", Secret: secret, RedirectURIs: []string{"http://other.example/callback"}}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	w.server = server
	mux := http.NewServeMux()
	http := httptest.NewServer(mux)
	t.Cleanup(http.Close)
	w.base = http.URL + mount
	handler, err := server.SignIn(w.base)
	if err != nil {
		t.Fatal(err)
	}
	mux.Handle(mount+"/", handler)
	server.NameTenant(customer, "Customer")
	if err := server.AddPerson(entra.Person{TenantID: customer, ObjectID: object, Name: "Aino Asiakas", UPN: upn, Email: "owner@elsewhere.example"}); err != nil {
		t.Fatal(err)
	}
	w.Client = oidc.New(oidc.Config{Authority: w.base, ClientID: clientID, Secret: holds(secret), Redirect: callback,
		Now: func() time.Time { return time.Now().Add(time.Duration(w.offset.Load())) }})
	w.fresh(t)
	return w
}

// fresh gives the person another browser.
func (w *world) fresh(t *testing.T) {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	w.browser = &http.Client{Jar: jar}
}

// signIn goes through a sign-in at Entra and returns what comes back.
func (w *world) signIn(t *testing.T) (oidc.Pending, url.Values) {
	t.Helper()
	to, pending, err := w.Begin(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	answer, err := browser.SignIn(t.Context(), w.browser, to, upn)
	if err != nil {
		t.Fatal(err)
	}
	return pending, answer.Params()
}

func TestSignIn(t *testing.T) {
	w := newWorld(t)
	pending, answer := w.signIn(t)
	who, err := w.Finish(t.Context(), pending, answer)
	if err != nil {
		t.Fatal(err)
	}
	if who.Tenant != customer || who.Object != object || who.Address != upn || who.Name != "Aino Asiakas" || time.Since(who.At) > 10*time.Minute {
		t.Errorf("got %s, %s, %s at %v", who.Tenant, who.Object, who.Address, who.At)
	}
	if _, err := w.Finish(t.Context(), pending, answer); !errors.Is(err, oidc.ErrRefused) {
		t.Errorf("the same answer again: got %v, want %v", err, oidc.ErrRefused)
	}
}

// TestRoles: roles in the directory are told where the registration asks for them, and
// two of them may consent.
func TestRoles(t *testing.T) {
	w := newWorld(t)
	client := entra.Client{ID: clientID, Secret: secret, RedirectURIs: []string{callback}, OptionalClaims: []string{"auth_time", "wids"}}
	untold := client
	untold.OptionalClaims = []string{"auth_time"}
	tests := []struct {
		name     string
		client   entra.Client
		admin    bool
		roles    []string
		told     bool
		consents bool
	}{
		{"not told", untold, true, nil, false, false},
		{"none", client, false, nil, true, false},
		{"a global administrator", client, true, nil, true, true},
		{"a privileged role administrator", client, false, []string{oidc.PrivilegedRoleAdministrator}, true, true},
		{"an application administrator", client, false, []string{"9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"}, true, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			person := entra.Person{TenantID: customer, ObjectID: object, UPN: upn, Admin: tt.admin, DirectoryRoles: tt.roles}
			if err := errors.Join(w.server.Register(tt.client), w.server.AddPerson(person)); err != nil {
				t.Fatal(err)
			}
			w.fresh(t)
			pending, answer := w.signIn(t)
			who, err := w.Finish(t.Context(), pending, answer)
			if err != nil || (who.Roles != nil) != tt.told || who.Consents() != tt.consents {
				t.Errorf("got roles %v, may consent %v, %v", who.Roles, who.Consents(), err)
			}
		})
	}
}

func TestKeysAreRenewed(t *testing.T) {
	w := newWorld(t)
	for range 2 {
		pending, answer := w.signIn(t)
		if _, err := w.Finish(t.Context(), pending, answer); err != nil {
			t.Fatal(err)
		}
		if err := w.server.RotateKeys(); err != nil {
			t.Fatal(err)
		}
		w.fresh(t)
	}
}

// TestProofIsAsked: a browser that leaves out what Vahti asks of Entra, so that an old
// session there is taken, does not sign in.
func TestProofIsAsked(t *testing.T) {
	w := newWorld(t)
	for _, tt := range []struct {
		name  string
		strip bool
	}{{"as asked", false}, {"without", true}} {
		t.Run(tt.name, func(t *testing.T) {
			w.signIn(t) // leaves a session at Entra
			w.offset.Store(int64(5 * time.Minute))
			defer w.offset.Store(0)
			to, pending, err := w.Begin(t.Context(), "")
			if err != nil {
				t.Fatal(err)
			}
			if tt.strip {
				to = strings.Replace(to, "prompt=login", "prompt=", 1)
			} else {
				pending.Begun = pending.Begun.Add(-5 * time.Minute) // Entra's clock stands still here
			}
			answer, err := browser.SignIn(t.Context(), w.browser, to, upn)
			if err != nil {
				t.Fatal(err)
			}
			_, err = w.Finish(t.Context(), pending, answer.Params())
			if want := tt.strip; want != errors.Is(err, oidc.ErrToken) || !want && err != nil {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestMisbehaviour has Entra, or somebody in its place, answer in every wrong way
// that the stand-in knows.
func TestMisbehaviour(t *testing.T) {
	for _, m := range entra.Misbehaviours() {
		t.Run(fmt.Sprint(m), func(t *testing.T) {
			w := newWorld(t)
			pending, answer := w.signIn(t) // an honest one first, for what is replayed
			if _, err := w.Finish(t.Context(), pending, answer); err != nil {
				t.Fatal(err)
			}
			w.fresh(t)
			w.server.Misbehave(m)
			pending, answer = w.signIn(t)
			_, err := w.Finish(t.Context(), pending, answer)
			if fmt.Sprint(m) == "honest" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if !errors.Is(err, oidc.ErrToken) && !errors.Is(err, oidc.ErrState) && !errors.Is(err, oidc.ErrRefused) {
				t.Errorf("got %v, want a refusal", err)
			}
		})
	}
}

func TestAnswers(t *testing.T) {
	w := newWorld(t)
	tests := []struct {
		name   string
		change func(*oidc.Pending, url.Values)
		late   time.Duration
		want   error
	}{
		{"another state", func(_ *oidc.Pending, v url.Values) { v.Set("state", "x") }, 0, oidc.ErrState},
		{"no state", func(_ *oidc.Pending, v url.Values) { v.Del("state") }, 0, oidc.ErrState},
		{"two states", func(_ *oidc.Pending, v url.Values) { v.Add("state", v.Get("state")) }, 0, oidc.ErrState},
		{"of no sign-in", func(p *oidc.Pending, v url.Values) { *p = oidc.Pending{}; v.Set("state", "") }, 0, oidc.ErrState},
		{"too late", func(*oidc.Pending, url.Values) {}, 11 * time.Minute, oidc.ErrState},
		{"an error", func(_ *oidc.Pending, v url.Values) { v.Set("error", "access_denied") }, 0, oidc.ErrRefused},
		{"no code", func(_ *oidc.Pending, v url.Values) { v.Del("code") }, 0, oidc.ErrRefused},
		{"two codes", func(_ *oidc.Pending, v url.Values) { v.Add("code", "x") }, 0, oidc.ErrRefused},
		{"another code", func(_ *oidc.Pending, v url.Values) { v.Set("code", "x") }, 0, oidc.ErrRefused},
		{"another verifier", func(p *oidc.Pending, _ url.Values) { p.Verifier = strings.Repeat("x", 43) }, 0, oidc.ErrRefused},
		{"another nonce", func(p *oidc.Pending, _ url.Values) { p.Nonce = "x" }, 0, oidc.ErrToken},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w.fresh(t)
			pending, answer := w.signIn(t)
			tt.change(&pending, answer)
			w.offset.Store(int64(tt.late))
			defer w.offset.Store(0)
			if _, err := w.Finish(t.Context(), pending, answer); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

// TestAccess takes tokens that API clients bring.
func TestAccess(t *testing.T) {
	w := newWorld(t)
	tokens := func(t *testing.T, scope string) (access, id string) {
		t.Helper()
		w.fresh(t)
		verifier := oauth2.GenerateVerifier()
		cfg := oauth2.Config{ClientID: clientID, ClientSecret: secret, RedirectURL: callback, Scopes: []string{"openid", scope}, Endpoint: oauth2.Endpoint{
			AuthURL: w.base + "/common/oauth2/v2.0/authorize", TokenURL: w.base + "/common/oauth2/v2.0/token", AuthStyle: oauth2.AuthStyleInParams,
		}}
		answer, err := browser.SignIn(t.Context(), w.browser, cfg.AuthCodeURL("s", oauth2.S256ChallengeOption(verifier)), upn)
		if err != nil {
			t.Fatal(err)
		}
		token, err := cfg.Exchange(t.Context(), answer.Params().Get("code"), oauth2.VerifierOption(verifier))
		if err != nil {
			t.Fatal(err)
		}
		id, _ = token.Extra("id_token").(string)
		return token.AccessToken, id
	}
	access, id := tokens(t, "api://"+clientID+"/"+oidc.Scope)
	who, err := w.Access(t.Context(), access)
	if err != nil || who.Object != object || who.Tenant != customer {
		t.Fatalf("got %s of %s, %v", who.Object, who.Tenant, err)
	}
	other, _ := tokens(t, "api://"+clientID+"/other")
	changed := access[:len(access)-4] + "AAAA"
	for name, token := range map[string]string{"an ID token": id, "for something else": other, "changed": changed, "nothing": "", "long": strings.Repeat("a", 20000)} {
		if _, err := w.Access(t.Context(), token); !errors.Is(err, oidc.ErrToken) {
			t.Errorf("%s: got %v, want %v", name, err, oidc.ErrToken)
		}
	}
	w.offset.Store(int64(2 * time.Hour))
	if _, err := w.Access(t.Context(), access); !errors.Is(err, oidc.ErrToken) {
		t.Errorf("expired: got %v, want %v", err, oidc.ErrToken)
	}
}

func TestUnreachable(t *testing.T) {
	c := oidc.New(oidc.Config{Authority: "http://127.0.0.1:1", ClientID: clientID, Redirect: callback, Now: time.Now})
	if _, _, err := c.Begin(t.Context(), ""); err == nil || strings.Contains(err.Error(), "127.0.0.1") {
		t.Errorf("got %v", err)
	}
}

func TestBegin(t *testing.T) {
	w := newWorld(t)
	to, _, err := w.Begin(t.Context(), upn)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	for name, want := range map[string]string{"prompt": "login", "login_hint": upn, "code_challenge_method": "S256", "response_type": "code", "client_id": clientID} {
		if got := q.Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestRedacted(t *testing.T) {
	p := oidc.Pending{State: "state-secret", Nonce: "nonce-secret", Verifier: "verifier-secret"}
	i := oidc.Identity{Tenant: customer, Object: object, Name: "Aino", Address: upn}
	for _, text := range []string{fmt.Sprint(p, i), fmt.Sprintf("%+v %+v", p, i), fmt.Sprintf("%#v %#v", p, i), p.LogValue().String() + i.LogValue().String()} {
		for _, planted := range []string{"secret", customer, object, "Aino", upn} {
			if strings.Contains(text, planted) {
				t.Errorf("%q shows %s", text, planted)
			}
		}
	}
}

// TestRedirectsAreNotFollowed: an answer of Entra's that leads elsewhere is none, whether
// Vahti asks for keys or brings a code.
func TestRedirectsAreNotFollowed(t *testing.T) {
	w := newWorld(t)
	var elsewhere atomic.Int64
	bent := func(path string) *oidc.Client {
		front := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, path) {
				http.Redirect(rw, r, "/elsewhere", http.StatusTemporaryRedirect)
				return
			}
			if r.URL.Path == "/elsewhere" {
				elsewhere.Add(1)
			}
			(&httputil.ReverseProxy{Rewrite: func(*httputil.ProxyRequest) {}}).ServeHTTP(rw, r)
		}))
		t.Cleanup(front.Close)
		at, err := url.Parse(front.URL)
		if err != nil {
			t.Fatal(err)
		}
		through := &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(at)}}
		return oidc.New(oidc.Config{Authority: w.base, ClientID: clientID, Secret: holds(secret), Redirect: callback, Now: time.Now, HTTP: through})
	}
	if _, _, err := bent("/.well-known/openid-configuration").Begin(t.Context(), ""); err == nil {
		t.Error("a configuration from elsewhere was taken")
	}
	pending, answer := w.signIn(t)
	if _, err := bent("/oauth2/v2.0/token").Finish(t.Context(), pending, answer); err == nil {
		t.Error("a token from elsewhere was taken")
	}
	if n := elsewhere.Load(); n != 0 {
		t.Errorf("%d requests went elsewhere", n)
	}
}

// holds is a client secret that stays the same.
func holds(secret string) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { return secret, nil }
}
