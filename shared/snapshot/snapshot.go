// Package snapshot holds what one scan read from a tenant, as lean plain
// structs shaped as Microsoft Graph sends them. It is the contract between
// shared/graph, which fills it, and shared/check, which judges it; neither
// knows the other.
//
// Each thing that can be read is a Resource with one key that knows its Go
// type: One for a singleton, Many for a collection, Packed for one that grows with
// the tenant, Each for a collection that hangs under each of several parents. A check names the resources it needs and
// takes them through the key:
//
//	p := snapshot.AuthorizationPolicy.Of(s)
//
// A resource that could not be read is kept with the reason, so that a check
// can say "could not tell" instead of guessing.
package snapshot

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
	"time"
)

// A Resource names something Graph can be asked for: the API version and the
// path, such as "v1.0/policies/authorizationPolicy". Resources that hang under
// a parent have "{id}" where the parent's id stands.
type Resource string

// A Snapshot is what one scan read. Its keys may be filled from several
// goroutines; once the scan has read everything it is only read.
type Snapshot struct {
	// Now is the moment the verdicts are about. Checks know no other clock.
	Now time.Time
	// Since is the moment the last scan was about; zero on a first scan. What is
	// read as a log, DirectoryAudits, is read from a little before it.
	Since time.Time
	// ScoresSince is from when on SecureScores are read, where that is not the last week.
	ScoresSince time.Time
	// Settings is what the customer declared.
	Settings Settings

	mu     sync.RWMutex
	data   map[Resource]any
	unread map[Resource]Unread
	turns  map[Resource]Turn
	absent map[Resource]map[string]bool // parents that Microsoft does not know as such

	derived map[any]any // what Derive made
	version int         // how often something was read
}

// Unread says why a resource is not in the snapshot.
type Unread struct {
	// Status is the HTTP status of Graph's lasting refusal, 0 when there was none.
	Status int
	// Reason is one sentence for people, free of personal data.
	Reason string
}

// New returns an empty snapshot about the moment now.
func New(now time.Time, settings Settings) *Snapshot {
	return &Snapshot{Now: now.UTC(), Settings: settings, data: map[Resource]any{}, unread: map[Resource]Unread{}}
}

// Has reports whether r was read.
func (s *Snapshot) Has(r Resource) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	_, ok := s.data[r]
	return ok
}

// Missing returns why r was not read; ok is false when it was read.
// A resource nobody asked for counts as missing, and the reason says so.
func (s *Snapshot) Missing(r Resource) (why Unread, missing bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if _, ok := s.data[r]; ok {
		return Unread{}, false
	}
	if u, ok := s.unread[r]; ok {
		return u, true
	}
	return Unread{Reason: "it was not asked for"}, true
}

// SetUnread records that r could not be read and drops what was read of it:
// half a collection is not a collection.
func (s *Snapshot) SetUnread(r Resource, why Unread) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changed()
	delete(s.data, r)
	delete(s.absent, r)
	s.unread[r] = why
}

// AllUnread returns every resource that was asked for and not read, by name.
func (s *Snapshot) AllUnread() map[Resource]Unread {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := make(map[Resource]Unread, len(s.unread))
	for r, u := range s.unread {
		out[r] = u
	}
	return out
}

func (s *Snapshot) set(r Resource, v any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changed()
	delete(s.unread, r)
	s.data[r] = v
}

func (s *Snapshot) get(r Resource) any {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.data[r]
}

// A Key is what every resource's key can do, whatever its type.
type Key interface {
	// Resource is the name the key stands for.
	Resource() Resource
	// Kind says whether the resource is a singleton, a collection or one
	// collection per parent.
	Kind() Kind
	// Decode adds what Graph answered to the snapshot: the object of a
	// singleton, or one page's "value" array of a collection. parent is the
	// parent's id for an Each key and empty otherwise. The error says that the
	// JSON has another shape than documented and quotes none of it.
	Decode(s *Snapshot, parent string, raw []byte) error

	form(s *Snapshot) any
	save(s *Snapshot, w io.Writer) error
	load(s *Snapshot, r io.Reader) error
	merge(s *Snapshot, changed []byte, removed []string) error
}

// Kind is the shape of a resource.
type Kind int

// The shapes a resource can have.
const (
	Singleton Kind = iota
	Collection
	PerParent
)

// One is the key of a singleton.
type One[T any] struct{ name Resource }

// Resource implements Key.
func (k One[T]) Resource() Resource { return k.name }

// Kind implements Key.
func (k One[T]) Kind() Kind { return Singleton }

// Of returns the object, or its zero value when it was not read.
func (k One[T]) Of(s *Snapshot) T {
	t, _ := s.get(k.name).(T)
	return t
}

// Set stores the object as read.
func (k One[T]) Set(s *Snapshot, v T) { s.set(k.name, v) }

// Decode implements Key.
func (k One[T]) Decode(s *Snapshot, _ string, raw []byte) error {
	var v T
	if err := decode(raw, &v); err != nil {
		return err
	}
	s.set(k.name, v)
	return nil
}

// Many is the key of a collection.
type Many[T any] struct{ name Resource }

// Resource implements Key.
func (k Many[T]) Resource() Resource { return k.name }

// Kind implements Key.
func (k Many[T]) Kind() Kind { return Collection }

