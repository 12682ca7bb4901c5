package console

import (
	"html/template"
	"net/http"
	"strings"

	"vahti.ai/vahti/shared/browser"
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

// localeOf is the language a request asks for by "?lang=", or else the one that
// whoever is signed in has chosen, or else that of what it shows, or else the one its
// Accept-Language likes best, or else English.
func localeOf(r *http.Request, shown string) locale {
	if l, ok := browser.Asked(r); ok {
		return locale{l, true}
	}
	if l, ok := browser.Language(frameOf(r).own); ok {
		return locale{lang: l}
	}
	if l, ok := browser.Language(shown); ok {
		return locale{lang: l}
	}
	return locale{lang: browser.Accepted(r)}
}

// tenantLocale is the language of a tenant's page: what the request asks for, or
// else the reader's, or else the tenant's, or else English.
func tenantLocale(r *http.Request, tenants string) locale {
	if tenants == "" {
		tenants = string(text.English)
	}
	return localeOf(r, tenants)
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
	return browser.Fill(l.own(english), values)
}

// own is a text of the console's tables with its places still empty.
func (l locale) own(english string) string {
	said, _ := text.In(l.lang, english, tables...)
	return said
}

// words are a text that is not the console's own, in the page's language or, for
// want of a translation, in English.
type words struct {
	Text string
	Lang text.Language // set where it is not the page's
}

// HTML marks the language where it is not the page's; it implements browser.Element.
func (w words) HTML() template.HTML {
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
		"time":  moment.HTML,
		"words": words.HTML,
	}
}

func (l locale) t(english string, values ...any) (any, error) {
	return browser.Say(l.own(english), values...)
}
