package entra

import (
	"context"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"
)

const (
	tenantID = "11111111-2222-3333-4444-555555555555"
	clientID = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
	secret   = "s3cret~with+signs&more"
)

func graphScope() policy.TokenRequestOptions {
	return policy.TokenRequestOptions{Scopes: []string{"https://graph.microsoft.com/.default"}}
}

// fixture is a served stand-in and a client that trusts it.
type fixture struct {
	s         *Server
	authority string
	http      *http.Client
}

func open(t testing.TB, changes ...func(*Config)) *fixture {
	t.Helper()
	cfg := Config{CertDir: t.TempDir(), Clients: []Client{{ID: clientID, Secret: secret, Assertion: func(jwt string) error {
		if jwt != "good assertion" {
			return errors.New("not the assertion")
		}
		return nil
	}}}}
	for _, change := range changes {
		change(&cfg)
	}
	s, err := Open(cfg)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	authority, caFile, err := s.Serve()
	if err != nil {
		t.Fatalf("Serve: %v", err)
	}
	ca, err := os.ReadFile(caFile)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(ca) {
		t.Fatal("ca.pem holds no certificate")
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true}
	t.Cleanup(transport.CloseIdleConnections)
	return &fixture{s: s, authority: authority, http: &http.Client{Transport: transport}}
}

func (f *fixture) options() azcore.ClientOptions {
	return azcore.ClientOptions{
		Cloud:     cloud.Configuration{ActiveDirectoryAuthorityHost: f.authority},
		Transport: f.http,
	}
}

func (f *fixture) bySecret(tenant, client, value string) (azcore.TokenCredential, error) {
	return azidentity.NewClientSecretCredential(tenant, client, value, &azidentity.ClientSecretCredentialOptions{
		ClientOptions: f.options(), DisableInstanceDiscovery: true,
	})
}

func (f *fixture) byAssertion(tenant, assertion string) (azcore.TokenCredential, error) {
	get := func(context.Context) (string, error) { return assertion, nil }
	return azidentity.NewClientAssertionCredential(tenant, clientID, get, &azidentity.ClientAssertionCredentialOptions{
		ClientOptions: f.options(), DisableInstanceDiscovery: true,
	})
}

func TestCredentialsGetTokens(t *testing.T) {
	f := open(t)
	roles := []string{"Policy.Read.All", "User.Read.All"}
	f.s.AddTenant(strings.ToUpper(tenantID), roles)
	tests := []struct {
		name  string
		proof string
		cred  func() (azcore.TokenCredential, error)
	}{
		{"secret", "1", func() (azcore.TokenCredential, error) { return f.bySecret(tenantID, clientID, secret) }},
		{"assertion", "2", func() (azcore.TokenCredential, error) { return f.byAssertion(tenantID, "good assertion") }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cred, err := tt.cred()
			if err != nil {
				t.Fatal(err)
			}
			token, err := cred.GetToken(t.Context(), graphScope())
			if err != nil {
				t.Fatalf("GetToken: %v", err)
			}
			if life := time.Until(token.ExpiresOn); life < 59*time.Minute || life > 90*time.Minute {
				t.Errorf("lifetime: got %v, want 60 to 90 minutes", life)
			}
			tenant, got, err := f.s.Verify("Bearer " + token.Token)
			if err != nil || tenant != tenantID {
				t.Errorf("Verify: got %q, %v, want %q", tenant, err, tenantID)
			}
			if diff := cmp.Diff(roles, got); diff != "" {
				t.Errorf("roles (-want +got):\n%s", diff)
			}
			checkByPublishedKey(t, f, token.Token, tt.proof)
		})
	}
}

