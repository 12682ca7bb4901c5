package conformance

import (
	"fmt"
	"slices"
	"testing"

	"cloud.google.com/go/firestore"
)

func groups() []subtest {
	return []subtest{
		{"CollectionGroup", collectionGroup},
		{"CollectionGroupCount", collectionGroupCount},
		{"CollectionGroupPagination", collectionGroupPages},
	}
}

func listings() []subtest {
	return []subtest{
		{"ListRootCollections", listRoots},
		{"ListSubcollections", listSubcollections},
		{"ListDocumentsWithPhantoms", listPhantoms},
		{"ListDocumentsInPages", listPages},
		{"QueriesPassOverPhantoms", phantomsInQueries},
	}
}

// seedGroup makes a collection group of the subtest's own name in several places.
func seedGroup(t *testing.T, e *env) *firestore.CollectionGroupRef {
	t.Helper()
	name := "g" + e.unique
	for _, parent := range []string{"a", "b"} {
		for i := range 3 {
			e.set(t, e.root.Doc(parent).Collection(name).Doc(fmt.Sprint(parent, i)), fields{"v": i, "p": parent})
		}
	}
	e.set(t, e.root.Doc("a").Collection("x").Doc("y").Collection(name).Doc("deep"), fields{"v": 1, "p": "deep"})
	e.set(t, e.client.Collection(name).Doc("root"), fields{"v": 2, "p": "root"})
	e.set(t, e.root.Doc("a").Collection(name+"x").Doc("other"), fields{"v": 1})
	return e.client.CollectionGroup(name)
}

func collectionGroup(t *testing.T, e *env) {
	g := seedGroup(t, e)
	got, err := e.ids(g.Query)
	must(t, "query", err)
	slices.Sort(got)
	wantEqual(t, "all", []string{"a0", "a1", "a2", "b0", "b1", "b2", "deep", "root"}, got)
	e.wantIDs(t, "filtered and ordered", g.Where("v", "==", 1).OrderBy("p", firestore.Asc), "a1", "b1", "deep")
	e.wantIDs(t, "range by name",
		g.Where(firestore.DocumentID, ">=", e.root.Doc("b")).Where(firestore.DocumentID, "<", e.root.Doc("c")), "b0", "b1", "b2")
}

func collectionGroupCount(t *testing.T, e *env) {
	g := seedGroup(t, e)
	wantEqual(t, "all", int64(8), count(t, e, g.Query))
	wantEqual(t, "filtered", int64(3), count(t, e, g.Where("v", "==", 2)))
	_, err := e.root.Doc("a").Collection("g" + e.unique).Doc("a2").Delete(e.ctx)
	must(t, "delete", err)
	wantEqual(t, "after a delete", int64(2), count(t, e, g.Where("v", "==", 2)))
}

func collectionGroupPages(t *testing.T, e *env) {
	g := seedGroup(t, e)
	q := g.OrderBy("v", firestore.Asc)
	var got []int64
	page := q.Limit(3)
	for range 4 {
		snaps, err := page.Documents(e.ctx).GetAll()
		must(t, "page", err)
		if len(snaps) == 0 {
			break
		}
		for _, s := range snaps {
			got = append(got, s.Data()["v"].(int64))
		}
		page = q.Limit(3).StartAfter(snaps[len(snaps)-1])
	}
	wantEqual(t, "values", []int64{0, 0, 1, 1, 1, 2, 2, 2}, got)
}

func collectionIDs(t *testing.T, it *firestore.CollectionIterator) []string {
	t.Helper()
	var ids []string
	for _, c := range drain(t, it.Next) {
		ids = append(ids, c.ID)
	}
	slices.Sort(ids)
	return ids
}

func listRoots(t *testing.T, e *env) {
	c := e.open(t, "roots-"+e.unique)
	wantEqual(t, "none", nil, collectionIDs(t, c.Collections(e.ctx)))
	for _, id := range []string{"b", "a", "ä"} {
		e.set(t, c.Collection(id).Doc("x"), fields{"v": 1})
	}
	e.set(t, c.Collection("phantom").Doc("x").Collection("y").Doc("z"), fields{"v": 1})
	wantEqual(t, "roots", []string{"a", "b", "phantom", "ä"}, collectionIDs(t, c.Collections(e.ctx)))
}

func listSubcollections(t *testing.T, e *env) {
	doc := e.root.Doc("a")
	e.set(t, doc, fields{"v": 1})
	wantEqual(t, "none", nil, collectionIDs(t, doc.Collections(e.ctx)))
	e.set(t, doc.Collection("x").Doc("1"), fields{"v": 1})
	e.set(t, doc.Collection("y").Doc("1").Collection("deeper").Doc("1"), fields{"v": 1})
	e.set(t, e.root.Doc("ab").Collection("z").Doc("1"), fields{"v": 1})
	wantEqual(t, "two", []string{"x", "y"}, collectionIDs(t, doc.Collections(e.ctx)))
	_, err := doc.Collection("x").Doc("1").Delete(e.ctx)
	must(t, "delete", err)
	wantEqual(t, "one left", []string{"y"}, collectionIDs(t, doc.Collections(e.ctx)))
}

func refIDs(t *testing.T, it *firestore.DocumentRefIterator) []string {
	t.Helper()
	var ids []string
	for _, r := range drain(t, it.Next) {
		ids = append(ids, r.ID)
	}
	return ids
}

func listPhantoms(t *testing.T, e *env) {
	for _, id := range []string{"b", "d", "f"} {
		e.set(t, e.root.Doc(id), fields{"v": 1})
	}
	for _, id := range []string{"a", "c", "d", "g"} {
		e.set(t, e.root.Doc(id).Collection("sub").Doc("x").Collection("sub").Doc("y"), fields{"v": 1})
	}
	wantEqual(t, "documents", []string{"a", "b", "c", "d", "f", "g"}, refIDs(t, e.root.DocumentRefs(e.ctx)))
}

func listPages(t *testing.T, e *env) {
	docs := map[string]fields{}
	var want []string
	for i := range 700 {
		id := fmt.Sprintf("%04d", i)
		want = append(want, id)
		if i%3 != 0 {
			docs[id] = fields{"v": i}
		}
	}
	e.seed(t, docs)
	bw := e.client.BulkWriter(e.ctx)
	for i := 0; i < 700; i += 3 {
		_, err := bw.Set(e.root.Doc(want[i]).Collection("s").Doc("x"), fields{})
		must(t, "enqueue", err)
	}
	bw.End()
	wantEqual(t, "documents", want, refIDs(t, e.root.DocumentRefs(e.ctx)))
}

func phantomsInQueries(t *testing.T, e *env) {
	e.set(t, e.root.Doc("b"), fields{"v": 1})
	e.set(t, e.root.Doc("a").Collection("sub").Doc("x"), fields{"v": 1})
	e.wantIDs(t, "query", e.root.Query, "b")
	wantEqual(t, "count", int64(1), count(t, e, e.root.Query))
}
