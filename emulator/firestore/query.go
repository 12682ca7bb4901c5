package firestore

import (
	"time"

	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// RunQuery implements the method of that name.
func (p *port) RunQuery(req *pb.RunQueryRequest, stream pb.Firestore_RunQueryServer) error {
	db, parent, err := p.queryable(req.GetParent(), req.GetExplainOptions())
	if err != nil {
		return err
	}
	q, err := newPlan(db, parent, req.GetStructuredQuery())
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
	ss.noteQuery(q)
	var frames []frame
	var billed int
	var at time.Time
	err = ss.read(func(v *view) error {
		at = v.readTime
		result, skipped, err := q.run(v)
		if err != nil {
			return err
		}
		billed = len(result) + skipped
		frames, err = resultFrames(q, result, skipped, ss.newID(), at)
		return err
	})
	if err != nil {
		return err
	}
	p.server.reads.Add(int64(max(1, billed)))
	for _, f := range frames {
		if err := stream.SendMsg(f); err != nil {
			return err
		}
	}
	return nil
}

// queryable is what every query begins with.
func (p *port) queryable(name string, explain *pb.ExplainOptions) (database, path, error) {
	db, parent, err := parseParent(name)
	if err != nil {
		return database{}, nil, err
	}
	if err := p.caller.may(db, verbGet, verbList); err != nil {
		return database{}, nil, err
	}
	if explain != nil {
		return database{}, nil, status.Error(codes.Unimplemented, "this stand-in does not explain queries")
	}
	return db, parent, nil
}

// resultFrames encodes one RunQueryResponse for each document, or one without a document where there is none.
func resultFrames(q *plan, result []*candidate, skipped int, txn []byte, at time.Time) ([]frame, error) {
	frames := make([]frame, 0, len(result)+1)
	head := appendTransaction(nil, runQueryTransaction, txn)
	if skipped > 0 {
		head = appendInt(head, runQuerySkipped, skipped)
	}
	if len(result) == 0 {
		return append(frames, appendTime(head, runQueryReadTime, at)), nil
	}
	for i, c := range result {
		name := c.name()
		b := make([]byte, 0, len(c.record)+len(name)+80)
		if i == 0 {
			b = append(b, head...)
		}
		b, err := appendDocument(b, runQueryDocument, name, c.record, q.mask)
		if err != nil {
			return nil, err
		}
		frames = append(frames, appendTime(b, runQueryReadTime, at))
	}
	return frames, nil
}
