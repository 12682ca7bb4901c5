package export

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// book writes findings as a workbook with so many rows to a sheet.
func book(t *testing.T, rows int, findings ...*Finding) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	x := newWorkbook(&b, made, rows)
	for _, f := range findings {
		if err := x.add(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := x.close(func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// TestWorkbookReads opens what was written by a reader that is not ours.
func TestWorkbookReads(t *testing.T) {
	_, raw := export(t, testPlan(), testSource(30))
	x, err := excelize.OpenReader(strings.NewReader(opened(t, raw)["findings.xlsx"]))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = x.Close() }()
	rows, err := x.GetRows("Findings")
	if err != nil || len(rows) != 31 {
		t.Fatalf("got %d rows, %v", len(rows), err)
	}
	if rows[0][0] != "id" || rows[0][len(rows[0])-1] != "accepted" {
		t.Errorf("got the header %v", rows[0])
	}
	i := 0
	for f := range generated(30)(t.Context()) {
		i++
		if got := rows[i]; got[0] != f.ID || got[2] != f.Title || got[9] != string(appendPeople(nil, f)) || got[10] != f.Since.Round(time.Minute).Format("2006-01-02 15:04") && got[10] != f.Since.Format("2006-01-02 15:04") {
			t.Errorf("row %d: got %v", i, got)
		}
	}
}

// TestWorkbookContinues begins another sheet where one is full.
func TestWorkbookContinues(t *testing.T) {
	var all []*Finding
	for f := range generated(10)(t.Context()) {
		all = append(all, f)
	}
	x := book(t, 4, all...) // a header and three findings each
	if got := strings.Join(x.GetSheetList(), ","); got != "Findings,Findings 2,Findings 3,Findings 4" {
		t.Errorf("got the sheets %s", got)
	}
	for sheet, want := range map[string]string{"Findings": all[0].ID, "Findings 2": all[3].ID, "Findings 4": all[9].ID} {
		if got, err := x.GetCellValue(sheet, "A2"); err != nil || got != want {
			t.Errorf("%s: got %q, %v", sheet, got, err)
		}
		if got, err := x.GetCellValue(sheet, "A1"); err != nil || got != "id" {
			t.Errorf("%s: got the header %q, %v", sheet, got, err)
		}
	}
}

// TestWorkbookOfNothing has a header.
func TestWorkbookOfNothing(t *testing.T) {
	if got, err := book(t, maxRows).GetCellValue("Findings", "B1"); err != nil || got != "check" {
		t.Errorf("got %q, %v", got, err)
	}
}

// TestCellsOfAnyText holds text that spreadsheets would read otherwise.
func TestCellsOfAnyText(t *testing.T) {
	tests := []struct{ name, give, want string }{
		{"a formula", "=1+1", "=1+1"},
		{"marks", "<a & b>", "<a & b>"},
		{"what looks like an escape", "_x0041_", "_x0041_"},
		{"control characters", "a\x00\x01b", "a\ufffd\ufffdb"},
		{"no UTF-8", "a\xffb", "a\ufffdb"},
		{"space", "  a  ", "  a  "},
		{"too long", strings.Repeat("ä", 40_000), strings.Repeat("ä", maxCell-1) + "…"},
		{"just long enough", strings.Repeat("ä", maxCell), strings.Repeat("ä", maxCell)},
		{"beyond the first plane", strings.Repeat("😀", 20_000), strings.Repeat("😀", 16_383) + "…"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x := book(t, maxRows, &Finding{ID: "f", Reason: tt.give})
			got, err := x.GetCellValue("Findings", "G2")
			if err != nil || got != tt.want {
				t.Errorf("got %.60q (%d), want %.60q (%d), %v", got, len(got), tt.want, len(tt.want), err)
			}
			if f, err := x.GetCellFormula("Findings", "G2"); err != nil || f != "" {
				t.Errorf("got the formula %q, %v", f, err)
			}
		})
	}
}
