package scan

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/record"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// named wants the messages to name each finding once.
func named(t *testing.T, messages []queue.FindingsChanged, findings []finding.Finding) {
	t.Helper()
	var got, want []finding.ID
	for _, m := range messages {
		if len(m.Findings) == 0 || len(m.Findings) > 20 {
			t.Errorf("a message names %d findings", len(m.Findings))
		}
		got = append(got, m.Findings...)
	}
	for _, f := range findings {
		want = append(want, f.ID)
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings named in messages (-want +got):\n%s", diff)
	}
}

func TestFirstScan(t *testing.T) {
	w := newWorld(t)
	m := w.claim(t)
	w.mustScan(t, m)
	findings := must(w.tenant(t).Findings(t.Context()))(t)
	if len(findings) < 10 {
		t.Fatalf("got %d findings, want at least 10 of so careless a tenant", len(findings))
	}
	named(t, w.taken(), findings)
	open := map[finding.Severity]int{}
	for _, f := range findings {
		open[f.Severity]++
		if f.State != finding.Open || f.Version != 1 || f.Slot != m.Slot.String() || !f.Since.Equal(m.Slot.At) || f.Reason == "" {
			t.Errorf("got %+v", f)
		}
	}
	scan := w.last(t)
	if !scan.Finished() || scan.Failed() || scan.Slot != m.Slot || scan.Requests == 0 || scan.Bytes == 0 || scan.Floor == 0 || scan.Floor > scan.Requests {
		t.Errorf("got %+v", scan)
	}
	if diff := cmp.Diff(open, scan.Open); diff != "" {
		t.Errorf("open by severity (-want +got):\n%s", diff)
	}
	people := 25
	if diff := cmp.Diff(&people, must(w.tenant(t).About(t.Context()))(t).People); diff != "" {
		t.Errorf("people that are watched (-want +got):\n%s", diff)
	}
	var verdicts, checks []string
	for _, v := range scan.Verdicts {
		verdicts = append(verdicts, v.Check)
		if v.Verdict.Validate() != nil || v.Reason == "" {
			t.Errorf("%s: got %q because of %q", v.Check, v.Verdict, v.Reason)
		}
	}
	for _, c := range w.checks {
		checks = append(checks, c.ID)
	}
	if diff := cmp.Diff(checks, verdicts); diff != "" {
		t.Errorf("judged checks (-want +got):\n%s", diff)
	}
	if n := w.count(t, "history"); n != len(findings) {
		t.Errorf("got %d entries of history, want %d", n, len(findings))
	}
	if n := w.count(t, "outbox"); n != 0 {
		t.Errorf("got %d entries in the outbox, want none", n)
	}
}

func TestFinishedSlotAgain(t *testing.T) {
	w := newWorld(t)
	m := w.claim(t)
	w.mustScan(t, m)
	w.taken()
	before, asked := w.data.Stats(), w.graph.Stats(w.entraID)
	for range 3 {
		w.clock.Add(time.Minute)
		w.mustScan(t, m)
	}
	after := w.data.Stats()
	if after.Writes != before.Writes || after.Deletes != before.Deletes || len(w.taken()) != 0 {
		t.Errorf("repeats wrote %d documents", after.Writes-before.Writes)
	}
	if diff := cmp.Diff(asked, w.graph.Stats(w.entraID)); diff != "" {
		t.Errorf("repeats asked Graph (-before +after):\n%s", diff)
	}
}

