package graph

import "time"

// A lane is what was asked for of one class within the time its limit is about.
type lane struct {
	past     []*departure // oldest first
	sum      int
	shut     time.Time // nothing of the class leaves before
	eased    time.Time // half as much as usual leaves before
	refusals int       // in a row, without a word when to come back
}

// A departure is a request that left.
type departure struct {
	at time.Time
	n  int
}

// wait is how long it takes until n more fit; nothing where they fit now. What is
// more than fits at all leaves alone.
func (l *lane) wait(now time.Time, r rate, n int) time.Duration {
	most := r.most
	if now.Before(l.eased) {
		most = max(1, most/2)
	}
	for len(l.past) > 0 && now.Sub(l.past[0].at) >= r.per {
		l.sum -= l.past[0].n
		l.past = l.past[1:]
	}
	left := l.shut.Sub(now)
	over := l.sum + min(n, most) - most
	for _, d := range l.past {
		if over <= 0 {
			break
		}
		over -= d.n
		left = max(left, d.at.Add(r.per).Sub(now))
	}
	return max(left, 0)
}

func (l *lane) leave(now time.Time, n int) *departure {
	d := &departure{now, n}
	l.past = append(l.past, d)
	l.sum += n
	return d
}
