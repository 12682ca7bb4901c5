// Package text holds what people read of a check in the other languages.
//
// Checks speak English: their literals and the reasons they give are English
// sentences. A Table lies beside each check and translates them. It is keyed by
// the English it translates, so an English text that changes has lost its
// translations, which the tests notice.
//
// A key may hold places for what differs from tenant to tenant: "{}" stands for
// a number, a date or a word of Microsoft's, which stays as it is, and for a
// text that the tables translate in its turn. The translations hold the same
// places, "{}" in the same order or "{1}", "{2}" where the order differs.
package text

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Language is a language people read: "en", "fi" or "sv".
type Language string

// The languages.
const (
	English Language = "en"
	Finnish Language = "fi"
	Swedish Language = "sv"
)

// Languages returns every language, English first.
func Languages() []Language { return []Language{English, Finnish, Swedish} }

// A Translation is one English text in the other languages.
type Translation struct{ FI, SV string }

// In returns the translation into a language; empty for English.
func (t Translation) In(l Language) string {
	switch l {
	case Finnish:
		return t.FI
	case Swedish:
		return t.SV
	}
	return ""
}

// Place is how a key marks what differs.
const Place = "{}"

// Texts are translations by the English they translate.
type Texts map[string]Translation

// A Table translates English texts. It is made once and never changes.
type Table struct {
	texts    Texts
	patterns func() []pattern
}

// New makes a table.
func New(texts Texts) *Table {
	return &Table{texts: texts, patterns: sync.OnceValue(func() []pattern { return patternsOf(texts) })}
}

// Texts returns what the table holds; nobody changes it.
func (t *Table) Texts() Texts { return t.texts }

// In translates an English text. ok is false, and the English is returned, where
// no table has it in that language.
func In(l Language, english string, tables ...*Table) (translated string, ok bool) {
	if l == English || english == "" {
		return english, true
	}
	for _, t := range tables {
		if to := t.texts[english].In(l); to != "" {
			return to, true
		}
	}
	for _, t := range tables {
		for _, p := range t.patterns() {
			m := p.expr.FindStringSubmatch(english)
			to := t.texts[p.key].In(l)
			if m == nil || to == "" {
				continue
			}
			values := m[1:]
			for i := range values {
				values[i], _ = In(l, values[i], tables...)
			}
			return fill(to, values), true
		}
	}
	return english, false
}

// fill puts values into a text's places.
func fill(to string, values []string) string {
	for i, v := range values {
		if n := "{" + strconv.Itoa(i+1) + "}"; strings.Contains(to, n) {
			to = strings.ReplaceAll(to, n, v)
			continue
		}
		to = strings.Replace(to, Place, v, 1)
	}
	return to
}

// A pattern is a key with places.
type pattern struct {
	key  string
	expr *regexp.Regexp
}

// patternsOf returns the keys with places, the most telling first: those with
// the most text of their own.
func patternsOf(texts Texts) []pattern {
	var out []pattern
	for key := range texts {
		if !strings.Contains(key, Place) {
			continue
		}
		parts := strings.Split(key, Place)
		for i := range parts {
			parts[i] = regexp.QuoteMeta(parts[i])
		}
		out = append(out, pattern{key, regexp.MustCompile(`^(?s:` + strings.Join(parts, `(.+?)`) + `)$`)})
	}
	slices.SortFunc(out, func(a, b pattern) int {
		return cmp.Or(cmp.Compare(len(b.key), len(a.key)), cmp.Compare(a.key, b.key))
	})
	return out
}
