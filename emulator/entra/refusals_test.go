package entra

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"vahti.ai/vahti/emulator/entra/browser"
)

func readAll(t testing.TB, resp *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAuthorizeRefusals(t *testing.T) {
	w := mount(t, func(cfg *Config) {
		cfg.Clients = append(cfg.Clients, Client{ID: "no-redirect", Secret: secret})
	})
	set := func(name, value string) func(url.Values) { return func(v url.Values) { v.Set(name, value) } }
	del := func(name string) func(url.Values) { return func(v url.Values) { v.Del(name) } }
	const page = "" // the failure is shown, not told to the client
	tests := []struct {
		name   string
		tenant string
		change func(url.Values)
		kind   string
		code   int
	}{
		{"unknown tenant", "nobody", func(url.Values) {}, page, 90002},
		{"no client", tenantID, del("client_id"), page, 900144},
		{"unknown client", tenantID, set("client_id", "x"), page, 700016},
		{"no redirect URI", tenantID, del("redirect_uri"), page, 900971},
		{"another redirect URI", tenantID, set("redirect_uri", callback+"/"), page, 50011},
		{"another client's redirect URI", tenantID, set("redirect_uri", "http://other.example/callback"), page, 50011},
		{"a client without redirect URIs", tenantID, set("client_id", "no-redirect"), page, 500113},
		{"twice", tenantID, func(v url.Values) { v.Add("redirect_uri", "http://evil.example/") }, page, 9000411},
		{"too long", tenantID, set("state", strings.Repeat("x", maxQuery)), page, 90015},
		{"no response type", tenantID, del("response_type"), "invalid_request", 900144},
		{"implicit", tenantID, set("response_type", "id_token"), "unsupported_response_type", 700054},
		{"unknown response type", tenantID, set("response_type", "x"), "unsupported_response_type", 70005},
		{"unknown response mode", tenantID, set("response_mode", "fragment"), "invalid_request", 70007},
		{"no scope", tenantID, del("scope"), "invalid_request", 900144},
		{"scopes without effect", tenantID, set("scope", "profile email"), "invalid_scope", 70011},
		{"scope of Graph", tenantID, set("scope", "openid Mail.Read"), "invalid_client", 650053},
		{"scope that the API has not", tenantID, set("scope", "api://"+clientID+"/write"), "invalid_client", 650053},
		{"unknown API", tenantID, set("scope", "api://x/access"), "invalid_resource", 500011},
		{"two APIs", tenantID, set("scope", "api://"+clientID+"/access api://"+otherClient+"/use"), "invalid_scope", 700022},
		{"no challenge", tenantID, del("code_challenge"), "invalid_request", 50147},
		{"plain challenge", tenantID, set("code_challenge_method", "plain"), "invalid_request", 50149},
		{"no challenge method", tenantID, del("code_challenge_method"), "invalid_request", 50149},
		{"short challenge", tenantID, set("code_challenge", "abc"), "invalid_request", 501491},
		{"unknown prompt", tenantID, set("prompt", "x"), "invalid_request", 90023},
		{"nobody signed in", tenantID, set("prompt", "none"), "login_required", 50058},
		{"claims that are none", tenantID, set("claims", "{"), "invalid_request", 90100},
		{"unknown misbehaviour", tenantID, set("misbehave", "x"), "invalid_request", 90100},
	}
	a := w.app(t, tenantID, oidc.Config{})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			at := a.begin()
			_, query, _ := strings.Cut(at.url, "?")
			params, err := url.ParseQuery(query)
			if err != nil {
				t.Fatal(err)
			}
			tt.change(params)
			resp, err := window(t).Get(w.base + "/" + tt.tenant + "/oauth2/v2.0/authorize?" + params.Encode())
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			want := fmt.Sprintf("AADSTS%d: ", tt.code)
			to, err := resp.Location()
			if tt.kind == page {
				if body := readAll(t, resp); resp.StatusCode != http.StatusBadRequest || err == nil || !strings.Contains(body, want) {
					t.Errorf("got %d to %v, want a page with %s\n%s", resp.StatusCode, to, want, body)
				}
				return
			}
			if err != nil || !strings.HasPrefix(to.String(), callback+"&") && !strings.HasPrefix(to.String(), "http://app.example/callback?") {
				t.Fatalf("got %d to %v, %v, want the client's address", resp.StatusCode, to, err)
			}
			q := to.Query()
			if q.Get("error") != tt.kind || !strings.HasPrefix(q.Get("error_description"), want) || q.Get("state") != at.state || q.Get("from") != "entra" || q.Has("code") {
				t.Errorf("got %v, want %s and %s", q, tt.kind, want)
			}
		})
	}
}

