package graph

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"vahti.ai/vahti/shared/snapshot"
)

// turnsAtLeast is how many parents have their turn in a scan however many there
// are: a tenant with no more is read whole every time.
const turnsAtLeast = 200

// spare widens what a scan takes on, so that a round ends within the week
// although scans come late or some are missed.
const spare = 1.25

// scansAWeek is how often a tenant is expected to be scanned before that is known.
const scansAWeek = 7 * 24

// A round is the part of one resource's parents whose turn it is in this scan.
// Parents stand in the order of a hash of their ids, so that new ones fall
// anywhere in it and none is passed over because another left.
type round struct {
	parents []parent // those whose turn it is
	hashes  []string // theirs
	first   int      // where the first of them stands among all
	turn    snapshot.Turn
}

// beginRound says whose turn it is after what the snapshot knows of earlier scans.
func beginRound(s *snapshot.Snapshot, resource snapshot.Resource, all []parent) *round {
	type hashed struct {
		hash string
		parent
	}
	order := make([]hashed, len(all))
	for i, p := range all {
		sum := sha256.Sum256([]byte(p.id))
		order[i] = hashed{hex.EncodeToString(sum[:8]), p}
	}
	slices.SortFunc(order, func(a, b hashed) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.id, b.id)) })

	last, known := s.Turn(resource)
	r := &round{turn: last}
	switch {
	case !known || last.Begun.IsZero():
		r.turn = snapshot.Turn{Begun: s.Now}
	case last.Read >= last.Total:
		r.turn = snapshot.Turn{Begun: s.Now, Before: last.Begun}
	default:
		r.first, _ = slices.BinarySearchFunc(order, last.Cursor, func(h hashed, cursor string) int {
			if h.hash <= cursor {
				return -1
			}
			return 1
		})
	}
	r.turn.At, r.turn.Total = s.Now, len(order)
	n := budget(len(order), last, s.Now)
	for _, h := range order[r.first:min(r.first+n, len(order))] {
		r.parents = append(r.parents, h.parent)
		r.hashes = append(r.hashes, h.hash)
	}
	return r
}

// budget is how many of total parents have their turn now so that all had one
// within a week, judging by the time since the last scan.
func budget(total int, last snapshot.Turn, now time.Time) int {
	share := 1.0 / scansAWeek
	if !last.At.IsZero() && now.After(last.At) {
		share = float64(now.Sub(last.At)) / float64(snapshot.Week)
	}
	return min(total, max(turnsAtLeast, int(float64(total)*share*spare)+1))
}

// end is how far the resource is after the first n of the round's parents were
// read, some of which were refused.
func (r *round) end(n, refused int) snapshot.Turn {
	t := r.turn
	t.Read, t.Scanned = r.first+n, n
	t.Refused += refused
	if n > 0 {
		t.Cursor = r.hashes[n-1]
	}
	return t
}
