package graph

import (
	"maps"
	"slices"
	"sync"
	"time"
)

// A pacer keeps what one application asks of Graph below Microsoft's limits. It
// knows every tenant that is being read: all readings of a tenant in this process
// share its budgets, and all tenants share the application's.
//
// A request waits in its tenant's queue until its budgets have room for it and
// its reading has a request in flight less than it may have; then it leaves. It
// counts from the moment it is on the wire. Requests alike leave in the order
// they came; those of scarce classes stand before others, for they decide
// how long a reading takes, and batches with one of them before such a one alone.
type pacer struct {
	mu      sync.Mutex
	now     func() time.Time
	app     lane
	appRate rate
	free    bool // what is asked for is not counted; a refusal still closes its class
	tenants map[string]*allowance
	swept   time.Time // when tenants were forgotten last
}

func newPacer(now func() time.Time, share float64, free bool) *pacer {
	if share <= 0 || share > 1 {
		share = 1
	}
	return &pacer{now: now, appRate: applicationRate(share), free: free, tenants: map[string]*allowance{}}
}

// rateOf returns how much of a class may be asked for; ok is false where nothing
// limits it.
func (p *pacer) rateOf(class Class, people int) (r rate, ok bool) {
	if p.free {
		return rate{}, false
	}
	return rateOf(class, people)
}

// An allowance is what one tenant may be asked for.
type allowance struct {
	lanes  map[Class]*lane
	people int       // in the tenant, 0 while that is not known
	shut   time.Time // nothing leaves before
	queue  []*waiter
	used   time.Time // when last a request came or left
}

// A waiter is a request on its way through the queue.
type waiter struct {
	x     *session
	price price
	away  bool
	left  []*departure // once away
	since time.Time    // when it left
	// wake ends its sleep; nil while it does not sleep. timed says that the sleep
	// ends by itself when the budget may have room.
	wake  func()
	timed bool
}

// rank is where a request stands in the queue: those of scarce classes first, and
// of them those that hold up others in the same batch.
func (w *waiter) rank() int {
	switch {
	case !w.price.scarce():
		return 2
	case len(w.price) > 1:
		return 0
	}
	return 1
}

// allowance returns a tenant's; p.mu is held.
func (p *pacer) allowance(tenant string) *allowance {
	b := p.tenants[tenant]
	if b == nil {
		if len(p.tenants) >= maxBudgets && p.now().Sub(p.swept).Abs() >= sweepEvery {
			p.forget()
		}
		b = &allowance{lanes: map[Class]*lane{}}
		p.tenants[tenant] = b
	}
	b.used = p.now()
	return b
}

const (
	// maxBudgets is from how many tenants on those are forgotten that were not
	// asked for anything since all their budgets filled again.
	maxBudgets  = 1024
	forgetAfter = 2 * time.Minute
	// sweepEvery is how long it is from one time to the next that all are looked at.
	sweepEvery = 10 * time.Second
)

func (p *pacer) forget() {
	now := p.now()
	p.swept = now
	maps.DeleteFunc(p.tenants, func(_ string, b *allowance) bool {
		if len(b.queue) > 0 || now.Sub(b.used) < forgetAfter || now.Before(b.shut) {
			return false
		}
		for _, l := range b.lanes {
			if now.Before(l.shut) {
				return false
			}
		}
		return true
	})
}

func (b *allowance) lane(class Class) *lane {
	l := b.lanes[class]
	if l == nil {
		l = &lane{}
		b.lanes[class] = l
	}
	return l
}

// join puts a request into its tenant's queue.
func (p *pacer) join(w *waiter) {
	p.mu.Lock()
	defer p.mu.Unlock()
	b := p.allowance(w.x.tenant)
	at := slices.IndexFunc(b.queue, func(o *waiter) bool { return o.rank() > w.rank() })
	if at < 0 {
		at = len(b.queue)
	}
	b.queue = slices.Insert(b.queue, at, w)
}

