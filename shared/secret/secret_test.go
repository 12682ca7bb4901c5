package secret

import (
	"context"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	secretmanager "cloud.google.com/go/secretmanager/apiv1"
	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/shared/endpoint"
)

// keeper is a Secret Manager with one secret, which can fail.
type keeper struct {
	secretmanagerpb.UnimplementedSecretManagerServiceServer

	mu    sync.Mutex
	text  string
	fails codes.Code
	asked int
}

func (k *keeper) AccessSecretVersion(_ context.Context, r *secretmanagerpb.AccessSecretVersionRequest) (*secretmanagerpb.AccessSecretVersionResponse, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.asked++
	if k.fails != codes.OK {
		return nil, status.Error(k.fails, "the value is "+k.text)
	}
	return &secretmanagerpb.AccessSecretVersionResponse{Name: r.GetName(), Payload: &secretmanagerpb.SecretPayload{Data: []byte(k.text)}}, nil
}

func (k *keeper) set(text string, fails codes.Code) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.text, k.fails = text, fails
}

func newSecret(t *testing.T) (*Secret, *keeper, *standintest.Clock) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	k, server := &keeper{}, grpc.NewServer()
	secretmanagerpb.RegisterSecretManagerServiceServer(server, k)
	go func() { _ = server.Serve(l) }()
	t.Cleanup(server.Stop)
	options, err := endpoint.Options("http://" + l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	client, err := secretmanager.NewClient(context.WithoutCancel(t.Context()), options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	clock := standintest.NewClock(time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC))
	return New(client, "p", "token", clock.Now), k, clock
}

func TestValues(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"nothing", "", nil},
		{"separators alone", "\n\n,", nil},
		{"one", "a", []string{"a"}},
		{"a line's end behind it", "a\n", []string{"a"}},
		{"lines", "a\r\nb\r\n", []string{"a", "b"}},
		{"commas", " a , b ", []string{"a", "b"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, k, _ := newSecret(t)
			k.set(tt.text, codes.OK)
			got, err := s.Values(t.Context())
			if !slices.Equal(got, tt.want) || (err == nil) != (tt.want != nil) {
				t.Errorf("got %q, %v, want %q", got, err, tt.want)
			}
			first, _ := s.First(t.Context())
			if tt.want != nil && first != tt.want[0] {
				t.Errorf("first: got %q, want %q", first, tt.want[0])
			}
			if text, err := s.Text(t.Context()); err != nil || text != tt.text {
				t.Errorf("text: got %q, %v", text, err)
			}
		})
	}
}

// TestReadAgain: a secret is asked for now and then, sooner for who found that it does
// not fit, outlives an outage, and does not outlive its being taken back.
func TestReadAgain(t *testing.T) {
	s, k, clock := newSecret(t)
	k.set("", codes.Unavailable)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond) // the client tries again until then
	defer cancel()
	if _, err := s.First(ctx); err == nil {
		t.Fatal("a secret was read from a Secret Manager that is down")
	}
	step := func(what string, after time.Duration, read func(context.Context) ([]string, error), want string, asks int) {
		t.Helper()
		clock.Add(after)
		k.mu.Lock()
		before := k.asked
		k.mu.Unlock()
		got, err := read(t.Context())
		if strings.Join(got, " ") != want || (err == nil) != (want != "") || err != nil && strings.Contains(err.Error(), "value") {
			t.Errorf("%s: got %q, %v, want %q", what, got, err, want)
		}
		k.mu.Lock()
		defer k.mu.Unlock()
		if k.asked-before != asks {
			t.Errorf("%s: asked %d times, want %d", what, k.asked-before, asks)
		}
	}
	k.set("one", codes.OK)
	step("first", 0, s.Values, "one", 1)
	k.set("two", codes.OK)
	step("a moment later", 9*time.Second, s.Values, "one", 0)
	step("for who it does not fit, too soon", 0, s.Again, "one", 0)
	step("for who it does not fit", time.Second, s.Again, "two", 1)
	k.set("three", codes.OK)
	step("almost five minutes later", Fresh-time.Second, s.Values, "two", 0)
	step("five minutes later", time.Second, s.Values, "three", 1)
	k.set("three", codes.PermissionDenied)
	step("taken back", Fresh, s.Values, "", 1)
	k.set("three", codes.OK)
	step("given again", 0, s.Values, "three", 1)
	k.set("", codes.Unavailable)
	s.wait = 200 * time.Millisecond
	clock.Add(Fresh)
	for range 2 { // the second does not wait
		if got, err := s.First(t.Context()); err != nil || got != "three" {
			t.Errorf("in an outage: got %q, %v, want what was read before", got, err)
		}
		s.wait = 0
	}
	s.wait = patience
	k.set("four", codes.OK)
	step("after the outage", again, s.Values, "four", 1)
}
