package snapshot

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"slices"

	"vahti.ai/vahti/shared/internal/jsonscan"
)

// packedForm is raised when a codec writes its records in another way.
const packedForm = "packed 2"

func (k Packed[T]) formName() string {
	return formOf(k.name+" "+packedForm, reflect.TypeFor[T]())
}

// What is saved of a packed collection is a header and then blocks, each with its
// length before it: the names that its records are the first to use, in the order
// in which they use them, and the records. An empty block ends it.

// blockSize is how long a block grows before it is written, in bytes.
const blockSize = 1 << 16

// maxBlock is how long a block can be that is read.
const maxBlock = 1 << 30

func (k Packed[T]) save(s *Snapshot, w io.Writer) error {
	c := k.of(s)
	if c == nil {
		return errNotRead
	}
	v := c.view()
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	if err := enc.Encode(header{Form: k.formName(), Count: v.count()}); err != nil {
		return err
	}
	err := k.records(v, out)
	if err == nil {
		err = out.WriteByte(0)
	}
	if err != nil {
		return err
	}
	return out.Flush()
}

// records writes the blocks. The records are what they are in the collection,
// unless entities have changed or are gone: then those names alone are written that
// are still used, in the order in which they would be had all been read anew.
func (k Packed[T]) records(v view, out *bufio.Writer) error {
	var b block
	var all names
	if v.dead == 0 {
		u := v.unpacker()
		u.skims = true
		t := new(T)
		for address := range v.addresses {
			from := record(v.chunks, address)
			u.rest = from
			k.codec.unpack(&u, t)
			b.add(from[:len(from)-len(u.rest)])
			if len(b.records) >= blockSize {
				all = names{texts: v.shared[:u.texted], lists: v.lists[:u.listed]}
				if err := b.write(out, &all); err != nil {
					return err
				}
			}
		}
		all = names{texts: v.shared[:u.texted], lists: v.lists[:u.listed]}
	} else {
		p := packer{names: &all}
		var err error
		k.codec.all(v, func(t *T) bool {
			p.buf = p.buf[:0]
			k.codec.pack(&p, t)
			b.add(string(p.buf))
			if len(b.records) >= blockSize {
				err = b.write(out, &all)
			}
			return err == nil
		})
		if err != nil {
			return err
		}
	}
	if b.count == 0 {
		return nil
	}
	return b.write(out, &all)
}

// A block is a part of what is saved.
type block struct {
	records      []byte
	count        int
	texts, lists int // names written before
	buf          []byte
}

func (b *block) add(record string) {
	b.records = append(binary.AppendUvarint(b.records, uint64(len(record))), record...)
	b.count++
}

