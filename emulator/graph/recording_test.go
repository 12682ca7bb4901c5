package graph

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestLoad(t *testing.T) {
	rec, err := Load("testdata/small")
	if err != nil {
		t.Fatal(err)
	}
	if rec.ID != smallTenant || rec.DisplayName != "Small" || !rec.AsOf.Equal(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)) {
		t.Errorf("got %+v", rec)
	}
	if !strings.Contains(string(rec.Settings), `"emergencyAccess"`) || !filepath.IsAbs(rec.Dir) {
		t.Errorf("got settings %s of %s", rec.Settings, rec.Dir)
	}
}

func TestLoadFaults(t *testing.T) {
	const good = `{"id":"i","displayName":"N","asOf":"2026-01-01T00:00:00Z"}`
	tests := []struct {
		name     string
		files    map[string]string
		err      string // a part of it
		id, disp string // "" for the folder's name
	}{
		{"no tenant.json", map[string]string{"tenant.json": "-"}, "tenant.json is missing", "", ""},
		{"tenant.json that is cut", map[string]string{"tenant.json": `{"id":"i"`}, "tenant.json is not valid JSON at byte", "", ""},
		{"tenant.json with an array", map[string]string{"tenant.json": `[]`}, "tenant.json does not hold a JSON object", "", ""},
		{"tenant.json with null", map[string]string{"tenant.json": `null`}, "tenant.json does not hold a JSON object", "", ""},
		{"no id", map[string]string{"tenant.json": `{"displayName":"N","asOf":"2026-01-01T00:00:00Z"}`}, `tenant.json has no "id"`, "", "N"},
		{"id of another type", map[string]string{"tenant.json": `{"id":7,"displayName":"N","asOf":"2026-01-01T00:00:00Z"}`}, `the "id" of tenant.json is not text`, "", "N"},
		{"no asOf", map[string]string{"tenant.json": `{"id":"i","displayName":"N"}`}, `the "asOf" of tenant.json is not a time`, "i", "N"},
		{"cut collection", map[string]string{"tenant.json": good, "v1.0/users.json": `{"value":[`}, "v1.0/users.json is not valid JSON at byte 10", "i", "N"},
		{"empty file", map[string]string{"tenant.json": good, "beta/x.json": ""}, "beta/x.json is not valid JSON", "i", "N"},
		{"bad line", map[string]string{"tenant.json": good, "v1.0/users.ndjson": "{}\n\n{\n"}, "v1.0/users.ndjson is not valid: line 3", "i", "N"},
		{"bad dns.json", map[string]string{"tenant.json": good, "dns.json": "{"}, "dns.json is not valid JSON", "i", "N"},
		{"two files for one path", map[string]string{"tenant.json": good, "v1.0/users.json": "{}", "v1.0/users.ndjson": "{}"}, "v1.0/users.json and v1.0/users.ndjson answer the same path", "i", "N"},
		{"byte order mark", map[string]string{"tenant.json": "\xef\xbb\xbf" + good, "v1.0/x.json": "\xef\xbb\xbf{}"}, "", "i", "N"},
		{"other files", map[string]string{"tenant.json": good, "README.md": "{", "v1.0/.hidden.json": "{"}, "", "i", "N"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := writeFiles(t, tt.files)
			if tt.files["tenant.json"] == "-" {
				if err := os.Remove(filepath.Join(dir, "tenant.json")); err != nil {
					t.Fatal(err)
				}
			}
			rec, err := Load(dir)
			if tt.err == "" && err != nil || tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)) {
				t.Errorf("got error %v, want %q", err, tt.err)
			}
			if err != nil && strings.Contains(err.Error(), dir) {
				t.Errorf("the error names a path of this machine: %v", err)
			}
			want := tt.disp
			if want == "" {
				want = filepath.Base(dir)
			}
			if rec.ID != tt.id || rec.DisplayName != want || rec.Dir != dir {
				t.Errorf("got %q %q %q, want %q %q %q", rec.ID, rec.DisplayName, rec.Dir, tt.id, want, dir)
			}
		})
	}
	if rec, err := Load(filepath.Join(t.TempDir(), "gone")); err == nil || rec.DisplayName != "gone" {
		t.Errorf("folder that is not there: got %q, %v", rec.DisplayName, err)
	}
}

func TestRemove(t *testing.T) {
	s, base := open(t, Config{}, "testdata/small")
	get(t, base, "/v1.0/groups", smallTenant)
	s.Remove(smallTenant)
	if r := get(t, base, "/v1.0/groups", smallTenant); r.status != 401 {
		t.Errorf("got status %d after Remove, want 401", r.status)
	}
	if s.cache.used != 0 || s.cache.order.Len() != 0 {
		t.Errorf("%d bytes of %d files are still held", s.cache.used, s.cache.order.Len())
	}
	if err := s.Add(Recording{Dir: "x"}); err == nil {
		t.Error("a recording without an id was added")
	}
}

func TestCacheForgets(t *testing.T) {
	dir := writeFiles(t, map[string]string{
		"v1.0/a.json": `{"value":[{"id":"a"}]}`, "v1.0/b.json": `{"value":[{"id":"b"}]}`, "v1.0/c.json": `{"value":[{"id":"c"}]}`,
	})
	c := newCache(1)
	tr := newTree(dir, c)
	tr.refresh(time.Now(), 0)
	for _, name := range []string{"a", "b", "c", "a"} {
		tg, fail := tr.resolve("v1.0", []string{name, name})
		if fail != nil || memberText(tg.object, "id") != name {
			t.Errorf("%s: got %s, %v", name, tg.object, fail)
		}
	}
	if c.order.Len() != 1 {
		t.Errorf("%d files are held past the limit, want 1", c.order.Len())
	}
}
