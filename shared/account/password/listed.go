package password

import (
	"crypto/sha256"
	_ "embed" // the list
	"encoding/binary"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The list of passwords that became public is a Bloom filter: it finds every
// password that it was made of, and takes about one in 100,000 others for one of
// them. A check looks up at most six forms of a password, so that at most one good
// password in 10,000 is refused by mistake, and another is chosen.
//
// It was made by cmd/listed of two texts: the million most common passwords of the
// "10 million password list" as SecLists publishes it (MIT licence), of which it has
// all of at least MinLength characters and of the 100,000 most common those that can
// be the core of a longer one; and cmd/listed/words.txt, words that Finns and Swedes
// choose. No password can be read out of it.
//
//go:embed listed.bloom
var listedFilter string

// How a filter is laid out: bits per password and how many of them each one sets.
const (
	bitsEach = 24
	probes   = 17
)

// listed reports whether a password in lower case is on the list.
func listed(low string) bool { return inFilter(listedFilter, low) }

func inFilter(filter, low string) bool {
	size := uint64(len(filter)) * 8
	if size == 0 {
		return false
	}
	for _, at := range places(low, size) {
		if filter[at/8]&(1<<(at%8)) == 0 {
			return false
		}
	}
	return true
}

// places are the bits of a password in a filter of size bits.
func places(low string, size uint64) [probes]uint64 {
	sum := sha256.Sum256([]byte(low))
	a, b := binary.BigEndian.Uint64(sum[:8]), binary.BigEndian.Uint64(sum[8:16])|1
	var out [probes]uint64
	for i := range out {
		out[i] = (a + uint64(i)*b) % size
	}
	return out
}

// common is how many of the most common passwords are kept as the core of others.
const common = 100_000

// Filter makes the list of texts that hold one password a line, the most common
// first, and returns it with how many passwords it is of.
func Filter(texts ...string) (filter []byte, count int) {
	kept := map[string]bool{}
	for _, text := range texts {
		rank := 0
		for line := range strings.Lines(text) {
			low := strings.ToLower(norm.NFKC.String(strings.TrimRight(line, "\r\n")))
			rank++
			n := utf8.RuneCountInString(low)
			if utf8.ValidString(low) && (n >= MinLength || n >= minCore && rank <= common) {
				kept[low] = true
			}
		}
	}
	filter = make([]byte, (len(kept)*bitsEach+7)/8)
	size := uint64(len(filter)) * 8
	for low := range kept {
		for _, at := range places(low, size) {
			filter[at/8] |= 1 << (at % 8)
		}
	}
	return filter, len(kept)
}
