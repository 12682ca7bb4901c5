package graph

import (
	"net/url"
	"strings"
)

// Links are kept and told without the address of Graph: an order that is resumed
// or a later scan may meet it at another, and no link leads elsewhere then.

// rooted returns a URL's API version and, with the version in front, its path and
// query.
func (r *Reader) rooted(u *url.URL) (version, link string) {
	path := strings.TrimPrefix(strings.TrimPrefix(u.EscapedPath(), strings.TrimRight(r.base.EscapedPath(), "/")), "/")
	version, _, _ = strings.Cut(path, "/")
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	return version, path
}

// relative returns a URL as an item of a batch of the version names it.
func (r *Reader) relative(u *url.URL) (version, item string) {
	version, link := r.rooted(u)
	return version, strings.TrimPrefix(link, version)
}

// absolute returns what a rooted link names.
func (r *Reader) absolute(link string) *url.URL {
	path, query, _ := strings.Cut(link, "?")
	u := *r.base
	u.Path, u.RawPath = "", ""
	if joined, err := url.Parse(strings.TrimRight(r.base.EscapedPath(), "/") + "/" + path); err == nil && joined.Host == "" {
		u.Path, u.RawPath = joined.Path, joined.RawPath
	}
	u.RawQuery = query
	return &u
}

// next reads the link to a next page; nil where there is none. ok is false where
// it leads elsewhere.
func (r *Reader) next(link string) (u *url.URL, ok bool) {
	if link == "" {
		return nil, true
	}
	u, err := r.base.Parse(link)
	if err != nil || !sameHost(r.base, u) {
		return nil, false
	}
	return u, true
}
