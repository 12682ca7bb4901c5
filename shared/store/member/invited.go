package member

import (
	"context"
	"fmt"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// AnyInvitation is an invitation in whatever state: open, accepted, withdrawn or replaced.
type AnyInvitation struct {
	Open
	State   string
	Account string // whose membership it became; empty for none
}

// EveryInvitation lists the invitations that are kept, whatever became of them, in no
// order that means anything, page by page as List does.
func EveryInvitation(ctx context.Context, t *store.Tenant, cursor string, limit int) (list []AnyInvitation, next string, err error) {
	key, err := t.Key(ctx)
	if err != nil {
		return nil, "", err
	}
	q := handle.Doc(t.Handle()).Collection("invitations").OrderBy(firestore.DocumentID, firestore.Asc)
	docs, next, err := read(ctx, q, cursor, page(limit))
	if err != nil {
		return nil, "", fmt.Errorf("list invitations: %w", err)
	}
	for _, snap := range docs {
		var d document.Invitation
		if err := snap.DataTo(&d); err != nil {
			return nil, "", fmt.Errorf("list invitations: %w", err)
		}
		who, err := d.Person(snap.Ref.ID, key)
		if err != nil {
			return nil, "", fmt.Errorf("list invitations: %w", err)
		}
		list = append(list, AnyInvitation{Open: Open{ID: snap.Ref.ID, Email: who.Email, Role: tenant.Role(d.Role), Language: d.Language, By: who.By,
			Created: d.Created.UTC(), Expires: d.Expires.UTC()}, State: d.State, Account: d.Account})
	}
	return list, next, nil
}
