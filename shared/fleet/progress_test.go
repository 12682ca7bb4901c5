package fleet

import (
	"testing"
	"time"

	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/store/record"
)

// queued are claims in the order in which they were made, a second after each other.
func queued(t *testing.T, w *world, n int) []queue.Scan {
	t.Helper()
	claims := make([]queue.Scan, n)
	for i := range claims {
		w.mustPut(t, live(i+1))
		claims[i] = one(t, w.tick(t, time.Time{}))
		w.Add(time.Second)
	}
	return claims
}

// TestLateLongQueue has a queue that is worked off one by one for minutes: its claims
// are not lost, so nothing is published again until the queue stands still.
func TestLateLongQueue(t *testing.T) {
	w := newWorld(t)
	claims := queued(t, w, 30)
	for _, m := range claims[:20] {
		w.finish(t, m)
		w.Add(10 * time.Second)
		w.wantLate(t, "while the queue moves")
	}
	w.Add(stillTime - 10*time.Second - time.Millisecond)
	w.wantLate(t, "a moment before it stands still")
	w.Add(time.Millisecond)
	got, errs := w.again(t)
	if len(got) != 10 || len(errs) > 0 {
		t.Errorf("once it stands still: got %d claims, %v, want 10", len(got), errs)
	}
	w.wantLate(t, "twice at the same moment")
}

// TestLateLostInAQueue wants a claim whose message was lost to be published again once
// the queue has passed it, and not before, whoever is begun anew meanwhile.
func TestLateLostInAQueue(t *testing.T) {
	w := newWorld(t)
	claims := queued(t, w, 40)
	const lost = 5
	w.Add(claimTime)
	for i, m := range claims {
		switch {
		case i == lost:
			continue
		case i == 0:
			w.begin(t, m) // its instance dies, so that it is begun anew
		default:
			w.finish(t, m)
		}
		w.Add(2 * time.Second)
		if i == 10 {
			w.Add(lease)
			w.wantLate(t, "its instance died", claims[0])
			w.finish(t, claims[0]) // begun last, and claimed first
			w.wantLate(t, "not yet passed")
		}
		if i >= lost+int(disorder/time.Second) {
			w.wantLate(t, "passed", claims[lost])
			return
		}
	}
	t.Fatal("the queue never passed it")
}

// TestLateNobodyIsBelievedForLong has a queue that moves and moves and never reaches a
// claim.
func TestLateNobodyIsBelievedForLong(t *testing.T) {
	w := newWorld(t)
	claims := queued(t, w, 2)
	h, err := w.db.Tenant(claims[0].Tenant)
	if err != nil {
		t.Fatal(err)
	}
	for w.Clock.Now().Before(start.Add(time.Second + longTime)) { // claims[1] was made a second after start
		w.wantLate(t, "not for long")
		w.Add(lease)
		if _, err := record.Begin(t.Context(), h, claims[0].Slot, w.Clock.Now); err != nil {
			t.Fatal(err)
		}
	}
	w.wantLate(t, "long enough", claims[1])
}
