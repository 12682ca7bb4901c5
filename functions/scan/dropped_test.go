package scan

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// TestChecksThatAreDropped has two checks exist no more: the next full scan resolves
// what they found, and no light pass does.
func TestChecksThatAreDropped(t *testing.T) {
	w := newWorld(t)
	ours := w.checks
	fails := func(id, resource string) *check.Check {
		return &check.Check{ID: id, Category: check.Identity, Severity: finding.High, Since: "2026-11", Run: func(*snapshot.Snapshot) []check.Result {
			return []check.Result{{Resource: resource, Verdict: finding.Fail, Reason: "It is amiss."}}
		}}
	}
	const aboutOne, aboutAll = "custom-one", "custom-all"
	w.checks = append(slices.Clone(ours), fails(aboutOne, "someone"), fails(aboutAll, finding.TenantResource))
	w.mustScan(t, w.claim(t))
	w.checks = ours
	at := w.later(t, time.Hour)
	w.setPolicy(t, "allowInvitesFrom", "everyone")
	w.note(t, at.Add(-time.Minute), "sanni@example.org")
	w.pass(t)
	if got := len(w.openOf(t, "custom-")); got != 2 {
		t.Fatalf("after a light pass %d findings are open, want both", got)
	}
	since := w.moment()
	for range 2 { // the second one changes nothing
		w.mustScan(t, w.claim(t))
		for _, id := range []string{aboutOne, aboutAll} {
			f := w.find(t, id)
			if f.State != finding.Resolved || f.Version != 2 || f.Reason != "The check that found it is no longer made." {
				t.Errorf("%s is %s, version %d, because %q", id, f.State, f.Version, f.Reason)
			}
			if diff := cmp.Diff([]string{`finding "open" -> "resolved" by `}, told(w.drift(t, since), id)); diff != "" {
				t.Errorf("%s: drift (-want +got):\n%s", id, diff)
			}
		}
	}
}
