package scan

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	graphstandin "vahti.ai/vahti/emulator/graph"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
)

// undisturbed is what a scan of the tenant finds, and what it asks of Graph.
func undisturbed(t *testing.T) (findings []finding.Finding, verdicts []store.Verdict, requests int64) {
	t.Helper()
	w := newWorld(t)
	w.mustScan(t, w.claim(t))
	return must(w.tenant(t).Findings(t.Context()))(t), w.last(t).Verdicts, w.graph.Stats(w.entraID).Requests
}

// sameFindings compares findings of two worlds, whose keys name them differently.
func (w *world) sameFindings(t *testing.T, want []finding.Finding) {
	t.Helper()
	got := must(w.tenant(t).Findings(t.Context()))(t)
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(finding.Finding{}, "ID")); diff != "" {
		t.Errorf("findings (-undisturbed +got):\n%s", diff)
	}
}

// TestGoesOn has a scan that takes several messages.
func TestGoesOn(t *testing.T) {
	findings, verdicts, requests := undisturbed(t)
	// What a part asked for when its time was over is asked for again, the log by
	// each part, and a batch that a part's end divides is two. Where the machine stalls,
	// batches leave before they are full, so that there are more; a scan that repeats
	// what was read has too many however often it is tried.
	var got, most int64
	for range 3 {
		var parts int
		got, parts = inParts(t, findings, verdicts)
		if most = requests + int64(parts*(inFlight+2)); got <= most {
			return
		}
	}
	t.Errorf("got %d requests, want at most %d", got, most)
}

// inParts scans in several messages and returns how often Graph was asked, and in how
// many parts.
func inParts(t *testing.T, findings []finding.Finding, verdicts []store.Verdict) (requests int64, parts int) {
	t.Helper()
	w := newWorldWith(t, graphstandin.Faults{Slow: 400 * time.Millisecond})
	w.part, w.delay = 900*time.Millisecond, 5*time.Millisecond
	m := w.claim(t)
	for ; w.last(t).State == document.Claimed; parts++ {
		if parts > 60 {
			t.Fatalf("the scan never ends\n%s", w.lines)
		}
		w.mustScan(t, m)
		w.clock.Add(time.Second)
	}
	if parts < 2 {
		t.Errorf("the scan took %d parts, want several", parts)
	}
	if len(w.asked) != parts-1 {
		t.Errorf("%d further messages were published for %d parts", len(w.asked), parts)
	}
	for _, further := range w.asked {
		if further != m {
			t.Errorf("a further message is %v, want %v", further, m)
		}
	}
	w.sameFindings(t, findings)
	if diff := cmp.Diff(verdicts, w.last(t).Verdicts); diff != "" {
		t.Errorf("verdicts (-undisturbed +got):\n%s", diff)
	}
	if names := must(w.objects(t).List(t.Context(), journalPrefix))(t); len(names) != 0 {
		t.Errorf("the journal still holds %d chunks", len(names))
	}
	if got := w.last(t).Parts; got != parts-1 {
		t.Errorf("the scan says it was suspended %d times, want %d", got, parts-1)
	}
	return w.graph.Stats(w.entraID).Requests, parts
}

// inFlight is how many requests a reading of the tests has under way at most.
const inFlight = 4

// TestKilledWhileReading stops a scan at several moments, without a word, and has
// another instance take the slot up.
func TestKilledWhileReading(t *testing.T) {
	findings, _, requests := undisturbed(t)
	for _, after := range []time.Duration{30 * time.Millisecond, 120 * time.Millisecond, 300 * time.Millisecond, 600 * time.Millisecond} {
		t.Run(after.String(), func(t *testing.T) {
			// Beyond those in flight: the log, and what the last moment's chunk held. Where
			// the machine stalls, batches leave before they are full, so that there are more;
			// a scan that repeats what was read has too many however often it is tried.
			most, got := requests+2*(inFlight+1)+4, int64(0)
			for range 3 {
				if got = killedAfter(t, after, findings); got <= most {
					return
				}
			}
			t.Errorf("got %d requests, want at most %d", got, most)
		})
	}
}

