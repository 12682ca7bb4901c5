package fleet

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

func TestRepeatedTicksClaimOnce(t *testing.T) {
	w := newWorld(t)
	for n := range 3 {
		w.mustPut(t, live(n))
	}
	w.mustPut(t, recorded(3, start))
	if got := w.tick(t, time.Time{}); len(got) != 4 {
		t.Fatalf("got %d claims, want 4", len(got))
	}
	before := w.data.Stats().Writes
	for range 3 {
		w.Add(15 * time.Minute)
		if got := w.tick(t, time.Time{}); len(got) != 0 {
			t.Errorf("a repeat claimed %v", got)
		}
	}
	if n := w.data.Stats().Writes - before; n != 0 {
		t.Errorf("repeats wrote %d documents", n)
	}
}

// TestClaimsAtTheSameMoment has several dispatchers see the same tenant due.
func TestClaimsAtTheSameMoment(t *testing.T) {
	w := newWorld(t)
	w.mustPut(t, live(1))
	dues := make([]Due, 0, 1)
	for d, err := range w.Due(t.Context(), time.Time{}) {
		if err != nil {
			t.Fatal(err)
		}
		dues = append(dues, d)
	}
	const together = 8
	claimed := make(chan bool, together)
	for range together {
		go func() {
			_, ok, err := w.Claim(context.WithoutCancel(t.Context()), dues[0])
			if err != nil {
				t.Error(err)
			}
			claimed <- ok
		}()
	}
	n := 0
	for range together {
		if <-claimed {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d claimed the slot, want 1", n)
	}
}

func TestUnfinishedSlotIsNotClaimedAgain(t *testing.T) {
	for name, n := range map[string]NewTenant{"live": live(1), "recorded": recorded(1, start)} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.mustPut(t, n)
			m := one(t, w.tick(t, time.Time{}))
			w.begin(t, m)
			for range 4 {
				w.Add(61 * time.Minute)
				if got := w.tick(t, w.Clock.Now()); len(got) != 0 {
					t.Errorf("claimed %v while %v is unfinished", got, m.Slot)
				}
			}
			w.finish(t, m)
			w.Add(2 * time.Hour)
			if got := one(t, w.tick(t, time.Time{})); got.Slot.Compare(m.Slot) <= 0 {
				t.Errorf("got slot %v after %v", got.Slot, m.Slot)
			}
		})
	}
}

func TestOvertakenRecordingIsAbandoned(t *testing.T) {
	w := newWorld(t)
	w.mustPut(t, recorded(1, start))
	old := one(t, w.tick(t, time.Time{}))
	w.begin(t, old)
	newer := start.Add(time.Hour)
	w.mustPut(t, recorded(1, newer))
	w.Add(time.Second)
	m := one(t, w.tick(t, w.Clock.Now()))
	if m.Slot != tenant.NewSlot(newer, 1) || w.state(t, old) != document.Abandoned {
		t.Errorf("got slot %v, and the old one is %s", m.Slot, w.state(t, old))
	}
	w.finish(t, m)
	if got := w.state(t, old); got != document.Abandoned {
		t.Errorf("the old one is %s in the end", got)
	}
}

// TestFinishedScanIsNotAbandoned has a scan finish between the listing and the
// claim of a newer recording.
func TestFinishedScanIsNotAbandoned(t *testing.T) {
	w := newWorld(t)
	w.mustPut(t, recorded(1, start))
	m := one(t, w.tick(t, time.Time{}))
	w.finish(t, m)
	if err := w.abandon(t.Context(), w.scanDoc(m)); err != nil {
		t.Fatal(err)
	}
	if got := w.state(t, m); got != document.Done {
		t.Errorf("got state %s, want %s", got, document.Done)
	}
}

func TestClaimOfADamagedTenant(t *testing.T) {
	w := newWorld(t)
	ids := w.bare(t, 1, func(int) document.Tenant { return document.Tenant{State: "active", Due: start, Slot: "yesterday"} })
	for d, err := range w.Due(t.Context(), time.Time{}) {
		if err != nil {
			t.Fatal(err)
		}
		if m, ok, err := w.Claim(t.Context(), d); err == nil || ok {
			t.Errorf("got %v, %v, want an error", m, ok)
		}
	}
	if _, _, err := w.Claim(t.Context(), Due{}); !errors.Is(err, tenantid.ErrZero) {
		t.Errorf("no tenant: got %v, want %v", err, tenantid.ErrZero)
	}
	if n, err := w.Work(t.Context()); err != nil || n.Claims != 0 {
		t.Errorf("got %d claims of %v, %v", n.Claims, ids, err)
	}
}

// TestClaimAfterRetention has the last scan's document removed.
func TestClaimAfterRetention(t *testing.T) {
	w := newWorld(t)
	w.mustPut(t, recorded(1, start))
	m := one(t, w.tick(t, time.Time{}))
	w.finish(t, m)
	if _, err := w.scanDoc(m).Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.Add(2 * time.Hour)
	if got := one(t, w.tick(t, time.Time{})); got.Slot != tenant.NewSlot(start, 2) {
		t.Errorf("got slot %v, want %v", got.Slot, tenant.NewSlot(start, 2))
	}
}

// TestClaimWhoseAnswerIsLost: the claim is this dispatcher's all the same, and its
// message need not wait for Late.
func TestClaimWhoseAnswerIsLost(t *testing.T) {
	for _, fate := range []firestore.Fate{firestore.Unavailable, firestore.Lost} {
		t.Run(fmt.Sprint(fate), func(t *testing.T) {
			w := newWorld(t)
			w.mustPut(t, live(1))
			met := false
			w.fate = func() firestore.Fate {
				if met {
					return firestore.Applied
				}
				met = true
				return fate
			}
			m := one(t, w.tick(t, time.Time{}))
			if got := w.state(t, m); got != document.Claimed || !met {
				t.Errorf("the claim is %s", got)
			}
		})
	}
}

// TestOlderTenantsGetAPlace has a tenant from before tenants had places.
func TestOlderTenantsGetAPlace(t *testing.T) {
	w := newWorld(t)
	id := w.bare(t, 1, func(int) document.Tenant {
		return document.Tenant{State: "active", Due: start, Interval: time.Hour}
	})[0]
	want := read[document.Tenant](t, w.doc(id))
	want.Spread, want.Pass = document.Place(id.String())
	w.finish(t, one(t, w.tick(t, time.Time{})))
	got := read[document.Tenant](t, w.doc(id))
	if got.Spread != want.Spread || got.Pass != want.Pass || !got.Due.Equal(want.NextDue(start)) {
		t.Errorf("got place %d, %d and due %v, want %d, %d and %v", got.Spread, got.Pass, got.Due, want.Spread, want.Pass, want.NextDue(start))
	}
	before := w.data.Stats().Writes
	w.Add(2 * time.Hour)
	one(t, w.tick(t, time.Time{}))
	if n := w.data.Stats().Writes - before; n != 1 {
		t.Errorf("the next claim took %d writes, want 1", n)
	}
}
