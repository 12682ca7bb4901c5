package graph

import (
	"bytes"
	"encoding/json"
	"strings"
)

// This file walks over JSON text without decoding it. It is given text that is known to be valid JSON; on any other it
// may see nonsense, but it stays within the text.

func skipSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return i
}

// skipString returns the index after the string that starts at b[i], or -1.
func skipString(b []byte, i int) int {
	if i >= len(b) || b[i] != '"' {
		return -1
	}
	for i++; i < len(b); {
		j := bytes.IndexByte(b[i:], '"')
		if j < 0 {
			return -1
		}
		end := i + j
		slashes := 0
		for k := end - 1; k >= i && b[k] == '\\'; k-- {
			slashes++
		}
		i = end + 1
		if slashes%2 == 0 {
			return i
		}
	}
	return -1
}

// skipValue returns the index after the value that starts at b[i], or -1.
func skipValue(b []byte, i int) int {
	if i >= len(b) {
		return -1
	}
	switch b[i] {
	case '"':
		return skipString(b, i)
	case '{', '[':
		return skipNested(b, i)
	}
	start := i
	for i < len(b) && !strings.ContainsRune(",]} \n\r\t", rune(b[i])) {
		i++
	}
	if i == start {
		return -1
	}
	return i
}

func skipNested(b []byte, i int) int {
	depth := 0
	for i < len(b) {
		switch b[i] {
		case '"':
			if i = skipString(b, i); i < 0 {
				return -1
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
		i++
	}
	return -1
}

// members calls visit with the key (still escaped, without its quotes) and the value of each member of the object in
// b until visit returns false. It reports whether b holds an object.
func members(b []byte, visit func(key, value []byte) bool) bool {
	i := skipSpace(b, 0)
	if i >= len(b) || b[i] != '{' {
		return false
	}
	i = skipSpace(b, i+1)
	if i < len(b) && b[i] == '}' {
		return true
	}
	for {
		k := skipSpace(b, i)
		end := skipString(b, k)
		if end < 0 {
			return false
		}
		key := b[k+1 : end-1]
		i = skipSpace(b, end)
		if i >= len(b) || b[i] != ':' {
			return false
		}
		v := skipSpace(b, i+1)
		if i = skipValue(b, v); i < 0 {
			return false
		}
		if !visit(key, b[v:i]) {
			return true
		}
		i = skipSpace(b, i)
		if i >= len(b) || b[i] != ',' {
			return i < len(b) && b[i] == '}'
		}
		i++
	}
}

// elements returns where the elements of the array in b lie, and whether b holds an array.
func elements(b []byte) ([]span, bool) {
	i := skipSpace(b, 0)
	if i >= len(b) || b[i] != '[' {
		return nil, false
	}
	var spans []span
	i = skipSpace(b, i+1)
	if i < len(b) && b[i] == ']' {
		return spans, true
	}
	for {
		v := skipSpace(b, i)
		if i = skipValue(b, v); i < 0 {
			return nil, false
		}
		spans = append(spans, span{off: int64(v), n: int32(i - v)})
		i = skipSpace(b, i)
		if i >= len(b) || b[i] != ',' {
			return spans, i < len(b) && b[i] == ']'
		}
		i++
	}
}

// keyText returns a key as encoding/json would decode it.
func keyText(key []byte) string {
	if bytes.IndexByte(key, '\\') < 0 && isASCII(key) {
		return string(key)
	}
	var s string
	if json.Unmarshal([]byte(`"`+string(key)+`"`), &s) != nil {
		return string(key)
	}
	return s
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

// member returns the value of the named member of the object in b; of several with that name the last, as
// encoding/json does. It prefers an exact name and accepts one that differs in case.
func member(b []byte, name string) (value []byte, ok bool) {
	exact := false
	members(b, func(key, v []byte) bool {
		k := keyText(key)
		if k == name {
			value, ok, exact = v, true, true
		} else if !exact && strings.EqualFold(k, name) {
			value, ok = v, true
		}
		return true
	})
	return value, ok
}

// memberText returns the named member of the object in b when it is a string, else "".
func memberText(b []byte, name string) string {
	v, ok := member(b, name)
	if !ok || len(v) == 0 || v[0] != '"' {
		return ""
	}
	return keyText(v[1 : len(v)-1])
}

// kind returns the first byte of the value in b, which tells its type, or 0 for none.
func kind(b []byte) byte {
	if i := skipSpace(b, 0); i < len(b) {
		return b[i]
	}
	return 0
}
