package entra

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"

	"vahti.ai/vahti/emulator/entra/browser"
)

func TestSignIn(t *testing.T) {
	w := mount(t, func(cfg *Config) { cfg.Clients[0].OptionalClaims = []string{"acct", "auth_time"} })
	issuer := w.base + "/" + tenantID + "/v2.0"
	tests := []struct {
		name, tenant, upn string
		options           []oauth2.AuthCodeOption
		scopes            []string
		want              map[string]any // claims of the ID token, but the times, the nonce and random ones
	}{
		{"at the tenant", tenantID, annaUPN, nil, nil, map[string]any{
			"ver": "2.0", "aud": clientID, "iss": issuer, "tid": tenantID, "oid": anna().ObjectID, "sub": pairwise(anna(), clientID),
			"name": "Anna Aalto", "preferred_username": annaUPN, "email": "anna@mail.example", "acct": 0.0}},
		{"at any tenant", "organizations", annaUPN, nil, []string{"openid"}, map[string]any{
			"ver": "2.0", "aud": clientID, "iss": issuer, "tid": tenantID, "sub": pairwise(anna(), clientID), "acct": 0.0}},
		{"the answer is posted", "common", annaUPN, []oauth2.AuthCodeOption{oauth2.SetAuthURLParam("response_mode", "form_post")}, []string{"openid"}, map[string]any{
			"ver": "2.0", "aud": clientID, "iss": issuer, "tid": tenantID, "sub": pairwise(anna(), clientID), "acct": 0.0}},
		{"a guest", tenantID, guestUPN, nil, []string{"openid", "profile"}, map[string]any{
			"ver": "2.0", "aud": clientID, "iss": issuer, "tid": tenantID, "oid": "a0000000-0000-0000-0000-000000000003", "sub": pairwise(people()[2], clientID),
			"name": "Gustav Gäst", "preferred_username": guestUPN, "email": guestUPN, "acct": 1.0}},
		{"claims asked for", tenantID, annaUPN, []oauth2.AuthCodeOption{oauth2.SetAuthURLParam("claims", `{"id_token":{"amr":null,"login_hint":null,"wids":null}}`)},
			[]string{"openid"}, map[string]any{
				"ver": "2.0", "aud": clientID, "iss": issuer, "tid": tenantID, "sub": pairwise(anna(), clientID), "acct": 0.0,
				"amr": []any{"pwd", "mfa"}, "login_hint": anna().hint()}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := w.app(t, tt.tenant, oidc.Config{})
			if tt.scopes != nil {
				a.config.Scopes = tt.scopes
			}
			got, err := w.signIn(t, a, window(t), tt.upn, tt.options...)
			if err != nil {
				t.Fatal(err)
			}
			now := float64(w.now().Unix())
			for claim, bounds := range map[string][2]float64{
				"iat": {now - 310, now - 290}, "nbf": {now - 310, now - 290}, "exp": {now + 3590, now + 3600}, "auth_time": {now - 10, now},
			} {
				if at, _ := got.id[claim].(float64); at < bounds[0] || at > bounds[1] {
					t.Errorf("claim %s: got %v, want within %v", claim, got.id[claim], bounds)
				}
				delete(got.id, claim)
			}
			for _, claim := range []string{"nonce", "uti"} {
				if got.id[claim] == nil {
					t.Errorf("claim %s is missing", claim)
				}
				delete(got.id, claim)
			}
			if diff := cmp.Diff(tt.want, got.id); diff != "" {
				t.Errorf("claims (-want +got):\n%s", diff)
			}
		})
	}
}

// TestDirectoryRoles: where a registration asks for it, ID tokens tell the roles that a person has in the directory.
func TestDirectoryRoles(t *testing.T) {
	w := mount(t, func(cfg *Config) { cfg.Clients[0].OptionalClaims = []string{"wids"} })
	const reader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
	if err := w.s.AddPerson(Person{TenantID: tenantID, ObjectID: "a0000000-0000-0000-0000-000000000009", UPN: "lena@contoso.example", DirectoryRoles: []string{reader}}); err != nil {
		t.Fatal(err)
	}
	admin := anna()
	admin.Admin = true
	if err := w.s.AddPerson(admin); err != nil {
		t.Fatal(err)
	}
	for upn, want := range map[string][]any{
		annaUPN: {globalAdminRole, everybodyRole}, "lena@contoso.example": {reader, everybodyRole}, guestUPN: {},
	} {
		got, err := w.signIn(t, w.app(t, tenantID, oidc.Config{}), window(t), upn)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(any(want), got.id["wids"]); diff != "" {
			t.Errorf("roles of %s (-want +got):\n%s", upn, diff)
		}
	}
}

