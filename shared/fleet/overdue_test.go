package fleet

import (
	"errors"
	"fmt"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/store/document"
)

func TestOverdue(t *testing.T) {
	w := newWorld(t)
	put := func(n int, look time.Time) *cloud.DocumentRef {
		t.Helper()
		ref := w.doc(w.mustPut(t, live(n))).Collection("billing").Doc("subscription")
		d := document.Subscription{Customer: fmt.Sprintf("cus_%d", n), Version: 7}
		if !look.IsZero() {
			d.Look = &look
		}
		if _, err := ref.Set(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		return ref
	}
	left := put(1, start.Add(-time.Hour))
	looked := put(2, start)
	put(3, start.Add(time.Microsecond))
	put(4, time.Time{})
	set(t, put(5, start.Add(-time.Minute)), "customer", 7)

	list := func() (out []Overdue, bad int) {
		t.Helper()
		for o, err := range w.Overdue(t.Context()) {
			switch {
			case errors.Is(err, ErrListing):
				t.Fatal(err)
			case err != nil:
				bad++
			default:
				out = append(out, o)
			}
		}
		return out, bad
	}
	all, bad := list()
	if len(all) != 2 || all[0].Customer != "cus_1" || all[1].Customer != "cus_2" || bad != 1 {
		t.Fatalf("got %v and %d errors, want the two whose time is over and 1", all, bad)
	}
	set(t, looked, "look", start.Add(time.Hour)) // somebody has, and the payment is due another time
	for _, o := range all {
		for range 2 { // a repeat does no harm
			if err := w.Asked(t.Context(), o); err != nil {
				t.Fatal(err)
			}
		}
	}
	if again, _ := list(); len(again) != 0 {
		t.Errorf("got %v, want nobody who was asked just now", again)
	}
	tests := []struct {
		name string
		ref  *cloud.DocumentRef
		want time.Time
	}{
		{"asked", left, start.Add(overdueAgain)},
		{"looked at meanwhile", looked, start.Add(time.Hour)},
	}
	for _, tt := range tests {
		var d document.Subscription
		snap, err := tt.ref.Get(t.Context())
		if err != nil || snap.DataTo(&d) != nil || d.Look == nil || !d.Look.Equal(tt.want) || d.Version != 7 {
			t.Errorf("%s: got %+v, %v, want it listed again at %v and nothing else changed", tt.name, d, err, tt.want)
		}
	}
	if _, err := looked.Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := w.Asked(t.Context(), all[1]); err != nil {
		t.Errorf("of a tenant that was erased: got %v", err)
	}
}
