package graph_test

import (
	"context"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	standin "vahti.ai/vahti/emulator/graph"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/snapshot"
)

const tenantID = "11111111-2222-3333-4444-555555555555"

// credentials of a token server that gives every tenant the token "t-<tenant>".
func credentials(t testing.TB) graph.Credentials {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tenant, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		base := "https://" + r.Host + "/" + tenant
		w.Header().Set("Content-Type", "application/json")
		if strings.HasSuffix(r.URL.Path, "/.well-known/openid-configuration") {
			fmt.Fprintf(w, `{"issuer":%q,"authorization_endpoint":%q,"token_endpoint":%q}`, base+"/v2.0", base+"/authorize", base+"/token")
			return
		}
		fmt.Fprintf(w, `{"token_type":"Bearer","expires_in":3600,"access_token":"t-%s"}`, tenant)
	}))
	t.Cleanup(server.Close)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	return graph.Credentials{ClientID: "vahti", Secret: func(context.Context) (string, error) { return "secret", nil }, Authority: server.URL + "/", CAFile: ca, DisableInstanceDiscovery: true}
}

// serve serves recorded tenants with faults and returns a reader before them.
func serve(t *testing.T, faults standin.Faults, dirs ...string) (*standin.Server, *graph.Reader) {
	t.Helper()
	return serveAs(t, standin.Config{Faults: faults}, dirs...)
}

// serveDenied serves recorded tenants that grant no permission for some paths.
func serveDenied(t *testing.T, deny []string, dirs ...string) (*standin.Server, *graph.Reader) {
	t.Helper()
	return serveAs(t, standin.Config{Deny: deny}, dirs...)
}

func serveAs(t testing.TB, cfg standin.Config, dirs ...string) (*standin.Server, *graph.Reader) {
	t.Helper()
	cfg.Authenticate = func(bearer string) (string, bool) { return strings.CutPrefix(bearer, "t-") }
	cfg.Rand = rand.New(rand.NewPCG(1, 2)).Float64
	cfg.Dir = t.TempDir()
	server := standin.Open(cfg)
	for _, dir := range dirs {
		recording, err := standin.Load(dir)
		if err != nil {
			t.Fatal(err)
		}
		if err := server.Add(recording); err != nil {
			t.Fatal(err)
		}
	}
	base, err := server.Serve()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return server, readerAt(t, base, credentials(t))
}

// everything is all but what takes a request per person, which has its own test.
func everything() []snapshot.Resource {
	var want []snapshot.Resource
	for _, row := range graph.Table() {
		if !snapshot.TakesTurns(row.Key) {
			want = append(want, row.Resource)
		}
	}
	return want
}

