package signin

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	secretmanager "cloud.google.com/go/secretmanager/apiv1"
	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/shared/auth/oidc"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/identity"
	"vahti.ai/vahti/shared/serve"
)

func TestSetupRefuses(t *testing.T) {
	whole := map[string]string{"GOOGLE_CLOUD_PROJECT": "p", "PUBLIC_ADDRESS": "https://vahti.example", "ENTRA_CLIENT_ID": "c",
		"GRAPH_CLIENT_ID": "g", "AGREEMENT_ADDRESS": "https://vahti.example/agreement", "SECURITY_CONTACT": "https://vahti.example/security",
		"SECRET_MANAGER_ENDPOINT": "http://127.0.0.1:1", "FIRESTORE_EMULATOR_HOST": "127.0.0.1:1"}
	tests := []struct {
		name   string
		change map[string]string
		says   []string
	}{
		{"nothing", map[string]string{"GOOGLE_CLOUD_PROJECT": "", "PUBLIC_ADDRESS": "", "ENTRA_CLIENT_ID": "", "GRAPH_CLIENT_ID": "", "AGREEMENT_ADDRESS": ""},
			[]string{"GOOGLE_CLOUD_PROJECT is not set", "PUBLIC_ADDRESS is not set", "ENTRA_CLIENT_ID is not set", "GRAPH_CLIENT_ID is not set", "AGREEMENT_ADDRESS is not set"}},
		{"without TLS", map[string]string{"PUBLIC_ADDRESS": "http://vahti.example"}, []string{"PUBLIC_ADDRESS: an address without TLS"}},
		{"a path", map[string]string{"PUBLIC_ADDRESS": "https://vahti.example/console"}, []string{"PUBLIC_ADDRESS: not an address"}},
		{"a user", map[string]string{"PUBLIC_ADDRESS": "https://me:secret@vahti.example"}, []string{"PUBLIC_ADDRESS: not an address"}},
		{"no host", map[string]string{"PUBLIC_ADDRESS": "vahti"}, []string{"PUBLIC_ADDRESS: not an address"}},
		{"secrets in the clear", map[string]string{"SECRET_MANAGER_ENDPOINT": "http://192.0.2.1:80"}, []string{"unencrypted"}},
		{"proxies that are no number", map[string]string{"PROXIES": "one"}, []string{"PROXIES is not a whole number"}},
		{"proxies below none", map[string]string{"PROXIES": "-1"}, []string{"PROXIES must be 0 or more"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for name, value := range whole {
				t.Setenv(name, value)
			}
			for name, value := range tt.change {
				t.Setenv(name, value)
			}
			_, err := setup(t.Context())
			if err == nil {
				t.Fatal("got no error")
			}
			for _, want := range tt.says {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %q, want it to say %q", err, want)
				}
			}
			if strings.Contains(err.Error(), "me:secret") {
				t.Error("the error holds a secret")
			}
		})
	}
}

