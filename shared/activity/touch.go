package activity

import (
	"slices"

	"vahti.ai/vahti/shared/snapshot"
)

// A Touch is something that an entry says has changed.
type Touch struct {
	Resource snapshot.Resource
	// IDs are the entities of a collection that changed, or the parents under which
	// something did; they may name what Vahti never read. None stands for anything
	// in the resource.
	IDs []string
}

// Touched puts together what entries say has changed, by resource; a resource
// without ids may have changed anywhere. The ids are sorted, each stands once.
func Touched(entries []snapshot.DirectoryAudit) map[snapshot.Resource][]string {
	out := map[snapshot.Resource][]string{}
	whole := map[snapshot.Resource]bool{}
	for i := range entries {
		for _, t := range Touches(&entries[i]) {
			if len(t.IDs) == 0 {
				whole[t.Resource] = true
			}
			out[t.Resource] = append(out[t.Resource], t.IDs...)
		}
	}
	for r, ids := range out {
		if whole[r] {
			out[r] = nil
			continue
		}
		slices.Sort(ids)
		out[r] = slices.Compact(ids)
	}
	return out
}
