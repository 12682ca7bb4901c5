package graph

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"

	"vahti.ai/vahti/shared/snapshot"
)

// underParents reads a resource's collection, or object, under each parent,
// twenty parents a $batch. Where parents take turns it reads those whose turn it
// is, and what the time limit left out waits for the next scan.
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
	parents := slices.DeleteFunc(row.parents(x.s), func(p parent) bool { return p.id == "." || p.id == ".." }) // would name another path
	var r *round
	if snapshot.TakesTurns(row.Key) {
		r = beginRound(x.s, row.Resource, parents)
		parents = r.parents
	}
	groups := slices.Collect(slices.Chunk(parents, maxBatch))
	whole := make([]bool, len(groups))
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var total atomic.Int64
	var once sync.Once
	var wg sync.WaitGroup
	var counted refusals
	turns := make(chan struct{}, cap(x.slots))
	for i, group := range groups {
		turns <- struct{}{}
		if ctx.Err() != nil {
			<-turns
			once.Do(func() { f = &failure{kind: late} })
			break
		}
		wg.Go(func() {
			defer func() { <-turns }()
			failed := x.underGroup(ctx, row, group, &total, counted.of(r))
			if failed != nil {
				once.Do(func() {
					if f = failed; f.kind == refused {
						x.addFloor(1)
					}
				})
				stop()
				return
			}
			x.addFloor(1)
			whole[i] = true
		})
	}
	wg.Wait()
	if r != nil && (f == nil || f.kind == late) {
		read := 0
		for i := 0; i < len(groups) && whole[i]; i++ {
			read += len(groups[i])
		}
		if counted.last != nil && counted.n == len(parents) {
			return 0, counted.last
		}
		x.s.SetTurn(row.Resource, r.end(read, counted.n))
		f = nil
	}
	return int(total.Load()), f
}

// refusals counts the parents that Microsoft refused one by one.
type refusals struct {
	mu   sync.Mutex
	n    int
	last *failure
}

// of returns where to count the refusals of a round; nil where a refusal makes
// the whole resource unread.
func (r *refusals) of(round *round) *refusals {
	if round == nil {
		return nil
	}
	return r
}

func (r *refusals) add(f *failure) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.n++
	r.last = f
}

// underGroup reads what hangs under a few parents, asked for together. Single
// refusals are counted where there is somewhere to count them; a group that is
// refused throughout is a failure.
func (x *session) underGroup(ctx context.Context, row Row, group []parent, total *atomic.Int64, counted *refusals) *failure {
	answers := make([]*answer, len(group))
	if len(group) > 1 {
		urls := make([]string, len(group))
		for i, p := range group {
			urls[i] = row.relative(p.id)
		}
		answers = x.batch(ctx, row.version(), urls)
	}
	var single []*failure
	for i, p := range group {
		f := x.underParent(ctx, row, p, answers[i], total)
		if f != nil && f.kind == refused && f.status == http.StatusForbidden && counted != nil {
			single = append(single, f)
			continue
		}
		if f != nil {
			return f
		}
	}
	if len(group) == maxBatch && len(single) == len(group) {
		return single[0]
	}
	for _, f := range single {
		counted.add(f)
	}
	return nil
}

func (x *session) underParent(ctx context.Context, row Row, p parent, first *answer, total *atomic.Int64) *failure {
	before := 0
	c := collection{row: row, parent: p.id}
	c.progress = func(n int) {
		x.progress(row, int(total.Add(int64(n-before))), false)
		before = n
	}
	var f *failure
	if row.Object {
		f = x.objectUnder(ctx, &c, first)
	} else {
		f = x.collect(ctx, &c, first)
		x.addFloor(row.pages(c.entities) - 1)
	}
	if f != nil && f.kind == refused && c.pages == 0 && (p.guess || f.status == http.StatusNotFound) {
		// Gone since, or never a parent: its entities stay unread, the others' do not.
		return nil
	}
	return f
}

// objectUnder reads the one object under a parent.
func (x *session) objectUnder(ctx context.Context, c *collection, first *answer) *failure {
	var buf bytes.Buffer
	var body []byte
	f := x.get(ctx, call{url: c.row.url(x.r.base, c.parent, 0), items: 1, into: &buf}, first, func(raw []byte) error {
		body = raw
		return parseObject(raw)
	})
	if f != nil {
		return f
	}
	if c.row.Key.Decode(x.s, c.parent, body) != nil {
		return &failure{kind: misshapen}
	}
	c.pages, c.entities = 1, 1
	c.progress(1)
	return nil
}
