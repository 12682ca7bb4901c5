package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"vahti.ai/vahti/shared/tenant"
)

// TestGeneratedClient has a client in another language, made from the API's own
// document, list findings.
func TestGeneratedClient(t *testing.T) {
	if testing.Short() {
		t.Skip("what makes the client is fetched")
	}
	for _, tool := range []string{"node", "npm", "npx"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not on this machine", tool)
		}
	}
	if err := exec.CommandContext(t.Context(), "npm", "view", "typescript@5.9.3", "version").Run(); err != nil {
		t.Skip("what makes the client cannot be fetched on this machine")
	}
	r := start(t)
	w := &places{running: r, names: map[string]string{}}
	owner := w.people(t, "aalto-pienyritys", "Aalto")[0]
	w.names["own"] = w.tenantOf(t, owner)
	key := w.key(t, owner, []tenant.Permission{tenant.Read})
	// A first scan may still be under way: what it has found by now is listed.
	cmd := exec.CommandContext(t.Context(), filepath.Join("..", "scripts", "api-client"), r.address, w.names["own"])
	cmd.Env = append(os.Environ(), "VAHTI_KEY="+key)
	out, err := cmd.CombinedOutput()
	if err != nil || !regexp.MustCompile(`(?m)^\d+ open findings$`).Match(out) {
		t.Errorf("got %v:\n%s", err, out)
	}
}
