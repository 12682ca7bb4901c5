package scan

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/graph"
)

// TestShownLate has Microsoft show an entry of the log so late that a light pass judged
// something else after it was made: it explains the pass that it caused, and nothing
// that was seen after it was made.
func TestShownLate(t *testing.T) {
	tests := []struct {
		name string
		made time.Duration // after the scan that read what was changed
		want string
	}{
		{"made since what it changed was read", 10 * time.Minute, `verdict "pass" -> "fail" by sanni@example.org`},
		{"made before", -20 * time.Minute, `verdict "pass" -> "fail" by `},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			w.setPolicy(t, "allowInvitesFrom", "adminsAndGuestInviters")
			w.mustScan(t, w.claim(t))
			scanned := *must(w.tenant(t).About(t.Context()))(t).Recorded
			at := w.later(t, 30*time.Minute)
			w.disable(t, "disabled")
			w.wrote(t, at.Add(-time.Minute), "Update conditional access policy", "Policy", "any")
			w.pass(t)
			if got := w.last(t); !got.Light || got.Slot.At.Before(at) {
				t.Fatalf("the first pass judged nothing: got %+v", got.Slot)
			}
			w.later(t, 5*time.Minute)
			since := w.moment()
			w.setPolicy(t, "allowInvitesFrom", "everyone")
			w.note(t, scanned.Add(tt.made), "sanni@example.org")
			w.pass(t)
			if diff := cmp.Diff([]string{tt.want}, told(w.drift(t, since), invitationCheck)); diff != "" {
				t.Errorf("drift (-want +got):\n%s", diff)
			}
		})
	}
}

// TestPassTellsWhatIsClosed has Microsoft refuse the log to a light pass for a while:
// other instances are told, and ask for nothing before.
func TestPassTellsWhatIsClosed(t *testing.T) {
	w := newWorld(t)
	g := w.behind(t)
	w.mustScan(t, w.claim(t))
	writes := w.data.Stats().Writes
	w.pass(t)
	if got := w.data.Stats().Writes - writes; got != 0 {
		t.Errorf("a pass that was refused nothing wrote %d documents", got)
	}
	g.failing(answers(429, "1800"), "/auditLogs/directoryAudits")
	w.pass(t)
	met := g.failed()
	about := must(w.tenant(t).About(t.Context()))(t)
	var closed []time.Duration
	for class, until := range about.Closed {
		if class != string(graph.AllClasses) {
			closed = append(closed, until.Sub(w.clock.Now()))
		}
	}
	if met == 0 || len(closed) != 1 || closed[0] < 20*time.Minute || closed[0] > 30*time.Minute {
		t.Fatalf("after %d refusals what is kept of it: got %v, want one class for half an hour", met, about.Closed)
	}
	w.reader = w.newReader(t)
	writes = w.data.Stats().Writes
	w.pass(t)
	if got := g.failed(); got != met {
		t.Errorf("another instance asked %d times before it may", got-met)
	}
	if got := w.data.Stats().Writes - writes; got != 0 {
		t.Errorf("what is known already was written again: %d documents", got)
	}
}
