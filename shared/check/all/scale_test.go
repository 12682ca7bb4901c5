package all

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestScalesNameFacts holds that what a check says of its facts is about facts
// that its category's code makes, and says one thing of each.
func TestScalesNameFacts(t *testing.T) {
	sources := map[string]string{}
	files, err := filepath.Glob("../*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(file, "_test.go") {
			sources[filepath.Base(filepath.Dir(file))] += string(source)
		}
	}
	named := 0
	for _, c := range Checks() {
		if both := slices.Concat(c.LessIsWorse, c.Neutral); len(slices.Compact(slices.Sorted(slices.Values(both)))) != len(both) {
			t.Errorf("%s says more than one thing of a fact: %v", c.ID, both)
		}
		for _, name := range slices.Concat(c.LessIsWorse, c.Neutral) {
			named++
			folder := ""
			for f, source := range sources {
				if strings.Contains(source, `"`+c.ID+`"`) && f != "all" {
					folder = f
				}
			}
			made := strings.TrimPrefix(strings.TrimPrefix(name, "selector1"), "selector2")
			// Once where the check says it, and at least once where the fact is made.
			if strings.Count(sources[folder], `"`+made+`"`) == 0 || made == name && strings.Count(sources[folder], `"`+name+`"`) < 2 {
				t.Errorf("%s: no fact is named %s in %s", c.ID, name, folder)
			}
		}
	}
	if named < 50 {
		t.Errorf("only %d facts are named", named)
	}
}

func TestScalesOfEveryCheck(t *testing.T) {
	for _, c := range Checks() {
		s := c.Scale()
		if !slices.Contains(s.LessIsWorse, "policiesEnabled") || !slices.Contains(s.Neutral, "policiesConsidered") {
			t.Errorf("%s: got %v, want what holds for every check among it", c.ID, s)
		}
		for _, name := range c.LessIsWorse {
			if !slices.Contains(s.LessIsWorse, name) {
				t.Errorf("%s: %s is lost", c.ID, name)
			}
		}
	}
}
