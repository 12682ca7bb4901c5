package conformance

import (
	"context"
	"errors"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
)

// outside is how long a subtest waits for a write beside an open transaction: Google's emulator locks and lets it wait
// for the transaction, which is as right as overtaking it.
const outside = 300 * time.Millisecond

func transactions() []subtest {
	return []subtest{
		{"TransactionReadModifyWrite", txnReadModifyWrite},
		{"TransactionRollsBackOnError", txnRollback},
		{"TransactionIsAtomic", txnAtomic},
		{"TransactionCreateOfExisting", txnCreateExisting},
		{"TransactionQuery", txnQuery},
		{"TransactionAggregation", txnAggregation},
		{"TransactionSeesMissing", txnMissing},
		{"TransactionRetriedWhenOvertaken", txnOvertaken},
		{"TransactionDetectsPhantoms", txnPhantoms},
		{"TransactionReadOnlySnapshot", txnReadOnly},
		{"TransactionCommitResponse", txnCommitResponse},
	}
}

func txnReadModifyWrite(t *testing.T, e *env) {
	ref := e.root.Doc("a")
	e.set(t, ref, fields{"n": 1})
	err := e.client.RunTransaction(e.ctx, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(ref)
		if err != nil {
			return err
		}
		return tx.Set(ref, fields{"n": snap.Data()["n"].(int64) + 1})
	})
	must(t, "transaction", err)
	wantEqual(t, "data", fields{"n": int64(2)}, e.data(t, ref))
}

func txnRollback(t *testing.T, e *env) {
	boom := errors.New("boom")
	err := e.client.RunTransaction(e.ctx, func(_ context.Context, tx *firestore.Transaction) error {
		if err := tx.Set(e.root.Doc("a"), fields{"n": 1}); err != nil {
			return err
		}
		return boom
	})
	if !errors.Is(err, boom) {
		t.Errorf("got %v, want %v", err, boom)
	}
	_, err = e.root.Doc("a").Get(e.ctx)
	wantCode(t, "get", err, codes.NotFound)
}

func txnAtomic(t *testing.T, e *env) {
	e.set(t, e.root.Doc("there"), fields{"n": 1})
	err := e.client.RunTransaction(e.ctx, func(_ context.Context, tx *firestore.Transaction) error {
		if err := tx.Set(e.root.Doc("a"), fields{"n": 1}); err != nil {
			return err
		}
		if err := tx.Delete(e.root.Doc("there")); err != nil {
			return err
		}
		return tx.Update(e.root.Doc("none"), []firestore.Update{{Path: "n", Value: 1}})
	})
	wantCode(t, "transaction", err, codes.NotFound)
	_, err = e.root.Doc("a").Get(e.ctx)
	wantCode(t, "get of the first write", err, codes.NotFound)
	wantEqual(t, "the document deleted in it", fields{"n": int64(1)}, e.data(t, e.root.Doc("there")))
}

func txnCreateExisting(t *testing.T, e *env) {
	ref := e.root.Doc("a")
	e.set(t, ref, fields{"n": 1})
	runs := 0
	err := e.client.RunTransaction(e.ctx, func(_ context.Context, tx *firestore.Transaction) error {
		runs++
		return tx.Create(ref, fields{"n": 2})
	})
	wantCode(t, "transaction", err, codes.AlreadyExists)
	wantEqual(t, "attempts", 1, runs)
}

func txnQuery(t *testing.T, e *env) {
	letters(e, t)
	err := e.client.RunTransaction(e.ctx, func(_ context.Context, tx *firestore.Transaction) error {
		snaps, err := tx.Documents(where(e, "v", ">=", 4)).GetAll()
		if err != nil {
			return err
		}
		for _, s := range snaps {
			if err := tx.Update(s.Ref, []firestore.Update{{Path: "v", Value: firestore.Increment(100)}}); err != nil {
				return err
			}
		}
		return nil
	})
	must(t, "transaction", err)
	e.wantIDs(t, "raised", where(e, "v", ">", 50), "e", "f", "g")
}

func txnAggregation(t *testing.T, e *env) {
	letters(e, t)
	var n int64
	err := e.client.RunTransaction(e.ctx, func(ctx context.Context, tx *firestore.Transaction) error {
		res, err := e.root.NewAggregationQuery().WithCount("n").Transaction(tx).Get(ctx)
		if err != nil {
			return err
		}
		n = aggregate[int64](t, res, "n")
		return tx.Set(e.root.Doc("count"), fields{"n": n})
	})
	must(t, "transaction", err)
	wantEqual(t, "count", int64(7), n)
}

