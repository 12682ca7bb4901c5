package limit

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/standintest"
)

var start = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

func TestLimiter(t *testing.T) {
	clock := standintest.NewClock(start)
	l := New(3, 2, clock.Now)
	tests := []struct {
		name   string
		passes time.Duration
		caller string
		left   int
		wait   time.Duration
		ok     bool
	}{
		{"the first", 0, "a", 2, 0, true},
		{"the second", 0, "a", 1, 0, true},
		{"the third", 0, "a", 0, 0, true},
		{"one too many", 0, "a", 0, time.Second / 2, false},
		{"another caller", 0, "b", 2, 0, true},
		{"soon", time.Second / 4, "a", 0, time.Second / 4, false},
		{"in time", time.Second / 4, "a", 0, 0, true},
		{"long after", time.Hour, "a", 2, 0, true},
		{"the clock set back", -time.Hour, "a", 1, 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			clock.Add(tt.passes)
			before, spent := l.Spent(tt.caller)
			if again, _ := l.Spent(tt.caller); again != before || spent == tt.ok || before.Round(time.Millisecond) != tt.wait {
				t.Errorf("before: got %v, %v and %v, want to wait %v", before, spent, again, tt.wait)
			}
			left, wait, ok := l.Take(tt.caller)
			if left != tt.left || wait.Round(time.Millisecond) != tt.wait || ok != tt.ok {
				t.Errorf("got %d, %v, %v, want %d, %v, %v", left, wait, ok, tt.left, tt.wait, tt.ok)
			}
		})
	}
	header := http.Header{}
	l.Tell(header.Set, 1)
	want := http.Header{"Ratelimit": {`"caller";r=1;t=1`}, "Ratelimit-Policy": {`"caller";q=3;w=2`}}
	if diff := cmp.Diff(want, header); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
	for wait, want := range map[time.Duration]string{0: "1", time.Millisecond: "1", time.Second: "1", 1500 * time.Millisecond: "2"} {
		if got := Patience(wait); got != want {
			t.Errorf("%v: got %s, want %s", wait, got, want)
		}
	}
}

// TestLimiterForgets has many callers ask: what is kept of them is bounded.
func TestLimiterForgets(t *testing.T) {
	clock := standintest.NewClock(start)
	l := New(3, 2, clock.Now)
	for i := range 3 * maxCallers {
		l.Take(string(rune(i)) + time.Duration(i).String())
	}
	if len(l.buckets) > maxCallers {
		t.Errorf("%d buckets are kept", len(l.buckets))
	}
	clock.Add(2 * idleAfter)
	l.Take("a")
	if len(l.buckets) != 1 {
		t.Errorf("%d buckets are kept of callers who are gone", len(l.buckets)-1)
	}
}

// TestSlowBucketsAreKept: a bucket that takes long to fill is not forgotten, and so
// full, before.
func TestSlowBucketsAreKept(t *testing.T) {
	clock := standintest.NewClock(start)
	l := Verifications(1, clock.Now)
	for range 5 {
		if _, _, ok := l.Take("a"); !ok {
			t.Fatal("not even the first ones are let through")
		}
	}
	for range 2 { // the second comes after others were swept away
		clock.Add(2*time.Minute + time.Second)
		for i, want := range []bool{true, true, false} {
			if _, _, ok := l.Take("a"); ok != want {
				t.Errorf("one more %d: let through %v, want %v", i, ok, want)
			}
		}
	}
}

// TestCostly counts how much of what is costly is done within a day.
func TestCostly(t *testing.T) {
	tests := []struct {
		name      string
		make      func(float64, func() time.Time) *Limiter
		once, day int
	}{
		{"verifications", Verifications, 5, 1445},
		{"summaries", Summaries, 10, 4330},
		{"invitations", Invitations, 30, 1470},
		{"exports", Exports, 20, 500},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			clock := standintest.NewClock(start)
			l := tt.make(1, clock.Now)
			n := 0
			take := func() {
				for {
					if _, _, ok := l.Take("tenant"); !ok {
						return
					}
					n++
				}
			}
			take()
			if n != tt.once {
				t.Errorf("at once: got %d, want %d", n, tt.once)
			}
			for range 24 * 60 {
				clock.Add(time.Minute)
				take()
			}
			if n < tt.day-1 || n > tt.day {
				t.Errorf("in a day: got %d, want %d", n, tt.day)
			}
			if _, _, ok := tt.make(10, clock.Now).Take("tenant"); !ok {
				t.Error("none is let through at another scale")
			}
		})
	}
}
