package fleet

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// progress is how far the queue of claims has been worked off. Its zero value is a
// queue that does not move.
type progress struct {
	began   time.Time // when a scan began last
	claimed time.Time // when the youngest of those that began last was claimed
}

// looked is at how many scans, those that began last, is looked: more than one, because
// one may have been begun anew long after its turn.
const looked = 8

// progress reads how far the queue has got, in as few reads however long it is.
func (f *Fleet) progress(ctx context.Context) (progress, error) {
	var p progress
	docs, err := f.client.Collection("tenants").OrderBy("began", firestore.Desc).Limit(looked).Documents(ctx).GetAll()
	if err != nil {
		return p, err
	}
	var refs []*firestore.DocumentRef
	for _, d := range docs {
		var about document.Tenant
		if d.DataTo(&about) != nil {
			continue // the listing of those who are due says so
		}
		slot, err := tenant.ParseSlot(about.Slot)
		if err != nil || slot.IsZero() {
			continue
		}
		if p.began.IsZero() {
			p.began = about.Began
		}
		refs = append(refs, d.Ref.Collection("scans").Doc(slot.Key()))
	}
	if len(refs) == 0 {
		return p, nil
	}
	claims, err := f.client.GetAll(ctx, refs)
	if err != nil {
		return p, err
	}
	for _, c := range claims {
		var claim document.Scan
		if c.Exists() && c.DataTo(&claim) == nil && claim.Claimed.After(p.claimed) {
			p.claimed = claim.Claimed
		}
	}
	return p, nil
}

// before reports whether an unstarted claim's message is still to come: the queue
// moves and has not reached it. No message is believed in for longer than longTime.
func (p progress) before(claim document.Scan, now time.Time) bool {
	return now.Sub(p.began) < stillTime && now.Sub(claim.Claimed) < longTime && p.claimed.Before(claim.Claimed.Add(disorder))
}
