package graph

import (
	"errors"
	"fmt"
	"iter"

	"encoding/json"

	"vahti.ai/vahti/shared/snapshot"
)

// An Entry is one answer that a snapshot holds. Entries in the order in which
// they were told rebuild the snapshot and say where its reading goes on. An entry
// holds personal data.
type Entry struct {
	// Resource is what was asked for, Parent the parent it hangs under.
	Resource snapshot.Resource `json:"resource"`
	Parent   string            `json:"parent,omitempty"`
	// Raw is what Graph sent: an object, a page's array of entities, or those that
	// changed. Count is how many entities that is.
	Raw   json.RawMessage `json:"raw,omitempty"`
	Count int             `json:"count,omitempty"`
	// Delta says that Raw and Removed, the ids of entities that are gone, are
	// changes to what the snapshot held.
	Delta   bool     `json:"delta,omitempty"`
	Removed []string `json:"removed,omitempty"`
	// Next is where the reading goes on; Link asks for later changes. Both are
	// without the address of Graph.
	Next string `json:"next,omitempty"`
	Link string `json:"link,omitempty"`
	// Fresh says that what the snapshot held of the resource, or under the parent,
	// before this entry counts no more.
	Fresh bool `json:"fresh,omitempty"`
	// Refused says that Microsoft refused the parent, Absent that it does not know it,
	// Last that the resource, or what hangs under the parent, is whole.
	Refused bool `json:"refused,omitempty"`
	Absent  bool `json:"absent,omitempty"`
	Last    bool `json:"last,omitempty"`
	// Turn is how far a whole resource is whose parents take turns, Scanned how
	// many of them had theirs in this scan.
	Turn    *snapshot.Turn `json:"turn,omitempty"`
	Scanned int            `json:"scanned,omitempty"`
}

// Resume is where an interrupted Read goes on.
type Resume struct {
	at map[snapshot.Resource]*progress
}

// progress is how far the reading of a resource was, or of what hangs under one
// parent.
type progress struct {
	done, delta, full, refused bool
	next, link                 string
	pages, entities            int
	items, alone               int // as in cost
	parents                    map[string]*progress
}

// of returns how far a resource was; nil where its reading begins.
func (r *Resume) of(resource snapshot.Resource) *progress {
	if r == nil {
		return nil
	}
	return r.at[resource]
}

// under returns how far a parent of the resource was; nil where its reading begins.
func (p *progress) under(parent string) *progress {
	if p == nil {
		return nil
	}
	return p.parents[parent]
}

// begun reports whether the snapshot holds what was read of the resource in full.
func (p *progress) begun() bool { return p != nil && p.full }

// mode says how the resource was being read; m is how it would be from the start.
func (p *progress) mode(m mode) mode {
	switch {
	case p.full:
		return inFull
	case p.delta:
		return byChanges
	}
	return m
}

// Replay repeats entries on a snapshot that holds what was loaded before the
// interrupted Read, and returns where that goes on; a Read that goes on takes the
// same order besides. The entries of a Read that went on itself follow those that
// it went on from. With an error, an entry's own or one that does not fit the
// snapshot, the snapshot is of no use. The error quotes no entry.
func Replay(s *snapshot.Snapshot, entries iter.Seq2[Entry, error]) (*Resume, error) {
	keys := map[snapshot.Resource]snapshot.Key{}
	for _, k := range snapshot.Keys() {
		keys[k.Resource()] = k
	}
	out := &Resume{at: map[snapshot.Resource]*progress{}}
	for e, err := range entries {
		if err != nil {
			return nil, fmt.Errorf("replay: %w", err)
		}
		key, ok := keys[e.Resource]
		if !ok {
			return nil, errors.New("replay: an entry is of an unknown resource")
		}
		p := out.at[e.Resource]
		if p == nil {
			p = &progress{parents: map[string]*progress{}}
			out.at[e.Resource] = p
		}
		if err := p.repeat(key, s, e); err != nil {
			return nil, fmt.Errorf("replay %s: %w", e.Resource, err)
		}
	}
	return out, nil
}

// repeat does to the snapshot what an entry tells, and notes how far that is.
func (p *progress) repeat(key snapshot.Key, s *snapshot.Snapshot, e Entry) error {
	switch kind := key.Kind(); {
	case e.Delta:
		if err := snapshot.Merge(key, s, e.Raw, e.Removed); err != nil {
			return err
		}
		p.delta = true
	case kind == snapshot.PerParent && e.Parent == "":
		if e.Turn != nil {
			turn := *e.Turn
			turn.Scanned = e.Scanned
			s.SetTurn(key.Resource(), turn)
		}
		if e.Fresh {
			if err := begin(key, s); err != nil {
				return err
			}
			p.full = true
		}
	case kind == snapshot.PerParent:
		whole := p
		if p = whole.parents[e.Parent]; p == nil {
			p = &progress{}
			whole.parents[e.Parent] = p
		}
		if whole.entities += e.Count; p.pages == 0 {
			whole.items++
		} else {
			whole.alone++
		}
		if e.Fresh {
			*p = progress{}
			snapshot.Drop(key, s, e.Parent)
		}
		if e.Absent {
			snapshot.SetAbsent(key, s, e.Parent)
		}
		if e.Raw != nil {
			if err := key.Decode(s, e.Parent, e.Raw); err != nil {
				return err
			}
		}
		p.refused = e.Refused
	case e.Raw == nil && e.Link != "": // before the list
		p.items++
		p.link = e.Link
		return nil
	case e.Raw != nil:
		if e.Fresh {
			*p = progress{link: p.link, items: p.items}
			forget(key, s)
		}
		if err := key.Decode(s, "", e.Raw); err != nil {
			return err
		}
		p.full = true
	}
	if e.Raw != nil && key.Kind() != snapshot.PerParent {
		p.alone++
	}
	p.pages++
	p.entities += e.Count
	p.next, p.done = e.Next, e.Last
	if e.Link != "" {
		p.link = e.Link
	}
	return nil
}

// begin makes a resource under parents read and empty, until a parent's entities
// join.
func begin(key snapshot.Key, s *snapshot.Snapshot) error {
	forget(key, s)
	return key.Decode(s, "", []byte("[]"))
}

// forget drops what the snapshot holds of a resource, but not whose turn it is.
func forget(key snapshot.Key, s *snapshot.Snapshot) {
	turn, known := s.Turn(key.Resource())
	snapshot.Forget(key, s)
	if known {
		s.SetTurn(key.Resource(), turn)
	}
}
