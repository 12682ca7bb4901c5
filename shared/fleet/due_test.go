package fleet

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// bare writes tenants' documents as they are, without keys.
func (w *world) bare(t *testing.T, n int, doc func(i int) document.Tenant) []tenant.ID {
	t.Helper()
	ids := make([]tenant.ID, n)
	for i := range n {
		ids[i] = tenanttest.ID(t)
		if _, err := w.doc(ids[i]).Set(t.Context(), doc(i)); err != nil {
			t.Fatal(err)
		}
	}
	return ids
}

// due lists whom Due names, and the errors it met.
func (w *world) due(t *testing.T, before time.Time) (ids map[tenant.ID]int, errs []error) {
	t.Helper()
	ids = map[tenant.ID]int{}
	for d, err := range w.Due(t.Context(), before) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		ids[d.ID]++
	}
	return ids, errs
}

// TestDueSeveralPages has damaged documents among two and a half pages, many of
// them due at the same moment.
func TestDueSeveralPages(t *testing.T) {
	w := newWorld(t)
	ids := w.bare(t, 2*page+page/2, func(i int) document.Tenant {
		return document.Tenant{State: string(tenant.Active), Interval: time.Hour, Due: start.Add(-time.Duration(i/150) * time.Minute)}
	})
	set(t, w.doc(ids[10]), "state", 7)
	set(t, w.doc(ids[300]), "slot", []string{"no", "slot"})
	if _, err := w.client.Doc("tenants/nobody").Set(t.Context(), document.Tenant{State: string(tenant.Active), Due: start.Add(-time.Hour)}); err != nil {
		t.Fatal(err)
	}
	for _, before := range []time.Time{{}, start.Add(time.Second)} {
		got, errs := w.due(t, before)
		for i, id := range ids {
			want := 1
			if i == 10 || i == 300 {
				want = 0
			}
			if got[id] != want {
				t.Errorf("before %v: tenant %d was listed %d times, want %d", before, i, got[id], want)
			}
		}
		if len(errs) != 3 {
			t.Errorf("before %v: got errors %v, want one for each damaged document", before, errs)
		}
		for _, err := range errs {
			if errors.Is(err, ErrListing) {
				t.Errorf("before %v: got %v, want the listing to go on", before, err)
			}
		}
	}
}

func TestDue(t *testing.T) {
	tests := []struct {
		name   string
		doc    document.Tenant
		before time.Time
		want   bool
	}{
		{"due now", document.Tenant{State: "active", Due: start}, time.Time{}, true},
		{"not yet", document.Tenant{State: "active", Due: start.Add(time.Microsecond)}, time.Time{}, false},
		{"terminated", document.Tenant{State: "terminated", Due: start}, time.Time{}, false},
		{"consented, not scanned yet", document.Tenant{State: "consented", Due: start}, time.Time{}, true},
		{"invited", document.Tenant{State: "invited", Due: start}, time.Time{}, false},
		{"asked for", document.Tenant{State: "active", Due: start.Add(time.Hour), Began: start.Add(-time.Hour)}, start, true},
		{"asked for and never scanned", document.Tenant{State: "active", Due: start.Add(time.Hour)}, start, true},
		{"asked for and begun since", document.Tenant{State: "active", Due: start, Began: start}, start, false},
		{"asked for and terminated", document.Tenant{State: "terminated", Due: start}, start, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			id := w.bare(t, 1, func(int) document.Tenant { return tt.doc })[0]
			got, errs := w.due(t, tt.before)
			if (got[id] == 1) != tt.want || len(errs) > 0 {
				t.Errorf("got %d, %v, want listed: %v", got[id], errs, tt.want)
			}
		})
	}
}

func TestDueUnlistable(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	n := 0
	for d, err := range w.Due(ctx, time.Time{}) {
		n++
		if !errors.Is(err, ErrListing) || !d.ID.IsZero() {
			t.Errorf("got %v, %v, want %v", d.ID, err, ErrListing)
		}
	}
	if n != 1 {
		t.Errorf("got %d errors, want 1", n)
	}
}

func TestDueStopsWhenAsked(t *testing.T) {
	w := newWorld(t)
	w.bare(t, 3, func(int) document.Tenant { return document.Tenant{State: "active", Due: start} })
	n := 0
	for range w.Due(t.Context(), time.Time{}) {
		n++
		break
	}
	if n != 1 {
		t.Errorf("got %d, want 1", n)
	}
}

// TestAskedForTicksClaimOnce repeats a tick that asks for a scan before any is due.
func TestAskedForTicksClaimOnce(t *testing.T) {
	w := newWorld(t)
	w.mustPut(t, live(1))
	w.finish(t, one(t, w.tick(t, time.Time{})))
	w.Add(10*time.Minute + 300*time.Millisecond)
	asked := w.Clock.Now()
	w.Add(2 * time.Second)
	m := one(t, w.tick(t, asked))
	if want := tenant.NewSlot(asked, 1); m.Slot != want {
		t.Errorf("got slot %v, want %v", m.Slot, want)
	}
	for range 5 {
		w.Add(time.Second)
		if got := w.tick(t, asked); len(got) != 0 {
			t.Errorf("a repeat claimed %v", got)
		}
	}
	w.finish(t, m)
	if got := w.tick(t, asked); len(got) != 0 {
		t.Errorf("a repeat after the scan claimed %v", got)
	}
}

