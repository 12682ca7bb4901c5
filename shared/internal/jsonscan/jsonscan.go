// Package jsonscan walks over JSON without reflection. It is strict: what it
// accepts encoding/json accepts too and understands alike. It may refuse what is
// valid but unusual, such as a text that is deeply nested; callers then ask
// encoding/json, whose word is the last.
package jsonscan

import (
	"encoding/json"
	"math/bits"
	"unicode/utf8"
)

// A Scanner walks over one text. Its methods read what comes next, white space
// before it included; after something it does not accept Bad is true and nothing
// more is read.
type Scanner struct {
	raw   []byte
	text  string // the same, empty where texts are copied
	pos   int
	bad   bool
	first bool // the next element is the first of its object or array
}

// New returns a scanner at the beginning of a text. The texts it finds are copies.
func New(raw []byte) Scanner { return Scanner{raw: raw} }

// Sharing returns a scanner at the beginning of a text, of which it makes one copy
// that the texts it finds are parts of.
func Sharing(raw []byte) Scanner { return Scanner{raw: raw, text: string(raw)} }

// Bad reports whether something was met that the scanner does not accept.
func (x *Scanner) Bad() bool { return x.bad }

// Fail gives up.
func (x *Scanner) Fail() { x.bad = true }

// Pos returns how many bytes were read.
func (x *Scanner) Pos() int { return x.pos }

// Peek returns the byte that comes next, 0 at the end.
func (x *Scanner) Peek() byte {
	x.space()
	if x.pos < len(x.raw) && !x.bad {
		return x.raw[x.pos]
	}
	return 0
}

// End wants nothing but white space to the end of the text.
func (x *Scanner) End() bool {
	x.space()
	if x.pos != len(x.raw) {
		x.bad = true
	}
	return !x.bad
}

func (x *Scanner) space() {
	for x.pos < len(x.raw) {
		switch x.raw[x.pos] {
		case ' ', '\t', '\r', '\n':
			x.pos++
		default:
			return
		}
	}
}

// Open enters an object or an array, by its opening byte.
func (x *Scanner) Open(c byte) bool {
	if x.Peek() != c {
		x.bad = true
		return false
	}
	x.pos++
	x.first = true
	return true
}

// More reports whether another element follows, and leaves the object or array,
// by its closing byte, where none does:
//
//	for x.Open('['); x.More(']'); {
func (x *Scanner) More(end byte) bool {
	switch c := x.Peek(); {
	case c == end:
		x.pos++
		x.first = false
		return false
	case x.first:
		x.first = false
		if c == 0 {
			x.bad = true
		}
		return !x.bad
	case c == ',':
		x.pos++
		return true
	}
	x.bad = true
	return false
}

// Name reads the name of a property and the colon after it.
func (x *Scanner) Name() string {
	name := x.Text()
	if x.Peek() != ':' {
		x.bad = true
		return ""
	}
	x.pos++
	return name
}

// Null reports whether null comes next, and reads it.
func (x *Scanner) Null() bool {
	return x.Peek() == 'n' && x.literal("null")
}

// Bool reads true or false.
func (x *Scanner) Bool() bool {
	switch x.Peek() {
	case 't':
		return x.literal("true")
	case 'f':
		x.literal("false")
	default:
		x.bad = true
	}
	return false
}

func (x *Scanner) literal(word string) bool {
	if len(x.raw)-x.pos < len(word) || string(x.raw[x.pos:x.pos+len(word)]) != word {
		x.bad = true
		return false
	}
	x.pos += len(word)
	return true
}