// TestWhole serves the function as it is deployed, over the stand-ins and with its own
// rights.
func TestWhole(t *testing.T) {
	at := startStandins(t, rights())
	_, keys := open(t, at.all, at.allSecrets)
	if _, err := keys.CreatePeople(t.Context()); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"GOOGLE_CLOUD_PROJECT": project, "PUBLIC_ADDRESS": "https://vahti.example", "ENTRA_CLIENT_ID": clientID,
		"ENTRA_CLIENT_SECRET_NAME": identity.SignInSecret, "PUBSUB_EMULATOR_HOST": "127.0.0.1:1", "GRAPH_CLIENT_ID": graphID, "AGREEMENT_ADDRESS": "https://vahti.example/agreement", "SECURITY_CONTACT": "mailto:security@vahti.example",
		"SECRET_MANAGER_ENDPOINT": "http://" + at.ownSecrets, "FIRESTORE_EMULATOR_HOST": at.own} {
		t.Setenv(name, value)
	}
	storeSecret(t, at.allSecrets)
	function := serve.New(name, serve.Limits{Time: 20 * time.Second, Body: maxForm}, setup)
	ask := func(method, path, form string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(form))
		r.Header.Set("Accept", "text/html")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.Header.Set("X-Forwarded-For", "198.51.100.1, "+home)
		w := httptest.NewRecorder()
		function.ServeHTTP(w, r)
		return w
	}
	if w := ask(http.MethodGet, "/signin", ""); w.Code != http.StatusOK || w.Header().Get("Strict-Transport-Security") == "" ||
		!strings.Contains(w.Header().Get("Content-Security-Policy"), "form-action 'self' https://login.microsoftonline.com;") {
		t.Errorf("got %v %v", w.Code, w.Header())
	}
	began := time.Now()
	if w := ask(http.MethodPost, "/signin/password", "email=nobody%40aalto.example&password=nothing+of+the+kind"); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "is not right") || time.Since(began) < evenTime {
		t.Errorf("got %v after %v, want it to take %v:\n%s", w.Code, time.Since(began), evenTime, w.Body)
	}
	began = time.Now()
	if w := ask(http.MethodPost, "/signin/forgot", "email=nobody%40aalto.example"); w.Code != http.StatusOK || time.Since(began) < evenTime {
		t.Errorf("got %v after %v, want it to take %v", w.Code, time.Since(began), evenTime)
	}
	if w := ask(http.MethodPost, "/signin/passkey/options", ""); w.Code != http.StatusOK || !strings.Contains(strings.Join(w.Header().Values("Set-Cookie"), " "), "__Host-vahti-passkey=") ||
		!strings.Contains(w.Body.String(), `"rpId":"vahti.example"`) {
		t.Errorf("got %v %v", w.Code, w.Header())
	}
	if w := ask(http.MethodPost, "/signin/password", "email="+strings.Repeat("x", maxForm)); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a large form: got %v", w.Code)
	}
}

// storeSecret keeps the registration's secret where the function reads it.
func storeSecret(t *testing.T, vault string) {
	t.Helper()
	options, err := endpoint.Options("http://" + vault)
	if err != nil {
		t.Fatal(err)
	}
	client, err := secretmanager.NewClient(t.Context(), options...)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	parent := "projects/" + project
	_, err1 := client.CreateSecret(t.Context(), &secretmanagerpb.CreateSecretRequest{Parent: parent, SecretId: identity.SignInSecret,
		Secret: &secretmanagerpb.Secret{Replication: &secretmanagerpb.Replication{Replication: &secretmanagerpb.Replication_Automatic_{Automatic: &secretmanagerpb.Replication_Automatic{}}}}})
	_, err2 := client.AddSecretVersion(t.Context(), &secretmanagerpb.AddSecretVersionRequest{Parent: parent + "/secrets/" + identity.SignInSecret,
		Payload: &secretmanagerpb.SecretPayload{Data: []byte(clientSecret)}})
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
}

// TestNoSignInWithoutTrail signs in while the audit trail cannot be written.
func TestNoSignInWithoutTrail(t *testing.T) {
	grants := rights()
	grants[2] = firestore.Grant{Database: "audit", Get: true, List: true}
	w := newWorldWith(t, grants)
	p := w.person(t, "anna", means{passkey: true})
	v := w.visitor(t)
	a := v.byPasskey(t, p)
	a.wants(t, http.StatusInternalServerError, "Something went wrong")
	if strings.Contains(strings.Join(a.header.Values("Set-Cookie"), " "), "vahti-session") || v.signedIn(t) {
		t.Error("somebody is signed in")
	}
	sessions, err := w.accounts.Sessions(t.Context(), p.id)
	if err != nil || len(sessions) != 1 { // of the setting up
		t.Errorf("%d sessions are open, %v, want none of the sign-in", len(sessions), err)
	}
}

