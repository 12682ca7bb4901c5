package graph

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/snapshot"
)

func TestTableIsComplete(t *testing.T) {
	rows := Table()
	keys := slices.DeleteFunc(snapshot.Keys(), func(k snapshot.Key) bool { return snapshot.IsDNS(k.Resource()) })
	if got, want := len(rows), len(keys); got != want {
		t.Fatalf("got %d rows, want one for each of %d keys", got, want)
	}
	for i, key := range keys {
		row := rows[i]
		if row.Resource != key.Resource() || row.Key.Resource() != key.Resource() {
			t.Errorf("row %d is %s, want %s", i, row.Resource, key.Resource())
		}
		kind := key.Kind()
		switch {
		case kind == snapshot.Singleton && (!row.Batched || row.PageLimit != 0 || row.Top != 0):
			t.Errorf("%s: a singleton is batched and has no pages", row.Resource)
		case kind != snapshot.Singleton && row.PageLimit == 0:
			t.Errorf("%s: no page limit", row.Resource)
		case row.Top > row.PageLimit:
			t.Errorf("%s: asks for pages of %d, more than %d", row.Resource, row.Top, row.PageLimit)
		case (kind == snapshot.PerParent) != (row.parents != nil && len(row.Needs) > 0):
			t.Errorf("%s: parents do not fit its kind", row.Resource)
		case kind == snapshot.PerParent && row.Batched:
			t.Errorf("%s: a batch cannot name parents", row.Resource)
		case (kind == snapshot.PerParent) != strings.Contains(string(row.Resource), "{id}"):
			t.Errorf("%s: the path does not fit its kind", row.Resource)
		}
		if row.Permission == "" || !strings.HasSuffix(row.Why, ".") || !strings.HasPrefix(row.Why, "To ") {
			t.Errorf("%s: permission %q, why %q", row.Resource, row.Permission, row.Why)
		}
		if v := row.version(); v != "v1.0" && v != "beta" {
			t.Errorf("%s: version %q", row.Resource, v)
		}
		for _, before := range append(slices.Clone(row.Needs), row.Uses...) {
			if k, ok := snapshot.KeyOf(before); !ok || k.Kind() == snapshot.PerParent && before != snapshot.GroupMembers.Resource() {
				t.Errorf("%s: hangs on %s, which does not stand alone", row.Resource, before)
			}
		}
		u := row.url(&url.URL{Scheme: "https", Host: "graph.microsoft.com"}, "an id", row.Top)
		if _, err := url.ParseRequestURI(u.String()); err != nil || strings.Contains(u.String(), " ") || strings.Contains(u.String(), "{") {
			t.Errorf("%s: asks for %s", row.Resource, u)
		}
	}
}

// TestPermissionsAreReadOnlyAndListed compares the table with Microsoft's list
// of which permission opens which path.
func TestPermissionsAreReadOnlyAndListed(t *testing.T) {
	listed := loadPermissions(t)
	for _, row := range Table() {
		t.Run(string(row.Resource), func(t *testing.T) {
			for permission := range strings.FieldsSeq(row.Permission + " " + row.Also) {
				if strings.Contains(permission, "Write") || !strings.Contains(permission, "Read") {
					t.Errorf("%s is not a permission to read", permission)
				}
			}
			path := "/" + strings.ToLower(row.path("{id}"))
			path = strings.ReplaceAll(path, "%7bid%7d", "{id}")
			path = strings.Replace(path, "/microsoft.directory/", "/{id}/", 1)
			grants := listed[path]
			least, ok := grants[row.Permission]
			if row.Unlisted != "" {
				if ok {
					t.Errorf("the list knows %s for %s; the row says it does not", row.Permission, path)
				}
				return
			}
			if !ok {
				t.Fatalf("%s is not listed for application access to %s; listed are %v", row.Permission, path, grants)
			}
			if !least && row.NotLeast == "" && anyLeast(grants) {
				t.Errorf("%s is not the least for %s and the row does not say why", row.Permission, path)
			}
			if least && row.NotLeast != "" {
				t.Errorf("%s is the least for %s; the row excuses it", row.Permission, path)
			}
		})
	}
}

// anyLeast reports whether Microsoft marks a reading permission as the least.
func anyLeast(grants map[string]bool) bool {
	for name, least := range grants {
		if least && !strings.Contains(name, "Write") {
			return true
		}
	}
	return false
}

// loadPermissions returns, by path, the application permissions that allow GET
// and whether each is marked as the least.
func loadPermissions(t *testing.T) map[string]map[string]bool {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", "graph-permissions", "permissions.json"))
	if err != nil {
		t.Skip("Microsoft's permission list is not beside this checkout; nothing to compare with.")
	}
	var in struct {
		Permissions map[string]struct {
			PathSets []struct {
				SchemeKeys []string          `json:"schemeKeys"`
				Methods    []string          `json:"methods"`
				Paths      map[string]string `json:"paths"`
			} `json:"pathSets"`
		} `json:"permissions"`
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]bool{}
	for name, p := range in.Permissions {
		for _, set := range p.PathSets {
			if !slices.Contains(set.SchemeKeys, "Application") || !slices.Contains(set.Methods, "GET") {
				continue
			}
			for path, marks := range set.Paths {
				path = strings.ToLower(path)
				if out[path] == nil {
					out[path] = map[string]bool{}
				}
				for mark := range strings.SplitSeq(marks, ";") {
					schemes, ok := strings.CutPrefix(mark, "least=")
					out[path][name] = out[path][name] || ok && slices.Contains(strings.Split(schemes, ","), "Application")
				}
			}
		}
	}
	return out
}

// TestSection6NoContentIsAsked: nothing that people write or keep is asked of Microsoft,
// no file's or letter's contents, no message, appointment, contact or recording
// (agreement, section 6).
func TestSection6NoContentIsAsked(t *testing.T) {
	contents := []string{
		"content", "$value", "messages", "attachments", "chats", "events", "calendar", "contacts", "onenote", "transcripts", "recordings",
		"body", "bodypreview", "uniquebody", "subject", "preview", "thumbnails", "@microsoft.graph.downloadurl",
	}
	asked := 0
	for _, row := range Table() {
		words := strings.FieldsFunc(strings.ToLower(string(row.Resource)+","+row.Select+","+row.Expand), func(r rune) bool { return strings.ContainsRune("/,();=", r) })
		for _, word := range words {
			asked++
			if slices.Contains(contents, word) {
				t.Errorf("%s asks for %q", row.Resource, word)
			}
		}
	}
	if asked < 200 {
		t.Errorf("only %d words were looked at", asked)
	}
}