func TestLiveSlotsFollowTheSchedule(t *testing.T) {
	w := newWorld(t)
	id := w.mustPut(t, live(1))
	w.Add(20 * time.Second)
	m := one(t, w.tick(t, time.Time{}))
	if m.Slot != tenant.NewSlot(start, 1) {
		t.Errorf("got the first slot %v, want it at once", m.Slot)
	}
	w.finish(t, m)
	grid := read[document.Tenant](t, w.doc(id)).Due // the tenant's own
	if wait := grid.Sub(w.Clock.Now()); wait < 30*time.Minute || wait >= 90*time.Minute {
		t.Errorf("the second scan is due %v after the first, want half an interval to one and a half", wait)
	}
	w.Add(grid.Sub(w.Clock.Now()) - time.Second)
	steps := []struct {
		wait time.Duration
		want time.Duration // after the grid's first time; negative: nothing is due
	}{
		{0, -1},
		{time.Second, 0},
		{30 * time.Minute, -1},
		{30*time.Minute + 59*time.Second, time.Hour},
		{10 * time.Hour, 11 * time.Hour}, // nobody ticked for long: what was missed is not made up for
		{time.Minute, -1},
	}
	for i, s := range steps {
		w.Add(s.wait)
		got := w.tick(t, time.Time{})
		if s.want < 0 {
			if len(got) != 0 {
				t.Errorf("step %d at %v: claimed %v", i, w.Clock.Now(), got)
			}
			continue
		}
		m := one(t, got)
		if want := grid.Add(s.want); m.Slot != tenant.NewSlot(want, 1) || m.Tenant != id {
			t.Errorf("step %d at %v: got %v, want %v", i, w.Clock.Now(), m.Slot, want)
		}
		w.finish(t, m)
	}
}

// TestOpenCovers compares what the open claims tell with what claiming would do.
func TestOpenCovers(t *testing.T) {
	w := newWorld(t)
	w.mustPut(t, live(1))
	at := start.Add(-time.Hour)
	old := w.mustPut(t, recorded(2, at))
	claims := w.tick(t, time.Time{})
	for _, m := range claims {
		if m.Tenant == old {
			w.begin(t, m)
		}
	}
	open := &Open{}
	for _, err := range w.Late(t.Context(), open) {
		t.Fatal(err)
	}
	if len(open.claims) != 2 {
		t.Fatalf("got %v open, want both claims", open.claims)
	}
	check := func(what string, want bool) {
		t.Helper()
		for d, err := range w.Due(t.Context(), start.Add(time.Hour)) {
			if err != nil {
				t.Fatal(err)
			}
			if got := open.Covers(d); got != (want || d.ID != old) {
				t.Errorf("%s: tenant %v covered: got %v", what, d.ID, got)
			}
			if new(Open).Covers(d) {
				t.Errorf("%s: it is covered by nothing", what)
			}
		}
	}
	check("claims are open", true)
	w.mustPut(t, recorded(2, start))
	check("a newer recording of one", false)
}

func TestRecordedSlotsAreNumbered(t *testing.T) {
	w := newWorld(t)
	at := start.AddDate(0, -1, 0)
	w.mustPut(t, recorded(1, at))
	for n := 1; n <= 11; n++ {
		m := one(t, w.tick(t, w.Clock.Now().Add(time.Hour)))
		if want := tenant.NewSlot(at, n); m.Slot != want {
			t.Errorf("got slot %v, want %v", m.Slot, want)
		}
		w.finish(t, m)
		w.Add(time.Second)
	}
	newer := at.Add(time.Hour)
	w.mustPut(t, recorded(1, newer))
	if m := one(t, w.tick(t, w.Clock.Now())); m.Slot != tenant.NewSlot(newer, 1) {
		t.Errorf("got slot %v of the newer recording, want %v", m.Slot, tenant.NewSlot(newer, 1))
	}
}

func TestWork(t *testing.T) {
	w := newWorld(t)
	want := func(claims, outbox int) {
		t.Helper()
		if got, err := w.Work(t.Context()); err != nil || got != (Work{Claims: claims, Outbox: outbox}) {
			t.Errorf("got %+v, %v, want %d and %d", got, err, claims, outbox)
		}
	}
	want(0, 0)
	var ms []queue.Scan
	for n := range 3 {
		w.mustPut(t, live(n))
	}
	ms = w.tick(t, time.Time{})
	want(3, 0)
	w.finish(t, ms[0])
	want(2, 0)
	for i := range 4 {
		w.leave(t, ms[i%2].Tenant, fmt.Sprint("entry-", i), start)
	}
	want(2, 4)
	w.begin(t, ms[1])
	want(2, 4)
	set(t, w.scanDoc(ms[1]), "state", document.Abandoned)
	want(1, 4)
}