func TestHeaders(t *testing.T) {
	w := newWorld(t)
	p := w.person(t, "anna", means{passkey: true})
	v := w.visitor(t)
	v.byPasskey(t, p)
	for _, path := range []string{"/signin", "/account", "/nothing", "/signin/forgot", callbackPath} {
		h := v.get(t, path).header
		for header, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-store", "Content-Type": "text/html; charset=utf-8",
			"Cross-Origin-Opener-Policy": "same-origin",
		} {
			if got := h.Get(header); got != want {
				t.Errorf("%s %s: got %q, want %q", path, header, got, want)
			}
		}
		policy := h.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none'; style-src 'self'; form-action 'self' "+w.base+"; frame-ancestors 'none'; base-uri 'none'") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: the policy is %q", path, policy)
		}
		if got, want := strings.Contains(policy, "script-src 'self'"), path == "/signin" || path == "/account"; got != want {
			t.Errorf("%s: scripts are allowed: %v, want %v", path, got, want)
		}
	}
	for path, kind := range map[string]string{"/signin/style.css": "text/css; charset=utf-8", "/signin/passkey.js": "text/javascript; charset=utf-8"} {
		a := v.get(t, path)
		if a.status != http.StatusOK || a.header.Get("Content-Type") != kind || a.header.Get("ETag") == "" {
			t.Errorf("%s: got %d %v", path, a.status, a.header)
		}
		again := v.do(t, http.MethodGet, path, nil, func(r *http.Request) { r.Header.Set("If-None-Match", a.header.Get("ETag")) })
		if again.status != http.StatusNotModified || again.body != "" {
			t.Errorf("%s with the tag: got %d", path, again.status)
		}
	}
}

// TestErrors is about who reads an error: browsers a page, others a problem document.
func TestErrors(t *testing.T) {
	w := newWorld(t)
	v := w.visitor(t)
	json := func(r *http.Request) { r.Header.Set("Accept", "application/json") }
	a := v.do(t, http.MethodGet, "/nothing", nil, json)
	if a.status != http.StatusNotFound || a.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("got %d %v", a.status, a.header)
	}
	a = v.do(t, http.MethodPost, "/signin/passkey/options", values("second", "1"), json)
	if a.status != http.StatusForbidden || a.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("got %d %v", a.status, a.header)
	}
	v.do(t, http.MethodPut, "/signin", nil).wants(t, http.StatusMethodNotAllowed, "That cannot be done here")
}

// TestMicrosoftIsGone signs in while Microsoft gives no usable answer.
func TestMicrosoftIsGone(t *testing.T) {
	w := newWorld(t)
	w.site.entra = oidc.New(oidc.Config{Authority: w.base + "/nowhere", ClientID: clientID, Secret: holds(clientSecret), Redirect: w.base + callbackPath, Now: w.Now})
	w.visitor(t).post(t, "/signin/microsoft").wants(t, http.StatusBadGateway, "Microsoft does not answer")
}

// TestContrast measures the colours of the style sheet, light and dark: text must
// reach the 4.5 to 1 that WCAG asks for at level AA.
func TestContrast(t *testing.T) {
	css := string(style)
	colour := regexp.MustCompile(`--([\w-]+): (#[0-9a-f]{6})`)
	light, dark := map[string]string{}, map[string]string{}
	cut := strings.Index(css, "@media (prefers-color-scheme: dark)")
	for _, m := range colour.FindAllStringSubmatch(css[:cut], -1) {
		light[m[1]], dark[m[1]] = m[2], m[2]
	}
	for _, m := range colour.FindAllStringSubmatch(css[cut:], -1) {
		dark[m[1]] = m[2]
	}
	pairs := [][2]string{{"ink", "page"}, {"ink", "card"}, {"ink", "unknown-soft"}, {"ink", "fail-soft"}, {"ink", "pass-soft"}, {"muted", "page"}, {"muted", "card"},
		{"link", "page"}, {"link", "card"}, {"link", "fail-soft"}, {"top-ink", "top"}, {"card", "link"}, {"pass", "card"}}
	for scheme, colours := range map[string]map[string]string{"light": light, "dark": dark} {
		for _, p := range pairs {
			t.Run(fmt.Sprintf("%s %s on %s", scheme, p[0], p[1]), func(t *testing.T) {
				a, b := luminance(t, colours[p[0]]), luminance(t, colours[p[1]])
				if ratio := (max(a, b) + .05) / (min(a, b) + .05); ratio < 4.5 {
					t.Errorf("got %.2f, want 4.5 or more", ratio)
				}
			})
		}
	}
}

// luminance is the relative luminance of "#rrggbb" as WCAG defines it.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	if len(colour) != 7 {
		t.Fatalf("%q is no colour", colour)
	}
	sum := 0.0
	for i, weight := range []float64{.2126, .7152, .0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= .04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
