package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/synth"
)

// samples returns the sample tenants' folders by tenant id.
func samples(t *testing.T) map[string]string {
	t.Helper()
	dirs, err := filepath.Glob("tenants/*/tenant.json")
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no sample tenants: %v", err)
	}
	out := map[string]string{}
	for _, file := range dirs {
		var about struct{ ID string }
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(raw, &about); err != nil {
			t.Fatal(err)
		}
		out[about.ID] = filepath.Dir(file)
	}
	return out
}

func TestSampleTenants(t *testing.T) {
	data := t.TempDir()
	first := mustScan(t, "-data", data)
	dirs := samples(t)
	if len(first.Tenants) != len(dirs) {
		t.Fatalf("%d tenants scanned, want %d", len(first.Tenants), len(dirs))
	}
	for _, tenant := range first.Tenants {
		t.Run(tenant.Name, func(t *testing.T) {
			raw, err := os.ReadFile(filepath.Join(dirs[tenant.Tenant], "expected.json"))
			if err != nil {
				t.Fatal(err)
			}
			var expected map[string]struct{ Verdict, Why string }
			if err := json.Unmarshal(raw, &expected); err != nil {
				t.Fatal(err)
			}
			want, got := map[string]string{}, map[string]string{}
			for check, e := range expected {
				want[check] = e.Verdict
			}
			for _, v := range tenant.Verdicts {
				got[v.Check] = string(v.Verdict)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("verdicts (-want +got):\n%s", diff)
			}
			for _, f := range tenant.Findings {
				if !f.Explained {
					t.Errorf("finding of %s is not explained", f.Check)
				}
			}
		})
	}
	if first.Explanations == 0 || first.Messages.DeadLettered != 0 {
		t.Errorf("%d explanations, %d dead letters", first.Explanations, first.Messages.DeadLettered)
	}

	t.Run("again unchanged", func(t *testing.T) {
		second := mustScan(t, "-data", data)
		if limit := int64(3 * len(dirs)); second.Firestore.Writes > limit {
			t.Errorf("%d documents written, want at most %d", second.Firestore.Writes, limit)
		}
		if diff := cmp.Diff(first.comparable(t, false), second.comparable(t, false)); diff != "" {
			t.Errorf("an unchanged tenant changed (-first +second):\n%s", diff)
		}
		for i := range second.Tenants {
			if got, want := second.Tenants[i].Scan.Slot, strings.Replace(first.Tenants[i].Scan.Slot, "/1", "/2", 1); got != want {
				t.Errorf("slot %s, want %s", got, want)
			}
		}
	})
}

func TestRunsAreEqual(t *testing.T) {
	a, b := mustScan(t), mustScan(t)
	if diff := cmp.Diff(a.comparable(t, true), b.comparable(t, true)); diff != "" {
		t.Errorf("two runs over the same input differ (-a +b):\n%s", diff)
	}
}

func TestFaultsChangeNothing(t *testing.T) {
	const faults = "graph.429=0.2,graph.500=0.1,graph.cut=0.05,queue.duplicate=0.5,queue.reorder=0.5,firestore.abort=0.1,kill=0.05"
	want := mustScan(t).comparable(t, false)
	for _, seed := range []string{"1", "2"} {
		got := mustScan(t, "-fault", faults, "-seed", seed)
		if diff := cmp.Diff(want, got.comparable(t, false)); diff != "" {
			t.Errorf("seed %s: faults changed what was found (-without +with):\n%s", seed, diff)
		}
	}
}

func TestModelThatMisbehaves(t *testing.T) {
	for _, kind := range []string{"refuse", "invalid-json", "wrong-language", "links", "claims-fixed", "empty", "truncated"} {
		t.Run(kind, func(t *testing.T) {
			got := mustScan(t, "-fault", "vertex."+kind+"=1", "-tenant", writeTenant(t, t.TempDir(), "11111111-2222-4333-8444-555555555555", "Kalastajatorppa"))
			if len(got.Tenants[0].Findings) == 0 {
				t.Fatal("nothing was found")
			}
			for _, f := range got.Tenants[0].Findings {
				if f.Explained {
					t.Errorf("finding of %s is explained", f.Check)
				}
			}
		})
	}
}

