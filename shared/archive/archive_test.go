package archive_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	standin "vahti.ai/vahti/emulator/storage"
	"vahti.ai/vahti/shared/archive"
)

// put writes an object whole.
func put(t testing.TB, a *archive.Tenant, name string, content []byte) {
	t.Helper()
	w, err := a.Create(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// get reads an object whole.
func get(t testing.TB, a *archive.Tenant, name string) ([]byte, error) {
	t.Helper()
	r, err := a.Open(t.Context(), name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// noise is content that cannot be made smaller, the same for a seed.
func noise(seed uint64, n int) []byte {
	b := make([]byte, n)
	source := rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8)})
	_, _ = source.Read(b)
	return b
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	w := newWorld(t, standin.Faults{})
	a := w.bucket(t, nil).Tenant(w.tenant(t))
	tests := []struct {
		name    string
		content []byte
	}{
		{"nothing", nil},
		{"one byte", []byte("x")},
		{"text", bytes.Repeat([]byte("Maija Mehiläinen, "), 1000)},
		{"one chunk less a little", noise(1, 256<<10-100)},
		{"one chunk and a little", noise(2, 256<<10+100)},
		{"several chunks in one request", noise(3, 3<<18)},
		{"several requests", noise(4, 11<<20)},
		{"a part to the byte", noise(5, 8<<20)},
		{"zeros that all but vanish", make([]byte, 30<<20)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			put(t, a, "snapshot/object", tt.content)
			got, err := get(t, a, "snapshot/object")
			if err != nil || !bytes.Equal(got, tt.content) {
				t.Errorf("got %d bytes, error %v, want the %d that were written", len(got), err, len(tt.content))
			}
		})
	}
}

func TestMissing(t *testing.T) {
	w := newWorld(t, standin.Faults{})
	a := w.bucket(t, nil).Tenant(w.tenant(t))
	if _, err := a.Open(t.Context(), "snapshot/absent"); !errors.Is(err, archive.ErrNotFound) {
		t.Errorf("open: got %v, want ErrNotFound", err)
	}
	if err := a.Delete(t.Context(), "snapshot/absent"); err != nil {
		t.Errorf("delete: got %v, want no error", err)
	}
	names, err := a.List(t.Context(), "")
	if err != nil || len(names) != 0 {
		t.Errorf("list: got %v, %v, want nothing", names, err)
	}
}

func TestReplace(t *testing.T) {
	w := newWorld(t, standin.Faults{})
	a := w.bucket(t, nil).Tenant(w.tenant(t))
	generation := func() int64 {
		t.Helper()
		r, err := a.Open(t.Context(), "manifest")
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		return r.Generation()
	}
	replace := func(generation int64, content string, want error) {
		t.Helper()
		if err := a.Replace(t.Context(), "manifest", generation, []byte(content)); !errors.Is(err, want) {
			t.Errorf("replace with %s: got %v, want %v", content, err, want)
		}
	}
	replace(5, "of an object that is not there", archive.ErrChanged)
	replace(0, "first", nil)
	replace(0, "first again", archive.ErrChanged)
	first := generation()
	replace(first, "second", nil)
	replace(first, "second again", archive.ErrChanged)
	if err := a.Replace(t.Context(), "manifest", first, noise(1, 12<<20)); !errors.Is(err, archive.ErrChanged) {
		t.Errorf("a large replacement of what has gone: got %v, want ErrChanged", err)
	}
	got, err := get(t, a, "manifest")
	if err != nil || string(got) != "second" {
		t.Errorf("got %q, %v, want second", got, err)
	}
}

func TestList(t *testing.T) {
	w := newWorld(t, standin.Faults{})
	b := w.bucket(t, nil)
	a, other := b.Tenant(w.tenant(t)), b.Tenant(w.tenant(t))
	for _, name := range []string{"snapshot/b", "snapshot/a", "journal/1", "manifest", "snapshots"} {
		put(t, a, name, []byte("x"))
	}
	put(t, other, "snapshot/c", []byte("x"))
	tests := []struct {
		prefix string
		want   []string
	}{
		{"", []string{"journal/1", "manifest", "snapshot/a", "snapshot/b", "snapshots"}},
		{"snapshot/", []string{"snapshot/a", "snapshot/b"}},
		{"snapshot", []string{"snapshot/a", "snapshot/b", "snapshots"}},
		{"absent/", nil},
	}
	list := func(a *archive.Tenant, prefix string) []string {
		t.Helper()
		names, err := a.List(t.Context(), prefix)
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, list(a, tt.prefix)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.prefix, diff)
		}
	}
	if err := a.Delete(t.Context(), "snapshot/a", "manifest"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"journal/1", "snapshot/b", "snapshots"}, list(a, "")); diff != "" {
		t.Errorf("after deleting (-want +got):\n%s", diff)
	}
	if err := a.Erase(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := list(a, ""); got != nil {
		t.Errorf("after erasing: got %v, want nothing", got)
	}
	if diff := cmp.Diff([]string{"snapshot/c"}, list(other, "")); diff != "" {
		t.Errorf("of the other tenant after erasing (-want +got):\n%s", diff)
	}
}

func TestNames(t *testing.T) {
	w := newWorld(t, standin.Faults{})
	a := w.bucket(t, nil).Tenant(w.tenant(t))
	tests := []struct {
		name, object string
		good         bool
	}{
		{"one part", "manifest", true},
		{"several parts", "journal/2026-11-01T12:00:00Z_1/0001", true},
		{"dots within", "a..b/c.", true},
		{"the longest", strings.Repeat("x", 900), true},
		{"nothing", "", false},
		{"too long", strings.Repeat("x", 901), false},
		{"from the root", "/manifest", false},
		{"a folder", "snapshot/", false},
		{"an empty part", "a//b", false},
		{"here", "a/./b", false},
		{"up", "a/../b", false},
		{"up and out", "../" + strings.Repeat("t", 25) + "/manifest", false},
		{"up alone", "..", false},
		{"escaped", "%2e%2e/a", false},
		{"another separator", "..\\a", false},
		{"an address", "maija@example.fi", false},
		{"any script", "päätös", false},
		{"a space", "a b", false},
		{"a line break", "a\nb", false},
		{"what parts the places of chunks", "a#b", false},
		{"no text", "a\xff", false},
	}
	beginnings := map[string]bool{"": true, "..": true, "snapshot/": true}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, open := a.Open(t.Context(), tt.object)
			writer, create := a.Create(t.Context(), tt.object)
			if writer != nil {
				writer.Abort()
			}
			errs := map[string]error{"open": open, "create": create, "delete": a.Delete(t.Context(), tt.object)}
			if !beginnings[tt.object] && len(tt.object) < 900 { // names may begin so
				_, errs["list"] = a.List(t.Context(), tt.object)
			}
			for what, err := range errs {
				if got := !errors.Is(err, archive.ErrName); got != tt.good {
					t.Errorf("%s: got %v, want it allowed: %v", what, err, tt.good)
				}
			}
		})
	}
}
