package export

import (
	"archive/zip"
	"bytes"
	"testing"
)

// TestLargeFiles writes a file beyond four gibibytes, and one behind it: a reader that is
// not ours finds both and knows their sizes.
func TestLargeFiles(t *testing.T) {
	if testing.Short() || raceDetector {
		t.Skip("writes more than four gibibytes")
	}
	const size = 4<<30 + 12345
	var out bytes.Buffer // what is all the same becomes small
	a := newArchive(&out, made)
	err := a.add("large", func(f *file) error {
		zeros := make([]byte, 1<<20)
		for left := size; left > 0; left -= len(zeros) {
			if _, err := f.Write(zeros[:min(left, len(zeros))]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.whole("small", []byte("behind it")); err != nil {
		t.Fatal(err)
	}
	if err := a.close(); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if z.File[0].UncompressedSize64 != size || a.files[0].Size != size {
		t.Errorf("got %d and %d bytes, want %d", z.File[0].UncompressedSize64, a.files[0].Size, size)
	}
	content, err := content(z.File[1], 100)
	if err != nil || string(content) != "behind it" {
		t.Errorf("got %q, %v", content, err)
	}
}

// TestManyFiles writes more files than ZIP could once hold.
func TestManyFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 70,000 files")
	}
	const n = 70_000
	var out bytes.Buffer
	a := newArchive(&out, made)
	for range n {
		if _, err := a.zip.Create("x"); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.close(); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil || len(z.File) != n {
		t.Fatalf("got %v", err)
	}
}
