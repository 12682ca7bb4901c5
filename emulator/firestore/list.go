package firestore

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
	bolt "go.etcd.io/bbolt"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const (
	defaultPage = 300
	maxPage     = 1000
)

// pageSize is how many items an answer has at most.
func pageSize(asked int32) (int, error) {
	switch {
	case asked < 0:
		return 0, status.Error(codes.InvalidArgument, "the page size is negative")
	case asked == 0:
		return defaultPage, nil
	}
	return min(int(asked), maxPage), nil
}

// ListCollectionIds implements the method of that name. A page token is the last ID answered.
func (p *port) ListCollectionIds(_ context.Context, req *pb.ListCollectionIdsRequest) (*pb.ListCollectionIdsResponse, error) {
	db, parent, err := parseParent(req.GetParent())
	if err != nil {
		return nil, err
	}
	if err := p.caller.may(db, verbList); err != nil {
		return nil, err
	}
	size, err := pageSize(req.GetPageSize())
	if err != nil {
		return nil, err
	}
	ss, err := p.server.session(db, selector{readTime: req.GetReadTime()})
	if err != nil {
		return nil, err
	}
	res := &pb.ListCollectionIdsResponse{}
	err = ss.read(func(v *view) error {
		if v.docs == nil {
			return nil
		}
		return children(v.docs.Cursor(), appendSegments(nil, parent), req.GetPageToken(), func(id string, _ []byte) bool {
			if len(res.CollectionIds) == size {
				res.NextPageToken = res.CollectionIds[size-1]
				return false
			}
			res.CollectionIds = append(res.CollectionIds, id)
			return true
		})
	})
	if err != nil {
		return nil, err
	}
	p.server.reads.Add(1)
	return res, nil
}

// children calls fn with each different ID that follows prefix in the keys, with its encoding, in order and behind
// after, until fn answers false. It seeks past what lies below each, so it costs by the number of IDs alone.
func children(c *bolt.Cursor, prefix []byte, after string, fn func(id string, raw []byte) bool) error {
	from := append(slices.Clone(prefix), kindNumber)
	if after != "" {
		from = append(appendSegment(slices.Clone(prefix), after), afterAll)
	}
	for k, _ := c.Seek(from); k != nil && bytes.HasPrefix(k, prefix); k, _ = c.Seek(from) {
		id, raw, _, err := cutSegment(k[len(prefix):])
		if err != nil {
			return fmt.Errorf("read key: %w", err)
		}
		if !fn(id, raw) {
			return nil
		}
		from = append(append(slices.Clone(prefix), raw...), afterAll)
	}
	return nil
}

// ListDocuments implements the method of that name. With show_missing it answers, without fields and times, documents
// that do not exist but have others below them. A page token is the last document ID answered.
func (p *port) ListDocuments(_ context.Context, req *pb.ListDocumentsRequest) (*pb.ListDocumentsResponse, error) {
	l, err := p.newListing(req)
	if err != nil {
		return nil, err
	}
	ss, err := p.server.session(l.plan.db, selector{transaction: req.GetTransaction(), readTime: req.GetReadTime()})
	if err != nil {
		return nil, err
	}
	defer ss.leave()
	ss.noteQuery(l.plan)
	res := &pb.ListDocumentsResponse{}
	err = ss.read(func(v *view) error {
		res.Reset()
		if v.docs == nil {
			return nil
		}
		return l.fill(v, res)
	})
	if err != nil {
		return nil, err
	}
	p.server.reads.Add(int64(max(1, len(res.GetDocuments()))))
	return res, nil
}

// A listing is a request of ListDocuments made ready.
type listing struct {
	plan       *plan // what it reads, for transactions
	collection path
	missing    bool
	size       int
	after      string
	mask       []fieldPath
}

func (p *port) newListing(req *pb.ListDocumentsRequest) (*listing, error) {
	db, parent, err := parseParent(req.GetParent())
	if err != nil {
		return nil, err
	}
	if err := p.caller.may(db, verbGet, verbList); err != nil {
		return nil, err
	}
	if err := checkID(req.GetCollectionId()); err != nil {
		return nil, err
	}
	if by := req.GetOrderBy(); by != "" && (by != nameField || req.GetShowMissing()) {
		return nil, status.Error(codes.Unimplemented, "this stand-in lists documents in the order of their names alone")
	}
	l := &listing{
		plan:       &plan{db: db, parent: parent, collection: req.GetCollectionId(), below: req.GetShowMissing()},
		collection: append(slices.Clone(parent), req.GetCollectionId()),
		missing:    req.GetShowMissing(),
		after:      req.GetPageToken(),
	}
	if l.after != "" && checkID(l.after) != nil {
		return nil, status.Error(codes.InvalidArgument, "the page token is not one of this listing")
	}
	if l.mask, err = readMask(req.GetMask()); err != nil {
		return nil, err
	}
	l.size, err = pageSize(req.GetPageSize())
	return l, err
}

// fill merges two runs in the order of IDs: the documents that exist, and the IDs that have something below them.
func (l *listing) fill(v *view, res *pb.ListDocumentsResponse) error {
	prefix := collectionPrefix(l.collection)
	from := prefix
	if l.after != "" {
		from = append(appendSegment(slices.Clone(prefix), l.after), 0)
	}
	phantoms, err := l.phantoms(v)
	if err != nil {
		return err
	}
	full := false
	last := ""
	add := func(doc *pb.Document, id string) bool {
		if full = len(res.Documents) == l.size; full {
			res.NextPageToken = last
			return false
		}
		res.Documents = append(res.Documents, doc)
		last = id
		return true
	}
	base := l.plan.db.name(l.collection) + "/"
	addPhantoms := func(before []byte) {
		for len(phantoms) > 0 && (before == nil || bytes.Compare(phantoms[0].raw, before) < 0) && !full {
			add(&pb.Document{Name: base + phantoms[0].id}, phantoms[0].id)
			phantoms = phantoms[1:]
		}
	}
	err = walk(v.docs.Cursor(), from, prefixEnd(prefix), false, func(k, val []byte) (bool, error) {
		id, raw, _, err := cutSegment(k[len(prefix):])
		if err != nil {
			return false, fmt.Errorf("list documents: %w", err)
		}
		addPhantoms(raw)
		if len(phantoms) > 0 && bytes.Equal(phantoms[0].raw, raw) {
			phantoms = phantoms[1:]
		}
		if full {
			return false, nil
		}
		r := record(val)
		if err := r.check(); err != nil {
			return false, fmt.Errorf("list documents: %w", err)
		}
		doc, err := r.document(base+id, l.mask)
		if err != nil {
			return false, err
		}
		return add(doc, id), nil
	})
	if err != nil {
		return err
	}
	addPhantoms(nil)
	return nil
}

// child is an ID and its encoding.
type child struct {
	id  string
	raw []byte
}

// phantoms finds the IDs with something below them; one more than a page is enough.
func (l *listing) phantoms(v *view) ([]child, error) {
	if !l.missing {
		return nil, nil
	}
	var found []child
	err := children(v.docs.Cursor(), appendSegments(nil, l.collection), l.after, func(id string, raw []byte) bool {
		found = append(found, child{id: id, raw: raw})
		return len(found) <= l.size
	})
	return found, err
}
