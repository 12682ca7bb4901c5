package archive_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"testing"

	standin "vahti.ai/vahti/emulator/storage"
	"vahti.ai/vahti/shared/archive"
)

// headSize is what stands before an object's first chunk, in bytes.
const headSize = 8 + 16

// chunks takes an object apart: its head, and its chunks each with its length.
func chunks(t *testing.T, object []byte) (head []byte, list [][]byte) {
	t.Helper()
	head, rest := object[:headSize], object[headSize:]
	for len(rest) > 0 {
		n := 4 + int(binary.BigEndian.Uint32(rest)&^(1<<31))
		if n > len(rest) {
			t.Fatal("the object is not as this test expects")
		}
		list, rest = append(list, rest[:n:n]), rest[n:]
	}
	return head, list
}

func TestDamageShows(t *testing.T) {
	w := newWorld(t, standin.Faults{})
	b, raw := w.bucket(t, nil), w.raw(t)
	of, neighbour := w.tenant(t), w.tenant(t)
	content, older := noise(1, 5<<17), noise(2, 5<<17)
	put(t, b.Tenant(of), "o", older)
	before := stored(t, raw, of, "o")
	put(t, b.Tenant(of), "o", content)
	object := stored(t, raw, of, "o")
	put(t, b.Tenant(of), "p", content)
	elsewhere := stored(t, raw, of, "p")
	put(t, b.Tenant(neighbour), "o", content)
	foreign := stored(t, raw, neighbour, "o")

	head, list := chunks(t, object)
	oldHead, oldList := chunks(t, before)
	if len(list) != 3 || len(oldList) != 3 {
		t.Fatalf("got %d and %d chunks, want 3 each", len(list), len(oldList))
	}
	join := func(head []byte, list ...[]byte) []byte { return slices.Concat(head, slices.Concat(list...)) }
	flip := func(at int) []byte {
		c := bytes.Clone(object)
		c[at] ^= 1
		return c
	}
	last := func(chunk []byte) []byte { // says that it is the last
		c := bytes.Clone(chunk)
		c[0] |= 1 << 7
		return c
	}
	tests := []struct {
		name   string
		object []byte
		good   bool
	}{
		{name: "as it was", object: object, good: true},
		{name: "put together again", object: join(head, list...), good: true},
		{name: "nothing"},
		{name: "half a head", object: object[:10]},
		{name: "a head alone", object: head},
		{name: "another form", object: flip(0)},
		{name: "another mark", object: flip(10)},
		{name: "another length", object: flip(headSize + 3)},
		{name: "a length beyond all", object: join(head, []byte{0x7f, 0xff, 0xff, 0xff}, list[0])},
		{name: "a bit of the first chunk", object: flip(headSize + 100)},
		{name: "a bit of the last chunk", object: flip(len(object) - 100)},
		{name: "cut within a chunk", object: object[:len(object)-1]},
		{name: "cut between chunks", object: join(head, list[:2]...)},
		{name: "cut between chunks and called whole", object: join(head, list[0], last(list[1]))},
		{name: "without its first chunk", object: join(head, list[1:]...)},
		{name: "chunks changed about", object: join(head, list[1], list[0], list[2])},
		{name: "a chunk twice", object: join(head, list[0], list[0], list[1], list[2])},
		{name: "more behind it", object: join(head, append(list, []byte("x"))...)},
		{name: "itself behind it", object: join(object, object)},
		{name: "a chunk of an older object of the name", object: join(head, list[0], oldList[1], list[2])},
		{name: "the head of an older object of the name", object: join(oldHead, list...)},
		{name: "an object of another name", object: elsewhere},
		{name: "an object of another tenant", object: foreign},
		{name: "what was never sealed", object: content},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			plant(t, raw, of, "o", tt.object)
			got, err := get(t, b.Tenant(of), "o")
			if tt.good {
				if err != nil || !bytes.Equal(got, content) {
					t.Errorf("got %d bytes, error %v, want what was written", len(got), err)
				}
				return
			}
			if !errors.Is(err, archive.ErrDamaged) {
				t.Errorf("got %v, want ErrDamaged", err)
			}
			if !bytes.HasPrefix(content, got) {
				t.Error("got bytes that nobody wrote")
			}
		})
	}
}

// TestDamagedIsReplaced: whoever finds an object damaged can still say which one it
// is that a new one shall replace.
func TestDamagedIsReplaced(t *testing.T) {
	w := newWorld(t, standin.Faults{})
	of := w.tenant(t)
	a := w.bucket(t, nil).Tenant(of)
	plant(t, w.raw(t), of, "manifest", []byte("no object"))
	r, err := a.Open(t.Context(), "manifest")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := a.Replace(t.Context(), "manifest", r.Generation(), []byte("new")); err != nil {
		t.Fatal(err)
	}
	if got, err := get(t, a, "manifest"); err != nil || string(got) != "new" {
		t.Errorf("got %q, %v, want new", got, err)
	}
}
