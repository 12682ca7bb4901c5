package snapshot

import (
	"iter"
)

// Packed is the key of a collection that grows with the tenant. Its entities are
// kept as records without pointers and become structs while they are looked at.
type Packed[T any] struct {
	name  Resource
	codec *codec[T]
}

// Resource implements Key.
func (k Packed[T]) Resource() Resource { return k.name }

// Kind implements Key.
func (k Packed[T]) Kind() Kind { return Collection }

func (k Packed[T]) of(s *Snapshot) *collection[T] {
	c, _ := s.get(k.name).(*collection[T])
	return c
}

// All yields the entities in the order in which they were first read; none when
// not read. The pointer is to the same struct every time: copy the struct to keep
// it. Its texts may be kept; its lists are shared, so nobody changes them.
func (k Packed[T]) All(s *Snapshot) iter.Seq[*T] {
	return func(yield func(*T) bool) {
		if c := k.of(s); c != nil {
			c.codec.all(c.view(), yield)
		}
	}
}

// Len returns how many entities there are; 0 when not read.
func (k Packed[T]) Len(s *Snapshot) int {
	c := k.of(s)
	if c == nil {
		return 0
	}
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.live
}

// Of returns the entities as structs, nil when not read or empty. It takes memory
// for all of them: judge with All.
func (k Packed[T]) Of(s *Snapshot) []T {
	n := k.Len(s)
	if n == 0 {
		return nil
	}
	out := make([]T, 0, n)
	for t := range k.All(s) {
		out = append(out, *t)
	}
	return out
}

// Set stores the whole collection as read. It panics where that is more than the
// few gigabytes that a collection can hold.
func (k Packed[T]) Set(s *Snapshot, v []T) {
	c := newCollection(k.codec)
	for i := range v {
		if err := c.add(&v[i]); err != nil {
			panic(err)
		}
	}
	s.set(k.name, c)
}

// Decode implements Key: it appends a page.
func (k Packed[T]) Decode(s *Snapshot, _ string, raw []byte) error {
	for {
		before := k.of(s)
		c := before
		if c == nil {
			c = newCollection(k.codec)
		}
		if err := c.decode(raw); err != nil {
			return err
		}
		if k.publish(s, before, c) {
			return nil
		}
	}
}

// publish makes c what was read where before still is. Otherwise somebody else
// began or dropped the collection meanwhile.
func (k Packed[T]) publish(s *Snapshot, before, c *collection[T]) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now, _ := s.data[k.name].(*collection[T]); now != before {
		return false
	}
	s.changed()
	delete(s.unread, k.name)
	s.data[k.name] = c
	return true
}

func (k Packed[T]) form(s *Snapshot) any {
	if k.of(s) == nil {
		return nil
	}
	return k.Of(s)
}
