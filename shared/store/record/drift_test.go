package record

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc/codes"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// entities opens n findings, each about an entity of its own.
func entities(n int, slot tenant.Slot) []finding.Change {
	j := finding.Judged{Check: "users", Severity: finding.Low}
	for i := range n {
		j.Results = append(j.Results, finding.Result{Resource: fmt.Sprintf("user-%04d", i), Verdict: finding.Fail, Reason: "So."})
	}
	return finding.Reconcile(nil, []finding.Judged{j}, slot.At, slot.String(), func(_, who string) finding.ID { return finding.ID("0" + who) })
}

// drifted wants each change once in the timeline.
func (w *world) drifted(t *testing.T, changes []finding.Change) {
	t.Helper()
	events, err := w.tenant.ChangesSince(t.Context(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[finding.ID]int{}
	for _, e := range events {
		if e.Kind != finding.DriftFinding || e.Slot != slot.String() || !e.At.Equal(slot.At) || string(e.To) != `"open"` {
			t.Errorf("got %v of %s in %s", e.Drift, e.To, e.Slot)
		}
		got[e.Finding]++
	}
	want := map[finding.ID]int{}
	for _, c := range changes {
		want[c.Finding.ID] = 1
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("how often each finding is there (-want +got):\n%s", diff)
	}
}

func TestDriftIsRecordedWithChanges(t *testing.T) {
	w := newWorld(t)
	s := w.begin(t, w.claim(t))
	before := w.data.Stats().Writes
	all := entities(250, slot)
	if _, err := s.Commit(t.Context(), w.key(t), Batch{Changes: all}); err != nil {
		t.Fatal(err)
	}
	if got := w.data.Stats().Writes - before; got != 2*250+13+3 { // findings, steps, messages and one document of drift per transaction
		t.Errorf("got %d writes", got)
	}
	w.drifted(t, all)
}

func TestBaselineRecordsNoDrift(t *testing.T) {
	w := newWorld(t)
	s := w.begin(t, w.claim(t))
	if _, err := s.Commit(t.Context(), w.key(t), Batch{Changes: entities(3, slot), Baseline: true}); err != nil {
		t.Fatal(err)
	}
	if err := s.Finish(t.Context(), Result{Verdicts: result.Verdicts, Baseline: true, Score: 61.5}); err != nil {
		t.Fatal(err)
	}
	w.drifted(t, nil)
	scores, err := w.tenant.Scores(t.Context(), time.Time{})
	if diff := cmp.Diff([]store.Score{{At: slot.At, Score: 61.5}}, scores); diff != "" || err != nil {
		t.Errorf("scores (-want +got), %v:\n%s", err, diff)
	}
}

// TestDriftAfterLosses loses answers of transactions, and kills the scan between
// them: each change is recorded once all the same.
func TestDriftAfterLosses(t *testing.T) {
	all := entities(250, slot)
	for _, lost := range [][]int{{1}, {2}, {3}, {1, 3, 5}} {
		t.Run(fmt.Sprint("answers lost ", lost), func(t *testing.T) {
			w := newWorld(t)
			w.claimAt(t, slot)
			s := w.beginOn(t, w.far, slot)
			w.line.disturb(nil, lose(codes.Unavailable, lost...))
			if _, err := s.Commit(t.Context(), w.key(t), Batch{Changes: all}); err != nil {
				t.Fatal(err)
			}
			w.drifted(t, all)
		})
	}
	for cut := 1; cut <= 3; cut++ {
		t.Run(fmt.Sprint("killed before transaction ", cut), func(t *testing.T) {
			w := newWorld(t)
			w.claimAt(t, slot)
			s := w.beginOn(t, w.far, slot)
			ctx, kill := context.WithCancel(t.Context())
			defer kill()
			w.line.disturb(func(n int) {
				if n == cut {
					kill()
				}
			}, nil)
			if _, err := s.Commit(ctx, w.key(t), Batch{Changes: all}); err == nil {
				t.Fatal("the killed scan went on")
			}
			w.Add(leaseTime)
			next := w.begin(t, slot) // from now on nothing of the killed one is stored
			stored, err := w.tenant.StoredFindings(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			done := map[finding.ID]bool{}
			for _, f := range stored {
				done[f.ID] = true
			}
			var rest []finding.Change
			for _, c := range all {
				if !done[c.Finding.ID] {
					rest = append(rest, c)
				}
			}
			if _, err := next.Commit(t.Context(), w.key(t), Batch{Changes: rest}); err != nil {
				t.Fatal(err)
			}
			w.drifted(t, all)
		})
	}
}

func TestVerdictsThatDiffer(t *testing.T) {
	says := func(verdicts ...finding.Verdict) []store.Verdict {
		var out []store.Verdict
		for i, v := range verdicts {
			out = append(out, store.Verdict{Check: fmt.Sprint("check-", i), Verdict: v, Reason: "So."})
		}
		return out
	}
	w := newWorld(t)
	var last []store.Verdict
	var want []string
	for i, now := range [][]store.Verdict{
		says(finding.Pass, finding.Fail), says(finding.Pass, finding.Fail), says(finding.Fail, finding.Unknown), says(finding.Fail, finding.Unknown, finding.Fail),
	} {
		s := tenant.NewSlot(start.Add(time.Duration(i)*time.Hour), 1)
		w.claimAt(t, s)
		run := w.begin(t, s)
		r := Result{Verdicts: now, Drift: VerdictDrift(last, now, s.At), Baseline: last == nil, Score: float64(i)}
		if i == 2 {
			want = append(want, `check-0 "pass"->"fail"`, `check-1 "fail"->"unknown"`)
		}
		before := w.data.Stats().Writes
		for range 2 {
			if err := run.Finish(t.Context(), r); err != nil {
				t.Fatal(err)
			}
		}
		if got, most := w.data.Stats().Writes-before, map[int]int64{0: 2, 1: 1, 2: 2, 3: 1}[i]; got != most {
			t.Errorf("scan %d: got %d writes, want %d", i, got, most)
		}
		last = now
		w.Add(time.Hour)
	}
	events, err := w.tenant.ChangesSince(t.Context(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range events {
		got = append(got, fmt.Sprintf("%s %s->%s", e.Check, e.From, e.To))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("verdicts that differ (-want +got):\n%s", diff)
	}
	scores, err := w.tenant.Scores(t.Context(), start.Add(time.Minute))
	if err != nil || len(scores) != 1 || scores[0].Score != 2 {
		t.Errorf("got scores %v, %v, want that of the third scan", scores, err)
	}
}

// TestTimelineByPages reads it newest first, a few at a time.
func TestTimelineByPages(t *testing.T) {
	w := newWorld(t)
	w.claimAt(t, slot)
	s := w.begin(t, slot)
	for i := range 7 {
		c := entities(10, slot)[i]
		if _, err := s.Commit(t.Context(), w.key(t), Batch{Changes: []finding.Change{c}}); err != nil {
			t.Fatal(err)
		}
		if i%3 != 0 { // some are written at the same moment
			w.Add(time.Second)
		}
	}
	whole, err := w.tenant.Timeline(t.Context(), 100, time.Time{})
	if err != nil || len(whole) != 7 {
		t.Fatalf("got %d events, %v, want 7", len(whole), err)
	}
	for i := range whole[1:] {
		if whole[i+1].Written.After(whole[i].Written) {
			t.Errorf("event %d is newer than the one before", i+1)
		}
	}
	for _, limit := range []int{1, 2, 3} {
		var got []store.Event
		before := time.Time{}
		for {
			page, err := w.tenant.Timeline(t.Context(), limit, before)
			if err != nil {
				t.Fatal(err)
			}
			if len(page) == 0 {
				break
			}
			got = append(got, page...)
			before = page[len(page)-1].Written
		}
		if diff := cmp.Diff(whole, got); diff != "" {
			t.Errorf("%d at a time (-want +got):\n%s", limit, diff)
		}
	}
}

// TestFailedScansHaveNoVerdicts keeps them out of what is compared.
func TestFailedScansHaveNoVerdicts(t *testing.T) {
	w := newWorld(t)
	s := w.begin(t, w.claim(t))
	if err := s.Finish(t.Context(), Result{Error: "no token", Baseline: true, Score: 3}); err != nil {
		t.Fatal(err)
	}
	if got, err := w.tenant.LastJudged(t.Context()); got != nil || err != nil {
		t.Errorf("got %v, %v, want none", got, err)
	}
	if n := w.count(t, "changes"); n != 0 {
		t.Errorf("it recorded a score")
	}
	if d := read[document.Scan](t, w.scanDoc(slot)); d.Judged != 0 {
		t.Errorf("got judged %d", d.Judged)
	}
	if _, err := Begin(t.Context(), w.tenant, slot, w.Now); !errors.Is(err, ErrOver) {
		t.Errorf("got %v, want %v", err, ErrOver)
	}
}
