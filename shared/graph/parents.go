package graph

import (
	"context"
	"iter"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"

	"vahti.ai/vahti/shared/snapshot"
)

// mostAtOnce is how many parents, or single entities, of one resource are asked
// for at the same time: as many full batches as may be in flight.
const mostAtOnce = 10 * maxBatch

// underParents reads a resource's collection, or object, under each parent. Where
// parents take turns it reads those whose turn it is, and what the time limit left
// out waits for the next scan. Where only a part is read, the rest stays as it was
// loaded.
func (x *session) underParents(ctx context.Context, t *task) (entities int, f *failure) {
	for _, need := range t.row.Needs {
		if !x.s.Has(need) {
			return 0, &failure{kind: orphaned, needs: need}
		}
	}
	all := t.row.each(x.s)
	switch {
	case t.mode == onlyProbed:
		all = slices.Values(x.part(t, all))
	case !t.resumed.begun():
		if begin(t.row.Key, x.s) != nil {
			return 0, &failure{kind: misshapen}
		}
		x.tell(Entry{Resource: t.row.Resource, Fresh: true})
	}
	var r *round
	var parents []parent
	if snapshot.TakesTurns(t.row.Key) {
		r = beginRound(x.s, t.row.Resource, all, t.row.about(x.s))
		parents = append(r.parents, r.besides(all, x.order.Touched[t.row.Resource])...)
	} else {
		parents = slices.Collect(all)
	}
	u := under{session: x, task: t, done: make([]bool, len(parents)), single: r != nil}
	ctx, u.stop = context.WithCancel(ctx)
	defer u.stop()
	x.gather.each(len(parents), mostAtOnce, func(i int) { u.parent(ctx, i, parents[i]) })

	if f = u.f; r != nil && (f == nil || f.kind == late) {
		if all := len(parents); u.last != nil && u.refused == all && (all >= maxBatch || all == r.turn.Total) {
			return 0, u.last
		}
		x.s.SetTurn(t.row.Resource, r.end(slices.Index(append(u.done[:len(r.parents):len(r.parents)], false), false), u.refused))
		t.late, f = f != nil, nil
	}
	if f == nil && !t.late && !t.unsure {
		last := Entry{Resource: t.row.Resource, Last: true}
		if turn, known := x.s.Turn(t.row.Resource); known && r != nil {
			last.Turn, last.Scanned = &turn, turn.Scanned
		}
		x.tell(last)
	}
	return int(u.total.Load()), f
}

// part returns the parents to read where most stay as they are: those that joined,
// those that are known to have changed, and at least one for the permission's
// sake. What hangs under parents that left is dropped.
func (x *session) part(t *task, parents iter.Seq[parent]) []parent {
	had := map[string]bool{}
	for _, id := range snapshot.ParentsOf(t.row.Key, x.s) {
		had[id] = true
	}
	var out []parent
	var known *parent
	for p := range parents {
		switch {
		case !had[p.id], slices.Contains(t.touched, p.id), t.resumed.under(p.id) != nil:
			out = append(out, p)
		case known == nil && !p.guess:
			known = &p
		}
		delete(had, p.id)
	}
	for id := range had {
		snapshot.Drop(t.row.Key, x.s, id)
	}
	if len(out) == 0 && known != nil {
		out = append(out, *known)
	}
	return out
}

// under is the reading of one resource under its parents.
type under struct {
	*session
	task   *task
	stop   context.CancelFunc
	done   []bool // by parent; each is set by whoever read it
	single bool   // a refusal is the parent's own
	total  atomic.Int64

	mu      sync.Mutex
	f, last *failure
	read    int
	refused int
}

// parent reads what hangs under one parent. Single refusals are counted where they
// are the parent's own; where nothing but refusals comes, they are the resource's.
func (u *under) parent(ctx context.Context, i int, p parent) {
	before := u.task.resumed.under(p.id)
	var f *failure
	switch {
	case ctx.Err() != nil:
		f = &failure{kind: late}
	case before != nil && before.done && before.refused:
		f = &failure{kind: refused, status: http.StatusForbidden}
	case before == nil || !before.done:
		if f = u.one(ctx, p, before); f == nil {
			break
		}
		if u.single && f.kind == refused && f.status == http.StatusForbidden {
			u.tell(Entry{Resource: u.task.row.Resource, Parent: p.id, Fresh: true, Refused: true, Last: true})
		}
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	switch {
	case f == nil:
		u.read++
		u.done[i] = true
	case u.single && f.kind == refused && f.status == http.StatusForbidden:
		u.done[i] = true
		u.refused++
		if u.last = f; u.read > 0 || u.refused < maxBatch {
			return
		}
		fallthrough
	default:
		if u.f == nil {
			u.f = f
		}
		u.stop()
	}
}

// one reads what hangs under a parent, from where an interrupted reading stopped.
func (u *under) one(ctx context.Context, p parent, before *progress) *failure {
	row, reported := u.task.row, 0
	c := collection{row: row, task: u.task, parent: p.id, together: true}
	c.progress = func(n int) {
		u.progress(row, int(u.total.Add(int64(n-reported))), false)
		reported = n
	}
	if before != nil {
		c.next, c.pages, c.entities = before.next, before.pages, before.entities
	}
	var f *failure
	if row.Object {
		if f = u.object(ctx, u.task, p.id, row); f == nil {
			c.progress(1)
		}
	} else {
		f = u.collect(ctx, &c)
		u.floor.add(row.pages(c.entities) - 1)
	}
	if f != nil && f.kind == refused && c.pages == 0 && (p.guess || f.status == http.StatusNotFound) {
		// Gone since, or never a parent: its entities stay unread, the others' do not.
		snapshot.Drop(row.Key, u.s, p.id)
		u.tell(Entry{Resource: row.Resource, Parent: p.id, Fresh: true, Last: true})
		return nil
	}
	return f
}
