package checktest

import (
	"slices"
	"testing"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Resolved returns which of the open findings about these entities a check resolves of
// a tenant; sorted.
func Resolved(t *testing.T, c *check.Check, files Files, about ...string) (resolved []string) {
	t.Helper()
	var open []finding.Finding
	for _, who := range about {
		open = append(open, finding.Finding{ID: finding.ID(who), Check: c.ID, Resource: who, Severity: c.Severity, State: finding.Open})
	}
	judged := check.Run(c, Snapshot(t, snapshot.Settings{}, files)).Judged()
	for _, change := range finding.Reconcile(open, []finding.Judged{judged}, time.Unix(0, 0), "s", func(_, who string) finding.ID { return finding.ID(who) }) {
		if change.Kind == finding.Closed {
			resolved = append(resolved, change.Finding.Resource)
		}
	}
	slices.Sort(resolved)
	return resolved
}
