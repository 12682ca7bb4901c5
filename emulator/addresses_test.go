package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"cloud.google.com/go/pubsub/v2"
	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"

	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
)

// TestDeadLettersOfARunningEmulator reaches the emulator as an operator's command
// does, and sends each function what it cannot take.
func TestDeadLettersOfARunningEmulator(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	data := t.TempDir()
	dir := writeTenant(t, t.TempDir(), "11111111-2222-4333-8444-555555555555", "Phoenix")
	cmd := emulator(ctx, "-data", data, "-tenant", dir, "-addr", "127.0.0.1:0")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(data, addressesFile)
	var a addresses
	for {
		raw, err := os.ReadFile(file)
		if err == nil && json.Unmarshal(raw, &a) == nil {
			break
		}
		if ctx.Err() != nil {
			t.Fatal("the emulator does not say where it is")
		}
		time.Sleep(20 * time.Millisecond)
	}
	opts, err := endpoint.Options("http://" + a.PubSub)
	if err != nil {
		t.Fatal(err)
	}
	client, err := pubsub.NewClient(ctx, a.Project, opts...)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	want := map[string]string{"dispatch": queue.TickTopic, "scan": queue.ScanTopic, "explain": queue.FindingsChangedTopic, "notify": queue.FindingsChangedTopic}
	for _, topic := range []string{queue.TickTopic, queue.ScanTopic, queue.FindingsChangedTopic} {
		_, err := client.TopicAdminClient.Publish(ctx, &pubsubpb.PublishRequest{
			Topic: "projects/" + a.Project + "/topics/" + topic, Messages: []*pubsubpb.PubsubMessage{{Data: []byte(`{"poison":1}`)}},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for len(want) > 0 {
		resp, err := client.SubscriptionAdminClient.Pull(ctx, &pubsubpb.PullRequest{
			Subscription: "projects/" + a.Project + "/subscriptions/" + queue.DeadLetterTopic, MaxMessages: 10})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range resp.GetReceivedMessages() {
			about := m.GetMessage().GetAttributes()
			if about[serve.LetterTopic] != want[about[serve.LetterFunction]] || about[serve.LetterError] != "message is not of the expected form" {
				t.Errorf("got a letter that says %v", about)
			}
			delete(want, about[serve.LetterFunction])
		}
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("after the end: got %v, want no addresses left", err)
	}
}
