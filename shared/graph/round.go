package graph

import (
	"cmp"
	"container/heap"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"vahti.ai/vahti/shared/snapshot"
)

// turnsAtLeast is how many parents have their turn in a scan of the first round
// however many there are: a tenant with no more is read whole every time.
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

// A hashed is a parent whose turn it may be.
type hashed struct {
	hash uint64
	parent
}

func (a hashed) compare(b hashed) int {
	return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.id, b.id))
}

// beginRound says whose turn it is after what the snapshot knows of earlier scans.
// It goes over all parents and keeps those alone whose turn it may be. There are
// about so many; where there are more, it goes over them once again.
func beginRound(s *snapshot.Snapshot, resource snapshot.Resource, all iter.Seq[parent], about int) *round {
	last, known := s.Turn(resource)
	r := &round{turn: last}
	after, begun := uint64(0), false
	switch {
	case !known || last.Begun.IsZero():
		r.turn = snapshot.Turn{Begun: s.Now}
	case last.Read >= last.Total:
		r.turn = snapshot.Turn{Begun: s.Now, Before: last.Begun}
	default:
		var err error
		after, err = strconv.ParseUint(last.Cursor, 16, 64)
		begun = err == nil
	}
	var turns nearest
	total, most := 0, about
	for {
		// No fewer than of any smaller number of parents: those that are few all have
		// their turn.
		n := max(budget(most, last, s.Now), min(most, turnsAtLeast))
		total, r.first = 0, 0
		var id []byte
		for p := range all {
			total++
			id = append(id[:0], p.id...)
			sum := sha256.Sum256(id)
			h := hashed{binary.BigEndian.Uint64(sum[:]), p}
			if begun && h.hash <= after {
				r.first++
				continue
			}
			turns.add(h, n)
		}
		if total <= most {
			break
		}
		turns, most = nil, total
	}
	r.turn.At, r.turn.Total = s.Now, total
	slices.SortFunc(turns, hashed.compare)
	for _, h := range turns[:min(len(turns), budget(total, last, s.Now))] {
		r.parents = append(r.parents, h.parent)
		r.hashes = append(r.hashes, fmt.Sprintf("%016x", h.hash))
	}
	return r
}

// nearest are the first parents in the order of their hashes, the last of them
// foremost: a heap.
type nearest []hashed

func (t nearest) Len() int           { return len(t) }
func (t nearest) Less(i, j int) bool { return t[i].compare(t[j]) > 0 }
func (t nearest) Swap(i, j int)      { t[i], t[j] = t[j], t[i] }
func (t *nearest) Push(x any)        { *t = append(*t, x.(hashed)) }
func (t *nearest) Pop() any {
	last := (*t)[len(*t)-1]
	*t = (*t)[:len(*t)-1]
	return last
}

// add keeps h where it is among the first n.
func (t *nearest) add(h hashed, n int) {
	switch {
	case len(*t) < n:
		h.id = strings.Clone(h.id) // the ids around it are not kept
		heap.Push(t, h)
	case n > 0 && h.compare((*t)[0]) < 0:
		h.id = strings.Clone(h.id)
		(*t)[0] = h
		heap.Fix(t, 0)
	}
}

// besides returns those of all parents that are known to have changed and whose
// turn it is not. They are read all the same, and keep their turn.
func (r *round) besides(all iter.Seq[parent], touched []string) []parent {
	if len(touched) == 0 {
		return nil
	}
	var out []parent
	for p := range all {
		if slices.Contains(touched, p.id) && !slices.Contains(r.parents, p) {
			out = append(out, p)
		}
	}
	return out
}

// budget is how many of total parents have their turn now so that all had one
// within a week, judging by the time since the last scan: where no time passed,
// none. A tenant with few parents is read whole every time, and in the first round
// there are more turns, for nothing is known yet of those that had none.
func budget(total int, last snapshot.Turn, now time.Time) int {
	share := 1.0 / scansAWeek
	if !last.At.IsZero() {
		share = float64(now.Sub(last.At)) / float64(snapshot.Week)
	}
	n := int(math.Ceil(float64(total) * share * spare))
	switch first := last.Before.IsZero() && last.Read < last.Total || last.At.IsZero(); {
	case total <= turnsAtLeast:
		return total
	case n <= 0:
		return 0
	case first:
		n = max(n, turnsAtLeast)
	}
	return min(total, n)
}

// ReadsAll reports whether a resource whose parents take turns has so few of them, as far
// as the snapshot holds what names them, that all have their turn in every reading.
func (r *Reader) ReadsAll(resource snapshot.Resource, s *snapshot.Snapshot) bool {
	row, ok := r.rows[resource]
	if !ok {
		return false
	}
	n := 0
	for range row.each(s) {
		if n++; n > turnsAtLeast {
			return false
		}
	}
	return true
}

// end is how far the resource is after the first n of the round's parents were
// read, some of which were refused, and others in part.
func (r *round) end(n, refused int, open map[string]snapshot.Opened) snapshot.Turn {
	t := r.turn
	t.Read, t.Scanned, t.Open = r.first+n, n, open
	t.Refused += refused
	if n > 0 {
		t.Cursor = r.hashes[n-1]
	}
	return t
}
