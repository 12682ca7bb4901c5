package main

import (
	"errors"
	"sync"
	"sync/atomic"
)

// killer kills functions' processes at their writes: by chance, or at one that it
// was armed for. It is what Firestore's stand-in calls around each request to write.
type killer struct {
	chance    func() bool // that a write is its function's last
	half      func() bool // whether it is killed before the write is applied rather than after
	processes map[string]*process

	mu     sync.Mutex
	writes map[string]int // requests to write so far, by function
	armed  *shot
	fate   map[string]bool // functions to be killed once their write is applied

	kills atomic.Int64
}

// shot is a kill at one write.
type shot struct {
	function string
	write    int // the first is 1, counted from when it was armed
	applied  bool
	fired    bool
}

// errShot says that the writer is no more.
var errShot = errors.New("the function was killed at this write")

func newKiller(f faults, d *draws) *killer {
	return &killer{
		chance: func() bool { return d.chance(f.killWrite) }, half: func() bool { return d.chance(0.5) },
		processes: map[string]*process{}, writes: map[string]int{}, fate: map[string]bool{},
	}
}

// arm makes a function be killed at its write number n from now on, before it is
// applied or after. The shot it returns tells with spent whether that came.
func (k *killer) arm(function string, n int, applied bool) *shot {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.armed = &shot{function: function, write: k.writes[function] + n, applied: applied}
	return k.armed
}

// disarm forgets the shot and reports whether it was fired.
func (k *killer) disarm(s *shot) (fired bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.armed == s {
		k.armed = nil
	}
	return s.fired
}

// watch is firestore.Config.Watch. Once it returns an error the process is gone.
func (k *killer) watch(identity string, applied bool) error {
	p := k.processes[identity]
	if p == nil || !k.now(identity, applied) {
		return nil
	}
	k.kills.Add(1)
	p.end()
	return errShot
}

// now decides whether a function is killed at this point of a write.
func (k *killer) now(identity string, applied bool) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !applied {
		k.writes[identity]++
		if k.chance() {
			if k.half() {
				return true
			}
			k.fate[identity] = true
		}
	} else if k.fate[identity] {
		delete(k.fate, identity)
		return true
	}
	if s := k.armed; s != nil && s.function == identity && s.applied == applied && k.writes[identity] == s.write {
		s.fired, k.armed = true, nil
		return true
	}
	return false
}
