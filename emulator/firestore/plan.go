package firestore

import (
	"bytes"
	"slices"

	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// A plan is a query made ready to run.
type plan struct {
	db          database
	parent      path
	collection  string // empty: every collection
	descendants bool   // of any depth below parent, not only directly

	where   condition // nil: everything
	names   []nameBound
	orders  []order // ends with __name__
	start   *cursor
	end     *cursor
	offset  int
	limit   int             // negative: none
	mask    []fieldPath     // nil: all fields
	looksAt map[string]bool // top-level fields that where and orders read
	below   bool            // covers also what lies below the collection's documents
}

// order is one sort criterion.
type order struct {
	path       fieldPath
	descending bool
}

// cursor is a position in the result: before or behind the documents with these values in the first orders.
type cursor struct {
	values []*pb.Value
	before bool
}

func newPlan(db database, parent path, q *pb.StructuredQuery) (*plan, error) {
	p := &plan{db: db, parent: parent, offset: int(q.GetOffset()), limit: -1, looksAt: map[string]bool{}}
	if q.GetFindNearest() != nil {
		return nil, status.Error(codes.Unimplemented, "this stand-in has no vector search")
	}
	if err := p.setFrom(q.GetFrom()); err != nil {
		return nil, err
	}
	fp := &filterParser{}
	if q.GetWhere() != nil {
		var err error
		if p.where, err = fp.parse(q.GetWhere()); err != nil {
			return nil, err
		}
		p.names = fp.names
	}
	if err := p.setOrders(q.GetOrderBy(), fp.inequality); err != nil {
		return nil, err
	}
	for _, f := range fp.fields {
		p.lookAt(f)
	}
	if p.offset < 0 {
		return nil, invalidQuery("offset is negative")
	}
	if q.GetLimit() != nil {
		if p.limit = int(q.GetLimit().GetValue()); p.limit < 0 {
			return nil, invalidQuery("limit is negative")
		}
	}
	var err error
	if p.start, err = p.cursor(q.GetStartAt(), len(q.GetOrderBy())); err != nil {
		return nil, err
	}
	if p.end, err = p.cursor(q.GetEndAt(), len(q.GetOrderBy())); err != nil {
		return nil, err
	}
	if sel := q.GetSelect(); sel != nil && len(sel.GetFields()) > 0 {
		p.mask = []fieldPath{}
		for _, f := range sel.GetFields() {
			fp, err := parseFieldPath(f.GetFieldPath())
			if err != nil {
				return nil, err
			}
			p.mask = append(p.mask, fp)
		}
	}
	return p, nil
}

func (p *plan) setFrom(from []*pb.StructuredQuery_CollectionSelector) error {
	switch len(from) {
	case 0:
		return nil
	case 1:
	default:
		return invalidQuery("a query has at most one collection selector")
	}
	p.collection = from[0].GetCollectionId()
	p.descendants = from[0].GetAllDescendants()
	if p.collection == "" {
		return nil
	}
	return checkID(p.collection)
}

// setOrders adds to the orders asked for those that follow from inequalities, by field path, and the name last.
func (p *plan) setOrders(asked []*pb.StructuredQuery_Order, inequality []fieldPath) error {
	descending := false
	for _, o := range asked {
		path, err := parseFieldPath(o.GetField().GetFieldPath())
		if err != nil {
			return err
		}
		switch o.GetDirection() {
		case pb.StructuredQuery_DESCENDING:
			descending = true
		case pb.StructuredQuery_ASCENDING, pb.StructuredQuery_DIRECTION_UNSPECIFIED:
			descending = false
		default:
			return invalidQuery("an order has an unknown direction")
		}
		if p.ordersBy(path) {
			return invalidQuery("a query orders by the same field twice")
		}
		p.orders = append(p.orders, order{path: path, descending: descending})
		p.lookAt(path)
	}
	slices.SortFunc(inequality, func(a, b fieldPath) int { return slices.Compare(a, b) })
	for _, path := range inequality {
		if !p.ordersBy(path) && !path.isName() {
			p.orders = append(p.orders, order{path: path, descending: descending})
			p.lookAt(path)
		}
	}
	if !p.ordersBy(fieldPath{nameField}) {
		p.orders = append(p.orders, order{path: fieldPath{nameField}, descending: descending})
	}
	return nil
}

func (p *plan) ordersBy(path fieldPath) bool {
	return slices.ContainsFunc(p.orders, func(o order) bool { return slices.Equal(o.path, path) })
}

func (p *plan) lookAt(path fieldPath) {
	if !path.isName() {
		p.looksAt[path[0]] = true
	}
}

// cursor checks c, which may have a value for each of the orders asked for.
func (p *plan) cursor(c *pb.Cursor, asked int) (*cursor, error) {
	if c == nil {
		return nil, nil
	}
	if len(c.GetValues()) > asked {
		return nil, invalidQuery("Cursor has too many values.")
	}
	for i, v := range c.GetValues() {
		if rankOf(v) == rankUnknown {
			return nil, invalidQuery("a cursor has a value without a type")
		}
		if !p.orders[i].path.isName() {
			continue
		}
		if rankOf(v) != rankReference {
			return nil, invalidQuery("a cursor's value for __name__ is not a document reference")
		}
		if _, _, err := parseDocument(v.GetReferenceValue()); err != nil {
			return nil, err
		}
	}
	return &cursor{values: c.GetValues(), before: c.GetBefore()}, nil
}

// byName reports whether the result is in the order of names alone.
func (p *plan) byName() bool { return p.orders[0].path.isName() }

// covers reports whether the document at doc lies where the query looks.
func (p *plan) covers(doc path) bool {
	n := len(p.parent)
	if len(doc) <= n || !slices.Equal(doc[:n], p.parent) {
		return false
	}
	if p.below {
		return doc[n] == p.collection
	}
	if !p.descendants && len(doc) != n+2 {
		return false
	}
	return p.collection == "" || doc[len(doc)-2] == p.collection
}

// touches reports whether a change of a document could change the result: whether it matches before or after.
func (p *plan) touches(doc path, before, after record) bool {
	return p.covers(doc) && (p.matches(doc, before) || p.matches(doc, after))
}

func (p *plan) matches(doc path, r record) bool {
	if r == nil {
		return false
	}
	if p.where == nil {
		return true
	}
	fields := map[string]*pb.Value{}
	if err := r.some(p.looksAt, fields); err != nil {
		return true // to be safe: the reader of it will say what is wrong
	}
	return p.where(&candidate{db: p.db, path: doc, fields: fields})
}

// bounds narrows the keys of a collection's documents to what the conditions on __name__ and the cursors leave.
// Conditions and cursors are still checked one by one: bounds only spare work.
func (p *plan) bounds(lo, hi []byte, collection path) (from, to []byte) {
	tighten := func(b nameBound) {
		_, doc, err := parseDocument(b.ref)
		if err != nil || !slices.Equal(doc[:len(doc)-1], collection) {
			return
		}
		key := documentKey(doc)
		switch b.op {
		case pb.StructuredQuery_FieldFilter_EQUAL:
			lo, hi = later(lo, key), sooner(hi, append(key, 0))
		case pb.StructuredQuery_FieldFilter_GREATER_THAN, pb.StructuredQuery_FieldFilter_GREATER_THAN_OR_EQUAL:
			lo = later(lo, key)
		case pb.StructuredQuery_FieldFilter_LESS_THAN, pb.StructuredQuery_FieldFilter_LESS_THAN_OR_EQUAL:
			hi = sooner(hi, append(key, 0))
		}
	}
	for _, b := range p.names {
		tighten(b)
	}
	if p.byName() {
		first, last := p.start, p.end
		if p.orders[0].descending {
			first, last = last, first
		}
		if first != nil && len(first.values) > 0 {
			tighten(nameBound{pb.StructuredQuery_FieldFilter_GREATER_THAN_OR_EQUAL, first.values[0].GetReferenceValue()})
		}
		if last != nil && len(last.values) > 0 {
			tighten(nameBound{pb.StructuredQuery_FieldFilter_LESS_THAN_OR_EQUAL, last.values[0].GetReferenceValue()})
		}
	}
	return lo, hi
}

// groupBounds is bounds for the keys of a collection group, which begin with own and go on with the documents' names:
// the cursors of a result in the order of names narrow them, so that reading it page by page reads each page once.
func (p *plan) groupBounds(own, lo, hi []byte) (from, to []byte) {
	if !p.byName() {
		return lo, hi
	}
	first, last := p.start, p.end
	if p.orders[0].descending {
		first, last = last, first
	}
	key := func(c *cursor) []byte {
		if c == nil || len(c.values) == 0 {
			return nil
		}
		_, doc, err := parseDocument(c.values[0].GetReferenceValue())
		if err != nil {
			return nil
		}
		return appendSegments(slices.Clone(own), doc)
	}
	if k := key(first); k != nil {
		lo = later(lo, k)
	}
	if k := key(last); k != nil {
		hi = sooner(hi, append(k, 0))
	}
	return lo, hi
}

func later(a, b []byte) []byte {
	if bytes.Compare(a, b) >= 0 {
		return a
	}
	return b
}

func sooner(a, b []byte) []byte {
	if a != nil && bytes.Compare(a, b) <= 0 {
		return a
	}
	return b
}
