package main

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestSupervisorKilled kills everything in the middle of a scan and starts again
// on the same data.
func TestSupervisorKilled(t *testing.T) {
	dir := writeTenant(t, t.TempDir(), "11111111-2222-4333-8444-555555555555", "Phoenix")
	want := mustScan(t, "-tenant", dir).comparable(t, false)
	for _, line := range []string{"scan begun", "read v1.0/domains", "checks done", "scan finished"} {
		t.Run("at "+line, func(t *testing.T) {
			data := t.TempDir()
			children := killAt(t, line, "-data", data, "-tenant", dir, "-fault", "graph.slow=20ms")
			for _, port := range children {
				waitUntilClosed(t, port)
			}
			got := mustScan(t, "-data", data, "-tenant", dir)
			if diff := cmp.Diff(want, got.comparable(t, false)); diff != "" {
				t.Errorf("after the crash (-undisturbed +got):\n%s", diff)
			}
			again := mustScan(t, "-data", data, "-tenant", dir)
			if again.Firestore.Writes > 3 || again.Explanations != got.Explanations {
				t.Errorf("a further scan wrote %d documents, want at most 3", again.Firestore.Writes)
			}
		})
	}
}

// killAt starts the emulator, kills it with SIGKILL when it prints the line, and
// returns the ports its functions listened on.
func killAt(t *testing.T, line string, args ...string) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := emulator(ctx, append([]string{"-once"}, args...)...)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stderr)
	for lines.Scan() && !strings.Contains(lines.Text(), line) {
	}
	ports := functionPorts(t, cmd.Process.Pid)
	if err := cmd.Process.Signal(syscall.SIGKILL); err != nil {
		t.Errorf("the run ended before %q: %v", line, err)
	}
	_ = cmd.Wait()
	return ports
}

// functionPorts reads the PORT of each child from its environment, where the
// system shows it.
func functionPorts(t *testing.T, parent int) []string {
	t.Helper()
	var ports []string
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, file := range stats {
		raw, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		_, rest, _ := strings.Cut(string(raw), ") ")
		fields := strings.Fields(rest)
		if len(fields) < 2 || fields[1] != strconv.Itoa(parent) {
			continue
		}
		env, err := os.ReadFile(filepath.Join(filepath.Dir(file), "environ"))
		if err != nil {
			continue
		}
		for _, v := range strings.Split(string(env), "\x00") {
			if port, ok := strings.CutPrefix(v, "PORT="); ok {
				ports = append(ports, port)
			}
		}
	}
	if len(ports) == 0 {
		if _, err := os.Stat("/proc/self/stat"); err == nil {
			t.Error("no function was running")
		}
	}
	return ports
}

// waitUntilClosed wants the function to end with its supervisor.
func waitUntilClosed(t *testing.T, port string) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		c, err := net.DialTimeout("tcp", "127.0.0.1:"+port, time.Second)
		if err != nil {
			return
		}
		_ = c.Close()
	}
	t.Errorf("a function still listens on %s after its supervisor died", port)
}

// TestKeepsRunning starts the service for people: it prints the console's
// address, the console shows the tenant, and an interrupt ends everything.
func TestKeepsRunning(t *testing.T) {
	dir := writeTenant(t, t.TempDir(), "11111111-2222-4333-8444-555555555555", "Kalastajatorppa")
	someone := `{"value":[{"id":"0a1b2c3d-0000-4000-8000-000000000001","displayName":"Kaisa Kalastaja","userPrincipalName":"kaisa@kalastajatorppa.example","userType":"Member","accountEnabled":true}]}`
	if err := os.WriteFile(filepath.Join(dir, "v1.0", "users.json"), []byte(someone), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := emulator(ctx, "-tenant", dir, "-addr", "127.0.0.1:0")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	address, judged := "", false
	lines := bufio.NewScanner(stderr)
	for (address == "" || !judged) && lines.Scan() {
		if _, url, ok := strings.Cut(lines.Text(), "console: "); ok {
			address = url
		}
		judged = judged || strings.Contains(lines.Text(), "scan finished")
	}
	go func() {
		for lines.Scan() {
		}
	}()
	ports := functionPorts(t, cmd.Process.Pid)
	people, err := peopleOf(dir, 1)
	if err != nil || len(people) == 0 {
		t.Fatalf("the tenant has nobody to sign in: %v", err)
	}
	v := running{address: strings.TrimSuffix(strings.TrimSpace(address), "/")}.visitor(t)
	if status, at, page := v.signIn(t, "/", people[0].UPN); status != http.StatusOK || !strings.Contains(page, "Kalastajatorppa") {
		t.Errorf("the console does not show the tenant: got status %d at %s", status, at)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("an interrupt does not end it cleanly: %v", err)
	}
	for _, port := range ports {
		waitUntilClosed(t, port)
	}
}
