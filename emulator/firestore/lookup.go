package firestore

import (
	"context"

	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protowire"
)

// BatchGetDocuments implements the method of that name. A document named twice is answered once.
func (p *port) BatchGetDocuments(req *pb.BatchGetDocumentsRequest, stream pb.Firestore_BatchGetDocumentsServer) error {
	db, err := parseDatabase(req.GetDatabase())
	if err != nil {
		return err
	}
	if err := p.caller.may(db, verbGet); err != nil {
		return err
	}
	names, keys, err := documentKeys(db, req.GetDocuments())
	if err != nil {
		return err
	}
	mask, err := readMask(req.GetMask())
	if err != nil {
		return err
	}
	ss, err := p.server.session(db, selector{
		transaction: req.GetTransaction(), begin: req.GetNewTransaction(), readTime: req.GetReadTime(),
	})
	if err != nil {
		return err
	}
	defer ss.leave()
	if err := ss.noteKeys(stream.Context(), keys); err != nil {
		return err
	}
	frames := make([]frame, 0, len(keys)+1)
	if id := ss.newID(); id != nil {
		frames = append(frames, appendTransaction(nil, batchGetTransaction, id))
	}
	err = ss.read(func(v *view) error {
		for i, key := range keys {
			f, err := getFrame(v, names[i], key, mask)
			if err != nil {
				return err
			}
			frames = append(frames, f)
		}
		return nil
	})
	if err != nil {
		return err
	}
	p.server.reads.Add(int64(len(keys)))
	for _, f := range frames {
		if err := stream.SendMsg(f); err != nil {
			return err
		}
	}
	return nil
}

func documentKeys(db database, names []string) (unique []string, keys [][]byte, err error) {
	seen := make(map[string]bool, len(names))
	for _, name := range names {
		if seen[name] {
			continue
		}
		seen[name] = true
		doc, err := parseDocumentIn(db, name)
		if err != nil {
			return nil, nil, err
		}
		unique, keys = append(unique, name), append(keys, documentKey(doc))
	}
	return unique, keys, nil
}

// getFrame encodes the BatchGetDocumentsResponse for one document.
func getFrame(v *view, name string, key []byte, mask []fieldPath) (frame, error) {
	r, err := v.get(key)
	if err != nil {
		return nil, err
	}
	b := make([]byte, 0, len(r)+len(name)+80)
	if r == nil {
		b = protowire.AppendString(protowire.AppendTag(b, batchGetMissing, protowire.BytesType), name)
	} else if b, err = appendDocument(b, batchGetFound, name, r, mask); err != nil {
		return nil, err
	}
	return appendTime(b, batchGetReadTime, v.readTime), nil
}

// readMask parses a mask on what is read; nil means all fields, an empty one none.
func readMask(m *pb.DocumentMask) ([]fieldPath, error) {
	if m == nil {
		return nil, nil
	}
	mask := []fieldPath{}
	for _, s := range m.GetFieldPaths() {
		p, err := parseFieldPath(s)
		if err != nil {
			return nil, err
		}
		mask = append(mask, p)
	}
	return mask, nil
}

// GetDocument implements the method of that name.
func (p *port) GetDocument(ctx context.Context, req *pb.GetDocumentRequest) (*pb.Document, error) {
	db, doc, err := parseDocument(req.GetName())
	if err != nil {
		return nil, err
	}
	if err := p.caller.may(db, verbGet); err != nil {
		return nil, err
	}
	mask, err := readMask(req.GetMask())
	if err != nil {
		return nil, err
	}
	ss, err := p.server.session(db, selector{transaction: req.GetTransaction(), readTime: req.GetReadTime()})
	if err != nil {
		return nil, err
	}
	defer ss.leave()
	key := documentKey(doc)
	if err := ss.noteKeys(ctx, [][]byte{key}); err != nil {
		return nil, err
	}
	var found *pb.Document
	err = ss.read(func(v *view) error {
		r, err := v.get(key)
		if err != nil || r == nil {
			return err
		}
		found, err = r.document(req.GetName(), mask)
		return err
	})
	if err != nil {
		return nil, err
	}
	p.server.reads.Add(1)
	if found == nil {
		return nil, status.Errorf(codes.NotFound, "Document not found: %s", req.GetName())
	}
	return found, nil
}
