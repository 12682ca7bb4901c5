package anomaly_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/anomaly"
	"vahti.ai/vahti/shared/tenant"
)

// visits counts who was visited.
type visits struct {
	mu   sync.Mutex
	seen map[string]int
}

func (v *visits) visit(_ context.Context, id tenant.ID) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.seen == nil {
		v.seen = map[string]int{}
	}
	v.seen[id.String()]++
}

// times says that a call may go on so often.
func times(n int) func() bool {
	return func() bool { n--; return n >= 0 }
}

// fleet makes n tenants and returns how often each and the service is to be visited.
func (w *world) fleet(t *testing.T, n int) map[string]int {
	t.Helper()
	want := map[string]int{"": 1}
	for i := range n {
		want[w.tenant(t, i).String()] = 1
	}
	return want
}

// TestRounds: everybody is visited once a week, a few at each call.
func TestRounds(t *testing.T) {
	w := newWorld(t)
	want := w.fleet(t, 20)
	if _, err := w.vahti().Doc("tenants/nobody").Set(t.Context(), map[string]any{"state": "active"}); err != nil {
		t.Fatal(err)
	}
	v := &visits{}
	for week := range 2 {
		calls := 0
		for ; len(v.seen) < len(want) && calls < 10; calls++ {
			if err := anomaly.NewRounds(w.db, w.Now).Go(t.Context(), times(1), v.visit); err != nil {
				t.Fatal(err)
			}
		}
		if calls != 3 {
			t.Errorf("week %d: got %d calls, want 3", week, calls)
		}
		for range 3 { // the round ends, and nobody is visited again
			w.Add(time.Hour)
			if err := anomaly.NewRounds(w.db, w.Now).Go(t.Context(), times(9), v.visit); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(want, v.seen); diff != "" {
			t.Errorf("week %d (-want +got):\n%s", week, diff)
		}
		v.seen = nil
		w.Add(anomaly.RoundEvery)
	}
}

// TestRoundsDieAnywhere: nobody is missed.
func TestRoundsDieAnywhere(t *testing.T) {
	for at, hooks := 1, 1; at <= hooks; at++ {
		w := newWorld(t)
		want := w.fleet(t, 10)
		v := &visits{}
		n, err := w.dying(t, at, func(ctx context.Context) error {
			return anomaly.NewRounds(w.db, w.Now).Go(ctx, times(9), v.visit)
		})
		if err == nil {
			t.Fatalf("dead at hook %d of %d, and it said nothing", at, n)
		}
		hooks = 8 // of four notes: its beginning, two chunks, its end
		w.Add(time.Minute)
		if err := anomaly.NewRounds(w.db, w.Now).Go(t.Context(), times(9), v.visit); err != nil {
			t.Fatal(err)
		}
		for id := range want {
			if v.seen[id] == 0 {
				t.Errorf("dead at hook %d: %q is missed", at, id)
			}
		}
		before := v.seen[""]
		if err := anomaly.NewRounds(w.db, w.Now).Go(t.Context(), times(9), v.visit); err != nil || v.seen[""] != before {
			t.Errorf("dead at hook %d: it begins again at once, %v", at, err)
		}
	}
}

// TestRoundsGoOn: a visit that takes all the time there is keeps no other tenant from
// being visited by the next call.
func TestRoundsGoOn(t *testing.T) {
	w := newWorld(t)
	want := w.fleet(t, 20)
	v := &visits{}
	stuck := func(ctx context.Context, id tenant.ID) {
		v.visit(ctx, id)
		if !id.IsZero() {
			<-ctx.Done()
		}
	}
	for range 3 {
		ctx, cancel := context.WithTimeout(t.Context(), anomaly.NoteTime+time.Second)
		err := anomaly.NewRounds(w.db, w.Now).Go(ctx, times(1), stuck)
		cancel()
		if err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(want, v.seen); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestRoundsAtOnce: several calls at the same time miss nobody, and end.
func TestRoundsAtOnce(t *testing.T) {
	w := newWorld(t)
	want := w.fleet(t, 20)
	v := &visits{}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if err := anomaly.NewRounds(w.db, w.Now).Go(t.Context(), times(9), v.visit); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for id := range want {
		if v.seen[id] == 0 {
			t.Errorf("%q is missed", id)
		}
	}
	v.seen = nil
	if err := anomaly.NewRounds(w.db, w.Now).Go(t.Context(), times(9), v.visit); err != nil || len(v.seen) != 0 {
		t.Errorf("afterwards %d are visited, %v", len(v.seen), err)
	}
}

func TestTenants(t *testing.T) {
	w := newWorld(t)
	want := w.fleet(t, 5)
	if _, err := w.vahti().Doc("tenants/nobody").Set(t.Context(), map[string]any{"state": "active"}); err != nil {
		t.Fatal(err)
	}
	var got []string
	for id, err := range anomaly.Tenants(t.Context(), w.db) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, id.String())
		delete(want, id.String())
	}
	if len(got) != 5 || len(want) != 1 || !slices.IsSorted(got) {
		t.Errorf("got %v", got)
	}
	for range anomaly.Tenants(t.Context(), w.db) {
		break // and it can be left
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for id, err := range anomaly.Tenants(ctx, w.db) {
		if err == nil || !id.IsZero() {
			t.Errorf("after its context has ended: got %v, %v", id, err)
		}
	}
}

func TestRoundThatIsDamaged(t *testing.T) {
	w := newWorld(t)
	if _, err := w.vahti().Doc("sweeps/round").Set(t.Context(), map[string]any{"after": "a/b", "began": w.Now()}); err != nil {
		t.Fatal(err)
	}
	if err := anomaly.NewRounds(w.db, w.Now).Go(t.Context(), times(1), (&visits{}).visit); err == nil {
		t.Error("got no error, want one")
	}
}
