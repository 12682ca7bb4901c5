//go:build unix

package firestore_test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	gcp "cloud.google.com/go/firestore"

	"vahti.ai/vahti/emulator/firestore/conformance"
)

const (
	// googleHost names a running emulator of Google's, host:port, to run the suite against.
	googleHost = "FIRESTORE_EMULATOR_HOST_GOOGLE"
	// googleClass is the emulator's main class; its jar names none.
	googleClass = "com.google.cloud.datastore.emulator.firestore.CloudFirestore"
	googleStart = 40 * time.Second
	googleTime  = 3 * time.Minute // contended transactions are slow there
)

func TestConformanceOfGoogles(t *testing.T) {
	if testing.Short() {
		t.Skip("Google's emulator takes a minute: not in a short run")
	}
	if end, ok := t.Deadline(); ok && time.Until(end) < googleTime {
		t.Skipf("Google's emulator needs %v: run with a longer -timeout", googleTime)
	}
	addr := os.Getenv(googleHost)
	if addr == "" {
		addr = startGoogles(t)
	}
	conformance.Test(t, func(t *testing.T, database string) *gcp.Client { return dial(t, addr, database) })
}

// startGoogles starts the emulator that comes with gcloud on a free loopback port, or skips the test.
func startGoogles(t *testing.T) string {
	t.Helper()
	java, err := exec.LookPath("java")
	if err != nil {
		t.Skip("Google's emulator needs java, which is not on the path")
	}
	jar, err := findJar()
	if err != nil {
		t.Skipf("Google's emulator is not here: %v; or set %s to a running one", err, googleHost)
	}
	port := freePort(t)
	addr := fmt.Sprint("127.0.0.1:", port)
	cmd := exec.Command(java, "-Xmx768m", "-Duser.language=en", "-cp", jar, googleClass,
		"--host=127.0.0.1", fmt.Sprint("--port=", port))
	cmd.Dir = t.TempDir()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Skipf("Google's emulator does not start: %v", err)
	}
	exited := make(chan error, 1)
	go func() { exited <- cmd.Wait() }()
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		<-exited
	})
	for deadline := time.Now().Add(googleStart); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		select {
		case err := <-exited:
			exited <- err
			t.Skipf("Google's emulator ended as it started: %v", err)
		default:
		}
		if c, err := net.Dial("tcp", addr); err == nil {
			_ = c.Close()
			return addr
		}
	}
	t.Skipf("Google's emulator was not up after %v", googleStart)
	return ""
}

// findJar looks in the installation of gcloud.
func findJar() (string, error) {
	gcloud, err := exec.LookPath("gcloud")
	if err != nil {
		return "", errors.New("gcloud is not on the path")
	}
	if real, err := filepath.EvalSymlinks(gcloud); err == nil {
		if jar, ok := jarUnder(filepath.Dir(filepath.Dir(real))); ok {
			return jar, nil
		}
	}
	root, err := exec.Command(gcloud, "info", "--format=value(installation.sdk_root)").Output()
	if err != nil {
		return "", errors.New("gcloud does not say where it is installed")
	}
	if jar, ok := jarUnder(strings.TrimSpace(string(root))); ok {
		return jar, nil
	}
	return "", errors.New("gcloud has no cloud-firestore-emulator component")
}

func jarUnder(root string) (string, bool) {
	jars, err := filepath.Glob(filepath.Join(root, "platform", "cloud-firestore-emulator", "*.jar"))
	if err != nil || len(jars) == 0 {
		return "", false
	}
	return jars[0], true
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port
}
