package graph

import (
	"context"
	"math/rand/v2"
	"time"
)

// Faults is how often the server misbehaves as Graph may. Each figure is the probability, from 0 to 1, with which one
// request meets the fault; each item of a batch counts as a request, and so does the batch itself.
type Faults struct {
	// TooMany answers 429 with Retry-After: 1.
	TooMany float64
	// ServerError answers 500, 502, 503 or 504.
	ServerError float64
	// Cut drops the connection or ends the answer in the middle; an item of a batch is answered 502 instead.
	Cut float64
	// EmptyPage answers a page without entities and with a link to the next, which holds some.
	EmptyPage float64
	// Slow is the longest that a request waits; each waits an evenly drawn part of it.
	Slow time.Duration
}

// random draws from [0,1).
func (s *Server) random() float64 {
	if s.cfg.Rand == nil {
		return rand.Float64()
	}
	s.randMu.Lock()
	defer s.randMu.Unlock()
	return s.cfg.Rand()
}

// chance tells whether something of probability p happens. Nothing is drawn where it cannot.
func (s *Server) chance(p float64) bool { return p > 0 && s.random() < p }

// strike returns the error that a request meets by chance, or nil.
func (s *Server) strike() *failure {
	if s.chance(s.cfg.Faults.TooMany) {
		return tooMany()
	}
	if s.chance(s.cfg.Faults.ServerError) {
		f := serverErrors[min(int(s.random()*float64(len(serverErrors))), len(serverErrors)-1)]
		return &f
	}
	return nil
}

// linger waits as long as Slow asks for, or until ctx ends.
func (s *Server) linger(ctx context.Context) {
	if s.cfg.Faults.Slow <= 0 {
		return
	}
	t := time.NewTimer(time.Duration(s.random() * float64(s.cfg.Faults.Slow)))
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
