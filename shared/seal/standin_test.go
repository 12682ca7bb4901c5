package seal_test

import (
	"path/filepath"
	"sync"
	"testing"
	"time"

	client "cloud.google.com/go/secretmanager/apiv1"
	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"google.golang.org/api/option"

	"vahti.ai/vahti/emulator/secretmanager"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/tenant"
)

const project = "vahti-test"

// cacheTime is how long a key may outlive its destruction, as the package says.
const cacheTime = 5 * time.Minute

// clock is a settable time.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// standIn is Secret Manager with a clock for those who cache what it holds.
type standIn struct {
	server *secretmanager.Server
	clock  *clock
	admin  *client.Client
}

func newStandIn(t testing.TB) *standIn {
	t.Helper()
	server, err := secretmanager.Open(secretmanager.Config{Path: filepath.Join(t.TempDir(), "secrets.db"), Project: project})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	s := &standIn{server: server, clock: &clock{at: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)}}
	s.admin = s.dial(t, nil)
	return s
}

// dial connects an identity; nil grants are the operator's.
func (s *standIn) dial(t testing.TB, grants []secretmanager.Grant, more ...option.ClientOption) *client.Client {
	t.Helper()
	addr, err := s.server.Serve("identity", grants)
	if err != nil {
		t.Fatal(err)
	}
	opts, err := endpoint.Options("http://" + addr)
	if err != nil {
		t.Fatal(err)
	}
	c, err := client.NewClient(t.Context(), append(opts, more...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// keys returns the keys as an instance of its own sees them.
func (s *standIn) keys(t testing.TB, grants []secretmanager.Grant) *seal.Keys {
	t.Helper()
	return seal.NewKeys(s.dial(t, grants), project, s.clock.now)
}

func secretName(id string) string { return "projects/" + project + "/secrets/" + id }

func tenantKey(id tenant.ID) string { return "tenant-" + id.String() }

// versions returns how many versions a secret has.
func (s *standIn) versions(t testing.TB, id string) int {
	t.Helper()
	it := s.admin.ListSecretVersions(t.Context(), &secretmanagerpb.ListSecretVersionsRequest{Parent: secretName(id)})
	n := 0
	for range it.All() {
		n++
	}
	return n
}

// value returns what a secret's first version holds.
func (s *standIn) value(t testing.TB, id string) []byte {
	t.Helper()
	answer, err := s.admin.AccessSecretVersion(t.Context(), &secretmanagerpb.AccessSecretVersionRequest{Name: secretName(id) + "/versions/1"})
	if err != nil {
		t.Fatal(err)
	}
	return answer.GetPayload().GetData()
}

// put makes a secret with one value.
func (s *standIn) put(t testing.TB, id string, value []byte) {
	t.Helper()
	s.putEmpty(t, id)
	_, err := s.admin.AddSecretVersion(t.Context(), &secretmanagerpb.AddSecretVersionRequest{
		Parent: secretName(id), Payload: &secretmanagerpb.SecretPayload{Data: value}})
	if err != nil {
		t.Fatal(err)
	}
}

// putEmpty makes a secret without a version.
func (s *standIn) putEmpty(t testing.TB, id string) {
	t.Helper()
	_, err := s.admin.CreateSecret(t.Context(), &secretmanagerpb.CreateSecretRequest{
		Parent: "projects/" + project, SecretId: id,
		Secret: &secretmanagerpb.Secret{Replication: &secretmanagerpb.Replication{Replication: &secretmanagerpb.Replication_Automatic_{}}},
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (s *standIn) destroy(t testing.TB, id string) {
	t.Helper()
	if _, err := s.admin.DestroySecretVersion(t.Context(), &secretmanagerpb.DestroySecretVersionRequest{Name: secretName(id) + "/versions/1"}); err != nil {
		t.Fatal(err)
	}
}

func (s *standIn) disable(t testing.TB, id string) {
	t.Helper()
	if _, err := s.admin.DisableSecretVersion(t.Context(), &secretmanagerpb.DisableSecretVersionRequest{Name: secretName(id) + "/versions/1"}); err != nil {
		t.Fatal(err)
	}
}

func (s *standIn) enable(t testing.TB, id string) {
	t.Helper()
	if _, err := s.admin.EnableSecretVersion(t.Context(), &secretmanagerpb.EnableSecretVersionRequest{Name: secretName(id) + "/versions/1"}); err != nil {
		t.Fatal(err)
	}
}

func (s *standIn) remove(t testing.TB, id string) {
	t.Helper()
	if err := s.admin.DeleteSecret(t.Context(), &secretmanagerpb.DeleteSecretRequest{Name: secretName(id)}); err != nil {
		t.Fatal(err)
	}
}
