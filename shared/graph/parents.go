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
// parents take turns it reads those whose turn it is, first a page of each, and what
// the time limit left out waits for the next scan, which goes on where a large one's
// pages ended. Where only a part is read, the rest stays as it was
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
	if r != nil {
		u.begun, u.denied, u.open = make([]*progress, len(parents)), make([]bool, len(parents)), r.turn.Open
	}
	x.gather.each(len(parents), mostAtOnce, func(i int) { u.parent(ctx, i, parents[i]) })
	u.further(ctx, parents)

	if f = u.f; r != nil && (f == nil || f.untimely()) {
		if all := len(parents); u.last != nil && u.refused == all && (all >= maxBatch || all == r.turn.Total) {
			return 0, u.last
		}
		x.s.SetTurn(t.row.Resource, u.end(r, parents))
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

// furtherAtOnce is of how many parents that take turns further pages are read at the
// same time: of few, one after the other, so that each is read to the end soon.
const furtherAtOnce = 10

// mostUnder is how many entities are read under a parent that takes turns. One with
// more does not keep the others from theirs.
const mostUnder = 2_000_000

// mostOpen is how much is kept of parents that are read in part, in bytes.
const mostOpen = 256 << 10

// under is the reading of one resource under its parents.
type under struct {
	*session
	task   *task
	stop   context.CancelFunc
	done   []bool // by parent; each is set by whoever read it
	single bool   // parents take turns: a refusal is the parent's own
	total  atomic.Int64

	// Of parents that take turns:
	begun  []*progress                // which have further pages, and how far those are that are being read
	denied []bool                     // which were refused, or not read to the end
	open   map[string]snapshot.Opened // by an earlier scan

	mu      sync.Mutex
	f, last *failure
	read    int // answered
	refused int
}

// further reads the further pages of parents that take turns, in the parents' order.
func (u *under) further(ctx context.Context, parents []parent) {
	var rest []int
	for i := range u.begun {
		if !u.done[i] && u.begun[i] != nil {
			rest = append(rest, i)
		}
	}
	u.gather.each(len(rest), furtherAtOnce, func(n int) { u.parent(ctx, rest[n], parents[rest[n]]) })
}

// end is how far the round is. Of the parents that were not read to the end nothing
// stays in the snapshot; those that are well under way are left to the next scan.
func (u *under) end(r *round, parents []parent) snapshot.Turn {
	n, refused, size := 0, 0, 0
	for ; n < len(r.parents) && u.done[n]; n++ {
		if u.denied[n] {
			refused++
		}
	}
	var open map[string]snapshot.Opened
	for i, p := range parents {
		if u.done[i] {
			continue
		}
		if b := u.begun[i]; b != nil && b.pages > 1 && b.next != "" && i < len(r.parents) {
			o := snapshot.Opened{Next: b.next, Entities: b.entities, Held: snapshot.Under(u.task.row.Key, u.s, p.id)}
			if size += len(o.Held) + len(o.Next); o.Held != nil && size <= mostOpen {
				if open == nil {
					open = map[string]snapshot.Opened{}
				}
				open[p.id] = o
			}
		}
		snapshot.Drop(u.task.row.Key, u.s, p.id)
	}
	return r.end(n, refused, open)
}

// before is how far the reading of a parent's is: as this Read left it, or the one that
// it goes on from, or an earlier scan.
func (u *under) before(i int, p parent) *progress {
	if u.begun != nil && u.begun[i] != nil {
		return u.begun[i]
	}
	if before := u.task.resumed.under(p.id); before != nil {
		return before
	}
	o, open := u.open[p.id]
	if !open || o.Next == "" {
		return nil
	}
	row := u.task.row
	snapshot.Drop(row.Key, u.s, p.id)
	if row.Key.Decode(u.s, p.id, o.Held) != nil {
		return nil
	}
	u.tell(Entry{Resource: row.Resource, Parent: p.id, Raw: o.Held, Count: o.Entities, Next: o.Next, Fresh: true})
	return &progress{next: o.Next, pages: 2, entities: o.Entities}
}

// parent reads what hangs under one parent. Single refusals are counted where they
// are the parent's own; where nothing but refusals comes, they are the resource's.
func (u *under) parent(ctx context.Context, i int, p parent) {
	first := u.begun != nil && u.begun[i] == nil
	before := u.before(i, p)
	if first && before != nil && !before.done && before.next != "" {
		u.begun[i] = before
		return
	}
	var f *failure
	switch {
	case ctx.Err() != nil:
		f = &failure{kind: late}
	case before != nil && before.done && before.refused:
		f = &failure{kind: refused, status: http.StatusForbidden}
	case before == nil || !before.done:
		if f = u.one(ctx, i, p, before, first); f == nil {
			break
		}
		if u.own(f) {
			// What was found stands, although there may be more; that nothing was found says nothing.
			found := f.kind == endless && snapshot.Notable(u.task.row.Key, u.s, p.id)
			if !found {
				snapshot.Drop(u.task.row.Key, u.s, p.id)
			}
			u.tell(Entry{Resource: u.task.row.Resource, Parent: p.id, Fresh: !found, Refused: true, Last: true})
		}
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	switch {
	case f == nil && first && u.begun[i] != nil: // further pages follow
		u.read++
	case f == nil:
		u.read++
		u.done[i] = true
	case u.own(f):
		u.done[i], u.denied[i] = true, true
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

// own reports whether a failure is the parent's own, which then stays unread.
func (u *under) own(f *failure) bool {
	return u.single && (f.kind == endless || f.kind == refused && f.status == http.StatusForbidden)
}

// one reads what hangs under a parent, from where an interrupted reading stopped, and
// at first no more than a page where parents take turns.
func (u *under) one(ctx context.Context, i int, p parent, before *progress, first bool) *failure {
	row, reported := u.task.row, 0
	c := collection{row: row, task: u.task, parent: p.id, together: true, once: first}
	c.progress = func(n int) {
		u.progress(row, int(u.total.Add(int64(n-reported))), false)
		reported = n
	}
	if before != nil {
		c.next, c.pages, c.entities = before.next, before.pages, before.entities
		reported = c.entities
	}
	var f *failure
	switch {
	case row.Object:
		if f = u.object(ctx, u.task, p.id, row); f == nil {
			c.progress(1)
		}
	case u.single:
		c.most = mostUnder
		f = u.collect(ctx, &c)
		if u.begun[i] = nil; c.next != "" {
			u.begun[i] = &progress{next: c.next, pages: c.pages, entities: c.entities}
		}
		if f != nil || c.next == "" {
			u.floor.add(row.pages(c.entities) - 1)
		}
	default:
		f = u.collect(ctx, &c)
		u.floor.add(row.pages(c.entities) - 1)
	}
	if f != nil && f.kind == refused && c.pages == 0 && (p.guess || f.status == http.StatusNotFound) {
		// Gone since, or never a parent: its entities stay unread, the others' do not.
		snapshot.SetAbsent(row.Key, u.s, p.id)
		u.tell(Entry{Resource: row.Resource, Parent: p.id, Fresh: true, Absent: true, Last: true})
		return nil
	}
	return f
}
