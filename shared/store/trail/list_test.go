package trail_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/trail"
)

// walk reads a listing to its end and returns the names in order. No call may read
// more than a page, and one entry to find where it is to go on.
func (w *world) walk(t *testing.T, b trail.Book, q trail.Query) []string {
	t.Helper()
	names, _ := w.walkIn(t, b, q)
	return names
}

// walkIn returns also in how many calls.
func (w *world) walkIn(t *testing.T, b trail.Book, q trail.Query) (names []string, calls int) {
	t.Helper()
	for calls = 1; calls < 1000; calls++ {
		before := w.data.Stats().Reads
		page, err := b.List(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if read := w.data.Stats().Reads - before; read > trail.PageSize+1 {
			t.Fatalf("one call read %d documents", read)
		}
		limit := q.Limit
		if limit == 0 {
			limit = trail.PageSize
		}
		if len(page.Records) > limit {
			t.Fatalf("got %d entries, want at most %d", len(page.Records), limit)
		}
		for _, r := range page.Records {
			names = append(names, r.Name)
		}
		if page.Next == "" {
			return names, calls
		}
		q.Cursor = page.Next
	}
	t.Fatal("the listing has no end")
	return nil, 0
}

// TestListInOrder lists entries of which many tell of the same moment.
func TestListInOrder(t *testing.T) {
	w := newWorld(t)
	reader := w.as(t, "reader", firestore.Grant{Database: store.AuditDatabase, Get: true, List: true})
	const n = 430
	var want []string
	for i := range n {
		e := entry(i / 100)
		key := fmt.Sprintf("e%03d", i)
		if err := w.book.Add(t.Context(), key, e); err != nil {
			t.Fatal(err)
		}
		want = append(want, key)
	}
	back := make([]string, n)
	for i, s := range want {
		back[n-1-i] = s
	}
	for _, limit := range []int{0, 1, 7, 200} {
		if limit == 1 && testing.Short() {
			continue
		}
		if diff := cmp.Diff(want, w.walk(t, reader, trail.Query{Limit: limit})); diff != "" {
			t.Errorf("oldest first, %d at a time (-want +got):\n%s", limit, diff)
		}
		if diff := cmp.Diff(back, w.walk(t, reader, trail.Query{Limit: limit, Newest: true})); diff != "" {
			t.Errorf("newest first, %d at a time (-want +got):\n%s", limit, diff)
		}
	}
	from, to := start.Add(time.Minute), start.Add(3*time.Minute)
	if diff := cmp.Diff(want[100:300], w.walk(t, reader, trail.Query{From: from, To: to, Limit: 30})); diff != "" {
		t.Errorf("a period (-want +got):\n%s", diff)
	}
}

func TestListFinds(t *testing.T) {
	w := newWorld(t)
	for i := range 450 {
		e := entry(i)
		switch {
		case i == 3:
			e.Actor, e.Account = "Åke.Öberg@esimerkki.example", "a-2"
		case i == 5:
			e.After = json.RawMessage(`{"nimi":"Jyväskylän \"konttori\"","n":12345678901234567}`)
		case i == 210:
			e.Action, e.Grant, e.Purpose, e.Target = trail.GrantViewed, "g-9", "customer support request", "grants/g-9/findings"
		case i == 440:
			e.Action, e.Target, e.Address = trail.GrantEnded, "grants/g-9", "2001:db8::17"
		}
		if err := w.book.Add(t.Context(), name(i), e); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name string
		q    trail.Query
		want []string
	}{
		{"an action", trail.Query{Action: string(trail.GrantViewed)}, []string{"e210"}},
		{"actions that begin alike", trail.Query{Action: "grant."}, []string{"e210", "e440"}},
		{"newest first", trail.Query{Action: "grant.", Newest: true}, []string{"e440", "e210"}},
		{"one at a time", trail.Query{Action: "grant.", Limit: 1}, []string{"e210", "e440"}},
		{"a target", trail.Query{Target: "grants/g-9/"}, []string{"e210"}},
		{"an actor in another case", trail.Query{Actor: "åke.öberg@ESIMERKKI.example"}, []string{"e3"}},
		{"an account", trail.Query{Actor: "a-2"}, []string{"e3"}},
		{"a part of an actor is no actor", trail.Query{Actor: "åke"}, nil},
		{"text in an actor", trail.Query{Text: "ÖBERG"}, []string{"e3"}},
		{"text in an address", trail.Query{Text: "2001:DB8"}, []string{"e440"}},
		{"text in what changed", trail.Query{Text: `jyväskylän "k`}, []string{"e5"}},
		{"a number in what changed", trail.Query{Text: "12345678901234567"}, []string{"e5"}},
		{"a name in what changed", trail.Query{Text: "nimi"}, []string{"e5"}},
		{"text in a purpose", trail.Query{Text: "support request"}, []string{"e210"}},
		{"everything asked for", trail.Query{Text: "g-9", Action: "grant.e", Target: "grants/", Actor: "maija@esimerkki.example"}, []string{"e440"}},
		{"a period", trail.Query{Action: "grant.", From: start.Add(211 * time.Minute)}, []string{"e440"}},
		{"nothing", trail.Query{Text: "nobody"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, calls := w.walkIn(t, w.book, tt.q)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("found (-want +got):\n%s", diff)
			}
			if calls > 3+len(tt.want) {
				t.Errorf("it took %d calls to look through three pages", calls)
			}
		})
	}
}

