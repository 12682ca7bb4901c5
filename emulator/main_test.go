package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/serve"
)

// runEmulator makes the test binary be the emulator: functions are this program
// again, and tests start it as a person would.
const runEmulator = "VAHTI_TEST_RUN_EMULATOR"

func TestMain(m *testing.M) {
	switch {
	case os.Getenv("FUNCTION_TARGET") != "":
		go endWithParent()
		serve.Main(os.Getenv("FUNCTION_TARGET"))
	case os.Getenv(runEmulator) != "":
		if len(os.Args) < 2 || os.Args[1] != "rehearse" { // which starts emulators itself
			_ = os.Unsetenv(runEmulator)
		}
		main()
	default:
		os.Exit(m.Run())
	}
}

// emulator prepares the emulator with the module's root as its folder.
func emulator(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Dir = ".."
	cmd.Env = append(os.Environ(), runEmulator+"=1")
	cmd.WaitDelay = 5 * time.Second
	return cmd
}

// result is what a run that ended left.
type result struct {
	summary
	code   int
	stderr string
}

// once runs the emulator with -once and the arguments.
func once(t *testing.T, args ...string) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := emulator(ctx, append([]string{"-once"}, args...)...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	r := result{code: cmd.ProcessState.ExitCode(), stderr: stderr.String()}
	if stdout.Len() > 0 {
		if err := json.Unmarshal(stdout.Bytes(), &r.summary); err != nil {
			t.Fatalf("the summary is no JSON: %v\n%s", err, stdout.String())
		}
	}
	if strings.Contains(r.stderr, "goroutine ") {
		t.Errorf("a stack was printed:\n%s", r.stderr)
	}
	return r
}

// mustScan is once for runs in which every tenant is scanned.
func mustScan(t *testing.T, args ...string) result {
	t.Helper()
	r := once(t, args...)
	if r.code != 0 {
		t.Fatalf("exit code %d:\n%s", r.code, lastLines(r.stderr))
	}
	return r
}

func lastLines(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-15):], "\n")
}

// comparable returns the tenants without what may differ from run to run.
func (r result) comparable(t *testing.T, withScan bool) []map[string]any {
	t.Helper()
	raw, err := json.Marshal(r.Tenants)
	if err != nil {
		t.Fatal(err)
	}
	var tenants []map[string]any
	if err := json.Unmarshal(raw, &tenants); err != nil {
		t.Fatal(err)
	}
	for _, tenant := range tenants {
		if scan, ok := tenant["scan"].(map[string]any); ok && withScan {
			for _, timely := range []string{"durationMs", "bytes", "requests", "floor"} { // what shares a batch hangs on the moment
				delete(scan, timely)
			}
		} else {
			delete(tenant, "scan")
		}
		for _, f := range tenant["findings"].([]any) {
			delete(f.(map[string]any), "id")
		}
	}
	return tenants
}

// writeTenant writes a small recorded tenant and returns its folder.
func writeTenant(t *testing.T, dir, id, name string) string {
	t.Helper()
	files := map[string]string{
		"tenant.json":                                   `{"id":"` + id + `","displayName":"` + name + `","asOf":"2026-10-01T00:00:00Z","settings":{}}`,
		"v1.0/policies/authorizationPolicy.json":        `{"id":"authorizationPolicy","allowInvitesFrom":"everyone","guestUserRoleId":"a0b1b346-4d3e-4e8b-98f8-753987be4970","defaultUserRolePermissions":{"allowedToCreateApps":true,"permissionGrantPoliciesAssigned":["ManagePermissionGrantsForSelf.microsoft-user-default-legacy"]}}`,
		"v1.0/domains.json":                             `{"value":[{"id":"` + strings.ToLower(name) + `.example","authenticationType":"Managed","isVerified":true,"isRoot":true,"passwordValidityPeriodInDays":90}]}`,
		"v1.0/subscribedSkus.json":                      `{"value":[{"skuPartNumber":"AAD_PREMIUM_P2","capabilityStatus":"Enabled","prepaidUnits":{"enabled":5},"servicePlans":[{"servicePlanName":"AAD_PREMIUM_P2","provisioningStatus":"Success"}]}]}`,
		"beta/identity/conditionalAccess/policies.json": `{"value":[]}`,
	}
	for file, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(file))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
