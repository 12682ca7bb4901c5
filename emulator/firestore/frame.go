package firestore

import (
	"fmt"
	"time"

	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/mem"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
)

// Field numbers of google.firestore.v1, for the messages that are put together without decoding the stored document.
const (
	documentName       protowire.Number = 1
	documentFields     protowire.Number = 2
	documentCreateTime protowire.Number = 3
	documentUpdateTime protowire.Number = 4

	batchGetFound       protowire.Number = 1
	batchGetMissing     protowire.Number = 2
	batchGetTransaction protowire.Number = 3
	batchGetReadTime    protowire.Number = 4

	runQueryDocument    protowire.Number = 1
	runQueryTransaction protowire.Number = 2
	runQueryReadTime    protowire.Number = 3
	runQuerySkipped     protowire.Number = 4
)

// A frame is an encoded message, ready to be sent.
type frame []byte

// codec is the protocol's own, except that a frame is sent as it is.
type codec struct{ encoding.CodecV2 }

func newCodec() codec { return codec{encoding.GetCodecV2("proto")} }

func (c codec) Marshal(v any) (mem.BufferSlice, error) {
	if f, ok := v.(frame); ok {
		return mem.BufferSlice{mem.SliceBuffer(f)}, nil
	}
	return c.CodecV2.Marshal(v)
}

// appendDocument adds field num of an enclosing message, holding the document r of that name. With a mask the document
// is decoded and cut down; without one it is copied.
func appendDocument(b []byte, num protowire.Number, name string, r record, mask []fieldPath) ([]byte, error) {
	if mask != nil {
		doc, err := r.document(name, mask)
		if err != nil {
			return nil, err
		}
		m, err := proto.Marshal(doc)
		if err != nil {
			return nil, fmt.Errorf("encode document: %w", err)
		}
		return protowire.AppendBytes(protowire.AppendTag(b, num, protowire.BytesType), m), nil
	}
	created, updated := timestampBytes(r.created()), timestampBytes(r.updated())
	body := r[recordHeader:]
	size := protowire.SizeTag(documentName) + protowire.SizeBytes(len(name)) + len(body) +
		protowire.SizeTag(documentCreateTime) + protowire.SizeBytes(len(created)) +
		protowire.SizeTag(documentUpdateTime) + protowire.SizeBytes(len(updated))
	b = protowire.AppendTag(b, num, protowire.BytesType)
	b = protowire.AppendVarint(b, uint64(size))
	b = protowire.AppendString(protowire.AppendTag(b, documentName, protowire.BytesType), name)
	b = append(b, body...)
	b = protowire.AppendBytes(protowire.AppendTag(b, documentCreateTime, protowire.BytesType), created)
	return protowire.AppendBytes(protowire.AppendTag(b, documentUpdateTime, protowire.BytesType), updated), nil
}

func appendTime(b []byte, num protowire.Number, t time.Time) []byte {
	return protowire.AppendBytes(protowire.AppendTag(b, num, protowire.BytesType), timestampBytes(t))
}

func appendTransaction(b []byte, num protowire.Number, id []byte) []byte {
	if len(id) == 0 {
		return b
	}
	return protowire.AppendBytes(protowire.AppendTag(b, num, protowire.BytesType), id)
}

func appendInt(b []byte, num protowire.Number, n int) []byte {
	return protowire.AppendVarint(protowire.AppendTag(b, num, protowire.VarintType), uint64(n))
}

// timestampBytes encodes a google.protobuf.Timestamp.
func timestampBytes(t time.Time) []byte {
	b := make([]byte, 0, 16)
	if s := t.Unix(); s != 0 {
		b = protowire.AppendVarint(protowire.AppendTag(b, 1, protowire.VarintType), uint64(s))
	}
	if n := t.Nanosecond(); n != 0 {
		b = protowire.AppendVarint(protowire.AppendTag(b, 2, protowire.VarintType), uint64(n))
	}
	return b
}
