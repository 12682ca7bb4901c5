package pubsub

import (
	"context"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	client "cloud.google.com/go/pubsub/v2"
	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// pull pulls once.
func pull(t *testing.T, c *client.Client, name string, limit int32) []*pubsubpb.ReceivedMessage {
	t.Helper()
	resp, err := c.SubscriptionAdminClient.Pull(t.Context(), &pubsubpb.PullRequest{
		Subscription: subscriptionName(project, name), MaxMessages: limit,
	})
	if err != nil {
		t.Fatal(err)
	}
	return resp.GetReceivedMessages()
}

func texts(messages []*pubsubpb.ReceivedMessage) []string {
	var out []string
	for _, m := range messages {
		out = append(out, string(m.GetMessage().GetData()))
	}
	return out
}

func ackIDs(messages ...*pubsubpb.ReceivedMessage) []string {
	var out []string
	for _, m := range messages {
		out = append(out, m.GetAckId())
	}
	return out
}

func acknowledge(t *testing.T, c *client.Client, name string, messages ...*pubsubpb.ReceivedMessage) {
	t.Helper()
	err := c.SubscriptionAdminClient.Acknowledge(t.Context(), &pubsubpb.AcknowledgeRequest{Subscription: subscriptionName(project, name), AckIds: ackIDs(messages...)})
	if err != nil {
		t.Fatal(err)
	}
}

func giveBack(t *testing.T, c *client.Client, name string, seconds int32, messages ...*pubsubpb.ReceivedMessage) {
	t.Helper()
	err := c.SubscriptionAdminClient.ModifyAckDeadline(t.Context(), &pubsubpb.ModifyAckDeadlineRequest{
		Subscription: subscriptionName(project, name), AckIds: ackIDs(messages...), AckDeadlineSeconds: seconds})
	if err != nil {
		t.Fatal(err)
	}
}

// withPull adds a pull subscription to the topic other.
func withPull(cfg *Config) {
	cfg.Subscriptions = append(cfg.Subscriptions, Subscription{Name: "hold", Topic: "other"})
}

func send(t *testing.T, s *Server, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if _, err := s.Publish("other", []byte(text), nil); err != nil {
			t.Fatal(err)
		}
	}
}

func TestPull(t *testing.T) {
	s := open(t, newReceiver(t, nil).url, withPull, func(cfg *Config) { cfg.Duplicate, cfg.Reorder = 1, 1 })
	s.Start()
	c := dial(t, s, "operator", true)
	send(t, s, "a", "b", "c")
	if diff := cmp.Diff(Stats{Published: 3}, s.Stats()); diff != "" {
		t.Errorf("what waits to be pulled counts (-want +got):\n%s", diff)
	}
	first := pull(t, c, "hold", 2)
	if diff := cmp.Diff([]string{"a", "b"}, texts(first)); diff != "" {
		t.Fatalf("first pull (-want +got):\n%s", diff)
	}
	rest := pull(t, c, "hold", 10)
	if diff := cmp.Diff([]string{"c"}, texts(rest)); diff != "" {
		t.Errorf("second pull, with two on their way (-want +got):\n%s", diff)
	}
	if got := pull(t, c, "hold", 10); len(got) != 0 {
		t.Errorf("third pull: got %v, want none", texts(got))
	}
	giveBack(t, c, "hold", 0, first...)
	again := pull(t, c, "hold", 10)
	if diff := cmp.Diff([]string{"a", "b"}, texts(again)); diff != "" {
		t.Errorf("given back (-want +got):\n%s", diff)
	}
	acknowledge(t, c, "hold", first[0]) // delivered again since: it is not this delivery's to end
	giveBack(t, c, "hold", 0, first[1]) // nor to give back
	if got := pull(t, c, "hold", 10); len(got) != 0 {
		t.Errorf("given back by an older delivery: got %v, want none", texts(got))
	}
	acknowledge(t, c, "hold", again[0])
	acknowledge(t, c, "hold", again[0])
	giveBack(t, c, "hold", 0, again[0], again[1], rest[0])
	if diff := cmp.Diff([]string{"b", "c"}, texts(pull(t, c, "hold", 10))); diff != "" {
		t.Errorf("with one acknowledged (-want +got):\n%s", diff)
	}
}

// TestPullWaits has a message come while somebody pulls.
func TestPullWaits(t *testing.T) {
	s := open(t, newReceiver(t, nil).url, withPull)
	c := dial(t, s, "operator", true)
	req := &pubsubpb.PullRequest{Subscription: subscriptionName(project, "hold"), MaxMessages: 5}
	got := make(chan []*pubsubpb.ReceivedMessage)
	go func() {
		resp, err := c.SubscriptionAdminClient.Pull(context.WithoutCancel(t.Context()), req)
		if err != nil {
			t.Error(err)
		}
		got <- resp.GetReceivedMessages()
	}()
	time.Sleep(20 * time.Millisecond)
	send(t, s, "late")
	if diff := cmp.Diff([]string{"late"}, texts(<-got)); diff != "" {
		t.Errorf("the pull that waited (-want +got):\n%s", diff)
	}
	if resp, err := c.SubscriptionAdminClient.Pull(t.Context(), req); err != nil || len(resp.GetReceivedMessages()) != 0 {
		t.Errorf("with nothing there: got %v, %v, want an empty answer", resp, err)
	}
}

func TestPulledMessagesComeBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pubsub.db")
	change := func(cfg *Config) {
		withPull(cfg)
		cfg.Path = path
	}
	s := open(t, newReceiver(t, nil).url, change)
	c := dial(t, s, "operator", true)
	send(t, s, "a", "b")
	both := pull(t, c, "hold", 10)
	giveBack(t, c, "hold", 1, both[1])
	for end := time.Now().Add(5 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if got := pull(t, c, "hold", 10); len(got) > 0 {
			if diff := cmp.Diff([]string{"b"}, texts(got)); diff != "" {
				t.Errorf("when its second is over (-want +got):\n%s", diff)
			}
			break
		}
		if time.Now().After(end) {
			t.Fatal("a message that was not acknowledged does not come back")
		}
	}
	acknowledge(t, c, "hold", both[0])
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, newReceiver(t, nil).url, change)
	c = dial(t, s, "operator", true)
	if diff := cmp.Diff([]string{"b"}, texts(pull(t, c, "hold", 10))); diff != "" {
		t.Errorf("after a restart (-want +got):\n%s", diff)
	}
}

func TestPulledMessagesExpire(t *testing.T) {
	var now atomic.Int64
	s := open(t, newReceiver(t, nil).url, withPull, func(cfg *Config) {
		cfg.Now = func() time.Time { return time.Unix(1_800_000_000+now.Load(), 0) }
		cfg.Subscriptions[1].Retention = time.Hour
	})
	c := dial(t, s, "operator", true)
	send(t, s, "old")
	now.Add(3601)
	send(t, s, "new")
	if diff := cmp.Diff([]string{"new"}, texts(pull(t, c, "hold", 10))); diff != "" {
		t.Errorf("after an hour (-want +got):\n%s", diff)
	}
}

func TestPullRefused(t *testing.T) {
	s := open(t, newReceiver(t, nil).url, withPull)
	hold := subscriptionName(project, "hold")
	operator, scan := dial(t, s, "operator", true), dial(t, s, "scan", false)
	tests := []struct {
		name string
		c    *client.Client
		req  *pubsubpb.PullRequest
		want codes.Code
	}{
		{"a function", scan, &pubsubpb.PullRequest{Subscription: hold, MaxMessages: 1}, codes.PermissionDenied},
		{"no such subscription", operator, &pubsubpb.PullRequest{Subscription: subscriptionName(project, "none"), MaxMessages: 1}, codes.NotFound},
		{"another project", operator, &pubsubpb.PullRequest{Subscription: subscriptionName("else", "hold"), MaxMessages: 1}, codes.NotFound},
		{"a push subscription", operator, &pubsubpb.PullRequest{Subscription: subscriptionName(project, "work-push"), MaxMessages: 1}, codes.FailedPrecondition},
		{"no number", operator, &pubsubpb.PullRequest{Subscription: hold}, codes.InvalidArgument},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := tt.c.SubscriptionAdminClient.Pull(t.Context(), tt.req); status.Code(err) != tt.want {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
	ctx := t.Context()
	if err := operator.SubscriptionAdminClient.Acknowledge(ctx, &pubsubpb.AcknowledgeRequest{Subscription: hold}); status.Code(err) != codes.InvalidArgument {
		t.Errorf("acknowledging nothing: got %v", err)
	}
	if err := scan.SubscriptionAdminClient.Acknowledge(ctx, &pubsubpb.AcknowledgeRequest{Subscription: hold, AckIds: []string{"1-1"}}); status.Code(err) != codes.PermissionDenied {
		t.Errorf("a function acknowledging: got %v", err)
	}
	for _, id := range []string{"1-1", "", "x", "1", "99999999999999999999999-1"} { // deliveries that never were end nothing
		if err := operator.SubscriptionAdminClient.Acknowledge(ctx, &pubsubpb.AcknowledgeRequest{Subscription: hold, AckIds: []string{id}}); err != nil {
			t.Errorf("acknowledging %q: got %v", id, err)
		}
	}
	err := operator.SubscriptionAdminClient.ModifyAckDeadline(ctx, &pubsubpb.ModifyAckDeadlineRequest{Subscription: hold, AckIds: []string{"1-1"}, AckDeadlineSeconds: 601})
	if status.Code(err) != codes.InvalidArgument {
		t.Errorf("a deadline of more than ten minutes: got %v", err)
	}
}
