package grant_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/standintest/membertest"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/trail"
)

// TestRevokedWhileLooking has an operator look all the time while the customer
// revokes: every look that succeeded stands in the trail before the revocation.
func TestRevokedWhileLooking(t *testing.T) {
	w := newStaffed(t)
	g := w.begun(t, "q1", "risto")
	var all sync.WaitGroup
	seen := make([]bool, 12)
	for i := range seen {
		all.Go(func() { seen[i] = w.see(t.Context(), fmt.Sprint("r", i), grant.FindingsView, "risto") == nil })
	}
	if _, err := grant.Revoke(t.Context(), w.Tenant, g.ID, membertest.Actor("olga"), w.Now()); err != nil {
		t.Error(err)
	}
	after := w.see(t.Context(), "after", grant.FindingsView, "risto")
	all.Wait()
	if !errors.Is(after, grant.ErrNoGrant) {
		t.Errorf("after it was revoked: got %v", after)
	}
	told, looks := 0, 0
	for _, a := range w.Actions(t) {
		if strings.HasPrefix(a, "grant.viewed") {
			told++
		}
	}
	for _, ok := range seen {
		if ok {
			looks++
		}
	}
	if told != looks {
		t.Errorf("%d looks and %d entries of the trail", looks, told)
	}
}

func TestList(t *testing.T) {
	w := newStaffed(t)
	var want []string
	for n := range 7 { // all at one moment
		want = append(want, w.ask(t, wish(fmt.Sprint("q", n)), fmt.Sprint("o", n)).ID)
	}
	slices.Reverse(want)
	for limit := 1; limit <= 8; limit++ {
		var got []string
		for cursor := ""; ; {
			list, next, err := grant.List(t.Context(), w.Tenant, cursor, limit, w.Now())
			if err != nil || len(list) > limit {
				t.Fatalf("a page of %d, %v", len(list), err)
			}
			for _, g := range list {
				got = append(got, g.ID)
			}
			if cursor = next; next == "" {
				break
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("pages of %d (-want +got):\n%s", limit, diff)
		}
	}
	for _, cursor := range []string{"x", "-1", "99999999999999999999", "9999999999999999"} {
		if _, _, err := grant.List(t.Context(), w.Tenant, cursor, 3, w.Now()); !errors.Is(err, grant.ErrCursor) {
			t.Errorf("cursor %q: got %v", cursor, err)
		}
	}
}

// TestSummaryOfAccess holds that the summary of who had access tells of each look at a
// view and, where the method shows no views, that the access began.
func TestSummaryOfAccess(t *testing.T) {
	w := newStaffed(t)
	for _, m := range grant.Methods() {
		x := wish(string(m))
		x.Method = m
		g := w.ask(t, x, "risto")
		if _, err := grant.Start(t.Context(), w.Tenant, g.ID, operator("risto"), w.Now()); err != nil {
			t.Fatal(err)
		}
	}
	for _, request := range []string{"r1", "r2"} {
		if err := w.see(t.Context(), request, grant.FindingsView, "risto"); err != nil {
			t.Fatal(err)
		}
	}
	w.Actions(t)
	sum, err := trail.Of(w.Tenant).Accesses(t.Context(), membertest.Start, w.Now().Add(time.Second))
	if err != nil {
		t.Fatal(err)
	}
	var counts []int
	for _, a := range sum.List {
		if a.Kind == trail.BySupport {
			counts = append(counts, a.Count)
		}
	}
	slices.Sort(counts)
	if want := []int{1, 1, 1, 2}; !slices.Equal(counts, want) || sum.Counts[trail.BySupport] != 5 {
		t.Errorf("got %v, %d in all, want %v", counts, sum.Counts[trail.BySupport], want)
	}
}
