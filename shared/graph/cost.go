package graph

import (
	"sync"
	"sync/atomic"
)

// cost counts what reading one resource takes, repetitions left out.
type cost struct {
	items atomic.Int64 // that could share a batch
	alone atomic.Int64
}

// requests is the cost in requests; twenty items or less count as one.
func (c *cost) requests() int {
	return int((c.items.Load()+maxBatch-1)/maxBatch + c.alone.Load())
}

// wave is what can be asked for together: requests of one API version whose urls
// are known after as many answers.
type wave struct {
	version string
	level   int
}

// floor adds up the least number of requests that a reading can be had with.
type floor struct {
	mu    sync.Mutex
	waves map[wave]*crowd
	alone int
}

// crowd is who takes part in a wave.
type crowd struct{ all, reports, protection int }

func newFloor() *floor { return &floor{waves: map[wave]*crowd{}} }

func (f *floor) together(version string, level int, class Class) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := f.waves[wave{version, level}]
	if c == nil {
		c = &crowd{}
		f.waves[wave{version, level}] = c
	}
	c.all++
	switch class {
	case ClassReports:
		c.reports++
	case ClassProtection:
		c.protection++
	}
}

func (f *floor) add(alone int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.alone += alone
}

func (f *floor) requests() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := f.alone
	for _, c := range f.waves {
		n += max((c.all+maxBatch-1)/maxBatch, c.reports, c.protection)
	}
	return n
}
