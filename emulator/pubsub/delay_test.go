package pubsub

import (
	"testing"
	"time"
)

// TestDelay plans deliveries of messages that are held back on their way: none
// sooner than at once, none later than asked for, and not all alike; a duplicate
// never comes before its first.
func TestDelay(t *testing.T) {
	const delay = 10 * time.Second
	draws := []float64{0, 0.5, 0.99, 0.1}
	s := &Server{cfg: Config{Delay: delay, Rand: func() float64 {
		next := draws[0]
		draws = append(draws[1:], next)
		return next
	}}}
	sub, now := newSubscription(Subscription{Name: "sub", Endpoint: "http://127.0.0.1/"}), time.Now()
	seen := map[time.Duration]bool{}
	for range 4 {
		for _, it := range s.deliveries(sub, &record{copies: 1}, now) {
			wait := it.notBefore.Sub(now)
			if wait < 0 || wait > delay {
				t.Errorf("held back for %v, want at most %v", wait, delay)
			}
			seen[wait] = true
		}
	}
	if len(seen) != 4 {
		t.Errorf("%d different waits of 4", len(seen))
	}
	s.cfg.Delay, s.cfg.Duplicate, draws = delay, 1, []float64{0.9}
	items := s.deliveries(sub, &record{copies: 1}, now)
	if len(items) != 2 || items[1].notBefore.Before(items[0].notBefore) {
		t.Errorf("%d deliveries, the second one before the first", len(items))
	}
	s.cfg.Delay, s.cfg.Duplicate = 0, 0
	if items := s.deliveries(sub, &record{copies: 1}, now); !items[0].notBefore.Equal(now) {
		t.Error("a message is held back that should not be")
	}
}
