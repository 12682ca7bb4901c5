package firestore

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// A record is a document as it is stored: creation and update time in microseconds, big endian, then the fields as the
// protocol encodes them inside a Document. So a document can be answered without decoding it, and a filter decodes
// only the fields it looks at.
type record []byte

const recordHeader = 16

var errBadRecord = errors.New("malformed stored document")

func newRecord(created, updated time.Time, fields map[string]*pb.Value) (record, error) {
	doc := &pb.Document{Fields: fields}
	opts := proto.MarshalOptions{Deterministic: true}
	r := make([]byte, recordHeader, recordHeader+opts.Size(doc))
	binary.BigEndian.PutUint64(r[0:8], uint64(created.UnixMicro()))
	binary.BigEndian.PutUint64(r[8:16], uint64(updated.UnixMicro()))
	r, err := opts.MarshalAppend(r, doc)
	if err != nil {
		return nil, fmt.Errorf("encode document: %w", err)
	}
	return r, nil
}

func (r record) check() error {
	if len(r) < recordHeader {
		return errBadRecord
	}
	return nil
}

func (r record) created() time.Time {
	return time.UnixMicro(int64(binary.BigEndian.Uint64(r[0:8]))).UTC()
}

func (r record) updated() time.Time {
	return time.UnixMicro(int64(binary.BigEndian.Uint64(r[8:16]))).UTC()
}

// fields decodes the whole document. The result shares nothing with r.
func (r record) fields() (map[string]*pb.Value, error) {
	doc := &pb.Document{}
	if err := proto.Unmarshal(r[recordHeader:], doc); err != nil {
		return nil, fmt.Errorf("decode document: %w", err)
	}
	if doc.Fields == nil {
		doc.Fields = map[string]*pb.Value{}
	}
	return doc.Fields, nil
}

// some decodes into found, emptied first, only the top-level fields that wanted names.
func (r record) some(wanted map[string]bool, found map[string]*pb.Value) error {
	clear(found)
	b := r[recordHeader:]
	for len(b) > 0 && len(found) < len(wanted) {
		num, typ, n := protowire.ConsumeTag(b)
		if n < 0 || num != documentFields || typ != protowire.BytesType {
			return errBadRecord
		}
		entry, m := protowire.ConsumeBytes(b[n:])
		if m < 0 {
			return errBadRecord
		}
		b = b[n+m:]
		if err := someOf(entry, wanted, found); err != nil {
			return err
		}
	}
	return nil
}

// someOf decodes one entry of the field map, {key = 1, value = 2}, if it is wanted.
func someOf(entry []byte, wanted map[string]bool, found map[string]*pb.Value) error {
	var key, val []byte
	for len(entry) > 0 {
		num, typ, n := protowire.ConsumeTag(entry)
		if n < 0 || typ != protowire.BytesType {
			return errBadRecord
		}
		b, m := protowire.ConsumeBytes(entry[n:])
		if m < 0 {
			return errBadRecord
		}
		switch num {
		case 1:
			key = b
			if !wanted[string(key)] {
				return nil
			}
		case 2:
			val = b
		}
		entry = entry[n+m:]
	}
	if !wanted[string(key)] {
		return nil
	}
	v := &pb.Value{}
	if err := proto.Unmarshal(val, v); err != nil {
		return fmt.Errorf("decode field: %w", err)
	}
	found[string(key)] = v
	return nil
}

// document decodes r as the protocol's message; mask nil keeps every field.
func (r record) document(name string, mask []fieldPath) (*pb.Document, error) {
	fields, err := r.fields()
	if err != nil {
		return nil, err
	}
	if mask != nil {
		fields = project(fields, mask)
	}
	return &pb.Document{
		Name:       name,
		Fields:     fields,
		CreateTime: timestamppb.New(r.created()),
		UpdateTime: timestamppb.New(r.updated()),
	}, nil
}
