package fleet

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// leave puts an entry into a tenant's outbox.
func (w *world) leave(t *testing.T, id tenant.ID, name string, at time.Time) {
	t.Helper()
	o := document.Outbox{Topic: queue.FindingsChangedTopic, Data: []byte(name), At: at}
	if _, err := w.doc(id).Collection("outbox").Doc(name).Set(t.Context(), o); err != nil {
		t.Fatal(err)
	}
}

func TestLeftovers(t *testing.T) {
	w := newWorld(t)
	one, two := w.mustPut(t, live(1)), w.mustPut(t, live(2))
	const old = page + page/4
	for i := range old { // two pages, of two tenants
		w.leave(t, []tenant.ID{one, two}[i%2], fmt.Sprintf("old-%04d", i), start.Add(-time.Duration(i)*time.Second-time.Minute))
	}
	w.leave(t, one, "young", start.Add(-time.Minute+time.Millisecond))
	w.leave(t, two, "damaged", start.Add(-time.Hour))
	set(t, w.doc(two).Collection("outbox").Doc("damaged"), "data", 7)

	seen := map[string]int{}
	bad := 0
	for l, err := range w.Leftovers(t.Context(), time.Minute) {
		if err != nil {
			if errors.Is(err, ErrListing) {
				t.Fatal(err)
			}
			bad++
			continue
		}
		seen[string(l.Data)]++
		if l.Topic != queue.FindingsChangedTopic {
			t.Errorf("got topic %q", l.Topic)
		}
		for range 2 { // a repeat does no harm
			if err := w.Published(t.Context(), l); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i := range old {
		if name := fmt.Sprintf("old-%04d", i); seen[name] != 1 {
			t.Errorf("%s was listed %d times, want once", name, seen[name])
		}
	}
	if len(seen) != old || bad != 1 {
		t.Errorf("got %d entries and %d errors, want %d and 1", len(seen), bad, old)
	}
	if got, err := w.Work(t.Context()); err != nil || got.Outbox != 2 {
		t.Errorf("got %d entries left, %v, want the young and the damaged one", got.Outbox, err)
	}
}
