package graph

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// readDelta follows nextLinks and returns what came and the deltaLink.
func readDelta(t testing.TB, link string) (ids, removed []string, deltaLink string) {
	t.Helper()
	for link != "" {
		r := do(t, http.MethodGet, link, smallTenant, nil, nil)
		if r.status != http.StatusOK {
			t.Fatalf("%s: status %d: %.200s", link, r.status, r.body)
		}
		value, _ := member(r.body, "value")
		spans, _ := elements(value)
		for _, s := range spans {
			e := value[s.off : s.off+int64(s.n)]
			if _, gone := member(e, "@removed"); gone {
				removed = append(removed, memberText(e, "id"))
			} else {
				ids = append(ids, memberText(e, "id"))
			}
		}
		link, deltaLink = memberText(r.body, "@odata.nextLink"), memberText(r.body, "@odata.deltaLink")
	}
	return ids, removed, deltaLink
}

func TestDelta(t *testing.T) {
	dir := writeFiles(t, map[string]string{"v1.0/users.ndjson": many(450, true)})
	s, base := open(t, Config{}, dir)
	file := filepath.Join(dir, "v1.0", "users.ndjson")
	all, _, named := readDelta(t, base+"/v1.0/users/delta?$select=displayName")
	if len(all) != 450 {
		t.Fatalf("got %d users at first, want 450", len(all))
	}
	none, gone, latest := readDelta(t, base+"/v1.0/users/delta()?$deltatoken=latest&$select=padding")
	if len(none)+len(gone) != 0 || latest == "" {
		t.Fatalf("latest: got %v, %v, %q", none, gone, latest)
	}
	ids, gone, again := readDelta(t, named)
	if len(ids)+len(gone) != 0 {
		t.Errorf("nothing changed: got %v, %v", ids, gone)
	}

	text := many(451, true) // id-000450 is new
	text = strings.Replace(text, `"displayName":"Person 3"`, `"displayName":"Person Three"`, 1)
	text = strings.Replace(text, `"id":"id-000449"`, `"id":"id-later"`, 1) // one gone, one new
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, link    string
		ids, removed  []string
		deltaLinkStop bool
	}{
		{"what was selected changed", named, []string{"id-000003", "id-later", "id-000450"}, []string{"id-000449"}, false},
		{"a later link of the same", again, []string{"id-000003", "id-later", "id-000450"}, []string{"id-000449"}, false},
		{"what was not selected does not count", latest, []string{"id-later", "id-000450"}, []string{"id-000449"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ids, removed, next := readDelta(t, tt.link)
			if diff := cmp.Diff(tt.ids, ids); diff != "" {
				t.Errorf("changed (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.removed, removed); diff != "" {
				t.Errorf("removed (-want +got):\n%s", diff)
			}
			if ids, removed, _ := readDelta(t, next); len(ids)+len(removed) != 0 {
				t.Errorf("once read, got %v, %v", ids, removed)
			}
		})
	}

	t.Run("another folder of the same tenant", func(t *testing.T) {
		_, _, link := readDelta(t, base+"/v1.0/users/delta?$deltatoken=latest")
		other, err := Load(writeFiles(t, map[string]string{"v1.0/users.ndjson": many(5, true)}))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Add(other); err != nil {
			t.Fatal(err)
		}
		ids, removed, _ := readDelta(t, link)
		if len(ids) != 1 || len(removed) != 446 { // "Person Three" is himself again
			t.Errorf("got %d changed and %d removed, want 1 and 446", len(ids), len(removed))
		}
	})
}