func TestListRefuses(t *testing.T) {
	w := newWorld(t)
	w.add(t, 0, 5)
	other := trail.Of(w.another(t, 2))
	q := trail.Query{Limit: 2, Actor: "maija@esimerkki.example"}
	page, err := w.book.List(t.Context(), q)
	if err != nil || page.Next == "" {
		t.Fatalf("got no cursor, %v", err)
	}
	changed := func(change func(*trail.Query)) trail.Query {
		q := q
		q.Cursor = page.Next
		change(&q)
		return q
	}
	flipped := []byte(page.Next)
	flipped[len(flipped)-2] ^= 1
	tests := []struct {
		name string
		book trail.Book
		q    trail.Query
		want error
	}{
		{"of this listing", w.book, changed(func(*trail.Query) {}), nil},
		{"of another size", w.book, changed(func(q *trail.Query) { q.Limit = 1 }), nil},
		{"another tenant's", other, changed(func(*trail.Query) {}), trail.ErrCursor},
		{"the service's", trail.Service(w.db), changed(func(*trail.Query) {}), trail.ErrCursor},
		{"the other way round", w.book, changed(func(q *trail.Query) { q.Newest = true }), trail.ErrCursor},
		{"of another search", w.book, changed(func(q *trail.Query) { q.Actor = "" }), trail.ErrCursor},
		{"of another period", w.book, changed(func(q *trail.Query) { q.To = start.Add(time.Hour) }), trail.ErrCursor},
		{"changed", w.book, changed(func(q *trail.Query) { q.Cursor = string(flipped) }), trail.ErrCursor},
		{"cut", w.book, changed(func(q *trail.Query) { q.Cursor = q.Cursor[:len(q.Cursor)-4] }), trail.ErrCursor},
		{"made up", w.book, changed(func(q *trail.Query) { q.Cursor = "MTIz" }), trail.ErrCursor},
		{"endless", w.book, changed(func(q *trail.Query) { q.Cursor = strings.Repeat("A", 1<<20) }), trail.ErrCursor},
		{"a negative limit", w.book, trail.Query{Limit: -1}, trail.ErrLimit},
		{"a limit above a page", w.book, trail.Query{Limit: trail.PageSize + 1}, trail.ErrLimit},
		{"a period that ends before it begins", w.book, trail.Query{From: start, To: start.Add(-1)}, trail.ErrPeriod},
		{"an empty period", w.book, trail.Query{From: start, To: start}, trail.ErrPeriod},
		{"too long a text", w.book, trail.Query{Text: strings.Repeat("ä", 201)}, trail.ErrText},
		{"a text just so long", w.book, trail.Query{Text: strings.Repeat("ä", 200)}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := tt.book.List(t.Context(), tt.q); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

// TestListGoesOnWhereAnEntryIsGone holds that a cursor outlives the entry it stands
// at.
func TestListGoesOnWhereAnEntryIsGone(t *testing.T) {
	w := newWorld(t)
	w.add(t, 0, 5)
	page, err := w.book.List(t.Context(), trail.Query{Limit: 2})
	if err != nil {
		t.Fatal(err)
	}
	tamper{t, w}.remove(w.entries().Doc(name(1)))
	if diff := cmp.Diff([]string{"e2", "e3", "e4"}, w.walk(t, w.book, trail.Query{Limit: 2, Cursor: page.Next})); diff != "" {
		t.Errorf("the rest (-want +got):\n%s", diff)
	}
}

// TestListShowsDamage holds that one entry which cannot be read hides no other.
func TestListShowsDamage(t *testing.T) {
	w := newWorld(t)
	w.add(t, 0, 5)
	x := tamper{t, w}
	x.set(w.entries().Doc(name(1)), "sealed", []byte("x"))
	x.set(w.entries().Doc(name(2)), "sealed", x.data(w.entries().Doc(name(3)))["sealed"])
	x.set(w.entries().Doc(name(3)), "arrived", "never")
	x.set(w.entries().Doc(name(4)), "arrived", cloud.Delete)
	x.must(w.entries().Doc("forged").Create(t.Context(), map[string]any{"at": start, "action": "member.added", "tenant": w.tenant.ID().String()}))
	page, err := w.book.List(t.Context(), trail.Query{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, r := range page.Records {
		got[r.Name] = r.Damaged
		if r.Damaged && (r.Actor != "" || r.At.IsZero()) {
			t.Errorf("%s: by %q at %v", r.Name, r.Actor, r.At)
		}
	}
	want := map[string]bool{"e0": false, "e1": true, "e2": true, "e3": true, "e4": true, "forged": true}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("damaged (-want +got):\n%s", diff)
	}
}
