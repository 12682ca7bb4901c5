package graph

import (
	"bytes"
	"context"
	"net/http"

	"vahti.ai/vahti/shared/snapshot"
)

// object reads a singleton.
func (x *session) object(ctx context.Context, row Row, first *answer) *failure {
	var buf bytes.Buffer
	var body []byte
	take := func(raw []byte) error {
		body = raw
		return parseObject(raw)
	}
	f := x.get(ctx, call{url: row.url(x.r.base, "", 0), items: 1, into: &buf}, first, take)
	if f.malformed() && row.Select != "" {
		row.Select = "" // as for a collection
		f = x.get(ctx, call{url: row.url(x.r.base, "", 0), items: 1, into: &buf}, nil, take)
	}
	if f != nil {
		return f
	}
	if row.Key.Decode(x.s, "", body) != nil {
		return &failure{kind: misshapen}
	}
	return nil
}

// collection is the reading of one collection, or of one parent's.
type collection struct {
	row      Row
	parent   string
	progress func(entities int) // called after each page with what was read so far

	pages, entities int
	restarts        int
}

// maxRestarts is how often a collection is begun anew because its page token
// expired on the way.
const maxRestarts = 2

// collect reads page after page. On a failure pages may already be in the
// snapshot: the caller drops the resource.
func (x *session) collect(ctx context.Context, c *collection, first *answer) *failure {
	var buf bytes.Buffer
	top := c.row.Top
	link := c.row.url(x.r.base, c.parent, top)
	seen := map[string]bool{}
	for {
		if seen[link.String()] {
			return &failure{kind: circular}
		}
		seen[link.String()] = true
		var p page
		f := x.get(ctx, call{url: link, items: 1, into: &buf}, first, func(raw []byte) (err error) {
			p, err = parsePage(raw)
			return err
		})
		first = nil
		switch {
		case f == nil:
		case c.pages == 0 && f.malformed() && top > 0:
			// Not every collection documents $top: ask without before giving up.
			top = 0
			link = c.row.url(x.r.base, c.parent, top)
			continue
		case c.pages == 0 && f.malformed() && c.row.Select != "":
			// Nor $select: everything is more than is needed, and better than nothing.
			c.row.Select = ""
			link = c.row.url(x.r.base, c.parent, top)
			continue
		case x.mayRestart(c, f):
			link, seen = c.row.url(x.r.base, c.parent, top), map[string]bool{}
			continue
		default:
			return f
		}
		if c.row.Key.Decode(x.s, c.parent, p.value) != nil {
			return &failure{kind: misshapen}
		}
		c.pages++
		c.entities += p.count
		c.progress(c.entities)
		if p.next == "" {
			return nil
		}
		next, err := x.r.base.Parse(p.next)
		if err != nil || !sameHost(x.r.base, next) {
			return &failure{kind: elsewhere}
		}
		link = next
	}
}

// mayRestart reports whether a collection whose page token expired can be begun
// anew, and drops what was read of it.
func (x *session) mayRestart(c *collection, f *failure) bool {
	expired := f.kind == refused && (f.status == http.StatusGone || f.code == "Directory_ExpiredPageToken")
	if !expired || c.pages == 0 || c.restarts >= maxRestarts || c.row.Key.Kind() != snapshot.Collection {
		return false
	}
	c.restarts++
	c.pages, c.entities = 0, 0
	x.s.SetUnread(c.row.Resource, snapshot.Unread{Reason: "it is being read again"})
	return true
}
