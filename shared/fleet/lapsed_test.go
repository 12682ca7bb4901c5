package fleet

import (
	"errors"
	"testing"
	"time"

	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// except gives a tenant an exception that lapses at a moment; zero: none does.
func (w *world) except(t *testing.T, id tenant.ID, name string, lapses time.Time) {
	t.Helper()
	e := document.Exception{ID: name, State: "active", Expires: lapses}
	if !lapses.IsZero() {
		e.Lapses = &lapses
	}
	if _, err := w.doc(id).Collection("exceptions").Doc(name).Set(t.Context(), e); err != nil {
		t.Fatal(err)
	}
}

// lapsed claims what Lapsed lists, as dispatch does.
func (w *world) lapsed(t *testing.T) (claimed []queue.Scan, errs []error) {
	t.Helper()
	for d, err := range w.Lapsed(t.Context()) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		m, ok, err := w.Claim(t.Context(), d)
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			claimed = append(claimed, m)
		}
	}
	return claimed, errs
}

func TestLapsedStartsOneScan(t *testing.T) {
	w := newWorld(t)
	ids := []tenant.ID{w.mustPut(t, live(1)), w.mustPut(t, live(2))}
	for _, m := range w.tick(t, time.Time{}) {
		w.finish(t, m)
	}
	at := start.Add(10*time.Minute + 300*time.Millisecond)
	w.except(t, ids[0], "a", at)
	w.except(t, ids[0], "b", at.Add(time.Second))
	w.except(t, ids[1], "later", at.Add(time.Hour))
	w.except(t, ids[1], "ended", time.Time{})
	w.Add(11 * time.Minute)
	due := read[document.Tenant](t, w.doc(ids[0])).Due
	got, errs := w.lapsed(t)
	m := one(t, got)
	want := queue.Scan{Tenant: ids[0], Slot: tenant.NewSlot(start.Add(10*time.Minute+2*time.Second), 1)}
	if len(errs) > 0 || m != want {
		t.Fatalf("got %v, %v, want %v: the first whole second after the last end", m, errs, want)
	}
	for range 3 {
		w.Add(10 * time.Second)
		if got, errs := w.lapsed(t); len(got)+len(errs) > 0 {
			t.Errorf("a repeat claimed %v, %v", got, errs)
		}
	}
	w.finish(t, m)
	if got, errs := w.lapsed(t); len(got)+len(errs) > 0 {
		t.Errorf("after the scan: claimed %v, %v although it was about a moment after the end", got, errs)
	}
	if got := read[document.Tenant](t, w.doc(ids[0])).Due; !got.Equal(due) {
		t.Errorf("the schedule moved from %v to %v", due, got)
	}
	w.except(t, ids[0], "c", w.Clock.Now().Add(time.Second))
	w.Add(10 * time.Second)
	if got, _ := w.lapsed(t); len(got) != 1 || got[0].Slot.Compare(m.Slot) <= 0 {
		t.Errorf("another exception: got %v, want a slot after %v", got, m.Slot)
	}
}

func TestLapsedListsOnlyWhatASlotCovers(t *testing.T) {
	recording := start.Add(-time.Hour)
	tests := []struct {
		name   string
		doc    document.Tenant
		lapses time.Time
		want   bool
	}{
		{"expired", document.Tenant{State: "active"}, start.Add(-time.Hour), true},
		{"expired a second ago", document.Tenant{State: "active"}, start.Add(-time.Second), true},
		{"expired less than a second ago", document.Tenant{State: "active"}, start.Add(-time.Second + time.Microsecond), false},
		{"a scan has begun since", document.Tenant{State: "active", Slot: tenant.NewSlot(start.Add(-time.Second), 1).String()}, start.Add(-time.Second), false},
		{"a scan that began since is about a moment before", document.Tenant{
			State: "active", Slot: tenant.NewSlot(start.Add(-10*time.Second), 1).String(), Began: start.Add(-3 * time.Second),
		}, start.Add(-5 * time.Second), true},
		{"terminated", document.Tenant{State: "terminated"}, start.Add(-time.Hour), false},
		{"recorded", document.Tenant{State: "active", Recorded: &recording}, start.Add(-time.Hour), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			tt.doc.Due = start.Add(time.Hour)
			id := w.bare(t, 1, func(int) document.Tenant { return tt.doc })[0]
			w.except(t, id, "a", tt.lapses)
			got, errs := w.lapsed(t)
			if len(errs) > 0 || (len(got) == 1) != tt.want {
				t.Fatalf("got %v, %v, want one: %v", got, errs, tt.want)
			}
			if tt.want && (got[0].Slot.At.Before(tt.lapses) || got[0].Slot.At.After(start)) {
				t.Errorf("got slot %v, want one from %v to now", got[0].Slot, tt.lapses)
			}
		})
	}
}

func TestLapsedDamaged(t *testing.T) {
	w := newWorld(t)
	ids := w.bare(t, 3, func(int) document.Tenant { return document.Tenant{State: "active", Due: start.Add(time.Hour)} })
	for _, id := range ids {
		w.except(t, id, "a", start.Add(-time.Hour))
	}
	set(t, w.doc(ids[0]), "interval", "hourly")
	set(t, w.doc(ids[1]).Collection("exceptions").Doc("a"), "check", 7)
	for _, path := range []string{"exceptions/a", "tenants/nobody/exceptions/a"} {
		lapses := start.Add(-time.Hour)
		if _, err := w.client.Doc(path).Set(t.Context(), document.Exception{Lapses: &lapses}); err != nil {
			t.Fatal(err)
		}
	}
	got, errs := w.lapsed(t)
	if len(got) != 1 || got[0].Tenant != ids[2] || len(errs) != 3 {
		t.Errorf("got %v, %v, want %v and an error for each that is damaged", got, errs, ids[2])
	}
	for _, err := range errs {
		if errors.Is(err, ErrListing) {
			t.Errorf("got %v, want the listing to go on", err)
		}
	}
}
