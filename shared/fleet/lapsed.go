package fleet

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// Lapsed lists tenants of which an exception has expired since the moment that
// their last scan was about: they should be scanned at once, so that what was
// accepted is said again. A scan may begin after an exception expired and be about
// a moment before, which does not count. The slot is named after the exception that
// expired last, so that one scan ends them all and every tick claims the same one.
// A scan of that slot ends what has expired, and the tenant is listed no more, be
// the scan a failure; then the schedule's next does it. Exceptions of recorded
// tenants expire by a clock of their own and are not listed. Errors are as with Due.
func (f *Fleet) Lapsed(ctx context.Context) iter.Seq2[Due, error] {
	return func(yield func(Due, error) bool) {
		// Slots have whole seconds: an exception counts as expired when the slot that
		// is named after it lies after its end.
		q := f.client.CollectionGroup("exceptions").Where("lapses", "<=", f.now().Add(-time.Second)).OrderBy("lapses", firestore.Asc)
		for docs, err := range pages(ctx, q) {
			var owners []*firestore.DocumentRef
			ends := map[string]time.Time{} // by tenant, the latest
			for _, snap := range docs {
				owner := snap.Ref.Parent.Parent
				var e document.Exception
				if owner == nil || snap.DataTo(&e) != nil || e.Lapses == nil {
					if !yield(Due{}, errors.New("exception is not in the expected form")) {
						return
					}
					continue
				}
				if _, listed := ends[owner.ID]; !listed {
					owners = append(owners, owner)
				}
				ends[owner.ID] = e.Lapses.Add(time.Second - 1).Truncate(time.Second)
			}
			var about []*firestore.DocumentSnapshot
			if err == nil && len(owners) > 0 {
				about, err = f.client.GetAll(ctx, owners)
			}
			if err != nil {
				yield(Due{}, fmt.Errorf("list exceptions: %w: %w", ErrListing, err))
				return
			}
			if !f.yieldLapsed(ctx, about, ends, yield) {
				return
			}
		}
	}
}

// yieldLapsed yields those whose last scan was about a moment before an exception
// expired.
func (f *Fleet) yieldLapsed(ctx context.Context, about []*firestore.DocumentSnapshot, ends map[string]time.Time, yield func(Due, error) bool) bool {
	var due []Due
	for _, snap := range about {
		if !snap.Exists() {
			continue // erased
		}
		d, err := dueOf(snap)
		var last tenant.Slot
		if err == nil {
			last, err = tenant.ParseSlot(d.doc.Slot)
		}
		if err != nil {
			if !yield(d, err) {
				return false
			}
			continue
		}
		d.asked = ends[snap.Ref.ID]
		if last.At.Before(d.asked) && d.doc.State == string(tenant.Active) && d.doc.Watched() && d.doc.Recorded == nil {
			due = append(due, d)
		}
	}
	return f.yieldDue(ctx, due, yield)
}
