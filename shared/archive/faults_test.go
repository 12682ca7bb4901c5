package archive_test

import (
	"bytes"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	standin "vahti.ai/vahti/emulator/storage"
	"vahti.ai/vahti/shared/archive"
)

// TestFaultsPass: requests that are refused for a while, or whose answers are lost,
// change nothing of what comes out.
func TestFaultsPass(t *testing.T) {
	w := newWorld(t, standin.Faults{Unavailable: 0.1, TooMany: 0.1, Cut: 0.2})
	a := w.bucket(t, nil).Tenant(w.tenant(t))
	var generation int64
	var names []string
	for i := range 10 {
		content := noise(uint64(i), i<<20)
		name := fmt.Sprintf("snapshot/%02d", i)
		names = append(names, name)
		put(t, a, name, content)
		if got, err := get(t, a, name); err != nil || !bytes.Equal(got, content) {
			t.Fatalf("%s: got %d bytes, %v, want %d", name, len(got), err, len(content))
		}
		if err := a.Replace(t.Context(), "manifest", generation, []byte(name)); err != nil {
			t.Fatalf("replace %d: %v", i, err)
		}
		r, err := a.Open(t.Context(), "manifest")
		if err != nil {
			t.Fatal(err)
		}
		generation = r.Generation()
		r.Close()
	}
	if got, err := a.List(t.Context(), "snapshot/"); err != nil || !cmp.Equal(got, names) {
		t.Errorf("list: got %v, %v, want %v", got, err, names)
	}
	if err := a.Erase(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, err := a.List(t.Context(), ""); err != nil || got != nil {
		t.Errorf("list after erasing: got %v, %v, want nothing", got, err)
	}
}

// TestOneReplacementWins: of several that replace the same generation one succeeds,
// and its content stays, even while answers are lost.
func TestOneReplacementWins(t *testing.T) {
	w := newWorld(t, standin.Faults{Cut: 0.4})
	a := w.bucket(t, nil).Tenant(w.tenant(t))
	for round := range 5 {
		name := fmt.Sprintf("manifest/%d", round)
		var winner atomic.Int32
		winner.Store(-1)
		var wg sync.WaitGroup
		for i := range 6 {
			wg.Go(func() {
				switch err := a.Replace(t.Context(), name, 0, fmt.Append(nil, i)); {
				case err == nil && !winner.CompareAndSwap(-1, int32(i)):
					t.Errorf("round %d: %d succeeded beside %d", round, i, winner.Load())
				case err != nil && !errors.Is(err, archive.ErrChanged):
					t.Errorf("round %d: got %v, want ErrChanged", round, err)
				}
			})
		}
		wg.Wait()
		if got, err := get(t, a, name); err != nil || string(got) != fmt.Sprint(winner.Load()) {
			t.Errorf("round %d: got %q, %v, want the winner's %d", round, got, err, winner.Load())
		}
	}
}

// TestGivingUp: nothing is seen of an object before Close, and after Abort never.
func TestGivingUp(t *testing.T) {
	w := newWorld(t, standin.Faults{})
	a := w.bucket(t, nil).Tenant(w.tenant(t))
	put(t, a, "o", []byte("before"))
	for _, size := range []int{0, 10, 3 << 20, 17 << 20} {
		writer, err := a.Create(t.Context(), "o")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := writer.Write(noise(9, size)); err != nil {
			t.Fatal(err)
		}
		for _, when := range []string{"while written", "given up", "given up twice"} {
			if got, err := get(t, a, "o"); err != nil || string(got) != "before" {
				t.Errorf("%d bytes %s: got %d bytes, %v, want what stood there before", size, when, len(got), err)
			}
			if when != "while written" {
				continue
			}
			writer.Abort()
			writer.Abort()
		}
		if _, err := writer.Write([]byte("x")); err == nil {
			t.Error("written to after being given up: got no error")
		}
		if err := writer.Close(); err == nil {
			t.Error("closed after being given up: got no error")
		}
	}
	names, err := a.List(t.Context(), "")
	if err != nil || !cmp.Equal(names, []string{"o"}) {
		t.Errorf("got the objects %v, %v, want o alone", names, err)
	}
}

func TestClosedOnce(t *testing.T) {
	w := newWorld(t, standin.Faults{})
	a := w.bucket(t, nil).Tenant(w.tenant(t))
	writer, err := a.Create(t.Context(), "o")
	if err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	writer.Abort()
	if got, err := get(t, a, "o"); err != nil || len(got) != 0 {
		t.Errorf("got %q, %v, want an empty object", got, err)
	}
	if err := writer.Close(); err == nil {
		t.Error("closed again: got no error")
	}
	r, err := a.Open(t.Context(), "o")
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	r.Close()
	if _, err := r.Read(make([]byte, 1)); err == nil {
		t.Error("read after closing: got no error")
	}
}
