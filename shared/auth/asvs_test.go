package auth_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/evidence"
)

// root is the module's folder.
const root = "../.."

// asked are the requirements of ASVS 5.0.0 of levels 1 and 2, but for WebRTC: chapter
// and section, then the numbers that are of these levels, which are the first ones of
// every section.
const asked = `
1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4
5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2
8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1
12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3`

// levelOne are those of level 1.
const levelOne = `
1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.5.1 2.1.1 2.2.1 2.2.2 2.3.1 3.2.1 3.2.2 3.3.1 3.4.1 3.4.2 3.5.1 3.5.2 3.5.3 4.1.1 4.4.1
5.2.1 5.2.2 5.3.1 5.3.2 6.1.1 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.3.1 6.3.2 6.4.1 6.4.2 7.2.1 7.2.2 7.2.3 7.2.4 7.4.1 7.4.2
8.1.1 8.2.1 8.2.2 8.3.1 9.1.1 9.1.2 9.1.3 9.2.1 10.4.1 10.4.2 10.4.3 10.4.4 10.4.5 11.3.1 11.3.2 11.4.1 12.1.1 12.2.1 12.2.2
13.4.1 14.2.1 14.3.1 15.1.1 15.2.1 15.3.1`

// requirement is a row of the table.
type requirement struct {
	number, level, asks, kept, where, test string
}

// requirements reads the table.
func requirements(t *testing.T) []requirement {
	t.Helper()
	raw, err := os.ReadFile("ASVS.md")
	if err != nil {
		t.Fatal(err)
	}
	var out []requirement
	chapter := ""
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		if after, ok := strings.CutPrefix(line, "## V"); ok {
			chapter, _, _ = strings.Cut(after, " ")
		}
		if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "|---") || strings.HasPrefix(line, "| No.") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if len(cells) != 6 {
			t.Errorf("a row has %d cells: %s", len(cells), line)
			continue
		}
		if !strings.HasPrefix(cells[0], chapter+".") {
			t.Errorf("%s stands in chapter %s", cells[0], chapter)
		}
		out = append(out, requirement{cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]})
	}
	return out
}

// TestASVSIsWhole wants a row for each requirement, in order and once, and with its
// level.
func TestASVSIsWhole(t *testing.T) {
	var want, got []string
	first := strings.Fields(levelOne)
	for field := range strings.FieldsSeq(asked) {
		section, text, _ := strings.Cut(field, ":")
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		for i := range n {
			number, level := fmt.Sprintf("%s.%d", section, i+1), "2"
			if slices.Contains(first, number) {
				level = "1"
			}
			want = append(want, number+" level "+level)
		}
	}
	for _, r := range requirements(t) {
		got = append(got, r.number+" level "+r.level)
		if r.asks == "" {
			t.Errorf("%s does not say what it asks for", r.number)
		}
	}
	if len(want) != 246 || len(first) != 70 {
		t.Errorf("%d requirements, %d of level 1, want 246 and 70", len(want), len(first))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows (-asked +there):\n%s", diff)
	}
}

var quoted = regexp.MustCompile("`([^`]*)`")

// names returns what a cell names.
func names(cell string) []string {
	var out []string
	for _, m := range quoted.FindAllStringSubmatch(cell, -1) {
		out = append(out, m[1])
	}
	return out
}

// TestASVSNamesWhatExists looks for every place and every test that the table names,
// and wants each row to name some, or to say why not.
func TestASVSNamesWhatExists(t *testing.T) {
	s := evidence.Of(root)
	for _, r := range requirements(t) {
		for _, place := range names(r.where) {
			if err := s.Place(place); err != nil {
				t.Errorf("%s: %v", r.number, err)
			}
		}
		for _, test := range names(r.test) {
			if err := s.Test(test); err != nil {
				t.Errorf("%s: %v", r.number, err)
			}
		}
		if fault := r.fault(); fault != "" {
			t.Errorf("%s %s", r.number, fault)
		}
	}
}

// fault says what a row leaves open; nothing for a good one.
func (r requirement) fault() string {
	const none = "no test: "
	_, missing, partly := strings.Cut(r.where, "missing: ")
	untested := strings.HasPrefix(r.test, none) && len(r.test) > len(none)
	switch r.kept {
	case "yes", "partly", "no":
	case "n/a":
		if len(r.where) < 4 || r.test != "–" {
			return "does not apply and does not say why, or has a test"
		}
		return ""
	default:
		return fmt.Sprintf("is kept %q, which says nothing", r.kept)
	}
	switch {
	case r.kept != "yes" && missing == "":
		return "is not kept wholly and does not say what is missing"
	case r.kept == "yes" && partly:
		return "is kept, and something is missing"
	case len(names(r.where)) == 0:
		return "names no place"
	case untested == (len(names(r.test)) > 0):
		return "names no test and does not say why, or both"
	case r.kept == "no" && !untested:
		return "is not kept, and there is a test of it"
	}
	return ""
}

// TestASVSFaults holds the rules for rows to a few rows.
func TestASVSFaults(t *testing.T) {
	tests := []struct {
		name string
		row  requirement
		good bool
	}{
		{"kept", requirement{kept: "yes", where: "`a`", test: "`b.T`"}, true},
		{"kept without a test", requirement{kept: "yes", where: "`a`", test: "no test: it is a text"}, true},
		{"kept without a word of a test", requirement{kept: "yes", where: "`a`", test: "–"}, false},
		{"kept without a reason for no test", requirement{kept: "yes", where: "`a`", test: "no test: "}, false},
		{"kept nowhere", requirement{kept: "yes", where: "somewhere", test: "`b.T`"}, false},
		{"kept with something missing", requirement{kept: "yes", where: "`a`; missing: b", test: "`b.T`"}, false},
		{"kept partly", requirement{kept: "partly", where: "`a`; missing: b", test: "`b.T`"}, true},
		{"kept partly and nothing missing", requirement{kept: "partly", where: "`a`", test: "`b.T`"}, false},
		{"not kept", requirement{kept: "no", where: "missing: `a`", test: "no test: not kept"}, true},
		{"not kept and tested", requirement{kept: "no", where: "missing: `a`", test: "`b.T`"}, false},
		{"does not apply", requirement{kept: "n/a", where: "No XML", test: "–"}, true},
		{"does not apply for no reason", requirement{kept: "n/a", where: "", test: "–"}, false},
		{"maybe", requirement{kept: "maybe", where: "`a`", test: "`b.T`"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if fault := tt.row.fault(); (fault == "") != tt.good {
				t.Errorf("got %q", fault)
			}
		})
	}
}