// checkByPublishedKey verifies a token as a stranger would: by the key at the configuration's jwks_uri.
func checkByPublishedKey(t *testing.T, f *fixture, token, proof string) {
	t.Helper()
	var configuration struct {
		Issuer string `json:"issuer"`
		Keys   string `json:"jwks_uri"`
	}
	f.get(t, f.authority+tenantID+"/v2.0/.well-known/openid-configuration", &configuration)
	if want := f.authority + tenantID + "/v2.0"; configuration.Issuer != want {
		t.Errorf("issuer: got %q, want %q", configuration.Issuer, want)
	}
	var set struct{ Keys []map[string]string }
	f.get(t, configuration.Keys, &set)
	parsed, err := jwt.Parse(token, func(tok *jwt.Token) (any, error) {
		i := slices.IndexFunc(set.Keys, func(k map[string]string) bool { return k["kid"] == tok.Header["kid"] })
		if i < 0 {
			return nil, errors.New("the key is not published")
		}
		n, errN := base64.RawURLEncoding.DecodeString(set.Keys[i]["n"])
		e, errE := base64.RawURLEncoding.DecodeString(set.Keys[i]["e"])
		return &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(new(big.Int).SetBytes(e).Int64())}, errors.Join(errN, errE)
	}, jwt.WithValidMethods([]string{"RS256"}), jwt.WithAudience("https://graph.microsoft.com"),
		jwt.WithIssuer("https://sts.windows.net/"+tenantID+"/"), jwt.WithExpirationRequired(), jwt.WithIssuedAt())
	if err != nil {
		t.Fatalf("verify by the published key: %v", err)
	}
	got := parsed.Claims.(jwt.MapClaims)
	for claim, want := range map[string]string{"tid": tenantID, "appid": clientID, "idtyp": "app", "appidacr": proof} {
		if got[claim] != want {
			t.Errorf("claim %s: got %v, want %s", claim, got[claim], want)
		}
	}
}

func (f *fixture) get(t *testing.T, url string, into any) {
	t.Helper()
	resp, err := f.http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: got %d, %v", url, resp.StatusCode, err)
	}
}

func TestClientRefusals(t *testing.T) {
	f := open(t)
	f.s.AddTenant(tenantID, nil)
	gone := "99999999-2222-3333-4444-555555555555"
	f.s.AddTenant(gone, []string{"User.Read.All"})
	f.s.RemoveTenant(gone)
	tests := []struct {
		name string
		cred func() (azcore.TokenCredential, error)
		code string
	}{
		{"unknown tenant", func() (azcore.TokenCredential, error) {
			return f.bySecret("00000000-0000-0000-0000-000000000001", clientID, secret)
		}, "AADSTS90002"},
		{"wrong secret", func() (azcore.TokenCredential, error) { return f.bySecret(tenantID, clientID, "wrong") }, "AADSTS7000215"},
		{"unknown client", func() (azcore.TokenCredential, error) { return f.bySecret(tenantID, gone, secret) }, "AADSTS700016"},
		{"consent withdrawn", func() (azcore.TokenCredential, error) { return f.bySecret(gone, clientID, secret) }, "AADSTS700016"},
		{"wrong assertion", func() (azcore.TokenCredential, error) { return f.byAssertion(tenantID, "bad") }, "AADSTS700027"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cred, err := tt.cred()
			if err != nil {
				t.Fatal(err)
			}
			_, err = cred.GetToken(t.Context(), graphScope())
			if err == nil || !strings.Contains(err.Error(), tt.code) {
				t.Errorf("GetToken: got %v, want %s", err, tt.code)
			}
			if err != nil && strings.Contains(err.Error(), secret) {
				t.Errorf("GetToken: the error shows the secret: %v", err)
			}
		})
	}
}

