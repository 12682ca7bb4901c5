package fleet

import (
	"errors"
	"testing"
	"time"

	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/record"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// lease is how long a scan's lease lasts.
const lease = 12 * time.Second

// wantLate wants these claims to be late now, and no other.
func (w *world) wantLate(t *testing.T, what string, want ...queue.Scan) {
	t.Helper()
	got, errs := w.again(t)
	if len(errs) > 0 || len(got) != len(want) {
		t.Fatalf("%s: got %v, %v, want %v", what, got, errs, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%s: got %v, want %v", what, got[i], want[i])
		}
	}
}

func TestLateUnstarted(t *testing.T) {
	w := newWorld(t)
	w.mustPut(t, live(1))
	m := one(t, w.tick(t, time.Time{}))
	w.wantLate(t, "at once")
	w.Add(claimTime - time.Millisecond)
	w.wantLate(t, "before a minute")
	w.Add(time.Millisecond)
	w.wantLate(t, "after a minute", m)
	w.wantLate(t, "twice at the same moment")
	// More messages only lengthen a queue that is long already: waits double.
	for _, wait := range []time.Duration{15, 30, 60, 120, 240, 480, 600, 600, 600} {
		w.Add(wait*time.Second - time.Millisecond)
		w.wantLate(t, "before the wait is over")
		w.Add(time.Millisecond)
		w.wantLate(t, "after the wait", m)
	}
	w.finish(t, m) // late as it is, it can still be done
	w.Add(time.Hour)
	w.wantLate(t, "finished")
}

func TestLateBegun(t *testing.T) {
	w := newWorld(t)
	w.mustPut(t, live(1))
	m := one(t, w.tick(t, time.Time{}))
	w.Add(time.Second)
	w.begin(t, m)
	w.Add(lease - time.Millisecond)
	w.wantLate(t, "while the lease lasts")
	w.Add(time.Millisecond)
	w.wantLate(t, "once it ran out", m)
	w.wantLate(t, "twice at the same moment")
	w.Add(againTime - time.Millisecond)
	w.wantLate(t, "before the wait is over")
	w.Add(time.Millisecond)
	w.wantLate(t, "nobody took it", m)
	w.begin(t, m)
	w.Add(lease - time.Millisecond)
	w.wantLate(t, "another instance at work")
	w.Add(againTime)
	w.wantLate(t, "that one died too", m)
	w.finish(t, m)
	w.wantLate(t, "finished")
}

func TestLateLivingScan(t *testing.T) {
	w := newWorld(t)
	w.mustPut(t, live(1))
	s := w.begin(t, one(t, w.tick(t, time.Time{})))
	for range 60 { // ten minutes of a scan that renews its lease
		w.Add(lease - 2*time.Second)
		if err := s.Renew(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.wantLate(t, "renewed")
	}
}

func TestLateAbandons(t *testing.T) {
	newer := tenant.NewSlot(start.Add(time.Hour), 1)
	tests := []struct {
		name string
		then func(*testing.T, *world, queue.Scan)
	}{
		{"tenant terminated", func(t *testing.T, w *world, m queue.Scan) {
			set(t, w.doc(m.Tenant), "state", string(tenant.Terminated))
		}},
		{"newer slot begun", func(t *testing.T, w *world, m queue.Scan) { set(t, w.doc(m.Tenant), "slot", newer.String()) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			w.mustPut(t, live(1))
			m := one(t, w.tick(t, time.Time{}))
			w.wantLate(t, "before")
			tt.then(t, w, m)
			w.wantLate(t, "after")
			if got := w.state(t, m); got != document.Abandoned {
				t.Errorf("got state %s, want %s", got, document.Abandoned)
			}
		})
	}
}

// run publishes a claim again and again, each time with an instance that dies
// where begins is set, and returns how often it was published again.
func (w *world) run(t *testing.T, m queue.Scan, begins bool) (published int) {
	t.Helper()
	for range 200 {
		if begins {
			w.begin(t, m)
		}
		w.Add(11 * time.Minute)
		late, errs := w.again(t)
		published += len(late)
		if len(errs) > 0 {
			if len(errs) != 1 || !errors.Is(errs[0], ErrGivenUp) || len(late) > 0 {
				t.Fatalf("got %v and %v, want only %v", late, errs, ErrGivenUp)
			}
			return published
		}
	}
	t.Fatal("the claim was never given up")
	return 0
}

func TestGivenUp(t *testing.T) {
	tests := []struct {
		name, reason string
		begins       bool
		tenant       NewTenant
	}{
		{"begun and never finished", "the scan was started several times and never finished", true, live(1)},
		{"never begun", "the scan was asked for several times and never started", false, live(1)},
		{"recording begun and never finished", "the scan was started several times and never finished", true, recorded(1, start)},
		{"recording never begun", "the scan was asked for several times and never started", false, recorded(1, start)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			id := w.mustPut(t, tt.tenant)
			m := one(t, w.tick(t, time.Time{}))
			asked := w.Clock.Now()
			if got := w.run(t, m, tt.begins); got != publishings {
				t.Errorf("it was published again %d times, want %d", got, publishings)
			}
			h, err := w.db.Tenant(id)
			if err != nil {
				t.Fatal(err)
			}
			scans, err := h.Scans(t.Context(), 5)
			if err != nil || len(scans) != 1 {
				t.Fatalf("got %d scans, %v, want 1", len(scans), err)
			}
			if s := scans[0]; !s.Failed() || s.Error != tt.reason || !s.Ended.Equal(w.Clock.Now()) || !s.Claimed.Equal(start) {
				t.Errorf("got %+v", s)
			}
			w.wantLate(t, "afterwards")
			if got := w.tick(t, asked); len(got) != 0 {
				t.Errorf("the same tick claims %v after all", got)
			}
			if got, err := w.Work(t.Context()); err != nil || got.Claims != 0 {
				t.Errorf("got %d claims, %v, want none", got.Claims, err)
			}
			if _, err := record.Begin(t.Context(), h, m.Slot, w.Clock.Now); !errors.Is(err, record.ErrOver) {
				t.Errorf("beginning it: got %v, want %v", err, record.ErrOver)
			}
			// The schedule goes on.
			w.Add(2 * time.Hour)
			next := one(t, w.tick(t, time.Time{}))
			if next.Slot.Compare(m.Slot) <= 0 {
				t.Errorf("got slot %v after %v", next.Slot, m.Slot)
			}
			w.finish(t, next)
		})
	}
}

// TestLateFailed: a scan that failed is tried again by its own message, and by another
// only where that does not come.
func TestLateFailed(t *testing.T) {
	w := newWorld(t)
	w.mustPut(t, live(1))
	m := one(t, w.tick(t, time.Time{}))
	fail := func() {
		t.Helper()
		if err := w.begin(t, m).Fail(t.Context(), "read tenant: away", 5*time.Minute); err != nil {
			t.Fatal(err)
		}
	}
	fail()
	open := &Open{}
	for m, err := range w.Late(t.Context(), open) {
		t.Errorf("at once: got %v, %v", m, err)
	}
	if open.Scanning(m.Tenant) {
		t.Error("until the next try there is no room for light passes")
	}
	w.Add(5*time.Minute - time.Second)
	w.wantLate(t, "before the next try counts as lost")
	w.Add(time.Second)
	w.wantLate(t, "once it does", m)
	fail()
	w.Add(time.Minute)
	w.wantLate(t, "after the next failure")
	w.begin(t, m)
	w.Add(lease)
	w.wantLate(t, "the next try died", m)
}

// TestGivenUpLeavesALetter wants the message kept, with why it could not be worked on,
// until somebody has published it.
func TestGivenUpLeavesALetter(t *testing.T) {
	tests := []struct {
		name, want string
		fails      bool
	}{
		{"it failed", "read tenant: away", true},
		{"it never said why", document.NeverFinished, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			w.mustPut(t, live(1))
			m := one(t, w.tick(t, time.Time{}))
			s := w.begin(t, m)
			if tt.fails {
				if err := s.Fail(t.Context(), "read tenant: away", time.Minute); err != nil {
					t.Fatal(err)
				}
			}
			w.run(t, m, false)
			w.Add(time.Minute)
			var got []Leftover
			for l, err := range w.Leftovers(t.Context(), time.Second) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, l)
			}
			topic, data, err := queue.Encode(m)
			if err != nil || len(got) != 1 {
				t.Fatalf("got %d letters, %v, want one", len(got), err)
			}
			if l := got[0]; l.Error != tt.want || l.Topic != topic || string(l.Data) != string(data) || l.Name() == "" {
				t.Errorf("got %+v", l)
			}
		})
	}
}

