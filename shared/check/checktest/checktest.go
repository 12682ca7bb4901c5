// Package checktest builds snapshots for the tests of checks.
package checktest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Now is the moment test snapshots are about.
var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// Files is a snapshot as text: Graph's answers by resource name. A collection
// is its JSON array; a resource with "{id}" is an object of arrays by parent.
type Files map[snapshot.Resource]string

// Snapshot builds a snapshot in which exactly the given resources were read.
func Snapshot(t testing.TB, settings snapshot.Settings, files Files) *snapshot.Snapshot {
	t.Helper()
	s := snapshot.New(now, settings)
	for r, text := range files {
		key, ok := snapshot.KeyOf(r)
		if !ok {
			t.Fatalf("no resource %s", r)
		}
		if key.Kind() != snapshot.PerParent {
			if err := key.Decode(s, "", []byte(text)); err != nil {
				t.Fatalf("decode %s: %v", r, err)
			}
			continue
		}
		var byParent map[string]json.RawMessage
		if err := json.Unmarshal([]byte(text), &byParent); err != nil {
			t.Fatalf("decode %s: %v", r, err)
		}
		if err := key.Decode(s, "", []byte("[]")); err != nil {
			t.Fatal(err)
		}
		for parent, raw := range byParent {
			if err := key.Decode(s, parent, raw); err != nil {
				t.Fatalf("decode %s: %v", r, err)
			}
		}
	}
	return s
}

// Test is a tenant as text and what a check should say about it.
type Test struct {
	Name     string
	Settings snapshot.Settings
	Files    Files
	Want     finding.Verdict
}

// Verdicts runs a check over each tenant and compares its verdict.
func Verdicts(t *testing.T, c *check.Check, tests []Test) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.Name, func(t *testing.T) {
			out := check.Run(c, Snapshot(t, tt.Settings, tt.Files))
			if out.Verdict != tt.Want {
				t.Errorf("got %v (%s), want %v", out.Verdict, out.Reason, tt.Want)
			}
			Said(t, out)
		})
	}
}

// Said wants every reason and note of an outcome to be there in every language.
func Said(t testing.TB, out check.Outcome) {
	t.Helper()
	for _, r := range out.Results {
		said(t, out.Check, r.Reason)
		for _, list := range r.Evidence.Subjects {
			for _, subject := range list.Shown {
				for note := range strings.SplitSeq(subject.Note, "; ") {
					said(t, out.Check, note)
				}
			}
		}
	}
}

func said(t testing.TB, c *check.Check, english string) {
	t.Helper()
	for _, l := range text.Languages()[1:] {
		if got, ok := check.Say(c, l, english); !ok || got == english && english != "" {
			t.Errorf("%s: %q is not translated into %s", c.ID, english, l)
		}
	}
}

// Load reads a recorded tenant's folder straight into a snapshot: either API
// version serves the other, and what has no file is unread with status 403.
func Load(t testing.TB, dir string) *snapshot.Snapshot {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, "tenant.json"))
	if err != nil {
		t.Fatal(err)
	}
	var tenant struct {
		AsOf     time.Time       `json:"asOf"`
		Settings json.RawMessage `json:"settings"`
	}
	if err := json.Unmarshal(raw, &tenant); err != nil {
		t.Fatal(err)
	}
	settings, err := snapshot.ParseSettings(tenant.Settings)
	if err != nil {
		t.Fatal(err)
	}
	s := snapshot.New(tenant.AsOf, settings)
	for _, key := range snapshot.Keys() {
		if !snapshot.IsDNS(key.Resource()) {
			load(t, s, dir, key)
		}
	}
	loadDNS(t, s, dir)
	return s
}

func load(t testing.TB, s *snapshot.Snapshot, dir string, key snapshot.Key) {
	t.Helper()
	r := string(key.Resource())
	refused := snapshot.Unread{Status: 403, Reason: "permission denied"}
	path, property, filtered := strings.Cut(r, "?")
	switch {
	case filtered:
		loadFiltered(t, s, dir, key, path, strings.TrimSuffix(property, "={id}"))
	case strings.HasSuffix(r, "/{id}"):
		loadEntities(t, s, dir, key, strings.TrimSuffix(r, "/{id}"))
	case strings.Contains(r, "{id}"):
		before, after, _ := strings.Cut(r, "{id}")
		matches := append(glob(dir, before+"*"+after), glob(dir, other(before)+"*"+after)...)
		if len(matches) == 0 {
			s.SetUnread(key.Resource(), refused)
			return
		}
		for _, file := range matches {
			parent := filepath.Base(strings.TrimSuffix(file, filepath.FromSlash(after)+".json"))
			decodeFile(t, s, key, parent, file)
		}
	default:
		if file := find(dir, r); file != "" {
			decodeFile(t, s, key, "", file)
			return
		}
		s.SetUnread(key.Resource(), refused)
	}
}

