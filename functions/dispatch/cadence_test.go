package dispatch

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// scanned puts n tenants whose first scan is over.
func (w *world) scanned(t *testing.T, n int) map[string]int {
	t.Helper()
	passes := map[string]int{}
	var ids []tenant.ID
	for i := range n {
		id := w.put(t, i)
		var doc document.Tenant
		if err := must(w.client.Doc("tenants/" + id.String()).Get(t.Context()))(t).DataTo(&doc); err != nil {
			t.Fatal(err)
		}
		passes[id.String()] = doc.Pass
		ids = append(ids, id)
	}
	w.mustTick(t, queue.Tick{})
	w.received(t)
	for _, id := range ids {
		w.finish(t, id)
	}
	w.Add(20 * time.Second) // their leases run out
	return passes
}

// lightOf returns the light passes among messages: tenant to slots.
func lightOf(messages []message) map[string][]string {
	out := map[string][]string{}
	for _, m := range messages {
		if m.Light {
			out[m.Tenant] = append(out[m.Tenant], m.Slot)
		}
	}
	return out
}

// TestLightPasses has ticks that come in time, twice, late, out of order and not
// at all.
func TestLightPasses(t *testing.T) {
	w := newWorld(t)
	passes := w.scanned(t, 12)
	minuteOf := func(pass int) time.Time {
		first := int(start.Unix()/60) % document.Passes
		return start.Add(time.Duration((pass-1-first+document.Passes)%document.Passes) * time.Minute)
	}
	want := func(minutes ...time.Time) map[string][]string {
		out := map[string][]string{}
		for id, pass := range passes {
			for _, m := range minutes {
				if int(m.Unix()/60)%document.Passes == pass-1 {
					out[id] = append(out[id], tenant.NewSlot(m, 1).String())
				}
			}
		}
		return out
	}
	tick := func(published time.Time) {
		t.Helper()
		if err := w.tick(t.Context(), queue.Tick{}, serve.Push{Published: published}); err != nil {
			t.Fatal(err)
		}
	}
	check := func(what string, minutes ...time.Time) {
		t.Helper()
		if diff := cmp.Diff(want(minutes...), lightOf(w.all(t))); diff != "" {
			t.Errorf("%s: light passes (-want +got):\n%s", what, diff)
		}
	}
	zero := minuteOf(1)
	w.Add(zero.Add(5*time.Minute).Sub(w.Now()) + 2*time.Second)
	at := func(n int) time.Time { return zero.Add(time.Duration(5+n) * time.Minute) }
	tick(at(0).Add(300 * time.Millisecond))
	check("in time", at(0))
	tick(at(0).Add(300 * time.Millisecond))
	check("the same again", at(0))
	w.Add(3 * time.Minute)
	tick(at(2).Add(time.Second))
	check("a minute late", at(2))
	tick(at(1).Add(time.Second))
	check("two minutes late, after a later one", at(1))
	tick(at(-3))
	check("six minutes late")
	tick(time.Time{})
	check("of no time", at(3))
	tick(at(30))
	check("from the future", at(3))
	w.mustTick(t, queue.Tick{Before: start})
	check("one that asks for scans")
	work, err := w.operator.Work(t.Context())
	if err != nil || work != (fleet.Work{}) {
		t.Errorf("got %+v, %v, want light passes to leave nothing", work, err)
	}
}

// TestLightPassesOfBusyTenants: whoever is being scanned needs none.
func TestLightPassesOfBusyTenants(t *testing.T) {
	w := newWorld(t)
	id := w.put(t, 1)
	w.mustTick(t, queue.Tick{})
	w.begin(t, id)
	for range document.Passes {
		w.Add(time.Minute)
		w.set(t, "tenants/"+id.String(), "lease", map[string]any{"holder": "a", "fence": 1, "until": w.Now().Add(10 * time.Second), "slot": "", "light": false})
		w.mustTick(t, queue.Tick{})
	}
	if got := lightOf(w.all(t)); len(got) != 0 {
		t.Errorf("got light passes %v beside a scan", got)
	}
}

