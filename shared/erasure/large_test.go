package erasure_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/erasure"
	"vahti.ai/vahti/shared/store"
)

// The whole measure is: go test ./shared/erasure -run LargeTenant -large 100000 -v
var large = flag.Int("large", 1500, "how many findings and steps of their histories a large tenant has, together")

// plant writes documents below a tenant, by their paths.
func (w *world) plant(t *testing.T, n, count int, path func(int) string) {
	t.Helper()
	client := w.Raw[store.VahtiDatabase]
	for from := 0; from < count; from += 400 {
		err := client.RunTransaction(t.Context(), func(_ context.Context, tx *cloud.Transaction) error {
			var failed error
			for i := from; i < min(from+400, count); i++ {
				ref := client.Doc("tenants/" + w.tenants[n].ID().String() + "/" + path(i))
				failed = errors.Join(failed, tx.Set(ref, map[string]any{"n": i}))
			}
			return failed
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestLargeTenant stops the erasure of a large tenant again and again, and holds that
// each run goes on where the one before was stopped, that the certificate counts what
// there was however often that was, and what it costs.
func TestLargeTenant(t *testing.T) {
	w := newWorld(t, 2)
	half := *large / 2
	w.plant(t, 0, half, func(i int) string { return fmt.Sprintf("findings/%06d", i) })
	// Of every other finding the history alone is left.
	w.plant(t, 0, half, func(i int) string { return fmt.Sprintf("findings/%06d/history/1", 2*i) })
	w.plant(t, 0, 450, func(i int) string { return fmt.Sprintf("unheard/%06d/of/x", i) })
	w.Orphan(t, w.tenants[0])
	w.ask(t, 0)
	var most atomic.Uint64
	stop := make(chan struct{})
	go func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(50 * time.Millisecond):
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most.Store(max(most.Load(), m.HeapAlloc))
			}
		}
	}()
	defer close(stop)
	before, began, kills := w.Data.Stats().Reads, time.Now(), 0
	for at := 25; ; at += 10 {
		hooks, err := w.Dying(t.Context(), at, func(ctx context.Context) error { return w.Eraser(t).Run(ctx) })
		if hooks < at {
			if err != nil {
				t.Fatal(err)
			}
			break
		}
		kills++
	}
	reads := w.Data.Stats().Reads - before
	t.Logf("%d documents: %d kills, %v, %d reads, at most %d MiB in use", 2*half, kills, time.Since(began).Round(time.Millisecond), reads, most.Load()>>20)
	if kills < 3 {
		t.Errorf("it was stopped %d times alone", kills)
	}
	if limit := int64(2**large + 2000); reads > limit {
		t.Errorf("%d reads, want at most %d: more than one of each document", reads, limit)
	}
	c, err := erasure.Verify(t.Context(), w.DB, 1)
	if err != nil {
		t.Fatal(err)
	}
	// Those that fill puts there, and the orphans of world.Orphan.
	for kind, want := range map[string]int64{"vahti:findings": int64(half) + 1, "vahti:history": int64(half) + 2, "vahti:of": 450, "vahti:here": 1, "audit:here": 1} {
		if got := c.Counts[kind]; got != want {
			t.Errorf("%s: the certificate says %d, want %d", kind, got, want)
		}
	}
	if hits := w.left(t, 0); len(hits) > 0 {
		t.Errorf("left: %v", hits[:min(len(hits), 10)])
	}
}

// TestEachErasureHasItsTime has the erasure of one tenant take more time than its share:
// the other is erased in the same run, which fails only if the first comes no further.
func TestEachErasureHasItsTime(t *testing.T) {
	tests := []struct {
		name  string
		slow  int // how often
		fails bool
	}{
		{"once", 1, false},
		{"always", 100, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, 2)
			w.ask(t, 0)
			w.Add(time.Second)
			w.ask(t, 1)
			s, slow := w.Settings(), tt.slow
			erase := s.Objects.Erase
			s.Objects.Erase = func(ctx context.Context, s *store.Tenant) error {
				if slow--; s.ID() == w.tenants[0].ID() && slow >= 0 {
					<-ctx.Done()
					return ctx.Err()
				}
				return erase(ctx, s)
			}
			e, err := erasure.New(w.DB, w.People, s, w.Now, discard)
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 6*time.Second)
			defer cancel()
			if err := e.Run(ctx); (err != nil) != tt.fails || ctx.Err() != nil {
				t.Errorf("got %v, want it to fail: %v", err, tt.fails)
			}
			if _, err := erasure.Verify(t.Context(), w.DB, 2); err != nil {
				t.Errorf("the other one waited: %v", err)
			}
			w.run(t)
			for n := range 2 {
				if hits := w.left(t, n); len(hits) > 0 {
					t.Errorf("left of %d: %v", n, hits)
				}
			}
		})
	}
}
