package pubsub

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	client "cloud.google.com/go/pubsub/v2"
	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/api/iterator"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
)

const project = "vahti-test"

// received is one push request as a receiver reads it.
type received struct {
	Message struct {
		Attributes  map[string]string `json:"attributes"`
		Data        []byte            `json:"data"`
		MessageID   string            `json:"messageId"`
		OldID       string            `json:"message_id"`
		PublishTime time.Time         `json:"publishTime"`
		OldTime     time.Time         `json:"publish_time"`
		OrderingKey string            `json:"orderingKey"`
	} `json:"message"`
	Subscription    string `json:"subscription"`
	DeliveryAttempt *int   `json:"deliveryAttempt"`

	at time.Time
}

// receiver is a push endpoint that remembers what it was sent.
type receiver struct {
	url    string
	answer func(received) int // nil: 200

	mu   sync.Mutex
	seen []received
}

func newReceiver(t *testing.T, answer func(received) int) *receiver {
	t.Helper()
	r := &receiver{answer: answer}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		got := received{at: time.Now()}
		if err := json.NewDecoder(req.Body).Decode(&got); err != nil {
			t.Errorf("decode push: %v", err)
		}
		if ct := req.Header.Get("Content-Type"); ct != "application/json" {
			t.Errorf("Content-Type: got %q, want application/json", ct)
		}
		r.mu.Lock()
		r.seen = append(r.seen, got)
		r.mu.Unlock()
		if r.answer != nil {
			w.WriteHeader(r.answer(got))
		}
	}))
	t.Cleanup(srv.Close)
	r.url = srv.URL
	return r
}

func (r *receiver) all() []received {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.seen)
}

func (r *receiver) data() []string {
	var out []string
	for _, m := range r.all() {
		out = append(out, string(m.Message.Data))
	}
	return out
}

// open opens a server for the test; changes adjust its configuration.
func open(t *testing.T, endpoint string, changes ...func(*Config)) *Server {
	t.Helper()
	cfg := Config{
		Path:    filepath.Join(t.TempDir(), "pubsub.db"),
		Project: project,
		Topics:  []string{"work", "dead", "other"},
		Subscriptions: []Subscription{{
			Name: "work-push", Topic: "work", Endpoint: endpoint,
			MinBackoff: 10 * time.Millisecond, MaxBackoff: 100 * time.Millisecond,
		}},
		Grants: map[string][]string{"scan": {"work", "missing"}},
	}
	for _, change := range changes {
		change(&cfg)
	}
	s, err := Open(cfg)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return s
}

func subscription0(change func(*Subscription)) func(*Config) {
	return func(cfg *Config) { change(&cfg.Subscriptions[0]) }
}

func quiet(t *testing.T, s *Server) Stats {
	t.Helper()
	return waitFor(t, s, func(st Stats) bool { return st.Queued+st.InFlight == 0 })
}