// Text reads a string and returns what it stands for.
func (x *Scanner) Text() string {
	if x.Peek() != '"' {
		x.bad = true
		return ""
	}
	from := x.pos
	escaped, high := x.quoted()
	if x.bad {
		return ""
	}
	if plain := x.raw[from+1 : x.pos-1]; !escaped && (!high || utf8.Valid(plain)) {
		if x.text != "" {
			return x.text[from+1 : x.pos-1]
		}
		return string(plain)
	}
	var out string
	if json.Unmarshal(x.raw[from:x.pos], &out) != nil {
		x.bad = true
	}
	return out
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// word returns eight bytes of s from i on.
func word(s []byte, i int) uint64 {
	s = s[i : i+8]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// special marks, at least in its lowest bit that is set, the first byte of a word
// that is a quotation mark, a backslash or a control character.
func special(w uint64) uint64 {
	quote, slash := w^(ones*'"'), w^(ones*'\\')
	return ((w-ones*0x20)&^w | (quote-ones)&^quote | (slash-ones)&^slash) & highs
}

// quoted reads a string from its opening to its closing quotation mark, and
// tells whether it has escapes, or bytes beyond ASCII.
func (x *Scanner) quoted() (escaped, high bool) {
	s, i := x.raw, x.pos+1
	var seen uint64
	for {
		for i+8 <= len(s) {
			w := word(s, i)
			seen |= w
			if hit := special(w); hit != 0 {
				i += bits.TrailingZeros64(hit) / 8
				break
			}
			i += 8
		}
		for i < len(s) && s[i] >= 0x20 && s[i] != '"' && s[i] != '\\' {
			seen |= uint64(s[i])
			i++
		}
		switch {
		case i >= len(s) || s[i] < 0x20:
			x.bad = true
			return false, false
		case s[i] == '"':
			x.pos = i + 1
			return escaped, seen&highs != 0
		}
		escaped = true
		n := escape(s[i:])
		if n == 0 {
			x.bad = true
			return false, false
		}
		i += n
	}
}

// escape returns the length of the escape that s begins with, 0 where it is none.
func escape(s []byte) int {
	if len(s) < 2 {
		return 0
	}
	switch s[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if len(s) < 6 {
			return 0
		}
		for _, c := range s[2:6] {
			if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
				return 0
			}
		}
		return 6
	}
	return 0
}

// maxDepth is how deep Skip goes; encoding/json goes deeper.
const maxDepth = 200

// Skip reads a value of any kind.
func (x *Scanner) Skip() { x.value(0) }

func (x *Scanner) value(depth int) {
	switch c := x.Peek(); c {
	case '"':
		x.quoted()
	case '{', '[':
		if depth >= maxDepth {
			x.bad = true
			return
		}
		end := c + 2 // in ASCII
		for x.Open(c); x.More(end); {
			if c == '{' {
				if x.Peek() != '"' {
					x.bad = true
					return
				}
				if x.quoted(); x.Peek() != ':' {
					x.bad = true
					return
				}
				x.pos++
			}
			x.value(depth + 1)
		}
	case 't':
		x.literal("true")
	case 'f':
		x.literal("false")
	case 'n':
		x.literal("null")
	default:
		x.number()
	}
}

func (x *Scanner) number() {
	if x.pos < len(x.raw) && x.raw[x.pos] == '-' {
		x.pos++
	}
	switch {
	case x.pos < len(x.raw) && x.raw[x.pos] == '0':
		x.pos++
	case x.digits() == 0:
		x.bad = true
		return
	}
	if x.pos < len(x.raw) && x.raw[x.pos] == '.' {
		if x.pos++; x.digits() == 0 {
			x.bad = true
			return
		}
	}
	if x.pos < len(x.raw) && x.raw[x.pos]|0x20 == 'e' {
		x.pos++
		if x.pos < len(x.raw) && (x.raw[x.pos] == '+' || x.raw[x.pos] == '-') {
			x.pos++
		}
		if x.digits() == 0 {
			x.bad = true
		}
	}
}

func (x *Scanner) digits() (n int) {
	for x.pos < len(x.raw) && x.raw[x.pos]-'0' <= 9 {
		x.pos++
		n++
	}
	return n
}

// Objects counts the elements of an array of objects and reads to its end. It
// fails where an element is something else.
func (x *Scanner) Objects() (n int) {
	for x.Open('['); x.More(']'); n++ {
		if x.Peek() != '{' {
			x.bad = true
			return 0
		}
		x.value(1)
	}
	return n
}
