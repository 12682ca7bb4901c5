package main

import (
	"maps"
	"math/rand/v2"
	"sync"
)

// draws is the one source of chance, so that a seed repeats a run's faults as
// far as the machine's own timing lets it.
type draws struct {
	mu     sync.Mutex
	rng    *rand.Rand
	struck map[string]int64
}

func newDraws(seed uint64) *draws {
	return &draws{rng: rand.New(rand.NewPCG(seed, 0x76616874)), struck: map[string]int64{}}
}

// float returns a number in [0,1).
func (d *draws) float() float64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rng.Float64()
}

// chance is true with probability p.
func (d *draws) chance(p float64) bool { return p > 0 && d.float() < p }

// strike is chance, and counts how often it was true under the fault's name.
func (d *draws) strike(fault string, p float64) bool {
	if !d.chance(p) {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.struck[fault]++
	return true
}

// counts is how often each fault struck.
func (d *draws) counts() map[string]int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return maps.Clone(d.struck)
}
