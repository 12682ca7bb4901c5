package past_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"

	"vahti.ai/vahti/emulator/standintest/erasuretest"
	"vahti.ai/vahti/shared/retention"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/past"
)

// world is a tenant, its neighbour, and its documents.
type world struct {
	*erasuretest.World
	tenant, other *store.Tenant
	doc           *cloud.DocumentRef
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{World: erasuretest.New(t)}
	w.tenant, w.other = w.Tenant(t, 1), w.Tenant(t, 2)
	w.doc = w.of(w.tenant)
	return w
}

func (w *world) of(s *store.Tenant) *cloud.DocumentRef {
	return w.Raw[store.VahtiDatabase].Doc("tenants/" + s.ID().String())
}

// plant writes findings with three steps each: one that is long past, and the further
// one, which is the last, later.
func (w *world) plant(t *testing.T, doc *cloud.DocumentRef, count int, state string, since time.Time) {
	t.Helper()
	for from := 0; from < count; from += 100 {
		err := w.Raw[store.VahtiDatabase].RunTransaction(t.Context(), func(_ context.Context, tx *cloud.Transaction) error {
			var failed error
			for i := from; i < min(from+100, count); i++ {
				f := doc.Collection("findings").Doc(fmt.Sprintf("%s-%05d", state, i))
				failed = errors.Join(failed, tx.Set(f, document.Finding{ID: f.ID, State: state, Since: since, Version: 3}))
				for v := 1; v <= 3; v++ {
					failed = errors.Join(failed, tx.Set(f.Collection("history").Doc(fmt.Sprintf("%08d", v)), document.Change{At: since, Version: v}))
				}
			}
			return failed
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func (w *world) count(t *testing.T, group string) map[string]int {
	t.Helper()
	docs, err := w.Raw[store.VahtiDatabase].CollectionGroup(group).Select("version").Documents(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, snap := range docs {
		of := snap.Ref
		for of.Parent.Parent != nil {
			of = of.Parent.Parent
		}
		out[of.ID]++
	}
	return out
}

// TestLargeTenant: a step costs the same however many findings there are, goes on where
// the one before stopped, and in the end what is to stay is there.
func TestLargeTenant(t *testing.T) {
	w := newWorld(t)
	const resolved, open = 70, 2300
	old := w.Now().Add(-retention.Of("resolved findings").Keep - time.Hour)
	w.plant(t, w.doc, resolved, "resolved", old)
	w.plant(t, w.doc, open, "open", old)
	w.plant(t, w.of(w.other), 3, "open", old)
	const steps = 3 * (resolved + open)
	deleted, calls := 0, 0
	for whole := false; !whole; calls++ {
		before := w.Data.Stats().Reads
		n, done, err := past.Forget(t.Context(), w.tenant, w.Now(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if reads := w.Data.Stats().Reads - before; reads > 21*past.Step {
			t.Fatalf("step %d: %d reads", calls, reads)
		}
		if n > 3*past.Step {
			t.Fatalf("step %d deleted %d documents", calls, n)
		}
		if deleted, whole = deleted+n, done; calls > 2*steps/past.Step {
			t.Fatalf("%d steps, %d documents deleted, and no end", calls, deleted)
		}
	}
	if want := 4*resolved + 2*open; deleted != want {
		t.Errorf("deleted %d documents, want %d", deleted, want)
	}
	id, other := w.tenant.ID().String(), w.other.ID().String()
	if got := w.count(t, "findings"); got[id] != open || got[other] != 3 {
		t.Errorf("findings: %v", got)
	}
	if got := w.count(t, "history"); got[id] != open || got[other] != 9 {
		t.Errorf("steps: %v", got)
	}
	if n, _, err := past.Forget(t.Context(), w.tenant, w.Now(), nil); n != 0 || err != nil {
		t.Errorf("once more: deleted %d, %v", n, err)
	}
}

// TestNothingIsWrittenOfTheErased: how far a step came is noted of no tenant that is
// erased meanwhile.
func TestNothingIsWrittenOfTheErased(t *testing.T) {
	for _, name := range []string{"gone", "going", "there"} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.plant(t, w.doc, 700, "open", w.Now())
			var err error
			switch name {
			case "gone":
				_, err = w.doc.Delete(t.Context())
			case "going":
				_, err = w.doc.Set(t.Context(), map[string]any{"contract": document.Contract{Erasing: w.Now()}}, cloud.MergeAll)
			}
			if err != nil {
				t.Fatal(err)
			}
			if _, whole, err := past.Forget(t.Context(), w.tenant, w.Now(), nil); err != nil || whole {
				t.Fatalf("got %v, %v: it was to stop on its way", whole, err)
			}
			snaps, err := w.doc.Collection("cleanups").Documents(t.Context()).GetAll()
			if err != nil || (len(snaps) == 1) != (name == "there") {
				t.Errorf("%d notes, %v", len(snaps), err)
			}
		})
	}
}
