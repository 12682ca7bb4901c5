package erasure

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"golang.org/x/sync/errgroup"
	"google.golang.org/api/iterator"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/retention"
	"vahti.ai/vahti/shared/store/document"
)

// root is the kind of the tenant's own document.
const root = "vahti:tenants"

// tally is how many were found of each kind, such as vahti:findings. Several may add.
type tally struct {
	mu sync.Mutex
	of map[string]int64
}

func newTally() *tally { return &tally{of: map[string]int64{}} }

func (t *tally) add(kind string, n int64) {
	if n == 0 {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.of[kind] += n
}

// empty reports whether nothing was found but what is of the kinds given.
func (t *tally) empty(but ...string) bool {
	for kind := range t.of {
		if !slices.Contains(but, kind) {
			return false
		}
	}
	return true
}

const (
	// parallel is how many collections are read, or emptied, at the same time.
	parallel = 8
	// page is how many documents are read, and deleted in one commit, at a time: their
	// names are all that is held of them. Firestore takes 10 MiB in one commit, the
	// entries of indexes included.
	page = 200
)

// collections are the names of those that the retention table has below a tenant in a
// database. Others are found by stray.
func collections(database string) []string {
	var out []string
	for _, r := range retention.Table() {
		path, ok := strings.CutPrefix(r.Place, database+":tenants/*/")
		if name := path[strings.LastIndex(path, "/")+1:]; ok && !strings.Contains(name, "?") && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// below asks for the documents, by their names alone, in every collection of a name at
// any depth below a document, whether what lies between exists or not. A query of
// Firestore's client is of one collection or of a whole database; the API's is of what
// lies below any document.
func below(doc *firestore.DocumentRef, collection string) (firestore.Query, error) {
	raw, err := proto.Marshal(&firestorepb.RunQueryRequest{Parent: doc.Path, QueryType: &firestorepb.RunQueryRequest_StructuredQuery{
		StructuredQuery: &firestorepb.StructuredQuery{From: []*firestorepb.StructuredQuery_CollectionSelector{{CollectionId: collection, AllDescendants: true}}},
	}})
	if err != nil {
		return firestore.Query{}, fmt.Errorf("ask for %s: %w", collection, err)
	}
	q, err := doc.Parent.Deserialize(raw)
	if err != nil {
		return q, fmt.Errorf("ask for %s: %w", collection, err)
	}
	return q.Select().OrderBy(firestore.DocumentID, firestore.Asc), nil
}

// count counts what a query gives, in the database.
func count(ctx context.Context, q firestore.Query) (int64, error) {
	r, err := q.NewAggregationQuery().WithCount("n").Get(ctx)
	if err != nil {
		return 0, err
	}
	n, ok := r["n"].(*firestorepb.Value)
	if !ok {
		return 0, errors.New("the answer is not in the expected form")
	}
	return n.GetIntegerValue(), nil
}

// place is the tenant's own document in one database.
func (j *job) place(m marked) *firestore.DocumentRef {
	return m.client.Collection("tenants").Doc(j.id.String())
}

// left counts what is left of a tenant in every place that the retention table knows,
// but for its key and its dead letters: below its name in each database, its objects,
// and by its ID wherever else the table says that it stands. It costs a query for each
// kind, however much is left.
func (j *job) left(ctx context.Context) (*tally, error) {
	found := newTally()
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(parallel)
	counted := func(kind string, q firestore.Query) {
		group.Go(func() error {
			n, err := count(within, q)
			if err != nil {
				return fmt.Errorf("count %s: %w", kind, err)
			}
			found.add(kind, n)
			return nil
		})
	}
	err := j.everywhere(func(kind string, _ *firestore.Client, q firestore.Query) { counted(kind, q) })
	if err = errors.Join(err, group.Wait()); err != nil {
		return nil, err
	}
	for _, m := range j.databases() {
		if err := j.own(ctx, m, found); err != nil {
			return nil, err
		}
	}
	_, err = j.apart(ctx, found)
	return found, err
}

// everywhere calls do with the query of each kind of documents that the retention table
// knows of a tenant.
func (j *job) everywhere(do func(kind string, client *firestore.Client, q firestore.Query)) error {
	for _, m := range j.databases() {
		for _, name := range collections(m.name) {
			q, err := below(j.place(m), name)
			if err != nil {
				return err
			}
			do(m.name+":"+name, m.client, q)
		}
		for _, r := range retention.Table() {
			collection, ok := strings.CutPrefix(r.Place, m.name+":")
			if r.Field == "" || !ok {
				continue
			}
			q, ok := named(m.client, collection, r.Field, j.id.String())
			if !ok {
				return fmt.Errorf("nobody knows how to look for the tenant among %s", r.Kind)
			}
			do(r.Place, m.client, q.Select().OrderBy(firestore.DocumentID, firestore.Asc))
		}
	}
	return nil
}

// own looks for the tenant's own document in one database.
func (j *job) own(ctx context.Context, m marked, found *tally) error {
	snap, err := j.place(m).Get(ctx)
	switch {
	case err == nil && snap.Exists():
		found.add(m.name+":tenants", 1)
	case err != nil && status.Code(err) != codes.NotFound:
		return fmt.Errorf("look for the tenant in %s: %w", m.name, err)
	}
	return nil
}

// apart looks for what is no document of the tenant's own: its objects, the letters about
// it that wait, and its place in the sweep's round. It returns what takes the latter two
// out.
func (j *job) apart(ctx context.Context, found *tally) ([]func(context.Context) error, error) {
	t, err := j.db.Tenant(j.id)
	if err != nil {
		return nil, err
	}
	names, err := j.Objects.List(ctx, t)
	if err != nil {
		return nil, err
	}
	found.add("storage:objects", int64(len(names)))
	about, err := letter.OfTenant(ctx, j.db, j.id)
	if err != nil {
		return nil, err
	}
	found.add("people:letters", int64(len(about)))
	var out []func(context.Context) error
	for _, w := range about {
		out = append(out, w.Forget)
	}
	mend, err := j.round(ctx)
	if mend != nil {
		found.add("vahti:sweeps", 1)
		out = append(out, mend)
	}
	return out, err
}

// sweep deletes what there is of a tenant, but for its own document in the database vahti,
// its objects, its key and its dead letters, and returns what it found. Documents are
// deleted as they are listed, so that one that is stopped leaves less to the next.
func (j *job) sweep(ctx context.Context) (*tally, error) {
	found := newTally()
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(parallel)
	err := j.everywhere(func(kind string, client *firestore.Client, q firestore.Query) {
		group.Go(func() error {
			n, err := j.drain(within, client, q)
			found.add(kind, n)
			if err != nil {
				return fmt.Errorf("delete %s: %w", kind, err)
			}
			return nil
		})
	})
	if err = errors.Join(err, group.Wait()); err != nil {
		return nil, err
	}
	for _, m := range j.databases() {
		if err := j.strays(ctx, m, found); err != nil {
			return nil, err
		}
		if err := j.own(ctx, m, found); err != nil {
			return nil, err
		}
		if kind := m.name + ":tenants"; kind != root && found.of[kind] > 0 {
			if err := j.delete(ctx, j.place(m)); err != nil {
				return nil, err
			}
		}
	}
	mends, err := j.apart(ctx, found)
	for _, mend := range mends {
		err = errors.Join(err, mend(ctx))
	}
	return found, err
}

// drain deletes what a query gives, which asks for names in their order, page by page,
// and returns how many documents there were.
func (j *job) drain(ctx context.Context, client *firestore.Client, q firestore.Query) (n int64, err error) {
	for next := q.Limit(page); ; {
		docs, err := next.Documents(ctx).GetAll()
		if err != nil || len(docs) == 0 {
			return n, err
		}
		err = handle.Transact(ctx, handle.New(client, nil, nil, nil, nil), func(_ context.Context, tx *firestore.Transaction) error {
			var failed error
			for _, snap := range docs {
				failed = errors.Join(failed, tx.Delete(snap.Ref))
			}
			return failed
		})
		if err != nil {
			return n, err
		}
		n += int64(len(docs))
		j.deleted.Add(int64(len(docs)))
		if len(docs) < page {
			return n, nil
		}
		next = q.StartAfter(docs[len(docs)-1].Ref).Limit(page)
	}
}

// strays deletes what lies below the tenant's name in collections that the retention
// table does not know, also below documents that do not exist. Each kind is counted
// before any of it is deleted.
func (j *job) strays(ctx context.Context, m marked, found *tally) error {
	seen := map[string]bool{}
	for {
		name, err := stray(ctx, j.place(m), seen)
		if err != nil {
			return fmt.Errorf("look for what lies elsewhere in %s: %w", m.name, err)
		}
		if name == "" {
			return nil
		}
		seen[name] = true
		q, err := below(j.place(m), name)
		if err != nil {
			return err
		}
		kind := m.name + ":" + name
		if err := j.counted(ctx, kind, q); err != nil {
			return err
		}
		n, err := j.drain(ctx, m.client, q)
		found.add(kind, n)
		if err != nil {
			return fmt.Errorf("delete %s: %w", kind, err)
		}
	}
}

// counted adds to the tombstone how many there are of a kind that it does not count yet.
func (j *job) counted(ctx context.Context, kind string, q firestore.Query) error {
	if !j.stone.Done.IsZero() || j.stone.Counts[kind] > 0 {
		return nil
	}
	n, err := count(ctx, q)
	if err != nil {
		return fmt.Errorf("count %s: %w", kind, err)
	}
	return j.change(ctx, func(t *document.Tombstone) bool {
		if !t.Done.IsZero() || t.Counts == nil || t.Counts[kind] > 0 {
			return false
		}
		t.Counts[kind] = n
		return true
	})
}

// stray returns the name of a collection, not among those seen, that has documents below
// one, whether that exists or not; empty where there is none. It goes down by the first
// document of each collection: once the others are emptied, those that are left are only
// shown because of what it looks for.
func stray(ctx context.Context, doc *firestore.DocumentRef, seen map[string]bool) (string, error) {
	for all := doc.Collections(ctx); ; {
		c, err := all.Next()
		if errors.Is(err, iterator.Done) {
			return "", nil
		}
		if err != nil {
			return "", err
		}
		if !seen[c.ID] {
			q, err := below(doc, c.ID)
			if err != nil {
				return "", err
			}
			if docs, err := q.Limit(1).Documents(ctx).GetAll(); err != nil || len(docs) > 0 {
				return c.ID, err
			}
		}
		for refs := c.DocumentRefs(ctx); ; { // missing ones are shown
			ref, err := refs.Next()
			if errors.Is(err, iterator.Done) {
				break
			}
			if err != nil {
				return "", err
			}
			if name, err := stray(ctx, ref, seen); err != nil || name != "" {
				return name, err
			}
		}
	}
}

// named asks for documents that name a tenant in a field, and reports whether it knows
// the collection. Each is written out, so that a test can see which indexes it takes;
// another demands one for every such row of the retention table.
func named(client *firestore.Client, collection, field, id string) (firestore.Query, bool) {
	switch collection + "." + field {
	case "wishes.tenant":
		return client.Collection("wishes").Where("tenant", "==", id), true
	case "customers.tenant":
		return client.Collection("customers").Where("tenant", "==", id), true
	case "preferences.tenant":
		return client.Collection("preferences").Where("tenant", "==", id), true
	case "preferencechanges.tenant":
		return client.Collection("preferencechanges").Where("tenant", "==", id), true
	case "suppressions.tenant":
		return client.Collection("suppressions").Where("tenant", "==", id), true
	}
	return firestore.Query{}, false
}

// round finds the tenant where the sweep's round through the tenants stands, and returns
// what takes it out there; nil where it does not stand.
func (j *job) round(ctx context.Context) (mend func(context.Context) error, err error) {
	ref := handle.Vahti(j.db.Handle()).Collection("sweeps").Doc("round")
	var d struct {
		After string `firestore:"after"`
	}
	if err := readDoc(ctx, ref, &d); err != nil {
		return nil, fmt.Errorf("look where the round stands: %w", err)
	}
	if d.After != j.id.String() {
		return nil, nil
	}
	return func(ctx context.Context) error {
		// A shorter name comes before it: who comes after it is visited once more at most.
		return handle.Transact(ctx, j.db.Handle(), func(_ context.Context, tx *firestore.Transaction) error {
			snap, err := tx.Get(ref)
			if status.Code(err) == codes.NotFound {
				return nil
			}
			if err != nil {
				return err
			}
			if after, err := snap.DataAt("after"); err != nil || after != j.id.String() {
				return err
			}
			return tx.Update(ref, []firestore.Update{{Path: "after", Value: j.id.String()[:roundKept]}})
		})
	}, nil
}

// roundKept is how many characters of a name tell where a round stands, and not whose
// it was.
const roundKept = 5

func (j *job) delete(ctx context.Context, ref *firestore.DocumentRef) error {
	err := handle.Retry(ctx, func(ctx context.Context) error {
		_, err := ref.Delete(ctx)
		return err
	})
	if err != nil && status.Code(err) != codes.NotFound {
		return fmt.Errorf("delete document: %w", err)
	}
	return nil
}
