package export

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"vahti.ai/vahti/shared/finding"
)

// object appends a JSON object, field by field, byte for byte as encoding/json writes
// it without escaping for HTML: a record of an export passes through here some million
// times.
type object struct{ b []byte }

func begin(b []byte) object { return object{append(b, '{')} }

func (o *object) end() []byte { return append(o.b, '}') }

// name begins a field.
func (o *object) name(n string) {
	if o.b[len(o.b)-1] != '{' {
		o.b = append(o.b, ',')
	}
	o.b = append(append(append(o.b, '"'), n...), '"', ':')
}

func (o *object) text(n, v string) {
	o.name(n)
	o.b = appendText(o.b, v)
}

// textIf leaves an empty text out.
func (o *object) textIf(n, v string) {
	if v != "" {
		o.text(n, v)
	}
}

func (o *object) time(n string, v time.Time) {
	o.name(n)
	o.b = appendTime(o.b, v)
}

// timeIf leaves a time that is not known out.
func (o *object) timeIf(n string, v time.Time) {
	if !v.IsZero() {
		o.time(n, v)
	}
}

func (o *object) number(n string, v int64) {
	o.name(n)
	o.b = strconv.AppendInt(o.b, v, 10)
}

func (o *object) numberIf(n string, v int64) {
	if v != 0 {
		o.number(n, v)
	}
}

func (o *object) float(n string, v float64) {
	o.name(n)
	o.b = appendFloat(o.b, v)
}

func (o *object) boolean(n string, v bool) {
	o.name(n)
	o.b = strconv.AppendBool(o.b, v)
}

func (o *object) booleanIf(n string, v bool) {
	if v {
		o.boolean(n, v)
	}
}

func (o *object) texts(n string, v []string) {
	o.name(n)
	o.b = appendTexts(o.b, v)
}

// raw appends what is JSON already.
func (o *object) raw(n string, v json.RawMessage) {
	o.name(n)
	o.b = appendRaw(o.b, v)
}

func (o *object) rawIf(n string, v json.RawMessage) {
	if len(v) > 0 {
		o.raw(n, v)
	}
}

func (o *object) facts(n string, v finding.Facts) {
	o.name(n)
	o.b = appendFacts(o.b, v)
}

func (o *object) subjects(v finding.Subjects) {
	o.name("subjects")
	o.b = appendSubjects(o.b, v)
}

// by appends who made a change, where somebody could be named.
func (o *object) by(n string, v finding.Attribution) {
	if v == (finding.Attribution{}) {
		return
	}
	o.name(n)
	in := begin(o.b)
	in.booleanIf("attributed", v.Attributed)
	in.timeIf("at", v.At)
	in.textIf("actor", v.Actor)
	in.textIf("actorId", v.ActorID)
	in.textIf("app", v.App)
	in.textIf("ip", v.IP)
	in.textIf("activity", v.Activity)
	in.textIf("entry", v.Entry)
	o.b = in.end()
}

const hexDigits = "0123456789abcdef"

// appendText appends a JSON string. What is no UTF-8 becomes U+FFFD.
func appendText(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' {
				i++
				continue
			}
			b = appendEscaped(append(b, s[from:i]...), c)
			i++
			from = i
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			b = append(append(b, s[from:i]...), `\ufffd`...)
			from = i + n
		case r == '\u2028' || r == '\u2029': // which end a line in JavaScript
			b = append(append(b, s[from:i]...), `\u202`...)
			b = append(b, hexDigits[r&0xF])
			from = i + n
		}
		i += n
	}
	return append(append(b, s[from:]...), '"')
}

// appendEscaped appends an ASCII character that may not stand in a JSON string.
func appendEscaped(b []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(b, '\\', c)
	case '\b':
		return append(b, `\b`...)
	case '\f':
		return append(b, `\f`...)
	case '\n':
		return append(b, `\n`...)
	case '\r':
		return append(b, `\r`...)
	case '\t':
		return append(b, `\t`...)
	}
	return append(append(b, `\u00`...), hexDigits[c>>4], hexDigits[c&0xF])
}

func appendTime(b []byte, t time.Time) []byte {
	return append(t.UTC().AppendFormat(append(b, '"'), time.RFC3339Nano), '"')
}

// appendFloat appends a number as ECMAScript writes it. JSON has no other numbers than
// finite ones.
func appendFloat(b []byte, f float64) []byte {
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return append(b, "null"...)
	}
	abs, format := math.Abs(f), byte('f')
	if abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	b = strconv.AppendFloat(b, f, format, -1, 64)
	if n := len(b); format == 'e' && n >= 4 && b[n-4] == 'e' && (b[n-3] == '-' || b[n-3] == '+') && b[n-2] == '0' {
		b[n-2] = b[n-1] // e-09 is written e-9
		b = b[:n-1]
	}
	return b
}

func appendTexts(b []byte, list []string) []byte {
	if list == nil {
		return append(b, "null"...)
	}
	b = append(b, '[')
	for i, s := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(b, s)
	}
	return append(b, ']')
}

// appendRaw appends JSON without the space between its parts.
func appendRaw(b []byte, raw json.RawMessage) []byte {
	if len(raw) == 0 {
		return append(b, "null"...)
	}
	if !bytes.ContainsAny(raw, " \t\r\n") {
		return append(b, raw...)
	}
	var out bytes.Buffer
	if json.Compact(&out, raw) != nil {
		return append(b, "null"...)
	}
	return append(b, out.Bytes()...)
}

func appendFacts(b []byte, f finding.Facts) []byte {
	if f == nil {
		return append(b, "null"...)
	}
	names := make([]string, 0, 16)
	for name := range f {
		names = append(names, name)
	}
	slices.Sort(names)
	b = append(b, '{')
	for i, name := range names {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendText(b, name), ':')
		b = appendFact(b, f[name])
	}
	return append(b, '}')
}

// appendFact appends the value of a fact, which is of one of few types.
func appendFact(b []byte, v any) []byte {
	switch v := v.(type) {
	case bool:
		return strconv.AppendBool(b, v)
	case int:
		return strconv.AppendInt(b, int64(v), 10)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case float64:
		return appendFloat(b, v)
	case string:
		return appendText(b, v)
	case []string:
		return appendTexts(b, v)
	}
	return append(b, "null"...)
}

func appendSubjects(b []byte, s finding.Subjects) []byte {
	if s == nil {
		return append(b, "null"...)
	}
	kinds := make([]string, 0, 8)
	for kind := range s {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	b = append(b, '{')
	for i, kind := range kinds {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendText(b, kind), ':')
		b = appendSubjectList(b, s[kind])
	}
	return append(b, '}')
}

func appendSubjectList(b []byte, l finding.SubjectList) []byte {
	b = strconv.AppendInt(append(b, `{"total":`...), int64(l.Total), 10)
	b = append(b, `,"shown":`...)
	if l.Shown == nil {
		return append(b, "null}"...)
	}
	b = append(b, '[')
	for i, s := range l.Shown {
		if i > 0 {
			b = append(b, ',')
		}
		o := begin(b)
		o.textIf("id", s.ID)
		o.textIf("name", s.Name)
		o.textIf("note", s.Note)
		b = o.end()
	}
	return append(b, ']', '}')
}
