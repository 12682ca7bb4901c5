package store_test

import (
	"context"
	"fmt"
	"iter"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
)

// gathered is what a stream yields.
func gathered[T any](t *testing.T, of iter.Seq2[T, error]) []T {
	t.Helper()
	var out []T
	for v, err := range of {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

// fill writes n findings with a step of history each, and exceptions of some, into a
// tenant as scans and people would.
func (w *world) fill(t *testing.T, h *store.Tenant, n, excepted int) {
	t.Helper()
	key, err := h.Key(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	doc := w.vahti().Collection("tenants").Doc(h.ID().String())
	for from := 0; from < n; from += 100 {
		err := w.vahti().RunTransaction(t.Context(), func(_ context.Context, tx *cloud.Transaction) error {
			for i := from; i < min(n, from+100); i++ {
				f := finding.Finding{ID: finding.ID(fmt.Sprintf("%05d%x", i, h.ID().String()[:4])), Check: "guests", Resource: fmt.Sprint("r", i), Severity: finding.Severities()[i%5], State: finding.Open,
					Reason: "r", Since: asOf, Opened: asOf, Slot: "s", Version: 1, Evidence: finding.Evidence{Facts: finding.Facts{"n": int64(i)}, Subjects: finding.Subjects{}}}
				d, err := document.FromFinding(f, key)
				if err != nil {
					return err
				}
				name, change, err := document.FromChange(finding.Change{Kind: finding.Opened, Finding: f, At: asOf}, d, asOf, key)
				if err != nil {
					return err
				}
				if err := tx.Create(doc.Collection("findings").Doc(d.ID), d); err != nil {
					return err
				}
				if err := tx.Create(doc.Collection("findings").Doc(d.ID).Collection("history").Doc(name), change); err != nil {
					return err
				}
				if i >= excepted {
					continue
				}
				e, err := document.FromAcceptance(finding.Exception{ID: fmt.Sprintf("e%05d", i), Finding: f.ID, Check: f.Check, Resource: f.Resource, Reason: "why", Owner: "o", By: "b", Created: asOf, Written: asOf,
					Expires: asOf.Add(time.Hour), Severity: f.Severity, Accepted: f.Evidence}, true, key)
				if err != nil {
					return err
				}
				if err := tx.Create(doc.Collection("exceptions").Doc(fmt.Sprintf("e%05d", i)), e); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestWhole streams what is read by pages elsewhere: several pages of it, the same as at
// once, and nothing of another tenant's.
func TestWhole(t *testing.T) {
	w := newWorld(t)
	one, other := w.put(t, 1, ""), w.put(t, 2, "")
	const n = 700
	w.fill(t, one, n, 3)
	w.fill(t, other, 40, 0)
	db := w.db.WithClock(func() time.Time { return asOf })
	h, err := db.Tenant(one.ID())
	if err != nil {
		t.Fatal(err)
	}
	want, err := h.Findings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := gathered(t, h.EachFinding(t.Context()))
	byID := cmpopts.SortSlices(func(a, b finding.Finding) bool { return a.ID < b.ID })
	if diff := cmp.Diff(want, got, byID); diff != "" || len(got) != n {
		t.Errorf("%d findings (-at once +streamed):\n%s", len(got), diff)
	}
	excepted := 0
	for i, f := range got {
		if f.State == finding.Excepted {
			excepted++
		}
		if i > 0 && got[i-1].ID >= f.ID {
			t.Fatalf("%s comes after %s", f.ID, got[i-1].ID)
		}
	}
	if excepted != 3 {
		t.Errorf("%d are excepted, want 3", excepted)
	}
	for tenant, want := range map[*store.Tenant]int{one: n, other: 40} {
		steps := gathered(t, tenant.EachStep(t.Context()))
		if len(steps) != want {
			t.Errorf("got %d steps, want %d", len(steps), want)
		}
		for _, s := range steps {
			story, err := tenant.Story(t.Context(), s.Finding)
			if err != nil || len(story) != 1 {
				t.Fatalf("a step of a finding that has none: %v", err)
			}
		}
	}
	if got := gathered(t, h.EachException(t.Context())); len(got) != 3 || got[0].Reason != "why" {
		t.Errorf("got %d exceptions", len(got))
	}
}

// TestWholeStops reads no further than whoever takes.
func TestWholeStops(t *testing.T) {
	w := newWorld(t)
	h := w.put(t, 1, "")
	w.fill(t, h, 30, 0)
	n := 0
	for range h.EachFinding(t.Context()) {
		if n++; n == 5 {
			break
		}
	}
	if n != 5 {
		t.Errorf("got %d", n)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range h.EachFinding(ctx) {
		if err == nil {
			t.Error("a reading that was given up went on")
		}
	}
}

// TestWholeOfScans streams scans, events and scores of a period.
func TestWholeOfScans(t *testing.T) {
	w := newWorld(t)
	h := w.put(t, 1, "")
	for _, n := range []int{1, 2, 0, 3} {
		w.scan(t, h, n)
	}
	scans := gathered(t, h.EachScan(t.Context(), time.Time{}, time.Time{}))
	want, err := h.Scans(t.Context(), 10)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, scans); diff != "" || len(scans) != 4 {
		t.Errorf("scans (-at once +streamed):\n%s", diff)
	}
	events := gathered(t, h.EachEvent(t.Context(), time.Time{}, time.Time{}))
	all, err := h.ChangesSince(t.Context(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(all, events); diff != "" || len(events) == 0 {
		t.Errorf("events (-at once +streamed):\n%s", diff)
	}
	if got := gathered(t, h.EachEvent(t.Context(), w.now.Add(time.Hour), time.Time{})); len(got) != 0 {
		t.Errorf("got %d events of the future", len(got))
	}
	if got := gathered(t, h.EachScan(t.Context(), scans[2].Claimed, scans[0].Claimed)); len(got) != 2 || got[0].Slot != scans[1].Slot {
		t.Errorf("got %d scans of a part of the time, want 2", len(got))
	}
	scores := gathered(t, h.EachScore(t.Context(), time.Time{}, time.Time{}))
	known, err := h.Scores(t.Context(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(known, scores, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("scores (-at once +streamed):\n%s", diff)
	}
}
