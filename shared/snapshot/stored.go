package snapshot

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
)

// ErrForm says that what is loaded was saved of another resource, or by a version
// of Vahti that knew other properties of it: it has to be read anew.
var ErrForm = errors.New("it was saved in another form")

var (
	errNotRead = errors.New("it was not read")
	errDamaged = errors.New("what was saved is damaged")
)

// Save writes what was read of the resource, so that Load finds the same. The same
// content gives the same bytes. It holds personal data. A resource that was not
// read gives an error.
func Save(k Key, s *Snapshot, w io.Writer) error {
	if err := k.save(s, w); err != nil {
		return fmt.Errorf("save %s: %w", k.Resource(), err)
	}
	return nil
}

// Load reads back what Save wrote; the resource counts as read then. After an
// error, which is ErrForm where another version saved it, the snapshot is as it
// was. Errors quote nothing of the content.
func Load(k Key, s *Snapshot, r io.Reader) error {
	if err := k.load(s, r); err != nil {
		return fmt.Errorf("load %s: %w", k.Resource(), err)
	}
	return nil
}

// Merge applies one page of what changed to a collection that was read or
// loaded. Each entity of the array changed overlays the one with its id: what it
// leaves out stays, what is null becomes null, and an id that is new is added at
// the end. Then the entities with the ids in removed go. After an error nothing
// was applied. Merge does not go with reading the same collection at the same time.
func Merge(k Key, s *Snapshot, changed []byte, removed []string) error {
	if err := k.merge(s, changed, removed); err != nil {
		return fmt.Errorf("merge %s: %w", k.Resource(), err)
	}
	return nil
}

// Forget makes the resource as if it had never been asked for.
func Forget(k Key, s *Snapshot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changed()
	delete(s.data, k.Resource())
	delete(s.unread, k.Resource())
	delete(s.turns, k.Resource())
	delete(s.absent, k.Resource())
}

// header begins what is saved of a resource: in which form it follows, and how
// many entities or parents.
type header struct {
	Form  string `json:"form"`
	Count int    `json:"count"`
}

// formVersion is raised when what follows a header is written in another way.
const formVersion = "1"

// maxHeader is how long a header can be, in bytes.
const maxHeader = 256

// formOf names the form in which a resource's entities are saved. It differs where
// the struct has other properties: what an older version never kept of an entity
// must not look as if Graph had left it out.
func formOf(name Resource, entity reflect.Type) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s %s ", formVersion, name)
	describe(h, entity, map[reflect.Type]bool{})
	return hex.EncodeToString(h.Sum(nil)[:8])
}

func describe(w io.Writer, of reflect.Type, seen map[reflect.Type]bool) {
	fmt.Fprintf(w, "%s %s;", of.Kind(), of.Name())
	if seen[of] {
		return
	}
	seen[of] = true
	switch of.Kind() {
	case reflect.Slice, reflect.Pointer, reflect.Array:
		describe(w, of.Elem(), seen)
	case reflect.Map:
		describe(w, of.Key(), seen)
		describe(w, of.Elem(), seen)
	case reflect.Struct:
		for i := range of.NumField() {
			fmt.Fprintf(w, "%s %q ", of.Field(i).Name, of.Field(i).Tag)
			describe(w, of.Field(i).Type, seen)
		}
	}
}

// jsonWriter writes a header and then values, each on a line of its own.
type jsonWriter struct {
	w   *bufio.Writer
	enc *json.Encoder
}

func newJSONWriter(w io.Writer, form string, count int) (*jsonWriter, error) {
	b := bufio.NewWriter(w)
	out := &jsonWriter{w: b, enc: json.NewEncoder(b)}
	out.enc.SetEscapeHTML(false)
	return out, out.enc.Encode(header{Form: form, Count: count})
}

func (w *jsonWriter) flush() error { return w.w.Flush() }

// newJSONReader reads a header of this form and leaves a decoder at the first of
// the count values.
func newJSONReader(r io.Reader, form string) (dec *json.Decoder, count int, err error) {
	b := bufio.NewReader(r)
	if count, err = readHeader(b, form); err != nil {
		return nil, 0, err
	}
	return json.NewDecoder(b), count, nil
}

