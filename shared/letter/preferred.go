package letter

import (
	"context"
	"fmt"
	"strings"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

// MaxPreferred is how many readers Preferred returns at a time.
const MaxPreferred = 100

// ReaderPreferences are what one reader, by the account, wants of a tenant's letters.
type ReaderPreferences struct {
	Account string
	Preferences
}

// Preferred lists what readers of a tenant's letters said that they want, page by page:
// from behind a cursor, empty for the first, and with the next page's, empty behind the
// last. Readers who never said anything are not among them.
func Preferred(ctx context.Context, db *store.DB, id tenant.ID, cursor string) (list []ReaderPreferences, next string, err error) {
	if id.IsZero() {
		return nil, "", tenant.ErrZero
	}
	q := handle.People(db.Handle()).Collection("preferences").Where("tenant", "==", id.String()).OrderBy(firestore.DocumentID, firestore.Asc).Limit(MaxPreferred)
	if cursor != "" {
		q = q.StartAfter(cursor)
	}
	docs, err := q.Documents(ctx).GetAll()
	if err != nil {
		return nil, "", fmt.Errorf("list preferences: %w", err)
	}
	for _, snap := range docs {
		var d preferences
		if err := snap.DataTo(&d); err != nil {
			return nil, "", fmt.Errorf("list preferences: %w", err)
		}
		list = append(list, ReaderPreferences{strings.TrimPrefix(snap.Ref.ID, id.String()+"-"), d.read()})
	}
	if len(docs) == MaxPreferred {
		next = docs[len(docs)-1].Ref.ID
	}
	return list, next, nil
}
