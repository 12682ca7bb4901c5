package graph

import (
	"io"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// unpacked is an answer's body that came packed. It is what net/http would make of
// it, by a faster unpacker: much of what a large tenant's scan costs is unpacking.
type unpacked struct {
	packed   io.ReadCloser
	spares   *sync.Pool   // of *gzip.Reader
	unpacker *gzip.Reader // nil before the first Read and after the last
	err      error        // once there was one
}

// Read implements io.Reader.
func (u *unpacked) Read(p []byte) (n int, err error) {
	if u.err != nil {
		return 0, u.err
	}
	if u.unpacker == nil {
		u.unpacker, _ = u.spares.Get().(*gzip.Reader)
		if u.unpacker == nil {
			u.unpacker = new(gzip.Reader)
		}
		if u.err = u.unpacker.Reset(u.packed); u.err != nil {
			return 0, u.err
		}
	}
	n, u.err = u.unpacker.Read(p)
	return n, u.err
}

// Close implements io.Closer. Nobody reads meanwhile.
func (u *unpacked) Close() error {
	if u.err == nil {
		u.err = io.ErrClosedPipe
	}
	if u.unpacker != nil {
		u.spares.Put(u.unpacker)
		u.unpacker = nil
	}
	return u.packed.Close()
}
