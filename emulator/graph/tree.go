package graph

import (
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// walkAfter is how old a tree's list of files may be before a request makes it anew.
const walkAfter = time.Second

// tree knows the files of one recorded tenant by the URL path that each answers. Only what a walk of the folder found
// can be opened, so no request reaches outside it.
type tree struct {
	dir    string
	cache  *cache
	shared bool // by several tenants, of which any may go

	mu     sync.Mutex
	walked time.Time
	files  map[string]*file // by lower-case "version/path"
}

func newTree(dir string, c *cache) *tree { return &tree{dir: dir, cache: c} }

// treeOf returns the tree that a recording is served from. The caller holds s.mu.
func (s *Server) treeOf(rec Recording) *tree {
	if !rec.Shared {
		return newTree(rec.Dir, s.cache)
	}
	if s.shared == nil {
		s.shared = map[string]*tree{}
	}
	if s.shared[rec.Dir] == nil {
		s.shared[rec.Dir] = newTree(rec.Dir, s.cache)
		s.shared[rec.Dir].shared = true
	}
	return s.shared[rec.Dir]
}

// refresh lists the folder again when the list is older than age, and reports whether it did.
func (t *tree) refresh(now time.Time, age time.Duration) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if since := now.Sub(t.walked); t.files != nil && (t.shared || since >= 0 && since < age) {
		return false
	}
	files := map[string]*file{}
	for _, version := range versions {
		root := filepath.Join(t.dir, version)
		// What cannot be listed is not there, like a path that was never recorded.
		_ = filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
			if err != nil {
				return fs.SkipDir
			}
			if !d.Type().IsRegular() {
				return nil
			}
			stem, ok := recorded(relative(t.dir, p))
			if !ok {
				return nil
			}
			key := strings.ToLower(stem)
			if old := t.files[key]; old != nil && old.path == p {
				files[key] = old
			} else {
				files[key] = &file{path: p, lines: strings.HasSuffix(p, ".ndjson"), cache: t.cache}
			}
			return nil
		})
	}
	t.files, t.walked = files, now
	return true
}

// file returns the file that answers a path of a version, or nil.
func (t *tree) file(version string, segments []string) *file {
	for _, s := range segments {
		if s == "" || strings.ContainsAny(s, `/\`) {
			return nil
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.files[strings.ToLower(version+"/"+strings.Join(segments, "/"))]
}

// either returns the file that answers a path in the version asked for, or else in the other, and which it was.
func (t *tree) either(version string, segments []string) (*file, string) {
	if f := t.file(version, segments); f != nil {
		return f, version
	}
	if f := t.file(other(version), segments); f != nil {
		return f, other(version)
	}
	return nil, ""
}

var versions = [...]string{"v1.0", "beta"}

func other(version string) string {
	if version == "beta" {
		return "v1.0"
	}
	return "beta"
}

// release lets go of what the tree holds in the cache, unless others are served from it.
func (t *tree) release() {
	if t.shared {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.cache.release(t.files)
}
