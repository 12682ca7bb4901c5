package api

import (
	"strings"
	"testing"

	cloud "cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/reseal"
)

// TestSealedAnew rotates the key of a tenant of which everything is kept that the
// service keeps, and seals anew what was sealed before: nothing stays under the older
// key, nothing else of any document changes, and people see what they saw.
func TestSealedAnew(t *testing.T) {
	w := inhabit(t)
	ctx := t.Context()
	var asked []attempt
	for _, a := range w.reading() {
		if a.ask.method == "" && a.want == 200 {
			asked = append(asked, a)
		}
	}
	answers := func() map[string]string {
		out := map[string]string{}
		for _, a := range asked {
			out[a.name] = w.do(t, a.ask).Body.String()
		}
		return out
	}
	_ = answers() // what asking itself leaves, such as when a key was used
	before, said := w.everything(t), answers()
	version, err := w.keys.Rotate(ctx, w.one.ID())
	must(t, err)
	if version != 2 {
		t.Fatalf("got version %d of the key", version)
	}
	key, err := w.one.Key(ctx)
	must(t, err)
	sealed := older(before, key)
	if sealed["tenants"] != 1 || sealed["findings"] < 5 || len(sealed) < 8 {
		t.Fatalf("an older key sealed only %v: that can tell nothing", sealed)
	}
	all := 0
	for _, n := range sealed {
		all += n
	}
	got, err := reseal.Tenant(ctx, w.one)
	must(t, err)
	if got.Sealed != all || len(got.Left) > 0 || got.Documents != len(before) {
		t.Errorf("got %+v, want all %d sealed anew of %d documents", got, all, len(before))
	}
	after := w.everything(t)
	if left := older(after, key); len(left) > 0 {
		t.Errorf("an older key still seals %v", left)
	}
	if diff := cmp.Diff(unsealed(before), unsealed(after)); diff != "" {
		t.Errorf("documents, what was sealed apart (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(said, answers()); diff != "" {
		t.Errorf("answers (-before +after):\n%s", diff)
	}
	again, err := reseal.Tenant(ctx, w.one)
	must(t, err)
	if again.Sealed != 0 || again.Documents != len(after) {
		t.Errorf("a repeat: got %+v, want nothing to do", again)
	}
}

// onTheWay is the collection whose entries are on their way into the audit trail.
const onTheWay = "trail"

// everything is the tenant's documents in the database vahti, by path.
func (w *inhabited) everything(t *testing.T) map[string]map[string]any {
	t.Helper()
	out := map[string]map[string]any{}
	address, err := w.data.Serve("another operator", nil)
	must(t, err)
	t.Setenv("FIRESTORE_EMULATOR_HOST", address)
	raw, err := cloud.NewClientWithDatabase(t.Context(), testProject, store.VahtiDatabase)
	must(t, err)
	root := raw.Doc("tenants/" + w.one.ID().String())
	snap, err := root.Get(t.Context())
	must(t, err)
	out[root.Path] = snap.Data()
	var below func(*cloud.DocumentRef)
	below = func(doc *cloud.DocumentRef) {
		collections, err := doc.Collections(t.Context()).GetAll()
		must(t, err)
		for _, c := range collections {
			docs, err := c.Documents(t.Context()).GetAll()
			must(t, err)
			for _, d := range docs {
				if c.ID != onTheWay {
					out[d.Ref.Path] = d.Data()
				}
				below(d.Ref)
			}
		}
	}
	below(root)
	return out
}

// older counts the fields, by collection, that an older key sealed.
func older(all map[string]map[string]any, key *seal.Key) map[string]int {
	out := map[string]int{}
	for path, fields := range all {
		for _, v := range fields {
			if b, ok := v.([]byte); ok && key.Older(b) {
				out[collectionOf(path)]++
			}
		}
	}
	return out
}

// collectionOf is the last collection of a document's path.
func collectionOf(path string) string {
	parts := strings.Split(path, "/")
	return parts[len(parts)-2]
}

// unsealed is documents with the length of each sealed field in its place.
func unsealed(all map[string]map[string]any) map[string]map[string]any {
	out := map[string]map[string]any{}
	for path, fields := range all {
		out[path] = map[string]any{}
		for name, v := range fields {
			if b, ok := v.([]byte); ok && len(b) > 0 && b[0] == 1 {
				v = len(b)
			}
			out[path][name] = v
		}
	}
	return out
}
