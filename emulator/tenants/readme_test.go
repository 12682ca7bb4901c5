package tenants_test

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check/custom"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/snapshot"
)

// rows returns the rows of README.md's tables by what stands between backquotes in their first column. A name that
// stands in two tables keeps all of its rows.
func rows(readme string) map[string][][]string {
	out := map[string][][]string{}
	for line := range strings.Lines(readme) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ")
		names := strings.Split(cells[0], "`")
		for i := 1; strings.HasPrefix(line, "|") && i < len(names); i += 2 {
			out[names[i]] = append(out[names[i]], cells[1:])
		}
	}
	return out
}

func readme(t *testing.T) string {
	t.Helper()
	raw, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestReadmeNamesEveryResource holds README.md to the resources that Vahti reads and to the settings that it knows.
func TestReadmeNamesEveryResource(t *testing.T) {
	table := rows(readme(t))
	licences := map[snapshot.Resource]string{}
	objects := map[snapshot.Resource]bool{}
	for _, r := range graph.Table() {
		licences[r.Resource], objects[r.Resource] = r.Licence, r.Object
	}
	for _, k := range snapshot.Keys() {
		name := k.Resource()
		row := table[string(name)]
		if len(row) != 1 || len(row[0]) != 2 {
			t.Errorf("%s: README.md has %d rows for it, want one of three columns", name, len(row))
			continue
		}
		shape := "collection"
		switch {
		case snapshot.IsDNS(name):
			shape = "DNS"
		case k.Kind() == snapshot.Singleton || objects[name]:
			shape = "object"
		}
		if got := row[0][0]; got != shape && got != shape+" of one" {
			t.Errorf("%s: README.md calls it %q, want %q", name, got, shape)
		}
		if need := licences[name]; need == "" && strings.Contains(row[0][1], "needs ") || need != "" && !strings.Contains(row[0][1], "needs "+need) {
			t.Errorf("%s: README.md says %q, want the licence %q named", name, row[0][1], need)
		}
	}
	for name := range table {
		if _, ok := snapshot.KeyOf(snapshot.Resource(name)); !ok && strings.Contains(name, "/") && !strings.HasSuffix(name, "/") {
			t.Errorf("README.md names %s, which Vahti does not read", name)
		}
	}
	for _, field := range append(fieldsOf[snapshot.Settings](), fieldsOf[snapshot.Declared]()...) {
		names := []string{field}
		if field == "emergencyAccess" {
			names = []string{"emergencyAccess.users", "emergencyAccess.groups"}
		}
		for _, name := range names {
			if row := table[name]; len(row) != 1 || len(row[0]) != 3 {
				t.Errorf("%s: README.md has %d rows for it, want one of four columns", name, len(row))
			}
		}
	}
	for _, field := range fieldsOf[custom.Definition]() {
		if len(table[field]) == 0 {
			t.Errorf("%s: README.md has no row for this field of a custom check", field)
		}
	}
}

// fieldsOf returns the names that a type's fields have in JSON.
func fieldsOf[T any]() []string {
	var names []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[T]()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}

// TestReadmeExampleHolds reads the settings that README.md gives as an example.
func TestReadmeExampleHolds(t *testing.T) {
	_, text, found := strings.Cut(readme(t), "An example:\n")
	text, _, end := strings.Cut(text, "\n###")
	if !found || !end {
		t.Fatal("README.md has no example of settings")
	}
	var example struct {
		Settings snapshot.Settings `json:"settings"`
	}
	d := json.NewDecoder(bytes.NewReader([]byte("{" + text + "}")))
	d.DisallowUnknownFields()
	if err := d.Decode(&example); err != nil {
		t.Fatal(err)
	}
	if err := example.Settings.Validate(); err != nil {
		t.Error(err)
	}
	if checks, err := custom.Of(example.Settings); err != nil || len(checks) == 0 {
		t.Errorf("got %d custom checks, %v", len(checks), err)
	}
}
