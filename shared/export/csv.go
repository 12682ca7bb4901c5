package export

import (
	"bytes"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// column is a column of the tables of findings.
type column struct {
	name   string
	append func([]byte, *Finding) []byte
	time   func(*Finding) time.Time // instead of append
	number func(*Finding) int       // instead of append
}

// columns are those of CSV and XLSX alike.
func columns() []column {
	text := func(name string, of func(*Finding) string) column {
		return column{name: name, append: func(b []byte, f *Finding) []byte { return append(b, of(f)...) }}
	}
	return []column{
		text("id", func(f *Finding) string { return f.ID }),
		text("check", func(f *Finding) string { return f.Check }),
		text("title", func(f *Finding) string { return f.Title }),
		text("category", func(f *Finding) string { return f.Category }),
		text("severity", func(f *Finding) string { return f.Severity }),
		text("state", func(f *Finding) string { return f.State }),
		text("reason", func(f *Finding) string { return f.Reason }),
		text("resource", func(f *Finding) string { return f.Resource }),
		{name: "facts", append: func(b []byte, f *Finding) []byte { return appendFacts(b, f.Facts) }},
		{name: "subjects", append: appendPeople},
		{name: "since", time: func(f *Finding) time.Time { return f.Since }},
		{name: "opened", time: func(f *Finding) time.Time { return f.Opened }},
		text("slot", func(f *Finding) string { return f.Slot }),
		{name: "version", number: func(f *Finding) int { return f.Version }},
		text("exception", func(f *Finding) string { return f.Exception }),
		text("accepted", func(f *Finding) string { return f.Accepted }),
	}
}

// appendPeople appends subjects as people read them: "users (3): A; B".
func appendPeople(b []byte, f *Finding) []byte {
	kinds := make([]string, 0, 8)
	for kind := range f.Subjects {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	for i, kind := range kinds {
		if i > 0 {
			b = append(b, " | "...)
		}
		list := f.Subjects[kind]
		b = append(append(b, kind...), " ("...)
		b = append(strconv.AppendInt(b, int64(list.Total), 10), "): "...)
		for j, s := range list.Shown {
			if j > 0 {
				b = append(b, "; "...)
			}
			name := s.Name
			if name == "" {
				name = s.ID
			}
			b = append(b, name...)
			if s.Note != "" {
				b = append(append(append(b, " ["...), s.Note...), ']')
			}
		}
	}
	return b
}

// appendCell makes what b holds from a place on a field of CSV after RFC 4180. What a
// spreadsheet would take for a formula gets an apostrophe before it: names come from
// the tenant, where anybody may choose one. A spreadsheet that takes semicolons or tabs
// for what separates, as a Finnish or Swedish Excel does, begins a cell behind each of
// them, and behind each end of a line, quoted or not; so these are seen to as well.
func appendCell(b []byte, from int) []byte {
	if len(b) == from {
		return b
	}
	b = guardWithin(b, from)
	field := b[from:]
	guarded := formula(field)
	extra, odd := 2, guarded || field[0] == ' ' || field[len(field)-1] == ' '
	for _, c := range field {
		switch c {
		case '"':
			extra++
			odd = true
		case ',', '\r', '\n', ';', '\t':
			odd = true
		}
	}
	if !odd {
		return b
	}
	if guarded {
		extra++
	}
	// Grown by what is added, and filled from its end.
	end := len(b) - 1
	b = append(b, make([]byte, extra)...)
	at := len(b) - 1
	put := func(c byte) { b[at] = c; at-- }
	put('"')
	for i := end; i >= from; i-- {
		c := b[i]
		put(c)
		if c == '"' {
			put('"')
		}
	}
	if guarded {
		put('\'')
	}
	put('"')
	return b
}

// guardWithin puts an apostrophe behind each place within a field behind which some
// spreadsheet may begin a cell, where a formula stands there.
func guardWithin(b []byte, from int) []byte {
	var out []byte
	done := from
	for i := from; i < len(b)-1; i++ {
		switch b[i] {
		case ';', '\t', '\r', '\n':
			if begins(b[i+1:]) {
				out = append(append(out, b[done:i+1]...), '\'')
				done = i + 1
			}
		}
	}
	if out == nil {
		return b
	}
	out = append(out, b[done:]...)
	return append(b[:from], out...)
}

// begins reports whether a cell that begins here is a formula: spaces, and quotes around
// it, do not count.
func begins(rest []byte) bool {
	rest = bytes.TrimLeft(rest, `" `)
	return len(rest) > 0 && !bytes.ContainsRune([]byte("\t\r\n"), rune(rest[0])) && formula(rest)
}

// formula reports whether a spreadsheet may take a text for a formula: by the characters
// that begin one, their full-width forms, and those behind which it begins again.
func formula(field []byte) bool {
	switch field[0] {
	case '=', '+', '-', '@', '\t', '\r', '\n':
		return true
	}
	switch r, _ := utf8.DecodeRune(field); r {
	case '＝', '＋', '－', '＠':
		return true
	}
	return false
}

// appendField appends a text as a field.
func appendField(b []byte, v string) []byte {
	from := len(b)
	return appendCell(append(b, v...), from)
}

// appendRow appends a finding as a line of CSV.
func appendRow(b []byte, columns []column, f *Finding) []byte {
	for i, c := range columns {
		if i > 0 {
			b = append(b, ',')
		}
		switch {
		case c.time != nil:
			b = c.time(f).UTC().AppendFormat(b, time.RFC3339)
		case c.number != nil:
			b = strconv.AppendInt(b, int64(c.number(f)), 10)
		default:
			from := len(b)
			b = appendCell(c.append(b, f), from)
		}
	}
	return append(b, "\r\n"...)
}

// entryColumns are those of the audit trail.
func entryColumns() []string {
	return []string{"at", "name", "action", "target", "kind", "actor", "account", "address", "grant", "purpose", "reason", "before", "after", "damaged", "digest"}
}

// appendEntry appends an entry of the audit trail as a line of CSV.
func appendEntry(b []byte, e *Entry) []byte {
	b = e.At.UTC().AppendFormat(b, time.RFC3339Nano)
	for _, v := range []string{e.Name, e.Action, e.Target, e.Kind, e.Actor, e.Account, e.Address, e.Grant, e.Purpose, e.Reason, string(e.Before), string(e.After)} {
		b = appendField(append(b, ','), v)
	}
	b = strconv.AppendBool(append(b, ','), e.Damaged)
	b = appendField(append(b, ','), e.Digest)
	return append(b, "\r\n"...)
}
