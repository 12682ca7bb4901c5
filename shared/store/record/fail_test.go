package record

import (
	"errors"
	"testing"
	"time"

	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

func TestFail(t *testing.T) {
	w := newWorld(t)
	w.claimAt(t, slot)
	s := w.begin(t, slot)
	for n := 1; n <= 2; n++ {
		if err := s.Fail(t.Context(), "read tenant: away", time.Hour); err != nil {
			t.Fatal(err)
		}
		if err := s.Fail(t.Context(), "a repeat", time.Hour); err != nil {
			t.Errorf("a repeat: %v", err)
		}
		claim := read[document.Scan](t, w.scanDoc(slot))
		if claim.State != document.Claimed || claim.Failures != n || claim.Cause != "read tenant: away" || !claim.Until.Equal(w.Now().Add(time.Hour)) {
			t.Errorf("failure %d: got %+v", n, claim)
		}
		if err := s.Renew(t.Context()); !errors.Is(err, ErrLost) {
			t.Errorf("Renew: got %v, want %v", err, ErrLost)
		}
		w.Add(time.Second)
		s = w.begin(t, slot)
		if claim := read[document.Scan](t, w.scanDoc(slot)); !claim.Until.Equal(w.Now()) {
			t.Errorf("begun again: should it die, it is late at %v, want at once", claim.Until)
		}
	}
	if err := s.Suspend(t.Context(), time.Time{}); err != nil {
		t.Fatal(err)
	}
	if claim := read[document.Scan](t, w.scanDoc(slot)); claim.Failures != 0 || claim.Cause != "" {
		t.Errorf("once it got further: got %+v", claim)
	}
}

func TestGiveUpAndReopen(t *testing.T) {
	reopen := func(t *testing.T, w *world) bool {
		t.Helper()
		ok, err := Reopen(t.Context(), w.tenant, slot, w.Now)
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	w := newWorld(t)
	w.claimAt(t, slot)
	s := w.begin(t, slot)
	if reopen(t, w) {
		t.Error("a slot under way was reopened")
	}
	if err := s.GiveUp(t.Context(), "read tenant: away"); err != nil {
		t.Fatal(err)
	}
	if claim := read[document.Scan](t, w.scanDoc(slot)); claim.State != document.Failed || claim.Error != document.NeverFinished || claim.Cause != "read tenant: away" || !claim.Ended.Equal(w.Now()) {
		t.Errorf("given up: got %+v", claim)
	}
	if _, err := Begin(t.Context(), w.tenant, slot, w.Now); !errors.Is(err, ErrOver) {
		t.Errorf("a late copy: got %v, want %v", err, ErrOver)
	}
	w.Add(24 * time.Hour)
	if !reopen(t, w) || reopen(t, w) {
		t.Error("want it reopened once")
	}
	s = w.begin(t, slot)
	if !s.Counts.Equal(w.Now()) || s.Claimed.Equal(s.Counts) {
		t.Errorf("its time counts from %v, claimed %v", s.Counts, s.Claimed)
	}
	if err := s.Finish(t.Context(), Result{}); err != nil {
		t.Fatal(err)
	}
	if claim := read[document.Scan](t, w.scanDoc(slot)); claim.State != document.Done || claim.Error != "" || claim.Failures != 0 {
		t.Errorf("finished: got %+v", claim)
	}
	if reopen(t, w) {
		t.Error("a finished slot was reopened")
	}
}

func TestReopenOvertaken(t *testing.T) {
	w := newWorld(t)
	newer := tenant.NewSlot(slot.At.Add(time.Hour), 9)
	w.claimAt(t, slot)
	w.claimAt(t, newer)
	if err := w.begin(t, slot).GiveUp(t.Context(), "away"); err != nil {
		t.Fatal(err)
	}
	w.begin(t, newer)
	if ok, err := Reopen(t.Context(), w.tenant, slot, w.Now); ok || err != nil {
		t.Errorf("got %v, %v, want the older slot left as it is", ok, err)
	}
}
