package pubsub

import (
	"container/heap"
	"math/rand/v2"
	"time"
)

// record is what memory keeps of a queued message of one subscription; its content stays in the store. Server.mu
// guards it.
type record struct {
	seq       uint64
	published time.Time
	failed    int  // failed pushes so far
	pushes    int  // pushes begun so far
	copies    int  // items not yet done with; more than one while a duplicate is on its way
	acked     bool // a copy was acknowledged
}

// item is one delivery of a record that is due.
type item struct {
	sub       *subscription
	rec       *record
	notBefore time.Time
}

// subscription is a declared subscription and its queue. Server.mu guards queue and inFlight.
type subscription struct {
	Subscription
	queue    queue
	inFlight int           // pushes that wait for an answer
	wake     chan struct{} // has room for one: whoever waits for messages should look again
}

func newSubscription(decl Subscription) *subscription {
	return &subscription{Subscription: decl, wake: make(chan struct{}, 1)}
}

func (sub *subscription) pull() bool { return sub.Endpoint == "" }

// pushed returns how many of the subscriptions are pushed to.
func pushed(subs []*subscription) int {
	n := 0
	for _, sub := range subs {
		if !sub.pull() {
			n++
		}
	}
	return n
}

func (sub *subscription) signal() {
	select {
	case sub.wake <- struct{}{}:
	default:
	}
}

// next takes the item that is due, or tells how long to wait for one; a negative wait means until signalled.
func (sub *subscription) next(now time.Time) (it *item, wait time.Duration) {
	if sub.inFlight >= sub.MaxInFlight || len(sub.queue) == 0 {
		return nil, -1
	}
	if wait = sub.queue[0].notBefore.Sub(now); wait > 0 {
		return nil, wait
	}
	return heap.Pop(&sub.queue).(*item), 0
}

// backoff is the wait after the given number of failures: MinBackoff, doubled with each further one, up to a quarter
// more at random, never beyond MaxBackoff.
func (sub *subscription) backoff(failed int) time.Duration {
	d := sub.MinBackoff
	for i := 1; i < failed && d < sub.MaxBackoff; i++ {
		d *= 2
	}
	d += time.Duration(rand.Float64() / 4 * float64(d))
	return min(d, sub.MaxBackoff)
}

// queue is a heap by due time, then by age.
type queue []*item

func (q *queue) add(it *item) { heap.Push(q, it) }

func (q queue) Len() int { return len(q) }

func (q queue) Less(i, j int) bool {
	if q[i].notBefore.Equal(q[j].notBefore) {
		return q[i].rec.seq < q[j].rec.seq
	}
	return q[i].notBefore.Before(q[j].notBefore)
}

func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

func (q *queue) Push(x any) { *q = append(*q, x.(*item)) }

func (q *queue) Pop() any {
	last := len(*q) - 1
	it := (*q)[last]
	(*q)[last] = nil
	*q = (*q)[:last]
	return it
}