func TestFoldersThatCannotBeServed(t *testing.T) {
	dir := t.TempDir()
	writeTenant(t, filepath.Join(dir, "good"), "11111111-2222-4333-8444-555555555555", "Good")
	broken := writeTenant(t, filepath.Join(dir, "broken"), "22222222-2222-4333-8444-555555555555", "Broken")
	if err := os.WriteFile(filepath.Join(broken, "v1.0", "domains.json"), []byte(`{"value":[`), 0o600); err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(dir, "nameless")
	if err := os.Mkdir(empty, 0o700); err != nil {
		t.Fatal(err)
	}
	r := once(t, "-tenants", dir)
	if r.code != 1 {
		t.Errorf("exit code %d, want 1", r.code)
	}
	type short struct{ Tenant, Name, State string }
	var got []short
	for _, s := range r.Tenants {
		got = append(got, short{s.Tenant, s.Name, s.State})
	}
	want := []short{
		{"22222222-2222-4333-8444-555555555555", "Broken", "failed"},
		{"11111111-2222-4333-8444-555555555555", "Good", "scanned"},
		{"", "nameless", "failed"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("tenants (-want +got):\n%s", diff)
	}
	if !strings.Contains(r.Tenants[0].Error, "domains.json") || !strings.Contains(r.Tenants[2].Error, "tenant.json") {
		t.Errorf("the errors do not name the files: %q, %q", r.Tenants[0].Error, r.Tenants[2].Error)
	}
}

// TestWrongShape reads JSON that parses and is not what Graph documents.
func TestWrongShape(t *testing.T) {
	dir := writeTenant(t, t.TempDir(), "11111111-2222-4333-8444-555555555555", "Odd")
	if err := os.WriteFile(filepath.Join(dir, "v1.0", "domains.json"), []byte(`{"value":{"id":7}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	r := mustScan(t, "-tenant", dir)
	found := false
	for _, u := range r.Tenants[0].Scan.Unread {
		found = found || u.Resource == "v1.0/domains" && u.Reason != ""
	}
	if !found {
		t.Errorf("v1.0/domains is not among the unread: %v", r.Tenants[0].Scan.Unread)
	}
	for _, v := range r.Tenants[0].Verdicts {
		if v.Check == "id-password-expiry" && v.Verdict != "unknown" {
			t.Errorf("%s is %s, want unknown", v.Check, v.Verdict)
		}
	}
}

func TestRecordingGoesBack(t *testing.T) {
	data, dir := t.TempDir(), writeTenant(t, t.TempDir(), "11111111-2222-4333-8444-555555555555", "Back")
	mustScan(t, "-data", data, "-tenant", dir)
	rewrite(t, filepath.Join(dir, "tenant.json"), "2026-10-01", "2026-09-01")
	r := once(t, "-data", data, "-tenant", dir)
	if r.code != 1 || r.Tenants[0].State != "failed" || !strings.Contains(r.Tenants[0].Error, "older") {
		t.Errorf("exit code %d, tenant %s: %q; want a failed tenant", r.code, r.Tenants[0].State, r.Tenants[0].Error)
	}
	rewrite(t, filepath.Join(dir, "tenant.json"), "2026-09-01", "2026-10-02")
	if got := mustScan(t, "-data", data, "-tenant", dir).Tenants[0].Scan.Slot; got != "2026-10-02T00:00:00Z/1" {
		t.Errorf("slot %s, want 2026-10-02T00:00:00Z/1", got)
	}
}

func rewrite(t *testing.T, file, from, to string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(string(raw), from, to)), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestManySmallTenants(t *testing.T) {
	dir := t.TempDir()
	tenants := 60
	if testing.Short() {
		tenants = 10
	}
	if err := synth.WriteFleet(dir, tenants, 3); err != nil {
		t.Fatal(err)
	}
	r := mustScan(t, "-tenants", dir)
	if len(r.Tenants) != tenants {
		t.Errorf("%d tenants, want %d", len(r.Tenants), tenants)
	}
	for _, s := range r.Tenants {
		if s.Scan.Requests > s.Scan.Floor+s.Scan.Floor/10 {
			t.Errorf("%s took %d requests, the floor is %d", s.Name, s.Scan.Requests, s.Scan.Floor)
		}
	}
}

// TestLargeTenant holds the scan's memory to its limit.
func TestLargeTenant(t *testing.T) {
	if testing.Short() {
		t.Skip("a large tenant takes several seconds; left out of a short run")
	}
	r := mustScan(t, "-synth", "100000")
	scan := r.Tenants[0].Scan
	if scan.Requests*10 > scan.Floor*11 {
		t.Errorf("%d requests, want at most a tenth over the floor of %d", scan.Requests, scan.Floor)
	}
	if peak := r.Functions["scan"].MaxRSSMiB; peak >= 512 {
		t.Errorf("the scan took %d MiB, want less than 512", peak)
	}
	t.Logf("%d requests, floor %d, %d MiB", scan.Requests, scan.Floor, r.Functions["scan"].MaxRSSMiB)
}
