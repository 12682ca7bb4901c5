package api

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	secretmanager "cloud.google.com/go/secretmanager/apiv1"

	"vahti.ai/vahti/emulator/firestore"
	secrets "vahti.ai/vahti/emulator/secretmanager"
	"vahti.ai/vahti/emulator/standintest/membertest"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/identity"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/apikey"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

// TestWhole serves the function as it is deployed, over the stand-ins and with the
// API's own rights, and asks by a key.
func TestWhole(t *testing.T) {
	fs, err := firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db")})
	must(t, err)
	t.Cleanup(func() { _ = fs.Close() })
	sm, err := secrets.Open(secrets.Config{Path: filepath.Join(t.TempDir(), "secrets.db"), Project: testProject})
	must(t, err)
	t.Cleanup(func() { _ = sm.Close() })
	var addrs [4]string
	var errs [4]error
	addrs[0], errs[0] = fs.Serve("operator", nil)
	addrs[1], errs[1] = sm.Serve("operator", nil)
	addrs[2], errs[2] = fs.Serve(name, ownRights(t))
	addrs[3], errs[3] = sm.Serve(name, []secrets.Grant{{Prefix: identity.TenantKeys, Access: true}, {Prefix: identity.PeopleKey, Access: true}})
	must(t, errors.Join(errs[:]...))

	t.Setenv("FIRESTORE_EMULATOR_HOST", addrs[0])
	ctx := context.WithoutCancel(t.Context())
	options, err := endpoint.Options("http://" + addrs[1])
	must(t, err)
	client, err := secretmanager.NewClient(ctx, options...)
	must(t, err)
	t.Cleanup(func() { _ = client.Close() })
	keys := seal.NewKeys(client, testProject, time.Now)
	must(t, only(keys.CreatePeople(ctx)))
	db, err := store.Open(ctx, testProject, keys, store.VahtiDatabase, store.AdviceDatabase, store.AuditDatabase, store.PeopleDatabase)
	must(t, err)
	id, err := fleet.New(db, time.Now).Put(ctx, fleet.NewTenant{Profile: tenant.Profile{Name: "Aallokko Oy", EntraID: "00000000-0000-0000-0000-000000000001"}, Language: "en", Interval: time.Hour})
	must(t, err)
	h, err := db.Tenant(id)
	must(t, err)
	membertest.SignsIn(t, fs, testProject, owner)
	must(t, only(member.Found(ctx, h, personOf(owner), "", time.Now())))
	_, text, err := apikey.Create(ctx, h, apikey.Wish{Name: "script", Permissions: []tenant.Permission{tenant.Read}, Expires: time.Now().Add(time.Hour)}, member.Actor{Account: owner, Name: personOf(owner).Email}, time.Now())
	must(t, err)

	t.Setenv("GOOGLE_CLOUD_PROJECT", testProject)
	t.Setenv("PUBLIC_ADDRESS", "http://127.0.0.1:8080")
	t.Setenv("SECRET_MANAGER_ENDPOINT", "http://"+addrs[3])
	t.Setenv("FIRESTORE_EMULATOR_HOST", addrs[2])
	t.Setenv("PROXIES", "0")
	t.Setenv("PUBSUB_EMULATOR_HOST", addrs[2]) // nothing is published here
	function := serve.New(name, serve.Limits{Time: 10 * time.Second, Body: 1 << 20}, setup)
	get := func(path, token string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		rec := httptest.NewRecorder()
		function.ServeHTTP(rec, r)
		return rec
	}
	of := base + "/tenants/" + id.String()
	tests := []struct {
		name, path, token string
		want              int
		says              string
	}{
		{"description", documentPath, "", http.StatusOK, `"openapi":"3.1.0"`},
		{"nobody", of, "", http.StatusUnauthorized, "unauthorized"},
		{"another's token", of, "eyJhbGciOiJub25lIn0.e30.", http.StatusUnauthorized, "unauthorized"},
		{"me", base + "/me", string(text), http.StatusOK, `"way":"key"`},
		{"tenants", base + "/tenants", string(text), http.StatusOK, id.String()},
		{"tenant", of, string(text), http.StatusOK, "Aallokko Oy"},
		{"status", of + "/status", string(text), http.StatusOK, `"step":"scan","done":false`},
		{"findings", of + "/findings", string(text), http.StatusOK, `"items":[]`},
		{"checks", of + "/checks?limit=2", string(text), http.StatusOK, `"next":`},
		{"look-up", of + "/lookup?id=somebody", string(text), http.StatusOK, `"items":[]`},
		{"the trail", of + "/trail", string(text), http.StatusForbidden, "forbidden"},
		{"another tenant", base + "/tenants/t" + strings.Repeat("a", 24), string(text), http.StatusNotFound, "not-found"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rec := get(tt.path, tt.token)
			if rec.Code != tt.want || !strings.Contains(rec.Body.String(), tt.says) {
				t.Errorf("got %d without %q: %s", rec.Code, tt.says, rec.Body)
			}
		})
	}
}
