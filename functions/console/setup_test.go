package console

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

func TestSetupRefuses(t *testing.T) {
	good := map[string]string{"GOOGLE_CLOUD_PROJECT": "p", "PUBLIC_ADDRESS": publicURL}
	tests := []struct {
		name string
		set  map[string]string
		says []string
	}{
		{"nothing", map[string]string{"GOOGLE_CLOUD_PROJECT": "", "PUBLIC_ADDRESS": ""}, []string{"GOOGLE_CLOUD_PROJECT is not set", "PUBLIC_ADDRESS is not set"}},
		{"an address with a path", map[string]string{"PUBLIC_ADDRESS": publicURL + "/console"}, []string{"PUBLIC_ADDRESS: not an address"}},
		{"no address", map[string]string{"PUBLIC_ADDRESS": "vahti"}, []string{"PUBLIC_ADDRESS: not an address"}},
		{"no TLS", map[string]string{"PUBLIC_ADDRESS": "http://vahti.example"}, []string{"PUBLIC_ADDRESS: an address without TLS"}},
		{"fewer than no proxies", map[string]string{"PROXIES": "-1"}, []string{"PROXIES"}},
		{"secrets in the clear", map[string]string{"SECRET_MANAGER_ENDPOINT": "http://192.0.2.1:80"}, []string{"unencrypted"}},
		{"broken custom checks", map[string]string{"CUSTOM_CHECKS": `[{"id":"mine"}]`}, []string{"custom check 1"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, set := range []map[string]string{{"PROXIES": "", "SECRET_MANAGER_ENDPOINT": "http://127.0.0.1:1", "FIRESTORE_EMULATOR_HOST": "127.0.0.1:1", "CUSTOM_CHECKS": ""}, good, test.set} {
				for variable, value := range set {
					t.Setenv(variable, value)
				}
			}
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
// the console's own rights, to a person who has signed in.
func TestWhole(t *testing.T) {
	w := newWorld(t, time.Now)
	c := newContract()
	now := slotOne.At
	write(t, w.db, &c, func() time.Time { now = now.Add(time.Second); return now })
	aino := w.person(t, "aino@aallokko.example", false)
	for _, id := range []tenant.ID{c.full, c.empty} {
		h, err := w.db.Tenant(id)
		if err != nil {
			t.Fatal(err)
		}
		w.owner(t, h, aino, w.now())
	}
	foreign := w.tenant(t, "Foreign Ltd", "00000000-0000-0000-0000-000000000003")

	t.Setenv("GOOGLE_CLOUD_PROJECT", testProject)
	t.Setenv("PUBLIC_ADDRESS", publicURL)
	t.Setenv("SECRET_MANAGER_ENDPOINT", "http://"+w.at.ownSecrets)
	t.Setenv("FIRESTORE_EMULATOR_HOST", w.at.own)
	function := serve.New(name, serve.Limits{Time: 10 * time.Second, Body: 1 << 10}, setup)

	get := func(path string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		r.Header.Set("Accept", "text/html")
		r.AddCookie(aino.cookie)
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
		{"another's tenant", "/tenants/" + foreign.ID().String(), http.StatusNotFound, "There is no such page"},
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
