package record

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc/codes"

	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

var slot = tenant.NewSlot(start, 1)

func TestBeginRefuses(t *testing.T) {
	older, newer := tenant.NewSlot(start.Add(-time.Hour), 1), tenant.NewSlot(start, 2)
	claimed := func(s tenant.Slot) func(*testing.T, *world) {
		return func(t *testing.T, w *world) { w.claimAt(t, s) }
	}
	state := func(s string) func(*testing.T, *world) {
		return func(t *testing.T, w *world) { w.set(t, w.scanDoc(slot), "state", s) }
	}
	begun := func(t *testing.T, w *world) { w.begin(t, slot) }
	tests := []struct {
		name  string
		steps []func(*testing.T, *world)
		ask   tenant.Slot
		want  error
	}{
		{"no claim at all", nil, slot, ErrNoClaim},
		{"another slot's claim", []func(*testing.T, *world){claimed(slot)}, newer, ErrNoClaim},
		{"done", []func(*testing.T, *world){claimed(slot), state(document.Done)}, slot, ErrOver},
		{"failed", []func(*testing.T, *world){claimed(slot), state(document.Failed)}, slot, ErrOver},
		{"abandoned", []func(*testing.T, *world){claimed(slot), state(document.Abandoned)}, slot, ErrOver},
		{"state that is unknown", []func(*testing.T, *world){claimed(slot), state("")}, slot, ErrOver},
		{"a newer slot has begun", []func(*testing.T, *world){claimed(slot), claimed(older), begun}, older, ErrOver},
		{"a newer slot has begun and lost its lease", []func(*testing.T, *world){claimed(slot), claimed(older), begun, func(_ *testing.T, w *world) { w.Add(time.Hour) }}, older, ErrOver},
		{"busy", []func(*testing.T, *world){claimed(slot), begun}, slot, ErrBusy},
		{"busy until the last moment", []func(*testing.T, *world){claimed(slot), begun, func(_ *testing.T, w *world) { w.Add(leaseTime - time.Microsecond) }}, slot, ErrBusy},
		{"terminated", []func(*testing.T, *world){claimed(slot), func(t *testing.T, w *world) { w.set(t, w.doc(), "state", string(tenant.Terminated)) }}, slot, ErrOver},
		{"not consented yet", []func(*testing.T, *world){claimed(slot), func(t *testing.T, w *world) { w.set(t, w.doc(), "state", string(tenant.Invited)) }}, slot, ErrOver},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			for _, step := range tt.steps {
				step(t, w)
			}
			before := w.data.Stats()
			s, err := Begin(t.Context(), w.tenant, tt.ask, w.Now)
			if s != nil || !errors.Is(err, tt.want) {
				t.Errorf("got %v, %v, want %v", s, err, tt.want)
			}
			if after := w.data.Stats(); after.Writes != before.Writes || after.Deletes != before.Deletes {
				t.Errorf("a refusal wrote %d documents", after.Writes-before.Writes)
			}
		})
	}
}

func TestBeginOfATenantThatIsNotThere(t *testing.T) {
	w := newWorld(t)
	h, err := w.open(t, w.line.addr).Tenant(tenanttest.ID(t))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Begin(t.Context(), h, slot, w.Now); !errors.Is(err, ErrGone) {
		t.Errorf("got %v, want %v", err, ErrGone)
	}
}

func TestBegin(t *testing.T) {
	w := newWorld(t)
	w.Add(20 * time.Second)
	want := read[document.Tenant](t, w.doc()).NextDue(w.Now())
	s := w.begin(t, w.claim(t))
	got := read[document.Tenant](t, w.doc())
	if got.Lease.Holder != s.holder || got.Lease.Fence != 1 || !got.Lease.Until.Equal(w.Now().Add(leaseTime)) {
		t.Errorf("lease: got %+v", got.Lease)
	}
	if got.Slot != slot.String() || !got.Began.Equal(w.Now()) || !got.Due.Equal(want) {
		t.Errorf("got slot %s begun %v, due %v", got.Slot, got.Began, got.Due)
	}
}

// TestBeginTakesOver lets lease after lease run out.
func TestBeginTakesOver(t *testing.T) {
	w := newWorld(t)
	w.claimAt(t, slot)
	due := read[document.Tenant](t, w.doc()).NextDue(w.Now())
	holders := map[string]bool{}
	for fence := int64(1); fence <= 5; fence++ {
		s := w.begin(t, slot)
		holders[s.holder] = true
		got := read[document.Tenant](t, w.doc())
		if s.fence != fence || got.Lease.Fence != fence || got.Lease.Holder != s.holder {
			t.Errorf("got fence %d and lease %+v, want %d", s.fence, got.Lease, fence)
		}
		if !got.Due.Equal(due) {
			t.Errorf("due moved to %v by the repeat of one slot", got.Due)
		}
		w.Add(leaseTime)
	}
	if len(holders) != 5 {
		t.Errorf("got %d holders, want 5", len(holders))
	}
}

