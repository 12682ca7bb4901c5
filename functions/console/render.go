package console

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"html/template"
	"net/http"

	"vahti.ai/vahti/shared/browser"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/store/grant"
)

//go:embed templates/*.html
var templates embed.FS

// frame is what stands around a page: who is signed in, and under what an operator
// looks.
type frame struct {
	Signed string // sign-in name; empty for nobody
	own    string // the language of whoever is signed in; empty for nobody
	grant  grant.Grant
}

// sign says whose the request is.
func (f *frame) sign(p gate.Principal) { f.Signed, f.own = p.Name, p.Language }

// frameKey is where a request carries its frame.
type frameKey struct{}

// framed gives a request an empty frame, which is filled in on its way.
func framed(r *http.Request) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), frameKey{}, &frame{}))
}

// frameOf is the frame of a request.
func frameOf(r *http.Request) *frame {
	if f, ok := r.Context().Value(frameKey{}).(*frame); ok {
		return f
	}
	return &frame{}
}

// supportNote says under what an operator looks.
type supportNote struct {
	Purpose string
	Until   moment
}

// A page is what a handler returns: which template shows it, and its data.
type page struct {
	template string
	locale   locale
	Title    words
	// Refresh, in seconds, makes the browser ask again; 0 for never.
	Refresh int
	// Next is the address that Refresh asks for; empty for the page's own.
	Next  string
	Trail []crumb // the way from the list of tenants, without the page itself
	// Self is the path of the page where it answers a form that was sent to another;
	// empty where the page is at its own address.
	Self string
	View any
	// forms are further origins to which the page's forms may lead; a browser looks at
	// where it is sent on to as well.
	forms []string
	frame
}

// Support says under what an operator looks at the page; nil for others.
func (p page) Support() *supportNote {
	if p.grant.ID == "" {
		return nil
	}
	return &supportNote{p.locale.purpose(p.grant.Purpose), p.locale.on(p.grant.Until)}
}

// To is the address of another page, in the same language.
func (p page) To(path string) string { return p.locale.href(path) }

// crumb is one step of the way to a page.
type crumb struct{ Name, Href string }

// Lang is the page's language.
func (p page) Lang() text.Language { return p.locale.lang }

// Home is the address of the list of tenants.
func (p page) Home() string { return p.locale.href("/") }

// Languages are the languages the page can be read in.
func (p page) Languages() []tongue {
	var out []tongue
	for _, l := range text.Languages() {
		out = append(out, tongue{l, browser.LanguageName(l), l == p.locale.lang})
	}
	return out
}

// tongue is a language to choose.
type tongue struct {
	Lang   text.Language
	Name   string
	Chosen bool
}

// pages are the parsed templates by language and name.
type pages map[text.Language]map[string]*template.Template

func parsePages() (pages, error) {
	p := pages{}
	for _, l := range text.Languages() {
		p[l] = map[string]*template.Template{}
		for _, name := range []string{"tenants", "tenant", "timeline", "finding", "members", "partner", "review", "support", "grant", "trail", "accesses", "verification", "settings", "notifications", "keys", "export", "agreement", "plan", "desk", "error"} {
			t, err := template.New("layout.html").Funcs(locale{lang: l}.funcs()).
				ParseFS(templates, "templates/layout.html", "templates/parts.html", "templates/story.html", "templates/grants.html", "templates/"+name+".html")
			if err != nil {
				return nil, fmt.Errorf("parse page %s: %w", name, err)
			}
			p[l][name] = t
		}
	}
	return p, nil
}

// write answers with a page. Nothing is sent when it cannot be rendered whole.
func (p pages) write(w http.ResponseWriter, status int, page page) error {
	var b bytes.Buffer
	if err := p[page.locale.lang][page.template].Execute(&b, page); err != nil {
		return fmt.Errorf("render page %s: %w", page.template, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", string(page.locale.lang))
	if len(page.forms) > 0 {
		w.Header().Set("Content-Security-Policy", policy(page.forms...))
	}
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // fails when the client has gone, and then there is nobody to tell
	return nil
}

// errorPages answers a browser with a page where others get a problem document.
func (c *console) errorPages(w http.ResponseWriter, r *http.Request) http.ResponseWriter {
	return browser.Errors(w, func(w http.ResponseWriter, status int) {
		l := localeOf(r, "")
		view := l.failure(status)
		if err := c.pages.write(w, status, page{template: "error", locale: l, Title: words{Text: view.Heading}, View: view, frame: *frameOf(r)}); err != nil {
			http.Error(w, view.Heading, status)
		}
	})
}
