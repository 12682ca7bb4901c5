package scan

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/pubsub"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/record"
)

// letters are the dead letters of a function that a queue pushes to.
type letters struct {
	queue *pubsub.Server

	mu    sync.Mutex
	data  [][]byte
	about []map[string]string
}

// queued puts the scanner behind a queue that delivers a message three times.
func queued(t *testing.T, w *world) *letters {
	t.Helper()
	const attempts = 3
	w.attempts = attempts
	l := &letters{}
	receiver := httptest.NewServer(serve.New(name, serve.Limits{Time: timeLimit, Body: 64 << 10}, func(context.Context) (http.Handler, error) {
		return serve.OnMessage(serve.Inbox{Function: name, Attempts: attempts, Bury: l.bury}, w.scan), nil
	}))
	t.Cleanup(receiver.Close)
	l.queue = must(pubsub.Open(pubsub.Config{
		Path: filepath.Join(t.TempDir(), "pubsub.db"), Project: project, Topics: []string{queue.ScanTopic, queue.DeadLetterTopic},
		Subscriptions: []pubsub.Subscription{{Name: name, Topic: queue.ScanTopic, Endpoint: receiver.URL, MinBackoff: time.Millisecond, MaxBackoff: 5 * time.Millisecond,
			MaxAttempts: attempts, DeadLetterTopic: queue.DeadLetterTopic}},
	}))(t)
	t.Cleanup(func() { _ = l.queue.Close() })
	l.queue.Start()
	return l
}

func (l *letters) bury(_ context.Context, data []byte, about map[string]string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.data, l.about = append(l.data, data), append(l.about, about)
	return nil
}

// deliver publishes a message and returns once the queue is done with it.
func (l *letters) deliver(t *testing.T, data string, attributes map[string]string) {
	t.Helper()
	must(l.queue.Publish(queue.ScanTopic, []byte(data), attributes))(t)
	for st := l.queue.Stats(); st.Queued+st.InFlight > 0; st = l.queue.Stats() {
		select {
		case <-t.Context().Done():
			t.Fatal("the queue is not done")
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// TestPoisonFromEndToEnd: a scan that fails for good is one dead letter with its
// error, and opens its slot again when that is replayed.
func TestPoisonFromEndToEnd(t *testing.T) {
	tests := []struct {
		name, want string
		poison     func(*testing.T, *world)
	}{
		{"it panics", "panicked in vahti.ai/vahti/shared/publicdns.", func(_ *testing.T, w *world) { w.dns = nil }},
		{"Graph is away", "read tenant", func(t *testing.T, w *world) {
			w.base, w.part = "http://127.0.0.1:1", 50*time.Millisecond
			w.reader = w.newReader(t)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			l := queued(t, w)
			well := *w.scanner
			m := w.claim(t)
			tt.poison(t, w)
			l.deliver(t, encode(t, m), nil)
			if len(l.data) != 1 {
				t.Fatalf("got %d dead letters, want one\n%s", len(l.data), w.lines)
			}
			if got := l.about[0]; !strings.HasPrefix(got[serve.LetterError], tt.want) || got[serve.LetterAttempts] != "3" || got[serve.LetterTopic] != queue.ScanTopic {
				t.Errorf("the letter says %v", got)
			}
			if got := w.last(t); !got.Failed() || got.Error != document.NeverFinished {
				t.Errorf("the scan is %s because of %q", got.State, got.Error)
			}
			for m, err := range w.fleet.Late(t.Context(), nil) {
				t.Errorf("it is published again: %v, %v", m, err)
			}
			l.deliver(t, encode(t, m), nil) // a late copy of the message
			if got := w.last(t); !got.Failed() {
				t.Errorf("after a late copy the scan is %s", got.State)
			}
			w.dns, w.reader, w.part = well.dns, well.reader, well.part
			w.clock.Add(5 * time.Hour)
			l.deliver(t, string(l.data[0]), map[string]string{serve.LetterReplayed: "1"})
			if got := w.last(t); got.State != document.Done || got.Slot != m.Slot {
				t.Errorf("after the replay the scan is %s\n%s", got.State, w.lines)
			}
			if len(l.data) != 1 {
				t.Errorf("after the replay there are %d dead letters", len(l.data))
			}
		})
	}
}

// TestAFailureGivesTheLeaseBack: the next try need not wait, and nobody else makes one.
func TestAFailureGivesTheLeaseBack(t *testing.T) {
	w := newWorld(t)
	m := w.claim(t)
	well := *w.scanner
	w.base, w.part, w.attempts = "http://127.0.0.1:1", 50*time.Millisecond, 20
	w.reader = w.newReader(t)
	for attempt := 1; attempt <= 2; attempt++ {
		if err := w.scan(t.Context(), m, serve.Push{ID: "1", Attempt: attempt}); err == nil {
			t.Fatal("got no error with Graph away")
		}
		for m, err := range w.fleet.Late(t.Context(), nil) {
			t.Errorf("after failure %d it is published again: %v, %v", attempt, m, err)
		}
	}
	*w.scanner = well
	w.mustScan(t, m)
	if got := w.last(t); got.State != document.Done {
		t.Errorf("the scan is %s", got.State)
	}
}

// TestAFailedLightPassGivesTheLeaseBack: a full scan need not wait for it to run out.
func TestAFailedLightPassGivesTheLeaseBack(t *testing.T) {
	w := newWorld(t)
	w.mustScan(t, w.claim(t))
	m := w.claim(t)
	slot := must((&work{scanner: w.scanner, t: w.tenant(t)}).lightSlot(t.Context()))(t)
	light := &work{scanner: w.scanner, t: w.tenant(t), m: queue.Scan{Tenant: w.id, Slot: slot, Light: true}, log: w.log}
	light.run = must(record.BeginLight(t.Context(), light.t, slot, w.now))(t)
	if _, err := light.holding(t.Context(), func(context.Context) (bool, error) { return false, errAway }); err == nil {
		t.Fatal("got no error")
	}
	must(record.Begin(t.Context(), light.t, m.Slot, w.now))(t)
}

func TestNextTry(t *testing.T) {
	tests := []struct {
		attempt int
		want    time.Duration
	}{
		{0, 61 * time.Second}, {1, 61 * time.Second}, {2, 62 * time.Second}, {5, 76 * time.Second}, {10, 572 * time.Second}, {11, 660 * time.Second}, {20, 660 * time.Second},
	}
	for _, tt := range tests {
		if got := nextTry(tt.attempt); got != tt.want {
			t.Errorf("after attempt %d: got %v, want %v", tt.attempt, got, tt.want)
		}
	}
}
