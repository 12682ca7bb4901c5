package dispatch

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"
	cloudpubsub "cloud.google.com/go/pubsub/v2"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/pubsub"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/identity"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

const project = "dispatch-test"

var start = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// message is what a subscriber was sent.
type message struct {
	Topic    string   `json:"-"`
	Tenant   string   `json:"tenant"`
	Slot     string   `json:"slot"`
	Findings []string `json:"findings"`
	Light    bool     `json:"light"`
	Customer string   `json:"customer"`
}

// sink is the subscriber of all topics.
type sink struct {
	mu   sync.Mutex
	seen []message
}

// RoundTrip implements http.RoundTripper: the path names the topic.
func (s *sink) RoundTrip(r *http.Request) (*http.Response, error) {
	var p struct{ Message struct{ Data []byte } }
	if err := json.NewDecoder(r.Body).Decode(&p); err != nil {
		return nil, err
	}
	m := message{Topic: filepath.Base(r.URL.Path)}
	if err := json.Unmarshal(p.Message.Data, &m); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = append(s.seen, m)
	return &http.Response{StatusCode: http.StatusNoContent, Body: io.NopCloser(&bytes.Buffer{}), Request: r}, nil
}

// letter is a dead letter.
type letter struct {
	data  string
	about map[string]string
}

// world is the stand-ins, with a dispatcher before them that has the rights of
// the function's own identity and the test's clock.
type world struct {
	*standintest.Clock
	data     *firestore.Server
	pubsub   *pubsub.Server
	sink     *sink
	operator *fleet.Fleet
	client   *cloud.Client
	audit    *cloud.Client
	db       *store.DB // with keys, for what scans do
	*dispatcher
	lines *standintest.Lines

	mu      sync.Mutex
	letters []letter

	// watch is told of each of the dispatcher's writes; see firestore.Config.Watch.
	watch func(applied bool) error
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{Clock: standintest.NewClock(start), sink: &sink{}, lines: &standintest.Lines{}}
	w.data = must(firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db"), Watch: func(identity string, applied bool) error {
		if w.watch == nil || identity != name {
			return nil
		}
		return w.watch(applied)
	}}))(t)
	t.Cleanup(func() { _ = w.data.Close() })
	var subscriptions []pubsub.Subscription
	for _, topic := range []string{queue.ScanTopic, queue.FindingsChangedTopic, queue.BillingTopic} {
		subscriptions = append(subscriptions, pubsub.Subscription{Name: topic, Topic: topic, Endpoint: "http://sink.invalid/" + topic})
	}
	rights, ok := identity.Of(name)
	if !ok {
		t.Fatal("dispatch has no identity")
	}
	w.pubsub = must(pubsub.Open(pubsub.Config{
		Path: filepath.Join(t.TempDir(), "pubsub.db"), Project: project, Topics: []string{queue.ScanTopic, queue.FindingsChangedTopic, queue.BillingTopic},
		Subscriptions: subscriptions, Transport: w.sink, Grants: map[string][]string{name: rights.Publishes},
	}))(t)
	t.Cleanup(func() { _ = w.pubsub.Close() })
	w.pubsub.Start()

	t.Setenv("PUBSUB_EMULATOR_HOST", must(w.pubsub.Serve(name, false))(t))
	t.Setenv("FIRESTORE_EMULATOR_HOST", must(w.data.Serve("operator", nil))(t))
	ctx := context.WithoutCancel(t.Context())
	w.client = must(cloud.NewClientWithDatabase(ctx, project, store.VahtiDatabase))(t)
	w.audit = must(cloud.NewClientWithDatabase(ctx, project, store.AuditDatabase))(t)
	w.db = must(store.Open(ctx, project, standintest.Keys(t, project), store.VahtiDatabase))(t)
	w.operator = fleet.New(w.db, w.Now)

	grants := []firestore.Grant{}
	for _, a := range rights.Databases {
		grants = append(grants, firestore.Grant(a))
	}
	t.Setenv("FIRESTORE_EMULATOR_HOST", must(w.data.Serve(name, grants))(t))
	own := must(store.Open(ctx, project, nil, store.VahtiDatabase, store.AuditDatabase))(t)
	publisher := queue.NewPublisher(must(cloudpubsub.NewClient(ctx, project))(t), rights.Publishes...)
	t.Cleanup(publisher.Stop)
	w.dispatcher = &dispatcher{
		fleet: fleet.New(own, w.Now), db: own, publish: publisher.Publish, publishEncoded: publisher.PublishEncoded, bury: w.takeLetter,
		now: w.Now, log: slog.New(slog.NewTextHandler(w.lines, nil)),
	}
	return w
}

// takeLetter is where dead letters go.
func (w *world) takeLetter(_ context.Context, data []byte, about map[string]string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.letters = append(w.letters, letter{string(data), about})
	return nil
}

func (w *world) put(t *testing.T, n int) tenant.ID {
	t.Helper()
	return must(w.operator.Put(t.Context(), fleet.NewTenant{
		Profile:  tenant.Profile{Name: fmt.Sprintf("Esimerkki %d Oy", n), EntraID: fmt.Sprintf("entra-%d", n)},
		Language: "fi", Interval: time.Hour,
	}))(t)
}

// received waits until everything published is delivered and returns what came
// since the last call but light passes, in no order.
func (w *world) received(t testing.TB) []message {
	t.Helper()
	return slices.DeleteFunc(w.all(t), func(m message) bool { return m.Light })
}

// all is received with light passes.
func (w *world) all(t testing.TB) []message {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		if s := w.pubsub.Stats(); s.Queued+s.InFlight == 0 {
			break
		}
		if time.Now().After(end) {
			t.Fatal("the queue does not empty")
		}
	}
	w.sink.mu.Lock()
	defer w.sink.mu.Unlock()
	seen := w.sink.seen
	w.sink.seen = nil
	return seen
}

// set changes one field of a document.
func (w *world) set(t *testing.T, path, field string, value any) {
	t.Helper()
	if _, err := w.client.Doc(path).Set(t.Context(), map[string]any{field: value}, cloud.MergeAll); err != nil {
		t.Fatal(err)
	}
}
