package activity

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"maps"
	"slices"
	"time"

	"vahti.ai/vahti/shared/snapshot"
)

// Seen remembers which entries were handled, so that one that is read again, for
// windows overlap, is not handled again, and one that appeared late is. It keeps a
// hash and the time of each, nothing of what they say. The zero value has seen
// nothing.
type Seen struct {
	at map[uint64]int64 // seconds since 1970 by hash of the entry's id
}

// Fresh returns those entries that were not handled, each once, in their order.
func (s Seen) Fresh(entries []snapshot.DirectoryAudit) []snapshot.DirectoryAudit {
	var out []snapshot.DirectoryAudit
	now := make(map[uint64]bool, len(entries))
	for i := range entries {
		h := hashOf(entries[i].ID)
		if _, handled := s.at[h]; handled || now[h] {
			continue
		}
		now[h] = true
		out = append(out, entries[i])
	}
	return out
}

// Mark remembers entries as handled and forgets those from before the moment
// from which the log is read next: they do not come again. It remembers MaxSeen at
// most.
func (s *Seen) Mark(entries []snapshot.DirectoryAudit, next time.Time) {
	if s.at == nil {
		s.at = make(map[uint64]int64, len(entries))
	}
	for i := range entries {
		at := next
		if t := entries[i].ActivityDateTime; t.Known() && t.V.Readable {
			at = t.V.Time
		}
		s.at[hashOf(entries[i].ID)] = at.Unix()
	}
	for h, at := range s.at {
		if at < next.Unix() {
			delete(s.at, h)
		}
	}
	if len(s.at) > MaxSeen {
		times := slices.Sorted(maps.Values(s.at))
		oldest := times[len(times)-MaxSeen]
		for h, at := range s.at {
			if at <= oldest {
				delete(s.at, h)
			}
		}
	}
}

// Reopen forgets the entries from a moment on: they are to be handled again.
func (s *Seen) Reopen(from time.Time) {
	for h, at := range s.at {
		if at >= from.Unix() {
			delete(s.at, h)
		}
	}
}

// MaxSeen is how many entries are remembered at most, so that their form fits into a
// document. Of more the oldest are forgotten, and handled again if they come again.
const MaxSeen = 50_000

// Len is how many entries are remembered.
func (s Seen) Len() int { return len(s.at) }

const (
	seenForm = 1  // the first byte of the encoded form
	seenSize = 16 // bytes of each entry after it: hash and seconds
)

// MarshalText implements encoding.TextMarshaler, so that Seen can stand in JSON.
// What was marked in another order has the same form.
func (s Seen) MarshalText() ([]byte, error) {
	type pair struct {
		hash uint64
		at   int64
	}
	all := make([]pair, 0, len(s.at))
	for h, at := range s.at {
		all = append(all, pair{h, at})
	}
	slices.SortFunc(all, func(a, b pair) int { return cmp.Compare(a.hash, b.hash) })
	raw := make([]byte, 1, 1+seenSize*len(all))
	raw[0] = seenForm
	for _, p := range all {
		raw = binary.BigEndian.AppendUint64(raw, p.hash)
		raw = binary.BigEndian.AppendUint64(raw, uint64(p.at)) //nolint:gosec // the same bits, read back below
	}
	return base64.StdEncoding.AppendEncode(nil, raw), nil
}

// UnmarshalText implements encoding.TextUnmarshaler. The error says that the form
// is another; s is unchanged then. Empty text has seen nothing.
func (s *Seen) UnmarshalText(text []byte) error {
	raw, err := base64.StdEncoding.AppendDecode(nil, text)
	if err != nil || len(raw) > 0 && (raw[0] != seenForm || (len(raw)-1)%seenSize != 0) {
		return errors.New("decode handled audit entries: another form than expected")
	}
	at := map[uint64]int64{}
	for rest := raw[min(1, len(raw)):]; len(rest) > 0; rest = rest[seenSize:] {
		at[binary.BigEndian.Uint64(rest)] = int64(binary.BigEndian.Uint64(rest[8:])) //nolint:gosec // the same bits as were written
	}
	s.at = at
	return nil
}

// hashOf is the same in every process.
func hashOf(id string) uint64 {
	sum := sha256.Sum256([]byte(id))
	return binary.BigEndian.Uint64(sum[:])
}
