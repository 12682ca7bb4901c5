package conformance

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"cloud.google.com/go/firestore"
)

func contention() []subtest {
	return []subtest{
		{"ContentionLosesNothing", contendedIncrements},
		{"ContentionKeepsInvariants", writeSkew},
		{"ContentionOnQueries", contendedQueries},
	}
}

// attempts is generous: what is tested is that nothing is lost, not how soon the client gives up.
const attempts = 40

// workers runs fn n times at once and fails the subtest with each error.
func workers(t *testing.T, n int, fn func(i int) error) {
	t.Helper()
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			if err := fn(i); err != nil {
				t.Errorf("worker %d: %v", i, err)
			}
		})
	}
	wg.Wait()
}

func contendedIncrements(t *testing.T, e *env) {
	ref := e.root.Doc("a")
	e.set(t, ref, fields{"n": 0})
	workers(t, 6, func(int) error {
		for range 5 {
			err := e.client.RunTransaction(e.ctx, func(_ context.Context, tx *firestore.Transaction) error {
				snap, err := tx.Get(ref)
				if err != nil {
					return err
				}
				return tx.Set(ref, fields{"n": snap.Data()["n"].(int64) + 1})
			}, firestore.MaxAttempts(attempts))
			if err != nil {
				return err
			}
		}
		return nil
	})
	wantEqual(t, "data", fields{"n": int64(30)}, e.data(t, ref))
}

// writeSkew lets two transactions each read both documents and write one: only one of them may take.
func writeSkew(t *testing.T, e *env) {
	for round := range 3 {
		c := e.root.Doc(fmt.Sprint("round", round)).Collection("accounts")
		refs := []*firestore.DocumentRef{c.Doc("a"), c.Doc("b")}
		for _, r := range refs {
			e.set(t, r, fields{"left": 1})
		}
		workers(t, 2, func(i int) error {
			return e.client.RunTransaction(e.ctx, func(_ context.Context, tx *firestore.Transaction) error {
				snaps, err := tx.GetAll(refs)
				if err != nil {
					return err
				}
				if snaps[0].Data()["left"].(int64)+snaps[1].Data()["left"].(int64) < 2 {
					return nil
				}
				return tx.Set(refs[i], fields{"left": 0})
			}, firestore.MaxAttempts(attempts))
		})
		left := e.data(t, refs[0])["left"].(int64) + e.data(t, refs[1])["left"].(int64)
		wantEqual(t, "left", int64(1), left)
	}
}

// contendedQueries gives out numbers, each one more than the highest a query finds.
func contendedQueries(t *testing.T, e *env) {
	workers(t, 3, func(i int) error {
		for j := range 2 {
			err := e.client.RunTransaction(e.ctx, func(_ context.Context, tx *firestore.Transaction) error {
				snaps, err := tx.Documents(e.root.OrderBy("n", firestore.Desc).Limit(1)).GetAll()
				if err != nil {
					return err
				}
				next := int64(1)
				if len(snaps) > 0 {
					next = snaps[0].Data()["n"].(int64) + 1
				}
				return tx.Create(e.root.Doc(fmt.Sprint(i, "-", j)), fields{"n": next})
			}, firestore.MaxAttempts(attempts))
			if err != nil {
				return err
			}
		}
		return nil
	})
	snaps, err := e.root.OrderBy("n", firestore.Asc).Documents(e.ctx).GetAll()
	must(t, "query", err)
	var got []int64
	for _, s := range snaps {
		got = append(got, s.Data()["n"].(int64))
	}
	wantEqual(t, "numbers", []int64{1, 2, 3, 4, 5, 6}, got)
}
