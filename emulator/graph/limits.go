package graph

import (
	"sync"
	"time"
)

// Limits is what one tenant may ask for before it is answered 429.
type Limits struct {
	// Requests is how many requests, items of batches included, are answered in ten seconds; 0 for no limit.
	Requests int
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
