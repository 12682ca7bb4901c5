package queue_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/internal/wire"
	"vahti.ai/vahti/shared/queue"
)

// scheduled returns an empty message of each scheduled kind, by its topic.
func scheduled() map[string]receiver {
	return map[string]receiver{queue.SweepTopic: new(queue.Sweep), queue.RetainTopic: new(queue.Retain), queue.DeliverTopic: new(queue.Deliver)}
}

func TestScheduledMessages(t *testing.T) {
	tests := []struct {
		name, data string
		taken      bool
	}{
		{"nothing", ``, true},
		{"an empty object", `{}`, true},
		{"spaces around", " {}\n", true},
		{"a tick with a moment", `{"before":"2026-11-01T12:00:00Z"}`, false},
		{"a tenant", `{"tenant":"x"}`, false},
		{"null", `null`, false},
		{"a list", `[]`, false},
		{"a text", `"{}"`, false},
		{"two objects", `{}{}`, false},
		{"something behind", `{}x`, false},
		{"cut short", `{`, false},
		{"spaces alone", `  `, false},
	}
	for _, tt := range tests {
		for topic, r := range scheduled() {
			t.Run(topic+" "+tt.name, func(t *testing.T) {
				err := r.Receive(wire.New([]byte(tt.data)))
				if (err == nil) != tt.taken {
					t.Errorf("got %v, want taken %v", err, tt.taken)
				}
				if err != nil && len(tt.data) >= 8 {
					quotesNothing(t, err, tt.data)
				}
			})
		}
	}
}

func TestScheduledMessagesArrive(t *testing.T) {
	for topic, r := range scheduled() {
		gotTopic, data, err := queue.Encode(value(r))
		if err != nil || gotTopic != topic {
			t.Errorf("%s: got the topic %q, %v", topic, gotTopic, err)
		}
		if diff := cmp.Diff("{}", string(data)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", topic, diff)
		}
		if err := r.Receive(wire.New(data)); err != nil {
			t.Errorf("%s does not take what it is: %v", topic, err)
		}
	}
}

// FuzzScheduled holds that no bytes but an empty object are taken, whatever they are.
func FuzzScheduled(f *testing.F) {
	for _, seed := range []string{``, `{}`, ` {} `, `null`, `{"a":1}`, `{}{}`, "\x00", `{"":{}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for topic, r := range scheduled() {
			if r.Receive(wire.New(data)) != nil || len(data) == 0 {
				continue
			}
			var bare []byte
			for _, b := range data {
				if b != ' ' && b != '\t' && b != '\r' && b != '\n' {
					bare = append(bare, b)
				}
			}
			if string(bare) != "{}" {
				t.Errorf("%s takes %q", topic, data)
			}
		}
	})
}
