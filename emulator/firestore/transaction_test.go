package firestore

import (
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

func openInternal(t *testing.T) *Server {
	t.Helper()
	s, err := Open(Config{Path: filepath.Join(t.TempDir(), "firestore.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

const testDB = "projects/p/databases/d"

func setWrite(id string, n int64) *pb.Write {
	return &pb.Write{Operation: &pb.Write_Update{Update: &pb.Document{
		Name: testDB + "/documents/c/" + id, Fields: map[string]*pb.Value{"n": integer(n)},
	}}}
}

// rig calls the server as the wire would.
type rig struct {
	t *testing.T
	p *port
}

func newRig(t *testing.T) rig {
	return rig{t: t, p: &port{server: openInternal(t), caller: newCaller("operator", nil)}}
}

func (r rig) begin() []byte {
	r.t.Helper()
	res, err := r.p.BeginTransaction(r.t.Context(), &pb.BeginTransactionRequest{Database: testDB})
	if err != nil {
		r.t.Fatal(err)
	}
	return res.GetTransaction()
}

func (r rig) commit(txn []byte, ws ...*pb.Write) error {
	_, err := r.p.Commit(r.t.Context(), &pb.CommitRequest{Database: testDB, Transaction: txn, Writes: ws})
	return err
}

func (r rig) get(txn []byte, id string) error {
	_, err := r.p.GetDocument(r.t.Context(), &pb.GetDocumentRequest{
		Name:                testDB + "/documents/c/" + id,
		ConsistencySelector: &pb.GetDocumentRequest_Transaction{Transaction: txn},
	})
	if status.Code(err) == codes.NotFound {
		return nil
	}
	return err
}

// query notes and runs n >= least in the transaction, as RunQuery does.
func (r rig) query(txn []byte, least int64) error {
	r.t.Helper()
	q, err := newPlan(database{"p", "d"}, nil, &pb.StructuredQuery{
		From: []*pb.StructuredQuery_CollectionSelector{{CollectionId: "c"}},
		Where: &pb.StructuredQuery_Filter{FilterType: &pb.StructuredQuery_Filter_FieldFilter{FieldFilter: &pb.StructuredQuery_FieldFilter{
			Field: &pb.StructuredQuery_FieldReference{FieldPath: "n"}, Op: pb.StructuredQuery_FieldFilter_GREATER_THAN_OR_EQUAL, Value: integer(least),
		}}},
	})
	if err != nil {
		r.t.Fatal(err)
	}
	ss, err := r.p.server.session(q.db, selector{transaction: txn})
	if err != nil {
		return err
	}
	defer ss.leave()
	ss.noteQuery(q)
	return ss.read(func(v *view) error {
		_, _, err := q.run(v)
		return err
	})
}

func TestConflicts(t *testing.T) {
	tests := []struct {
		name  string
		read  func(r rig, txn []byte) error
		other *pb.Write
		want  codes.Code
	}{
		{"document read and changed", func(r rig, txn []byte) error { return r.get(txn, "a") }, setWrite("a", 5), codes.Aborted},
		{"missing document read and created", func(r rig, txn []byte) error { return r.get(txn, "new") }, setWrite("new", 5), codes.Aborted},
		{"another document changed", func(r rig, txn []byte) error { return r.get(txn, "a") }, setWrite("b", 5), codes.OK},
		{"same document written as it was", func(r rig, txn []byte) error { return r.get(txn, "a") }, setWrite("a", 1), codes.OK},
		{"phantom enters the query", func(r rig, txn []byte) error { return r.query(txn, 10) }, setWrite("new", 10), codes.Aborted},
		{"document leaves the query", func(r rig, txn []byte) error { return r.query(txn, 2) }, setWrite("b", 0), codes.Aborted},
		{"change outside the query", func(r rig, txn []byte) error { return r.query(txn, 10) }, setWrite("new", 9), codes.OK},
		{"nothing read", func(rig, []byte) error { return nil }, setWrite("a", 5), codes.OK},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			if err := r.commit(nil, setWrite("a", 1), setWrite("b", 2)); err != nil {
				t.Fatal(err)
			}
			txn := r.begin()
			if err := tt.read(r, txn); err != nil {
				t.Fatal(err)
			}
			if err := r.commit(nil, tt.other); err != nil {
				t.Fatal(err)
			}
			if got := status.Code(r.commit(txn, setWrite("result", 1))); got != tt.want {
				t.Errorf("commit: got %v, want %v", got, tt.want)
			}
			if got := status.Code(r.commit(txn)); got != codes.InvalidArgument {
				t.Errorf("second commit: got %v, want %v", got, codes.InvalidArgument)
			}
		})
	}
}

// TestOvertakenTransactionReadsNoMore shows that a transaction never sees two moments: its next read is refused.
func TestOvertakenTransactionReadsNoMore(t *testing.T) {
	r := newRig(t)
	txn := r.begin()
	if err := r.get(txn, "a"); err != nil {
		t.Fatal(err)
	}
	if err := r.commit(nil, setWrite("a", 1), setWrite("b", 1)); err != nil {
		t.Fatal(err)
	}
	if got, want := status.Code(r.get(txn, "b")), codes.Aborted; got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestTurns shows that a contended document goes from one transaction to the next without a failure, and that one that
// is held on to is only waited for so long.
func TestTurns(t *testing.T) {
	r := newRig(t)
	first, second := r.begin(), r.begin()
	for _, txn := range [][]byte{first, second} {
		if err := r.get(txn, "a"); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.commit(first, setWrite("a", 1)); err != nil {
		t.Fatal(err)
	}
	if got := status.Code(r.commit(second, setWrite("a", 2))); got != codes.Aborted {
		t.Fatalf("got %v, want %v", got, codes.Aborted)
	}
	holder, waiter := r.begin(), r.begin()
	if err := r.get(holder, "a"); err != nil {
		t.Fatal(err)
	}
	read := make(chan error, 1)
	go func() { read <- r.get(waiter, "a") }()
	time.Sleep(20 * time.Millisecond)
	if err := r.commit(holder, setWrite("a", 3)); err != nil {
		t.Fatal(err)
	}
	if err := <-read; err != nil {
		t.Fatal(err)
	}
	if err := r.commit(waiter, setWrite("a", 4)); err != nil {
		t.Errorf("the one that waited: %v", err)
	}
	sitter, patient := r.begin(), r.begin()
	if err := r.get(sitter, "a"); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	if err := r.get(patient, "a"); err != nil {
		t.Fatal(err)
	}
	if waited := time.Since(begun); waited < turnWait || waited > 20*turnWait {
		t.Errorf("waited %v, want about %v", waited, turnWait)
	}
}

func TestTransactionsExpire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRegistry(idleTimeout, totalTimeout)
		defer r.close()
		db := database{"p", "d"}
		idle, busy := r.begin(db, nil, time.Time{}), r.begin(db, nil, time.Time{})
		for range 4 {
			time.Sleep(idleTimeout - 10*time.Second)
			if _, err := r.use(db, []byte(busy.id)); err != nil {
				t.Fatalf("one that is used: %v", err)
			}
			r.leave(busy)
		}
		if _, err := r.use(db, []byte(idle.id)); status.Code(err) != codes.InvalidArgument {
			t.Errorf("one left alone: got %v, want %v", err, codes.InvalidArgument)
		}
		time.Sleep(totalTimeout - 4*(idleTimeout-10*time.Second) + 2*sweepEvery)
		if _, err := r.use(db, []byte(busy.id)); status.Code(err) != codes.InvalidArgument {
			t.Errorf("one past its time: got %v, want %v", err, codes.InvalidArgument)
		}
	})
}

// TestSnapshotDoesNotHoldUpWriters keeps a read-only transaction open while the file grows well past its first size.
func TestSnapshotDoesNotHoldUpWriters(t *testing.T) {
	r := newRig(t)
	if err := r.commit(nil, setWrite("a", 1)); err != nil {
		t.Fatal(err)
	}
	res, err := r.p.BeginTransaction(t.Context(), &pb.BeginTransactionRequest{Database: testDB, Options: &pb.TransactionOptions{
		Mode: &pb.TransactionOptions_ReadOnly_{ReadOnly: &pb.TransactionOptions_ReadOnly{}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	pad := &pb.Value{ValueType: &pb.Value_BytesValue{BytesValue: make([]byte, 900_000)}}
	for i := range 40 {
		w := setWrite("a", int64(i))
		w.GetUpdate().Fields["pad"] = pad
		if err := r.commit(nil, w); err != nil {
			t.Fatal(err)
		}
	}
	doc, err := r.p.GetDocument(t.Context(), &pb.GetDocumentRequest{
		Name:                testDB + "/documents/c/a",
		ConsistencySelector: &pb.GetDocumentRequest_Transaction{Transaction: res.GetTransaction()},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := doc.GetFields()["n"].GetIntegerValue(); got != 1 {
		t.Errorf("snapshot: got n = %v, want 1", got)
	}
	if _, err := r.p.Rollback(t.Context(), &pb.RollbackRequest{Database: testDB, Transaction: res.GetTransaction()}); err != nil {
		t.Fatal(err)
	}
	if got, want := status.Code(r.get(res.GetTransaction(), "a")), codes.InvalidArgument; got != want {
		t.Errorf("read after rollback: got %v, want %v", got, want)
	}
}
