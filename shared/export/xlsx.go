package export

import (
	"fmt"
	"io"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zip"
)

// The bounds of a worksheet.
const (
	maxRows = 1_048_576
	maxCell = 32_767 // characters
)

// workbook writes findings as Office Open XML, as a stream: a ZIP whose sheets are
// written row by row, each as long as a sheet may be, and whose list of sheets is
// written last.
type workbook struct {
	zip     *zip.Writer
	columns []column
	rows    int // rows a sheet may have
	sheets  int
	row     int // of the sheet under way, the header among them
	to      io.Writer
	b       []byte
	cell    []byte // a cell's text, used again
	at      time.Time
	spare   *flate.Writer
}

func newWorkbook(w io.Writer, at time.Time, rows int) *workbook {
	x := &workbook{zip: zip.NewWriter(w), columns: columns(), rows: rows, at: at}
	x.zip.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return deflater(w, &x.spare) })
	return x
}

func (x *workbook) create(name string) error {
	to, err := x.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: x.at})
	if err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	x.to = to
	return nil
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// open begins a sheet with its header.
func (x *workbook) open() error {
	x.sheets++
	x.row = 0
	if err := x.create(fmt.Sprintf("xl/worksheets/sheet%d.xml", x.sheets)); err != nil {
		return err
	}
	x.b = append(x.b[:0], xmlHead+`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>`...)
	for i, c := range x.columns {
		width := 18
		switch c.name {
		case "title", "reason", "facts", "subjects", "accepted":
			width = 48
		}
		x.b = fmt.Appendf(x.b, `<col min="%d" max="%d" width="%d" customWidth="1"/>`, i+1, i+1, width)
	}
	x.b = append(x.b, `</cols><sheetData>`...)
	x.begin()
	for _, c := range x.columns {
		x.text([]byte(c.name), `<c s="2" t="inlineStr"><is><t>`)
	}
	x.b = append(x.b, `</row>`...)
	return nil
}

func (x *workbook) begin() {
	x.row++
	x.b = append(strconv.AppendInt(append(x.b, `<row r="`...), int64(x.row), 10), `">`...)
}

// add writes a row.
func (x *workbook) add(f *Finding) error {
	if x.row == x.rows {
		if err := x.shut(); err != nil {
			return err
		}
	}
	if x.row == 0 {
		if err := x.open(); err != nil {
			return err
		}
	}
	x.begin()
	for _, c := range x.columns {
		switch {
		case c.time != nil:
			x.moment(c.time(f))
		case c.number != nil:
			x.b = append(strconv.AppendInt(append(x.b, `<c><v>`...), int64(c.number(f)), 10), `</v></c>`...)
		default:
			x.cell = c.append(x.cell[:0], f)
			x.text(x.cell, `<c t="inlineStr"><is><t xml:space="preserve">`)
		}
	}
	x.b = append(x.b, `</row>`...)
	if len(x.b) < block {
		return nil
	}
	return x.flush()
}

// text writes a cell that is text, whatever it begins with. An empty one still takes its
// place.
func (x *workbook) text(s []byte, opens string) {
	if len(s) == 0 {
		x.b = append(x.b, `<c/>`...)
		return
	}
	x.b = append(x.b, opens...)
	x.b = appendXML(x.b, s, maxCell)
	x.b = append(x.b, `</t></is></c>`...)
}

// moment writes a time as spreadsheets count them: in days since the end of 1899.
func (x *workbook) moment(t time.Time) {
	if t.IsZero() {
		x.b = append(x.b, `<c/>`...)
		return
	}
	days := t.UTC().Sub(time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)).Seconds()/86400 + 25569
	x.b = append(strconv.AppendFloat(append(x.b, `<c s="1"><v>`...), days, 'f', 6, 64), `</v></c>`...)
}

func (x *workbook) flush() error {
	_, err := x.to.Write(x.b)
	x.b = x.b[:0]
	if err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// shut ends the sheet under way.
func (x *workbook) shut() error {
	last := string(rune('A' + len(x.columns) - 1)) //nolint:gosec // there are fewer columns than letters
	x.b = fmt.Appendf(x.b, `</sheetData><autoFilter ref="A1:%s%d"/></worksheet>`, last, x.row)
	x.row = 0
	return x.flush()
}

// close writes what holds the sheets together, and last the directory, before which it
// calls seam.
func (x *workbook) close(seam func() error) error {
	if x.sheets == 0 {
		if err := x.open(); err != nil {
			return err
		}
	}
	if x.row > 0 {
		if err := x.shut(); err != nil {
			return err
		}
	}
	var types, sheets, links []byte
	for i := 1; i <= x.sheets; i++ {
		name := "Findings"
		if i > 1 {
			name = fmt.Sprintf("Findings %d", i)
		}
		types = fmt.Appendf(types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, i)
		sheets = fmt.Appendf(sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, name, i, i)
		links = fmt.Appendf(links, `<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet%d.xml"/>`, i, i)
	}
	for _, part := range []struct{ name, content string }{
		{"xl/styles.xml", `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd\ hh:mm"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>`},
		{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` + string(sheets) + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + string(links) + fmt.Sprintf(`<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`, x.sheets+1)},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` + string(types) + `</Types>`},
	} {
		if err := x.create(part.name); err != nil {
			return err
		}
		x.b = append(x.b[:0], xmlHead+part.content...)
		if err := x.flush(); err != nil {
			return err
		}
	}
	if err := x.zip.Flush(); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	if err := seam(); err != nil {
		return err
	}
	if err := x.zip.Close(); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// appendXML appends text as XML may hold it, at most so many characters as
// spreadsheets count them: one beyond the first plane is two. Characters that XML does
// not have become U+FFFD, and an underscore that begins what spreadsheets read as an
// escape is escaped itself.
func appendXML(b, s []byte, most int) []byte {
	for i, left := 0, most; i < len(s); {
		r, n := utf8.DecodeRune(s[i:])
		width := 1
		if r > 0xFFFF {
			width = 2
		}
		if left -= width; left < 1 && i+n < len(s) {
			return append(b, "…"...)
		}
		switch {
		case r == '&':
			b = append(b, "&amp;"...)
		case r == '<':
			b = append(b, "&lt;"...)
		case r == '>':
			b = append(b, "&gt;"...)
		case r == '\r':
			b = append(b, "&#13;"...)
		case r == '_' && escapes(s[i:]):
			b = append(b, "_x005F_"...)
			left -= 6
		case r < ' ' && r != '\t' && r != '\n', r == 0xFFFE, r == 0xFFFF, r == utf8.RuneError:
			b = append(b, "\uFFFD"...)
		default:
			b = append(b, s[i:i+n]...)
		}
		i += n
	}
	return b
}

// escapes reports whether a text begins as "_x000D_" does.
func escapes(s []byte) bool {
	if len(s) < 7 || s[1] != 'x' || s[6] != '_' {
		return false
	}
	for _, c := range s[2:6] {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
			return false
		}
	}
	return true
}
