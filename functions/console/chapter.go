package console

import (
	"context"
	"net/http"
	"net/url"

	"vahti.ai/vahti/shared/store"
)

// chapter is what the pages about a tenant's own affairs have in common: its members,
// support access, audit trail, settings and keys.
type chapter struct {
	locale
	about store.About
	name  string
	trail []crumb
}

// chapter reads what such a page begins with.
func (c *console) chapter(r *http.Request, in visit) (chapter, error) {
	t, id, err := c.open(in)
	if err != nil {
		return chapter{}, err
	}
	about, name, err := header(r.Context(), t)
	if err != nil {
		return chapter{}, err
	}
	l := tenantLocale(r, about.Language)
	name = l.named(name)
	return chapter{l, about, name, []crumb{l.home(), {name, l.href(tenantPath(id))}}}, nil
}

// page is the chapter's page.
func (ch chapter) page(template, title string, view any) page {
	return page{template: template, locale: ch.locale, Title: words{Text: title}, Trail: ch.trail, View: view}
}

// crumbTo adds a step to the way to the page.
func (ch *chapter) crumbTo(in visit, page, name string) {
	ch.trail = append(ch.trail, crumb{name, ch.sub(in, page, nil)})
}

// refused says in words why a wish was refused; nothing where none was.
func (ch chapter) refused(err error) string {
	if err == nil {
		return ""
	}
	return ch.reason(err)
}

// sub is the address of a page below the tenant's, with a query.
func (ch chapter) sub(in visit, page string, query url.Values) string {
	path := tenantPath(in.id()) + "/" + page
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return ch.href(path)
}

// back is the address of a tenant's page after a form was sent, in the language of
// the form's page.
func (c *console) back(r *http.Request, in visit, page string) (string, error) {
	l, err := c.locale(r.Context(), r, in)
	return l.href(tenantPath(in.id()) + "/" + page), err
}

// locale is the language of a tenant's pages.
func (c *console) locale(ctx context.Context, r *http.Request, in visit) (locale, error) {
	t, _, err := c.open(in)
	if err != nil {
		return locale{}, err
	}
	about, err := t.About(ctx)
	return tenantLocale(r, about.Language), err
}

// option is one of a list to choose from.
type option struct {
	Value, Name string
	Chosen      bool
}
