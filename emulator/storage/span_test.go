package storage

import "testing"

// FuzzSpan: whatever is asked for, what is answered lies within the object.
func FuzzSpan(f *testing.F) {
	for _, header := range []string{"", "bytes=0-", "bytes=5-9", "bytes=-3", "bytes=-0", "bytes=9-5", "bytes=0-99999999999999999999", "bytes=0-1,3-4", "items=1-2"} {
		f.Add(header, int64(8))
		f.Add(header, int64(0))
	}
	f.Fuzz(func(t *testing.T, header string, size int64) {
		if size < 0 {
			return
		}
		first, n, part, err := span(header, size)
		if err == nil && (first < 0 || n < 0 || first+n > size || part && n == 0 || !part && n != size) {
			t.Errorf("span(%q, %d): got %d bytes from %d, a part: %v", header, size, n, first, part)
		}
	})
}
