package trail

import (
	"encoding/base64"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/standintest"
)

// FuzzCursor reads cursors that anybody may have written: none is taken, and one
// that is taken apart is written as it was read.
func FuzzCursor(f *testing.F) {
	key, err := standintest.Keys(f, "trail-fuzz").CreatePeople(f.Context())
	if err != nil {
		f.Fatal(err)
	}
	at := time.Date(2026, 11, 1, 12, 0, 0, 1000, time.UTC)
	own := cursor(key, Query{}, mark{at, "e 1"})
	if got, err := parseCursor(key, Query{Cursor: own}); err != nil || !got.at.Equal(at) || got.name != "e 1" {
		f.Fatalf("got %v, %v", got, err)
	}
	f.Add(own[1:])
	f.Add("")
	f.Add(base64.RawURLEncoding.EncodeToString([]byte("x 1793534400000000 e1")))
	f.Add(base64.RawURLEncoding.EncodeToString([]byte("x -9223372036854775808 e1")))
	f.Add(base64.RawURLEncoding.EncodeToString([]byte("x 1 a/b")))
	f.Fuzz(func(t *testing.T, s string) {
		if _, err := parseCursor(key, Query{Cursor: s}); err == nil && s != own {
			t.Errorf("%q is taken for a cursor", s)
		}
		_, text, ok := cutCursor(s)
		if !ok {
			return
		}
		m, err := parseMark(text)
		if err != nil {
			return
		}
		again := cursor(key, Query{}, m)
		if back, err := parseCursor(key, Query{Cursor: again}); err != nil || back.name != m.name || !back.at.Equal(m.at) {
			t.Errorf("%q is written as %q and read as %v, %v", text, again, back, err)
		}
	})
}

// FuzzLinkName holds that a link's number and its name are one.
func FuzzLinkName(f *testing.F) {
	for _, s := range []string{"000000000001", "1", "-00000000001", "+00000000001", "9223372036854775807", "000000000000", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if n, ok := parseLinkName(s); ok && (n < 1 || linkName(n) != s) {
			t.Errorf("%q is read as %d", s, n)
		}
	})
}
