package snapshot

// Derive returns what make makes of the snapshot: once for each key, and again
// where something was read since. It is shared by everything that asks, so nobody
// changes it. The key is a pointer or a text with the asking package's name in
// it, and always goes with the same type.
func Derive[T any](s *Snapshot, key any, make func(*Snapshot) T) T {
	s.mu.RLock()
	v, ok := s.derived[key]
	version := s.version
	s.mu.RUnlock()
	if ok {
		return v.(T)
	}
	t := make(s)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.version == version { // or it was made of what has changed meanwhile
		if s.derived == nil {
			s.derived = map[any]any{}
		}
		s.derived[key] = t
	}
	return t
}

// changed forgets what was derived. It is called with the lock held.
func (s *Snapshot) changed() {
	s.derived = nil
	s.version++
}