// killedAfter has another instance take up a scan that was killed, and returns how
// often the two asked Graph.
func killedAfter(t *testing.T, after time.Duration, findings []finding.Finding) int64 {
	t.Helper()
	w := newWorldWith(t, graphstandin.Faults{Slow: 100 * time.Millisecond})
	w.delay = 0
	m := w.claim(t)
	ctx, kill := context.WithTimeout(t.Context(), after)
	defer kill()
	if err := w.scan(ctx, m, serve.Push{ID: "1"}); err == nil && w.last(t).State == document.Claimed {
		t.Error("a scan that was killed is acknowledged")
	} else if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		t.Logf("the killed scan says: %v", err)
	}
	w.clock.Add(time.Minute)
	w.mustScan(t, m)
	w.sameFindings(t, findings)
	return w.graph.Stats(w.entraID).Requests
}

// TestDamagedJournal has what was kept on the way, or of the last scan, cut or
// replaced: the scan reads anew and finds the same.
func TestDamagedJournal(t *testing.T) {
	findings, _, _ := undisturbed(t)
	w, m := suspended(t)
	objects := w.objects(t)
	chunks := must(objects.List(t.Context(), journalPrefix))(t)
	if len(chunks) == 0 {
		t.Fatal("nothing was kept on the way")
	}
	if err := objects.Delete(t.Context(), chunks[0]); err != nil {
		t.Fatal(err)
	}
	w.part = time.Minute
	w.clock.Add(time.Minute)
	w.mustScan(t, m)
	w.sameFindings(t, findings)
}

// suspended returns a world whose scan stopped between two parts, and its message.
// How far a part comes hangs on the machine, so it is tried with several times.
func suspended(t *testing.T) (*world, queue.Scan) {
	t.Helper()
	for part := 300 * time.Millisecond; part < 3*time.Second; part += 200 * time.Millisecond {
		w := newWorldWith(t, graphstandin.Faults{Slow: 400 * time.Millisecond})
		w.part, w.delay = part, time.Millisecond
		m := w.claim(t)
		// An error says that nothing was answered in so short a time.
		if w.try(t, m) == nil && w.last(t).State == document.Claimed {
			return w, m
		}
	}
	t.Fatal("no scan stopped between two parts")
	return nil, queue.Scan{}
}

func TestDamagedKept(t *testing.T) {
	w := newWorld(t)
	w.mustScan(t, w.claim(t))
	want := must(w.tenant(t).Findings(t.Context()))(t)
	objects := w.objects(t)
	names := must(objects.List(t.Context(), keptPrefix))(t)
	if len(names) < 2 {
		t.Fatalf("got %d objects kept, want a manifest and what it names", len(names))
	}
	for _, name := range names {
		if name != manifestName {
			if err := objects.Delete(t.Context(), name); err != nil {
				t.Fatal(err)
			}
		}
	}
	before := w.data.Stats()
	w.mustScan(t, w.claim(t))
	if diff := cmp.Diff(want, must(w.tenant(t).Findings(t.Context()))(t)); diff != "" {
		t.Errorf("findings (-before +after):\n%s", diff)
	}
	if n := w.data.Stats().Writes - before.Writes; n != 3 {
		t.Errorf("got %d writes, want 3", n)
	}
	for range 2 { // and the manifest names what is there again
		if _, err := keptOf(t.Context(), objects); err != nil {
			t.Fatal(err)
		}
		w.mustScan(t, w.claim(t))
	}
	if err := objects.Replace(t.Context(), manifestName, must(objects.Open(t.Context(), manifestName))(t).Generation(), []byte("{")); err != nil {
		t.Fatal(err)
	}
	w.mustScan(t, w.claim(t))
	if diff := cmp.Diff(want, must(w.tenant(t).Findings(t.Context()))(t)); diff != "" {
		t.Errorf("findings after a damaged manifest (-before +after):\n%s", diff)
	}
}
