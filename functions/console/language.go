package console

import (
	"fmt"
	"html/template"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"vahti.ai/vahti/shared/check"
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

// localeOf is the language a request asks for by "?lang=", or else that of what
// it shows, or else the one its Accept-Language likes best, or else English.
func localeOf(r *http.Request, shown string) locale {
	if l, ok := language(r.URL.Query().Get("lang")); ok {
		return locale{l, true}
	}
	if l, ok := language(shown); ok {
		return locale{lang: l}
	}
	return locale{lang: accepted(r.Header.Values("Accept-Language"))}
}

// tenantLocale is the language of a tenant's page: what the request asks for,
// or else the tenant's, or else English.
func tenantLocale(r *http.Request, tenants string) locale {
	if tenants == "" {
		tenants = string(text.English)
	}
	return localeOf(r, tenants)
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

// href is the address of another page of the console, in the same language.
func (l locale) href(path string) string {
	if !l.asked {
		return path
	}
	if strings.Contains(path, "?") {
		return path + "&lang=" + string(l.lang)
	}
	return path + "?lang=" + string(l.lang)
}

// say is one of the console's own texts with values in its places.
func (l locale) say(english string, values ...string) string {
	return fill(l.own(english), values)
}

// own is a text of the console's tables with its places still empty.
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

// words are a text that is not the console's own, in the page's language or, for
// want of a translation, in English.
type words struct {
	Text string
	Lang text.Language // set where it is not the page's
}

// html marks the language where it is not the page's.
func (w words) html() template.HTML {
	escaped := template.HTMLEscapeString(w.Text)
	if w.Lang != "" {
		escaped = `<span lang="` + template.HTMLEscapeString(string(w.Lang)) + `">` + escaped + `</span>`
	}
	return template.HTML(escaped) //nolint:gosec // both parts are escaped above
}

// of is one of a check's texts, or a reason or note that it gave; c is nil where
// the check is not known.
func (l locale) of(c *check.Check, english string) words {
	said, ok := check.Say(c, l.lang, english)
	if !ok {
		said, ok = text.In(l.lang, english, scanTexts)
	}
	return l.translated(english, said, ok)
}

// translated is English in disguise where a custom check was left untranslated.
func (l locale) translated(english, said string, ok bool) words {
	if l.lang != text.English && english != "" && (!ok || said == english) {
		return words{english, text.English}
	}
	return words{Text: said}
}

// note is the parts of a subject's note, which are translated one by one.
func (l locale) note(c *check.Check, english string) []words {
	if english == "" {
		return nil
	}
	var parts []words
	for part := range strings.SplitSeq(english, noteEnd) {
		parts = append(parts, l.of(c, part))
	}
	return parts
}

// noteEnd stands between the parts of a note.
const noteEnd = "; "

// funcs are what templates call. t says one of the console's texts; where a
// value is a moment or words of others, it brings its own element.
func (l locale) funcs() template.FuncMap {
	return template.FuncMap{
		"t":     l.t,
		"time":  moment.html,
		"words": words.html,
	}
}

func (l locale) t(english string, values ...any) (any, error) {
	plain := make([]string, len(values))
	elements := false
	for i, v := range values {
		switch v := v.(type) {
		case moment:
			plain[i], elements = string(v.html()), true
		case words:
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
		switch v.(type) {
		case moment, words:
		default:
			plain[i] = template.HTMLEscapeString(plain[i])
		}
	}
	return template.HTML(fill(template.HTMLEscapeString(l.own(english)), plain)), nil //nolint:gosec // everything that is not an element was escaped
}
