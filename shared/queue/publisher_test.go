package queue_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	client "cloud.google.com/go/pubsub/v2"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/emulator/pubsub"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/internal/wire"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

const project = "vahti-test"

// inbox is what was pushed.
type inbox struct {
	mu   sync.Mutex
	data [][]byte
}

func (i *inbox) all() [][]byte {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.data
}

// wait returns once n messages have been pushed.
func (i *inbox) wait(t *testing.T, n int) [][]byte {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if got := i.all(); len(got) >= n {
			return got
		}
	}
	t.Fatalf("got %d messages, want %d", len(i.all()), n)
	return nil
}

// ServeHTTP implements http.Handler.
func (i *inbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var push struct{ Message struct{ Data []byte } }
	if err := json.NewDecoder(r.Body).Decode(&push); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.data = append(i.data, push.Message.Data)
}

// connect returns the real client of an identity that may publish to topic, and
// where its messages arrive.
func connect(t *testing.T, topic string) (*client.Client, *inbox) {
	t.Helper()
	in := &inbox{}
	receiver := httptest.NewServer(in)
	t.Cleanup(receiver.Close)
	server, err := pubsub.Open(pubsub.Config{
		Path: filepath.Join(t.TempDir(), "pubsub.db"), Project: project,
		Topics:        []string{queue.TickTopic, queue.ScanTopic, queue.FindingsChangedTopic},
		Subscriptions: []pubsub.Subscription{{Name: "inbox", Topic: topic, Endpoint: receiver.URL}},
		Grants:        map[string][]string{"someone": {topic}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	server.Start()
	addr, err := server.Serve("someone", false)
	if err != nil {
		t.Fatal(err)
	}
	opts, err := endpoint.Options("http://" + addr)
	if err != nil {
		t.Fatal(err)
	}
	c, err := client.NewClient(t.Context(), project, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c, in
}

func TestPublish(t *testing.T) {
	c, in := connect(t, queue.FindingsChangedTopic)
	p := queue.NewPublisher(c, queue.FindingsChangedTopic)
	defer p.Stop()
	want := queue.FindingsChanged{Tenant: tenanttest.ID(t), Slot: tenant.NewSlot(time.Unix(1, 0), 1), Findings: []finding.ID{"f1", "f2"}}
	if err := p.Publish(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	topic, data, err := queue.Encode(want)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.PublishEncoded(t.Context(), topic, data); err != nil {
		t.Fatal(err)
	}
	for _, data := range in.wait(t, 2) {
		var got queue.FindingsChanged
		if err := got.Receive(wire.New(data)); err != nil {
			t.Fatal(err)
		}
		if got.Tenant != want.Tenant || got.Slot != want.Slot || len(got.Findings) != 2 {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

func TestPublishRefused(t *testing.T) {
	c, in := connect(t, queue.ScanTopic)
	scan := queue.Scan{Tenant: tenanttest.ID(t), Slot: tenant.NewSlot(time.Unix(1, 0), 1)}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	tests := []struct {
		name   string
		ctx    context.Context
		topics []string
		m      queue.Message
		want   codes.Code // Unknown when Pub/Sub is not asked
	}{
		{"a topic of others", t.Context(), []string{queue.FindingsChangedTopic}, scan, codes.Unknown},
		{"no topics", t.Context(), nil, scan, codes.Unknown},
		{"no tenant", t.Context(), []string{queue.ScanTopic}, queue.Scan{}, codes.Unknown},
		{"not granted", t.Context(), []string{queue.TickTopic}, queue.Tick{}, codes.PermissionDenied},
		{"cancelled", ended, []string{queue.ScanTopic}, scan, codes.Canceled},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := queue.NewPublisher(c, tt.topics...)
			defer p.Stop()
			err := p.Publish(tt.ctx, tt.m)
			if err == nil {
				t.Fatal("got no error")
			}
			if got := status.Code(err); got != tt.want && status.FromContextError(tt.ctx.Err()).Code() != tt.want {
				t.Errorf("got %v (%v), want %v", got, err, tt.want)
			}
			if strings.Contains(err.Error(), scan.Tenant.String()) {
				t.Errorf("the error %q holds the message", err)
			}
		})
	}
	p := queue.NewPublisher(c, "no-such-topic", queue.ScanTopic)
	defer p.Stop()
	if err := p.PublishEncoded(t.Context(), "no-such-topic", []byte("{}")); status.Code(err) != codes.NotFound {
		t.Errorf("a topic that does not exist: got %v, want NotFound", err)
	}
	if err := p.Bury(t.Context(), []byte(scan.Tenant.String()), nil); err == nil || strings.Contains(err.Error(), scan.Tenant.String()) {
		t.Errorf("a dead letter of a publisher that has none: got %v, want an error without the message", err)
	}
	// Nothing of that was pushed: what is published now is alone.
	if err := p.Publish(t.Context(), scan); err != nil {
		t.Fatal(err)
	}
	if got := len(in.wait(t, 1)); got != 1 {
		t.Errorf("got %d messages pushed, want 1", got)
	}
}

// TestStopSendsWhatIsHeldBack: Stop comes while many are publishing. Whoever was
// told that the message is stored finds it delivered, and nobody is left waiting.
func TestStopSendsWhatIsHeldBack(t *testing.T) {
	c, in := connect(t, queue.ScanTopic)
	p := queue.NewPublisher(c, queue.ScanTopic)
	const n = 250
	id := tenanttest.ID(t)
	var (
		began, ended sync.WaitGroup
		stored       [n + 1]bool
	)
	began.Add(n)
	for i := 1; i <= n; i++ {
		ended.Go(func() {
			began.Done()
			stored[i] = p.Publish(t.Context(), queue.Scan{Tenant: id, Slot: tenant.NewSlot(time.Unix(1, 0), i)}) == nil
		})
	}
	began.Wait()
	p.Stop()
	ended.Wait()
	want := 0
	for _, s := range stored {
		if s {
			want++
		}
	}
	if want == 0 {
		t.Error("got nothing stored before Stop, want something held back to be sent")
	}
	for _, data := range in.wait(t, want) {
		var m queue.Scan
		if err := m.Receive(wire.New(data)); err != nil {
			t.Fatal(err)
		}
		if !stored[m.Slot.N] {
			t.Errorf("message %d arrived although its publisher got an error", m.Slot.N)
		}
	}
	if err := p.Publish(t.Context(), queue.Scan{Tenant: id, Slot: tenant.NewSlot(time.Unix(1, 0), 1)}); err == nil {
		t.Error("after Stop: got no error")
	}
}