// TestGivenUpFencesOut wants an instance that was only asleep to write nothing more.
func TestGivenUpFencesOut(t *testing.T) {
	w := newWorld(t)
	w.mustPut(t, live(1))
	m := one(t, w.tick(t, time.Time{}))
	s := w.begin(t, m)
	w.run(t, m, false)
	before := w.data.Stats().Writes
	if err := s.Renew(t.Context()); !errors.Is(err, record.ErrLost) {
		t.Errorf("Renew: got %v, want %v", err, record.ErrLost)
	}
	if err := s.Finish(t.Context(), record.Result{}); err != nil {
		t.Errorf("Finish of a finished slot: %v", err)
	}
	if n := w.data.Stats().Writes - before; n != 0 || w.state(t, m) != document.Failed {
		t.Errorf("it wrote %d documents, and the scan is %s", n, w.state(t, m))
	}
}

// TestLateDamagedClaims has claims that cannot be judged among one that is late.
func TestLateDamagedClaims(t *testing.T) {
	w := newWorld(t)
	ids := []tenant.ID{w.mustPut(t, live(1)), w.mustPut(t, live(2)), w.mustPut(t, live(3))}
	byTenant := map[tenant.ID]queue.Scan{}
	for _, m := range w.tick(t, time.Time{}) {
		byTenant[m.Tenant] = m
	}
	set(t, w.scanDoc(byTenant[ids[0]]), "slot", "yesterday")
	set(t, w.doc(ids[1]), "lease", "mine")
	orphan := document.Scan{Slot: tenant.NewSlot(start, 1).String(), State: document.Claimed}
	gone := "tenants/" + tenanttest.ID(t).String() + "/scans/a"
	for _, path := range []string{gone, "tenants/nobody/scans/a", "scans/a"} {
		if _, err := w.client.Doc(path).Set(t.Context(), orphan); err != nil {
			t.Fatal(err)
		}
	}
	w.Add(claimTime)
	late, errs := w.again(t)
	if len(late) != 1 || late[0] != byTenant[ids[2]] {
		t.Errorf("got %v, want %v", late, byTenant[ids[2]])
	}
	if got := read[document.Scan](t, w.client.Doc(gone)).State; got != document.Abandoned {
		t.Errorf("the claim of a tenant that is gone is %s, want %s", got, document.Abandoned)
	}
	if len(errs) != 4 {
		t.Errorf("got errors %v, want one for each damaged claim", errs)
	}
	for _, err := range errs {
		if errors.Is(err, ErrListing) || errors.Is(err, ErrGivenUp) {
			t.Errorf("got %v, want the listing to go on", err)
		}
	}
}

func TestLateSeveralPages(t *testing.T) {
	w := newWorld(t)
	ids := w.bare(t, page+page/2, func(int) document.Tenant { return document.Tenant{State: "active", Due: start, Interval: time.Hour} })
	if got := w.tick(t, time.Time{}); len(got) != len(ids) {
		t.Fatalf("got %d claims, want %d", len(got), len(ids))
	}
	w.Add(claimTime)
	late, errs := w.again(t)
	seen := map[tenant.ID]int{}
	for _, m := range late {
		seen[m.Tenant]++
	}
	if len(errs) > 0 || len(seen) != len(ids) || len(late) != len(ids) {
		t.Errorf("got %d claims of %d tenants, %v, want %d", len(late), len(seen), errs, len(ids))
	}
}