// record writes a tenant that has something of everything, more than a page of
// some.
func record(t *testing.T) string {
	dir := t.TempDir()
	put := func(path string, v any) {
		t.Helper()
		file := filepath.Join(dir, filepath.FromSlash(path)+".json")
		raw, err := json.Marshal(v)
		if err == nil {
			err = os.MkdirAll(filepath.Dir(file), 0o755)
		}
		if err == nil {
			err = os.WriteFile(file, raw, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	list := func(n int, entity func(i int) map[string]any) map[string]any {
		value := make([]map[string]any, n)
		for i := range value {
			value[i] = entity(i)
		}
		return map[string]any{"value": value}
	}
	put("tenant", map[string]any{"id": tenantID, "displayName": "Contoso", "asOf": "2026-03-04T10:00:00Z"})
	for _, row := range graph.Table() {
		switch row.Key.Kind() {
		case snapshot.Singleton:
			put(string(row.Resource), map[string]any{"id": "x", "isEnabled": true})
		case snapshot.Collection:
			put(string(row.Resource), list(2, func(i int) map[string]any {
				return map[string]any{"id": fmt.Sprint("e", i), "displayName": "Something", "scopeId": "/", "scopeType": "DirectoryRole"}
			}))
		}
	}
	put("v1.0/users", list(2100, func(i int) map[string]any {
		return map[string]any{"id": fmt.Sprint("u", i), "displayName": "Someone", "accountEnabled": i%2 == 0, "jobTitle": "not asked for"}
	}))
	apps := []string{"00000003-0000-0000-c000-000000000000", "00000002-0000-0ff1-ce00-000000000000"}
	put("v1.0/servicePrincipals", list(1050, func(i int) map[string]any {
		app := fmt.Sprint("app", i)
		if i < len(apps) {
			app = apps[i]
		}
		return map[string]any{"id": fmt.Sprint("sp", i), "appId": app}
	}))
	for i := range apps {
		put(fmt.Sprintf("v1.0/servicePrincipals/sp%d/appRoleAssignedTo", i), list(1001, func(k int) map[string]any {
			return map[string]any{"id": fmt.Sprint("a", k), "appRoleId": "r", "principalId": fmt.Sprint("sp", k)}
		}))
		put(fmt.Sprintf("v1.0/servicePrincipals/sp%d/delegatedPermissionClassifications", i), list(0, nil))
	}
	put("v1.0/policies/roleManagementPolicyAssignments", list(131, func(i int) map[string]any {
		return map[string]any{"id": fmt.Sprint("p", i), "roleDefinitionId": fmt.Sprint("r", i), "scopeId": "/", "scopeType": "DirectoryRole",
			"policy": map[string]any{"id": "x", "rules": []any{map[string]any{"id": "Expiration_EndUser_Assignment", "maximumDuration": "PT8H"}}}}
	}))
	put("v1.0/roleManagement/directory/roleAssignments", list(40, func(i int) map[string]any {
		kind, id := "user", fmt.Sprint("u", i)
		if i%10 == 0 {
			kind, id = "group", fmt.Sprint("g", i)
		}
		return map[string]any{"id": fmt.Sprint("ra", i), "principalId": id, "roleDefinitionId": "r1", "directoryScopeId": "/",
			"principal": map[string]any{"@odata.type": "#microsoft.graph." + kind, "id": id}}
	}))
	put("v1.0/roleManagement/directory/roleEligibilitySchedules", list(2, func(i int) map[string]any {
		return map[string]any{"id": fmt.Sprint("e", i), "principalId": fmt.Sprint("u", i), "roleDefinitionId": "r1"}
	}))
	for i := range 50 {
		put(fmt.Sprintf("v1.0/users/u%d/licenseDetails", i), list(1, func(int) map[string]any { return map[string]any{"skuId": "s"} }))
	}
	for i := range 2 {
		put(fmt.Sprintf("v1.0/deviceManagement/windowsMalwareInformation/e%d/deviceMalwareStates", i), list(1, func(int) map[string]any { return map[string]any{"id": "d"} }))
	}
	for i := 0; i < 40; i += 10 {
		put(fmt.Sprintf("v1.0/groups/g%d/owners", i), list(1, func(k int) map[string]any { return map[string]any{"id": "u1"} }))
		put(fmt.Sprintf("v1.0/groups/g%d/transitiveMembers", i), list(3, func(k int) map[string]any {
			return map[string]any{"@odata.type": "#microsoft.graph.user", "id": fmt.Sprint("u", i+k), "displayName": "Someone"}
		}))
	}
	return dir
}

// TestStandIn reads a whole tenant from the stand-in: without faults at the
// floor, and with many faults the very same.
func TestStandIn(t *testing.T) {
	dir := record(t)
	server, reader := serve(t, standin.Faults{}, dir)
	calm := snapshot.New(time.Now(), snapshot.Settings{})
	stats, err := reader.Read(t.Context(), tenantID, calm, graph.Order{Want: everything()})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[snapshot.Resource]snapshot.Unread{}, stats.Unread); diff != "" {
		t.Errorf("unread (-want +got):\n%s", diff)
	}
	// Together: what is asked for of v1.0, in five batches because of as many
	// resources of identity protection, and of beta, in two because of as many logs and
	// reports; what hangs under groups,
	// applications and malware; and what hangs under the holders of roles. Besides: 3
	// pages of users, 2 of service principals, 4 logs and reports, and a second page
	// of the app role assignments of two applications.
	const floor = 5 + 2 + 1 + 4 + 3 + 2 + 4 + 2
	if stats.Floor != floor || stats.Requests > floor+2 {
		t.Errorf("got %d requests and floor %d, want %d", stats.Requests, stats.Floor, floor)
	}
	if seen := server.Stats(tenantID); int(seen.Requests) != stats.Requests {
		t.Errorf("counted %d requests, the stand-in %d", stats.Requests, seen.Requests)
	}
	if got := len(snapshot.Users.Of(calm)); got != 2100 {
		t.Errorf("got %d users, want 2100", got)
	}
	if got, _ := snapshot.GroupMembers.Of(calm, "g10"); len(got) != 3 || got[0].Type != snapshot.TypeUser {
		t.Errorf("got members %v, want 3 users", got)
	}
	if got := snapshot.RoleManagementPolicies.Of(calm); len(got) != 131 || len(got[0].Policy.Rules) != 1 {
		t.Errorf("got %d role policies, want 131 with a rule each", len(got))
	}

	faulty, reader := serve(t, standin.Faults{TooMany: .1, ServerError: .1, Cut: .1, EmptyPage: .2}, dir)
	stormy := snapshot.New(calm.Now, snapshot.Settings{})
	stats, err = reader.Read(t.Context(), tenantID, stormy, graph.Order{Want: everything()})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(contents(t, calm), contents(t, stormy)); diff != "" {
		t.Errorf("read under faults (-calm +stormy):\n%s", diff)
	}
	if seen := faulty.Stats(tenantID); int(seen.Requests) != stats.Requests || stats.Requests <= floor {
		t.Errorf("counted %d requests, the stand-in %d; want the same and more than %d", stats.Requests, seen.Requests, floor)
	}
}

// contents is what a snapshot holds, by resource: the entities of a collection in
// the order of their text, for the order in which they were read says nothing.
func contents(t *testing.T, s *snapshot.Snapshot) map[snapshot.Resource]any {
	t.Helper()
	out := map[snapshot.Resource]any{}
	for _, key := range snapshot.Keys() {
		if why, missing := s.Missing(key.Resource()); missing {
			out[key.Resource()] = why
			continue
		}
		raw, err := json.Marshal(snapshot.Form(key, s))
		if err != nil {
			t.Fatal(err)
		}
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) != nil {
			out[key.Resource()] = string(raw)
			continue
		}
		var texts []string
		for _, entity := range list {
			texts = append(texts, string(entity))
		}
		slices.Sort(texts)
		out[key.Resource()] = texts
	}
	return out
}

// TestRecordings reads every recorded tenant there is: what is recorded is read,
// the rest is refused, and nothing is asked for twice.
func TestRecordings(t *testing.T) {
	root := filepath.Join("..", "..", "..", "shared", "data", "recordings")
	dirs, err := filepath.Glob(filepath.Join(root, "*", "*"))
	if err != nil || len(dirs) == 0 {
		t.Skip("No recorded tenants are beside this checkout; nothing to read.")
	}
	for _, dir := range dirs {
		if _, err := os.Stat(filepath.Join(dir, "tenant.json")); err != nil {
			continue
		}
		t.Run(filepath.Base(dir), func(t *testing.T) {
			recording, err := standin.Load(dir)
			if err != nil {
				t.Fatal(err)
			}
			_, reader := serve(t, standin.Faults{}, dir)
			s := snapshot.New(recording.AsOf, snapshot.Settings{})
			stats, err := reader.Read(t.Context(), recording.ID, s, graph.Order{Want: everything()})
			if err != nil {
				t.Fatal(err)
			}
			for r, u := range stats.Unread {
				if u.Status != http.StatusForbidden && u.Status != 0 {
					t.Errorf("%s: got %v, want it read or refused with 403", r, u)
				}
			}
			if stats.Requests > stats.Floor+2 {
				t.Errorf("got %d requests, want at most two more than the floor %d", stats.Requests, stats.Floor)
			}
		})
	}
}