// TestDeltaTokensOutliveTheServer asks a second server about changes since a token of the first.
func TestDeltaTokensOutliveTheServer(t *testing.T) {
	dir := writeFiles(t, map[string]string{"v1.0/users.ndjson": many(450, true), "v1.0/oauth2PermissionGrants.ndjson": many(3, true)})
	state := t.TempDir()
	first, base := open(t, Config{Dir: state}, dir)
	_, _, users := readDelta(t, base+"/v1.0/users/delta?$deltatoken=latest&$select=displayName")
	_, _, grants := readDelta(t, base+"/v1.0/oauth2PermissionGrants/delta")
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	_, next := open(t, Config{Dir: state}, dir)
	for _, link := range []string{users, grants} {
		ids, removed, again := readDelta(t, strings.Replace(link, base, next, 1))
		if len(ids)+len(removed) > 0 || again != strings.Replace(link, base, next, 1) {
			t.Errorf("nothing changed: got %v, %v and %s after %s", ids, removed, again, link)
		}
	}
	text := strings.Replace(many(449, true), `"displayName":"Person 3"`, `"displayName":"Person Three"`, 1)
	if err := os.WriteFile(filepath.Join(dir, "v1.0", "users.ndjson"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	_, third := open(t, Config{Dir: state}, dir)
	ids, removed, _ := readDelta(t, strings.Replace(users, base, third, 1))
	if diff := cmp.Diff([]string{"id-000003"}, ids); diff != "" {
		t.Errorf("changed (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"id-000449"}, removed); diff != "" {
		t.Errorf("removed (-want +got):\n%s", diff)
	}
	_, other := open(t, Config{Dir: t.TempDir()}, dir)
	if r := do(t, http.MethodGet, strings.Replace(users, base, other, 1), smallTenant, nil, nil); r.status != http.StatusGone {
		t.Errorf("a server elsewhere answers %d, want 410", r.status)
	}
}

// TestDeltaInBatch asks for changes as an item of a batch.
func TestDeltaInBatch(t *testing.T) {
	_, base := open(t, Config{}, "testdata/small")
	_, _, link := readDelta(t, base+"/v1.0/users/delta?$deltatoken=latest")
	item := strings.TrimPrefix(link, base+"/v1.0")
	r := do(t, http.MethodPost, base+"/v1.0/$batch", smallTenant, []byte(`{"requests":[{"id":"1","method":"GET","url":"`+item+`"}]}`), nil)
	if r.status != http.StatusOK || !strings.Contains(string(r.body), `"@odata.deltaLink"`) || !strings.Contains(string(r.body), `"value":[]`) {
		t.Errorf("got %d %s, want no changes and a link to the next", r.status, r.body)
	}
}

func TestDeltaShape(t *testing.T) {
	_, base := open(t, Config{}, "testdata/small")
	r := get(t, base, "/v1.0/users/delta?$select=userType,signInActivity", smallTenant)
	want := `[{"id":"u1","userType":"Member"},{"id":"u2","userType":"Member"},{"id":"u3","userType":"Guest"}]`
	if value, _ := member(r.body, "value"); string(value) != want {
		t.Errorf("got %s, want %s", value, want)
	}
	tests := []struct {
		name, query string
		status      int
	}{
		{"unknown token", "$deltatoken=0123", http.StatusGone},
		{"unknown page", "$skiptoken=0123.200", http.StatusGone},
		{"expand", "$expand=manager", http.StatusBadRequest},
		{"both tokens", "$deltatoken=1&$skiptoken=2", http.StatusBadRequest},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := get(t, base, "/v1.0/users/delta?"+tt.query, smallTenant)
			if r.status != tt.status {
				t.Errorf("got %d %s, want %d", r.status, r.body, tt.status)
			}
			if tt.status == http.StatusGone && r.code(t) != "resyncRequired" {
				t.Errorf("got %s, want resyncRequired", r.body)
			}
		})
	}
	_, _, link := readDelta(t, base+"/v1.0/groups/delta")
	if r := do(t, http.MethodGet, strings.Replace(link, "/groups/", "/users/", 1), smallTenant, nil, nil); r.status != http.StatusGone {
		t.Errorf("token of another collection: got status %d, want 410", r.status)
	}
}

// TestDeltaPageDuringChange changes a collection between two pages of one round.
func TestDeltaPageDuringChange(t *testing.T) {
	dir := writeFiles(t, map[string]string{"v1.0/users.ndjson": many(450, true)})
	_, base := open(t, Config{}, dir)
	first := get(t, base, "/v1.0/users/delta", smallTenant)
	if err := os.WriteFile(filepath.Join(dir, "v1.0", "users.ndjson"), []byte(many(2, true)), 0o644); err != nil {
		t.Fatal(err)
	}
	r := do(t, http.MethodGet, memberText(first.body, "@odata.nextLink"), smallTenant, nil, nil)
	if r.status != http.StatusGone {
		t.Errorf("got %d, want 410", r.status)
	}
}
