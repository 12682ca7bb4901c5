package main

import (
	"math/rand/v2"
	"sync"
)

// draws is the one source of chance, so that a seed repeats a run's faults as
// far as the machine's own timing lets it.
type draws struct {
	mu  sync.Mutex
	rng *rand.Rand
}

func newDraws(seed uint64) *draws { return &draws{rng: rand.New(rand.NewPCG(seed, 0x76616874))} }

// float returns a number in [0,1).
func (d *draws) float() float64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rng.Float64()
}

// chance is true with probability p.
func (d *draws) chance(p float64) bool { return p > 0 && d.float() < p }
