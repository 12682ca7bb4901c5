package signin

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"vahti.ai/vahti/shared/check/text"
)

// A locale is the language of one answer. Pages speak English in the code; the
// tables in the files texts_*.go translate it.
type locale struct {
	lang text.Language
	// asked is set when the request named the language: the page's links name it
	// too.
	asked bool
}

// languageNames are the languages in their own words.
var languageNames = map[text.Language]string{text.English: "English", text.Finnish: "Suomi", text.Swedish: "Svenska"}

// localeOf is the language a request asks for by "?lang=", or else that of the
// person or the invitation, or else the one its Accept-Language likes best, or
// else English.
func localeOf(r *http.Request, persons string) locale {
	if l, ok := language(r.URL.Query().Get("lang")); ok {
		return locale{l, true}
	}
	if l, ok := language(persons); ok {
		return locale{lang: l}
	}
	return locale{lang: accepted(r.Header.Values("Accept-Language"))}
}

// in is the locale for something that is in a language of its own, unless the
// request named one.
func (l locale) in(own string) locale {
	if o, ok := language(own); ok && !l.asked {
		return locale{lang: o}
	}
	return l
}

func language(tag string) (text.Language, bool) {
	l := text.Language(tag)
	return l, slices.Contains(text.Languages(), l)
}

// accepted is the language that Accept-Language gives the most weight, the first
// of equals. Regions do not matter: "sv-FI" is Swedish.
func accepted(header []string) text.Language {
	best, weight := text.English, 0.0
	for _, line := range header {
		for one := range strings.SplitSeq(line, ",") {
			tag, params, _ := strings.Cut(one, ";")
			primary, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
			l, ok := language(primary)
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

// href is the address of another page, in the same language.
func (l locale) href(path string) string {
	if !l.asked {
		return path
	}
	return with(path, "lang", string(l.lang))
}

// with adds a parameter to a local address.
func with(path, name, value string) string {
	separator := "?"
	if strings.Contains(path, "?") {
		separator = "&"
	}
	return path + separator + name + "=" + url.QueryEscape(value)
}

// say is a text in the page's language with values in its places.
func (l locale) say(english string, values ...string) string {
	return fill(l.own(english), values)
}

// own is a text with its places still empty.
func (l locale) own(english string) string {
	said, _ := text.In(l.lang, english, tables...)
	return said
}

// place is where a value goes into a text.
var place = regexp.MustCompile(`\{[1-9]?\}`)

// fill puts values into a text's places. Places within values are none.
func fill(to string, values []string) string {
	next := 0
	return place.ReplaceAllStringFunc(to, func(p string) string {
		i := next
		if p == text.Place {
			next++
		} else {
			i = int(p[1] - '1')
		}
		if i >= len(values) {
			return p
		}
		return values[i]
	})
}

// funcs are what templates call. t says a text; where a value is a moment, it
// brings its own element.
func (l locale) funcs() template.FuncMap {
	return template.FuncMap{"t": l.t, "time": moment.html}
}

func (l locale) t(english string, values ...any) (any, error) {
	plain := make([]string, len(values))
	elements := false
	for i, v := range values {
		switch v := v.(type) {
		case moment:
			plain[i], elements = string(v.html()), true
		case string:
			plain[i] = v
		case int:
			plain[i] = strconv.Itoa(v)
		default:
			return nil, fmt.Errorf("say %q: a value is a %T", english, v)
		}
	}
	if !elements {
		return l.say(english, plain...), nil
	}
	for i, v := range values {
		if _, ok := v.(moment); !ok {
			plain[i] = template.HTMLEscapeString(plain[i])
		}
	}
	return template.HTML(fill(template.HTMLEscapeString(l.own(english)), plain)), nil //nolint:gosec // everything that is not an element was escaped
}
