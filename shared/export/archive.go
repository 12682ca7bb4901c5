package export

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"time"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zip"
)

// archive is a ZIP that is written as a stream, in one go from its beginning to its
// end. Its directory is written last: what breaks off has none and no reader takes it
// for whole. Files above four gibibytes, and more of them than ZIP could once hold,
// are written as ZIP64.
type archive struct {
	zip   *zip.Writer
	at    time.Time // every file's
	files []FileRecord
	spare *flate.Writer // of the file before, to be used again
}

func newArchive(w io.Writer, at time.Time) *archive {
	a := &archive{zip: zip.NewWriter(w), at: at.UTC().Truncate(2 * time.Second)}
	a.zip.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return deflater(w, &a.spare) })
	return a
}

// deflater is a compressor that is used again for the next file. Only one is in use at
// a time.
func deflater(w io.Writer, spare **flate.Writer) (io.WriteCloser, error) {
	if *spare != nil {
		(*spare).Reset(w)
		return *spare, nil
	}
	f, err := flate.NewWriter(w, flate.BestSpeed)
	if err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	*spare = f
	return f, nil
}

// file is one file of an archive under way.
type file struct {
	to      io.Writer
	sum     hash.Hash
	size    int64
	records int64
	b       []byte // what is not written yet
}

// block is how much is written at a time.
const block = 64 << 10

// Write implements io.Writer.
func (f *file) Write(p []byte) (int, error) {
	if len(p) < block {
		f.b = append(f.b, p...)
		return len(p), f.full()
	}
	if err := f.flush(); err != nil {
		return 0, err
	}
	return len(p), f.put(p)
}

func (f *file) put(p []byte) error {
	_, _ = f.sum.Write(p)
	f.size += int64(len(p))
	if _, err := f.to.Write(p); err != nil {
		return fmt.Errorf("write export: %w", err)
	}
	return nil
}

// flush writes what has been gathered.
func (f *file) flush() error {
	if len(f.b) == 0 {
		return nil
	}
	err := f.put(f.b)
	f.b = f.b[:0]
	return err
}

// full writes what has been gathered where it is a block.
func (f *file) full() error {
	if len(f.b) < block {
		return nil
	}
	return f.flush()
}

// add writes one file.
func (a *archive) add(name string, write func(*file) error) error {
	h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: a.at}
	h.SetMode(0o644)
	to, err := a.zip.CreateHeader(h)
	if err != nil {
		return fmt.Errorf("write export: %w", err)
	}
	f := &file{to: to, sum: sha256.New(), b: make([]byte, 0, block+block/4)}
	if err := write(f); err != nil {
		return err
	}
	if err := f.flush(); err != nil {
		return err
	}
	a.files = append(a.files, FileRecord{Name: name, Size: f.size, SHA256: hex.EncodeToString(f.sum.Sum(nil)), Records: f.records})
	return nil
}

// seam lets what a file holds from here on be compressed apart. The directory of a ZIP
// within this one must not stand in it as it is: where the export breaks off soon
// behind it, readers would take the inner ZIP for the whole. Of itself it is compressed,
// but not in one block with what cannot be.
func (a *archive) seam(f *file) error {
	if err := f.flush(); err != nil {
		return err
	}
	if err := a.spare.Flush(); err != nil {
		return fmt.Errorf("write export: %w", err)
	}
	return nil
}

// whole writes a file that is small enough to be there already.
func (a *archive) whole(name string, content []byte) error {
	return a.add(name, func(f *file) error { return f.put(content) })
}

// flush passes on what has been written so far.
func (a *archive) flush() error {
	if err := a.zip.Flush(); err != nil {
		return fmt.Errorf("write export: %w", err)
	}
	return nil
}

// close writes the directory.
func (a *archive) close() error {
	if err := a.zip.Close(); err != nil {
		return fmt.Errorf("write export: %w", err)
	}
	return nil
}
