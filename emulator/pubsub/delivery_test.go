package pubsub

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sort"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	client "cloud.google.com/go/pubsub/v2"
	"github.com/google/go-cmp/cmp"
)

func TestDuplicates(t *testing.T) {
	r := newReceiver(t, nil)
	s := open(t, r.url, func(cfg *Config) { cfg.Duplicate = 1 })
	s.Start()
	c := dial(t, s, "scan", false)
	want := make(map[string]int)
	for i := range 20 {
		id, err := publish(t, c, "work", &client.Message{Data: fmt.Append(nil, i)})
		if err != nil {
			t.Fatal(err)
		}
		want[id] = 2
	}
	st := quiet(t, s)
	got := make(map[string]int)
	for _, m := range r.all() {
		got[m.Message.MessageID]++
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("deliveries by message id (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(Stats{Published: 20, Delivered: 20, Redelivered: 20}, st); diff != "" {
		t.Errorf("stats (-want +got):\n%s", diff)
	}
}

func TestDuplicateOfRefusedMessageStillArrives(t *testing.T) {
	var n atomic.Int64
	r := newReceiver(t, func(received) int {
		if n.Add(1)%2 == 1 {
			return http.StatusInternalServerError
		}
		return http.StatusOK
	})
	s := open(t, r.url, func(cfg *Config) { cfg.Duplicate = 1 })
	s.Start()
	for i := range 20 {
		if _, err := s.Publish("work", fmt.Append(nil, i), nil); err != nil {
			t.Fatal(err)
		}
	}
	if st := quiet(t, s); st.Delivered != 20 || st.Published != 20 {
		t.Errorf("stats: got %+v, want 20 delivered", st)
	}
	if got := distinct(r.data()); got != 20 {
		t.Errorf("distinct messages: got %d, want 20", got)
	}
}

func distinct(all []string) int {
	all = slices.Clone(all)
	slices.Sort(all)
	return len(slices.Compact(all))
}

func TestReorder(t *testing.T) {
	tests := []struct {
		name    string
		reorder float64
		sorted  bool
	}{
		{"asked for", 0.5, false},
		{"not asked for", 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newReceiver(t, nil)
			s := open(t, r.url, func(cfg *Config) {
				cfg.Reorder = tt.reorder
				cfg.Subscriptions[0].MaxInFlight = 1
			})
			s.Start()
			for i := range 60 {
				if _, err := s.Publish("work", fmt.Appendf(nil, "%03d", i), nil); err != nil {
					t.Fatal(err)
				}
			}
			quiet(t, s)
			got := r.data()
			if len(got) != 60 || distinct(got) != 60 {
				t.Fatalf("got %d messages, %d distinct, want each of 60 once", len(got), distinct(got))
			}
			if sorted := sort.StringsAreSorted(got); sorted != tt.sorted {
				t.Errorf("in order: got %v, want %v", sorted, tt.sorted)
			}
		})
	}
}

func TestBackoffGrows(t *testing.T) {
	r := newReceiver(t, func(m received) int {
		if *m.DeliveryAttempt < 5 {
			return http.StatusServiceUnavailable
		}
		return http.StatusNoContent
	})
	s := open(t, r.url, subscription0(func(sub *Subscription) {
		sub.MinBackoff, sub.MaxBackoff = 40*time.Millisecond, 160*time.Millisecond
		sub.MaxAttempts, sub.DeadLetterTopic = 10, "dead"
	}))
	s.Start()
	if _, err := s.Publish("work", []byte("x"), nil); err != nil {
		t.Fatal(err)
	}
	if st := quiet(t, s); st.Redelivered != 4 || st.Delivered != 1 {
		t.Errorf("stats: got %+v, want 4 redelivered and 1 delivered", st)
	}
	all := r.all()
	if len(all) != 5 {
		t.Fatalf("pushes: got %d, want 5", len(all))
	}
	for i, least := range []time.Duration{40, 80, 160, 160} {
		if *all[i].DeliveryAttempt != i+1 {
			t.Errorf("deliveryAttempt of push %d: got %d, want %d", i, *all[i].DeliveryAttempt, i+1)
		}
		if got := all[i+1].at.Sub(all[i].at); got < least*time.Millisecond {
			t.Errorf("wait after failure %d: got %v, want at least %v", i+1, got, least*time.Millisecond)
		}
	}
}

func TestBackoffBounds(t *testing.T) {
	sub := newSubscription(Subscription{MinBackoff: 10 * time.Second, MaxBackoff: 600 * time.Second})
	tests := []struct {
		failed     int
		least, max time.Duration
	}{
		{1, 10 * time.Second, 12500 * time.Millisecond},
		{3, 40 * time.Second, 50 * time.Second},
		{7, 600 * time.Second, 600 * time.Second},
		{1 << 20, 600 * time.Second, 600 * time.Second},
	}
	for _, tt := range tests {
		for range 100 {
			if got := sub.backoff(tt.failed); got < tt.least || got > tt.max {
				t.Fatalf("backoff(%d): got %v, want %v to %v", tt.failed, got, tt.least, tt.max)
			}
		}
	}
}

