package graph

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"

	"vahti.ai/vahti/shared/snapshot"
)

// request asks for something that a task needs, together with others where that
// may be, and waits until take accepts an answer. later is how many answers of
// its own the task had before it knew what to ask for.
func (x *session) request(ctx context.Context, t *task, u *url.URL, into *bytes.Buffer, together bool, later int, take func([]byte) error) *failure {
	version, path := x.r.relative(u)
	class := classOf(path)
	var first *answer
	if together {
		t.cost.items.Add(1)
		x.floor.together(version, t.level+later, class)
		first = x.gather.ask(ctx, version, path, class)
	} else {
		t.cost.alone.Add(1)
	}
	return x.get(ctx, call{url: u, items: 1, into: into, tries: t.tries}, first, take)
}

// object reads a singleton, or the one object under a parent.
func (x *session) object(ctx context.Context, t *task, parent string, row Row) *failure {
	var buf bytes.Buffer
	var body []byte
	take := func(raw []byte) error {
		body = raw
		return parseObject(raw)
	}
	f := x.request(ctx, t, row.url(x.r.base, parent, 0), &buf, true, 0, take)
	if f.malformed() && row.Select != "" && parent == "" {
		row.Select = "" // as for a collection
		f = x.request(ctx, t, row.url(x.r.base, parent, 0), &buf, false, 0, take)
	}
	if f != nil {
		return f
	}
	if parent != "" {
		snapshot.Drop(row.Key, x.s, parent)
	}
	if row.Key.Decode(x.s, parent, body) != nil {
		return &failure{kind: misshapen}
	}
	x.tell(Entry{Resource: row.Resource, Parent: parent, Raw: body, Fresh: true, Last: true})
	return nil
}

// collection reads a collection: what changed in it where that is enough, else
// all of it.
func (x *session) collection(ctx context.Context, t *task) (entities int, f *failure) {
	linkless := false // Graph cannot say what changes, and would only take the time
	if t.mode == byChanges {
		var whole bool
		t.tries = changesTries
		if whole, f = x.changes(ctx, t); whole || f.untimely() {
			return 0, f
		}
		t.tries, linkless = 0, f.persistent()
		// Whatever is wrong with the changes is not wrong with the collection.
		t.mode, t.resumed, t.link = inFull, nil, ""
		forget(t.row.Key, x.s)
	}
	c := collection{
		row: t.row, task: t, progress: func(n int) { x.progress(t.row, n, false) },
		together: t.row.Batched || t.kept.Requests == 1 && t.row.Class() != ClassReports,
	}
	if p := t.resumed; p != nil {
		c.next, c.pages, c.entities = p.next, p.pages, p.entities
	}
	if c.next == "" && x.order.Keep && !linkless && t.row.Delta && t.kept.Requests != 1 && t.link == "" {
		if t.link = x.latest(ctx, t); t.link != "" {
			x.tell(Entry{Resource: t.row.Resource, Link: t.link})
		}
		c.later = 1
	}
	f = x.collect(ctx, &c)
	if t.level += c.later; c.together {
		x.floor.add(t.row.pages(c.entities) - 1)
	} else {
		x.floor.add(t.row.pages(c.entities))
	}
	return c.entities, f
}

// collection is the reading of one collection, or of one parent's.
type collection struct {
	row      Row
	parent   string
	task     *task
	together bool               // the first page may share a batch
	later    int                // answers that the first page waited for
	next     string             // where an interrupted reading goes on, and how far it is
	once     bool               // one page is enough for now
	most     int                // entities are read, 0 for all
	progress func(entities int) // called after each page with what was read so far

	pages, entities int
	restarts        int
}

// maxRestarts is how often a collection is begun anew because its page token
// expired on the way.
const maxRestarts = 2

