package pubsub

import (
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	client "cloud.google.com/go/pubsub/v2"
	"github.com/google/go-cmp/cmp"
)

func TestDeadLetter(t *testing.T) {
	r := newReceiver(t, func(received) int { return http.StatusInternalServerError })
	watcher := newReceiver(t, nil)
	s := open(t, r.url, func(cfg *Config) {
		cfg.Subscriptions[0].MaxAttempts, cfg.Subscriptions[0].DeadLetterTopic = 3, "dead"
		cfg.Subscriptions = append(cfg.Subscriptions, Subscription{
			Name: "dead-push", Topic: "dead", Endpoint: watcher.url, MinBackoff: time.Millisecond,
		}, Subscription{Name: "dead-pull", Topic: "dead"})
	})
	s.Start()
	id, err := publish(t, dial(t, s, "scan", false), "work",
		&client.Message{Data: []byte("bad"), Attributes: map[string]string{"kind": "scan"}})
	if err != nil {
		t.Fatal(err)
	}
	st := quiet(t, s)
	want := Stats{Published: 1, Delivered: 1, Redelivered: 2, DeadLettered: 1}
	if diff := cmp.Diff(want, st); diff != "" {
		t.Errorf("stats (-want +got):\n%s", diff)
	}
	forwarded := watcher.all()
	if len(forwarded) != 1 {
		t.Fatalf("pushes of the dead letter topic: got %d, want 1", len(forwarded))
	}
	attrs := forwarded[0].Message.Attributes
	if _, err := time.Parse(time.RFC3339, attrs["CloudPubSubDeadLetterSourceTopicPublishTime"]); err != nil {
		t.Errorf("publish time of the dead letter: %v", err)
	}
	delete(attrs, "CloudPubSubDeadLetterSourceTopicPublishTime")
	wantAttrs := map[string]string{
		"kind": "scan",
		"CloudPubSubDeadLetterSourceDeliveryCount":       "3",
		"CloudPubSubDeadLetterSourceSubscription":        "work-push",
		"CloudPubSubDeadLetterSourceSubscriptionProject": project,
	}
	if diff := cmp.Diff(wantAttrs, attrs); diff != "" {
		t.Errorf("attributes of the dead letter (-want +got):\n%s", diff)
	}

	letters := pull(t, dial(t, s, "operator", true), "dead-pull", 10)
	if len(letters) != 1 || string(letters[0].GetMessage().GetData()) != "bad" || letters[0].GetMessage().GetMessageId() == id {
		t.Fatalf("got the letters %v, want the message under an id of its own", letters)
	}
	if diff := cmp.Diff(forwarded[0].Message.MessageID, letters[0].GetMessage().GetMessageId()); diff != "" {
		t.Errorf("id of the letter in its two subscriptions (-push +pull):\n%s", diff)
	}
	delete(letters[0].GetMessage().GetAttributes(), "CloudPubSubDeadLetterSourceTopicPublishTime")
	if diff := cmp.Diff(wantAttrs, letters[0].GetMessage().GetAttributes()); diff != "" {
		t.Errorf("attributes of the letter (-want +got):\n%s", diff)
	}
}

// TestPublishedDeadLettersCount: a function may publish dead letters itself.
func TestPublishedDeadLettersCount(t *testing.T) {
	r := newReceiver(t, nil)
	s := open(t, r.url, func(cfg *Config) {
		cfg.Subscriptions[0].MaxAttempts, cfg.Subscriptions[0].DeadLetterTopic = 3, "dead"
		cfg.Subscriptions = append(cfg.Subscriptions, Subscription{Name: "dead-pull", Topic: "dead"})
	})
	s.Start()
	for _, topic := range []string{"dead", "other"} {
		if _, err := s.Publish(topic, []byte("x"), nil); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(Stats{Published: 2, DeadLettered: 1}, quiet(t, s)); diff != "" {
		t.Errorf("stats (-want +got):\n%s", diff)
	}
}

func TestRetention(t *testing.T) {
	r := newReceiver(t, nil)
	var now atomic.Int64
	now.Store(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Unix())
	s := open(t, r.url, func(cfg *Config) {
		cfg.Now = func() time.Time { return time.Unix(now.Load(), 0) }
		cfg.Subscriptions[0].Retention = time.Hour
	})
	if _, err := s.Publish("work", []byte("old"), nil); err != nil {
		t.Fatal(err)
	}
	now.Add(3601)
	if _, err := s.Publish("work", []byte("new"), nil); err != nil {
		t.Fatal(err)
	}
	s.Start()
	st := quiet(t, s)
	if diff := cmp.Diff(Stats{Published: 2, Delivered: 1, Expired: 1}, st); diff != "" {
		t.Errorf("stats (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"new"}, r.data()); diff != "" {
		t.Errorf("delivered (-want +got):\n%s", diff)
	}
}
