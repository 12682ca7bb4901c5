package signin

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"

	"vahti.ai/vahti/shared/browser"
	"vahti.ai/vahti/shared/check/text"
)

//go:embed templates/*.html
var templates embed.FS

// A page is which template shows it, and its data.
type page struct {
	template string
	locale   locale
	Title    string
	// Refresh, in seconds, makes the browser ask again; 0 for never.
	Refresh int
	// Problem says why what was sent was refused, Done what was just done.
	Problem, Done string
	// Self is where the page is at home: a page can answer a form that was sent
	// elsewhere.
	Self string
	// Script says that the page asks for a passkey.
	Script bool
	// pictures says that the page shows one that it holds itself.
	pictures bool
	// Signed is by whom the person is signed in; empty for nobody.
	Signed string
	View   any
}

// Lang is the page's language.
func (p page) Lang() text.Language { return p.locale.lang }

// Languages are the languages the page can be read in.
func (p page) Languages() []tongue {
	var out []tongue
	for _, l := range text.Languages() {
		out = append(out, tongue{l, browser.LanguageName(l), with(p.Self, "lang", string(l)), l == p.locale.lang})
	}
	return out
}

// To is the address of another page in the page's language.
func (p page) To(path string) string { return p.locale.href(path) }

// tongue is a language to choose.
type tongue struct {
	Lang   text.Language
	Name   string
	Href   string
	Chosen bool
}

// form is what every form of a view needs.
type form struct{ locale locale }

// To is where the form is sent.
func (f form) To(path string) string { return f.locale.href(path) }

// pages are the parsed templates by language and name.
type pages map[text.Language]map[string]*template.Template

func templateNames() []string {
	return []string{"signin", "second", "note", "forgot", "reset", "account", "app", "codes", "email", "invitation", "enrol", "onboarding"}
}

func parsePages() (pages, error) {
	p := pages{}
	for _, l := range text.Languages() {
		p[l] = map[string]*template.Template{}
		for _, name := range templateNames() {
			t, err := template.New("layout.html").Funcs(locale{lang: l}.funcs()).
				ParseFS(templates, "templates/layout.html", "templates/parts.html", "templates/"+name+".html")
			if err != nil {
				return nil, fmt.Errorf("parse page %s: %w", name, err)
			}
			p[l][name] = t
		}
	}
	return p, nil
}

// write answers with a page. Nothing is sent when it cannot be rendered whole.
func (s *site) write(w http.ResponseWriter, status int, p page) error {
	var b bytes.Buffer
	if err := s.pages[p.locale.lang][p.template].Execute(&b, p); err != nil {
		return fmt.Errorf("render page %s: %w", p.template, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", string(p.locale.lang))
	w.Header().Set("Content-Security-Policy", s.policy(p))
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // fails when the client has gone, and then there is nobody to tell
	return nil
}

// note is a page that says one thing and where to go on.
type note struct {
	form
	Heading, Text string
	Next, Link    string // the address and what stands on it; empty for none
}

func (s *site) note(c caller, n note) page {
	n.form = form{c.locale}
	return page{template: "note", locale: c.locale, Title: n.Heading, Self: "/signin", Signed: c.signed(), View: n}
}

// errorPages answers a browser with a page where others get a problem document.
func (s *site) errorPages(w http.ResponseWriter, r *http.Request) http.ResponseWriter {
	return browser.Errors(w, func(w http.ResponseWriter, status int) {
		l := localeOf(r, "")
		n := l.failure(status)
		if err := s.write(w, status, s.note(caller{locale: l}, n)); err != nil {
			http.Error(w, n.Heading, status)
		}
	})
}