func TestUnchangedTenantCostsThreeWrites(t *testing.T) {
	w := newWorld(t)
	w.mustScan(t, w.claim(t))
	w.taken()
	want := must(w.tenant(t).Findings(t.Context()))(t)
	for range 3 {
		before := w.data.Stats()
		w.mustScan(t, w.claim(t))
		after := w.data.Stats()
		if writes, deletes := after.Writes-before.Writes, after.Deletes-before.Deletes; writes != 3 || deletes != 0 {
			t.Errorf("got %d writes and %d deletes, want 3 and none", writes, deletes)
		}
	}
	if got := w.taken(); len(got) != 0 {
		t.Errorf("got %d messages about nothing", len(got))
	}
	if diff := cmp.Diff(want, must(w.tenant(t).Findings(t.Context()))(t)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if got := w.last(t); got.Slot.N != 4 || got.State != document.Done {
		t.Errorf("got %v %s, want the fourth slot done", got.Slot, got.State)
	}
}

func TestMessagesAtTheSameMoment(t *testing.T) {
	alone := newWorld(t)
	alone.mustScan(t, alone.claim(t))
	want := alone.graph.Stats(alone.entraID).Requests

	w := newWorld(t)
	m := w.claim(t)
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			if err := w.try(t, m); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	// What is asked for together hangs on the moment: two scans would ask for twice as much.
	if got := w.graph.Stats(w.entraID).Requests; got > want*3/2 {
		t.Errorf("got %d requests to Graph, want about the %d of one scan", got, want)
	}
	findings := must(w.tenant(t).Findings(t.Context()))(t)
	named(t, w.taken(), findings)
	if n := w.count(t, "history"); n != len(findings) || w.last(t).State != document.Done {
		t.Errorf("got %d entries of history of %d findings, and the scan is %s", n, len(findings), w.last(t).State)
	}
}

func TestMessagesAboutNothing(t *testing.T) {
	w := newWorld(t)
	m := w.claim(t)
	tests := []struct {
		name string
		m    queue.Scan
		want error
	}{
		{"no tenant", queue.Scan{Slot: m.Slot}, tenant.ErrZero},
		{"a tenant that was erased", queue.Scan{Tenant: tenanttest.ID(t), Slot: m.Slot}, nil},
		{"a light pass of one", queue.Scan{Tenant: tenanttest.ID(t), Slot: m.Slot, Light: true}, nil},
		{"slot that was never claimed", queue.Scan{Tenant: m.Tenant, Slot: tenant.NewSlot(m.Slot.At, 99)}, record.ErrNoClaim},
	}
	before := w.data.Stats().Writes
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := w.try(t, tt.m); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
	if n := w.data.Stats().Writes - before; n != 0 || w.graph.Stats(w.entraID).Requests != 0 {
		t.Errorf("%d documents were written and Graph was asked %d times", n, w.graph.Stats(w.entraID).Requests)
	}
}

// TestKilledBeforePublishing has the queue away after the findings were recorded.
func TestKilledBeforePublishing(t *testing.T) {
	w := newWorld(t)
	m := w.claim(t)
	away := errors.New("the queue is away")
	calls := 0
	w.publish = func(context.Context, queue.Message) error {
		if calls++; calls > 1 { // the first one gets out, and is never cleared
			return away
		}
		return nil
	}
	if err := w.try(t, m); !errors.Is(err, away) {
		t.Fatalf("got %v, want %v", err, away)
	}
	findings := must(w.tenant(t).Findings(t.Context()))(t)
	if len(findings) == 0 || w.last(t).Finished() {
		t.Fatalf("got %d findings and state %s, want findings of an unfinished scan", len(findings), w.last(t).State)
	}
	w.publish = w.take
	w.mustScan(t, m)
	if got := w.last(t); got.State != document.Done || len(w.taken()) != 0 {
		t.Errorf("the repeat is %s, want it done without a change", got.State)
	}
	if diff := cmp.Diff(findings, must(w.tenant(t).Findings(t.Context()))(t)); diff != "" {
		t.Errorf("findings after the repeat (-want +got):\n%s", diff)
	}
	if n := w.count(t, "history"); n != len(findings) {
		t.Errorf("got %d entries of history, want %d", n, len(findings))
	}
	// What was never published is still there for dispatch.
	var left int
	for l, err := range w.fleet.Leftovers(t.Context(), 0) {
		if err != nil || l.Topic != queue.FindingsChangedTopic {
			t.Errorf("got topic %q, %v", l.Topic, err)
		}
		left++
	}
	if want := (len(findings) + 19) / 20; left != want {
		t.Errorf("got %d entries in the outbox, want %d", left, want)
	}
}

// TestOvertakenScan loses its lease after the findings were recorded.
func TestOvertakenScan(t *testing.T) {
	w := newWorld(t)
	m := w.claim(t)
	w.publish = func(ctx context.Context, _ queue.Message) error {
		w.set(t, "lease.fence", 7)
		return nil
	}
	if err := w.try(t, m); !errors.Is(err, record.ErrLost) {
		t.Errorf("got %v, want %v", err, record.ErrLost)
	}
	if got := w.last(t); got.Finished() {
		t.Errorf("the overtaken scan is %s", got.State)
	}
}

func TestScanOfATenantThatWasTerminated(t *testing.T) {
	w := newWorld(t)
	m := w.claim(t)
	w.set(t, "state", string(tenant.Terminated))
	w.mustScan(t, m)
	if n := w.graph.Stats(w.entraID).Requests; n != 0 || w.last(t).Finished() {
		t.Errorf("Graph was asked %d times and the scan is %s", n, w.last(t).State)
	}
}

// TestScanIsCutShort ends the request's own context.
func TestScanIsCutShort(t *testing.T) {
	w := newWorld(t)
	m := w.claim(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.scan(ctx, m, serve.Push{}); err == nil {
		t.Error("got no error, want the message to come back")
	}
	w.clock.Add(time.Minute)
	w.mustScan(t, m)
	if got := w.last(t); got.State != document.Done {
		t.Errorf("the repeat is %s", got.State)
	}
}
