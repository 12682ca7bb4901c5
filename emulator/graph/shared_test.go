package graph

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestSharedFolders serves one folder under several tenants' ids: it is held in
// memory once, and the others stay when one of them goes.
func TestSharedFolders(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "v1.0"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "v1.0", "users.json"), []byte(`{"value":[{"id":"a"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	s := Open(Config{})
	t.Cleanup(func() { _ = s.Close() })
	for _, rec := range []Recording{{ID: "one", Dir: dir, Shared: true}, {ID: "two", Dir: dir, Shared: true}, {ID: "own", Dir: dir}} {
		if err := s.Add(rec); err != nil {
			t.Fatal(err)
		}
	}
	one, two, own := s.tenant("one"), s.tenant("two"), s.tenant("own")
	if one.tree != two.tree || one.tree == own.tree {
		t.Errorf("trees shared: %v and %v, want true and false", one.tree == two.tree, one.tree == own.tree)
	}
	now := time.Now()
	if !one.tree.refresh(now, walkAfter) || two.tree.refresh(now.Add(time.Hour), walkAfter) {
		t.Error("a shared folder is not listed exactly once")
	}
	if own.tree.refresh(now, walkAfter); !own.tree.refresh(now.Add(time.Hour), walkAfter) {
		t.Error("a folder of one tenant is not listed again")
	}
	s.Remove("one")
	if s.tenant("one") != nil || s.tenant("two").tree.file("v1.0", []string{"users"}) == nil {
		t.Error("with one tenant gone the other does not find its files")
	}
}
