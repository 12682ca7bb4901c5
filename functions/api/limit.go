package api

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// The rate at which one caller may ask, on each instance: an instance knows only
// what it serves itself, so that a caller spread over several may ask that much of
// each. What guards sign-in counts in the database; this keeps one caller from
// taking the place of the others.
const (
	burst     = 120             // requests at once
	perSecond = 20              // regained
	idleAfter = 2 * time.Minute // when a bucket is full again for sure and is forgotten
	maxCalls  = 100_000         // buckets kept; when there are more, all begin anew
)

// limiter is a bucket of tokens for each caller. It is safe for concurrent use.
type limiter struct {
	burst, perSecond float64
	now              func() time.Time

	mu      sync.Mutex
	buckets map[string]bucket
	swept   time.Time
}

// bucket is what a caller had left at a moment.
type bucket struct {
	tokens float64
	at     time.Time
}

func newLimiter(burst, perSecond float64, now func() time.Time) *limiter {
	return &limiter{burst: burst, perSecond: perSecond, now: now, buckets: map[string]bucket{}}
}

// take takes a token of a caller's. It returns how many are left, and how long it
// takes until the next one where there is none.
func (l *limiter) take(caller string) (left int, wait time.Duration, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	l.sweep(now)
	b, known := l.buckets[caller]
	if !known {
		b = bucket{l.burst, now}
	}
	if passed := now.Sub(b.at); passed > 0 {
		b.tokens = min(l.burst, b.tokens+passed.Seconds()*l.perSecond)
	}
	b.at = now
	ok = b.tokens >= 1
	if ok {
		b.tokens--
	} else {
		wait = time.Duration((1 - b.tokens) / l.perSecond * float64(time.Second))
	}
	l.buckets[caller] = b
	return int(b.tokens), wait, ok
}

// sweep forgets buckets that nobody has taken from for long.
func (l *limiter) sweep(now time.Time) {
	if len(l.buckets) >= maxCalls {
		clear(l.buckets)
	}
	if now.Sub(l.swept) < idleAfter {
		return
	}
	l.swept = now
	for caller, b := range l.buckets {
		if now.Sub(b.at) > idleAfter {
			delete(l.buckets, caller)
		}
	}
}

// tell says in the headers of an answer how much may be asked still, after the
// draft of the HTTP working group on RateLimit header fields.
func (l *limiter) tell(set func(name, value string), left int) {
	window := int(math.Ceil(l.burst / l.perSecond))
	set("RateLimit-Policy", fmt.Sprintf(`"caller";q=%d;w=%d`, int(l.burst), window))
	set("RateLimit", fmt.Sprintf(`"caller";r=%d;t=%d`, left, int(math.Ceil((l.burst-float64(left))/l.perSecond))))
}

// patience is how long a caller waits, in whole seconds.
func patience(wait time.Duration) string {
	return strconv.Itoa(int(math.Ceil(wait.Seconds())))
}

// errTooMany is the answer to who asks too often.
func errTooMany(wait time.Duration) *Problem {
	return problemOf(tooMany, "You ask too often; wait and send the request again.", nil).with("Retry-After", patience(max(wait, time.Millisecond)))
}

// exposed are the headers that a script of another origin may read.
const exposed = "ETag, Location, RateLimit, RateLimit-Policy, Retry-After"

// origins are those whose scripts may read answers.
type origins []string

// allow says to a browser what scripts of other origins may do, and answers its
// question before a request. Cookies are never taken from another origin: its
// scripts send a token or a key.
func (o origins) allow(w http.ResponseWriter, r *http.Request) (answered bool) {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return false
	}
	w.Header().Add("Vary", "Origin")
	asks := r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != ""
	for _, known := range o {
		if known != origin {
			continue
		}
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", known)
		h.Set("Access-Control-Expose-Headers", exposed)
		if asks {
			h.Set("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE")
			h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match")
			h.Set("Access-Control-Max-Age", "600")
		}
	}
	if asks {
		w.WriteHeader(http.StatusNoContent)
	}
	return asks
}
