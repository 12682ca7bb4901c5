package synth

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/graph"
)

// hashes returns the hash of every file below dir.
func hashes(t testing.TB, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		sum := sha256.Sum256(data)
		out[filepath.ToSlash(rel)] = hex.EncodeToString(sum[:8])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func write1(t testing.TB, users int, seed uint64) string {
	t.Helper()
	dir := t.TempDir()
	if err := Write(dir, users, seed); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestDeterministic(t *testing.T) {
	first := hashes(t, write1(t, 300, 7))
	if diff := cmp.Diff(first, hashes(t, write1(t, 300, 7))); diff != "" {
		t.Errorf("the same seed wrote something else (-first +second):\n%s", diff)
	}
	for name, other := range map[string]map[string]string{"seed": hashes(t, write1(t, 300, 8)), "users": hashes(t, write1(t, 301, 7))} {
		if first["v1.0/users.ndjson"] == other["v1.0/users.ndjson"] || first["tenant.json"] == other["tenant.json"] {
			t.Errorf("another %s wrote the same users or tenant", name)
		}
	}
}

// entities reads a collection.
func entities(t testing.TB, dir, name string) []map[string]any {
	t.Helper()
	var out []map[string]any
	f, err := os.Open(filepath.Join(dir, filepath.FromSlash(name)+".ndjson"))
	if os.IsNotExist(err) {
		var whole struct{ Value []map[string]any }
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)+".json"))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &whole); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return whole.Value
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var e map[string]any
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Fatalf("%s: %v: %s", name, err, lines.Bytes())
		}
		out = append(out, e)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func bytesOf(t testing.TB, dir, name string) float64 {
	t.Helper()
	info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return float64(info.Size())
}

// TestProportions counts what a tenant of 5,000 holds.
func TestProportions(t *testing.T) {
	dir := write1(t, 5000, 3)
	share := func(list []map[string]any, is func(map[string]any) bool) float64 {
		n := 0
		for _, e := range list {
			if is(e) {
				n++
			}
		}
		return float64(n) / float64(len(list))
	}
	users, groups := entities(t, dir, "v1.0/users"), entities(t, dir, "v1.0/groups")
	principals := entities(t, dir, "v1.0/servicePrincipals")
	tests := []struct {
		name           string
		got, low, high float64
	}{
		{"users", float64(len(users)), 5000, 5000},
		{"groups", float64(len(groups)), 1500, 1500},
		{"service principals", float64(len(principals)), 600, 600},
		{"guests", share(users, func(e map[string]any) bool { return e["userType"] == "Guest" }), 0.03, 0.07},
		{"disabled", share(users, func(e map[string]any) bool { return e["accountEnabled"] == false }), 0.04, 0.1},
		{"licensed", share(users, func(e map[string]any) bool { return len(e["assignedLicenses"].([]any)) > 0 }), 0.7, 0.95},
		{"Microsoft 365 groups", share(groups, func(e map[string]any) bool { return e["mailEnabled"] == true }), 0.35, 0.55},
		{"Microsoft's principals", share(principals, func(e map[string]any) bool { return e["appOwnerOrganizationId"] == microsoft }), 0.25, 0.5},
		{"roles", float64(len(entities(t, dir, "v1.0/roleManagement/directory/roleDefinitions"))), 25, 25},
		{"grants", float64(len(entities(t, dir, "v1.0/oauth2PermissionGrants"))), 500, 1200},
		{"bytes a user", bytesOf(t, dir, "v1.0/users.ndjson") / 5000, 800, 1090}, // a million users have to fit
		{"devices", float64(len(entities(t, dir, "v1.0/deviceManagement/managedDevices"))), 3000, 3000},
	}
	for _, tt := range tests {
		if tt.got < tt.low || tt.got > tt.high {
			t.Errorf("%s: got %v, want %v to %v", tt.name, tt.got, tt.low, tt.high)
		}
	}
	ids, names := map[any]bool{}, map[any]bool{}
	for _, u := range users {
		ids[u["id"]], names[u["userPrincipalName"]] = true, true
	}
	if len(ids) != len(users) || len(names) != len(users) {
		t.Errorf("%d ids and %d names for %d users", len(ids), len(names), len(users))
	}
	for _, a := range entities(t, dir, "v1.0/roleManagement/directory/roleAssignments") {
		if p := a["principal"].(map[string]any); p["id"] != a["principalId"] || p["@odata.type"] == userType && !ids[p["id"]] {
			t.Errorf("assignment %v names a principal that is not there", a["id"])
		}
	}
}

