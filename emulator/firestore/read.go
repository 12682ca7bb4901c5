package firestore

import (
	"context"
	"time"

	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
	bolt "go.etcd.io/bbolt"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// A view is a database at one moment.
type view struct {
	db           database
	docs, groups *bolt.Bucket // nil: nothing was ever written there
	readTime     time.Time
}

// get finds a document; nil if there is none.
func (v *view) get(key []byte) (record, error) {
	if v.docs == nil {
		return nil, nil
	}
	raw := v.docs.Get(key)
	if raw == nil {
		return nil, nil
	}
	r := record(raw)
	if err := r.check(); err != nil {
		return nil, internal("read document", err)
	}
	return r, nil
}

// selector says at which moment, or in which transaction, a request reads.
type selector struct {
	transaction []byte
	begin       *pb.TransactionOptions // a transaction to begin
	readTime    *timestamppb.Timestamp
}

// session is one read under way.
type session struct {
	server *Server
	db     database
	t      *transaction // nil outside transactions
	begun  bool         // by this request, whose answer then carries the ID
	at     *timestamppb.Timestamp
}

// session resolves sel. The caller must call leave.
func (s *Server) session(db database, sel selector) (*session, error) {
	ss := &session{server: s, db: db, at: sel.readTime}
	id := sel.transaction
	if sel.begin != nil {
		t, err := s.begin(db, sel.begin)
		if err != nil {
			return nil, err
		}
		id, ss.begun = []byte(t.id), true
	}
	if len(id) == 0 {
		return ss, nil
	}
	var err error
	ss.t, err = s.txns.use(db, id)
	return ss, err
}

func (ss *session) leave() {
	if ss.t != nil {
		ss.server.txns.leave(ss.t)
	}
}

// newID is the ID of a transaction this request began, for its first answer.
func (ss *session) newID() []byte {
	if !ss.begun {
		return nil
	}
	return []byte(ss.t.id)
}

// noteKeys tells the transaction, if there is one, which documents will be read.
func (ss *session) noteKeys(ctx context.Context, keys [][]byte) error {
	if ss.t == nil || ss.t.readOnly() {
		return nil
	}
	return ss.server.txns.readKeys(ctx, ss.t, keys)
}

// noteQuery tells the transaction, if there is one, which query will be run.
func (ss *session) noteQuery(q *plan) {
	if ss.t != nil && !ss.t.readOnly() {
		ss.server.txns.readQuery(ss.t, q)
	}
}

// read runs fn on the database as the session sees it. What is to be read must have been noted before.
func (ss *session) read(fn func(*view) error) error {
	s := ss.server
	if ss.t != nil && ss.t.readOnly() {
		ss.t.calls.Lock()
		defer ss.t.calls.Unlock()
		select {
		case <-ss.t.done:
			return errTransactionGone()
		default:
		}
		return s.view(ss.t.snapshot, ss.db, ss.t.readTime, fn)
	}
	err := s.db.View(func(tx *bolt.Tx) error {
		at, err := s.readTime(tx, ss.db, ss.at)
		if err != nil {
			return err
		}
		return s.view(tx, ss.db, at, fn)
	})
	if err == nil && ss.t != nil {
		err = s.txns.checkDoomed(ss.t)
	}
	if err != nil {
		if _, ok := status.FromError(err); !ok {
			return internal("read", err)
		}
	}
	return err
}

func (s *Server) view(tx *bolt.Tx, db database, at time.Time, fn func(*view) error) error {
	docs, groups := db.bucketNames()
	return fn(&view{db: db, docs: tx.Bucket(docs), groups: tx.Bucket(groups), readTime: at})
}

// readTime is the moment tx shows: now, or the last commit where that is later. A time asked for is granted if the
// database has not changed since: older versions are not kept.
func (s *Server) readTime(tx *bolt.Tx, db database, asked *timestamppb.Timestamp) (time.Time, error) {
	var last time.Time
	docs, _ := db.bucketNames()
	if b := tx.Bucket(docs); b != nil {
		last = time.UnixMicro(int64(b.Sequence())).UTC()
	}
	now := s.cfg.Now().UTC().Truncate(time.Microsecond)
	if now.Before(last) {
		now = last
	}
	if asked == nil {
		return now, nil
	}
	at := asked.AsTime()
	switch {
	case asked.CheckValid() != nil:
		return time.Time{}, status.Error(codes.InvalidArgument, "the read time is out of range")
	case at.After(now):
		return time.Time{}, status.Error(codes.InvalidArgument, "the read time lies in the future")
	case at.Before(last):
		return time.Time{}, status.Error(codes.FailedPrecondition, "the database has changed since the read time, and this stand-in keeps no older versions")
	}
	return at, nil
}

// now is the time a commit of nothing reports.
func (s *Server) now(db database) (at time.Time, err error) {
	err = s.db.View(func(tx *bolt.Tx) error {
		at, err = s.readTime(tx, db, nil)
		return err
	})
	return at, err
}