// collect reads page after page. On a failure pages may already be in the
// snapshot: the caller drops the resource, or goes on later.
func (x *session) collect(ctx context.Context, c *collection) *failure {
	var buf bytes.Buffer
	top := c.row.Top
	begin := func() *url.URL { return c.row.url(x.r.base, c.parent, top) }
	link, together := begin(), c.together
	resumed := c.next != ""
	if resumed {
		link, together = x.r.absolute(c.next), false
	}
	seen := map[string]bool{}
	for {
		if seen[link.String()] {
			return &failure{kind: circular}
		}
		seen[link.String()] = true
		var p page
		f := x.request(ctx, c.task, link, &buf, together, c.later, func(raw []byte) (err error) {
			p, err = parsePage(raw)
			return err
		})
		together = false
		switch {
		case f == nil:
		case c.pages > 0 && (expired(f) || resumed && f.malformed()) && c.restarts < maxRestarts:
			x.restart(c)
			link, seen, resumed = begin(), map[string]bool{}, false
			continue
		case c.pages == 0 && f.malformed() && top > 0:
			// Not every collection documents $top: ask without before giving up.
			top = 0
			link = begin()
			continue
		case c.pages == 0 && f.malformed() && c.row.Select != "":
			// Nor $select: everything is more than is needed, and better than nothing.
			c.row.Select = ""
			link = begin()
			continue
		default:
			return f
		}
		resumed = false
		next, ok := x.r.next(p.next)
		if !ok {
			return &failure{kind: elsewhere}
		}
		if c.pages == 0 && c.parent != "" {
			snapshot.Drop(c.row.Key, x.s, c.parent)
		}
		value := snapshot.Lean(c.row.Key, x.s, c.parent, p.value)
		if c.row.Key.Decode(x.s, c.parent, value) != nil {
			return &failure{kind: misshapen}
		}
		e := Entry{Resource: c.row.Resource, Parent: c.parent, Raw: value, Count: p.count, Fresh: c.pages == 0, Last: next == nil}
		if next != nil {
			_, e.Next = x.r.rooted(next)
		}
		c.next = e.Next
		c.pages++
		c.entities += p.count
		x.tell(e)
		c.progress(c.entities)
		switch {
		case next == nil, c.once:
			return nil
		case c.most > 0 && c.entities >= c.most:
			return &failure{kind: endless}
		}
		link = next
	}
}

// expired reports whether Graph does not know the place any more at which the
// reading of a collection was to go on.
func expired(f *failure) bool {
	return f.kind == refused && (f.status == http.StatusGone || f.code == "Directory_ExpiredPageToken")
}

// restart drops what was read of a collection, to begin it anew.
func (x *session) restart(c *collection) {
	c.restarts++
	c.next, c.pages, c.entities = "", 0, 0
	if c.parent != "" {
		snapshot.Drop(c.row.Key, x.s, c.parent)
		return
	}
	x.s.SetUnread(c.row.Resource, snapshot.Unread{Reason: "it is being read again"})
}

// probe asks for as little as possible of a collection that stays as it is: a
// refusal makes it unread, and nothing else does.
func (x *session) probe(ctx context.Context, t *task) *failure {
	var buf bytes.Buffer
	u := t.row.url(x.r.base, "", min(t.row.Top, 1))
	f := x.request(ctx, t, u, &buf, true, 0, func(raw []byte) error {
		_, err := parsePage(raw)
		return err
	})
	if f != nil && !f.malformed() && (f.kind == refused || f.kind == tokenless) {
		return f
	}
	x.tell(Entry{Resource: t.row.Resource, Last: true})
	return nil
}

// one reads single entities of a collection, as it would list them, and returns
// those that there are and the ids of those that there are not.
func (x *session) one(ctx context.Context, t *task, ids []string, later int) (found [][]byte, gone []string, f *failure) {
	bodies := make([][]byte, len(ids))
	failures := make([]*failure, len(ids))
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	x.gather.each(len(ids), mostAtOnce, func(i int) {
		var buf bytes.Buffer
		failures[i] = x.request(ctx, t, t.row.one(x.r.base, ids[i]), &buf, true, later, func(raw []byte) error {
			bodies[i] = raw
			return parseObject(raw)
		})
		if g := failures[i]; g != nil && !g.absent() {
			stop()
		}
	})
	for i, g := range failures {
		switch {
		case g == nil:
			found = append(found, bodies[i])
		case g.absent():
			gone = append(gone, ids[i])
		case f == nil || f.kind == late || g.spent && !f.spent: // those that were stopped tell less
			f = g
		}
	}
	return slices.Clip(found), gone, f
}
