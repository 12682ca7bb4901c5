package graph

import (
	"slices"

	"vahti.ai/vahti/shared/snapshot"
)

// Add counts what another Read of the same scan cost.
func (s *Stats) Add(other Stats) {
	s.Requests += other.Requests
	s.Subrequests += other.Subrequests
	s.Floor += other.Floor
	s.Bytes += other.Bytes
}

// NamesParents reports whether a resource tells the parents of one of those
// wanted, so that reading that one takes it too.
func (r *Reader) NamesParents(of snapshot.Resource, wanted map[snapshot.Resource]bool) bool {
	for w := range wanted {
		if row := r.rows[w]; slices.Contains(row.Needs, of) || slices.Contains(row.Uses, of) {
			return true
		}
	}
	return false
}
