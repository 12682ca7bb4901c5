// Package conformance says, as tests, what this project relies on in Firestore. They use the real client alone, so the
// same suite holds the stand-in and Google's own emulator to the same behaviour.
package conformance

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/api/iterator"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// patience bounds one subtest: contended transactions on Google's emulator take seconds.
const patience = 90 * time.Second

// An env is what one subtest works with: a client, and a root collection nobody else uses.
type env struct {
	ctx    context.Context
	client *firestore.Client
	open   func(t *testing.T, database string) *firestore.Client
	root   *firestore.CollectionRef
	unique string // makes names of this subtest's own
}

type subtest struct {
	name string
	run  func(t *testing.T, e *env)
}

// Test runs the suite. open gives a client of the named database, which need not exist, and closes it with the test.
func Test(t *testing.T, open func(t *testing.T, database string) *firestore.Client) {
	client := open(t, "conformance")
	all := slices.Concat(writes(), transforms(), bulk(), filters(), orders(), cursors(), groups(), listings(),
		transactions(), contention(), limits())
	for _, st := range all {
		t.Run(st.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			unique := strings.ToLower(rand.Text()[:10])
			st.run(t, &env{ctx: ctx, client: client, open: open, root: client.Collection("c" + unique), unique: unique})
		})
	}
}

type fields = map[string]any

// set writes a document whole.
func (e *env) set(t *testing.T, ref *firestore.DocumentRef, data fields) *firestore.WriteResult {
	t.Helper()
	res, err := ref.Set(e.ctx, data)
	if err != nil {
		t.Fatalf("set %s: %v", ref.ID, err)
	}
	return res
}

// seed writes the documents into the root collection, at once.
func (e *env) seed(t *testing.T, docs map[string]fields) {
	t.Helper()
	e.seedIn(t, e.root, docs)
}

func (e *env) seedIn(t *testing.T, c *firestore.CollectionRef, docs map[string]fields) {
	t.Helper()
	bw := e.client.BulkWriter(e.ctx)
	var jobs []*firestore.BulkWriterJob
	for id, data := range docs {
		job, err := bw.Set(c.Doc(id), data)
		if err != nil {
			t.Fatalf("seed %s: %v", id, err)
		}
		jobs = append(jobs, job)
	}
	bw.End()
	for _, job := range jobs {
		if _, err := job.Results(); err != nil {
			t.Fatalf("seed: %v", err)
		}
	}
}

// data reads a document that exists.
func (e *env) data(t *testing.T, ref *firestore.DocumentRef) fields {
	t.Helper()
	return e.get(t, ref).Data()
}

func (e *env) get(t *testing.T, ref *firestore.DocumentRef) *firestore.DocumentSnapshot {
	t.Helper()
	snap, err := ref.Get(e.ctx)
	if err != nil {
		t.Fatalf("get %s: %v", ref.ID, err)
	}
	return snap
}

// wantIDs runs q and compares the IDs of its result, in order.
func (e *env) wantIDs(t *testing.T, what string, q firestore.Query, want ...string) {
	t.Helper()
	got, err := e.ids(q)
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	if diff := cmp.Diff(strings.Join(want, " "), strings.Join(got, " ")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func (e *env) ids(q firestore.Query) ([]string, error) {
	snaps, err := q.Documents(e.ctx).GetAll()
	if err != nil {
		return nil, err
	}
	return idsOf(snaps), nil
}

func idsOf(snaps []*firestore.DocumentSnapshot) []string {
	ids := make([]string, len(snaps))
	for i, s := range snaps {
		ids[i] = s.Ref.ID
	}
	return ids
}

func wantCode(t *testing.T, what string, err error, want ...codes.Code) {
	t.Helper()
	if !slices.Contains(want, status.Code(err)) {
		t.Errorf("%s: got %v, want %v", what, err, want)
	}
}

func wantEqual[T any](t *testing.T, what string, want, got T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func must(t *testing.T, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// drain reads an iterator to its end.
func drain[T any](t *testing.T, next func() (T, error)) []T {
	t.Helper()
	var all []T
	for {
		x, err := next()
		if errors.Is(err, iterator.Done) {
			return all
		}
		if err != nil {
			t.Fatalf("next: %v", err)
		}
		all = append(all, x)
	}
}
