package scan

import (
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

func TestPercentOf(t *testing.T) {
	const mib = 1 << 20
	tests := []struct {
		name string
		live uint64
		want int
	}{
		{"nothing yet", 0, mostPercent},
		{"a beginning", 2 * mib, mostPercent},
		{"a small tenant", 16 * mib, 200},
		{"where room ends", 40 * mib, 30},
		{"a large tenant", 80 * mib, 15},
		{"a very large one", 800 * mib, leastPercent},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := percentOf(tt.live); got != tt.want {
				t.Errorf("got %d %%, want %d %%", got, tt.want)
			}
		})
	}
}

// TestCollectSteadily has the next collection set anew after each, when more is in
// use.
func TestCollectSteadily(t *testing.T) {
	before := debug.SetGCPercent(100)
	defer func() { debug.SetGCPercent(before) }()
	collectSteadily()
	held := make([]byte, 256<<20)
	for i := range held {
		held[i] = 1
	}
	for range 100 {
		runtime.GC()
		time.Sleep(time.Millisecond) // finalizers run beside
		now := debug.SetGCPercent(100)
		debug.SetGCPercent(now)
		if now == leastPercent {
			runtime.KeepAlive(held)
			return
		}
	}
	t.Error("what is in use has grown, and the next collection was not set anew")
}
