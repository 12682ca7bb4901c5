package graph

import (
	"bytes"
	"context"
	"net/http"
	"sync"
	"sync/atomic"

	"vahti.ai/vahti/shared/snapshot"
)

// object reads a singleton.
func (x *session) object(ctx context.Context, row Row, first *answer) *failure {
	var buf bytes.Buffer
	var body []byte
	c := call{url: row.url(x.r.base, "", 0), items: 1, into: &buf}
	f := x.get(ctx, c, first, func(raw []byte) error {
		body = raw
		return parseObject(raw)
	})
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
		case c.pages == 0 && top > 0 && f.kind == refused && f.status == http.StatusBadRequest && !licenceCode(f.code):
			// Not every collection documents $top: ask without before giving up.
			top = 0
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

// underParents reads a resource's collection under each parent.
func (x *session) underParents(ctx context.Context, row Row) (entities int, f *failure) {
	for _, need := range row.Needs {
		if !x.s.Has(need) {
			return 0, &failure{kind: orphaned, needs: need}
		}
	}
	// Read and empty, until a parent's entities join.
	if row.Key.Decode(x.s, "", []byte("[]")) != nil {
		return 0, &failure{kind: misshapen}
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var total atomic.Int64
	var once sync.Once
	var wg sync.WaitGroup
	turns := make(chan struct{}, cap(x.slots))
	for _, p := range row.parents(x.s) {
		turns <- struct{}{}
		if ctx.Err() != nil {
			<-turns
			once.Do(func() { f = &failure{kind: late} })
			break
		}
		wg.Go(func() {
			defer func() { <-turns }()
			if failed := x.underParent(ctx, row, p, &total); failed != nil {
				once.Do(func() { f = failed })
				stop()
			}
		})
	}
	wg.Wait()
	return int(total.Load()), f
}

func (x *session) underParent(ctx context.Context, row Row, p parent, total *atomic.Int64) *failure {
	if p.id == "." || p.id == ".." {
		return nil // would name another path
	}
	before := 0
	c := collection{row: row, parent: p.id}
	c.progress = func(n int) {
		x.progress(row, int(total.Add(int64(n-before))), false)
		before = n
	}
	f := x.collect(ctx, &c, nil)
	x.addFloor(row.pages(c.entities))
	if f != nil && f.kind == refused && c.pages == 0 && (p.guess || f.status == http.StatusNotFound) {
		// Gone since, or never a parent: its entities stay unread, the others' do not.
		return nil
	}
	return f
}