func (b *block) write(w *bufio.Writer, all *names) error {
	b.buf = binary.AppendUvarint(b.buf[:0], uint64(len(all.texts)-b.texts))
	for _, text := range all.texts[b.texts:] {
		b.buf = appendText(b.buf, text)
	}
	b.buf = binary.AppendUvarint(b.buf, uint64(len(all.lists)-b.lists))
	for _, l := range all.lists[b.lists:] {
		b.buf = binary.AppendUvarint(b.buf, uint64(len(l.texts)))
		for _, text := range l.texts {
			b.buf = appendText(b.buf, text)
		}
	}
	b.buf = binary.AppendUvarint(b.buf, uint64(b.count))
	var length [binary.MaxVarintLen64]byte
	for _, part := range [][]byte{binary.AppendUvarint(length[:0], uint64(len(b.buf)+len(b.records))), b.buf, b.records} {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	b.texts, b.lists = len(all.texts), len(all.lists)
	b.records, b.count = b.records[:0], 0
	return nil
}

func (k Packed[T]) load(s *Snapshot, r io.Reader) error {
	in := bufio.NewReader(r)
	n, err := readHeader(in, k.formName())
	if err != nil {
		return err
	}
	c := newCollection(k.codec)
	var u unpacker
	var buf bytes.Buffer
	for {
		length, err := binary.ReadUvarint(in)
		switch {
		case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || err == nil && length > maxBlock:
			return errDamaged
		case err != nil:
			return unreadable(err)
		}
		if length == 0 {
			break
		}
		buf.Reset()
		// The buffer grows with what comes, whatever the length says.
		if _, err := io.CopyN(&buf, in, int64(length)); err != nil {
			return unreadable(err)
		}
		if err := c.unblock(&u, buf.String()); err != nil {
			return err
		}
	}
	if _, err := in.ReadByte(); err != io.EOF || c.live != n {
		return errDamaged
	}
	c.names = namesOf(u.shared, u.lists)
	s.set(k.name, c)
	return nil
}

// unblock adds the entities of a block, as they are. u keeps the names of the blocks
// so far, which become the collection's.
func (c *collection[T]) unblock(u *unpacker, b string) error {
	u.rest, u.bad = b, false
	for n := u.uvarint(); n > 0 && !u.bad; n-- {
		u.shared = append(u.shared, u.text())
	}
	for n := u.uvarint(); n > 0 && !u.bad; n-- {
		u.lists = append(u.lists, newList(u.texts()))
	}
	if len(u.shared) > maxNames || len(u.lists) > maxNames {
		return errDamaged
	}
	t := new(T)
	u.skims = true
	for n := u.uvarint(); n > 0 && !u.bad; n-- {
		record := u.text()
		after := u.rest
		u.rest = record
		if c.codec.unpack(u, t); u.bad || u.rest != "" || !plain(record) {
			return errDamaged
		}
		if err := c.addRecord(record); err != nil {
			return err
		}
		u.rest = after
	}
	if u.bad || u.rest != "" {
		return errDamaged
	}
	return nil
}

// plain reports whether a record, which was unpacked, begins with its id as packer
// writes it: entities are found by that.
func plain(record string) bool {
	id := recordID(record)
	if id[0] == 0 {
		return true
	}
	u := unpacker{rest: id}
	return string(appendID(nil, u.id())) == id
}

func (k Packed[T]) merge(s *Snapshot, changed []byte, removed []string) error {
	before := k.of(s)
	if before == nil {
		return errNotRead
	}
	if err := before.merge(changed, removed); err != nil {
		return err
	}
	if !k.publish(s, before, before) {
		return errNotRead
	}
	return nil
}

// merge applies a page of changes. What cannot be told apart fails before anything
// is changed.
func (c *collection[T]) merge(changed []byte, removed []string) error {
	entities, err := elements(changed)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	t := new(T)
	for _, raw := range entities {
		if _, err := c.read(raw, t, false); err != nil {
			return err
		}
	}
	c.unite()
	for _, raw := range entities {
		if err := c.change(raw, t); err != nil {
			return err
		}
	}
	c.reindex()
	for _, id := range removed {
		if n := c.lookup(id); n >= 0 {
			*c.place(n) = 0
			c.live--
			c.dead++
		}
	}
	return c.compact()
}

// read reads an entity as new, or over what t is, and returns its id.
func (c *collection[T]) read(raw []byte, t *T, over bool) (id string, err error) {
	if !over {
		var zero T
		*t = zero
	}
	was := *t
	c.scan.Scanner = jsonscan.Sharing(raw)
	c.codec.scan(&c.scan, t)
	if !c.scan.End() {
		if *t = was; over {
			*t, err = overlay(t, raw)
		} else {
			err = decode(raw, t)
		}
		if err != nil {
			return "", err
		}
	}
	if id = c.codec.id(t); id == "" {
		return "", errNoID
	}
	return id, nil
}

// change applies one entity.
func (c *collection[T]) change(raw []byte, t *T) error {
	id, err := c.read(raw, t, false)
	if err != nil {
		return err
	}
	n := c.lookup(id)
	if n < 0 {
		if err := c.add(t); err != nil {
			return err
		}
		c.reindex()
		return nil
	}
	u := unpacker{shared: c.names.texts, lists: c.names.lists, rest: record(c.arena.chunks, *c.place(n)), known: id}
	c.codec.unpack(&u, t)
	if _, err := c.read(raw, t, true); err != nil {
		return err
	}
	address, err := c.put(t)
	if err != nil {
		return err
	}
	*c.place(n) = address
	c.dead++
	return nil
}

// worthwhile is how many dead records a collection bears whatever its size.
const worthwhile = 1024

// compact writes the collection anew where half of it is dead.
func (c *collection[T]) compact() error {
	if c.dead < max(worthwhile, c.live) {
		return nil
	}
	anew := newCollection(c.codec)
	v := view{chunks: c.arena.chunks, places: c.places, shared: c.names.texts, lists: c.names.lists}
	var err error
	c.codec.all(v, func(t *T) bool {
		err = anew.add(t)
		return err == nil
	})
	if err != nil {
		return err
	}
	c.arena, c.names, c.places = anew.arena, anew.names, slices.Clip(anew.places)
	c.count, c.live, c.dead = anew.count, anew.live, 0
	c.index, c.indexed = nil, 0
	return nil
}
