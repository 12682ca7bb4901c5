package console

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

//go:embed templates/*.html
var templates embed.FS

// A page is what a handler returns: which template shows it, and its data.
type page struct {
	template string
	Title    string
	// Refresh, in seconds, makes the browser ask again; 0 for never.
	Refresh int
	Trail   []crumb // the way from the list of tenants, without the page itself
	View    any
}

// crumb is one step of the way to a page.
type crumb struct{ Name, Href string }

// pages are the parsed templates by name.
type pages map[string]*template.Template

func parsePages() (pages, error) {
	p := pages{}
	for _, name := range []string{"tenants", "tenant", "finding", "error"} {
		t, err := template.New("layout.html").ParseFS(templates, "templates/layout.html", "templates/parts.html", "templates/"+name+".html")
		if err != nil {
			return nil, fmt.Errorf("parse page %s: %w", name, err)
		}
		p[name] = t
	}
	return p, nil
}

// write answers with a page. Nothing is sent when it cannot be rendered whole.
func (p pages) write(w http.ResponseWriter, status int, page page) error {
	var b bytes.Buffer
	if err := p[page.template].Execute(&b, page); err != nil {
		return fmt.Errorf("render page %s: %w", page.template, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // fails when the client has gone, and then there is nobody to tell
	return nil
}

// errorPages answers a browser with a page where serve.OnRequest answers with a
// problem document, so that statuses and log lines are made in one place
// whoever asks.
type errorPages struct {
	http.ResponseWriter
	pages    pages
	replaced bool
}

// WriteHeader implements http.ResponseWriter.
func (w *errorPages) WriteHeader(status int) {
	if w.replaced || w.Header().Get("Content-Type") != "application/problem+json" {
		w.ResponseWriter.WriteHeader(status)
		return
	}
	w.replaced = true
	view := errorView(status)
	if err := w.pages.write(w.ResponseWriter, status, page{template: "error", Title: view.Heading, View: view}); err != nil {
		http.Error(w.ResponseWriter, view.Heading, status)
	}
}

// Write implements http.ResponseWriter; the problem document goes nowhere.
func (w *errorPages) Write(b []byte) (int, error) {
	if w.replaced {
		return len(b), nil
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (w *errorPages) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// wantsHTML reports whether the client is a browser: one that names HTML among
// what it accepts.
func wantsHTML(r *http.Request) bool {
	for _, line := range r.Header.Values("Accept") {
		for one := range strings.SplitSeq(line, ",") {
			kind, params, err := mime.ParseMediaType(one)
			if err != nil || kind != "text/html" && kind != "application/xhtml+xml" {
				continue
			}
			q, err := strconv.ParseFloat(params["q"], 64)
			if params["q"] == "" || err == nil && q > 0 {
				return true
			}
		}
	}
	return false
}
