package pubsub

import (
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	client "cloud.google.com/go/pubsub/v2"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

func TestDeadLetterAndReplay(t *testing.T) {
	var healthy atomic.Bool
	r := newReceiver(t, func(received) int {
		if healthy.Load() {
			return http.StatusOK
		}
		return http.StatusInternalServerError
	})
	watcher := newReceiver(t, nil)
	s := open(t, r.url, func(cfg *Config) {
		cfg.Subscriptions[0].MaxAttempts, cfg.Subscriptions[0].DeadLetterTopic = 3, "dead"
		cfg.Subscriptions = append(cfg.Subscriptions, Subscription{
			Name: "dead-push", Topic: "dead", Endpoint: watcher.url, MinBackoff: time.Millisecond,
		})
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

	dead, err := s.DeadLetters()
	if err != nil || len(dead) != 1 {
		t.Fatalf("DeadLetters: got %v, %v, want one", dead, err)
	}
	d := dead[0]
	if d.MessageID != id || d.Topic != "work" || d.Subscription != "work-push" || d.Attempts != 3 || string(d.Data) != "bad" {
		t.Errorf("dead letter: got %+v", d)
	}
	if d.ID != forwarded[0].Message.MessageID {
		t.Errorf("id of the dead letter: got %s, want that of the forwarded message, %s", d.ID, forwarded[0].Message.MessageID)
	}
	healthy.Store(true)
	if err := s.Replay(d.ID); err != nil {
		t.Fatalf("Replay: %v", err)
	}
	quiet(t, s)
	all := r.all()
	if last := all[len(all)-1]; len(all) != 4 || last.Message.MessageID != id || *last.DeliveryAttempt != 1 {
		t.Errorf("after the replay: got %d pushes, the last %+v, want the same message as its first attempt", len(all), last)
	}
	if dead, err := s.DeadLetters(); err != nil || len(dead) != 0 {
		t.Errorf("DeadLetters after the replay: got %v, %v, want none", dead, err)
	}
	for id, want := range map[string]codes.Code{d.ID: codes.NotFound, "no number": codes.InvalidArgument} {
		if err := s.Replay(id); status.Code(err) != want {
			t.Errorf("Replay(%q): got %v, want %v", id, err, want)
		}
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
