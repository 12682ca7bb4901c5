package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/pubsub/v2"
	"github.com/google/go-cmp/cmp"

	standin "vahti.ai/vahti/emulator/pubsub"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

const project = "letters-test"

// attempts is how often the world's function is tried.
const attempts = 3

// world is Pub/Sub's stand-in with the function scan behind it, served as it is in
// the cloud, and the folder by which the command finds it.
type world struct {
	dir    string
	pubsub *standin.Server

	mu      sync.Mutex
	fail    error // what the function answers
	took    []queue.Scan
	calls   int
	replays int // of the calls
	bury    func(context.Context, []byte, map[string]string) error
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{dir: t.TempDir()}
	receiver := httptest.NewServer(serve.New("scan", serve.Limits{Time: time.Minute, Body: 1 << 16}, func(context.Context) (http.Handler, error) {
		in := serve.Inbox{Function: "scan", Attempts: attempts, Bury: func(ctx context.Context, data []byte, about map[string]string) error {
			return w.bury(ctx, data, about)
		}}
		return serve.OnMessage(in, w.scan), nil
	}))
	t.Cleanup(receiver.Close)
	var err error
	w.pubsub, err = standin.Open(standin.Config{
		Path: filepath.Join(w.dir, "pubsub.db"), Project: project,
		Topics: []string{queue.TickTopic, queue.ScanTopic, queue.FindingsChangedTopic, queue.DeadLetterTopic},
		Subscriptions: []standin.Subscription{
			{Name: "scan", Topic: queue.ScanTopic, Endpoint: receiver.URL, MinBackoff: time.Millisecond, MaxBackoff: 5 * time.Millisecond,
				MaxAttempts: attempts, DeadLetterTopic: queue.DeadLetterTopic},
			{Name: queue.DeadLetterTopic, Topic: queue.DeadLetterTopic},
		},
		Grants: map[string][]string{"scan": {queue.DeadLetterTopic}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.pubsub.Close() })
	w.pubsub.Start()
	client := w.dial(t, "scan", false)
	publisher := queue.NewPublisher(client, queue.DeadLetterTopic)
	t.Cleanup(publisher.Stop)
	w.bury = publisher.Bury
	addr, err := w.pubsub.Serve("operator", true)
	if err != nil {
		t.Fatal(err)
	}
	w.write(t, fmt.Sprintf(`{"project":%q,"pubsub":%q}`, project, addr))
	return w
}

func (w *world) write(t *testing.T, addresses string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, "addresses.json"), []byte(addresses), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (w *world) dial(t *testing.T, identity string, all bool) *pubsub.Client {
	t.Helper()
	addr, err := w.pubsub.Serve(identity, all)
	if err != nil {
		t.Fatal(err)
	}
	opts, err := endpoint.Options("http://" + addr)
	if err != nil {
		t.Fatal(err)
	}
	c, err := pubsub.NewClient(t.Context(), project, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func (w *world) scan(_ context.Context, m queue.Scan, p serve.Push) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.calls++
	if p.Replayed {
		w.replays++
	}
	if w.fail == nil {
		w.took = append(w.took, m)
	}
	return w.fail
}

func (w *world) set(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fail = err
}

func (w *world) publish(t *testing.T, data string) {
	t.Helper()
	if _, err := w.pubsub.Publish(queue.ScanTopic, []byte(data), nil); err != nil {
		t.Fatal(err)
	}
	w.quiet(t)
}

// quiet waits until no push is on its way.
func (w *world) quiet(t *testing.T) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(time.Millisecond) {
		if s := w.pubsub.Stats(); s.Queued+s.InFlight == 0 {
			return
		}
		if time.Now().After(end) {
			t.Fatal("the queue does not empty")
		}
	}
}

// do runs the command over the world's folder.
func (w *world) do(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := run(t.Context(), append([]string{"-data", w.dir}, args...), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// lines lists the letters, each in its columns.
func (w *world) lines(t *testing.T) (rows [][]string) {
	t.Helper()
	columns := regexp.MustCompile(` {2,}`)
	for i, line := range strings.Split(strings.TrimSpace(w.do(t, "list")), "\n") {
		if row := columns.Split(line, -1); i > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}

func message(t *testing.T) (tenant.ID, string) {
	t.Helper()
	id := tenanttest.ID(t)
	_, data, err := queue.Encode(queue.Scan{Tenant: id, Slot: tenant.NewSlot(time.Unix(1_800_000_000, 0), 1), Light: true})
	if err != nil {
		t.Fatal(err)
	}
	return id, string(data)
}

// TestPoisonFromEndToEnd: a message of another form is a dead letter at once, with
// its error; replayed as it is it comes back, and it can be dropped.
func TestPoisonFromEndToEnd(t *testing.T) {
	w := newWorld(t)
	id, data := message(t)
	poison := strings.Replace(data, `"light":true`, `"ligth":true`, 1)
	w.publish(t, poison)
	rows := w.lines(t)
	if len(rows) != 1 {
		t.Fatalf("got %v, want one letter", rows)
	}
	if diff := cmp.Diff([]string{"scan", "scan", id.String(), "1", "message is not of the expected form"}, rows[0][2:]); diff != "" {
		t.Errorf("the letter (-want +got):\n%s", diff)
	}
	if at, err := time.Parse(time.RFC3339, rows[0][1]); err != nil || time.Since(at) > time.Minute {
		t.Errorf("it is of %v, %v", at, err)
	}
	if w.calls != 0 {
		t.Errorf("the function was called %d times", w.calls)
	}
	var shown bytes.Buffer
	if err := json.Compact(&shown, []byte(w.do(t, "show", rows[0][0]))); err != nil || shown.String() != poison {
		t.Errorf("show: got %s, %v, want %s", shown.String(), err, poison)
	}
	if got, want := w.do(t, "replay", rows[0][0]), "replayed "+rows[0][0]+" to scan\n"; got != want {
		t.Errorf("replay: got %q, want %q", got, want)
	}
	w.quiet(t)
	again := w.lines(t)
	if len(again) != 1 || again[0][0] == rows[0][0] {
		t.Fatalf("after the replay: got %v, want it back under another ID", again)
	}
	if got, want := w.do(t, "drop", again[0][0]), "dropped "+again[0][0]+"\n"; got != want {
		t.Errorf("drop: got %q, want %q", got, want)
	}
	if got := w.do(t, "list"); got != "no dead letters\n" {
		t.Errorf("in the end: got %q", got)
	}
}

// TestFailingMessages: what keeps failing is a dead letter with its last error
// after the subscription's attempts, and is done once when it is replayed.
func TestFailingMessages(t *testing.T) {
	w := newWorld(t)
	w.set(fmt.Errorf("read tenant: %w", errors.New("the database is away")))
	var ids []string
	for range 3 {
		id, data := message(t)
		ids = append(ids, id.String())
		w.publish(t, data)
	}
	rows := w.lines(t)
	if len(rows) != 3 || w.calls != 3*attempts {
		t.Fatalf("got %v after %d calls, want three letters after %d", rows, w.calls, 3*attempts)
	}
	for i, row := range rows { // oldest first
		if diff := cmp.Diff([]string{"scan", "scan", ids[i], "3", "read tenant: the database is away"}, row[2:]); diff != "" {
			t.Errorf("letter %d (-want +got):\n%s", i, diff)
		}
	}
	if diff := cmp.Diff(rows, w.lines(t)); diff != "" {
		t.Errorf("listed again (-first +second):\n%s", diff)
	}
	w.set(nil)
	w.do(t, "replay", rows[1][0])
	w.quiet(t)
	if len(w.took) != 1 || w.took[0].Tenant.String() != ids[1] {
		t.Errorf("after one replay the function took %v, want tenant %s once", w.took, ids[1])
	}
	if got := strings.Count(w.do(t, "replay", "all"), "replayed "); got != 2 {
		t.Errorf("replay all: got %d replayed, want 2", got)
	}
	w.quiet(t)
	if len(w.took) != 3 || !w.took[2].Light {
		t.Errorf("in the end the function took %v, want each once", w.took)
	}
	if w.replays != 3 {
		t.Errorf("the function was told of %d replays, want 3", w.replays)
	}
	if got := w.do(t, "replay", "all"); got != "no dead letters\n" {
		t.Errorf("replay all of nothing: got %q", got)
	}
}

// TestLastAttemptWithoutAnAnswer: Pub/Sub's own dead letter takes what the function
// could not publish; nothing was recorded then, and it can be replayed all the same.
func TestLastAttemptWithoutAnAnswer(t *testing.T) {
	w := newWorld(t)
	bury := w.bury
	w.bury = func(context.Context, []byte, map[string]string) error { return errors.New("the queue is away") }
	w.set(errors.New("the database is away"))
	id, data := message(t)
	w.publish(t, data)
	rows := w.lines(t)
	if len(rows) != 1 {
		t.Fatalf("got %v, want one letter", rows)
	}
	if diff := cmp.Diff([]string{"scan", "scan", id.String(), "3", "not recorded"}, rows[0][2:]); diff != "" {
		t.Errorf("the letter (-want +got):\n%s", diff)
	}
	w.bury = bury
	w.set(nil)
	w.do(t, "replay", rows[0][0])
	w.quiet(t)
	if len(w.took) != 1 || w.took[0].Tenant != id {
		t.Errorf("after the replay the function took %v, want %v once", w.took, id)
	}
}

// TestRepeatedPushesAreOneLetter: two pushes of one message that each became a
// dead letter are one, and are replayed once.
func TestRepeatedPushesAreOneLetter(t *testing.T) {
	w := newWorld(t)
	bury := w.bury
	w.bury = func(ctx context.Context, data []byte, about map[string]string) error { // its first answer is lost
		return errors.Join(bury(ctx, data, about), bury(ctx, data, about))
	}
	w.set(errors.New("the database is away"))
	_, data := message(t)
	w.publish(t, data)
	if got := w.pubsub.Stats().DeadLettered; got != 2 {
		t.Fatalf("got %d dead letters, want two of one message", got)
	}
	rows := w.lines(t)
	if len(rows) != 1 {
		t.Fatalf("got %v, want one letter", rows)
	}
	w.set(nil)
	w.do(t, "replay", "all")
	w.quiet(t)
	if len(w.took) != 1 || len(w.lines(t)) != 0 {
		t.Errorf("the function took %v, and %v are left", w.took, w.lines(t))
	}
}