func readHeader(b *bufio.Reader, form string) (count int, err error) {
	line, err := b.ReadSlice('\n')
	switch {
	case errors.Is(err, io.EOF) || errors.Is(err, bufio.ErrBufferFull) || err == nil && len(line) > maxHeader:
		return 0, ErrForm
	case err != nil:
		return 0, err
	}
	var h header
	if json.Unmarshal(line, &h) != nil || h.Form != form || h.Count < 0 {
		return 0, ErrForm
	}
	return h.Count, nil
}

// next decodes one value; a reader's own error is kept, for the object may be
// there all the same.
func next(dec *json.Decoder, into any) error {
	err := dec.Decode(into)
	if err == nil {
		return nil
	}
	return unreadable(err)
}

// unreadable tells what the stored bytes are to blame for from what kept them
// from being read.
func unreadable(err error) error {
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &syntax) || errors.As(err, &wrong) {
		return errDamaged
	}
	return err
}

// ended wants nothing but the end.
func ended(dec *json.Decoder) error {
	if _, err := dec.Token(); err != io.EOF {
		return errDamaged
	}
	return nil
}

func (k One[T]) save(s *Snapshot, w io.Writer) error {
	v, ok := s.get(k.name).(T)
	if !ok {
		return errNotRead
	}
	out, err := newJSONWriter(w, formOf(k.name, reflect.TypeFor[T]()), 1)
	if err != nil {
		return err
	}
	if err := out.enc.Encode(v); err != nil {
		return err
	}
	return out.flush()
}

func (k One[T]) load(s *Snapshot, r io.Reader) error {
	dec, _, err := newJSONReader(r, formOf(k.name, reflect.TypeFor[T]()))
	if err != nil {
		return err
	}
	var v T
	if err := next(dec, &v); err != nil {
		return err
	}
	if err := ended(dec); err != nil {
		return err
	}
	s.set(k.name, v)
	return nil
}

func (k One[T]) merge(*Snapshot, []byte, []string) error {
	return errors.New("only a collection takes changes")
}

func (k Many[T]) save(s *Snapshot, w io.Writer) error {
	all, ok := s.get(k.name).([]T)
	if !ok {
		return errNotRead
	}
	out, err := newJSONWriter(w, formOf(k.name, reflect.TypeFor[T]()), len(all))
	if err != nil {
		return err
	}
	for i := range all {
		if err := out.enc.Encode(&all[i]); err != nil {
			return err
		}
	}
	return out.flush()
}

func (k Many[T]) load(s *Snapshot, r io.Reader) error {
	dec, n, err := newJSONReader(r, formOf(k.name, reflect.TypeFor[T]()))
	if err != nil {
		return err
	}
	var all []T
	for range n {
		var v T
		if err := next(dec, &v); err != nil {
			return err
		}
		all = append(all, v)
	}
	if err := ended(dec); err != nil {
		return err
	}
	s.set(k.name, all)
	return nil
}

func (k Each[T]) save(s *Snapshot, w io.Writer) error {
	s.mu.RLock()
	_, ok := s.data[k.name].(map[string][]T)
	s.mu.RUnlock()
	if !ok {
		return errNotRead
	}
	parents := k.Parents(s)
	out, err := newJSONWriter(w, formOf(k.name, reflect.TypeFor[T]()), len(parents))
	if err != nil {
		return err
	}
	for _, parent := range parents {
		entities, _ := k.Of(s, parent)
		if err := out.enc.Encode(underParent[T]{parent, entities}); err != nil {
			return err
		}
	}
	return out.flush()
}

// underParent is how one parent's entities are saved.
type underParent[T any] struct {
	Parent   string `json:"parent"`
	Entities []T    `json:"entities"`
}

func (k Each[T]) load(s *Snapshot, r io.Reader) error {
	dec, n, err := newJSONReader(r, formOf(k.name, reflect.TypeFor[T]()))
	if err != nil {
		return err
	}
	byParent := map[string][]T{}
	for range n {
		var u underParent[T]
		if err := next(dec, &u); err != nil {
			return err
		}
		if _, twice := byParent[u.Parent]; twice || u.Parent == "" {
			return errDamaged
		}
		byParent[u.Parent] = u.Entities
	}
	if err := ended(dec); err != nil {
		return err
	}
	s.set(k.name, byParent)
	return nil
}

func (k Each[T]) merge(*Snapshot, []byte, []string) error {
	return errors.New("only a collection takes changes")
}
