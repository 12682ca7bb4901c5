package frameworks_test

import (
	"encoding/csv"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/check/frameworks"
)

// TestRows holds the checks to what they set out to answer: at most ten rows are
// left, each with a reason.
func TestRows(t *testing.T) {
	rows := frameworks.Rows(all.Checks())
	if len(rows) != 203 {
		t.Errorf("got %d rows, want 203", len(rows))
	}
	left := 0
	for _, r := range rows {
		if len(r.Checks) > 0 {
			continue
		}
		left++
		if r.Reason == "" {
			t.Errorf("%s is not answered and nothing says why", r.ID)
		}
	}
	if left > 10 {
		t.Errorf("%d rows are not answered, want at most ten", left)
	}
}

func TestReasons(t *testing.T) {
	for _, f := range frameworks.Of(all.Checks()) {
		if f.Answered() == 0 || f.Answered() > f.Total() {
			t.Errorf("%s: %d of %d", f.Name, f.Answered(), f.Total())
		}
		for _, c := range f.Controls {
			if (len(c.Checks) == 0) != strings.HasSuffix(c.Reason, ".") {
				t.Errorf("%s %s: answered by %v, reason %q", f.Name, c.ID, c.Checks, c.Reason)
			}
		}
	}
}

// TestCatalogue compares the lists with the catalogue of controls, where it lies
// beside the checkout: the same rows, and every control of theirs in one list.
func TestCatalogue(t *testing.T) {
	f, err := os.Open("../../../../shared/catalogue/controls.csv")
	if os.IsNotExist(err) {
		t.Skip("the catalogue does not lie beside the checkout")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := func(line []string, column string) string { return line[slices.Index(lines[0], column)] }
	events := regexp.MustCompile(`^RK-0(0[89]|1[0-7])$`)
	var want []string
	known := map[string]bool{}
	for _, framework := range frameworks.Of(all.Checks()) {
		for _, c := range framework.Controls {
			known[c.ID] = true
		}
	}
	control := regexp.MustCompile(`^(MS\.[A-Z]+\.[0-9.]+v[0-9]+|[0-9]+(\.[0-9]+)+)$`)
	remark := regexp.MustCompile(`\([^)]*\)`)
	for _, line := range lines[1:] {
		for id := range strings.FieldsSeq(remark.ReplaceAllString(at(line, "scuba")+" "+at(line, "cis_m365_v7"), " ")) {
			if control.MatchString(id) && !known[id] {
				t.Errorf("row %s names %s, which is in no list", at(line, "id"), id)
			}
		}
		reach, severity := at(line, "reach"), at(line, "severity")
		published := at(line, "scuba") + at(line, "cis_m365_v7") + at(line, "eidsca")
		if (reach == "graph" || reach == "dns" || reach == "graph+dns") && (severity == "critical" || severity == "high" || published != "") && !events.MatchString(at(line, "id")) {
			want = append(want, at(line, "id"))
		}
	}
	var got []string
	for _, r := range frameworks.Rows(all.Checks()) {
		got = append(got, r.ID)
	}
	if !slices.Equal(want, got) {
		t.Errorf("the rows are not the catalogue's")
	}
}