// TestLightPassBesideAClaim: in the minute in which a tenant is due it needs no pass,
// nor while the claim is open.
func TestLightPassBesideAClaim(t *testing.T) {
	w := newWorld(t)
	w.scanned(t, 1)
	id := w.put(t, 0)
	var doc document.Tenant
	if err := must(w.client.Doc("tenants/" + id.String()).Get(t.Context()))(t).DataTo(&doc); err != nil {
		t.Fatal(err)
	}
	w.Add(doc.Due.Sub(w.Now()))
	for int(w.Now().Unix()/60)%document.Passes != doc.Pass-1 {
		w.Add(time.Minute)
	}
	w.mustTick(t, queue.Tick{})
	got := w.all(t)
	if len(got) != 1 || got[0].Light {
		t.Errorf("as the tenant is due: got %+v, want its scan alone", got)
	}
	w.Add(document.Passes * time.Minute)
	w.mustTick(t, queue.Tick{})
	if got := lightOf(w.all(t)); len(got) != 0 {
		t.Errorf("while the claim is open: got passes %v", got)
	}
	claims := must(w.client.Collection("tenants/"+id.String()+"/scans").Where("state", "==", document.Claimed).Documents(t.Context()).GetAll())(t)
	if len(claims) != 1 {
		t.Fatalf("got %d open claims, want one", len(claims))
	}
	claim := "tenants/" + id.String() + "/scans/" + claims[0].Ref.ID
	for field, value := range map[string]any{"parts": 1, "wait": w.Now().Add(time.Hour), "until": w.Now().Add(time.Hour)} {
		w.set(t, claim, field, value)
	}
	w.Add(document.Passes * time.Minute)
	w.mustTick(t, queue.Tick{})
	if got := lightOf(w.all(t)); len(got) != 1 {
		t.Errorf("while its scan waits for Microsoft: got passes %v, want one", got)
	}
	w.set(t, claim, "state", document.Done)
	w.Add(document.Passes * time.Minute)
	w.mustTick(t, queue.Tick{})
	if got := lightOf(w.all(t)); len(got) != 1 {
		t.Errorf("once it is over: got passes %v, want one", got)
	}
}

// TestExpiredExceptionStartsAScan: once, although the tenant is not due.
func TestExpiredExceptionStartsAScan(t *testing.T) {
	w := newWorld(t)
	w.scanned(t, 2)
	w.Add(10 * time.Minute)
	id := w.put(t, 0)
	lapses := w.Now().Add(-90 * time.Second).Truncate(time.Second)
	if _, err := w.client.Doc("tenants/"+id.String()+"/exceptions/a").Set(t.Context(), document.Exception{State: "active", Lapses: &lapses}); err != nil {
		t.Fatal(err)
	}
	for i := range 4 {
		w.mustTick(t, queue.Tick{})
		got := w.received(t)
		if i > 0 {
			if len(got) != 0 {
				t.Errorf("tick %d: got %v, want nothing again", i, got)
			}
		} else if diff := cmp.Diff([]message{{Topic: queue.ScanTopic, Tenant: id.String(), Slot: tenant.NewSlot(lapses, 1).String()}}, got); diff != "" {
			t.Errorf("first tick (-want +got):\n%s", diff)
		}
		w.Add(5 * time.Second)
	}
}

