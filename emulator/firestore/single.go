package firestore

import (
	"context"
	"crypto/rand"

	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
)

// CreateDocument implements the method of that name.
func (p *port) CreateDocument(ctx context.Context, req *pb.CreateDocumentRequest) (*pb.Document, error) {
	db, parent, err := parseParent(req.GetParent())
	if err != nil {
		return nil, err
	}
	id := req.GetDocumentId()
	if id == "" {
		id = rand.Text()[:20]
	}
	if err := checkID(req.GetCollectionId()); err != nil {
		return nil, err
	}
	if err := checkID(id); err != nil {
		return nil, err
	}
	if req.GetDocument().GetName() != "" {
		return nil, status.Error(codes.InvalidArgument, "a document to create has no name yet")
	}
	doc := &pb.Document{
		Name:   db.name(append(parent[:len(parent):len(parent)], req.GetCollectionId(), id)),
		Fields: req.GetDocument().GetFields(),
	}
	return p.writeOne(ctx, db, &pb.Write{
		Operation:       &pb.Write_Update{Update: doc},
		CurrentDocument: &pb.Precondition{ConditionType: &pb.Precondition_Exists{Exists: false}},
	}, req.GetMask())
}

// UpdateDocument implements the method of that name.
func (p *port) UpdateDocument(ctx context.Context, req *pb.UpdateDocumentRequest) (*pb.Document, error) {
	db, _, err := parseDocument(req.GetDocument().GetName())
	if err != nil {
		return nil, err
	}
	return p.writeOne(ctx, db, &pb.Write{
		Operation:       &pb.Write_Update{Update: req.GetDocument()},
		UpdateMask:      req.GetUpdateMask(),
		CurrentDocument: req.GetCurrentDocument(),
	}, req.GetMask())
}

// DeleteDocument implements the method of that name.
func (p *port) DeleteDocument(ctx context.Context, req *pb.DeleteDocumentRequest) (*emptypb.Empty, error) {
	db, _, err := parseDocument(req.GetName())
	if err != nil {
		return nil, err
	}
	_, err = p.Commit(ctx, &pb.CommitRequest{Database: db.String(), Writes: []*pb.Write{{
		Operation:       &pb.Write_Delete{Delete: req.GetName()},
		CurrentDocument: req.GetCurrentDocument(),
	}}})
	if err != nil {
		return nil, err
	}
	return &emptypb.Empty{}, nil
}

// writeOne does w and answers the document as it then is, which is part of the write and not billed as a read.
func (p *port) writeOne(_ context.Context, db database, w *pb.Write, answer *pb.DocumentMask) (*pb.Document, error) {
	mask, err := readMask(answer)
	if err != nil {
		return nil, err
	}
	if _, err := p.writable(db.String(), []*pb.Write{w}, w); err != nil {
		return nil, err
	}
	m, err := parseWrite(db, w)
	if err != nil {
		return nil, err
	}
	s := p.server
	var doc *pb.Document
	_, err = s.apply(db, nil, func(b *batch) error {
		if _, err := b.apply(m); err != nil {
			return err
		}
		doc, err = record(b.docs.Get(m.key)).document(m.name, mask)
		return err
	})
	if err != nil {
		return nil, err
	}
	s.bill([]*mutation{m})
	return doc, nil
}