// TestAccessTokens: for an API's scope the audience is the API, else userinfo; other keys than those published sign none.
func TestAccessTokens(t *testing.T) {
	w := mount(t)
	common := map[string]any{"ver": "2.0", "iss": w.base + "/" + tenantID + "/v2.0", "tid": tenantID, "oid": anna().ObjectID, "azp": clientID, "roles": []any{"Reader"}}
	tests := []struct {
		name   string
		scopes []string
		want   map[string]any
	}{
		{"of the API", []string{"openid", "api://" + clientID + "/access"}, map[string]any{"aud": clientID, "scp": "access", "sub": pairwise(anna(), clientID), "azpacr": "1"}},
		{"all of the API", []string{"profile", "api://" + clientID + "/.default"}, map[string]any{"aud": clientID, "scp": "access read", "sub": pairwise(anna(), clientID), "azpacr": "1",
			"name": "Anna Aalto", "preferred_username": annaUPN}},
		{"another's API", []string{"openid", "api://" + otherClient + "/use"}, map[string]any{"aud": otherClient, "scp": "use", "sub": pairwise(anna(), otherClient), "azpacr": "1"}},
		{"userinfo", []string{"openid", "email", "offline_access"}, map[string]any{"aud": graphAppID, "scp": "email openid", "sub": pairwise(anna(), graphAppID), "azpacr": "1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := w.app(t, tenantID, oidc.Config{})
			a.config.Scopes = tt.scopes
			at := a.begin()
			answer, err := browser.SignIn(t.Context(), window(t), at.url, annaUPN)
			if err != nil {
				t.Fatal(err)
			}
			token, err := a.config.Exchange(t.Context(), answer.Params().Get("code"), oauth2.VerifierOption(at.verifier))
			if err != nil {
				t.Fatal(err)
			}
			resource, _ := tt.want["aud"].(string)
			verified, err := a.provider.Verifier(&oidc.Config{ClientID: resource}).Verify(t.Context(), token.AccessToken)
			if err != nil {
				t.Fatal(err)
			}
			var got map[string]any
			if err := verified.Claims(&got); err != nil {
				t.Fatal(err)
			}
			for _, claim := range []string{"iat", "nbf", "exp", "uti", "sid"} {
				delete(got, claim)
			}
			want := map[string]any{}
			for _, m := range []map[string]any{common, tt.want} {
				for k, v := range m {
					want[k] = v
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("claims (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAssertion: a client that proves itself by another issuer's token gets tokens that say so.
func TestAssertion(t *testing.T) {
	w := mount(t)
	a := w.app(t, tenantID, oidc.Config{})
	a.config.ClientSecret = ""
	at := a.begin()
	answer, err := browser.SignIn(t.Context(), window(t), at.url, annaUPN)
	if err != nil {
		t.Fatal(err)
	}
	token, err := a.config.Exchange(t.Context(), answer.Params().Get("code"), oauth2.VerifierOption(at.verifier),
		oauth2.SetAuthURLParam("client_assertion_type", assertionType), oauth2.SetAuthURLParam("client_assertion", "good assertion"))
	if err != nil {
		t.Fatal(err)
	}
	if _, claims := claimsOf(t, token.AccessToken); claims["azpacr"] != "2" {
		t.Errorf("azpacr: got %v, want 2", claims["azpacr"])
	}
}

// TestOtherWays: a client may send its secret in the header and a browser may post a request for a code.
func TestOtherWays(t *testing.T) {
	w := mount(t)
	a := w.app(t, tenantID, oidc.Config{})
	a.config.Endpoint.AuthStyle = oauth2.AuthStyleInHeader
	client := window(t)
	if _, err := w.signIn(t, a, client, annaUPN); err != nil {
		t.Fatal(err)
	}
	at := a.begin()
	to, query, _ := strings.Cut(at.url, "?")
	params, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.PostForm(to, params)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	answer, err := resp.Location()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.finish(t.Context(), w.base, at, answer.Query()); err != nil {
		t.Error(err)
	}
}

// TestBounds: codes and sessions of long ago make room for others.
func TestBounds(t *testing.T) {
	s := open(t).s
	old := s.cfg.Now().Add(-time.Second)
	for i := range maxCodes {
		s.codes[fmt.Sprint(i)] = &code{expires: old}
		s.sessions[fmt.Sprint(i)] = session{expires: old}
	}
	fresh := &code{}
	value := s.keepCode(fresh)
	(&site{Server: s, base: s.base}).begin(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/", nil), anna())
	if len(s.codes) != 1 || s.codes[value] != fresh || len(s.sessions) != 1 {
		t.Errorf("got %d codes and %d sessions, want the new ones", len(s.codes), len(s.sessions))
	}
	for i := range maxCodes {
		s.codes[fmt.Sprint(i)] = &code{expires: s.cfg.Now().Add(time.Hour)}
	}
	if s.keepCode(fresh); len(s.codes) != 1 {
		t.Errorf("got %d codes, want the new one", len(s.codes))
	}
}

// TestUserinfo: the token tells who it is about, until its code is presented again.
func TestUserinfo(t *testing.T) {
	w := mount(t)
	a := w.app(t, tenantID, oidc.Config{})
	at := a.begin()
	answer, err := browser.SignIn(t.Context(), window(t), at.url, annaUPN)
	if err != nil {
		t.Fatal(err)
	}
	got, err := a.finish(t.Context(), w.base, at, answer.Params())
	if err != nil {
		t.Fatal(err)
	}
	source := oauth2.StaticTokenSource(&oauth2.Token{AccessToken: got.access})
	info, err := a.provider.UserInfo(t.Context(), source)
	if err != nil || info.Subject != got.id["sub"] || info.Email != anna().Email {
		t.Fatalf("userinfo: got %+v, %v", info, err)
	}
	if _, err := a.finish(t.Context(), w.base, at, answer.Params()); !errors.Is(err, errExchange) || !strings.Contains(err.Error(), "AADSTS54005") {
		t.Errorf("the code again: got %v, want AADSTS54005", err)
	}
	if info, err := a.provider.UserInfo(t.Context(), source); err == nil {
		t.Errorf("userinfo after the code was presented again: got %+v, want a refusal", info)
	}
	for _, token := range []string{"", "x", got.raw} {
		if info, err := a.provider.UserInfo(t.Context(), oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token})); err == nil {
			t.Errorf("userinfo for a token of another kind: got %+v, want a refusal", info)
		}
	}
}

// TestCancel: leaving a page is told to the client.
func TestCancel(t *testing.T) {
	w := mount(t)
	a := w.app(t, tenantID, oidc.Config{})
	at := a.begin()
	answer, err := browser.Cancel(t.Context(), window(t), at.url)
	if err != nil {
		t.Fatal(err)
	}
	want := url.Values{"from": {"entra"}, "error": {"access_denied"}, "error_subcode": {"cancel"}, "state": {at.state}}
	if diff := cmp.Diff(want, answer.Params()); diff != "" {
		t.Errorf("answer (-want +got):\n%s", diff)
	}
	at = a.begin(oauth2.SetAuthURLParam("prompt", "consent"))
	answer, err = browser.Decline(t.Context(), window(t), at.url, annaUPN)
	if err != nil || answer.Params().Get("error") != "access_denied" || !strings.HasPrefix(answer.Params().Get("error_description"), "AADSTS65004: ") {
		t.Errorf("declined: got %v, %v", answer.Params(), err)
	}
	if _, err := w.signIn(t, a, window(t), annaUPN, oauth2.SetAuthURLParam("prompt", "consent")); err != nil {
		t.Errorf("accepted: got %v", err)
	}
}

// TestOneRedemption: of many who present a code at once one gets tokens.
func TestOneRedemption(t *testing.T) {
	w := mount(t)
	a := w.app(t, tenantID, oidc.Config{})
	at := a.begin()
	answer, err := browser.SignIn(t.Context(), window(t), at.url, annaUPN)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	won := 0
	var all sync.WaitGroup
	for i := range 32 {
		all.Go(func() {
			if _, err := a.finish(t.Context(), w.base, at, answer.Params()); err == nil {
				mu.Lock()
				won++
				mu.Unlock()
			}
			if i%8 == 0 {
				if _, err := w.signIn(t, a, window(t), annaUPN); err != nil {
					t.Errorf("another sign-in: %v", err)
				}
			}
		})
	}
	all.Wait()
	if won != 1 {
		t.Errorf("%d got tokens for one code, want 1", won)
	}
}

// TestDiscovery: at the names for any tenant the issuer is a placeholder.
func TestDiscovery(t *testing.T) {
	w := mount(t)
	for tenant, want := range map[string]string{
		"common": "{tenantid}", "organizations": "{tenantid}", tenantID: tenantID, strings.ToUpper(otherTenant): otherTenant,
	} {
		resp, err := http.Get(w.base + "/" + tenant + "/v2.0/.well-known/openid-configuration")
		if err != nil {
			t.Fatal(err)
		}
		var got struct{ Issuer string }
		err = json.NewDecoder(resp.Body).Decode(&got)
		resp.Body.Close()
		if err != nil || got.Issuer != w.base+"/"+want+"/v2.0" {
			t.Errorf("%s: got %q, %v", tenant, got.Issuer, err)
		}
	}
}
