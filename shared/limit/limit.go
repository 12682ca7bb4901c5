// Package limit keeps one caller from taking the place of the others: each has a
// bucket of tokens, of which a request takes one and which fills up again with time.
//
// A limiter counts on its instance alone: it knows only what that serves, so that a
// caller spread over several may ask that much of each. What guards sign-in counts in
// the database, in package account/throttle.
package limit

import (
	"fmt"
	"math"
	"strconv"
	"sync"
	"time"
)

const (
	// idleAfter is when a bucket that nobody took from is forgotten at the soonest: it
	// is full again by then.
	idleAfter  = 2 * time.Minute
	maxCallers = 100_000 // buckets kept; when there are more, all begin anew
)

// Limiter is a bucket of tokens for each caller. It is safe for concurrent use.
type Limiter struct {
	burst, perSecond float64
	idle             time.Duration
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

// New returns a limiter whose buckets hold so many tokens and regain so many a second,
// which is more than none.
func New(burst, perSecond float64, now func() time.Time) *Limiter {
	full := time.Duration(burst / perSecond * float64(time.Second))
	return &Limiter{burst: burst, perSecond: perSecond, idle: max(idleAfter, full), now: now, buckets: map[string]bucket{}}
}

// Take takes a token of a caller's. It returns how many are left, and how long it
// takes until the next one where there is none.
func (l *Limiter) Take(caller string) (left int, wait time.Duration, ok bool) {
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

// Spent reports whether a caller has no token left, and how long it takes until the next
// one. It takes none.
func (l *Limiter) Spent(caller string) (wait time.Duration, spent bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b, known := l.buckets[caller]
	if !known {
		return 0, l.burst < 1
	}
	tokens := b.tokens
	if passed := l.now().Sub(b.at); passed > 0 {
		tokens = min(l.burst, tokens+passed.Seconds()*l.perSecond)
	}
	if tokens >= 1 {
		return 0, false
	}
	return time.Duration((1 - tokens) / l.perSecond * float64(time.Second)), true
}

// sweep forgets buckets that nobody has taken from for long.
func (l *Limiter) sweep(now time.Time) {
	if len(l.buckets) >= maxCallers {
		clear(l.buckets)
	}
	if now.Sub(l.swept) < idleAfter {
		return
	}
	l.swept = now
	for caller, b := range l.buckets {
		if now.Sub(b.at) > l.idle {
			delete(l.buckets, caller)
		}
	}
}

// Tell says in the headers of an answer how much may be asked still, after the
// draft of the HTTP working group on RateLimit header fields.
func (l *Limiter) Tell(set func(name, value string), left int) {
	window := int(math.Ceil(l.burst / l.perSecond))
	set("RateLimit-Policy", fmt.Sprintf(`"caller";q=%d;w=%d`, int(l.burst), window))
	set("RateLimit", fmt.Sprintf(`"caller";r=%d;t=%d`, left, int(math.Ceil((l.burst-float64(left))/l.perSecond))))
}

// Patience is how long a caller waits, in whole seconds, as Retry-After has it: one at
// least.
func Patience(wait time.Duration) string {
	return strconv.Itoa(max(1, int(math.Ceil(wait.Seconds()))))
}

// Verifications counts how often a tenant's audit trail is verified, which reads and
// reckons all of it: by tenant, whoever asks. scale is 1 but on one's own machine.
func Verifications(scale float64, now func() time.Time) *Limiter { return New(5*scale, scale/60, now) }

// Summaries counts how often it is summed up who reached a tenant's data, which reads the
// trail of a period: by tenant, whoever asks.
func Summaries(scale float64, now func() time.Time) *Limiter { return New(10*scale, scale/20, now) }

// Invitations counts the people whom a tenant or a partner invites, each of whom gets a
// letter.
func Invitations(scale float64, now func() time.Time) *Limiter { return New(30*scale, scale/60, now) }

// Exports counts the exports that a tenant begins, each of which reads all that is kept.
func Exports(scale float64, now func() time.Time) *Limiter { return New(20*scale, scale/180, now) }
