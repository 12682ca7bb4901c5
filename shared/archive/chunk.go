package archive

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"strconv"

	"vahti.ai/vahti/shared/seal"
)

// An object is a header and chunks. The header is the form's name and a random
// mark. A chunk is its length in 4 bytes, the first bit saying that it is the
// last, and what seal made of at most chunkSize bytes. Each is sealed for the
// object's name, its mark, the chunk's number and whether it is the last: chunks
// of another object, or of an older one of the same name, do not open in its place.

const (
	form      = "vahti1\r\n" // the line break shows where a copy was made as text
	markSize  = 16
	chunkSize = 256 << 10
	// sealedSize is the most that a sealed chunk takes: its content and what the
	// AEAD adds, with room to spare.
	sealedSize = chunkSize + 256
	lastBit    = 1 << 31
)

// mark tells one writing of an object from another.
type mark [markSize]byte

func newMark() mark {
	var m mark
	_, _ = rand.Read(m[:]) // never fails
	return m
}

// String is how the mark stands in an object's metadata.
func (m mark) String() string { return hex.EncodeToString(m[:]) }

// place is what a chunk is sealed for. Names hold no #.
func (m mark) place(name string, number int, last bool) string {
	end := "more"
	if last {
		end = "last"
	}
	return "objects/" + name + "#" + m.String() + "#" + strconv.Itoa(number) + "#" + end
}

// sealer seals what is written to it and hands it on in chunks.
type sealer struct {
	key    *seal.Key
	name   string
	mark   mark
	send   func(head, sealed []byte, last bool) error
	number int
	buf    []byte // what is not sealed yet, at most chunkSize
}

// Write implements io.Writer.
func (s *sealer) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		if len(s.buf) == chunkSize { // more follows: it is not the last
			if err := s.chunk(false); err != nil {
				return n - len(p), err
			}
		}
		part := p[:min(len(p), chunkSize-len(s.buf))]
		s.buf, p = append(s.buf, part...), p[len(part):]
	}
	return n, nil
}

// chunk seals what was gathered and sends it, after the header where it is the first.
func (s *sealer) chunk(last bool) error {
	sealed, err := s.key.Seal(s.buf, s.mark.place(s.name, s.number, last))
	if err != nil {
		return err
	}
	head := make([]byte, 0, len(form)+markSize+4)
	if s.number == 0 {
		head = append(append(head, form...), s.mark[:]...)
	}
	length := uint32(len(sealed)) //nolint:gosec // a chunk is far smaller
	if last {
		length |= lastBit
	}
	head = binary.BigEndian.AppendUint32(head, length)
	s.number++
	s.buf = s.buf[:0]
	return s.send(head, sealed, last)
}

// opener reads what sealer wrote. Its errors are ErrDamaged or the source's own.
type opener struct {
	key    *seal.Key
	name   string
	source io.Reader
	mark   mark
	begun  bool
	number int
	sealed []byte // room for one chunk
	rest   []byte // of the chunk that was opened last
	last   bool   // no chunk follows
	err    error  // once there was one
}

// Read implements io.Reader. It ends with io.EOF only after the whole of the object.
func (o *opener) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for len(o.rest) == 0 && o.err == nil {
		o.rest, o.err = o.next()
	}
	if len(o.rest) > 0 {
		n := copy(p, o.rest)
		o.rest = o.rest[n:]
		return n, nil
	}
	return 0, o.err
}

// next opens the next chunk.
func (o *opener) next() ([]byte, error) {
	if !o.begun {
		var head [len(form) + markSize]byte
		if err := o.fill(head[:]); err != nil {
			return nil, err
		}
		if string(head[:len(form)]) != form {
			return nil, ErrDamaged
		}
		o.begun = true
		copy(o.mark[:], head[len(form):])
	}
	if o.last {
		return nil, o.end()
	}
	var head [4]byte
	if err := o.fill(head[:]); err != nil {
		return nil, err
	}
	length := binary.BigEndian.Uint32(head[:])
	o.last = length&lastBit != 0
	length &^= lastBit
	if length > sealedSize {
		return nil, ErrDamaged
	}
	if cap(o.sealed) < int(length) {
		o.sealed = make([]byte, length)
	}
	o.sealed = o.sealed[:length]
	if err := o.fill(o.sealed); err != nil {
		return nil, err
	}
	plain, err := o.key.Open(o.sealed, o.mark.place(o.name, o.number, o.last))
	if err != nil {
		return nil, ErrDamaged
	}
	o.number++
	return plain, nil
}

// fill reads a whole part; an object that ends within it was cut short.
func (o *opener) fill(p []byte) error {
	_, err := io.ReadFull(o.source, p)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return ErrDamaged
	}
	return err
}

// end checks that nothing stands behind the last chunk.
func (o *opener) end() error {
	var more [1]byte
	_, err := io.ReadFull(o.source, more[:])
	if err == nil {
		return ErrDamaged
	}
	return err
}
