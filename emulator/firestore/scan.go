package firestore

import (
	"bytes"
	"container/heap"
	"fmt"
	"maps"
	"slices"

	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
	bolt "go.etcd.io/bbolt"
)

// A candidate is a document a query looks at. Its record and key can be used only while the view is open.
type candidate struct {
	db     database
	key    []byte // sorts as the name does among the plan's candidates
	record record
	fields map[string]*pb.Value // those the plan looks at
	sorts  []*pb.Value          // values of the orders before __name__

	// The name, made when first asked for: from the path, or from the collection's name and the encoded ID.
	path       path
	collection string
	id         []byte
	full       string
}

func (c *candidate) name() string {
	switch {
	case c.full != "":
	case c.path != nil:
		c.full = c.db.name(c.path)
	default:
		id, _, _, err := cutSegment(c.id)
		if err != nil {
			id = string(c.id) // what is stored there was put there by documentKey
		}
		c.full = c.collection + "/" + id
	}
	return c.full
}

func (c *candidate) copy() *candidate {
	kept := *c
	kept.fields = maps.Clone(c.fields)
	return &kept
}

// scan calls fn with each document in the plan's place, in the order of names where inOrder says so, until fn answers
// false. reverse is heeded only where the order is. The candidate is the same one each time: who keeps it keeps a copy.
func (p *plan) scan(v *view, reverse bool, fn func(*candidate) (bool, error)) error {
	switch {
	case v.docs == nil:
		return nil
	case p.collection == "":
		return p.scanAll(v, fn)
	case p.descendants:
		return p.scanGroup(v, reverse, fn)
	}
	return p.scanCollection(v, reverse, fn)
}

// inOrder reports whether scan goes by name.
func (p *plan) inOrder() bool { return p.collection != "" }

func (p *plan) scanCollection(v *view, reverse bool, fn func(*candidate) (bool, error)) error {
	collection := append(slices.Clone(p.parent), p.collection)
	prefix := collectionPrefix(collection)
	c := &candidate{}
	name := p.db.name(collection)
	from, to := p.bounds(prefix, prefixEnd(prefix), collection)
	return walk(v.docs.Cursor(), from, to, reverse, func(k, val []byte) (bool, error) {
		r := record(val)
		if err := r.check(); err != nil {
			return false, fmt.Errorf("read collection: %w", err)
		}
		*c = candidate{db: p.db, key: k, record: r, collection: name, id: k[len(prefix):]}
		return fn(c)
	})
}

func (p *plan) scanGroup(v *view, reverse bool, fn func(*candidate) (bool, error)) error {
	own := appendSegment(nil, p.collection)
	prefix := appendSegments(slices.Clone(own), p.parent)
	from, to := p.groupBounds(own, prefix, prefixEnd(prefix))
	return walk(v.groups.Cursor(), from, to, reverse, func(k, _ []byte) (bool, error) {
		doc, err := parseSegments(k[len(own):])
		if err != nil {
			return false, fmt.Errorf("read collection group: %w", err)
		}
		if !p.covers(doc) {
			return true, nil // the parent itself lies in a collection of that name
		}
		r, err := v.get(documentKey(doc))
		if err != nil {
			return false, err
		}
		if r == nil {
			return false, fmt.Errorf("read collection group: %w", errBadRecord)
		}
		return fn(&candidate{db: p.db, key: k, record: r, path: doc})
	})
}

func (p *plan) scanAll(v *view, fn func(*candidate) (bool, error)) error {
	prefix := appendSegments(nil, p.parent)
	return walk(v.docs.Cursor(), prefix, prefixEnd(prefix), false, func(k, val []byte) (bool, error) {
		doc, err := parseSegments(k)
		if err != nil {
			return false, fmt.Errorf("read documents: %w", err)
		}
		if !p.covers(doc) {
			return true, nil
		}
		r := record(val)
		if err := r.check(); err != nil {
			return false, fmt.Errorf("read documents: %w", err)
		}
		return fn(&candidate{db: p.db, key: appendSegments(nil, doc), record: r, path: doc})
	})
}

// walk goes over the keys in [from, to), backwards if reverse; to nil is the end.
func walk(c *bolt.Cursor, from, to []byte, reverse bool, fn func(k, v []byte) (bool, error)) error {
	k, v := first(c, from, to, reverse)
	for k != nil {
		if reverse && bytes.Compare(k, from) < 0 || !reverse && to != nil && bytes.Compare(k, to) >= 0 {
			return nil
		}
		more, err := fn(k, v)
		if err != nil || !more {
			return err
		}
		if reverse {
			k, v = c.Prev()
		} else {
			k, v = c.Next()
		}
	}
	return nil
}

func first(c *bolt.Cursor, from, to []byte, reverse bool) (k, v []byte) {
	if !reverse {
		return c.Seek(from)
	}
	if to == nil {
		return c.Last()
	}
	if k, _ := c.Seek(to); k == nil {
		return c.Last()
	}
	return c.Prev()
}

