// Package browser is what functions that answer browsers have in common: the language of
// an answer, moments, texts with values in their places, and pages where other clients
// get problem documents. What a page says, and how it looks, is its function's own.
package browser

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"vahti.ai/vahti/shared/check/text"
)

// LanguageName is a language in its own words.
func LanguageName(l text.Language) string {
	switch l {
	case text.Finnish:
		return "Suomi"
	case text.Swedish:
		return "Svenska"
	}
	return "English"
}

// Language is the language of a tag such as "fi"; ok is false where no page is in it.
func Language(tag string) (l text.Language, ok bool) {
	l = text.Language(tag)
	return l, slices.Contains(text.Languages(), l)
}

// Asked is the language that a request names by "?lang="; ok is false for none.
func Asked(r *http.Request) (l text.Language, ok bool) { return Language(r.URL.Query().Get("lang")) }

// Accepted is the language to which a request's Accept-Language gives the most weight,
// the first of equals, and English where it likes none. Regions do not matter: "sv-FI"
// is Swedish.
func Accepted(r *http.Request) text.Language {
	best, weight := text.English, 0.0
	for _, line := range r.Header.Values("Accept-Language") {
		for one := range strings.SplitSeq(line, ",") {
			tag, params, _ := strings.Cut(one, ";")
			primary, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
			l, ok := Language(primary)
			if q := quality(params); ok && q > weight {
				best, weight = l, q
			}
		}
	}
	return best
}

// quality is the weight that "q=0.8" gives: 1 where none is given, 0 where it is
// no weight.
func quality(params string) float64 {
	value, given := strings.CutPrefix(strings.ReplaceAll(strings.TrimSpace(params), " ", ""), "q=")
	if !given {
		return 1
	}
	q, err := strconv.ParseFloat(value, 64)
	if err != nil || !(q >= 0 && q <= 1) {
		return 0
	}
	return q
}
