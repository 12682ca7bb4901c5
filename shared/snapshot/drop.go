package snapshot

// Drop forgets what was read under one parent of a resource, so that the parent
// counts as never asked for; the other parents stay. For a resource without
// parents it does nothing.
func Drop(k Key, s *Snapshot, parent string) {
	if d, ok := k.(parented); ok {
		d.drop(s, parent)
	}
}

// ParentsOf returns the parents whose entities were read, sorted; none for a
// resource without parents.
func ParentsOf(k Key, s *Snapshot) []string {
	if d, ok := k.(parented); ok {
		return d.Parents(s)
	}
	return nil
}

type parented interface {
	Parents(s *Snapshot) []string
	drop(s *Snapshot, parent string)
}

func (k Each[T]) drop(s *Snapshot, parent string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m, ok := s.data[k.name].(map[string][]T); ok {
		s.changed()
		delete(m, parent)
	}
}
