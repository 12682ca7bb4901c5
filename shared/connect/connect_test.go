package connect_test

import (
	"errors"
	"net/http"
	"testing"

	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/emulator/secretmanager"
	"vahti.ai/vahti/shared/connect"
	"vahti.ai/vahti/shared/store"
)

const project = "connect-test"

// open connects to a Secret Manager that is there.
func open(t *testing.T) *connect.Clients {
	t.Helper()
	vault, err := secretmanager.Open(secretmanager.Config{Path: t.TempDir() + "/secrets.db", Project: project})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = vault.Close() })
	at, err := vault.Serve("operator", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("FIRESTORE_EMULATOR_HOST", "127.0.0.1:1")
	t.Setenv("PUBSUB_EMULATOR_HOST", "127.0.0.1:1")
	c, err := connect.Open(t.Context(), connect.Google{Project: project, SecretManagerEndpoint: "http://" + at}, store.PeopleDatabase, store.LedgerDatabase)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// lists asks Secret Manager for something.
func lists(t *testing.T, c *connect.Clients) error {
	_, err := c.Secrets.GetSecret(t.Context(), &secretmanagerpb.GetSecretRequest{Name: "projects/" + project + "/secrets/none"})
	return err
}

func TestOpen(t *testing.T) {
	c := open(t)
	if err := lists(t, c); status.Code(err) != codes.NotFound {
		t.Errorf("Secret Manager: got %v, want an answer that there is no such secret", err)
	}
	first, err1 := c.Queue(t.Context())
	second, err2 := c.Queue(t.Context())
	if err1 != nil || err2 != nil || first != second {
		t.Errorf("Queue: got %v and %v, want one client", err1, err2)
	}
	h, err := c.Whole("test", http.NotFoundHandler(), nil, store.PeopleDatabase)
	if h == nil || err != nil {
		t.Errorf("Whole: got %v, %v", h, err)
	}
	if err := c.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
}

func TestOpenRefuses(t *testing.T) {
	if _, err := connect.Open(t.Context(), connect.Google{Project: project, SecretManagerEndpoint: "http://192.0.2.1:80"}, store.VahtiDatabase); err == nil {
		t.Error("keys would be sent unencrypted to another machine: got no error")
	}
}

// TestSetUpThatFails wants the clients closed: a set-up is tried again at each request.
func TestSetUpThatFails(t *testing.T) {
	c := open(t)
	bad := errors.New("no handler")
	if h, err := c.Whole("test", nil, bad); h != nil || !errors.Is(err, bad) {
		t.Errorf("got %v, %v, want the error alone", h, err)
	}
	if err := lists(t, c); status.Code(err) != codes.Canceled {
		t.Errorf("Secret Manager afterwards: got %v, want a closed client", err)
	}
}
