package archive

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// FuzzOpener reads whatever may lie in the bucket: what comes out is what was sealed
// or the beginning of it with ErrDamaged.
func FuzzOpener(f *testing.F) {
	key, err := standintest.Keys(f, "fuzz").Create(f.Context(), tenanttest.ID(f))
	if err != nil {
		f.Fatal(err)
	}
	content := bytes.Repeat([]byte("content "), chunkSize/4) // two chunks to the byte
	var object bytes.Buffer
	s := sealer{key: key, name: "o", mark: newMark(), send: func(head, sealed []byte, _ bool) error {
		object.Write(head)
		object.Write(sealed)
		return nil
	}}
	if _, err := s.Write(content); err != nil {
		f.Fatal(err)
	}
	if err := s.chunk(true); err != nil {
		f.Fatal(err)
	}
	// A change is bytes to put at a place, and where the object is then cut off.
	f.Add(uint32(0), []byte{}, uint32(object.Len()))
	f.Add(uint32(7), []byte("x"), uint32(object.Len()))
	f.Add(uint32(len(form)+markSize), []byte{0xff, 0xff, 0xff, 0xff}, uint32(object.Len()))
	f.Add(uint32(len(form)+markSize), []byte{0x80, 0, 0, 0}, uint32(object.Len()))
	f.Add(uint32(object.Len()), []byte("more"), uint32(object.Len()+4))
	f.Add(uint32(0), []byte{}, uint32(100))
	f.Fuzz(func(t *testing.T, at uint32, with []byte, length uint32) {
		b := bytes.Clone(object.Bytes())
		at = min(at, uint32(len(b)))
		b = append(b, make([]byte, max(0, int(at)+len(with)-len(b)))...)
		copy(b[at:], with)
		b = b[:min(int(length), len(b))]
		got, err := io.ReadAll(&opener{key: key, name: "o", source: bytes.NewReader(b)})
		if same := bytes.Equal(b, object.Bytes()); same != (err == nil) || err != nil && !errors.Is(err, ErrDamaged) {
			t.Errorf("got error %v for an object left as it was: %v", err, same)
		}
		if !bytes.HasPrefix(content, got) || err == nil && len(got) != len(content) {
			t.Errorf("got %d bytes that were not sealed so", len(got))
		}
	})
}
