package fleet

import (
	"errors"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/record"
	"vahti.ai/vahti/shared/tenant"
)

// TestLateSuspended has scans that go on in further messages, some of them lost.
func TestLateSuspended(t *testing.T) {
	w := newWorld(t)
	w.mustPut(t, live(1))
	m := one(t, w.tick(t, time.Time{}))
	suspend := func() {
		t.Helper()
		if err := w.begin(t, m).Suspend(t.Context(), time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	w.begin(t, m)
	w.Add(lease)
	w.wantLate(t, "an instance died", m)
	for part := range 2 * publishings { // many parts, each of whose messages is lost once
		suspend()
		w.wantLate(t, "its message is on its way")
		w.Add(time.Minute - time.Millisecond)
		w.wantLate(t, "its message may still come")
		w.Add(time.Millisecond)
		w.wantLate(t, "its message was lost", m)
		if got := read[document.Scan](t, w.scanDoc(m)).Parts; got != part+1 {
			t.Fatalf("got %d parts, want %d", got, part+1)
		}
	}
	suspend()
	w.begin(t, m) // the message arrives
	w.Add(lease - time.Millisecond)
	w.wantLate(t, "while the part's lease lasts")
	w.Add(time.Minute)
	w.wantLate(t, "the part's instance died", m)
	if got := w.run(t, m, true); got != publishings-1 {
		t.Errorf("without getting further it was published %d times more, want %d", got, publishings-1)
	}
	if got := w.state(t, m); got != document.Failed {
		t.Errorf("in the end the scan is %s, want %s", got, document.Failed)
	}
}

// TestLateBesideLightPasses has light passes hold the lease in between.
func TestLateBesideLightPasses(t *testing.T) {
	w := newWorld(t)
	id := w.mustPut(t, live(1))
	w.finish(t, one(t, w.tick(t, time.Time{})))
	h, err := w.db.Tenant(id)
	if err != nil {
		t.Fatal(err)
	}
	light := func() *record.Scan {
		t.Helper()
		s, err := record.BeginLight(t.Context(), h, tenant.NewSlot(w.Clock.Now(), 1), w.Clock.Now)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	w.Add(2 * time.Hour)
	light()
	m := one(t, w.tick(t, time.Time{}))
	if _, err := record.Begin(t.Context(), h, m.Slot, w.Clock.Now); !errors.Is(err, record.ErrLight) {
		t.Fatalf("beginning beside a light pass: got %v, want %v", err, record.ErrLight)
	}
	w.wantLate(t, "claimed, and a light pass under way")
	w.Add(claimTime)
	w.wantLate(t, "not begun within a minute", m)
	w.begin(t, m)
	w.Add(againTime)
	s := light() // the full scan's instance died, and a light pass came first
	w.wantLate(t, "begun, dead, and a light pass under way")
	if err := s.Finish(t.Context(), record.Result{}); err != nil {
		t.Fatal(err)
	}
	w.wantLate(t, "the light pass is over", m)
	w.finish(t, m)
	w.Add(time.Hour)
	w.wantLate(t, "finished")
}

// TestLateWhenAnswersAreLost: what is decided is decided once.
func TestLateWhenAnswersAreLost(t *testing.T) {
	w := newWorld(t)
	w.mustPut(t, live(1))
	m := one(t, w.tick(t, time.Time{}))
	w.Add(claimTime)
	lost := false
	w.fate = func() firestore.Fate {
		if lost {
			return firestore.Applied
		}
		lost = true
		return firestore.Lost
	}
	if late, errs := w.again(t); len(errs) > 0 || len(late) > 1 {
		t.Errorf("got %v, %v", late, errs)
	}
	w.fate = nil
	if got := read[document.Scan](t, w.scanDoc(m)).Again; got != 1 {
		t.Errorf("it counts as published %d times more, want 1", got)
	}
	w.Add(againTime)
	w.wantLate(t, "after the wait", m)
}
