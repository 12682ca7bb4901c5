package graph

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

// gate holds back all requests of one scan while Microsoft asked its tenant to
// wait.
type gate struct {
	mu    sync.Mutex
	until time.Time
}

// shut closes the gate until a moment; an earlier moment changes nothing.
func (g *gate) shut(until time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if until.After(g.until) {
		g.until = until
	}
}

// left is how long the gate stays closed.
func (g *gate) left(now time.Time) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.until.Sub(now)
}

// enter waits for the gate and for one of the scan's slots; leave gives the
// slot back. The error is the context's.
func (x *session) enter(ctx context.Context) error {
	for {
		for {
			left := x.gate.left(x.r.cfg.Now())
			if left <= 0 {
				break
			}
			if err := x.wait(ctx, left); err != nil {
				return err
			}
		}
		select {
		case x.slots <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
		if ctx.Err() == nil && x.gate.left(x.r.cfg.Now()) <= 0 {
			return nil
		}
		x.leave()
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

func (x *session) leave() { <-x.slots }

// wait sleeps, or says at once that the time limit comes first.
func (x *session) wait(ctx context.Context, d time.Duration) error {
	if limit, ok := ctx.Deadline(); ok && x.r.cfg.Now().Add(d).After(limit) {
		return context.DeadlineExceeded
	}
	return x.r.cfg.Sleep(ctx, d)
}

const (
	firstBackoff = 500 * time.Millisecond
	maxBackoff   = 30 * time.Second
)

// backoff is how long to wait after failure n, counted from 0, where Microsoft
// does not say: twice as long each time, with jitter downwards so that the
// requests of a scan do not come back together.
func (x *session) backoff(n int) time.Duration {
	d := maxBackoff
	if n < 6 {
		d = min(maxBackoff, firstBackoff<<n)
	}
	return d/2 + rand.N(d/2)
}

// sleep is the wall clock's.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
