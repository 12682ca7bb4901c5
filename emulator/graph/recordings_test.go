package graph

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSharedRecordings serves every recorded tenant that lies beside the checkout and compares every path's answer
// with the file.
func TestSharedRecordings(t *testing.T) {
	root := filepath.Join("..", "..", "..", "shared", "data", "recordings")
	if _, err := os.Stat(root); err != nil {
		t.Skip("the shared recordings do not lie beside this checkout")
	}
	var dirs []string
	for _, kind := range []string{"series", "cases"} {
		found, err := filepath.Glob(filepath.Join(root, kind, "*", "tenant.json"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			dirs = append(dirs, filepath.Dir(f))
		}
	}
	if len(dirs) == 0 {
		t.Fatal("the shared recordings are empty")
	}
	s, base := open(t, Config{})
	paths := 0
	for _, dir := range dirs {
		rec, err := Load(dir)
		if err != nil {
			t.Errorf("Load: %v", err)
			continue
		}
		if err := s.Add(rec); err != nil {
			t.Fatal(err)
		}
		paths += compareWithFiles(t, base, rec)
	}
	t.Logf("%d tenants, %d paths", len(dirs), paths)
}

func compareWithFiles(t *testing.T, base string, rec Recording) int {
	t.Helper()
	n := 0
	for _, version := range versions {
		err := filepath.WalkDir(filepath.Join(rec.Dir, version), func(p string, d fs.DirEntry, err error) error {
			if err != nil {
				return fs.SkipDir
			}
			if d.IsDir() {
				return nil
			}
			n++
			stem, _ := recorded(relative(rec.Dir, p))
			want := decodeFile(t, p)
			link, got := base+"/"+stem, []any{}
			if strings.HasSuffix(stem, "/users") {
				link += "?$select=*"
			}
			list, isList := want["value"].([]any)
			for link != "" {
				r := do(t, http.MethodGet, link, rec.ID, nil, nil)
				if r.status != http.StatusOK {
					t.Errorf("%s: got status %d", stem, r.status)
					return nil
				}
				answer := r.object(t)
				link, _ = answer["@odata.nextLink"].(string)
				if isList {
					got = append(got, answer["value"].([]any)...)
					continue
				}
				if _, ok := want["@odata.context"]; !ok {
					delete(answer, "@odata.context")
				}
				if diff := cmp.Diff(want, answer); diff != "" {
					t.Errorf("%s (-want +got):\n%s", stem, diff)
				}
			}
			if isList {
				dropLinks(stem, list)
				if diff := cmp.Diff(list, got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", stem, diff)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return n
}

// dropLinks takes out what Graph gives only when it is expanded.
func dropLinks(stem string, list []any) {
	for _, e := range list {
		object, _ := e.(map[string]any)
		for _, link := range linksOf(path.Base(stem)) {
			delete(object, link)
		}
	}
}

func decodeFile(t *testing.T, p string) map[string]any {
	t.Helper()
	data, err := os.ReadFile(p)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatalf("%s: %v", p, err)
	}
	return out
}
