package evidence_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/evidence"
)

var quoted = regexp.MustCompile("`([^`]*)`")

// TestAgreement holds the table of the agreement's clauses to what is there: each row
// names places and tests that exist, the tests by the clause's own number, or says what
// is missing.
func TestAgreement(t *testing.T) {
	raw, err := os.ReadFile("AGREEMENT.md")
	if err != nil {
		t.Fatal(err)
	}
	s := evidence.Of("../..")
	rows := 0
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "|---") || strings.HasPrefix(line, "| Clause") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		if len(cells) != 6 {
			t.Fatalf("a row has %d cells: %s", len(cells), line)
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows++
		clause, kept, where, tests, shown := cells[0], cells[2], cells[3], cells[4], cells[5]
		if fault := fault(kept, where, tests, shown); fault != "" {
			t.Errorf("%s: %s", clause, fault)
		}
		for _, m := range quoted.FindAllStringSubmatch(where, -1) {
			place, _, _ := strings.Cut(m[1], " ")
			if err := s.Place(place); err != nil {
				t.Errorf("%s: %v", clause, err)
			}
		}
		named := false
		for _, m := range quoted.FindAllStringSubmatch(tests, -1) {
			if err := s.Test(m[1]); err != nil {
				t.Errorf("%s: %v", clause, err)
			}
			named = named || strings.Contains(m[1], ".Test"+numbered(clause))
		}
		if !named && !strings.HasPrefix(tests, "no test: ") {
			t.Errorf("%s: no test is named after it, as Test%s", clause, numbered(clause))
		}
	}
	if rows < 25 {
		t.Errorf("the table has %d rows", rows)
	}
}

// numbered is how tests call a clause.
func numbered(clause string) string {
	annex, section, ok := strings.Cut(clause, ", ")
	if !ok {
		return "Section" + clause
	}
	annex = strings.ReplaceAll(annex, " ", "")
	if annex == "Annex1" {
		return annex
	}
	return annex + "Section" + section
}

// fault says what a row leaves open; nothing for a good one.
func fault(kept, where, tests, shown string) string {
	lacks := strings.Contains(where, "missing: ")
	switch {
	case kept != "yes" && kept != "partly" && kept != "no":
		return "is kept " + kept + ", which says nothing"
	case lacks == (kept == "yes"):
		return "does not say what is missing, or something is missing of what is kept"
	case kept != "no" && shown == "–" && !strings.HasPrefix(tests, "no test: ") && !quoted.MatchString(tests):
		return "nothing shows it"
	case !quoted.MatchString(where):
		return "names no place"
	}
	return ""
}

func TestFault(t *testing.T) {
	tests := []struct {
		name                      string
		kept, where, tests, shown string
		good                      bool
	}{
		{"kept", "yes", "`a`", "`b.TestC`", "a page", true},
		{"kept and something missing", "yes", "`a`; missing: b", "`b.TestC`", "a page", false},
		{"partly", "partly", "`a`; missing: b", "`b.TestC`", "a page", true},
		{"partly and nothing missing", "partly", "`a`", "`b.TestC`", "a page", false},
		{"not kept", "no", "missing: `a`", "no test: not kept", "–", true},
		{"kept nowhere", "yes", "somewhere", "`b.TestC`", "a page", false},
		{"maybe", "maybe", "`a`", "`b.TestC`", "a page", false},
	}
	for _, tt := range tests {
		if got := fault(tt.kept, tt.where, tt.tests, tt.shown); (got == "") != tt.good {
			t.Errorf("%s: got %q", tt.name, got)
		}
	}
}

// TestSources holds the look-ups themselves to a few answers.
func TestSources(t *testing.T) {
	s := evidence.Of("../..")
	for _, good := range []string{"shared/auth", "shared/auth/cookie.go", "shared/auth/cookie.go#Set", "shared/auth#Cookies", "shared/auth/cookie.go#maxCookie"} {
		if err := s.Place(good); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{"", "../main", "shared/none", "shared/auth/cookie.go#None", "shared/auth#TestCookies", "shared/auth#"} {
		if err := s.Place(bad); err == nil {
			t.Errorf("%q is there", bad)
		}
	}
	if err := s.Test("shared/auth.TestCookies"); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{"", "TestCookies", "shared/auth.TestNone", "shared/auth.Cookies", "shared/none.TestCookies"} {
		if err := s.Test(bad); err == nil {
			t.Errorf("%q is there", bad)
		}
	}
}
