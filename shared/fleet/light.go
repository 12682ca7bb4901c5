package fleet

import (
	"context"
	"fmt"
	"iter"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// LightEvery is how long it takes from one light pass of a tenant to the next.
const LightEvery = document.Passes * time.Minute

// Light lists the light passes of one minute: one for each active tenant whose
// place among the five minutes that is, whose first scan has begun and which
// nobody is scanning right now. It writes nothing and the same minute lists the
// same passes, so that a repeated tick repeats and a lost one is made up for
// five minutes later. A tenant that has no place yet is not listed; Claim gives
// it one. A tenant whose document cannot be read yields an error, with its ID
// where it has one, and the listing goes on.
func (f *Fleet) Light(ctx context.Context, minute time.Time) iter.Seq2[queue.Scan, error] {
	minute = minute.UTC().Truncate(time.Minute)
	pass := int(minute.Unix()/60%document.Passes) + 1
	q := f.client.Collection("tenants").Where("pass", "==", pass).OrderBy(firestore.DocumentID, firestore.Asc).
		Select("state", "recorded", "slot", "lease", "consent", "contract")
	return func(yield func(queue.Scan, error) bool) {
		for snap, err := range each(ctx, q) {
			if err != nil {
				yield(queue.Scan{}, fmt.Errorf("list light passes: %w: %w", ErrListing, err))
				return
			}
			d, err := dueOf(snap)
			m := queue.Scan{Tenant: d.ID, Light: true}
			if err == nil {
				if d.doc.State != string(tenant.Active) || !d.doc.Watched() || d.doc.Slot == "" || d.doc.Lease.Held(f.now()) || d.doc.Consent != nil && d.doc.Consent.Lost {
					continue
				}
				_, err = tenant.ParseSlot(d.doc.Slot)
				m.Slot = tenant.LightSlot(d.doc.Recorded, minute)
			}
			if !yield(m, err) {
				return
			}
		}
	}
}
