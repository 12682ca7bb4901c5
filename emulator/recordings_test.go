package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// recordings is where recorded tenants lie beside the checkout, when they do.
const recordings = "../../shared/data/recordings"

// TestRecordings scans recorded tenants through the whole service and wants each
// verdict to be what the check says of the files themselves; that those agree
// with the reference tool is tested beside the checks.
func TestRecordings(t *testing.T) {
	if _, err := os.Stat(recordings); err != nil {
		t.Skip("no recorded tenants lie beside the checkout")
	}
	cases, err := filepath.Glob(filepath.Join(recordings, "cases", "*"))
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	r := mustScan(t, "-tenants", absolute(t, filepath.Join(recordings, "cases")))
	if len(r.Tenants) != len(cases) {
		t.Errorf("%d tenants scanned, want %d", len(r.Tenants), len(cases))
	}
	for _, tenant := range r.Tenants {
		compareWithChecks(t, tenant, filepath.Join(recordings, "cases", tenant.Name))
	}

	// The dates of one tenant, in order over the same state.
	series, err := filepath.Glob(filepath.Join(recordings, "series", "*"))
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(series)
	data := t.TempDir()
	for _, dir := range series {
		r := mustScan(t, "-data", data, "-tenant", absolute(t, dir))
		compareWithChecks(t, r.Tenants[0], dir)
		failing := map[string]bool{}
		for _, v := range r.Tenants[0].Verdicts {
			if v.Verdict == finding.Fail {
				failing[v.Check] = true
			}
		}
		open := map[string]bool{}
		for _, f := range r.Tenants[0].Findings {
			if f.State == finding.Open {
				open[f.Check] = true
			}
		}
		for check := range failing {
			if !open[check] {
				t.Errorf("%s: %s fails and has no open finding", dir, check)
			}
		}
	}
}

func absolute(t *testing.T, dir string) string {
	t.Helper()
	abs, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	return abs
}

func compareWithChecks(t *testing.T, tenant tenantSummary, dir string) {
	t.Helper()
	snap := checktest.Load(t, dir)
	unread := map[string]bool{}
	for _, u := range tenant.Scan.Unread {
		unread[u.Resource] = true
	}
	for _, key := range snapshot.Keys() {
		// What hangs under parents is read and empty where there are none; the files
		// alone do not tell that from what was not recorded.
		_, missing := snap.Missing(key.Resource())
		if missing && !unread[string(key.Resource())] && key.Kind() == snapshot.PerParent {
			if err := key.Decode(snap, "", []byte("[]")); err != nil {
				t.Fatal(err)
			}
		}
	}
	want, got := map[string]finding.Verdict{}, map[string]finding.Verdict{}
	for _, c := range all.Checks() {
		want[c.ID] = check.Run(c, snap).Verdict
	}
	for _, v := range tenant.Verdicts {
		got[v.Check] = v.Verdict
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: verdicts (-of the files +of the service):\n%s", dir, diff)
	}
}