// TestServed loads tenants of several sizes with the stand-in that serves them.
func TestServed(t *testing.T) {
	for _, users := range []int{1, 2, 3, 4, 5, 30, 400} {
		for seed := range uint64(4) {
			dir := write1(t, users, seed)
			rec, err := graph.Load(dir)
			if err != nil {
				t.Fatalf("%d users, seed %d: %v", users, seed, err)
			}
			if rec.ID == "" || !rec.AsOf.Equal(AsOf()) || !strings.HasPrefix(rec.DisplayName, "Synthetic ") {
				t.Errorf("got %+v", rec)
			}
			if got := len(entities(t, dir, "v1.0/users")); got != users {
				t.Errorf("got %d users, want %d", got, users)
			}
			var settings struct {
				EmergencyAccess struct{ Users, Groups []string }
			}
			if err := json.Unmarshal(rec.Settings, &settings); err != nil || settings.EmergencyAccess.Users == nil || settings.EmergencyAccess.Groups == nil {
				t.Errorf("got settings %s, %v", rec.Settings, err)
			}
		}
	}
}

// TestSeedsDiffer checks that seeds give tenants that are kept differently.
func TestSeedsDiffer(t *testing.T) {
	values := map[string]map[string]bool{}
	note := func(name string, v any) {
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if values[name] == nil {
			values[name] = map[string]bool{}
		}
		values[name][string(text)] = true
	}
	for seed := range uint64(12) {
		dir := write1(t, 6, seed)
		data, err := os.ReadFile(filepath.Join(dir, "v1.0", "policies", "authorizationPolicy.json"))
		if err != nil {
			t.Fatal(err)
		}
		var policy map[string]any
		if err := json.Unmarshal(data, &policy); err != nil {
			t.Fatal(err)
		}
		note("invitations", policy["allowInvitesFrom"])
		note("guest role", policy["guestUserRoleId"])
		note("self-service password reset", policy["allowedToUseSSPR"])
		note("licence", entities(t, dir, "v1.0/subscribedSkus")[0]["skuPartNumber"])
		note("number of policies", len(entities(t, dir, "beta/identity/conditionalAccess/policies")))
	}
	for name, seen := range values {
		if len(seen) < 2 {
			t.Errorf("%s is the same with every seed: %v", name, seen)
		}
	}
}

func TestFleet(t *testing.T) {
	dir := t.TempDir()
	if err := WriteFleet(dir, 12, 5); err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(dir, "*", "tenant.json"))
	if err != nil || len(found) != 12 {
		t.Fatalf("got %d tenants, %v", len(found), err)
	}
	ids := map[string]bool{}
	for _, f := range found {
		rec, err := graph.Load(filepath.Dir(f))
		if err != nil {
			t.Fatal(err)
		}
		ids[rec.ID] = true
		if n := len(entities(t, rec.Dir, "v1.0/users")); n < 5 || n > 30 {
			t.Errorf("%s has %d users, want 5 to 30", rec.DisplayName, n)
		}
	}
	if len(ids) != 12 {
		t.Errorf("got %d ids for 12 tenants", len(ids))
	}
}

func TestRefused(t *testing.T) {
	if err := Write(t.TempDir(), 0, 1); err == nil {
		t.Error("a tenant of no users was written")
	}
	if err := WriteFleet(t.TempDir(), 0, 1); err == nil {
		t.Error("a fleet of no tenants was written")
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Write(file, 5, 1); err == nil {
		t.Error("a tenant was written into a file")
	}
}

func TestFold(t *testing.T) {
	for _, n := range append(givenNames(), surnames()...) {
		if f := fold(n); strings.Trim(f, "abcdefghijklmnopqrstuvwxyz") != "" {
			t.Errorf("%s is folded to %s", n, f)
		}
		if bytes.ContainsAny([]byte(n), `"\`) {
			t.Errorf("%s needs escaping", n)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	dir := b.TempDir()
	for b.Loop() {
		if err := Write(dir, 100_000, 1); err != nil {
			b.Fatal(err)
		}
	}
	var size int64
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			info, infoErr := d.Info()
			size, err = size+info.Size(), infoErr
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(size)/1e6, "MB/tenant")
}
