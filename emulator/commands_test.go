package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/identity"
)

// buildCommands builds every function's cmd as it is deployed.
func buildCommands(t *testing.T) map[string]string {
	t.Helper()
	if testing.Short() {
		t.Skip("linking every command takes seconds; left out of a short run")
	}
	dir := t.TempDir()
	programs := map[string]string{}
	for _, i := range identity.Table() {
		out := filepath.Join(dir, i.Function)
		cmd := exec.CommandContext(t.Context(), "go", "build", "-tags", "disable_grpc_modules", "-o", out, "./functions/"+i.Function+"/cmd")
		cmd.Dir = ".."
		if text, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("build %s: %v\n%s", i.Function, err, text)
		}
		programs[i.Function] = out
	}
	return programs
}

// TestCommands scans a tenant with each function's own command as its process.
func TestCommands(t *testing.T) {
	programs := buildCommands(t)
	dir := writeTenant(t, t.TempDir(), "11111111-2222-4333-8444-555555555555", "Command")
	var stdout, stderr bytes.Buffer
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	o := options{once: true, tenants: []string{dir}, seed: 1, addr: defaultAddr, programs: programs}
	if err := run(ctx, o, &stdout, &stderr); err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	var sum summary
	if err := json.Unmarshal(stdout.Bytes(), &sum); err != nil {
		t.Fatal(err)
	}
	if len(sum.Tenants) != 1 || sum.Tenants[0].State != "scanned" || len(sum.Tenants[0].Findings) == 0 || sum.Explanations == 0 {
		t.Errorf("got %d tenants and %d explanations, want one scanned tenant with findings that are explained", len(sum.Tenants), sum.Explanations)
	}
}

// TestCommandsWithoutConfiguration starts each command with nothing set: it must
// listen, refuse requests and say what is missing.
func TestCommandsWithoutConfiguration(t *testing.T) {
	for name, program := range buildCommands(t) {
		t.Run(name, func(t *testing.T) {
			held, port, err := reservePort()
			if err != nil {
				t.Fatal(err)
			}
			_ = held.Close()
			var stderr bytes.Buffer
			cmd := exec.CommandContext(t.Context(), program)
			cmd.Env = []string{"PORT=" + port, "HOST=127.0.0.1"}
			cmd.Stderr = &stderr
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			status := 0
			for end := time.Now().Add(10 * time.Second); status == 0 && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
				request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://127.0.0.1:"+port+"/", strings.NewReader("{}"))
				if err != nil {
					t.Fatal(err)
				}
				if answer, err := http.DefaultClient.Do(request); err == nil {
					status = answer.StatusCode
					_ = answer.Body.Close()
				}
			}
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
			if status != http.StatusServiceUnavailable {
				t.Errorf("answered %d, want %d", status, http.StatusServiceUnavailable)
			}
			if !strings.Contains(stderr.String(), "GOOGLE_CLOUD_PROJECT is not set") {
				t.Errorf("the log does not say what is missing:\n%s", stderr.String())
			}
		})
	}
}

// TestDependencies keeps Graph's SDK out of what does not read tenants. Reading
// the sources first makes a change of any of them run the test anew.
func TestDependencies(t *testing.T) {
	for _, root := range []string{"../functions", "../shared"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(path, ".go") {
				_, err = os.ReadFile(path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	deps := func(pkg string) []string {
		cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", pkg)
		cmd.Dir = ".."
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("list what %s depends on: %v", pkg, err)
		}
		return strings.Fields(string(out))
	}
	const models = "github.com/microsoftgraph/msgraph-sdk-go/models"
	for _, i := range identity.Table() {
		for _, d := range deps("./functions/" + i.Function + "/cmd") {
			if strings.Contains(d, "microsoftgraph/msgraph") && !i.Graph {
				t.Errorf("%s depends on %s", i.Function, d)
			}
			if d == models {
				t.Errorf("%s links the SDK's generated models", i.Function)
			}
		}
	}
	for _, d := range deps("./emulator") {
		if d == models {
			t.Error("the emulator links the SDK's generated models")
		}
	}
}

// TestIdentities tries with each function's own port of Firestore's stand-in what
// the identity table does not allow.
func TestIdentities(t *testing.T) {
	s, err := openStandins(t.TempDir(), options{seed: 1}, newDraws(1))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.close() })
	for _, i := range identity.Table() {
		addr, err := s.serveFirestore(i.Function, grantsOf(i))
		if err != nil {
			t.Fatal(err)
		}
		for _, database := range []string{identity.Vahti, identity.Advice, "audit"} {
			t.Run(i.Function+" "+database, func(t *testing.T) { tryDatabase(t, i, database, addr) })
		}
	}
}

func tryDatabase(t *testing.T, i identity.Identity, database, addr string) {
	var allowed identity.Access
	for _, a := range i.Databases {
		if a.Database == database {
			allowed = a
		}
	}
	t.Setenv(firestoreHost, addr)
	c, err := firestore.NewClientWithDatabase(t.Context(), project, database)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	doc := c.Doc("tenants/t/findings/" + i.Function)
	attempts := []struct {
		name    string
		allowed bool
		try     func() error
	}{
		{"create", allowed.Create, func() error { _, err := doc.Create(t.Context(), map[string]any{"state": "open"}); return err }},
		{"update", allowed.Update, func() error {
			_, err := doc.Update(t.Context(), []firestore.Update{{Path: "state", Value: "resolved"}})
			return err
		}},
		{"read", allowed.Get, func() error { _, err := doc.Get(t.Context()); return err }},
		{"delete", allowed.Delete, func() error { _, err := doc.Delete(t.Context()); return err }},
	}
	for _, a := range attempts {
		err := a.try()
		if denied := status.Code(err) == codes.PermissionDenied; denied == a.allowed {
			t.Errorf("%s: got %v, want allowed: %v", a.name, err, a.allowed)
		}
	}
}
