package console

import (
	"crypto/ed25519"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"vahti.ai/vahti/shared/auth"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// site is a console over memory with a front door that signs for it.
type site struct {
	handler http.Handler
	door    ed25519.PrivateKey
}

func newSite(t testing.TB, r reader) site {
	t.Helper()
	return siteWith(t, r, nil)
}

// siteWith is a site whose operator has checks of its own.
func siteWith(t testing.TB, r reader, operators []*check.Check) site {
	t.Helper()
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	v, err := auth.NewVerifier(base64.StdEncoding.EncodeToString(public), name, func() time.Time { return wall })
	if err != nil {
		t.Fatal(err)
	}
	c, err := newConsole(r, v, testChecks(), operators, func() time.Time { return wall })
	if err != nil {
		t.Fatal(err)
	}
	c.unique = func() string { return "FORM" }
	return site{c.handler(), private}
}

// claimsFor is what the front door says of somebody who may see tenants.
func claimsFor(ids ...tenant.ID) jwt.MapClaims {
	texts := []string{}
	for _, id := range ids {
		texts = append(texts, id.String())
	}
	return jwt.MapClaims{
		"iss": auth.Issuer, "aud": name, "sub": "aino", "tenants": texts,
		"iat": wall.Unix(), "exp": wall.Add(time.Minute).Unix(),
	}
}

// adminOf is what it says of somebody who may decide for them, too.
func adminOf(ids ...tenant.ID) jwt.MapClaims {
	c := claimsFor(ids...)
	c["admin"], c["ip"] = c["tenants"], "203.0.113.9"
	return c
}

func sign(t testing.TB, key ed25519.PrivateKey, claims jwt.MapClaims) string {
	t.Helper()
	token, err := jwt.NewWithClaims(jwt.SigningMethodEdDSA, claims).SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// get asks for a page as somebody who may see tenants, with a browser.
func (s site) get(t *testing.T, path string, ids ...tenant.ID) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	r.Header.Set("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
	r.Header.Set("Authorization", "Bearer "+sign(t, s.door, claimsFor(ids...)))
	return s.do(r)
}

// getAs asks for a page with claims of its own.
func (s site) getAs(t *testing.T, path string, claims jwt.MapClaims) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Authorization", "Bearer "+sign(t, s.door, claims))
	return s.do(r)
}

// post sends a form as a browser does from one of the console's pages.
func (s site) post(t *testing.T, path string, form url.Values, claims jwt.MapClaims, change ...func(*http.Request)) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Authorization", "Bearer "+sign(t, s.door, claims))
	for _, f := range change {
		f(r)
	}
	return s.do(r)
}

func (s site) do(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

func TestSignIn(t *testing.T) {
	id := tenanttest.ID(t)
	s := newSite(t, memory{id: sampleTenant()})
	_, stranger, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	with := func(change func(jwt.MapClaims)) string {
		c := claimsFor(id)
		change(c)
		return "Bearer " + sign(t, s.door, c)
	}
	valid := with(func(jwt.MapClaims) {})
	tests := []struct {
		name, authorization string
		want                int
	}{
		{"valid", valid, http.StatusOK},
		{"none", "", http.StatusUnauthorized},
		{"not a bearer", strings.Replace(valid, "Bearer", "Basic", 1), http.StatusUnauthorized},
		{"forged", "Bearer " + sign(t, stranger, claimsFor(id)), http.StatusUnauthorized},
		{"unsigned", "Bearer " + unsigned(t, claimsFor(id)), http.StatusUnauthorized},
		{"cut", valid[:len(valid)-4], http.StatusUnauthorized},
		{"expired", with(func(c jwt.MapClaims) {
			c["iat"], c["exp"] = wall.Add(-2*time.Minute).Unix(), wall.Add(-time.Minute).Unix()
		}), http.StatusUnauthorized},
		{"from the future", with(func(c jwt.MapClaims) { c["iat"] = wall.Add(time.Minute).Unix() }), http.StatusUnauthorized},
		{"too long a life", with(func(c jwt.MapClaims) { c["exp"] = wall.Add(time.Hour).Unix() }), http.StatusUnauthorized},
		{"for another function", with(func(c jwt.MapClaims) { c["aud"] = "api" }), http.StatusUnauthorized},
		{"from another issuer", with(func(c jwt.MapClaims) { c["iss"] = "someone" }), http.StatusUnauthorized},
		{"of nobody", with(func(c jwt.MapClaims) { delete(c, "sub") }), http.StatusUnauthorized},
	}
	paths := []string{"/", "/tenants/" + id.String(), "/tenants/" + id.String() + "/findings/0mfa", "/tenants/" + id.String() + "/timeline"}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, path := range paths {
				r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
				r.Header.Set("Accept", "text/html")
				if test.authorization != "" {
					r.Header.Set("Authorization", test.authorization)
				}
				w := s.do(r)
				if w.Code != test.want {
					t.Errorf("%s: got %v, want %v", path, w.Code, test.want)
				}
				if test.want == http.StatusUnauthorized && (!strings.Contains(w.Body.String(), "Sign in through the front door") || strings.Contains(w.Body.String(), "Aallokko")) {
					t.Errorf("%s: the page does not ask to sign in, or says more than that", path)
				}
			}
		})
	}
}

func unsigned(t *testing.T, claims jwt.MapClaims) string {
	t.Helper()
	token, err := jwt.NewWithClaims(jwt.SigningMethodNone, claims).SignedString(jwt.UnsafeAllowNoneSignatureType)
	if err != nil {
		t.Fatal(err)
	}
	return token
}
