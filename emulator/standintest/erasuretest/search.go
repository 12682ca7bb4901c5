package erasuretest

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"go.etcd.io/bbolt"
)

// Hit is a place where something was found: a file, and the bucket within.
type Hit struct{ File, Bucket, Key string }

// Forms are the ways in which a text can stand among bytes: as it is, escaped as in
// JSON, as UTF-16 of either order, and in base64 at each of three offsets.
func Forms(text string) [][]byte {
	out := [][]byte{[]byte(text)}
	if quoted, err := json.Marshal(text); err == nil {
		out = append(out, bytes.Trim(quoted, `"`))
	}
	var ascii strings.Builder
	for _, r := range utf16.Encode([]rune(text)) {
		if r < 0x80 {
			ascii.WriteByte(byte(r))
		} else {
			ascii.WriteString(`\u` + hex4(r))
		}
	}
	out = append(out, []byte(ascii.String()), []byte(strings.ToLower(text)))
	little, big := []byte{}, []byte{}
	for _, r := range utf16.Encode([]rune(text)) {
		little, big = append(little, byte(r), byte(r>>8)), append(big, byte(r>>8), byte(r))
	}
	out = append(out, little, big)
	for offset := range 3 {
		raw := base64.StdEncoding.EncodeToString(append(make([]byte, offset), text...))
		// What the first and the last characters are depends on what stands beside.
		from, to := (offset*8+5)/6, len(strings.TrimRight(raw, "="))-1
		if to-from >= 8 {
			out = append(out, []byte(raw[from:to]))
		}
	}
	return out
}

func hex4(r uint16) string {
	const digits = "0123456789abcdef"
	return string([]byte{digits[r>>12], digits[r>>8&15], digits[r>>4&15], digits[r&15]})
}

// Search looks for texts in all their forms in what is live in every store: every
// bucket of every file of bbolt's, and every other file. The service must be stopped.
// Buckets for which skip answers true are passed over.
func Search(t testing.TB, dir string, skip func(bucket string) bool, texts ...string) []Hit {
	t.Helper()
	var needles [][]byte
	for _, text := range texts {
		needles = append(needles, Forms(text)...)
	}
	has := func(b []byte) bool {
		for _, n := range needles {
			if bytes.Contains(b, n) {
				return true
			}
		}
		return false
	}
	var hits []Hit
	each(t, dir, func(file, bucket string, k, v []byte) {
		if (has(k) || has(v)) && (skip == nil || !skip(bucket)) {
			hits = append(hits, Hit{filepath.Base(file), bucket, string(k)})
		}
	})
	return hits
}

// Fingerprint is a digest of everything that stands under a key with one of the names
// in it, by the name.
func Fingerprint(t testing.TB, dir string, skip func(bucket string, key []byte) bool, names map[string]bool) map[string]string {
	t.Helper()
	sums := map[string][32]byte{}
	each(t, dir, func(_, bucket string, k, v []byte) {
		if skip(bucket, k) {
			return
		}
		i := bytes.IndexByte(k, 't')
		for ; i >= 0 && i+25 <= len(k); i++ {
			if k[i] == 't' && names[string(k[i:i+25])] {
				name := string(k[i : i+25])
				was := sums[name]
				sums[name] = sha256.Sum256(append(append(was[:], k...), v...))
				return
			}
		}
	})
	out := map[string]string{}
	for name, sum := range sums {
		out[name] = string(sum[:])
	}
	return out
}

// each goes through everything live in every store.
func each(t testing.TB, dir string, see func(file, bucket string, k, v []byte)) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if !strings.HasSuffix(path, ".db") {
			raw, err := os.ReadFile(path)
			see(path, "", []byte(path), raw)
			return err
		}
		db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true})
		if err != nil {
			return err
		}
		defer func() { _ = db.Close() }()
		return db.View(func(tx *bbolt.Tx) error {
			return tx.ForEach(func(name []byte, b *bbolt.Bucket) error { return within(path, string(name), b, see) })
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// within goes through a bucket and those within it.
func within(path, name string, b *bbolt.Bucket, see func(file, bucket string, k, v []byte)) error {
	return b.ForEach(func(k, v []byte) error {
		if v == nil {
			if inner := b.Bucket(k); inner != nil {
				see(path, name, k, nil)
				return within(path, name+"/"+string(k), inner, see)
			}
		}
		see(path, name, k, v)
		return nil
	})
}