func TestRedemptionRefusals(t *testing.T) {
	w := mount(t)
	a := w.app(t, "organizations", oidc.Config{})
	client := window(t)
	set := func(name, value string) func(url.Values) { return func(v url.Values) { v.Set(name, value) } }
	del := func(name string) func(url.Values) { return func(v url.Values) { v.Del(name) } }
	tests := []struct {
		name   string
		tenant string
		later  time.Duration
		change func(url.Values)
		status int
		kind   string
		code   int
	}{
		{"good", "organizations", 0, func(url.Values) {}, 200, "", 0},
		{"good at the person's tenant", tenantID, 0, func(url.Values) {}, 200, "", 0},
		{"good with a scope", "organizations", 0, set("scope", "openid"), 200, "", 0},
		{"unknown tenant", "nobody", 0, func(url.Values) {}, 400, "invalid_request", 90002},
		{"at another tenant", otherTenant, 0, func(url.Values) {}, 400, "invalid_grant", 700005},
		{"ten minutes later", "organizations", codeLifetime, func(url.Values) {}, 400, "invalid_grant", 70008},
		{"no client", "organizations", 0, del("client_id"), 400, "invalid_request", 900144},
		{"unknown client", "organizations", 0, set("client_id", "x"), 400, "unauthorized_client", 700016},
		{"another client", "organizations", 0, set("client_id", otherClient), 400, "invalid_grant", 70000},
		{"no proof", "organizations", 0, del("client_secret"), 401, "invalid_client", 7000218},
		{"wrong secret", "organizations", 0, set("client_secret", "x"), 401, "invalid_client", 7000215},
		{"wrong assertion", "organizations", 0, func(v url.Values) { v.Set("client_assertion_type", assertionType); v.Set("client_assertion", "x") }, 401, "invalid_client", 700027},
		{"no code", "organizations", 0, del("code"), 400, "invalid_request", 900144},
		{"made-up code", "organizations", 0, set("code", "1.x"), 400, "invalid_grant", 9002313},
		{"no redirect URI", "organizations", 0, del("redirect_uri"), 400, "invalid_request", 900144},
		{"another redirect URI", "organizations", 0, set("redirect_uri", "http://app.example/consented"), 400, "invalid_client", 500112},
		{"no verifier", "organizations", 0, del("code_verifier"), 400, "invalid_grant", 501481},
		{"another verifier", "organizations", 0, set("code_verifier", oauth2.GenerateVerifier()), 400, "invalid_grant", 501481},
		{"scope beyond", "organizations", 0, set("scope", "openid api://"+clientID+"/access"), 400, "invalid_grant", 70000},
		{"unknown scope", "organizations", 0, set("scope", "x"), 400, "invalid_client", 650053},
		{"twice", "organizations", 0, func(v url.Values) { v.Add("client_id", clientID) }, 400, "invalid_request", 9000411},
		{"another grant", "organizations", 0, set("grant_type", "refresh_token"), 400, "unsupported_grant_type", 70003},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w.offset.Store(0)
			at := a.begin()
			answer, err := browser.SignIn(t.Context(), client, at.url, annaUPN)
			if err != nil {
				t.Fatal(err)
			}
			w.offset.Store(int64(tt.later))
			form := url.Values{"grant_type": {"authorization_code"}, "client_id": {clientID}, "client_secret": {secret},
				"code": {answer.Params().Get("code")}, "redirect_uri": {callback}, "code_verifier": {at.verifier}}
			tt.change(form)
			resp, err := http.PostForm(w.base+"/"+tt.tenant+"/oauth2/v2.0/token", form)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			var body struct {
				failureBody
				Token string `json:"access_token"`
			}
			if err := json.NewDecoder(resp.Body).Decode(&body); err != nil {
				t.Fatal(err)
			}
			if resp.StatusCode != tt.status || body.Error != tt.kind || (body.Token != "") != (tt.status == 200) {
				t.Errorf("got %d and %q (%s), want %d and %q", resp.StatusCode, body.Error, body.Description, tt.status, tt.kind)
			}
			if tt.code != 0 && !slices.Equal(body.Codes, []int{tt.code}) {
				t.Errorf("codes: got %v, want %d", body.Codes, tt.code)
			}
			if strings.Contains(body.Description, secret) || strings.Contains(body.Description, at.verifier) {
				t.Errorf("the failure shows a secret: %s", body.Description)
			}
		})
	}
}

