package signin

import (
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"vahti.ai/vahti/shared/browser"
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

// localeOf is the language a request asks for by "?lang=", or else that of the
// person or the invitation, or else the one its Accept-Language likes best, or
// else English.
func localeOf(r *http.Request, persons string) locale {
	if l, ok := browser.Asked(r); ok {
		return locale{l, true}
	}
	if l, ok := browser.Language(persons); ok {
		return locale{lang: l}
	}
	return locale{lang: browser.Accepted(r)}
}

// in is the locale for something that is in a language of its own, unless the
// request named one.
func (l locale) in(own string) locale {
	if o, ok := browser.Language(own); ok && !l.asked {
		return locale{lang: o}
	}
	return l
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
	return browser.Fill(l.own(english), values)
}

// own is a text with its places still empty.
func (l locale) own(english string) string {
	said, _ := text.In(l.lang, english, tables...)
	return said
}

// funcs are what templates call. t says a text; where a value is a moment, it
// brings its own element.
func (l locale) funcs() template.FuncMap {
	return template.FuncMap{"t": l.t, "time": moment.HTML}
}

func (l locale) t(english string, values ...any) (any, error) {
	return browser.Say(l.own(english), values...)
}
