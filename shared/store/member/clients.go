package member

import (
	"context"
	"fmt"
	"iter"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

// clientsAtOnce is how many of a partner's customers are read at a time.
const clientsAtOnce = 200

// Clients lists the tenants in which a partner organisation has a role now.
func Clients(ctx context.Context, db *store.DB, organisation string) iter.Seq2[tenant.ID, error] {
	q := handle.Vahti(db.Handle()).CollectionGroup("members").Where("holder", "==", partner(organisation)).OrderBy(firestore.DocumentID, firestore.Asc)
	return func(yield func(tenant.ID, error) bool) {
		for {
			docs, err := q.Limit(clientsAtOnce).Documents(ctx).GetAll()
			if err != nil {
				yield(tenant.ID{}, fmt.Errorf("list a partner's tenants: %w", err))
				return
			}
			for _, snap := range docs {
				of := snap.Ref.Parent.Parent
				if of == nil {
					continue // a collection of this name elsewhere
				}
				id, err := tenantid.Parse(of.ID)
				if err == nil && !yield(id, nil) {
					return
				}
			}
			if len(docs) < clientsAtOnce {
				return
			}
			q = q.StartAfter(docs[len(docs)-1].Ref)
		}
	}
}
