package password

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// cheap is a cost for tests that do not measure.
func cheap() Cost { return Cost{Memory: 64, Passes: 1, Threads: 1} }

func TestHash(t *testing.T) {
	h := NewHasher(cheap(), 2)
	const plain = "seitsemän veljestä ja lukkari"
	stored, err := h.Hash(t.Context(), plain)
	if err != nil {
		t.Fatal(err)
	}
	again, err := h.Hash(t.Context(), plain)
	if err != nil {
		t.Fatal(err)
	}
	if stored == again {
		t.Error("two hashes of a password are the same: no salt")
	}
	if !strings.HasPrefix(stored, "$argon2id$v=19$m=64,t=1,p=1$") || strings.Contains(stored, "veljes") {
		t.Errorf("got %q", stored)
	}
	tests := []struct {
		name, plain string
		want        bool
	}{
		{"the password", plain, true},
		{"the same characters composed otherwise", "seitsema\u0308n veljesta\u0308 ja lukkari", true},
		{"another case", strings.ToUpper(plain), false},
		{"cut short", plain[:len(plain)-1], false},
		{"with a space at the end", plain + " ", false},
		{"nothing", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ok, stale, err := h.Verify(t.Context(), stored, tt.plain)
			if err != nil || ok != tt.want || stale {
				t.Errorf("got %v, stale %v, %v, want %v", ok, stale, err, tt.want)
			}
		})
	}
	if err := h.Pretend(t.Context(), plain); err != nil {
		t.Error(err)
	}
}

// TestCostIsRaised verifies a hash made at a former cost.
func TestCostIsRaised(t *testing.T) {
	h := NewHasher(cheap(), 1)
	stored, err := h.Hash(t.Context(), "kolme kissaa katolla")
	if err != nil {
		t.Fatal(err)
	}
	other := NewHasher(Cost{Memory: 128, Passes: 2, Threads: 1}, 1)
	ok, stale, err := other.Verify(t.Context(), stored, "kolme kissaa katolla")
	if err != nil || !ok || !stale {
		t.Errorf("a hash of a former cost: got %v, stale %v, %v, want it verified and stale", ok, stale, err)
	}
	if ok, stale, err := other.Verify(t.Context(), stored, "kolme koiraa katolla"); err != nil || ok || stale {
		t.Errorf("a wrong password: got %v, stale %v, %v", ok, stale, err)
	}
}

func TestDecodeRefuses(t *testing.T) {
	h := NewHasher(cheap(), 1)
	good, err := h.Hash(t.Context(), "x")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, stored string }{
		{"nothing", ""},
		{"a password", "password"},
		{"another function", strings.Replace(good, "argon2id", "argon2i", 1)},
		{"another version", strings.Replace(good, "v=19", "v=16", 1)},
		{"too much memory", strings.Replace(good, "m=64", "m=99999999", 1)},
		{"too little memory", strings.Replace(good, "m=64", "m=1", 1)},
		{"no pass", strings.Replace(good, "t=1", "t=0", 1)},
		{"too many passes", strings.Replace(good, "t=1", "t=1000", 1)},
		{"no thread", strings.Replace(good, "p=1", "p=0", 1)},
		{"a number with a plus", strings.Replace(good, "t=1", "t=+1", 1)},
		{"a number with a zero", strings.Replace(good, "t=1", "t=01", 1)},
		{"a hash cut short", good[:len(good)-8]},
		{"a line break", good + "\n"},
		{"a part more", good + "$"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, _, err := h.Verify(t.Context(), tt.stored, "x"); !errors.Is(err, errHash) {
				t.Errorf("got %v, want %v", err, errHash)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add("$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
	f.Add("$argon2id$v=19$m=19456,t=2,p=1$$")
	f.Fuzz(func(t *testing.T, s string) {
		c, salt, sum, err := decode(s)
		if err == nil && encode(c, salt, sum) != s {
			t.Errorf("%q is read and written as %q", s, encode(c, salt, sum))
		}
		if err == nil && c.Memory > maxMemory {
			t.Errorf("%q takes %d KiB", s, c.Memory)
		}
	})
}

func TestTurns(t *testing.T) {
	h := NewHasher(cheap(), 1)
	h.turns <- struct{}{} // somebody is at it
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := h.Hash(ctx, "x"); !errors.Is(err, ErrBusy) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want %v", err, ErrBusy)
	}
	<-h.turns
	if _, err := h.Hash(t.Context(), "x"); err != nil {
		t.Errorf("after the turn came: %v", err)
	}
}

// TestMemoryIsBounded lets many sign in at the same time and looks at the heap.
func TestMemoryIsBounded(t *testing.T) {
	h := NewHasher(DefaultCost(), 2)
	stored, err := h.Hash(t.Context(), "x")
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	done := make(chan struct{})
	var highest uint64
	var watch sync.WaitGroup
	watch.Go(func() {
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			highest = max(highest, m.HeapInuse)
			select {
			case <-done:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	})
	var people sync.WaitGroup
	for range 16 {
		people.Go(func() {
			if ok, _, err := h.Verify(t.Context(), stored, "x"); err != nil || !ok {
				t.Errorf("got %v, %v", ok, err)
			}
		})
	}
	people.Wait()
	close(done)
	watch.Wait()
	// Two at once, and what the collector has not taken yet; all sixteen take 304.
	if limit := uint64(8 * 19 << 20); highest > limit {
		t.Errorf("16 sign-ins took %d MiB, want at most %d", highest>>20, limit>>20)
	}
	t.Logf("16 sign-ins, 2 at once: at most %d MiB of heap", highest>>20)
}

// BenchmarkVerify measures one verification at the cost of production.
func BenchmarkVerify(b *testing.B) {
	h := NewHasher(DefaultCost(), 0)
	stored, err := h.Hash(b.Context(), "kolme kissaa katolla")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if ok, _, err := h.Verify(b.Context(), stored, "kolme kissaa katolla"); err != nil || !ok {
			b.Fatal(ok, err)
		}
	}
}