// run finds the plan's result. skipped counts the documents passed over by the offset.
func (p *plan) run(v *view) (result []*candidate, skipped int, err error) {
	if p.limit == 0 {
		return nil, 0, nil
	}
	if p.byName() && p.inOrder() {
		return p.runInOrder(v)
	}
	most := -1
	if p.limit > 0 {
		most = p.offset + p.limit
	}
	best := &ranking{plan: p, most: most}
	scratch := map[string]*pb.Value{}
	err = p.scan(v, false, func(c *candidate) (bool, error) {
		ok, _, err := p.take(c, scratch)
		if ok {
			best.add(c)
		}
		return true, err
	})
	if err != nil {
		return nil, 0, err
	}
	result = best.list
	slices.SortFunc(result, p.compare)
	skipped = min(p.offset, len(result))
	return result[skipped:], skipped, nil
}

// each calls fn with every document of the result, in no particular order, and answers how many were looked at.
func (p *plan) each(v *view, fn func(*candidate)) (looked int, err error) {
	if p.offset > 0 || p.limit >= 0 {
		result, skipped, err := p.run(v)
		for _, c := range result {
			fn(c)
		}
		return len(result) + skipped, err
	}
	scratch := map[string]*pb.Value{}
	err = p.scan(v, false, func(c *candidate) (bool, error) {
		ok, _, err := p.take(c, scratch)
		if ok {
			looked++
			fn(c)
		}
		return true, err
	})
	return looked, err
}

// runInOrder stops as soon as the limit is reached or the end cursor passed.
func (p *plan) runInOrder(v *view) (result []*candidate, skipped int, err error) {
	scratch := map[string]*pb.Value{}
	err = p.scan(v, p.orders[0].descending, func(c *candidate) (bool, error) {
		ok, past, err := p.take(c, scratch)
		switch {
		case err != nil || past:
			return false, err
		case !ok:
		case skipped < p.offset:
			skipped++
		default:
			result = append(result, c.copy())
		}
		return p.limit < 0 || len(result) < p.limit, nil
	})
	return result, skipped, err
}

// take decides whether c belongs to the result, the limit aside. past: it lies behind the end cursor. c's fields are
// scratch, until the next take.
func (p *plan) take(c *candidate, scratch map[string]*pb.Value) (ok, past bool, err error) {
	c.fields = scratch
	if len(p.looksAt) > 0 {
		if err := c.record.some(p.looksAt, scratch); err != nil {
			return false, false, err
		}
	}
	if p.where != nil && !p.where(c) {
		return false, false, nil
	}
	for _, o := range p.orders {
		if o.path.isName() {
			break // nothing behind the name can change the order
		}
		v := o.path.get(c.fields)
		if v == nil {
			return false, false, nil
		}
		c.sorts = append(c.sorts, v)
	}
	if p.start != nil {
		if d := p.compareCursor(c, p.start); d < 0 || d == 0 && !p.start.before {
			return false, false, nil
		}
	}
	if p.end != nil {
		if d := p.compareCursor(c, p.end); d > 0 || d == 0 && p.end.before {
			return false, true, nil
		}
	}
	return true, false, nil
}

// compareCursor tells on which side of the cursor's values c lies.
func (p *plan) compareCursor(c *candidate, cur *cursor) int {
	for i, v := range cur.values {
		var d int
		name := p.orders[i].path.isName()
		if name {
			d = compareNames(c.name(), v.GetReferenceValue())
		} else {
			d = compareValues(c.sorts[i], v)
		}
		if p.orders[i].descending {
			d = -d
		}
		if d != 0 || name {
			return d
		}
	}
	return 0
}

// compare orders two candidates as the result is ordered.
func (p *plan) compare(a, b *candidate) int {
	for i, o := range p.orders {
		var d int
		if o.path.isName() {
			d = bytes.Compare(a.key, b.key)
		} else {
			d = compareValues(a.sorts[i], b.sorts[i])
		}
		if o.descending {
			d = -d
		}
		if d != 0 || o.path.isName() {
			return d
		}
	}
	return 0
}

// ranking keeps the first candidates of the result: all of them, or at most that many, the last of them on top of a heap.
type ranking struct {
	plan *plan
	most int // negative: all
	list []*candidate
}

func (r *ranking) add(c *candidate) {
	switch {
	case r.most < 0:
		r.list = append(r.list, c.copy())
	case len(r.list) < r.most:
		heap.Push(r, c.copy())
	case r.plan.compare(c, r.list[0]) < 0:
		r.list[0] = c.copy()
		heap.Fix(r, 0)
	}
}

func (r *ranking) Len() int           { return len(r.list) }
func (r *ranking) Less(i, j int) bool { return r.plan.compare(r.list[i], r.list[j]) > 0 }
func (r *ranking) Swap(i, j int)      { r.list[i], r.list[j] = r.list[j], r.list[i] }
func (r *ranking) Push(x any)         { r.list = append(r.list, x.(*candidate)) }
func (r *ranking) Pop() any {
	last := r.list[len(r.list)-1]
	r.list = r.list[:len(r.list)-1]
	return last
}