func TestANewerSlotOvertakesALivingLease(t *testing.T) {
	w := newWorld(t)
	newer := tenant.NewSlot(start, 2)
	w.claimAt(t, slot)
	w.claimAt(t, newer)
	old := w.begin(t, slot)
	s := w.begin(t, newer)
	if s.fence != 2 {
		t.Errorf("got fence %d, want 2", s.fence)
	}
	if err := old.Renew(t.Context()); !errors.Is(err, ErrLost) {
		t.Errorf("the overtaken scan: got %v, want %v", err, ErrLost)
	}
}

func TestBeginAtTheSameMoment(t *testing.T) {
	w := newWorld(t)
	w.claimAt(t, slot)
	var mu sync.Mutex
	var won, busy int
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := Begin(context.WithoutCancel(t.Context()), w.tenant, slot, w.Now)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				won++
			case errors.Is(err, ErrBusy):
				busy++
			default:
				t.Errorf("got %v, want a lease or %v", err, ErrBusy)
			}
		})
	}
	all.Wait()
	if won != 1 || busy != 7 {
		t.Errorf("%d began and %d were turned away, want 1 and 7", won, busy)
	}
}

// TestBeginWhoseAnswerIsLost wants the holder to know its own lease again.
func TestBeginWhoseAnswerIsLost(t *testing.T) {
	for _, code := range []codes.Code{codes.Aborted, codes.Unavailable} {
		t.Run(code.String(), func(t *testing.T) {
			w := newWorld(t)
			w.claimAt(t, slot)
			w.line.disturb(nil, lose(code, 1))
			s := w.beginOn(t, w.far, slot)
			got := read[document.Tenant](t, w.doc())
			if s.fence != 1 || got.Lease.Fence != 1 || got.Lease.Holder != s.holder {
				t.Errorf("got fence %d and lease %+v, want its own", s.fence, got.Lease)
			}
			if err := s.Renew(t.Context()); err != nil {
				t.Errorf("renew: %v", err)
			}
		})
	}
}

// lose has the answers of these commits lost.
func lose(code codes.Code, commits ...int) func(int) codes.Code {
	return func(n int) codes.Code {
		for _, c := range commits {
			if c == n {
				return code
			}
		}
		return codes.OK
	}
}

func TestRenew(t *testing.T) {
	w := newWorld(t)
	w.claimAt(t, slot)
	s := w.begin(t, slot)
	w.Add(leaseTime - time.Second)
	if err := s.Renew(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := read[document.Tenant](t, w.doc()).Lease
	if got.Holder != s.holder || got.Fence != 1 || !got.Until.Equal(w.Now().Add(leaseTime)) {
		t.Errorf("got %+v", got)
	}
	w.Add(leaseTime - time.Second)
	if _, err := Begin(t.Context(), w.tenant, slot, w.Now); !errors.Is(err, ErrBusy) {
		t.Errorf("got %v while the lease was renewed, want %v", err, ErrBusy)
	}
}

func TestKeep(t *testing.T) {
	w := newWorld(t)
	w.claimAt(t, slot)
	s := w.begin(t, slot)
	s.every = 5 * time.Millisecond
	kept, stop := s.Keep(t.Context())
	defer stop()
	for range 5 { // longer than any lease
		w.Add(leaseTime - time.Second)
		waitFor(t, "a renewal", func() bool {
			return w.Now().Before(read[document.Tenant](t, w.doc()).Lease.Until.Add(-leaseTime + time.Second))
		})
	}
	if err := kept.Err(); err != nil {
		t.Fatalf("the context ended while the lease was held: %v", context.Cause(kept))
	}
	w.set(t, w.doc(), "lease.fence", 2)
	select {
	case <-kept.Done():
	case <-time.After(10 * time.Second):
		t.Fatal("the context did not end though the lease was lost")
	}
	if cause := context.Cause(kept); !errors.Is(cause, ErrLost) {
		t.Errorf("got %v, want %v", cause, ErrLost)
	}
}

func TestKeepUntilStopped(t *testing.T) {
	w := newWorld(t)
	w.claimAt(t, slot)
	s := w.begin(t, slot)
	s.every = time.Millisecond
	kept, stop := s.Keep(t.Context())
	stop()
	stop() // a second time does no harm
	if cause := context.Cause(kept); !errors.Is(cause, context.Canceled) || errors.Is(cause, ErrLost) {
		t.Errorf("got %v, want %v", cause, context.Canceled)
	}
	time.Sleep(20 * time.Millisecond) // for a renewal that was under way
	w.Add(time.Minute)
	until := read[document.Tenant](t, w.doc()).Lease.Until
	time.Sleep(20 * time.Millisecond)
	if got := read[document.Tenant](t, w.doc()).Lease.Until; !got.Equal(until) {
		t.Errorf("the lease was renewed after stop: %v, want %v", got, until)
	}
}

func waitFor(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited too long for %s", what)
		}
	}
}
