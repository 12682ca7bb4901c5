package snapshot

import "encoding/json"

// Drop forgets what was read under one parent of a resource, so that the parent
// counts as never asked for; the other parents stay. For a resource without
// parents it does nothing.
func Drop(k Key, s *Snapshot, parent string) {
	if d, ok := k.(parented); ok {
		d.drop(s, parent)
	}
}

// SetAbsent records that Microsoft does not know a parent of a resource as one: what
// hung under it is gone. Unlike one under which nothing was found it is not among
// those that were read, and unlike one that was never asked for nothing is recalled of
// it, and Told holds of it.
func SetAbsent(k Key, s *Snapshot, parent string) {
	Drop(k, s, parent)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.absent == nil {
		s.absent = map[Resource]map[string]bool{}
	}
	if s.absent[k.Resource()] == nil {
		s.absent[k.Resource()] = map[string]bool{}
	}
	s.absent[k.Resource()][parent] = true
}

func (s *Snapshot) isAbsent(r Resource, parent string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.absent[r][parent]
}

// ParentsOf returns the parents whose entities were read, sorted; none for a
// resource without parents.
func ParentsOf(k Key, s *Snapshot) []string {
	if d, ok := k.(parented); ok {
		return d.Parents(s)
	}
	return nil
}

// Under returns what is held under a parent, in a form that the key decodes; nil where
// it was not read.
func Under(k Key, s *Snapshot, parent string) json.RawMessage {
	if d, ok := k.(parented); ok {
		return d.under(s, parent)
	}
	return nil
}

// Lean returns of a page that is about to be decoded under a parent what makes a
// difference to the snapshot.
func Lean(k Key, s *Snapshot, parent string, raw json.RawMessage) json.RawMessage {
	if d, ok := k.(parented); ok {
		return d.leaned(s, parent, raw)
	}
	return raw
}

type parented interface {
	Parents(s *Snapshot) []string
	drop(s *Snapshot, parent string)
	under(s *Snapshot, parent string) json.RawMessage
	leaned(s *Snapshot, parent string, raw json.RawMessage) json.RawMessage
}

func (k Each[T]) drop(s *Snapshot, parent string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.absent[k.name], parent)
	if m, ok := s.data[k.name].(map[string][]T); ok {
		s.changed()
		delete(m, parent)
	}
}

func (k Each[T]) under(s *Snapshot, parent string) json.RawMessage {
	entities, read := k.Of(s, parent)
	if !read {
		return nil
	}
	if entities == nil {
		entities = []T{}
	}
	raw, err := json.Marshal(entities)
	if err != nil {
		return nil
	}
	return raw
}

func (k Each[T]) leaned(s *Snapshot, parent string, raw json.RawMessage) json.RawMessage {
	if k.lean == nil {
		return raw
	}
	page, err := k.page(raw)
	if err != nil {
		return raw
	}
	held, _ := k.Of(s, parent)
	lean, err := json.Marshal(k.lean(held, page))
	if err != nil {
		return raw
	}
	return lean
}
