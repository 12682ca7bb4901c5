package snapshot

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// A Turn is how far the reading of a resource is whose parents take turns,
// because each needs a request of its own: in every scan some are read, in the
// order of a hash of their ids, until all were and it begins again.
type Turn struct {
	// Cursor is the hash of the last parent that was read, empty at the start.
	Cursor string `json:"cursor"`
	// Begun is when the present round began, Before when the last whole round
	// did; zero where there was none. At is the scan that wrote this.
	Begun  time.Time `json:"begun"`
	Before time.Time `json:"before,omitzero"`
	At     time.Time `json:"at"`
	// Read parents of Total were read in the present round, Scanned of them in
	// the present scan.
	Read    int `json:"read"`
	Total   int `json:"total"`
	Scanned int `json:"-"`
	// Refused of them Microsoft refused one by one, although it answered others.
	Refused int `json:"refused,omitempty"`
	// Open are parents whose turn it is and that are read in part. The snapshot holds
	// nothing of them until they are read to the end.
	Open map[string]Opened `json:"open,omitempty"`
}

// Opened is how far the reading of what hangs under one parent is.
type Opened struct {
	// Next is where it goes on, after so many entities.
	Next     string `json:"next"`
	Entities int    `json:"entities"`
	// Held is what is held of them, as Under returns it.
	Held json.RawMessage `json:"held,omitempty"`
}

// Week is how often each parent is read at least.
const Week = 7 * 24 * time.Hour

// whole reports whether every parent was read within the week before now.
func (t Turn) whole(now time.Time) bool {
	if t.Refused > 0 {
		return false
	}
	if t.Read >= t.Total {
		return now.Sub(t.Begun) <= Week
	}
	return !t.Before.IsZero() && t.Begun.Sub(t.Before) <= Week && now.Sub(t.Begun) <= Week
}

// Coverage is how many of a resource's parents the snapshot speaks for: those
// read in this scan or, within the last week, in an earlier one.
type Coverage struct{ Read, Total int }

// Whole reports whether it speaks for all of them.
func (c Coverage) Whole() bool { return c.Read >= c.Total }

// Coverage returns how much of a resource the snapshot speaks for. Of a resource
// whose parents do not take turns it is everything, or nothing where it was not
// read.
func (s *Snapshot) Coverage(r Resource) Coverage {
	s.mu.RLock()
	defer s.mu.RUnlock()
	t, ok := s.turns[r]
	switch {
	case !ok:
		return Coverage{}
	case t.whole(s.Now):
		return Coverage{t.Total, t.Total}
	}
	return Coverage{max(0, t.Read-t.Refused), t.Total}
}

// Turn returns how far a resource is; ok is false when nothing is known.
func (s *Snapshot) Turn(r Resource) (t Turn, ok bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	t, ok = s.turns[r]
	return t, ok
}

// SetTurn records how far a resource is.
func (s *Snapshot) SetTurn(r Resource, t Turn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.turns == nil {
		s.turns = map[Resource]Turn{}
	}
	s.turns[r] = t
}

// Turns returns how far every resource is whose parents take turns.
func (s *Snapshot) Turns() map[Resource]Turn {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return maps.Clone(s.turns)
}

// A Memory is what has to be known of parents between their turns: the notable
// entities by parent, in the JSON form of the snapshot. It holds personal data.
type Memory map[string]json.RawMessage

// TakesTurns reports whether the resource's parents take turns.
func TakesTurns(k Key) bool {
	r, ok := k.(rememberer)
	return ok && r.takesTurns()
}

// Remember returns the notable entities of the resource; nil where its parents
// do not take turns.
func Remember(k Key, s *Snapshot) (Memory, error) {
	if r, ok := k.(rememberer); ok && r.takesTurns() {
		return r.remember(s)
	}
	return nil, nil
}

// Notable reports whether something notable is held under a parent.
func Notable(k Key, s *Snapshot, parent string) bool {
	r, ok := k.(rememberer)
	return ok && r.takesTurns() && r.found(s, parent)
}

// Recall adds to the snapshot what is remembered of parents that were not read
// in this scan and are still there; the others are absent. Call it after reading; a
// resource that could not be read stays unread.
func Recall(k Key, s *Snapshot, m Memory, there func(parent string) bool) error {
	r, ok := k.(rememberer)
	if !ok || !r.takesTurns() || !s.Has(k.Resource()) {
		return nil
	}
	read := map[string]bool{}
	for _, parent := range ParentsOf(k, s) {
		read[parent] = true
	}
	for parent, raw := range m {
		if !there(parent) {
			if !read[parent] {
				SetAbsent(k, s, parent)
			}
			continue
		}
		if s.isAbsent(k.Resource(), parent) {
			continue
		}
		if err := r.recall(s, parent, raw); err != nil {
			return fmt.Errorf("recall %s: %w", k.Resource(), err)
		}
	}
	return nil
}

// Told returns what reports whether the snapshot speaks for a parent of a resource
// whose parents take turns: it was read or is remembered, it had its turn within
// the last week and nothing about it was notable, or it is absent or no longer in the
// tenant.
// A parent that the snapshot does not speak for is neither in order nor amiss.
func Told(k Key, s *Snapshot) func(parent string) bool {
	if s.Coverage(k.Resource()).Whole() {
		return func(string) bool { return true }
	}
	read := map[string]bool{}
	for _, parent := range ParentsOf(k, s) {
		read[parent] = true
	}
	there := sync.OnceValue(func() map[string]bool { return holders(k.Resource(), s) })
	return func(parent string) bool {
		return read[parent] || s.isAbsent(k.Resource(), parent) || there() != nil && !there()[parent]
	}
}

// holders returns the ids of those who may be parents of a resource, nil where they
// could not be read.
func holders(r Resource, s *Snapshot) map[string]bool {
	_, path, _ := strings.Cut(string(r), "/")
	ids := map[string]bool{}
	switch kind, _, _ := strings.Cut(path, "/"); {
	case kind == "users" && s.Has(Users.Resource()):
		for u := range Users.All(s) {
			ids[u.ID] = true
		}
	case kind == "groups" && s.Has(Groups.Resource()):
		for g := range Groups.All(s) {
			ids[g.ID] = true
		}
	case kind == "applications" && s.Has(Applications.Resource()):
		for _, a := range Applications.Of(s) {
			ids[a.ID] = true
		}
	default:
		return nil
	}
	return ids
}

type rememberer interface {
	takesTurns() bool
	found(*Snapshot, string) bool
	remember(*Snapshot) (Memory, error)
	recall(*Snapshot, string, []byte) error
}

func (k Each[T]) takesTurns() bool { return k.notable != nil }

func (k Each[T]) found(s *Snapshot, parent string) bool {
	entities, _ := k.Of(s, parent)
	return slices.ContainsFunc(entities, k.notable)
}

func (k Each[T]) remember(s *Snapshot) (Memory, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := Memory{}
	byParent, _ := s.data[k.name].(map[string][]T)
	for parent, entities := range byParent {
		var kept []T
		for _, e := range entities {
			if k.notable(e) {
				kept = append(kept, e)
			}
		}
		if len(kept) == 0 {
			continue
		}
		raw, err := json.Marshal(kept)
		if err != nil {
			return nil, errors.New("remember: an entity has no JSON form")
		}
		out[parent] = raw
	}
	return out, nil
}

func (k Each[T]) recall(s *Snapshot, parent string, raw []byte) error {
	if _, read := k.Of(s, parent); read {
		return nil
	}
	var entities []T
	if err := decode(raw, &entities); err != nil {
		return err
	}
	k.Set(s, parent, entities)
	return nil
}
