package export

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash"
	"strconv"
	"strings"
	"time"
)

// The digests of the audit trail are worked out here as VERIFY.txt describes them, apart
// from the package that makes the chain: what verifies may not rely on what it verifies.

// part adds a text to a hash with its length before it.
func part(h hash.Hash, text string) {
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], uint64(len(text)))
	_, _ = h.Write(n[:])
	_, _ = h.Write([]byte(text))
}

func micros(t time.Time) string { return strconv.FormatInt(t.UnixMicro(), 10) }

// entryDigest is over an entry's name and its fields as they are stored.
func entryDigest(e *Entry) string {
	h := sha256.New()
	part(h, e.Name)
	for _, field := range [][2]string{
		{"action", "text " + e.Action}, {"arrived", "time " + micros(e.Arrived)}, {"at", "time " + micros(e.At)},
		{"sealed", "bytes " + string(e.Sealed)}, {"target", "text " + e.Target}, {"tenant", "text " + e.Tenant},
	} {
		part(h, field[0])
		part(h, field[1])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// linkDigest is over all that a link says but its own digest.
func linkDigest(l *Link) (string, error) {
	digests, err := hex.DecodeString(strings.Join(l.Digests, ""))
	if err != nil || len(digests) != sha256.Size*len(l.Names) {
		return "", errors.New("the digests of a link are not in the expected form")
	}
	h := sha256.New()
	for _, n := range []string{
		strconv.FormatInt(l.Number, 10), micros(l.Made), micros(l.After), micros(l.Through), micros(l.Oldest), micros(l.Newest),
		strconv.FormatInt(l.Retired, 10), strconv.Itoa(len(l.Names)),
	} {
		part(h, n)
	}
	for _, s := range []string{l.Previous, l.AfterName, l.ThroughName, l.RetiredDigest, string(digests)} {
		part(h, s)
	}
	for _, name := range l.Names {
		part(h, name)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