// TestGoneMeanwhile: a code is worth nothing once its person cannot sign in.
func TestGoneMeanwhile(t *testing.T) {
	w := mount(t)
	a := w.app(t, tenantID, oidc.Config{})
	tests := []struct {
		name   string
		change func() error
		code   string
	}{
		{"disabled", func() error { p := anna(); p.Disabled = true; return w.s.AddPerson(p) }, "AADSTS50057"},
		{"removed", func() error { w.s.RemovePerson(tenantID, anna().ObjectID); return nil }, "AADSTS50034"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := w.s.AddPerson(anna()); err != nil {
				t.Fatal(err)
			}
			at := a.begin()
			answer, err := browser.SignIn(t.Context(), window(t), at.url, annaUPN)
			if err != nil {
				t.Fatal(err)
			}
			if err := tt.change(); err != nil {
				t.Fatal(err)
			}
			if _, err := a.finish(t.Context(), w.base, at, answer.Params()); err == nil || !strings.Contains(err.Error(), tt.code) {
				t.Errorf("got %v, want %s", err, tt.code)
			}
		})
	}
}

func TestBadConfiguration(t *testing.T) {
	s := open(t).s
	tests := []struct {
		name string
		err  error
	}{
		{"client without an id", s.Register(Client{Secret: "x"})},
		{"client without a proof", s.Register(Client{ID: "x"})},
		{"relative redirect URI", s.Register(Client{ID: "x", Secret: "x", RedirectURIs: []string{"/callback"}})},
		{"redirect URI with a fragment", s.Register(Client{ID: "x", Secret: "x", RedirectURIs: []string{"http://app.example/#x"}})},
		{"redirect URI of a script", s.Register(Client{ID: "x", Secret: "x", RedirectURIs: []string{"javascript://app.example/"}})},
		{"unknown optional claim", s.Register(Client{ID: "x", Secret: "x", OptionalClaims: []string{"x"}})},
		{"person without a name to sign in with", s.AddPerson(Person{TenantID: "t", ObjectID: "o"})},
		{"person without a tenant", s.AddPerson(Person{ObjectID: "o", UPN: "u"})},
		{"person of any tenant", s.AddPerson(Person{TenantID: "common", ObjectID: "o", UPN: "u"})},
		{"person with a path", s.AddPerson(Person{TenantID: "t/x", ObjectID: "o", UPN: "u"})},
		{"address without a host", func() error { _, err := s.SignIn("/emulator/entra"); return err }()},
		{"address with a pattern", func() error { _, err := s.SignIn("http://127.0.0.1/{x}"); return err }()},
		{"address with a query", func() error { _, err := s.SignIn("http://127.0.0.1/?x=y"); return err }()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.err == nil {
				t.Error("got no error")
			}
		})
	}
}

// TestRedaction: what is printed of people and clients tells neither who they are nor their secrets.
func TestRedaction(t *testing.T) {
	p := anna()
	for _, shown := range []string{
		fmt.Sprint(p), fmt.Sprintf("%+v", p), fmt.Sprintf("%#v", p), p.LogValue().String(),
		fmt.Sprint(Client{ID: "c", Secret: "hidden"}), fmt.Sprintf("%#v", Client{ID: "c", Secret: "hidden"}), Client{ID: "c", Secret: "hidden"}.LogValue().String(),
	} {
		for _, hidden := range []string{p.Name, p.UPN, p.Email, "hidden"} {
			if strings.Contains(shown, hidden) {
				t.Errorf("%q shows %q", shown, hidden)
			}
		}
	}
}
