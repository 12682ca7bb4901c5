package storage_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	gcs "cloud.google.com/go/storage"
	"google.golang.org/api/option"

	"vahti.ai/vahti/emulator/storage"
	"vahti.ai/vahti/emulator/storage/conformance"
)

const bucket = "vahti-test"

func TestConformance(t *testing.T) {
	conformance.Test(t, func(t *testing.T) (*gcs.Client, string) {
		s := open(t, storage.Config{})
		return dial(t, serve(t, s, nil)), bucket
	})
}

// otherHost names another server, as host:port, to run the tests against.
const otherHost = "STORAGE_CONFORMANCE_HOST"

func TestConformanceOfAnother(t *testing.T) {
	addr := os.Getenv(otherHost)
	if addr == "" {
		t.Skipf("no other server is here; set %s to a running one", otherHost)
	}
	conformance.Test(t, func(t *testing.T) (*gcs.Client, string) {
		c := dial(t, addr)
		name := gcsName(t)
		if err := c.Bucket(name).Create(t.Context(), "vahti-test", nil); err != nil {
			t.Fatal(err)
		}
		return c, name
	})
}

// open opens a server in a folder of the test's own and closes it with the test.
func open(t testing.TB, cfg storage.Config) *storage.Server {
	t.Helper()
	if cfg.Path == "" {
		cfg.Path = filepath.Join(t.TempDir(), "storage.db")
	}
	cfg.Bucket = bucket
	s, err := storage.Open(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func serve(t testing.TB, s *storage.Server, grant *storage.Grant) string {
	t.Helper()
	addr, err := s.Serve("scan", grant)
	if err != nil {
		t.Fatal(err)
	}
	return addr
}

// dial makes the real client, closed with the test.
func dial(t testing.TB, addr string) *gcs.Client {
	t.Helper()
	c, err := gcs.NewClient(context.WithoutCancel(t.Context()), gcs.WithJSONReads(),
		option.WithEndpoint("http://"+addr+"/storage/v1/"), option.WithoutAuthentication())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// gcsName makes a bucket's name of a test's.
func gcsName(t *testing.T) string {
	name := []byte("vahti-")
	for _, c := range []byte(t.Name()) {
		if c >= 'a' && c <= 'z' {
			name = append(name, c)
		}
	}
	return string(name[:min(len(name), 60)])
}