// Of returns the entities in Graph's order; nil when not read or empty.
func (k Many[T]) Of(s *Snapshot) []T {
	t, _ := s.get(k.name).([]T)
	return t
}

// Set stores the whole collection as read.
func (k Many[T]) Set(s *Snapshot, v []T) { s.set(k.name, v) }

// Decode implements Key: it appends a page.
func (k Many[T]) Decode(s *Snapshot, _ string, raw []byte) error {
	var page []T
	if err := decode(raw, &page); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changed()
	delete(s.unread, k.name)
	all, _ := s.data[k.name].([]T)
	s.data[k.name] = append(all, page...)
	return nil
}

// Each is the key of a collection that hangs under each of several parents, or
// of one object under each.
type Each[T any] struct {
	name Resource
	// notable, where it is set, makes the parents take turns: those that are
	// remembered until their next turn are the ones with an entity it holds of.
	notable func(T) bool
	// hold, where it is set, says what is held under a parent once a further page was
	// read, lean which of the page's entities make a difference to that.
	hold, lean func(held, page []T) []T
}

// Resource implements Key.
func (k Each[T]) Resource() Resource { return k.name }

// Kind implements Key.
func (k Each[T]) Kind() Kind { return PerParent }

// Of returns the entities under one parent; read is false when that parent's
// were not read.
func (k Each[T]) Of(s *Snapshot, parent string) (entities []T, read bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	m, _ := s.data[k.name].(map[string][]T)
	entities, read = m[parent]
	return entities, read
}

// Parents returns the parents whose entities were read, sorted.
func (k Each[T]) Parents(s *Snapshot) []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	m, _ := s.data[k.name].(map[string][]T)
	return slices.Sorted(maps.Keys(m))
}

// Set stores the entities of one parent as read. With no parent at all the
// resource counts as read and empty: call SetNone.
func (k Each[T]) Set(s *Snapshot, parent string, v []T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changed()
	m, ok := s.data[k.name].(map[string][]T)
	if !ok {
		m = map[string][]T{}
		s.data[k.name] = m
	}
	delete(s.absent[k.name], parent)
	m[parent] = v
}

// Decode implements Key: it appends a page of the parent's entities, or the one
// object. An empty parent marks the resource as read without any.
func (k Each[T]) Decode(s *Snapshot, parent string, raw []byte) error {
	page, err := k.page(raw)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changed()
	delete(s.unread, k.name)
	m, ok := s.data[k.name].(map[string][]T)
	if !ok {
		m = map[string][]T{}
		s.data[k.name] = m
	}
	switch {
	case parent == "":
		return nil
	case k.hold != nil:
		m[parent] = k.hold(m[parent], page)
	default:
		m[parent] = append(m[parent], page...)
	}
	delete(s.absent[k.name], parent)
	return nil
}

func (k Each[T]) page(raw []byte) (page []T, err error) {
	if raw = bytes.TrimSpace(raw); bytes.HasPrefix(raw, []byte("{")) {
		page = make([]T, 1)
		return page, decode(raw, &page[0])
	}
	return page, decode(raw, &page)
}

// Form returns what was read of a resource for encoding as JSON in the form Graph
// sent it: an object, a list, or a map of lists by parent. It is nil, or a list
// or map that is, where nothing was read or what was read is empty.
func Form(k Key, s *Snapshot) any { return k.form(s) }

func (k One[T]) form(s *Snapshot) any  { return s.get(k.name) }
func (k Many[T]) form(s *Snapshot) any { return s.get(k.name) }
func (k Each[T]) form(s *Snapshot) any { return s.get(k.name) }

// decode refuses JSON of another shape without quoting it: what Graph sent may
// hold personal data, and encoding/json puts values into its errors.
func decode(raw []byte, into any) error {
	err := json.Unmarshal(raw, into)
	if err == nil {
		return nil
	}
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return fmt.Errorf("property %q has another type than documented", wrong.Field)
	}
	return errors.New("the answer is not the documented JSON")
}

// A Value is a property as Graph sent it: absent, null, or a value. The three
// differ: null is often documented as "Microsoft's default", absent means that
// Graph does not know the property here.
type Value[T any] struct {
	V    T
	Set  bool // the property was there, perhaps null
	Null bool // it was there and null
}

// Known reports whether there is a value to judge.
func (v Value[T]) Known() bool { return v.Set && !v.Null }

// Some returns a value that is there; tests build snapshots with it.
func Some[T any](v T) Value[T] { return Value[T]{V: v, Set: true} }

// NullOf returns a property that is there and null.
func NullOf[T any]() Value[T] { return Value[T]{Set: true, Null: true} }

// IsZero reports whether the property was absent, so that it stays absent in
// the JSON form.
func (v Value[T]) IsZero() bool { return !v.Set }

// MarshalJSON implements json.Marshaler: null for null, the value for a value.
func (v Value[T]) MarshalJSON() ([]byte, error) {
	if !v.Known() {
		return []byte("null"), nil
	}
	return json.Marshal(v.V)
}

// UnmarshalJSON implements json.Unmarshaler. It is not called for an absent
// property, which is how absence is told from null.
func (v *Value[T]) UnmarshalJSON(raw []byte) error {
	*v = Value[T]{Set: true}
	if string(raw) == "null" {
		v.Null = true
		return nil
	}
	return json.Unmarshal(raw, &v.V)
}