func TestTokenEndpoint(t *testing.T) {
	f := open(t, func(cfg *Config) {
		cfg.Clients = append(cfg.Clients, Client{ID: "secret-only", Secret: secret})
	})
	f.s.AddTenant(tenantID, nil)
	good := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {clientID}, "client_secret": {secret},
		"scope": {"https://graph.microsoft.com/.default"},
	}
	tests := []struct {
		name   string
		change func(url.Values)
		status int
		kind   string
		code   int
	}{
		{"good", func(url.Values) {}, 200, "", 0},
		{"graph by its id", func(v url.Values) { v.Set("scope", graphAppID+"/.default") }, 200, "", 0},
		{"no grant", func(v url.Values) { v.Del("grant_type") }, 400, "invalid_request", 900144},
		{"other grant", func(v url.Values) { v.Set("grant_type", "password") }, 400, "unsupported_grant_type", 70003},
		{"no scope", func(v url.Values) { v.Del("scope") }, 400, "invalid_scope", 70011},
		{"other scope", func(v url.Values) { v.Set("scope", "User.Read") }, 400, "invalid_scope", 70011},
		{"no client", func(v url.Values) { v.Del("client_id") }, 400, "invalid_request", 900144},
		{"no proof", func(v url.Values) { v.Del("client_secret") }, 401, "invalid_client", 7000218},
		{"wrong secret", func(v url.Values) { v.Set("client_secret", "x") }, 401, "invalid_client", 7000215},
		{"assertion of a client with none", func(v url.Values) {
			v.Set("client_id", "secret-only")
			v.Set("client_assertion", "x")
			v.Set("client_assertion_type", assertionType)
		}, 401, "invalid_client", 700213},
		{"unknown client", func(v url.Values) { v.Set("client_id", "x") }, 400, "unauthorized_client", 700016},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			form := url.Values{}
			for k, v := range good {
				form[k] = slices.Clone(v)
			}
			tt.change(form)
			resp, err := f.http.PostForm(f.authority+tenantID+"/oauth2/v2.0/token", form)
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
				t.Errorf("got %d and %q, want %d and %q", resp.StatusCode, body.Error, tt.status, tt.kind)
			}
			if tt.code != 0 && (!slices.Equal(body.Codes, []int{tt.code}) ||
				!strings.HasPrefix(body.Description, fmt.Sprintf("AADSTS%d: ", tt.code)) || body.Correlation == "") {
				t.Errorf("failure: got %+v, want code %d", body.failureBody, tt.code)
			}
		})
	}
	resp, err := f.http.Get(f.authority + tenantID + "/oauth2/v2.0/token")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if b, _ := io.ReadAll(resp.Body); resp.StatusCode != 400 || !strings.Contains(string(b), "AADSTS900561") {
		t.Errorf("GET of the token endpoint: got %d %s", resp.StatusCode, b)
	}
}

func TestThrottledClientTriesAgain(t *testing.T) {
	var asked atomic.Int64
	f := open(t, func(cfg *Config) {
		cfg.Throttle = func(tenant string) time.Duration {
			if tenant == tenantID && asked.Add(1) == 1 {
				return time.Second
			}
			return 0
		}
	})
	f.s.AddTenant(tenantID, nil)
	cred, err := f.bySecret(tenantID, clientID, secret)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if _, err := cred.GetToken(t.Context(), graphScope()); err != nil {
		t.Fatalf("GetToken: %v", err)
	}
	if asked.Load() != 2 || time.Since(start) < 900*time.Millisecond {
		t.Errorf("got a token after %d requests and %v, want 2 and the wait asked for", asked.Load(), time.Since(start))
	}
}

func TestInstanceDiscovery(t *testing.T) {
	f := open(t)
	var body struct {
		Endpoint string `json:"tenant_discovery_endpoint"`
		Metadata []struct{ Aliases []string }
	}
	query := url.Values{"api-version": {"1.1"}, "authorization_endpoint": {f.authority + tenantID + "/oauth2/v2.0/authorize"}}
	f.get(t, f.authority+"common/discovery/instance?"+query.Encode(), &body)
	if want := f.authority + tenantID + "/v2.0/.well-known/openid-configuration"; body.Endpoint != want || len(body.Metadata) != 1 {
		t.Errorf("got %+v, want the endpoint %s", body, want)
	}
	query.Set("authorization_endpoint", "https://login.example.com/x/oauth2/v2.0/authorize")
	resp, err := f.http.Get(f.authority + "common/discovery/instance?" + query.Encode())
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusBadRequest {
		t.Errorf("another authority: got %d, want 400", resp.StatusCode)
	}
}

func TestStrangersDoNotTrustTheCertificate(t *testing.T) {
	f := open(t)
	var unknown *tls.CertificateVerificationError
	if _, err := http.Get(f.authority); !errors.As(err, &unknown) {
		t.Errorf("without the authority's certificate: got %v, want a verification error", err)
	}
}