func decodeNone(t testing.TB, s *snapshot.Snapshot, key snapshot.Key) {
	t.Helper()
	if err := key.Decode(s, "", []byte("[]")); err != nil {
		t.Fatal(err)
	}
}

// loadFiltered reads a resource that is one path asked with a filter per parent.
func loadFiltered(t testing.TB, s *snapshot.Snapshot, dir string, key snapshot.Key, path, property string) {
	t.Helper()
	byParent := map[string][]json.RawMessage{}
	file := find(dir, path)
	for _, raw := range values(t, file) {
		for _, parent := range parentsIn(raw, property) {
			byParent[parent] = append(byParent[parent], raw)
		}
	}
	if file == "" {
		s.SetUnread(key.Resource(), snapshot.Unread{Status: 403, Reason: "permission denied"})
		return
	}
	decodeNone(t, s, key)
	for parent, entities := range byParent {
		raw, _ := json.Marshal(entities)
		if err := key.Decode(s, parent, raw); err != nil {
			s.SetUnread(key.Resource(), snapshot.Unread{Reason: err.Error()})
			return
		}
	}
}

// parentsIn returns the parents that an entity names in a property, or in one of each
// entity in a list: "list/property".
func parentsIn(raw json.RawMessage, property string) (parents []string) {
	list, property, listed := strings.Cut(property, "/")
	var entity map[string]json.RawMessage
	var within []json.RawMessage
	switch {
	case json.Unmarshal(raw, &entity) != nil:
	case listed && json.Unmarshal(entity[list], &within) == nil:
		for _, each := range within {
			parents = append(parents, parentsIn(each, property)...)
		}
	default:
		var parent string
		if json.Unmarshal(entity[list], &parent) == nil {
			parents = []string{parent}
		}
	}
	return parents
}

// loadEntities reads a resource that is an entity of a recorded collection.
func loadEntities(t testing.TB, s *snapshot.Snapshot, dir string, key snapshot.Key, collection string) {
	t.Helper()
	entities := values(t, find(dir, collection))
	if len(entities) == 0 {
		s.SetUnread(key.Resource(), snapshot.Unread{Status: 403, Reason: "permission denied"})
		return
	}
	for _, raw := range entities {
		var entity struct {
			ID string `json:"id"`
		}
		if json.Unmarshal(raw, &entity) != nil || entity.ID == "" {
			continue
		}
		if err := key.Decode(s, entity.ID, raw); err != nil {
			s.SetUnread(key.Resource(), snapshot.Unread{Reason: err.Error()})
			return
		}
	}
}

// find returns the file of a path in either version, empty when there is none.
func find(dir, path string) string {
	for _, p := range []string{path, other(path)} {
		file := filepath.Join(dir, filepath.FromSlash(p)+".json")
		if _, err := os.Stat(file); err == nil {
			return file
		}
	}
	return ""
}

func values(t testing.TB, file string) []json.RawMessage {
	t.Helper()
	if file == "" {
		return nil
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var page struct {
		Value []json.RawMessage `json:"value"`
	}
	if err := json.Unmarshal(raw, &page); err != nil {
		t.Fatalf("parse %s: %v", file, err)
	}
	return page.Value
}
func glob(dir, pattern string) []string {
	m, _ := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern)+".json"))
	return m
}

func other(r string) string {
	if rest, ok := strings.CutPrefix(r, "v1.0/"); ok {
		return "beta/" + rest
	}
	return "v1.0/" + strings.TrimPrefix(r, "beta/")
}

func decodeFile(t testing.TB, s *snapshot.Snapshot, key snapshot.Key, parent, file string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var page struct {
		Value json.RawMessage `json:"value"`
	}
	if err := json.Unmarshal(raw, &page); err != nil {
		t.Fatalf("parse %s: %v", file, err)
	}
	if page.Value != nil {
		raw = page.Value
	} else if key.Kind() == snapshot.Collection {
		s.SetUnread(key.Resource(), snapshot.Unread{Reason: "the answer is not the documented JSON"})
		return
	}
	if err := key.Decode(s, parent, raw); err != nil {
		s.SetUnread(key.Resource(), snapshot.Unread{Reason: err.Error()})
	}
}
