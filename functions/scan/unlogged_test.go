package scan

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/graph"
)

// TestAuthorAfterAScanWithoutTheLog has one full scan refused the audit log: the light
// passes after it read the log and name who made a change.
func TestAuthorAfterAScanWithoutTheLog(t *testing.T) {
	w := newWorld(t)
	w.setPolicy(t, "allowInvitesFrom", "adminsAndGuestInviters")
	const log = "v1.0/auditLogs/directoryAudits"
	raw := must(os.ReadFile(filepath.Join(w.dir, filepath.FromSlash(log)+".json")))(t)
	w.change(t, log, "")
	w.mustScan(t, w.claim(t))
	w.change(t, log, string(raw))
	at := must(w.tenant(t).About(t.Context()))(t).Recorded
	for _, step := range []struct{ value, want string }{
		{"everyone", `verdict "pass" -> "fail" by sanni@example.org`},
		{"adminsAndGuestInviters", `verdict "fail" -> "pass" by pekka@example.org`},
	} {
		who := step.want[len(step.want)-len("sanni@example.org"):]
		since := w.moment()
		w.setPolicy(t, "allowInvitesFrom", step.value)
		w.note(t, at.Add(-time.Minute), who)
		w.pass(t)
		if diff := cmp.Diff([]string{step.want}, told(w.drift(t, since), invitationCheck)); diff != "" {
			t.Errorf("drift of the pass (-want +got):\n%s", diff)
		}
		w.edit(t, log, func(content map[string]any) { content["value"] = []any{} }) // as if one person made all that shows
	}
}

func TestLasting(t *testing.T) {
	tests := []struct {
		name string
		err  error
		want bool
	}{
		{"refused for good", &graph.TokenError{Status: 400, Code: 700016}, true},
		{"Entra is away", &graph.TokenError{}, false},
		{"Entra fails", &graph.TokenError{Status: 503}, false},
		{"Entra asks to wait", &graph.TokenError{Status: 429}, false},
		{"settings", errSettings, true},
		{"Graph is away", errAway, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, got := lasting(tt.err); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			if _, token := tt.err.(*graph.TokenError); token && withoutToken(tt.err) != nil { //nolint:errorlint // of the table
				t.Error("a light pass minds")
			}
		})
	}
}
