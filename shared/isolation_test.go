package shared_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestAnnex3Section4IsolationHoldsAtCompileTime compiles what a careless or hostile function
// might try, as a package under functions, and wants the compiler's refusal.
func TestAnnex3Section4IsolationHoldsAtCompileTime(t *testing.T) {
	if testing.Short() {
		t.Skip("compiling takes seconds; left out of a short run")
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	const prelude = "package attempt\n"
	tests := []struct {
		name, source, want string
	}{
		{"the honest form compiles", `
import ("context"; "vahti.ai/vahti/shared/queue"; "vahti.ai/vahti/shared/store")
func f(ctx context.Context, db *store.DB, m queue.Scan) error { _, err := db.Tenant(m.Tenant); return err }`, ""},
		{"making an ID", `
import "vahti.ai/vahti/shared/internal/tenantid"
var id = tenantid.New()`, "use of internal package"},
		{"converting a text", `
import "vahti.ai/vahti/shared/tenant"
var id = tenant.ID("t1")`, "cannot convert"},
		{"filling the field", `
import "vahti.ai/vahti/shared/tenant"
var id = tenant.ID{"t1"}`, "implicit assignment to unexported field"},
		{"naming the field", `
import "vahti.ai/vahti/shared/tenant"
func f(id *tenant.ID) { id.s = "t1" }`, "id.s undefined"},
		{"an identical struct", `
import "vahti.ai/vahti/shared/tenant"
var id tenant.ID = struct{ s string }{"t1"}`, "cannot use"},
		{"forging a message", `
import "vahti.ai/vahti/shared/queue"
func f(m *queue.Scan) error { return m.Receive(struct{ data []byte }{[]byte("{}")}) }`, "cannot use"},
		{"naming a message's body", `
import "vahti.ai/vahti/shared/internal/wire"
var b = wire.New(nil)`, "use of internal package"},
		{"taking the client out of the store", `
import ("vahti.ai/vahti/shared/store"; "vahti.ai/vahti/shared/internal/handle")
func f(db *store.DB) any { return handle.Vahti(db.Handle()) }`, "use of internal package"},
		{"another tenant's objects", `
import ("vahti.ai/vahti/shared/archive"; "vahti.ai/vahti/shared/tenant")
func f(b *archive.Bucket, id tenant.ID) any { return b.Tenant(id) }`, "cannot use"},
		{"the bucket behind a tenant's objects", `
import "vahti.ai/vahti/shared/archive"
func f(t *archive.Tenant) any { return t.bucket }`, "t.bucket undefined"},
		{"objects at a place of one's own", `
import "vahti.ai/vahti/shared/archive"
func f(t *archive.Tenant) any { return archive.Tenant{nil, nil} }`, "implicit assignment to unexported field"},
		{"a field of the handle", `
import "vahti.ai/vahti/shared/store"
func f(db *store.DB) any { return db.Handle().vahti }`, "undefined"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			// An overlay shows the compiler a package that is not on disk.
			source := filepath.Join(t.TempDir(), "attempt.go")
			if err := os.WriteFile(source, []byte(prelude+tt.source), 0o600); err != nil {
				t.Fatal(err)
			}
			overlay, err := json.Marshal(map[string]map[string]string{"Replace": {filepath.Join(root, "functions", "attempt", "attempt.go"): source}})
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), "overlay.json")
			if err := os.WriteFile(file, overlay, 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.CommandContext(t.Context(), "go", "build", "-overlay", file, "./functions/attempt")
			cmd.Dir = root
			out, err := cmd.CombinedOutput()
			if tt.want == "" {
				if err != nil {
					t.Fatalf("the honest form does not compile:\n%s", out)
				}
				return
			}
			if err == nil || !strings.Contains(string(out), tt.want) {
				t.Errorf("got error %v and\n%s\nwant a refusal with %q", err, out, tt.want)
			}
		})
	}
}
