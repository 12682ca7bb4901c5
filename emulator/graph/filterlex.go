package graph

import (
	"strings"
	"time"
	"unicode/utf8"
)

type tokenKind int

const (
	tokenEnd tokenKind = iota
	tokenWord
	tokenText    // quoted
	tokenNumber  // unquoted digits
	tokenTime    // unquoted date or time
	tokenGUID    // unquoted GUID
	tokenSymbol  // one of ( ) , : /
	tokenUnknown // not part of the language
)

type token struct {
	kind tokenKind
	text string // a quoted text without its quotes
}

// lex cuts a $filter into tokens; the last is tokenEnd.
func lex(s string) []token {
	var out []token
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == ' ' || c == '\t':
			i++
		case strings.IndexByte("(),:/", c) >= 0:
			out = append(out, token{tokenSymbol, s[i : i+1]})
			i++
		case c == '\'':
			text, n := lexText(s[i:])
			if n == 0 {
				return append(out, token{tokenUnknown, s[i:]}, token{})
			}
			out = append(out, token{tokenText, text})
			i += n
		default:
			n := wordLength(s[i:])
			if n == 0 {
				_, size := utf8.DecodeRuneInString(s[i:])
				return append(out, token{tokenUnknown, s[i : i+size]}, token{})
			}
			out = append(out, classify(s[i:i+n]))
			i += n
		}
	}
	return append(out, token{})
}

// lexText reads a quoted text in which a quote is doubled, and how many bytes it takes; 0 when it does not end.
func lexText(s string) (string, int) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		if s[i] != '\'' {
			b.WriteByte(s[i])
			continue
		}
		if i+1 < len(s) && s[i+1] == '\'' {
			b.WriteByte('\'')
			i++
			continue
		}
		return b.String(), i + 1
	}
	return "", 0
}

// wordLength is the length of the name, number, date or GUID at the start of s. A colon belongs to it only within a
// time of day.
func wordLength(s string) int {
	n := 0
	for n < len(s) && (isWordByte(s[n]) || s[n] == ':' && isClock(s, n)) {
		n++
	}
	return n
}

func isWordByte(c byte) bool {
	return c == '_' || c == '-' || c == '.' || c == '$' || c == '@' || c == '+' ||
		'0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

func isClock(s string, i int) bool {
	digit := func(k int) bool { return k >= 0 && k < len(s) && '0' <= s[k] && s[k] <= '9' }
	return '0' <= s[0] && s[0] <= '9' && digit(i-1) && digit(i-2) && digit(i+1) && digit(i+2)
}

func classify(word string) token {
	switch {
	case isGUID(word):
		return token{tokenGUID, word}
	case isNumber(word):
		return token{tokenNumber, word}
	}
	if _, ok := parseTime(word); ok {
		return token{tokenTime, word}
	}
	if c := word[0]; '0' <= c && c <= '9' || c == '-' || c == '.' || c == '+' {
		return token{tokenUnknown, word}
	}
	return token{tokenWord, word}
}

func isGUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		c := s[i] | 0x20
		switch {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if s[i] != '-' {
				return false
			}
		case '0' <= s[i] && s[i] <= '9', 'a' <= c && c <= 'f':
		default:
			return false
		}
	}
	return true
}

func isNumber(s string) bool {
	digits := strings.TrimPrefix(s, "-")
	whole, fraction, point := strings.Cut(digits, ".")
	onlyDigits := func(s string) bool { return s != "" && len(s) < 18 && strings.Trim(s, "0123456789") == "" }
	return onlyDigits(whole) && (!point || onlyDigits(fraction))
}

// parseTime reads a date or a time as OData writes it.
func parseTime(s string) (time.Time, bool) {
	if len(s) < len(time.DateOnly) || s[4] != '-' {
		return time.Time{}, false
	}
	for _, layout := range [...]string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
