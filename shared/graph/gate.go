package graph

import (
	"context"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// flight is how many requests of one reading are under way, and how many may be.
// It starts with few; while answers are slow and requests wait it grows, and where
// Microsoft throttles it shrinks.
type flight struct {
	n, most, least, limit int
	wanted                bool // somebody waits for another to come back
}

// firstFlight is how many requests a reading has in flight before it knows how
// slow Graph is.
const firstFlight = 6

func newFlight(limit int) flight {
	least := min(firstFlight, limit)
	return flight{most: least, least: least, limit: limit}
}

// full reports whether no further request may leave. Those of scarce classes are
// too few to be held back while the reading does not know how slow Graph is.
func (f *flight) full(scarce bool) bool {
	if scarce {
		return f.n >= f.limit
	}
	return f.n >= f.most
}

// slowAnswer is from when on an answer counts as slow: more in flight would help.
const slowAnswer = 200 * time.Millisecond

// learn takes note of an answer that took so long. The pacer's lock is held.
func (f *flight) learn(took time.Duration, throttled bool) {
	switch {
	case throttled:
		f.most = max(f.least, f.most/2)
	case took >= slowAnswer && f.wanted:
		f.most = min(f.most+2, f.limit)
	}
	f.wanted = false
}

// enter waits until the request may leave; leave says that it is back. The error
// is the context's.
func (x *session) enter(ctx context.Context, c price) (*waiter, error) {
	w := &waiter{x: x, price: c}
	x.r.pacer.join(w)
	for {
		if err := ctx.Err(); err != nil {
			x.r.pacer.quit(w)
			return nil, err
		}
		sleep, wake := context.WithCancel(ctx)
		left, away := x.r.pacer.next(w, wake)
		var err error
		switch {
		case away:
			wake()
			return w, nil
		case left < 0:
			<-sleep.Done()
		default:
			if err = x.wait(sleep, left); sleep.Err() != nil {
				err = nil
			}
		}
		wake()
		if err != nil {
			x.r.pacer.quit(w)
			return nil, err
		}
	}
}

// leave gives back what enter took. throttled says that Microsoft refused the
// request for coming too often.
func (x *session) leave(w *waiter, throttled bool) { x.r.pacer.returned(w, throttled) }

// priceOf is what a call takes of Microsoft's budgets.
func (x *session) priceOf(c call) price {
	if c.price != nil {
		return c.price
	}
	path := strings.TrimPrefix(c.url.EscapedPath(), x.r.base.EscapedPath())
	_, path, _ = strings.Cut(strings.TrimPrefix(path, "/"), "/") // the version
	return priceOf(path + "?" + c.url.RawQuery)
}

// note tells the pacer what an answer says of Microsoft's limits. A $batch that
// was refused as a whole says nothing of its items, so the whole tenant waits;
// one that was let through says nothing of them either.
func (x *session) note(c call, a *answer, f *failure) {
	batch := c.price != nil
	switch {
	case f != nil && f.kind == throttled && batch:
		x.r.pacer.refused(x.tenant, nil, a.retryAfter, a.asked, x.backoff)
	case f != nil && f.kind == throttled:
		x.r.pacer.refused(x.tenant, x.priceOf(c), a.retryAfter, a.asked, x.backoff)
	case a.status != 0 && !batch:
		x.r.pacer.answered(x.tenant, x.priceOf(c), a.used)
	}
}

// usedHeader is where Graph says which part of a limit is used, from four fifths on.
const usedHeader = "x-ms-throttle-limit-percentage"

// parseUsed reads that header; 0 where it is absent or not understood.
func parseUsed(header string) float64 {
	used, err := strconv.ParseFloat(header, 64)
	if err != nil || !(used >= 0) {
		return 0
	}
	return used
}

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
