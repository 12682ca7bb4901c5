package graph

import (
	"context"
	"sync"
	"time"
)

// longestGather is how long a request waits for others to share a $batch with. Where
// Graph answers at once it hardly ever waits so long, because then nothing else is
// under way; and how many requests a reading takes hangs on no measured time.
const longestGather = 250 * time.Millisecond

// gatherer puts what is asked for at about the same time into common batches,
// whichever resource and parent it is for. A batch leaves when it is full, when
// its oldest request waited long enough, or when nothing else of the session is
// under way that could add to it. For the latter everything that the session
// does is counted as awake unless it waits here.
type gatherer struct {
	x    *session
	ctx  context.Context // the session's
	wait sync.WaitGroup

	mu     sync.Mutex
	awake  int
	queues map[string]*queue // by API version
}

// queue is what waits for a batch of one API version.
type queue struct {
	asks []*ask
	n    int // counts how often the queue was emptied
}

// ask is one request that waits.
type ask struct {
	ctx   context.Context
	url   string // relative to the version
	class Class
	got   chan *answer
	left  bool // answered, or waited for no longer
}

func newGatherer(ctx context.Context, x *session) *gatherer {
	return &gatherer{x: x, ctx: ctx, queues: map[string]*queue{}}
}

// start runs f beside the others; the caller is awake.
func (g *gatherer) start(f func()) {
	g.rise()
	g.wait.Go(func() {
		defer g.rest()
		f()
	})
}

// rest says that the caller does nothing any more.
func (g *gatherer) rest() {
	g.mu.Lock()
	g.awake--
	g.settle()
	g.mu.Unlock()
}

// rise says that the caller is awake again after rest.
func (g *gatherer) rise() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.awake++
}

// settle sends everything that waits once nothing is awake; the lock is held.
func (g *gatherer) settle() {
	if g.awake > 0 {
		return
	}
	for version := range g.queues {
		g.flush(version, 1)
	}
}

// each runs f for 0 to n-1, at most so many at once and in this order, and
// returns when all are done. The caller is awake.
func (g *gatherer) each(n, most int, f func(i int)) {
	workers := min(n, most)
	if workers == 0 {
		return
	}
	var mu sync.Mutex
	at, running := 0, workers
	next := func() (i int, more, last bool) {
		mu.Lock()
		defer mu.Unlock()
		if at == n {
			running--
			return 0, false, running == 0
		}
		at++
		return at - 1, true, false
	}
	g.mu.Lock()
	g.awake += workers - 1 // the caller's place goes to one of them, and back from the last
	g.mu.Unlock()
	done := make(chan struct{})
	for range workers {
		g.wait.Go(func() {
			i, more, last := next()
			for ; more; i, more, last = next() {
				f(i)
			}
			if last {
				close(done)
			} else {
				g.rest()
			}
		})
	}
	<-done
}

// ask asks for a path and query of a version together with others. The answer is
// nil where there is none: it is then asked for alone.
func (g *gatherer) ask(ctx context.Context, version, url string, class Class) *answer {
	a := &ask{ctx: ctx, url: url, class: class, got: make(chan *answer, 1)}
	g.mu.Lock()
	q := g.queues[version]
	if q == nil {
		q = &queue{}
		g.queues[version] = q
	}
	if q.asks = append(q.asks, a); len(q.asks) == 1 {
		g.linger(version, q)
	}
	g.flush(version, maxBatch)
	g.awake--
	g.settle()
	g.mu.Unlock()
	select {
	case got := <-a.got:
		return got
	case <-ctx.Done():
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if !a.left {
		a.left = true
		g.awake++
		return nil
	}
	return <-a.got
}

// linger sends what is in the queue after a while; the lock is held.
func (g *gatherer) linger(version string, q *queue) {
	d := g.x.r.cfg.Gather
	if d == 0 {
		d = longestGather
	}
	if d < 0 {
		return
	}
	n := q.n
	go func() {
		if g.x.r.cfg.Sleep(g.ctx, d) != nil {
			return
		}
		g.mu.Lock()
		defer g.mu.Unlock()
		if q.n == n {
			g.flush(version, 1)
		}
	}()
}

// flush sends batches of at least so many requests; the lock is held.
func (g *gatherer) flush(version string, least int) {
	q := g.queues[version]
	for {
		batch, rest := pack(q.asks)
		if len(batch) == 0 {
			q.asks = nil // nobody waits for them any more
		}
		if len(batch) < max(least, 1) {
			return
		}
		q.asks = rest
		if q.n++; len(rest) > 0 && least > 1 {
			g.linger(version, q)
		}
		g.awake++
		g.wait.Go(func() { g.send(version, batch) })
	}
}

// pack takes the next batch from a queue: twenty at most, and of the classes that
// Microsoft allows the fewest requests for no two, or one would be refused.
func pack(asks []*ask) (batch, rest []*ask) {
	var reports, protection bool
	for _, a := range asks {
		switch {
		case a.left:
			continue
		case len(batch) == maxBatch, a.class == ClassReports && reports, a.class == ClassProtection && protection:
			rest = append(rest, a)
			continue
		}
		reports = reports || a.class == ClassReports
		protection = protection || a.class == ClassProtection
		batch = append(batch, a)
	}
	return batch, rest
}

// send asks for a batch and hands the answers out. What is alone is sent back to
// be asked for alone.
func (g *gatherer) send(version string, batch []*ask) {
	answers := make([]*answer, len(batch))
	if len(batch) > 1 {
		answers = g.x.batch(g.ctx, version, batch)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for i, a := range batch {
		if !a.left {
			a.left = true
			g.awake++
			a.got <- answers[i]
		}
	}
	g.awake--
	g.settle()
}
