package conformance

import (
	"fmt"
	"testing"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

func cursors() []subtest {
	return []subtest{
		{"CursorSnapshot", cursorSnapshot},
		{"CursorValues", cursorValues},
		{"CursorOnSeveralFields", cursorSeveral},
		{"CursorOnName", cursorName},
		{"NameDescending", nameDescending},
		{"PaginationThroughThousand", pagination},
	}
}

func cursorSnapshot(t *testing.T, e *env) {
	e.seed(t, map[string]fields{"a": {"v": 1}, "b": {"v": 2}, "c": {"v": 2}, "d": {"v": 2}, "e": {"v": 3}})
	c := e.get(t, e.root.Doc("c"))
	up, down := e.root.OrderBy("v", firestore.Asc), e.root.OrderBy("v", firestore.Desc)
	e.wantIDs(t, "start at", up.StartAt(c), "c", "d", "e")
	e.wantIDs(t, "start after", up.StartAfter(c), "d", "e")
	e.wantIDs(t, "end at", up.EndAt(c), "a", "b", "c")
	e.wantIDs(t, "end before", up.EndBefore(c), "a", "b")
	e.wantIDs(t, "descending", down.StartAfter(c), "b", "a")
	e.wantIDs(t, "without order", e.root.StartAfter(c), "d", "e")
	e.wantIDs(t, "with an inequality", where(e, "v", ">=", 2).StartAfter(c), "d", "e")
}

func cursorValues(t *testing.T, e *env) {
	letters(e, t)
	up := e.root.OrderBy("v", firestore.Asc)
	e.wantIDs(t, "start at, end before", up.StartAt(2).EndBefore(5), "c", "d", "e")
	e.wantIDs(t, "start after, end at", up.StartAfter(2).EndAt(5), "d", "e", "f")
	e.wantIDs(t, "between values", up.StartAt(1.5).EndAt(2.5), "c")
	e.wantIDs(t, "descending", e.root.OrderBy("v", firestore.Desc).StartAt(2), "c", "b", "a")
	e.wantIDs(t, "of another type", up.StartAt("text"))
}

func cursorSeveral(t *testing.T, e *env) {
	e.seed(t, map[string]fields{"a": {"x": 1, "y": 1}, "b": {"x": 1, "y": 2}, "c": {"x": 2, "y": 1}, "d": {"x": 2, "y": 2}})
	q := e.root.OrderBy("x", firestore.Asc).OrderBy("y", firestore.Desc)
	e.wantIDs(t, "start after", q.StartAfter(1, 1), "d", "c")
	e.wantIDs(t, "start at", q.StartAt(1, 1), "a", "d", "c")
	e.wantIDs(t, "end before", q.EndBefore(2, 1), "b", "a", "d")
}

func cursorName(t *testing.T, e *env) {
	letters(e, t)
	up := e.root.OrderBy(firestore.DocumentID, firestore.Asc)
	e.wantIDs(t, "start after, end before", up.StartAfter("b").EndBefore("e"), "c", "d")
	e.wantIDs(t, "a name that is missing", up.StartAt("bb").Limit(2), "c", "d")
}

// nameDescending is skipped where the order is refused: Google's emulator has no descending scans of names, which the
// service offers once an index on __name__ is declared.
func nameDescending(t *testing.T, e *env) {
	letters(e, t)
	id := firestore.DocumentID
	down := e.root.OrderBy(id, firestore.Desc)
	if _, err := e.ids(down); status.Code(err) == codes.FailedPrecondition {
		t.Skip("this server has no descending scans of names")
	}
	e.wantIDs(t, "all", down, "g", "f", "e", "d", "c", "b", "a")
	e.wantIDs(t, "cursor and limit", down.StartAt("c").Limit(2), "c", "b")
	e.wantIDs(t, "between", down.StartAfter("f").EndBefore("c"), "e", "d")
	e.wantIDs(t, "range", where(e, id, ">=", e.root.Doc("e")).OrderBy(id, firestore.Desc), "g", "f", "e")
	e.wantIDs(t, "limit to last", e.root.OrderBy(id, firestore.Asc).EndAt("e").LimitToLast(2), "d", "e")
}

func pagination(t *testing.T, e *env) {
	docs := map[string]fields{}
	for i := range 1000 {
		docs[fmt.Sprintf("%04d", i)] = fields{"group": i % 7}
	}
	e.seed(t, docs)
	for _, q := range []firestore.Query{e.root.OrderBy(firestore.DocumentID, firestore.Asc), e.root.OrderBy("group", firestore.Asc)} {
		seen := map[string]bool{}
		page := q.Limit(128)
		for pages := 0; ; pages++ {
			snaps, err := page.Documents(e.ctx).GetAll()
			must(t, "page", err)
			if len(snaps) == 0 {
				break
			}
			for _, s := range snaps {
				if seen[s.Ref.ID] {
					t.Fatalf("%s came twice", s.Ref.ID)
				}
				seen[s.Ref.ID] = true
			}
			if pages > 10 {
				t.Fatal("more pages than documents")
			}
			page = q.Limit(128).StartAfter(snaps[len(snaps)-1])
		}
		wantEqual(t, "documents seen", 1000, len(seen))
	}
}
