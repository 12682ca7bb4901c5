package firestore

import (
	"bytes"
	"math"
	"time"

	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
	bolt "go.etcd.io/bbolt"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// A mutation is one write of a request, checked as far as it can be without the data.
type mutation struct {
	name         string
	path         path
	key          []byte
	delete       bool
	masked       bool        // only the fields that mask names change
	mask         []fieldPath // with the values in fields, or to be removed
	fields       map[string]*pb.Value
	transforms   []transform
	precondition *pb.Precondition
	naming       []string // the field paths of mask and transforms as they came
}

// parseWrites checks a request's writes. The values in ws become part of the result.
func parseWrites(db database, ws []*pb.Write) ([]*mutation, error) {
	ms := make([]*mutation, len(ws))
	for i, w := range ws {
		m, err := parseWrite(db, w)
		if err != nil {
			return nil, err
		}
		ms[i] = m
	}
	return ms, nil
}

func parseWrite(db database, w *pb.Write) (*mutation, error) {
	m := &mutation{precondition: w.GetCurrentDocument()}
	transforms := w.GetUpdateTransforms()
	var err error
	switch op := w.GetOperation().(type) {
	case *pb.Write_Update:
		m.name = op.Update.GetName()
		err = m.parseUpdate(op.Update, w.GetUpdateMask())
	case *pb.Write_Delete:
		m.name = op.Delete
		m.delete = true
		if w.GetUpdateMask() != nil || len(transforms) > 0 {
			err = status.Error(codes.InvalidArgument, "a delete takes neither mask nor transforms")
		}
	case *pb.Write_Transform:
		m.name = op.Transform.GetDocument()
		m.masked = true
		transforms = op.Transform.GetFieldTransforms()
		if len(transforms) == 0 {
			err = status.Error(codes.InvalidArgument, "a transform names no fields")
		}
	default:
		err = status.Error(codes.InvalidArgument, "a write has no operation")
	}
	if err != nil {
		return nil, err
	}
	if m.path, err = parseDocumentIn(db, m.name); err != nil {
		return nil, err
	}
	m.key = documentKey(m.path)
	if err := m.parseTransforms(transforms); err != nil {
		return nil, err
	}
	return m, checkPrecondition(m.precondition)
}

func (m *mutation) parseUpdate(doc *pb.Document, mask *pb.DocumentMask) error {
	m.fields = doc.GetFields()
	if err := checkFields(m.fields); err != nil {
		return err
	}
	if mask == nil {
		return nil
	}
	m.masked = true
	m.naming = append(m.naming, mask.GetFieldPaths()...)
	var err error
	m.mask, err = parseFieldPaths(mask.GetFieldPaths())
	return err
}

func (m *mutation) parseTransforms(ts []*pb.DocumentTransform_FieldTransform) error {
	for _, t := range ts {
		parsed, err := parseTransform(t)
		if err != nil {
			return err
		}
		m.transforms = append(m.transforms, parsed)
		m.naming = append(m.naming, t.GetFieldPath())
	}
	return nil
}

func checkPrecondition(p *pb.Precondition) error {
	at, ok := p.GetConditionType().(*pb.Precondition_UpdateTime)
	if !ok {
		return nil
	}
	if err := at.UpdateTime.CheckValid(); err != nil {
		return status.Error(codes.InvalidArgument, "the update time of a precondition is out of range")
	}
	if at.UpdateTime.GetNanos()%1000 != 0 {
		return status.Error(codes.InvalidArgument, "the update time of a precondition is finer than a microsecond")
	}
	return nil
}

// meets checks the precondition against the document as it is.
func (m *mutation) meets(before record) error {
	switch p := m.precondition.GetConditionType().(type) {
	case *pb.Precondition_Exists:
		if p.Exists && before == nil {
			return status.Errorf(codes.NotFound, "No document to update: %s", m.name)
		}
		if !p.Exists && before != nil {
			return status.Errorf(codes.AlreadyExists, "Document already exists: %s", m.name)
		}
	case *pb.Precondition_UpdateTime:
		if before == nil {
			return status.Errorf(codes.FailedPrecondition, "the document does not exist: %s", m.name)
		}
		if !before.updated().Equal(p.UpdateTime.AsTime()) {
			return status.Errorf(codes.FailedPrecondition, "the document was updated at another time than the precondition says: %s", m.name)
		}
	}
	return nil
}

// A batch is writes being applied in one go to one database.
type batch struct {
	docs, groups *bolt.Bucket
	at           time.Time
	changes      []change
}

// apply checks m against what is there and does it. On an error nothing was done.
func (b *batch) apply(m *mutation) (*pb.WriteResult, error) {
	var before record
	if raw := b.docs.Get(m.key); raw != nil {
		before = record(raw)
		if err := before.check(); err != nil {
			return nil, internal("read document", err)
		}
	}
	if err := m.meets(before); err != nil {
		return nil, err
	}
	if m.delete {
		return b.applyDelete(m, before)
	}
	fields, err := m.merge(before)
	if err != nil {
		return nil, err
	}
	results := make([]*pb.Value, 0, len(m.transforms))
	for _, t := range m.transforms {
		results = append(results, t.apply(fields, b.at))
	}
	if documentSize(m.path, fields) > maxDocumentBytes {
		return nil, status.Errorf(codes.InvalidArgument, "document %s is larger than %d bytes", m.name, maxDocumentBytes)
	}
	updated, err := b.put(m, before, fields)
	if err != nil {
		return nil, err
	}
	return &pb.WriteResult{UpdateTime: timestamppb.New(updated), TransformResults: results}, nil
}

// merge makes the document's new fields, before transforms.
func (m *mutation) merge(before record) (map[string]*pb.Value, error) {
	if !m.masked {
		if m.fields == nil {
			return map[string]*pb.Value{}, nil
		}
		return m.fields, nil
	}
	fields := map[string]*pb.Value{}
	if before != nil {
		var err error
		if fields, err = before.fields(); err != nil {
			return nil, internal("read document", err)
		}
	}
	for _, p := range m.mask {
		if v := p.get(m.fields); v != nil {
			p.set(fields, v)
		} else {
			p.remove(fields)
		}
	}
	if err := checkDepths(fields); err != nil {
		return nil, err
	}
	return fields, nil
}

// put stores the document. One that does not change keeps its update time, as with Firestore.
func (b *batch) put(m *mutation, before record, fields map[string]*pb.Value) (updated time.Time, err error) {
	created := b.at
	if before != nil {
		created = before.created()
	}
	after, err := newRecord(created, b.at, fields)
	if err != nil {
		return time.Time{}, internal("store document", err)
	}
	if before != nil && bytes.Equal(before[recordHeader:], after[recordHeader:]) {
		return before.updated(), nil
	}
	if err := b.docs.Put(m.key, after); err != nil {
		return time.Time{}, internal("store document", err)
	}
	if before == nil {
		if err := b.groups.Put(groupKey(m.path), nil); err != nil {
			return time.Time{}, internal("store document", err)
		}
	}
	b.changes = append(b.changes, change{key: m.key, path: m.path, before: before, after: after})
	return b.at, nil
}

func (b *batch) applyDelete(m *mutation, before record) (*pb.WriteResult, error) {
	if before == nil {
		return &pb.WriteResult{}, nil
	}
	if err := b.docs.Delete(m.key); err != nil {
		return nil, internal("delete document", err)
	}
	if err := b.groups.Delete(groupKey(m.path)); err != nil {
		return nil, internal("delete document", err)
	}
	b.changes = append(b.changes, change{key: m.key, path: m.path, before: before})
	return &pb.WriteResult{}, nil
}

// checkDepths is checkFields' rule of depth, for values set inside others.
func checkDepths(fields map[string]*pb.Value) error {
	for _, v := range fields {
		if depthOf(v) > maxDepth {
			return checkDepth(math.MaxInt)
		}
	}
	return nil
}

func depthOf(v *pb.Value) int {
	deepest := 0
	switch t := v.GetValueType().(type) {
	case *pb.Value_ArrayValue:
		for _, e := range t.ArrayValue.GetValues() {
			deepest = max(deepest, depthOf(e))
		}
	case *pb.Value_MapValue:
		for _, e := range t.MapValue.GetFields() {
			deepest = max(deepest, depthOf(e))
		}
	default:
		return 0
	}
	return deepest + 1
}

// internal is the answer to a fault of the stand-in itself.
func internal(doing string, err error) error {
	return status.Errorf(codes.Internal, "%s: %v", doing, err)
}
