package queue_test

import (
	"path/filepath"
	"testing"

	pubsubclient "cloud.google.com/go/pubsub/v2"

	"vahti.ai/vahti/emulator/pubsub"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// TestForgetDeadLetters takes out those about one tenant as an identity that may pull
// and nothing else.
func TestForgetDeadLetters(t *testing.T) {
	const project = "letters-test"
	server, err := pubsub.Open(pubsub.Config{
		Path: filepath.Join(t.TempDir(), "pubsub.db"), Project: project, Topics: []string{queue.DeadLetterTopic},
		Subscriptions: []pubsub.Subscription{{Name: queue.DeadLetterTopic, Topic: queue.DeadLetterTopic}},
		Pulls:         map[string][]string{"erase": {queue.DeadLetterTopic}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	letters := func(identity string) *queue.DeadLetters {
		t.Helper()
		addr, err := server.Serve(identity, false)
		if err != nil {
			t.Fatal(err)
		}
		options, err := endpoint.Options("http://" + addr)
		if err != nil {
			t.Fatal(err)
		}
		client, err := pubsubclient.NewClient(t.Context(), project, options...)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = client.Close() })
		return queue.NewDeadLetters(client, project)
	}
	id, other := tenanttest.ID(t), tenanttest.ID(t)
	for range 130 { // more than one pull
		for _, text := range []string{`{"tenant":"` + id.String() + `"}`, `{"tenant":"` + other.String() + `"}`, `no JSON, about ` + id.String()} {
			if _, err := server.Publish(queue.DeadLetterTopic, []byte(text), nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, text := range []string{`{"customer":"cus_1"}`, `{"customer":"cus_2"}`, `{"tenant":"` + other.String() + `","customer":"cus_1"}`, `{"charge":"ch_1"}`, `{}`} {
		if _, err := server.Publish(queue.DeadLetterTopic, []byte(text), nil); err != nil {
			t.Fatal(err)
		}
	}
	server.Start()
	d := letters("erase")
	for _, tt := range []struct {
		name string
		id   tenant.ID
		keep bool
		of   []string
		want int
	}{
		{"counted", id, true, nil, 130}, {"taken out", id, false, nil, 130}, {"gone", id, true, nil, 0}, {"the others are left", other, true, nil, 131},
		{"a customer's are counted", id, true, []string{"cus_1", ""}, 1}, {"and taken out", id, false, []string{"cus_1", ""}, 1}, {"and gone", id, true, []string{"cus_1", ""}, 0},
		{"another customer's are left", other, true, []string{"cus_2"}, 132},
	} {
		if got, err := d.Forget(t.Context(), tt.id, tt.keep, tt.of...); err != nil || got != tt.want {
			t.Errorf("%s: got %d, %v, want %d", tt.name, got, err, tt.want)
		}
	}
	if _, err := d.Forget(t.Context(), tenant.ID{}, false); err == nil {
		t.Error("of no tenant: got no error")
	}
	if _, err := letters("scan").Forget(t.Context(), id, false); err == nil {
		t.Error("by who may not pull: got no error")
	}
}
