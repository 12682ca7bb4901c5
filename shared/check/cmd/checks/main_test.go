package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/snapshot"
)

func output(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := run(args, &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestCatalogueIsCurrent keeps CATALOGUE.md what the checks say.
func TestCatalogueIsCurrent(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "CATALOGUE.md"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(output(t, "-md"), string(raw)); diff != "" {
		t.Error("shared/check/CATALOGUE.md is not current: go run ./shared/check/cmd/checks -md > shared/check/CATALOGUE.md")
	}
}

func TestJSON(t *testing.T) {
	var entries []map[string]json.RawMessage
	if err := json.Unmarshal([]byte(output(t, "-json")), &entries); err != nil {
		t.Fatal(err)
	}
	if len(entries) != len(all.Checks()) {
		t.Errorf("got %d checks, want %d", len(entries), len(all.Checks()))
	}
	for _, e := range entries {
		for _, name := range []string{"id", "category", "severity", "licence", "title", "reads", "permissions", "controls", "rows"} {
			if len(e[name]) == 0 || string(e[name]) == "null" {
				t.Errorf("%s has no %s", e["id"], name)
			}
		}
		var title struct{ EN, FI, SV string }
		var controls struct{ SCuBA, CIS, EIDSCA, ISO27001, NIS2 []string }
		if json.Unmarshal(e["title"], &title) != nil || title.EN == "" || title.FI == "" || title.SV == "" {
			t.Errorf("%s: the title is %s", e["id"], e["title"])
		}
		if json.Unmarshal(e["controls"], &controls) != nil || strings.Contains(string(e["controls"]), "null") {
			t.Errorf("%s: the controls are %s", e["id"], e["controls"])
		}
	}
}

func TestPermissionsOf(t *testing.T) {
	for _, c := range all.Checks() {
		got := permissionsOf(c)
		graphRead := slices.ContainsFunc(slices.Concat(c.Reads, c.Uses), func(r snapshot.Resource) bool { return !snapshot.IsDNS(r) })
		if graphRead && len(got) == 0 {
			t.Errorf("%s reads Graph without a permission", c.ID)
		}
	}
}

func TestCoverage(t *testing.T) {
	out := output(t, "-coverage")
	for _, want := range []string{"Rows of the catalogue of controls: ", "CISA SCuBA: ", "CIS Microsoft 365 v7: ", "EIDSCA: ", "not covered: "} {
		if !strings.Contains(out, want) {
			t.Errorf("the output lacks %q", want)
		}
	}
}

// TestPermissionsAreAllThere wants each permission of the table named with a reason.
func TestPermissionsAreAllThere(t *testing.T) {
	out := output(t, "-permissions")
	for _, row := range graph.Table() {
		if !strings.Contains(out, row.Permission+"\n") || !strings.Contains(out, row.Why) {
			t.Errorf("%s is not explained", row.Resource)
		}
	}
}

func TestTable(t *testing.T) {
	out := output(t)
	for _, c := range all.Checks() {
		if !strings.Contains(out, c.ID+" ") || !strings.Contains(out, c.Title) {
			t.Errorf("%s is missing", c.ID)
		}
	}
}

func TestCustom(t *testing.T) {
	file := func(text string) string {
		name := filepath.Join(t.TempDir(), "custom.json")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	const valid = `[{"id":"custom-a","title":{"en":"A"},"category":"guests","severity":"low","because":{"en":"b"},"risk":{"en":"r"},
		"portal":{"en":"p"},"request":"","since":"2026-11","source":"us","controls":{},"expression":"resources[\"v1.0/users\"].size() < 10"}]`
	if got := output(t, "-custom", file(valid)); !strings.Contains(got, "custom-a is valid and reads [v1.0/users]") {
		t.Errorf("got %q", got)
	}
	err := run([]string{"-custom", file(strings.Replace(valid, "size() < 10", "size( < 10", 1))}, &bytes.Buffer{})
	if err == nil || !strings.Contains(err.Error(), "line 1, column") {
		t.Errorf("got %v, want the place", err)
	}
}

func TestBadCommandLines(t *testing.T) {
	for _, args := range [][]string{{"-x"}, {"x"}, {"-md", "-json"}, {"-custom", "nowhere.json"}} {
		if err := run(args, &bytes.Buffer{}); err == nil {
			t.Errorf("%v is accepted", args)
		}
	}
	var out bytes.Buffer
	if err := run([]string{"-h"}, &out); !errors.Is(err, flag.ErrHelp) || !strings.Contains(out.String(), "-coverage") {
		t.Errorf("got %v and %q", err, out.String())
	}
}
