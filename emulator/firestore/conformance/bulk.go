package conformance

import (
	"fmt"
	"testing"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
)

func bulk() []subtest {
	return []subtest{
		{"BulkWriterAllKinds", bulkKinds},
		{"BulkWriterErrorsPerItem", bulkErrors},
		{"BulkWriterMany", bulkMany},
		{"RecursiveDelete", recursiveDelete},
		{"GetAllWithMissing", getAll},
	}
}

func bulkKinds(t *testing.T, e *env) {
	e.seed(t, map[string]fields{"set": {"v": 1}, "merge": {"v": 1, "w": 1}, "update": {"v": 1}, "delete": {"v": 1}})
	bw := e.client.BulkWriter(e.ctx)
	var jobs []*firestore.BulkWriterJob
	add := func(j *firestore.BulkWriterJob, err error) {
		t.Helper()
		must(t, "enqueue", err)
		jobs = append(jobs, j)
	}
	add(bw.Create(e.root.Doc("create"), fields{"v": 2}))
	add(bw.Set(e.root.Doc("set"), fields{"v": 2}))
	add(bw.Set(e.root.Doc("merge"), fields{"v": 2}, firestore.MergeAll))
	add(bw.Update(e.root.Doc("update"), []firestore.Update{{Path: "v", Value: firestore.Increment(1)}}))
	add(bw.Delete(e.root.Doc("delete")))
	bw.End()
	for i, j := range jobs {
		if _, err := j.Results(); err != nil {
			t.Errorf("job %d: %v", i, err)
		}
	}
	snaps, err := e.root.Documents(e.ctx).GetAll()
	must(t, "query", err)
	got := map[string]fields{}
	for _, s := range snaps {
		got[s.Ref.ID] = s.Data()
	}
	wantEqual(t, "documents", map[string]fields{
		"create": {"v": int64(2)}, "set": {"v": int64(2)}, "merge": {"v": int64(2), "w": int64(1)}, "update": {"v": int64(2)},
	}, got)
}

func bulkErrors(t *testing.T, e *env) {
	e.seed(t, map[string]fields{"there": {"v": 1}})
	bw := e.client.BulkWriter(e.ctx)
	create, err := bw.Create(e.root.Doc("there"), fields{"v": 2})
	must(t, "enqueue", err)
	update, err := bw.Update(e.root.Doc("none"), []firestore.Update{{Path: "v", Value: 1}})
	must(t, "enqueue", err)
	good, err := bw.Set(e.root.Doc("good"), fields{"v": 3})
	must(t, "enqueue", err)
	bw.End()
	_, err = create.Results()
	wantCode(t, "create of what is there", err, codes.AlreadyExists)
	_, err = update.Results()
	wantCode(t, "update of what is missing", err, codes.NotFound)
	_, err = good.Results()
	must(t, "the write beside them", err)
	wantEqual(t, "untouched", fields{"v": int64(1)}, e.data(t, e.root.Doc("there")))
	wantEqual(t, "written", fields{"v": int64(3)}, e.data(t, e.root.Doc("good")))
}

func bulkMany(t *testing.T, e *env) {
	docs := map[string]fields{}
	for i := range 500 {
		docs[fmt.Sprintf("%04d", i)] = fields{"i": i}
	}
	e.seed(t, docs)
	n := count(t, e, e.root.Query)
	wantEqual(t, "documents", int64(500), n)
}

// recursiveDelete deletes a document and everything below it, found by listing, as deletion of a tenant does.
func recursiveDelete(t *testing.T, e *env) {
	tree := e.root.Doc("tree")
	e.set(t, tree, fields{"v": 1})
	e.set(t, e.root.Doc("beside"), fields{"v": 1})
	for i := range 10 {
		e.set(t, tree.Collection("a").Doc(fmt.Sprint(i)), fields{"v": i})
		e.set(t, tree.Collection("phantom").Doc("none").Collection("b").Doc(fmt.Sprint(i)), fields{"v": i})
	}
	bw := e.client.BulkWriter(e.ctx)
	var jobs []*firestore.BulkWriterJob
	var drop func(doc *firestore.DocumentRef)
	drop = func(doc *firestore.DocumentRef) {
		for _, c := range drain(t, doc.Collections(e.ctx).Next) {
			for _, d := range drain(t, c.DocumentRefs(e.ctx).Next) {
				drop(d)
			}
		}
		j, err := bw.Delete(doc)
		must(t, "enqueue", err)
		jobs = append(jobs, j)
	}
	drop(tree)
	bw.End()
	for _, j := range jobs {
		if _, err := j.Results(); err != nil {
			t.Errorf("delete: %v", err)
		}
	}
	if left := drain(t, tree.Collections(e.ctx).Next); len(left) != 0 {
		t.Errorf("%d collections are left below the document", len(left))
	}
	refs := drain(t, e.root.DocumentRefs(e.ctx).Next)
	if len(refs) != 1 || refs[0].ID != "beside" {
		t.Errorf("left in the collection: got %v, want the document beside alone", refs)
	}
}

func getAll(t *testing.T, e *env) {
	e.seed(t, map[string]fields{"a": {"v": 1}, "c": {"v": 3}})
	refs := []*firestore.DocumentRef{e.root.Doc("c"), e.root.Doc("b"), e.root.Doc("a"), e.root.Doc("c")}
	snaps, err := e.client.GetAll(e.ctx, refs)
	must(t, "get all", err)
	var got []string
	for _, s := range snaps {
		got = append(got, fmt.Sprint(s.Ref.ID, s.Exists()))
	}
	wantEqual(t, "snapshots", []string{"ctrue", "bfalse", "atrue", "ctrue"}, got)
}
