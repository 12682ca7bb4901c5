package dispatch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/record"
	"vahti.ai/vahti/shared/tenant"
)

func (w *world) mustTick(t *testing.T, m queue.Tick) {
	t.Helper()
	if err := w.tick(t.Context(), m, serve.Push{}); err != nil {
		t.Fatal(err)
	}
}

func TestTickStartsWhatIsDue(t *testing.T) {
	w := newWorld(t)
	ids := map[string]bool{}
	for n := range 5 {
		id := w.put(t, n)
		ids[id.String()] = true
	}
	w.mustTick(t, queue.Tick{})
	slot := tenant.NewSlot(start, 1).String()
	got := w.received(t)
	for _, m := range got {
		if m.Topic != queue.ScanTopic || m.Slot != slot || !ids[m.Tenant] {
			t.Errorf("got %+v", m)
		}
		delete(ids, m.Tenant)
	}
	if len(got) != 5 || len(ids) != 0 {
		t.Errorf("got %d messages, and none for %d tenants", len(got), len(ids))
	}
}

func TestRepeatedTicksPublishNothingNew(t *testing.T) {
	for name, m := range map[string]queue.Tick{"scheduled": {}, "asked for": {Before: start.Add(-time.Second)}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			for n := range 5 {
				w.put(t, n)
			}
			var all sync.WaitGroup
			for range 4 { // the same tick four times at once
				all.Go(func() {
					if err := w.tick(t.Context(), m, serve.Push{}); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if got := w.received(t); len(got) != 5 {
				t.Errorf("got %d messages, want 5", len(got))
			}
			for range 5 {
				w.Add(10 * time.Second)
				w.mustTick(t, m)
			}
			if got := w.received(t); len(got) != 0 {
				t.Errorf("repeats published %v", got)
			}
		})
	}
}

// TestBrokenTenantsStopNoOther has every kind of damage that a listing can meet
// among tenants that are well.
func TestBrokenTenantsStopNoOther(t *testing.T) {
	w := newWorld(t)
	var ids []string
	for n := range 6 {
		ids = append(ids, w.put(t, n).String())
	}
	w.set(t, "tenants/"+ids[0], "interval", "hourly")
	w.set(t, "tenants/"+ids[1], "slot", "yesterday")
	w.set(t, "tenants/nobody", "due", start)
	w.set(t, "tenants/nobody/scans/a", "state", "claimed")
	w.set(t, "scans/a", "state", "claimed")
	w.set(t, "tenants/"+ids[2]+"/outbox/a", "at", start.Add(-time.Hour))
	w.set(t, "tenants/"+ids[2]+"/outbox/a", "data", 7)
	w.set(t, "tenants/"+ids[2]+"/outbox/b", "at", start.Add(-time.Minute))
	w.set(t, "tenants/"+ids[2]+"/outbox/b", "topic", queue.FindingsChangedTopic)
	w.set(t, "tenants/"+ids[2]+"/outbox/b", "data", []byte(`{"tenant":"b"}`))
	w.mustTick(t, queue.Tick{})
	got := map[string]int{}
	for _, m := range w.received(t) {
		got[m.Topic+" "+m.Tenant]++
	}
	want := map[string]int{queue.FindingsChangedTopic + " b": 1}
	for _, id := range ids[2:] {
		want[queue.ScanTopic+" "+id] = 1
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
	log := w.lines.String()
	for _, id := range ids[:2] {
		if !strings.Contains(log, "level=ERROR") || !strings.Contains(log, id) {
			t.Errorf("nothing is logged about tenant %s", id)
		}
	}
	if strings.Contains(log, "Esimerkki") || strings.Contains(log, "entra-") {
		t.Errorf("the log names a customer:\n%s", log)
	}
}

func TestLeftoversArePublishedOnce(t *testing.T) {
	w := newWorld(t)
	id := w.put(t, 1)
	w.mustTick(t, queue.Tick{})
	w.received(t)
	leave := func(name string, m queue.Message, age time.Duration) {
		t.Helper()
		topic, data, err := queue.Encode(m)
		if err != nil {
			t.Fatal(err)
		}
		entry := map[string]any{"topic": topic, "data": data, "at": w.Now().Add(-age)}
		if _, err := w.client.Doc("tenants/"+id.String()+"/outbox/"+name).Create(t.Context(), entry); err != nil {
			t.Fatal(err)
		}
	}
	slot := tenant.NewSlot(start, 1)
	leave("old", queue.FindingsChanged{Tenant: id, Slot: slot, Findings: []finding.ID{"a", "b"}}, leftoverAge)
	leave("young", queue.FindingsChanged{Tenant: id, Slot: slot, Findings: []finding.ID{"c"}}, leftoverAge-time.Second)
	leave("foreign", queue.Tick{}, time.Hour) // a topic that dispatch may not publish to

	w.mustTick(t, queue.Tick{})
	want := []message{{Topic: queue.FindingsChangedTopic, Tenant: id.String(), Slot: slot.String(), Findings: []string{"a", "b"}}}
	if diff := cmp.Diff(want, w.received(t)); diff != "" {
		t.Errorf("first tick (-want +got):\n%s", diff)
	}
	w.mustTick(t, queue.Tick{})
	if got := w.received(t); len(got) != 0 {
		t.Errorf("second tick: got %v, want nothing again", got)
	}
	w.Add(time.Second)
	w.mustTick(t, queue.Tick{})
	want[0].Findings = []string{"c"}
	if diff := cmp.Diff(want, w.received(t)); diff != "" {
		t.Errorf("once the other was old (-want +got):\n%s", diff)
	}
	left, err := w.client.CollectionGroup("outbox").Documents(t.Context()).GetAll()
	if err != nil || len(left) != 1 || left[0].Ref.ID != "foreign" {
		t.Errorf("got %d entries left, %v, want the one that cannot be published", len(left), err)
	}
}

// TestFailedPublishIsMadeUpFor has publishing fail for a while.
func TestFailedPublishIsMadeUpFor(t *testing.T) {
	w := newWorld(t)
	one, two := w.put(t, 1), w.put(t, 2)
	publish, encoded := w.publish, w.publishEncoded
	w.publish = func(ctx context.Context, m queue.Message) error {
		if m.(queue.Scan).Tenant == one {
			return errors.New("the queue is away")
		}
		return publish(ctx, m)
	}
	w.publishEncoded = func(context.Context, string, []byte) error { return errors.New("the queue is away") }
	w.set(t, "tenants/"+two.String()+"/outbox/a", "at", start.Add(-time.Hour))
	w.set(t, "tenants/"+two.String()+"/outbox/a", "topic", queue.FindingsChangedTopic)
	w.set(t, "tenants/"+two.String()+"/outbox/a", "data", []byte(`{}`))
	w.mustTick(t, queue.Tick{})
	if got := w.received(t); len(got) != 1 || got[0].Tenant != two.String() {
		t.Errorf("got %v, want a message for %v alone", got, two)
	}
	if log := w.lines.String(); !strings.Contains(log, one.String()) {
		t.Errorf("nothing is logged about %v:\n%s", one, log)
	}
	w.publish, w.publishEncoded = publish, encoded
	w.Add(30 * time.Second)
	w.mustTick(t, queue.Tick{})
	if got := w.received(t); len(got) != 1 || got[0].Topic != queue.FindingsChangedTopic {
		t.Errorf("half a minute later: got %v, want what was left over", got)
	}
	w.finish(t, two)
	w.Add(30 * time.Second)
	w.mustTick(t, queue.Tick{})
	want := []message{{Topic: queue.ScanTopic, Tenant: one.String(), Slot: tenant.NewSlot(start, 1).String()}}
	if diff := cmp.Diff(want, w.received(t)); diff != "" {
		t.Errorf("a minute later (-want +got):\n%s", diff)
	}
}

// finish scans the tenant's slot.
func (w *world) finish(t *testing.T, id tenant.ID) {
	t.Helper()
	s := w.begin(t, id)
	if err := s.Finish(t.Context(), record.Result{}); err != nil {
		t.Fatal(err)
	}
}

func (w *world) begin(t *testing.T, id tenant.ID) *record.Scan {
	t.Helper()
	h := must(w.db.Tenant(id))(t)
	return must(record.Begin(t.Context(), h, tenant.NewSlot(start, 1), w.Now))(t)
}

// TestDyingScans has every instance die that takes a tenant's message.
func TestDyingScans(t *testing.T) {
	w := newWorld(t)
	dying, well := w.put(t, 1), w.put(t, 2)
	w.mustTick(t, queue.Tick{})
	w.finish(t, well)
	published := len(w.received(t)) - 1
	for range 20 {
		if strings.Contains(w.lines.String(), "scan given up") {
			break
		}
		w.begin(t, dying)
		w.Add(time.Minute)
		w.mustTick(t, queue.Tick{})
		published += len(w.received(t))
	}
	if published != 11 {
		t.Errorf("got %d messages, want the first and ten more", published)
	}
	want := map[string]string{
		serve.LetterError: document.NeverFinished, serve.LetterFunction: "scan", serve.LetterTopic: queue.ScanTopic,
		serve.LetterMessage: dying.String() + "/" + tenant.NewSlot(start, 1).Key() + "-given-up", serve.LetterAt: w.Now().UTC().Format(time.RFC3339),
	}
	if len(w.letters) != 1 || !strings.Contains(w.letters[0].data, dying.String()) {
		t.Fatalf("got dead letters %v, want one", w.letters)
	}
	if diff := cmp.Diff(want, w.letters[0].about); diff != "" {
		t.Errorf("the dead letter (-want +got):\n%s", diff)
	}
	h := must(w.db.Tenant(dying))(t)
	scans := must(h.Scans(t.Context(), 1))(t)
	if !scans[0].Failed() || scans[0].Error != "the scan was started several times and never finished" {
		t.Errorf("got %+v", scans[0])
	}
	if work, err := w.operator.Work(t.Context()); err != nil || work != (fleet.Work{}) {
		t.Errorf("got %+v, %v, want nothing left", work, err)
	}
}

// TestTimesOfGraceThatAreOver: who looks at subscriptions is asked within a minute and
// never early, and again only where nobody has looked for a while.
func TestTimesOfGraceThatAreOver(t *testing.T) {
	w := newWorld(t)
	for n, customer := range []string{"cus_never", "cus_now", "cus_soon"} {
		at := "tenants/" + w.put(t, n).String() + "/billing/subscription"
		w.set(t, at, "customer", customer)
		if n > 0 {
			w.set(t, at, "look", start.Add(time.Duration(n-1)*time.Second))
		}
	}
	asked := func() []string {
		t.Helper()
		out := []string{}
		for _, m := range w.received(t) {
			if m.Topic == queue.BillingTopic {
				out = append(out, m.Customer)
			}
		}
		slices.Sort(out)
		return out
	}
	steps := []struct {
		name string
		wait time.Duration
		tick queue.Tick
		want []string
	}{
		{"somebody asks for scans alone", 0, queue.Tick{Before: start}, []string{}},
		{"the moment", 0, queue.Tick{}, []string{"cus_now"}},
		{"the tick again", 0, queue.Tick{}, []string{}},
		{"a minute later", time.Minute, queue.Tick{}, []string{"cus_soon"}},
		{"nobody has looked", 9 * time.Minute, queue.Tick{}, []string{"cus_now"}},
		{"nor at the other", time.Minute, queue.Tick{}, []string{"cus_soon"}},
	}
	for _, s := range steps {
		w.Add(s.wait)
		w.mustTick(t, s.tick)
		if diff := cmp.Diff(s.want, asked()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", s.name, diff)
		}
	}
}

func TestTickFailsWhenNothingCanBeListed(t *testing.T) {
	w := newWorld(t)
	w.put(t, 1)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.tick(ctx, queue.Tick{}, serve.Push{}); !errors.Is(err, fleet.ErrListing) {
		t.Errorf("got %v, want %v", err, fleet.ErrListing)
	}
	w.mustTick(t, queue.Tick{}) // the repeat does it
	if got := w.received(t); len(got) != 1 {
		t.Errorf("got %v, want one message", got)
	}
}

// TestPushes sends the function what Pub/Sub sends, set up from the environment.
func TestPushes(t *testing.T) {
	w := newWorld(t)
	w.set(t, "tenants/"+w.put(t, 1).String(), "due", time.Now().Add(-time.Minute)) // here the clock is the real one
	w.set(t, "tenants/nobody", "due", time.Now().Add(-time.Minute))                // damaged, and skipped
	t.Setenv("GOOGLE_CLOUD_PROJECT", project)
	f := serve.New(name, serve.Limits{Time: 10 * time.Second, Body: 64 << 10}, setup)
	before, err := json.Marshal(map[string]any{"before": time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, data string
		status     int
		messages   int
	}{
		{"another form", `{"tenant":7}`, http.StatusBadRequest, 0},
		{"an empty tick", ``, http.StatusNoContent, 1},
		{"the same again", ``, http.StatusNoContent, 0},
		{"a tick that asks", string(before), http.StatusNoContent, 0},
		{"unknown fields", `{"every":"tenant"}`, http.StatusBadRequest, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body, err := json.Marshal(map[string]any{"message": map[string]any{"data": []byte(tt.data), "messageId": "1"}, "subscription": "s"})
			if err != nil {
				t.Fatal(err)
			}
			rec := httptest.NewRecorder()
			f.ServeHTTP(rec, httptest.NewRequest(http.MethodPost, "/", strings.NewReader(string(body))))
			if rec.Code != tt.status {
				t.Errorf("got status %d, want %d", rec.Code, tt.status)
			}
			if got := w.received(t); len(got) != tt.messages {
				t.Errorf("got %d messages, want %d", len(got), tt.messages)
			}
		})
	}
}

func TestSetupReportsEverythingMissing(t *testing.T) {
	t.Setenv("GOOGLE_CLOUD_PROJECT", "")
	if _, err := setup(t.Context()); err == nil || !strings.Contains(fmt.Sprint(err), "GOOGLE_CLOUD_PROJECT") {
		t.Errorf("got %v, want what is not set", err)
	}
}
