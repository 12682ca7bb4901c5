package trail_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/trail"
)

// aged makes a book with two links older than a year and one that is not.
func aged(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.add(t, 0, 402)
	w.seal(t)
	w.Add(trail.Kept + 12*time.Hour) // entry tells of a minute each
	w.add(t, 402, 405)
	w.seal(t)
	return w
}

func TestExpire(t *testing.T) {
	w := aged(t)
	now := w.Now()
	if _, err := w.book.Expire(t.Context(), now.Add(-trail.Kept+time.Second), now); !errors.Is(err, trail.ErrYoung) {
		t.Errorf("younger than a year: got %v, want %v", err, trail.ErrYoung)
	}
	if e, err := w.book.Expire(t.Context(), start, now); e != (trail.Expired{}) || err != nil {
		t.Errorf("nothing is so old: got %+v, %v", e, err)
	}
	// Retention has an identity of its own, which alone may delete.
	reader := firestore.Grant{Database: store.VahtiDatabase, Get: true}
	weak := w.as(t, "weak", reader, firestore.Grant{Database: store.AuditDatabase, Get: true, List: true, Create: true})
	if _, err := weak.Expire(t.Context(), now.Add(-trail.Kept), now); status.Code(err) != codes.PermissionDenied {
		t.Errorf("without the right to delete: got %v", err)
	}
	if r := w.verify(t); !r.Sound() || r.Entries != 405 {
		t.Errorf("after it was refused: got %+v", r)
	}
	keeper := w.as(t, "retention", reader, firestore.Grant{Database: store.AuditDatabase, Get: true, List: true, Create: true, Delete: true})
	e, err := keeper.Expire(t.Context(), now.Add(-trail.Kept), now)
	if diff := cmp.Diff(trail.Expired{Links: 2, Entries: 402}, e); diff != "" || err != nil {
		t.Errorf("expired (-want +got), %v:\n%s", err, diff)
	}
	if e, err := keeper.Expire(t.Context(), now.Add(-trail.Kept), now); e != (trail.Expired{}) || err != nil {
		t.Errorf("again: got %+v, %v", e, err)
	}
	if diff := cmp.Diff(trail.Report{Entries: 3, Links: 2, Retired: 2}, w.verify(t)); diff != "" {
		t.Errorf("verified (-want +got):\n%s", diff)
	}
	page, err := w.book.List(t.Context(), trail.Query{})
	if err != nil || len(page.Records) != 3 || page.Records[0].Name != name(402) {
		t.Errorf("got %d entries, %v", len(page.Records), err)
	}
	// The chain goes on, and a year later the rest is old.
	w.add(t, 405, 406)
	if s := w.seal(t); s.Broken || s.Number != 5 {
		t.Errorf("sealed after that: %+v", s)
	}
	w.Add(trail.Kept + time.Second)
	now = w.Now()
	if e, err := keeper.Expire(t.Context(), now.Add(-trail.Kept), now); e.Entries != 4 || err != nil {
		t.Errorf("a year later: got %+v, %v", e, err)
	}
	if diff := cmp.Diff(trail.Report{Links: 1, Retired: 5}, w.verify(t)); diff != "" {
		t.Errorf("verified a year later (-want +got):\n%s", diff)
	}
}

// TestExpireThatDies dies before and after each write, and is done again.
func TestExpireThatDies(t *testing.T) {
	for at := 1; ; at++ {
		w := aged(t)
		now := w.Now()
		died := w.dying(t, at, func(ctx context.Context) error {
			_, err := w.book.Expire(ctx, now.Add(-trail.Kept), now)
			return err
		})
		if r := w.verify(t); !r.Sound() || r.Unproven > 0 {
			t.Errorf("at hook %d: got %+v", at, r)
		}
		if _, err := w.book.Expire(t.Context(), now.Add(-trail.Kept), now); err != nil {
			t.Errorf("at hook %d, again: %v", at, err)
		}
		if diff := cmp.Diff(trail.Report{Entries: 3, Links: 2, Retired: 2}, w.verify(t)); diff != "" {
			t.Errorf("at hook %d (-want +got):\n%s", at, diff)
		}
		if !died {
			if at < 7 { // the link that says so, and two that go
				t.Errorf("it took %d hooks, want more", at-1)
			}
			return
		}
	}
}

// TestExpireKeepsEvidence holds that age is no way to get rid of a chain that was
// tampered with.
func TestExpireKeepsEvidence(t *testing.T) {
	for title, do := range map[string]func(x tamper){
		"a link changed":         func(x tamper) { x.set(x.link(1), "newest", start) },
		"the first link removed": func(x tamper) { x.remove(x.link(1)) },
	} {
		t.Run(title, func(t *testing.T) {
			w := aged(t)
			do(tamper{t, w})
			before := w.verify(t)
			if _, err := w.book.Expire(t.Context(), w.Now().Add(-trail.Kept), w.Now()); !errors.Is(err, trail.ErrBroken) {
				t.Errorf("got %v, want %v", err, trail.ErrBroken)
			}
			if diff := cmp.Diff(before, w.verify(t)); diff != "" || before.Sound() {
				t.Errorf("it changed what is told (-before +after):\n%s", diff)
			}
		})
	}
}

// TestExpireTakesNothingYoung tells of something that happened late in a link that
// is old.
func TestExpireTakesNothingYoung(t *testing.T) {
	w := newWorld(t)
	e := entry(0)
	e.At = start.Add(24 * time.Hour) // by a clock that ran ahead
	if err := w.book.Add(t.Context(), "ahead", e); err != nil {
		t.Fatal(err)
	}
	w.seal(t)
	w.Add(trail.Kept + time.Hour)
	if got, err := w.book.Expire(t.Context(), w.Now().Add(-trail.Kept), w.Now()); got.Entries != 0 || err != nil {
		t.Errorf("got %+v, %v", got, err)
	}
	w.Add(25 * time.Hour)
	if got, err := w.book.Expire(t.Context(), w.Now().Add(-trail.Kept), w.Now()); got.Entries != 1 || err != nil {
		t.Errorf("a day later: got %+v, %v", got, err)
	}
}