// holdsUp reports whether a request of a class would keep a batch waiting for
// longer than an answer takes.
func (p *pacer) holdsUp(tenant string, class Class) bool {
	if !scarce(class) || p.free {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	b := p.allowance(tenant)
	r, _ := p.rateOf(class, b.people)
	return b.lane(class).wait(p.now(), r, 1) > patience
}

// patience is how long a batch waits for one of its requests.
const patience = 2 * time.Second

// quit takes a request that did not leave out of the queue.
func (p *pacer) quit(w *waiter) {
	p.mu.Lock()
	defer p.mu.Unlock()
	b := p.allowance(w.x.tenant)
	if w.away { // it was let go in the same moment
		w.x.flight.n--
	}
	b.queue = slices.DeleteFunc(b.queue, func(o *waiter) bool { return o == w })
	p.advance(b)
}

// next lets go who may and reports whether w left. Otherwise it says how long to
// wait before asking again; for a negative time until wake is called.
func (p *pacer) next(w *waiter, wake func()) (left time.Duration, away bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	w.wake, w.timed = nil, false
	left = p.advance(p.allowance(w.x.tenant))[w]
	if w.away {
		return 0, true
	}
	w.wake, w.timed = wake, left >= 0
	return left, false
}

// advance lets go of a tenant's queue who may leave, and returns how long the
// others wait: a negative time for those that wait for another to come back.
func (p *pacer) advance(b *allowance) map[*waiter]time.Duration {
	now := p.now()
	behind := map[Class]time.Duration{} // classes in which somebody waits, and how long
	waits := map[*waiter]time.Duration{}
	rest := b.queue[:0]
	for _, w := range b.queue {
		if w.x.flight.full(w.price.scarce()) {
			w.x.flight.wanted = true
			waits[w] = -1
			rest = append(rest, w)
			continue
		}
		left := b.shut.Sub(now)
		lacking := map[Class]time.Duration{}
		for class, n := range w.price {
			wait := behind[class]
			if r, limited := p.rateOf(class, b.people); limited {
				wait = max(wait, b.lane(class).wait(now, r, n))
			} else {
				wait = max(wait, b.lane(class).shut.Sub(now))
			}
			if class == ClassDirectory && !p.free {
				wait = max(wait, p.app.wait(now, p.appRate, n))
			}
			if wait > 0 {
				lacking[class] = wait
				left = max(left, wait)
			}
		}
		if left > 0 {
			maps.Copy(behind, lacking)
			if left <= patience {
				w.reserve(behind, left)
			}
			waits[w] = left
			rest = append(rest, w)
			if w.wake != nil && !w.timed {
				w.wake()
			}
			continue
		}
		for class, n := range w.price {
			w.left = append(w.left, b.lane(class).leave(now, n))
			if class == ClassDirectory {
				w.left = append(w.left, p.app.leave(now, n))
			}
		}
		w.away, w.since = true, now
		w.x.flight.n++
		if w.wake != nil {
			w.wake()
		}
	}
	clear(b.queue[len(rest):])
	b.queue = rest
	return waits
}

// reserve keeps the scarce classes of a batch that is about to leave from going to
// others meanwhile.
func (w *waiter) reserve(behind map[Class]time.Duration, left time.Duration) {
	for class := range w.price {
		if scarce(class) {
			behind[class] = max(behind[class], left)
		}
	}
}

// written notes that a request that left is on the wire, from when it counts.
func (p *pacer) written(w *waiter) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	for _, d := range w.left {
		d.at = now
	}
}

// returned notes that a request's answer came, or none, and lets others go.
func (p *pacer) returned(w *waiter, throttled bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	w.x.flight.n--
	w.x.flight.learn(p.now().Sub(w.since), throttled)
	p.advance(p.allowance(w.x.tenant))
}

// refused closes the classes of a request that was answered 429: for as long as
// Microsoft asked, or a growing time where it did not say. Only the tenant waits,
// and of it only these classes; all of it where the classes are not known.
func (p *pacer) refused(tenant string, c price, wait time.Duration, asked bool, backoff func(n int) time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	b, now := p.allowance(tenant), p.now()
	if c == nil {
		if !asked {
			wait = backoff(0)
		}
		b.shut = later(b.shut, now.Add(wait))
		return
	}
	for class := range c {
		l := b.lane(class)
		if !asked {
			wait = backoff(l.refusals)
			l.refusals++
		}
		l.close(now.Add(wait), p, class, b.people)
	}
}

// closed returns the classes of a tenant that are closed, and for how long still.
func (p *pacer) closed(tenant string) map[Class]time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	b, now := p.allowance(tenant), p.now()
	out := map[Class]time.Duration{}
	for class, l := range b.lanes {
		if left := l.shut.Sub(now); left > 0 {
			out[class] = left
		}
	}
	if left := b.shut.Sub(now); left > 0 {
		out[AllClasses] = left
	}
	return out
}

// close closes classes of a tenant as another reader was told.
func (p *pacer) close(tenant string, classes map[Class]time.Duration) {
	if len(classes) == 0 {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	b, now := p.allowance(tenant), p.now()
	for class, left := range classes {
		at := now.Add(min(left, maxRetryAfter))
		if class == AllClasses {
			b.shut = later(b.shut, at)
			continue
		}
		b.lane(class).close(at, p, class, b.people)
	}
}

// close lets nothing leave before a moment, and less than usual for a while after it.
func (l *lane) close(until time.Time, p *pacer, class Class, people int) {
	l.shut = later(l.shut, until)
	if r, limited := p.rateOf(class, people); limited {
		l.eased = later(l.eased, l.shut.Add(r.per))
	}
}

// answered notes that requests of these classes are let through again, and how
// much of Microsoft's limit is used, where it said so: from four fifths on
// half as much is asked for.
func (p *pacer) answered(tenant string, c price, used float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	b := p.allowance(tenant)
	for class := range c {
		l := b.lane(class)
		l.refusals = 0
		if r, limited := p.rateOf(class, b.people); limited && used >= nearLimit {
			l.eased = later(l.eased, p.now().Add(r.per))
		}
	}
}

// nearLimit is from which part of a limit on Microsoft says how much is used.
const nearLimit = 0.8

// sized notes how many people a tenant has, by which Microsoft sets its limits.
func (p *pacer) sized(tenant string, people int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.allowance(tenant).people = people
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