// TestTrailIsMoved: entries of the audit trail that wait get there once.
func TestTrailIsMoved(t *testing.T) {
	w := newWorld(t)
	id := w.put(t, 1)
	entry := func(name string, age time.Duration) {
		t.Helper()
		d := document.Trail{Tenant: id.String(), At: w.Now().Add(-age), Action: "exception.expired", Target: "exceptions/a", Sealed: []byte{1}}
		if _, err := w.client.Doc("tenants/"+id.String()+"/trail/"+name).Set(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	entry("old", leftoverAge)
	entry("young", leftoverAge-time.Second)
	entry("damaged", time.Hour)
	w.set(t, "tenants/"+id.String()+"/trail/damaged", "tenant", "another")
	for range 2 {
		w.mustTick(t, queue.Tick{})
	}
	moved := must(w.audit.CollectionGroup("entries").Documents(t.Context()).GetAll())(t)
	if len(moved) != 1 || moved[0].Ref.ID != "old" {
		t.Errorf("got %d entries in the trail, want the old one", len(moved))
	}
	if work, err := w.operator.Work(t.Context()); err != nil || work.Trail != 2 {
		t.Errorf("got %+v, %v, want the young and the damaged one to wait", work, err)
	}
	w.Add(time.Second)
	w.mustTick(t, queue.Tick{})
	if moved := must(w.audit.CollectionGroup("entries").Documents(t.Context()).GetAll())(t); len(moved) != 2 {
		t.Errorf("got %d entries in the trail, want the young one too", len(moved))
	}
}

// TestTicksShareOneRun: ticks that ask for the same while one is at work list and
// write nothing of their own.
func TestTicksShareOneRun(t *testing.T) {
	w := newWorld(t)
	w.put(t, 1)
	entered, leave := make(chan struct{}), make(chan struct{})
	publish := w.publish
	w.publish = func(ctx context.Context, m queue.Message) error {
		close(entered)
		<-leave
		return publish(ctx, m)
	}
	ended := make(chan error, 3)
	go func() { ended <- w.tick(context.WithoutCancel(t.Context()), queue.Tick{}, serve.Push{}) }()
	<-entered
	reads := w.data.Stats().Reads
	for range 2 {
		go func() { ended <- w.tick(context.WithoutCancel(t.Context()), queue.Tick{}, serve.Push{}) }()
	}
	time.Sleep(50 * time.Millisecond)
	if got := w.data.Stats().Reads - reads; got != 0 {
		t.Errorf("two more ticks read %d documents", got)
	}
	w.mustTick(t, queue.Tick{Before: start.Add(-time.Hour)}) // one that asks for something else does not wait
	close(leave)
	for range 3 {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

// TestCrashes stops the dispatcher before and after each of its writes; ticks that
// follow do what it left out, and nothing twice.
func TestCrashes(t *testing.T) {
	var want map[string]bool
	for n := 0; ; n++ {
		for _, applied := range []bool{false, true} {
			got, wrote := crash(t, n, applied)
			if n == 0 && !applied {
				want = got // nothing was stopped
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("stopped at write %d, applied: %v: slots published (-want +got):\n%s", n, applied, diff)
			}
			if n > 0 && wrote < n {
				if n != 9 { // two late claims, a cleared dead letter, a place, three claims, a cleared outbox
					t.Errorf("got %d writes to stop at, want 8", n-1)
				}
				return
			}
		}
	}
}

// crash stops the dispatcher at its nth write, which is applied or not; 0 stops
// nothing. It returns the slots that were published, by tenants' numbers, and how
// many writes there were before the stop.
func crash(t *testing.T, n int, applied bool) (slots map[string]bool, wrote int) {
	t.Helper()
	w := newWorld(t)
	numbers := map[string]string{}
	var ids []tenant.ID
	for i := range 5 {
		id := w.put(t, i)
		ids = append(ids, id)
		numbers[id.String()] = fmt.Sprint("tenant ", i)
	}
	for _, id := range ids[:2] { // one claim to be late, one to be given up
		w.set(t, "tenants/"+id.String()+"/scans/2026-11-01T12:00:00Z_1", "state", document.Claimed)
		w.set(t, "tenants/"+id.String()+"/scans/2026-11-01T12:00:00Z_1", "slot", "2026-11-01T12:00:00Z/1")
	}
	w.set(t, "tenants/"+ids[1].String()+"/scans/2026-11-01T12:00:00Z_1", "again", 10)
	w.set(t, "tenants/"+ids[2].String(), "spread", 0) // from before tenants had places
	w.set(t, "tenants/"+ids[3].String(), "due", start.Add(time.Hour))
	lapses := start.Add(-time.Minute)
	exception := w.client.Doc("tenants/" + ids[3].String() + "/exceptions/a")
	if _, err := exception.Set(t.Context(), document.Exception{State: "active", Lapses: &lapses}); err != nil {
		t.Fatal(err)
	}
	w.set(t, "tenants/"+ids[4].String()+"/outbox/a", "at", start.Add(-time.Hour))
	w.set(t, "tenants/"+ids[4].String()+"/outbox/a", "topic", queue.FindingsChangedTopic)
	w.set(t, "tenants/"+ids[4].String()+"/outbox/a", "data", []byte(`{"tenant":"b"}`))
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var writes atomic.Int64
	w.watch = func(after bool) error {
		if after != applied && n > 0 {
			return nil
		}
		if after || n == 0 || !applied {
			if got := int(writes.Add(1)); n > 0 && got >= n {
				stop()
				return errors.New("stopped")
			}
		}
		return nil
	}
	_ = w.tick(ctx, queue.Tick{}, serve.Push{})
	w.watch = nil
	slots = map[string]bool{}
	for range 8 {
		w.mustTick(t, queue.Tick{})
		for _, m := range w.received(t) {
			slots[numbers[m.Tenant]+" "+m.Slot] = true
		}
		w.Add(31 * time.Second)
	}
	claims := must(w.client.CollectionGroup("scans").Documents(t.Context()).GetAll())(t)
	if len(claims) != len(ids) {
		t.Errorf("stopped at write %d, applied: %v: got %d claims, want one for each of %d tenants", n, applied, len(claims), len(ids))
	}
	if len(w.letters) == 0 || !strings.Contains(w.letters[0].data, ids[1].String()) {
		t.Errorf("stopped at write %d, applied: %v: got dead letters %v, want that of the claim given up", n, applied, w.letters)
	}
	if work := must(w.operator.Work(t.Context()))(t); work.Outbox != 0 || work.Claims != len(ids)-1 {
		t.Errorf("stopped at write %d, applied: %v: got %+v, want one claim given up and no message left", n, applied, work)
	}
	for line := range strings.Lines(w.lines.String()) {
		if strings.Contains(line, "Esimerkki") {
			t.Errorf("the log names a customer: %s", line)
		}
	}
	return slots, int(writes.Load())
}
