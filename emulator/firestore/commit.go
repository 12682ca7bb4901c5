package firestore

import (
	"context"
	"fmt"
	"time"

	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
	bolt "go.etcd.io/bbolt"
	statuspb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// bucketNames are where a database's documents and its collection groups lie.
func (d database) bucketNames() (docs, groups []byte) {
	return []byte(d.String()), []byte(d.String() + "/groups")
}

// Commit implements the method of that name.
func (p *port) Commit(_ context.Context, req *pb.CommitRequest) (*pb.CommitResponse, error) {
	s := p.server
	db, err := p.writable(req.GetDatabase(), req.GetWrites(), req)
	if err != nil {
		return nil, err
	}
	suffers, err := p.meet(len(req.GetWrites())) // before the transaction is used up, so that it can be committed again
	if err != nil {
		return nil, err
	}
	var t *transaction
	if id := req.GetTransaction(); len(id) > 0 {
		if t, err = s.txns.use(db, id); err != nil {
			return nil, err
		}
		defer s.txns.end(t) // whatever comes of it: a transaction is committed once
		defer s.txns.leave(t)
		if t.readOnly() {
			return p.commitReadOnly(t, req)
		}
	}
	ms, err := parseWrites(db, req.GetWrites())
	if err != nil {
		return nil, err
	}
	if s.cfg.AbortCommit != nil && s.cfg.AbortCommit() {
		return nil, errContention()
	}
	if len(ms) == 0 {
		return p.commitNothing(db, t)
	}
	results := make([]*pb.WriteResult, len(ms))
	at, err := s.apply(db, t, func(b *batch) error {
		for i, m := range ms {
			if results[i], err = b.apply(m); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	s.bill(ms)
	if err := p.part(suffers); err != nil {
		return nil, err
	}
	return &pb.CommitResponse{WriteResults: results, CommitTime: timestamppb.New(at)}, nil
}

// writable is what every method that writes begins with: the names, the size and the caller's grants.
func (p *port) writable(name string, ws []*pb.Write, req proto.Message) (database, error) {
	db, err := parseDatabase(name)
	if err != nil {
		return database{}, err
	}
	if len(ws) == 0 {
		err = p.caller.may(db, verbAny)
	} else {
		err = p.caller.mayWrite(db, ws)
	}
	if err != nil {
		return database{}, err
	}
	if n := proto.Size(req); n > maxRequestBytes {
		return database{}, status.Errorf(codes.InvalidArgument, "Request payload size exceeds the limit: %d bytes.", maxRequestBytes)
	}
	return db, nil
}

func (p *port) commitReadOnly(t *transaction, req *pb.CommitRequest) (*pb.CommitResponse, error) {
	if len(req.GetWrites()) > 0 {
		return nil, status.Error(codes.InvalidArgument, "Cannot modify entities in a read-only transaction.")
	}
	return &pb.CommitResponse{CommitTime: timestamppb.New(t.readTime)}, nil
}

// commitNothing ends a transaction that only read.
func (p *port) commitNothing(db database, t *transaction) (*pb.CommitResponse, error) {
	s := p.server
	s.commit.Lock()
	defer s.commit.Unlock()
	if t != nil {
		if err := s.txns.checkDoomed(t); err != nil {
			return nil, err
		}
	}
	at, err := s.now(db)
	if err != nil {
		return nil, err
	}
	return &pb.CommitResponse{CommitTime: timestamppb.New(at)}, nil
}

// apply runs fn as one atomic change of db and announces it. t, if any, must not have been overtaken.
func (s *Server) apply(db database, t *transaction, fn func(*batch) error) (at time.Time, err error) {
	s.commit.Lock()
	defer s.commit.Unlock()
	if t != nil {
		if err := s.txns.checkDoomed(t); err != nil {
			return time.Time{}, err
		}
	}
	b := &batch{}
	var seq uint64
	err = s.db.Update(func(tx *bolt.Tx) error {
		if err := s.prepare(tx, db, b); err != nil {
			return err
		}
		if err := fn(b); err != nil {
			return err
		}
		seq = s.txns.announce(db, t, b.changes, 0)
		return nil
	})
	if err != nil {
		if _, ok := status.FromError(err); ok {
			return time.Time{}, err
		}
		return time.Time{}, internal("commit", err)
	}
	s.txns.announce(db, t, b.changes, seq)
	return b.at, nil
}

// prepare opens the database, creating it if need be, and sets the commit's time: now, and later than any before it.
// The last commit's time in microseconds is the sequence number of the database's bucket.
func (s *Server) prepare(tx *bolt.Tx, db database, b *batch) error {
	docs, groups := db.bucketNames()
	var err error
	if b.docs, err = tx.CreateBucketIfNotExists(docs); err != nil {
		return fmt.Errorf("create database: %w", err)
	}
	if b.groups, err = tx.CreateBucketIfNotExists(groups); err != nil {
		return fmt.Errorf("create database: %w", err)
	}
	at := max(s.cfg.Now().UnixMicro(), int64(b.docs.Sequence())+1)
	b.at = time.UnixMicro(at).UTC()
	if err := b.docs.SetSequence(uint64(at)); err != nil {
		return fmt.Errorf("set commit time: %w", err)
	}
	return nil
}

// bill counts applied writes.
func (s *Server) bill(ms []*mutation) {
	for _, m := range ms {
		switch {
		case m.delete:
			s.deletes.Add(1)
		case s.cfg.Uncounted != nil && s.cfg.Uncounted(m.name, m.naming):
		default:
			s.writes.Add(1)
		}
	}
}

// BatchWrite implements the method of that name: each write succeeds or fails on its own.
func (p *port) BatchWrite(_ context.Context, req *pb.BatchWriteRequest) (*pb.BatchWriteResponse, error) {
	db, err := p.writable(req.GetDatabase(), req.GetWrites(), req)
	if err != nil {
		return nil, err
	}
	ws := req.GetWrites()
	res := &pb.BatchWriteResponse{
		WriteResults: make([]*pb.WriteResult, len(ws)),
		Status:       make([]*statuspb.Status, len(ws)),
	}
	if len(ws) == 0 {
		return res, nil
	}
	ms := make([]*mutation, len(ws))
	errs := make([]error, len(ws))
	seen := make(map[string]bool, len(ws))
	for i, w := range ws {
		if ms[i], errs[i] = parseWrite(db, w); errs[i] != nil {
			continue
		}
		if seen[ms[i].name] {
			return nil, status.Error(codes.InvalidArgument, "the same document cannot be written more than once in a single request")
		}
		seen[ms[i].name] = true
	}
	suffers, err := p.meet(len(ws))
	if err != nil {
		return nil, err
	}
	var done []*mutation
	_, err = p.server.apply(db, nil, func(b *batch) error {
		for i, m := range ms {
			if errs[i] != nil {
				continue
			}
			if res.WriteResults[i], errs[i] = b.apply(m); errs[i] == nil {
				done = append(done, m)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	p.server.bill(done)
	if err := p.part(suffers); err != nil {
		return nil, err
	}
	for i, err := range errs {
		res.Status[i] = status.Convert(err).Proto()
		if err != nil {
			res.WriteResults[i] = &pb.WriteResult{}
		} else {
			res.Status[i] = &statuspb.Status{}
		}
	}
	return res, nil
}

// BeginTransaction implements the method of that name.
func (p *port) BeginTransaction(_ context.Context, req *pb.BeginTransactionRequest) (*pb.BeginTransactionResponse, error) {
	db, err := parseDatabase(req.GetDatabase())
	if err != nil {
		return nil, err
	}
	if err := p.caller.may(db, verbAny); err != nil {
		return nil, err
	}
	t, err := p.server.begin(db, req.GetOptions())
	if err != nil {
		return nil, err
	}
	return &pb.BeginTransactionResponse{Transaction: []byte(t.id)}, nil
}

// Rollback implements the method of that name. It may be repeated.
func (p *port) Rollback(_ context.Context, req *pb.RollbackRequest) (*emptypb.Empty, error) {
	db, err := parseDatabase(req.GetDatabase())
	if err != nil {
		return nil, err
	}
	if err := p.caller.may(db, verbAny); err != nil {
		return nil, err
	}
	t, err := p.server.txns.use(db, req.GetTransaction())
	if err != nil {
		if p.server.txns.known(req.GetTransaction()) {
			return &emptypb.Empty{}, nil
		}
		return nil, err
	}
	p.server.txns.leave(t)
	p.server.txns.end(t)
	return &emptypb.Empty{}, nil
}

// begin opens a transaction as opts ask; a read-only one gets its snapshot here.
func (s *Server) begin(db database, opts *pb.TransactionOptions) (*transaction, error) {
	ro := opts.GetReadOnly()
	if ro == nil {
		return s.txns.begin(db, nil, time.Time{}), nil
	}
	tx, err := s.db.Begin(false)
	if err != nil {
		return nil, internal("begin snapshot", err)
	}
	at, err := s.readTime(tx, db, ro.GetReadTime())
	if err != nil {
		_ = tx.Rollback()
		return nil, err
	}
	return s.txns.begin(db, tx, at), nil
}