func waitFor(t *testing.T, s *Server, ok func(Stats) bool) Stats {
	t.Helper()
	deadline := time.Now().Add(15 * time.Second)
	for {
		st := s.Stats()
		if ok(st) {
			return st
		}
		if time.Now().After(deadline) {
			t.Fatalf("the server did not get there: %+v", st)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// dial connects the real client as an identity.
func dial(t *testing.T, s *Server, identity string, all bool) *client.Client {
	t.Helper()
	addr, err := s.Serve(identity, all)
	if err != nil {
		t.Fatalf("Serve: %v", err)
	}
	c, err := client.NewClient(t.Context(), project,
		option.WithEndpoint(addr), option.WithoutAuthentication(),
		option.WithGRPCDialOption(grpc.WithTransportCredentials(insecure.NewCredentials())))
	if err != nil {
		t.Fatalf("NewClient: %v", err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func publish(t *testing.T, c *client.Client, topic string, m *client.Message) (string, error) {
	t.Helper()
	p := c.Publisher(topic)
	defer p.Stop()
	return p.Publish(t.Context(), m).Get(t.Context())
}

func TestEmulatorHostReachesPush(t *testing.T) {
	r := newReceiver(t, nil)
	s := open(t, r.url)
	addr, err := s.Serve("scan", false)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("PUBSUB_EMULATOR_HOST", addr)
	c, err := client.NewClient(t.Context(), project)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	p := c.Publisher("work")
	p.EnableMessageOrdering = true
	before := time.Now()
	id, err := p.Publish(t.Context(), &client.Message{
		Data: []byte("hello \x00\xff"), Attributes: map[string]string{"kind": "scan"}, OrderingKey: "k",
	}).Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if st := s.Stats(); st.Queued != 1 || st.Published != 1 {
		t.Errorf("before Start: got %+v, want one message queued", st)
	}
	s.Start()
	got := quiet(t, s)
	if diff := cmp.Diff(Stats{Published: 1, Delivered: 1}, got); diff != "" {
		t.Errorf("stats (-want +got):\n%s", diff)
	}
	all := r.all()
	if len(all) != 1 {
		t.Fatalf("pushes: got %d, want 1", len(all))
	}
	m := all[0].Message
	if m.MessageID != id || m.OldID != id || id == "" {
		t.Errorf("message ids: got %q and %q, want %q", m.MessageID, m.OldID, id)
	}
	if string(m.Data) != "hello \x00\xff" || m.Attributes["kind"] != "scan" || m.OrderingKey != "k" {
		t.Errorf("message: got %+v", m)
	}
	if m.PublishTime.Before(before.Add(-time.Second)) || !m.PublishTime.Equal(m.OldTime) {
		t.Errorf("publish times: got %v and %v, want now", m.PublishTime, m.OldTime)
	}
	if want := "projects/" + project + "/subscriptions/work-push"; all[0].Subscription != want {
		t.Errorf("subscription: got %q, want %q", all[0].Subscription, want)
	}
	if all[0].DeliveryAttempt != nil {
		t.Errorf("deliveryAttempt: got %d without a dead letter policy, want none", *all[0].DeliveryAttempt)
	}
}

func TestPublishRefusals(t *testing.T) {
	s := open(t, "http://127.0.0.1:1")
	scan, operator, stranger := dial(t, s, "scan", false), dial(t, s, "operator", true), dial(t, s, "stranger", false)
	long := strings.Repeat("x", 1025)
	many := make(map[string]string)
	for i := range 101 {
		many[fmt.Sprint("k", i)] = "v"
	}
	tests := []struct {
		name  string
		c     *client.Client
		topic string
		m     *client.Message
		want  codes.Code
	}{
		{"granted", scan, "work", &client.Message{Data: []byte("x")}, codes.OK},
		{"attributes alone", scan, "work", &client.Message{Attributes: map[string]string{"a": ""}}, codes.OK},
		{"operator", operator, "other", &client.Message{Data: []byte("x")}, codes.OK},
		{"not granted", scan, "other", &client.Message{Data: []byte("x")}, codes.PermissionDenied},
		{"nothing granted", stranger, "work", &client.Message{Data: []byte("x")}, codes.PermissionDenied},
		{"unknown topic", operator, "missing", &client.Message{Data: []byte("x")}, codes.NotFound},
		{"unknown topic granted", scan, "missing", &client.Message{Data: []byte("x")}, codes.NotFound},
		{"empty", scan, "work", &client.Message{}, codes.InvalidArgument},
		{"long value", scan, "work", &client.Message{Attributes: map[string]string{"a": long}}, codes.InvalidArgument},
		{"long key", scan, "work", &client.Message{Attributes: map[string]string{long[:257]: "a"}}, codes.InvalidArgument},
		{"reserved key", scan, "work", &client.Message{Attributes: map[string]string{"googFoo": "a"}}, codes.InvalidArgument},
		{"too many attributes", scan, "work", &client.Message{Attributes: many}, codes.InvalidArgument},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := publish(t, tt.c, tt.topic, tt.m); status.Code(err) != tt.want {
				t.Errorf("Publish: got %v, want %v", err, tt.want)
			}
		})
	}
	if got := s.Stats(); got.Queued != 2 || got.Published != 3 {
		t.Errorf("stats: got %+v, want 3 published and 2 queued", got)
	}
}

func TestRequestLimits(t *testing.T) {
	s := open(t, "http://127.0.0.1:1")
	admin := dial(t, s, "operator", true).TopicAdminClient
	messages := func(n, size int) []*pubsubpb.PubsubMessage {
		out := make([]*pubsubpb.PubsubMessage, n)
		for i := range out {
			out[i] = &pubsubpb.PubsubMessage{Data: make([]byte, size)}
		}
		return out
	}
	tests := []struct {
		name     string
		topic    string
		messages []*pubsubpb.PubsubMessage
		want     codes.Code
	}{
		{"1000 messages", "projects/" + project + "/topics/work", messages(1000, 1), codes.OK},
		{"1001 messages", "projects/" + project + "/topics/work", messages(1001, 1), codes.InvalidArgument},
		{"none", "projects/" + project + "/topics/work", nil, codes.InvalidArgument},
		{"10 MB", "projects/" + project + "/topics/other", messages(2, 5_000_000), codes.OK},
		{"over 10 MB", "projects/" + project + "/topics/other", messages(2, 5_000_001), codes.InvalidArgument},
		{"other project", "projects/elsewhere/topics/work", messages(1, 1), codes.NotFound},
		{"bad name", "topics/work", messages(1, 1), codes.InvalidArgument},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := admin.Publish(t.Context(), &pubsubpb.PublishRequest{Topic: tt.topic, Messages: tt.messages})
			if status.Code(err) != tt.want {
				t.Errorf("Publish: got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestAdministration(t *testing.T) {
	s := open(t, "http://127.0.0.1:1", subscription0(func(sub *Subscription) {
		sub.MaxAttempts, sub.DeadLetterTopic = 5, "dead"
	}))
	c := dial(t, s, "operator", true)
	created := "projects/" + project + "/topics/created"
	if _, err := c.TopicAdminClient.CreateTopic(t.Context(), &pubsubpb.Topic{Name: created}); err != nil {
		t.Fatalf("CreateTopic: %v", err)
	}
	_, err := c.TopicAdminClient.CreateTopic(t.Context(), &pubsubpb.Topic{Name: created})
	if status.Code(err) != codes.AlreadyExists {
		t.Errorf("CreateTopic again: got %v, want AlreadyExists", err)
	}
	got, err := c.TopicAdminClient.GetTopic(t.Context(), &pubsubpb.GetTopicRequest{Topic: created})
	if err != nil || got.GetName() != created {
		t.Errorf("GetTopic: got %v, %v, want %s", got, err, created)
	}
	var names []string
	it := c.TopicAdminClient.ListTopics(t.Context(), &pubsubpb.ListTopicsRequest{Project: "projects/" + project, PageSize: 3})
	for {
		topic, err := it.Next()
		if errors.Is(err, iterator.Done) {
			break
		}
		if err != nil {
			t.Fatalf("ListTopics: %v", err)
		}
		names = append(names, topic.GetName()[strings.LastIndex(topic.GetName(), "/")+1:])
	}
	if diff := cmp.Diff([]string{"created", "dead", "other", "work"}, names); diff != "" {
		t.Errorf("topics (-want +got):\n%s", diff)
	}
	sub, err := c.SubscriptionAdminClient.GetSubscription(t.Context(), &pubsubpb.GetSubscriptionRequest{
		Subscription: "projects/" + project + "/subscriptions/work-push",
	})
	if err != nil {
		t.Fatalf("GetSubscription: %v", err)
	}
	if sub.GetAckDeadlineSeconds() != 10 || sub.GetDeadLetterPolicy().GetMaxDeliveryAttempts() != 5 {
		t.Errorf("GetSubscription: got %v", sub)
	}
	plain := dial(t, s, "scan", false)
	_, err = plain.TopicAdminClient.GetTopic(t.Context(), &pubsubpb.GetTopicRequest{Topic: created})
	if status.Code(err) != codes.PermissionDenied {
		t.Errorf("GetTopic by a publisher: got %v, want PermissionDenied", err)
	}
}

func TestOpenReportsEveryProblem(t *testing.T) {
	_, err := Open(Config{
		Topics:    []string{"no"},
		Duplicate: 2,
		Subscriptions: []Subscription{{
			Name: "s!", Topic: "absent", Endpoint: "ftp://x", AckDeadline: time.Second,
			MinBackoff: time.Minute, MaxBackoff: time.Second, MaxAttempts: 3,
		}},
	})
	if err == nil {
		t.Fatal("Open: got nil, want an error")
	}
	for _, want := range []string{"no path", "no project", "duplicate 2", `topic "no"`, "not a valid id",
		"not declared", "not an http URL", "ack deadline", "back-off", "go together"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("Open: got %q, want it to mention %q", err, want)
		}
	}
}

func FuzzParseName(f *testing.F) {
	for _, seed := range []string{"projects/p/topics/work", "projects//topics/x", "topics/x", "", "projects/p/topics/a/b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		id, err := parseName(name, "p", "topics")
		if err == nil && topicName("p", id) != name {
			t.Errorf("parseName(%q): got %q, which names %q", name, id, topicName("p", id))
		}
	})
}

func FuzzDecodeEntry(f *testing.F) {
	entry, err := encodeEntry(3, &pubsubpb.PubsubMessage{Data: []byte("x"), MessageId: "7"})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(entry)
	f.Add([]byte{0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		if failed, m, err := decodeEntry(b); err == nil {
			if _, err := encodeEntry(failed, m); err != nil {
				t.Errorf("encode what was decoded: %v", err)
			}
		}
	})
}