func TestAnswers(t *testing.T) {
	tests := []struct {
		status int
		acked  bool
	}{
		{200, true}, {201, true}, {202, true}, {204, true},
		{206, false}, {302, false}, {400, false}, {404, false}, {429, false}, {500, false},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.status), func(t *testing.T) {
			var n atomic.Int64
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				w.Header().Set("Location", "/elsewhere")
				if n.Add(1) == 1 {
					w.WriteHeader(tt.status)
				}
			}))
			defer srv.Close()
			s := open(t, srv.URL)
			s.Start()
			if _, err := s.Publish("work", []byte("x"), nil); err != nil {
				t.Fatal(err)
			}
			quiet(t, s)
			want := int64(2)
			if tt.acked {
				want = 1
			}
			if n.Load() != want {
				t.Errorf("pushes: got %d, want %d", n.Load(), want)
			}
		})
	}
}

func TestCutConnectionAndDeadline(t *testing.T) {
	var n atomic.Int64
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		drain(req.Body) // only then does net/http notice that the client is gone
		switch n.Add(1) {
		case 1:
			panic(http.ErrAbortHandler)
		case 2:
			<-req.Context().Done() // answers nothing until the deadline cuts the request
		}
	}))
	defer srv.Close()
	s := open(t, srv.URL)
	s.subs["work-push"].AckDeadline = 50 * time.Millisecond
	s.Start()
	if _, err := s.Publish("work", []byte("x"), nil); err != nil {
		t.Fatal(err)
	}
	if st := quiet(t, s); st.Delivered != 1 || n.Load() != 3 {
		t.Errorf("got %+v after %d pushes, want delivery with the third", st, n.Load())
	}
}

func TestMaxInFlight(t *testing.T) {
	var running, most atomic.Int64
	r := newReceiver(t, func(received) int {
		n := running.Add(1)
		defer running.Add(-1)
		for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
		}
		time.Sleep(5 * time.Millisecond)
		return http.StatusOK
	})
	s := open(t, r.url, subscription0(func(sub *Subscription) { sub.MaxInFlight = 3 }))
	s.Start()
	for i := range 30 {
		if _, err := s.Publish("work", fmt.Append(nil, i), nil); err != nil {
			t.Fatal(err)
		}
	}
	quiet(t, s)
	if most.Load() != 3 {
		t.Errorf("concurrent pushes: got %d, want 3", most.Load())
	}
}

// A receiver that publishes before it acknowledges must never let the server look quiet in between.
func TestNeverQuietInTheMiddle(t *testing.T) {
	var s *Server
	r := newReceiver(t, func(m received) int {
		if hops := m.Message.Attributes["hops"]; len(hops) < 50 {
			if _, err := s.Publish("work", []byte("x"), map[string]string{"hops": hops + "x"}); err != nil {
				return http.StatusInternalServerError
			}
		}
		return http.StatusOK
	})
	s = open(t, r.url)
	s.Start()
	if _, err := s.Publish("work", []byte("x"), map[string]string{"hops": ""}); err != nil {
		t.Fatal(err)
	}
	for {
		st := s.Stats()
		if st.Queued+st.InFlight > 0 {
			continue
		}
		if st.Delivered != 51 {
			t.Errorf("quiet after %d of 51 messages: %+v", st.Delivered, st)
		}
		return
	}
}

func TestCloseWaitsThenKeepsWhatWasNotAcknowledged(t *testing.T) {
	release := make(chan struct{})
	started := make(chan struct{}, 1)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		started <- struct{}{}
		<-release
	}))
	defer srv.Close()
	var cfg Config
	s := open(t, srv.URL, func(c *Config) { c.Subscriptions[0].MaxInFlight = 1; cfg = *c })
	s.Start()
	for _, d := range []string{"first", "second"} {
		if _, err := s.Publish("work", []byte(d), nil); err != nil {
			t.Fatal(err)
		}
	}
	<-started
	time.AfterFunc(50*time.Millisecond, func() { close(release) })
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Publish("work", []byte("late"), nil); err == nil {
		t.Error("Publish after Close: got nil, want an error")
	}
	r := newReceiver(t, nil)
	cfg.Subscriptions[0].Endpoint = r.url
	again, err := Open(cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if st := again.Stats(); st.Queued != 1 {
		t.Errorf("after reopening: got %+v, want one message queued", st)
	}
	again.Start()
	quiet(t, again)
	if got := strings.Join(r.data(), " "); got != "second" {
		t.Errorf("delivered after reopening: got %q, want second", got)
	}
}

func BenchmarkPublishPushAck(b *testing.B) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) { drain(req.Body) }))
	defer srv.Close()
	s, err := Open(Config{
		Path: b.TempDir() + "/pubsub.db", Project: project, Topics: []string{"work"},
		Subscriptions: []Subscription{{Name: "work-push", Topic: "work", Endpoint: srv.URL}},
	})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	s.Start()
	addr, err := s.Serve("operator", true)
	if err != nil {
		b.Fatal(err)
	}
	b.Setenv("PUBSUB_EMULATOR_HOST", addr)
	c, err := client.NewClient(context.Background(), project)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	p := c.Publisher("work")
	b.ResetTimer()
	for range b.N {
		p.Publish(context.Background(), &client.Message{Data: []byte("0123456789abcdef0123456789abcdef")})
	}
	p.Stop()
	for s.Stats().Delivered < int64(b.N) {
		time.Sleep(time.Millisecond)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}
