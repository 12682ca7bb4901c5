package trail_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/trail"
)

func TestSeal(t *testing.T) {
	w := newWorld(t)
	if s := w.seal(t); s != (trail.Sealed{}) {
		t.Errorf("an empty book: got %+v", s)
	}
	w.add(t, 0, 3)
	now := w.Now()
	if s, err := w.book.Seal(t.Context(), now); s.Links != 0 || err != nil {
		t.Errorf("before they settled: got %+v, %v", s, err)
	}
	if diff := cmp.Diff(trail.Report{Entries: 3, Waiting: 3}, w.verify(t)); diff != "" {
		t.Errorf("before they are sealed (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(trail.Sealed{Links: 1, Entries: 3, Number: 1}, w.seal(t)); diff != "" {
		t.Errorf("sealed (-want +got):\n%s", diff)
	}
	writes := w.data.Stats().Writes
	if diff := cmp.Diff(trail.Sealed{Number: 1}, w.seal(t)); diff != "" {
		t.Errorf("again (-want +got):\n%s", diff)
	}
	if made := w.data.Stats().Writes - writes; made != 0 {
		t.Errorf("nothing was to be sealed and %d documents were written", made)
	}
	w.add(t, 3, 905)
	if diff := cmp.Diff(trail.Sealed{Links: 3, Entries: 902, Number: 4}, w.seal(t)); diff != "" {
		t.Errorf("more than a link holds (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(trail.Report{Entries: 905, Links: 4}, w.verify(t)); diff != "" {
		t.Errorf("verified (-want +got):\n%s", diff)
	}
}

// TestLateEntries holds that an entry which tells of a time long sealed is covered
// by the next link.
func TestLateEntries(t *testing.T) {
	w := newWorld(t)
	w.write(t, "waits", entry(0))
	w.Add(time.Hour)
	w.add(t, 1, 5)
	w.seal(t)
	w.Add(100 * time.Hour)
	if err := trail.MoveAll(t.Context(), w.db, w.tenant); err != nil {
		t.Fatal(err)
	}
	if s := w.seal(t); s.Entries != 1 || s.Broken {
		t.Errorf("got %+v, want the one that was late", s)
	}
	if diff := cmp.Diff(trail.Report{Entries: 5, Links: 2}, w.verify(t)); diff != "" {
		t.Errorf("verified (-want +got):\n%s", diff)
	}
}

// TestSealTogether lets several sweeps seal at once, with the rights that they
// need and no more.
func TestSealTogether(t *testing.T) {
	w := newWorld(t)
	w.add(t, 0, 1300)
	w.Add(trail.Settled + time.Second)
	var all sync.WaitGroup
	var mu sync.Mutex
	entries := 0
	for i := range 5 {
		book := w.as(t, fmt.Sprint("sweep", i), firestore.Grant{Database: store.AuditDatabase, Get: true, List: true, Create: true},
			firestore.Grant{Database: store.VahtiDatabase, Get: true, Create: true, Update: true})
		all.Go(func() {
			s, err := book.Seal(t.Context(), w.Now())
			if err != nil || s.Broken {
				t.Errorf("got %+v, %v", s, err)
			}
			mu.Lock()
			defer mu.Unlock()
			entries += s.Entries
		})
	}
	all.Wait()
	if entries != 1300 {
		t.Errorf("together they sealed %d entries, want each of 1300 once", entries)
	}
	if diff := cmp.Diff(trail.Report{Entries: 1300, Links: 4}, w.verify(t)); diff != "" {
		t.Errorf("verified (-want +got):\n%s", diff)
	}
}

// TestTheCopyOfTheEndNeverGoesBack overtakes a call of Seal between its link and the
// copy of the chain's end.
func TestTheCopyOfTheEndNeverGoesBack(t *testing.T) {
	w := newWorld(t)
	w.add(t, 0, 1)
	w.Add(trail.Settled + time.Second)
	slow := w.as(t, "slow", firestore.Grant{Database: store.AuditDatabase, Get: true, List: true, Create: true},
		firestore.Grant{Database: store.VahtiDatabase, Get: true, Create: true, Update: true})
	overtaken := false
	w.watch = func(identity string, applied bool) error {
		if identity == "slow" && applied && !overtaken {
			overtaken = true
			w.add(t, 1, 2)
			w.seal(t)
		}
		return nil
	}
	if _, err := slow.Seal(t.Context(), w.Now()); err != nil || !overtaken {
		t.Fatalf("overtaken %v, %v", overtaken, err)
	}
	w.watch = nil
	if end := (tamper{t, w}).data(tamper{t, w}.anchor()); end["number"] != int64(2) {
		t.Errorf("the copy says %v, want the second link", end["number"])
	}
}

// TestSealThatDies dies before and after each write, and is done again.
func TestSealThatDies(t *testing.T) {
	for at := 1; ; at++ {
		w := newWorld(t)
		w.add(t, 0, 402)
		w.Add(trail.Settled + time.Second)
		died := w.dying(t, at, func(ctx context.Context) error {
			_, err := w.book.Seal(ctx, w.Now())
			return err
		})
		w.add(t, 402, 403)
		s := w.seal(t)
		if s.Broken || s.Number < 2 || s.Number > 3 {
			t.Errorf("at hook %d: got %+v", at, s)
		}
		if r := w.verify(t); !r.Sound() || r.Entries != 403 || r.Waiting+r.Unproven != 0 {
			t.Errorf("at hook %d: got %+v", at, r)
		}
		if !died {
			if at < 7 { // two links and the copy of the end, each before and after
				t.Errorf("it took %d hooks, want more", at-1)
			}
			return
		}
	}
}

func TestServiceBook(t *testing.T) {
	w := newWorld(t)
	book := trail.Service(w.db)
	for n := range 3 {
		if err := book.Add(t.Context(), name(n), entry(n)); err != nil {
			t.Fatal(err)
		}
	}
	w.Add(trail.Settled + time.Second)
	if s, err := book.Seal(t.Context(), w.Now()); s.Entries != 3 || err != nil {
		t.Errorf("got %+v, %v", s, err)
	}
	r, err := book.Verify(t.Context(), w.Now())
	if diff := cmp.Diff(trail.Report{Entries: 3, Links: 1}, r); diff != "" || err != nil {
		t.Errorf("verified (-want +got), %v:\n%s", err, diff)
	}
	page, err := book.List(t.Context(), trail.Query{Newest: true})
	if err != nil || len(page.Records) != 3 {
		t.Fatalf("got %d, %v", len(page.Records), err)
	}
	if diff := cmp.Diff(fields(entry(2)), fields(page.Records[0].Entry)); diff != "" {
		t.Errorf("newest (-want +got):\n%s", diff)
	}
	if own := w.verify(t); own.Entries != 0 || own.Links != 0 {
		t.Errorf("the tenant's book holds the service's: %+v", own)
	}
}

// fields shows an entry, which redacts itself, to a comparison.
func fields(e trail.Entry) map[string]string {
	return map[string]string{"at": e.At.String(), "by": string(e.By), "actor": e.Actor, "account": e.Account, "address": e.Address, "action": string(e.Action),
		"target": e.Target, "grant": e.Grant, "purpose": e.Purpose, "reason": e.Reason, "before": string(e.Before), "after": string(e.After)}
}
