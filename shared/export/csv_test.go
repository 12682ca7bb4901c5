package export

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCells(t *testing.T) {
	tests := []struct{ name, give, want string }{
		{"plain", "abc", "abc"},
		{"nothing", "", ""},
		{"a comma", "a,b", `"a,b"`},
		{"quotes", `say "hi"`, `"say ""hi"""`},
		{"a line", "a\nb", "\"a\nb\""},
		{"space around", " a", `" a"`},
		{"a formula", "=1+1", `"'=1+1"`},
		{"plus", "+1", `"'+1"`},
		{"minus", "-1", `"'-1"`},
		{"at", "@SUM(A1)", `"'@SUM(A1)"`},
		{"a tab", "\t=1", "\"'\t'=1\""},
		{"a return", "\r=1", "\"'\r'=1\""},
		{"a full-width formula", "＝1", `"'＝1"`},
		{"a formula with quotes", `=HYPERLINK("x")`, `"'=HYPERLINK(""x"")"`},
		{"within", "a=1", "a=1"},
		{"behind a semicolon", "x;=cmd|'/C calc'!A0;y", "\"x;'=cmd|'/C calc'!A0;y\""},
		{"behind each semicolon", "=a;+b;c;@d", "\"'=a;'+b;c;'@d\""},
		{"behind a semicolon, in quotes", `x; "=1"`, `"x;' ""=1"""`},
		{"behind a tab", "x\t-1", "\"x\t'-1\""},
		{"on another line", "x\r\n=1\n＝2", "\"x\r\n'=1\n'＝2\""},
		{"names behind semicolons", "users (2): A; B-1", `"users (2): A; B-1"`},
		{"a semicolon at the end", "x;", `"x;"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(appendField([]byte("x,"), tt.give)); got != "x,"+tt.want {
				t.Errorf("got %q, want %q", got, "x,"+tt.want)
			}
		})
	}
}

// cellsOf are the cells of a line as a spreadsheet has them that takes semicolons, or
// tabs, for what separates: it heeds quotes only where they begin a cell.
func cellsOf(line string, comma rune) []string {
	var out []string
	rest := []rune(line)
	for len(rest) > 0 {
		cell, quoted := []rune{}, rest[0] == '"'
		i := 0
		if quoted {
			i = 1
		}
		for ; i < len(rest); i++ {
			c := rest[i]
			if quoted && c == '"' {
				if i+1 < len(rest) && rest[i+1] == '"' {
					i++
				} else {
					quoted = false
					continue
				}
			} else if !quoted && (c == comma || c == '\r' || c == '\n') {
				break
			}
			cell = append(cell, c)
		}
		out = append(out, string(cell))
		rest = rest[min(i+1, len(rest)):]
	}
	return out
}

// FuzzCell reads by the standard library what was written: the same text, or with
// apostrophes where formulas would be. Whatever separates, no cell is a formula.
func FuzzCell(f *testing.F) {
	for _, s := range []string{"", "a", "=x", `"`, "\r\n", "a,b;c\td", "\xff", "＠", "x;=1", "x;\"=1\";y", "x\t +1", "x\n\"\"-1", ";;=1", "\"=1;\"", "x; ＝1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		line := string(append(appendField(appendField(append(appendField(nil, "first"), ','), s), ""), ",last\r\n"...))
		r := csv.NewReader(strings.NewReader(line))
		got, err := r.Read()
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		want := guardedText(s)
		// The reader takes every end of a line for "\n".
		want = strings.ReplaceAll(want, "\r\n", "\n")
		if len(got) != 3 || got[1] != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if strings.IndexAny(got[1], "=+-@\t\r") == 0 {
			t.Errorf("%q would be a formula", got[1])
		}
		for _, comma := range ";\t" {
			for _, cell := range cellsOf(line, comma) {
				if strings.IndexAny(strings.TrimLeft(cell, " "), "=+-@＝＋－＠") == 0 {
					t.Errorf("of %q, separated by %q, %q would be a formula", line, comma, cell)
				}
			}
		}
	})
}

// guardedText is a text with an apostrophe wherever it, or a part of it behind a semicolon,
// a tab or an end of a line, begins as a formula does.
func guardedText(s string) string {
	const signs = "=+-@＝＋－＠"
	var out strings.Builder
	if s != "" && strings.IndexAny(s, signs+"\t\r\n") == 0 {
		out.WriteByte('\'')
	}
	for i := range len(s) {
		out.WriteByte(s[i])
		if strings.IndexByte(";\t\r\n", s[i]) >= 0 && strings.IndexAny(strings.TrimLeft(s[i+1:], "\" "), signs) == 0 {
			out.WriteByte('\'')
		}
	}
	return out.String()
}

// TestCSVHoldsWhatThereIs reads the table back.
func TestCSVHoldsWhatThereIs(t *testing.T) {
	_, raw := export(t, testPlan(), testSource(20))
	rows, err := csv.NewReader(strings.NewReader(opened(t, raw)["findings.csv"])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 21 {
		t.Fatalf("got %d rows", len(rows))
	}
	i := 0
	for f := range generated(20)(t.Context()) {
		i++
		got := []string{rows[i][0], rows[i][1], rows[i][5], rows[i][14], rows[i][10]}
		if diff := cmp.Diff([]string{f.ID, f.Check, f.State, f.Exception, f.Since.Format("2006-01-02T15:04:05Z")}, got); diff != "" {
			t.Errorf("row %d (-want +got):\n%s", i, diff)
		}
	}
}
