package scan

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"vahti.ai/vahti/shared/finding"
)

const scores, auditing = "v1.0/security/secureScores", "log-unified-audit-log"

// score adds Microsoft's Secure Score of a moment's day, which gives auditing so many
// percent; of earlier ones the same.
func (w *world) score(t *testing.T, at time.Time, percent int) {
	t.Helper()
	w.edit(t, scores, func(content map[string]any) {
		list := []any{map[string]any{
			"id": "o_" + at.Format(time.DateOnly), "createdDateTime": at.Truncate(24 * time.Hour).Format(time.RFC3339),
			"controlScores": []any{map[string]any{"controlName": "mip_search_auditlog", "score": percent / 20, "scoreInPercentage": percent}},
		}}
		if had, _ := content["value"].([]any); len(had) > 0 && had[0].(map[string]any)["id"] != list[0].(map[string]any)["id"] {
			list = append(list, had...)
		}
		content["value"] = list
	})
}

// recorded is the moment that the tenant is recorded of.
func (w *world) recorded(t *testing.T) time.Time {
	t.Helper()
	return *must(w.tenant(t).About(t.Context()))(t).Recorded
}

// costs returns how many documents a light pass writes and how often it asks Graph.
func (w *world) costs(t *testing.T) (writes, requests int64) {
	t.Helper()
	before, asked := w.data.Stats(), w.graph.Stats(w.entraID)
	w.pass(t)
	return w.data.Stats().Writes - before.Writes, w.graph.Stats(w.entraID).Requests - asked.Requests
}

// TestPassLooksForScores has a pass ask for a new Secure Score once a day's can be there,
// judge by it once, and write nothing where there is none.
func TestPassLooksForScores(t *testing.T) {
	w := newWorld(t)
	w.score(t, w.recorded(t), 100)
	w.mustScan(t, w.claim(t))
	look := func(why string, requests int64) {
		t.Helper()
		if wrote, asked := w.costs(t); wrote != 0 || asked != requests {
			t.Errorf("%s: got %d writes and %d requests, want none and %d", why, wrote, asked, requests)
		}
	}
	look("on the same day", 1)
	next := w.later(t, 24*time.Hour)
	look("on the next day", 2)
	w.score(t, next, 0)
	if wrote, asked := w.costs(t); wrote == 0 || asked > 4 || w.verdicts(t)[auditing] != finding.Fail {
		t.Errorf("a new score: got %d writes, %d requests and the verdict %s\n%s", wrote, asked, w.verdicts(t)[auditing], w.lines)
	}
	look("when it was judged", 1)
	w.score(t, w.later(t, 24*time.Hour), 100)
	w.pass(t)
	if got := w.verdicts(t)[auditing]; got != finding.Pass {
		t.Errorf("turned on again: got %s", got)
	}
	look("when that was judged", 1)
}

// TestPassAfterRefusal has a pass not ask for scores that the last scan was refused, nor
// where there were none.
func TestPassAfterRefusal(t *testing.T) {
	tests := []struct{ name, content string }{{"refused", ""}, {"none", `{"value":[]}`}}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			w.mustScan(t, w.claim(t))
			w.change(t, scores, tt.content)
			w.later(t, time.Hour)
			w.mustScan(t, w.claim(t))
			w.later(t, 24*time.Hour)
			if wrote, asked := w.costs(t); wrote != 0 || asked != 1 {
				t.Errorf("got %d writes and %d requests, want the log alone", wrote, asked)
			}
		})
	}
}

// TestPassThatIsRefused has Graph refuse when a pass looks: it does not fail, changes
// nothing, and the next one looks again.
func TestPassThatIsRefused(t *testing.T) {
	w := newWorld(t)
	w.score(t, w.recorded(t), 100)
	w.mustScan(t, w.claim(t))
	next := w.later(t, 24*time.Hour)
	content := string(must(os.ReadFile(filepath.Join(w.dir, filepath.FromSlash(scores)+".json")))(t))
	w.change(t, scores, "")
	if wrote, asked := w.costs(t); wrote != 0 || asked != 2 || w.verdicts(t)[auditing] != finding.Pass {
		t.Errorf("got %d writes, %d requests and the verdict %s", wrote, asked, w.verdicts(t)[auditing])
	}
	w.change(t, scores, content)
	w.score(t, next, 0)
	w.pass(t)
	if got := w.verdicts(t)[auditing]; got != finding.Fail {
		t.Errorf("got %s afterwards", got)
	}
}
