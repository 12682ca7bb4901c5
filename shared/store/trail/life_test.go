package trail_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/store/trail"
)

// TestVerifyWhileOthersWork verifies a book that grows, is sealed and is retired at
// the same time: nothing of that is a flaw.
func TestVerifyWhileOthersWork(t *testing.T) {
	w := newWorld(t)
	w.add(t, 0, 50)
	w.seal(t)
	w.Add(trail.Kept + 2*time.Hour)
	ctx, stop := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() {
		for n := 50; ctx.Err() == nil; n++ {
			if err := w.book.Add(t.Context(), name(n), entry(n)); err != nil {
				t.Error(err)
			}
			w.Add(time.Minute)
		}
	})
	for range 2 {
		all.Go(func() {
			for ctx.Err() == nil {
				if s, err := w.book.Seal(t.Context(), w.Now()); err != nil || s.Broken {
					t.Errorf("sealed %+v, %v", s, err)
				}
			}
		})
	}
	for round := range 40 {
		if round == 10 {
			all.Go(func() {
				if e, err := w.book.Expire(t.Context(), w.Now().Add(-trail.Kept), w.Now()); err != nil || e.Links == 0 {
					t.Errorf("expired %+v, %v", e, err)
				}
			})
		}
		// The clock hurries: what arrives while the book is read is ahead of its now.
		r, err := w.book.Verify(t.Context(), w.Now())
		for _, p := range r.Problems {
			if p.Flaw != trail.EntryAdded || p.Link != 0 {
				t.Errorf("got %v", p)
			}
		}
		if err != nil || r.Unproven > 0 {
			t.Errorf("got %+v, %v", r, err)
		}
	}
	stop()
	all.Wait()
	if r := w.verify(t); !r.Sound() || r.Retired != 1 {
		t.Errorf("in the end: got %+v", r)
	}
}

// TestSection18AnyTamperingIsTold drives a book at random through its life, which must verify
// at every step, and then does one thing to it at random, which must be told.
func TestSection18AnyTamperingIsTold(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 1))
			w := newWorld(t)
			n := 0
			for range 25 {
				switch random.IntN(5) {
				case 0, 1:
					more := random.IntN(30)
					w.add(t, n, n+more)
					n += more
				case 2, 3:
					w.seal(t)
				case 4:
					w.Add(time.Duration(random.IntN(60*24)) * time.Hour)
					w.seal(t)
					if _, err := w.book.Expire(t.Context(), w.Now().Add(-trail.Kept), w.Now()); err != nil {
						t.Fatal(err)
					}
				}
				if r := w.verify(t); !r.Sound() || r.Unproven > 0 {
					t.Fatalf("a book that nobody touched: %+v", r)
				}
			}
			w.add(t, n, n+1)
			w.seal(t)
			of := w.entries()
			if random.IntN(2) == 0 {
				of = w.chain()
			}
			snaps, err := of.Documents(t.Context()).GetAll()
			if err != nil {
				t.Fatal(err)
			}
			snap := snaps[random.IntN(len(snaps))]
			x := tamper{t, w}
			if random.IntN(3) == 0 {
				x.remove(snap.Ref)
			} else {
				fields := slices.Sorted(maps.Keys(snap.Data()))
				for same := true; same; same = cmp.Equal(x.data(snap.Ref), snap.Data()) {
					x.set(snap.Ref, fields[random.IntN(len(fields))], []any{"other", 7, cloud.Delete, start}[random.IntN(4)])
				}
			}
			if r := w.verify(t); r.Sound() {
				t.Errorf("%s was changed and nothing is told", snap.Ref.ID)
			}
		})
	}
}