func txnMissing(t *testing.T, e *env) {
	ref := e.root.Doc("a")
	err := e.client.RunTransaction(e.ctx, func(_ context.Context, tx *firestore.Transaction) error {
		snaps, err := tx.GetAll([]*firestore.DocumentRef{ref, e.root.Doc("b")})
		if err != nil {
			return err
		}
		if snaps[0].Exists() || snaps[1].Exists() {
			return errors.New("a missing document exists")
		}
		return tx.Create(ref, fields{"n": 1})
	})
	must(t, "transaction", err)
}

// aside starts a write beside a transaction and reports whether it was done before the wait was over. join waits for
// its end.
func aside(write func() error) (done bool, join func() error) {
	result := make(chan error, 1)
	go func() { result <- write() }()
	select {
	case err := <-result:
		return true, func() error { return err }
	case <-time.After(outside):
		return false, func() error { return <-result }
	}
}

// txnOvertaken changes, beside the first attempt, what it has read.
func txnOvertaken(t *testing.T, e *env) {
	ref := e.root.Doc("a")
	e.set(t, ref, fields{"n": 1})
	runs := 0
	overtaken, join := false, func() error { return nil }
	err := e.client.RunTransaction(e.ctx, func(_ context.Context, tx *firestore.Transaction) error {
		runs++
		snap, err := tx.Get(ref)
		if err != nil {
			return err
		}
		if runs == 1 {
			overtaken, join = aside(func() error {
				_, err := ref.Update(e.ctx, []firestore.Update{{Path: "n", Value: firestore.Increment(10)}})
				return err
			})
		}
		return tx.Set(ref, fields{"n": snap.Data()["n"].(int64) * 2})
	})
	must(t, "transaction", err)
	must(t, "write beside it", join())
	want := fields{"n": int64(12)} // the transaction first
	if overtaken {
		want = fields{"n": int64(22)}
	}
	wantEqual(t, "data", want, e.data(t, ref))
}

// txnPhantoms inserts, beside the first attempt, a document that its query would have found.
func txnPhantoms(t *testing.T, e *env) {
	e.set(t, e.root.Doc("a"), fields{"open": true})
	summary := e.root.Doc("summary")
	runs := 0
	overtaken, join := false, func() error { return nil }
	err := e.client.RunTransaction(e.ctx, func(_ context.Context, tx *firestore.Transaction) error {
		runs++
		snaps, err := tx.Documents(where(e, "open", "==", true)).GetAll()
		if err != nil {
			return err
		}
		if runs == 1 {
			overtaken, join = aside(func() error {
				_, err := e.root.Doc("b").Create(e.ctx, fields{"open": true})
				return err
			})
		}
		return tx.Set(summary, fields{"open_count": len(snaps)})
	})
	must(t, "transaction", err)
	must(t, "insert beside it", join())
	want := int64(1)
	if overtaken {
		want = 2
	}
	wantEqual(t, "count", any(want), e.data(t, summary)["open_count"])
}

func txnReadOnly(t *testing.T, e *env) {
	a, b := e.root.Doc("a"), e.root.Doc("b")
	e.set(t, a, fields{"n": 1})
	e.set(t, b, fields{"n": 1})
	join := func() error { return nil }
	var seen any
	err := e.client.RunTransaction(e.ctx, func(_ context.Context, tx *firestore.Transaction) error {
		if _, err := tx.Get(a); err != nil {
			return err
		}
		_, join = aside(func() error {
			_, err := b.Set(e.ctx, fields{"n": 2})
			return err
		})
		snap, err := tx.Get(b)
		if err != nil {
			return err
		}
		seen = snap.Data()["n"]
		return nil
	}, firestore.ReadOnly)
	must(t, "transaction", err)
	must(t, "write beside it", join())
	wantEqual(t, "what the transaction saw", any(int64(1)), seen)
	wantEqual(t, "afterwards", fields{"n": int64(2)}, e.data(t, b))
	err = e.client.RunTransaction(e.ctx, func(_ context.Context, tx *firestore.Transaction) error {
		return tx.Set(a, fields{"n": 9})
	}, firestore.ReadOnly)
	if err == nil {
		t.Error("a read-only transaction could write")
	}
}

func txnCommitResponse(t *testing.T, e *env) {
	var res firestore.CommitResponse
	ref := e.root.Doc("a")
	err := e.client.RunTransaction(e.ctx, func(_ context.Context, tx *firestore.Transaction) error {
		return tx.Set(ref, fields{"n": 1})
	}, firestore.WithCommitResponseTo(&res))
	must(t, "transaction", err)
	if got := e.get(t, ref).UpdateTime; !got.Equal(res.CommitTime()) {
		t.Errorf("update time: got %v, want the commit time %v", got, res.CommitTime())
	}
}
