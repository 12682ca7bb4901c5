// Package standintest starts stand-ins for the tests of what is built on them:
// a clock that a test moves, a log that can be read while it is written, and
// tenants' keys kept by Secret Manager's stand-in.
package standintest

import (
	"bytes"
	"path/filepath"
	"sync"
	"testing"
	"time"

	secretmanager "cloud.google.com/go/secretmanager/apiv1"

	standin "vahti.ai/vahti/emulator/secretmanager"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/seal"
)

// Clock is a wall clock that the test moves.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// NewClock returns a clock that shows at.
func NewClock(at time.Time) *Clock { return &Clock{at: at} }

// Now is the time the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// Add moves the clock on.
func (c *Clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// Lines is a log that can be read while it is written.
type Lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write implements io.Writer.
func (l *Lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

// String returns what was written so far.
func (l *Lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// Keys returns the keys of a project in a store of the test's own, as an
// operator has them.
func Keys(t testing.TB, project string) *seal.Keys {
	t.Helper()
	vault, err := standin.Open(standin.Config{Path: filepath.Join(t.TempDir(), "secrets.db"), Project: project})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = vault.Close() })
	addr, err := vault.Serve("operator", nil)
	if err != nil {
		t.Fatal(err)
	}
	options, err := endpoint.Options("http://" + addr)
	if err != nil {
		t.Fatal(err)
	}
	client, err := secretmanager.NewClient(t.Context(), options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return seal.NewKeys(client, project, time.Now)
}
