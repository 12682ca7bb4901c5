package conformance

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"cloud.google.com/go/storage"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/api/iterator"
)

func names(t *testing.T, b *storage.BucketHandle) {
	all := []string{
		"a", "a/b", "a//b", "a/", "/a", "a b", "a+b", "a%2Fb", "a%", "a?b=c&d", "a#b", "a;b", "päätös/決", "a:b@c", "..a", "a/../b", "a.",
		strings.Repeat("x", 1024),
	}
	for _, name := range all {
		mustPut(t, b.Object(name), []byte(name))
	}
	for _, name := range all {
		if got, err := get(t, b.Object(name)); err != nil || string(got) != name {
			t.Errorf("%q: got %q, %v", name, got, err)
		}
	}
	slices.Sort(all)
	if diff := cmp.Diff(all, listed(t, b, "")); diff != "" {
		t.Errorf("listed (-want +got):\n%s", diff)
	}
}

func listed(t *testing.T, b *storage.BucketHandle, prefix string) []string {
	t.Helper()
	var out []string
	for it := b.Objects(t.Context(), &storage.Query{Prefix: prefix}); ; {
		o, err := it.Next()
		if errors.Is(err, iterator.Done) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, o.Name)
	}
}

func list(t *testing.T, b *storage.BucketHandle) {
	if got := listed(t, b, ""); got != nil {
		t.Errorf("an empty bucket: got %v", got)
	}
	for _, name := range []string{"t/2/b", "t/1/a", "t/10/a", "t/1/b", "u"} {
		mustPut(t, b.Object(name), []byte(name))
	}
	for prefix, want := range map[string][]string{
		"":      {"t/1/a", "t/1/b", "t/10/a", "t/2/b", "u"},
		"t/1":   {"t/1/a", "t/1/b", "t/10/a"},
		"t/1/":  {"t/1/a", "t/1/b"},
		"t/1/b": {"t/1/b"},
		"v":     nil,
	} {
		if diff := cmp.Diff(want, listed(t, b, prefix)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", prefix, diff)
		}
	}
	q := &storage.Query{Prefix: "t/1/"}
	if err := q.SetAttrSelection([]string{"Name", "Size"}); err != nil {
		t.Fatal(err)
	}
	o, err := b.Objects(t.Context(), q).Next()
	if err != nil || o.Name != "t/1/a" || o.Size != 5 {
		t.Errorf("some attributes: got %+v, %v", o, err)
	}
}

func pages(t *testing.T, b *storage.BucketHandle) {
	var want []string
	for i := range 25 {
		name := fmt.Sprintf("p/%02d", i)
		want = append(want, name)
		mustPut(t, b.Object(name), []byte(name))
	}
	mustPut(t, b.Object("q"), nil)
	var got []string
	token := ""
	for n := 0; n < 10; n++ {
		var page []*storage.ObjectAttrs
		next, err := iterator.NewPager(b.Objects(t.Context(), &storage.Query{Prefix: "p/"}), 10, token).NextPage(&page)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range page {
			got = append(got, o.Name)
			if err := b.Object(o.Name).Delete(t.Context()); err != nil { // what is listed may be deleted on the way
				t.Fatal(err)
			}
		}
		if token = next; token == "" {
			break
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("page by page (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"q"}, listed(t, b, "")); diff != "" {
		t.Errorf("left (-want +got):\n%s", diff)
	}
}
