package console

import (
	"crypto/ed25519"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

func TestSetupRefuses(t *testing.T) {
	key := base64.StdEncoding.EncodeToString(make([]byte, ed25519.PublicKeySize))
	tests := []struct {
		name, project, key, endpoint, checks string
		says                                 []string
	}{
		{name: "nothing", says: []string{"GOOGLE_CLOUD_PROJECT is not set", "FRONT_DOOR_KEY is not set"}},
		{name: "half a key", project: "p", key: key[:20], says: []string{"front door key is not 32 bytes"}},
		{name: "secrets in the clear", project: "p", key: key, endpoint: "http://192.0.2.1:80", says: []string{"unencrypted"}},
		{name: "broken custom checks", project: "p", key: key, checks: `[{"id":"mine"}]`, says: []string{"custom check 1"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv("GOOGLE_CLOUD_PROJECT", test.project)
			t.Setenv("FRONT_DOOR_KEY", test.key)
			t.Setenv("SECRET_MANAGER_ENDPOINT", test.endpoint)
			t.Setenv("CUSTOM_CHECKS", test.checks)
			_, err := setup(t.Context())
			if err == nil {
				t.Fatal("got no error")
			}
			for _, want := range test.says {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %q, want it to say %q", err, want)
				}
			}
		})
	}
}

// TestWhole serves the function as it is deployed, over the stand-ins and with
// the console's own rights.
func TestWhole(t *testing.T) {
	at := startStandins(t)
	c := newContract()
	now := slotOne.At
	write(t, openDB(t, at.all, at.allSecrets), &c, func() time.Time { now = now.Add(time.Second); return now })

	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOOGLE_CLOUD_PROJECT", testProject)
	t.Setenv("FRONT_DOOR_KEY", base64.StdEncoding.EncodeToString(public))
	t.Setenv("SECRET_MANAGER_ENDPOINT", "http://"+at.ownSecrets)
	t.Setenv("FIRESTORE_EMULATOR_HOST", at.own)
	function := serve.New(name, serve.Limits{Time: 10 * time.Second, Body: 1 << 10}, setup)

	claims := claimsFor(c.full, c.empty)
	claims["iat"], claims["exp"] = time.Now().Unix(), time.Now().Add(time.Minute).Unix()
	token := sign(t, private, claims)
	get := func(path string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		r.Header.Set("Accept", "text/html")
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		function.ServeHTTP(w, r)
		return w
	}
	of := "/tenants/" + c.full.String()
	tests := []struct {
		name, path string
		want       int
		says       string
	}{
		{"list", "/", http.StatusOK, "Aallokko Oy"},
		{"tenant", of, http.StatusOK, "It is so."},
		{"open finding", of + "/findings/" + string(c.open.ID), http.StatusOK, "Explained by AI"},
		{"resolved finding", of + "/findings/" + string(c.resolved.ID), http.StatusOK, "What was found last:"},
		{"tenant never scanned", "/tenants/" + c.empty.String(), http.StatusOK, "The first scan is on its way."},
		{"no such finding", of + "/findings/0nosuch", http.StatusNotFound, "There is no such page"},
		{"no such tenant", "/tenants/" + tenanttest.ID(t).String(), http.StatusNotFound, "There is no such page"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := get(test.path)
			if w.Code != test.want || !strings.Contains(w.Body.String(), test.says) {
				t.Errorf("got %v without %q:\n%s", w.Code, test.says, w.Body)
			}
		})
	}
}
