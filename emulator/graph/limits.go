package graph

import (
	"sync"
	"time"
)

// Limits is what may be asked for before Graph answers 429.
type Limits struct {
	// Requests is how many requests of one tenant, items of batches included, are answered in ten seconds; 0 for no limit.
	Requests int
	// Published enforces the limits that Microsoft publishes, for every tenant and for the application over all of
	// them; see quota.
	Published bool
}

const limitWindow = 10 * time.Second

// limiter counts one tenant's requests in windows of ten seconds.
type limiter struct {
	most int

	mu    sync.Mutex
	since time.Time
	used  int
}

func newLimiter(l Limits) *limiter { return &limiter{most: l.Requests} }

// take counts one request, or returns the failure that says when to ask again.
func (l *limiter) take(now time.Time) *failure {
	if l.most <= 0 {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if past := now.Sub(l.since); past >= limitWindow || past < 0 {
		l.since, l.used = now, 0
	}
	if l.used < l.most {
		l.used++
		return nil
	}
	f := tooMany()
	f.retryAfter = seconds(limitWindow - now.Sub(l.since))
	return f
}

// window holds what was asked for in the time that just passed. It slides: in no stretch of that length, wherever it
// begins, is more let through than the most. Fixed windows and token buckets let more through, so who keeps within this
// one keeps within whichever of them Graph uses.
type window struct {
	per  time.Duration
	sum  int
	past []spent // oldest first
}

type spent struct {
	at time.Time
	n  int
}

// wait is how long it takes until n more fit; nothing where they fit now.
func (w *window) wait(now time.Time, n, most int) time.Duration {
	for len(w.past) > 0 && now.Sub(w.past[0].at) >= w.per {
		w.sum -= w.past[0].n
		w.past = w.past[1:]
	}
	over := w.sum + n - most
	for _, s := range w.past {
		if over <= 0 {
			break
		}
		if over -= s.n; over <= 0 {
			return s.at.Add(w.per).Sub(now)
		}
	}
	return 0 // also for one that never fits, which an empty window lets through
}

// take counts n, let through or not: Graph counts what it refuses too. Of what was asked beyond the most only the
// latest is remembered, for the rest changes nothing.
func (w *window) take(now time.Time, n, most int) {
	if last := len(w.past) - 1; last >= 0 && now.Sub(w.past[last].at) < w.per/1000 {
		w.past[last].n += n // as if all had come with the later one
		w.past[last].at = now
	} else {
		w.past = append(w.past, spent{now, n})
	}
	w.sum += n
	for len(w.past) > 1 && w.sum-w.past[0].n >= most {
		w.sum -= w.past[0].n
		w.past = w.past[1:]
	}
}
