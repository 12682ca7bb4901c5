package snapshot

import (
	"slices"
	"strings"
)

// DriveItem is a file or folder that is shared. Its name is not read.
type DriveItem struct {
	ID      string          `json:"id"`
	Shared  Value[Shared]   `json:"shared,omitzero"`
	Deleted Value[struct{}] `json:"deleted,omitzero"`
	// Further is how many more items this one stands for that are shared as far.
	Further int `json:"further,omitzero"`
}

// Shared says how far a file is shared: "anonymous", "organization" or "users".
type Shared struct {
	Scope          Value[string]    `json:"scope,omitzero"`
	SharedDateTime Value[Timestamp] `json:"sharedDateTime,omitzero"`
}

// Count is how many items there are where this one is.
func (d DriveItem) Count() int { return 1 + max(0, d.Further) }

func (d DriveItem) notable() bool {
	return strings.EqualFold(d.Shared.V.Scope.V, "anonymous") && !d.Deleted.Known()
}

// mostHeld is how many items are held of one drive. Further ones are counted.
const mostHeld = 1000

// holdShared returns what is held of a drive after a further page: most files are not
// shared, and a drive may hold millions. Graph may name an item more than once; what
// it says last counts.
func holdShared(held, page []DriveItem) []DriveItem {
	last := make(map[string]int, len(page))
	for i := range page {
		last[page[i].ID] = i
	}
	delete(last, "")
	gone := func(d DriveItem) bool {
		_, named := last[d.ID]
		return named
	}
	for i := range held {
		if d := &held[i]; d.Further > 0 && gone(*d) {
			d.ID = ""
			d.Further--
		}
	}
	held = slices.DeleteFunc(held, gone)
	for i, d := range page {
		at, named := last[d.ID]
		switch {
		case !d.Shared.Known() || named && at != i:
		case len(held) < mostHeld || !d.Deleted.Known() && !count(held, d):
			held = append(held, d)
		}
	}
	return held
}

// count adds an item to one that stands for those shared as far, if there is one.
func count(held []DriveItem, d DriveItem) bool {
	for i := range slices.Backward(held) {
		if held[i].Shared.V.Scope == d.Shared.V.Scope && !held[i].Deleted.Known() {
			held[i].Further += d.Count()
			return true
		}
	}
	return false
}

// leanShared returns those of a page's items that make a difference to what is held
// of the drive.
func leanShared(held, page []DriveItem) []DriveItem {
	known := make(map[string]bool, len(held))
	for i := range held {
		known[held[i].ID] = true
	}
	lean := []DriveItem{}
	for _, d := range page {
		if d.Shared.Known() {
			known[d.ID] = true
		}
		if known[d.ID] {
			lean = append(lean, d)
		}
	}
	return lean
}
