package member

import (
	"context"
	"errors"
	"fmt"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
)

// CanSignIn reports whether somebody's account is one that signs in. What was made by
// whose account is locked, gone or not set up carries as little as they may do
// themselves.
func CanSignIn(ctx context.Context, db *store.DB, account string) (bool, error) {
	people := handle.People(db.Handle())
	if people == nil {
		return false, errors.New("read account: this function has no access to the people who sign in")
	}
	if !named(account) {
		return false, nil
	}
	docs, err := people.GetAll(ctx, []*firestore.DocumentRef{people.Collection("accounts").Doc(account)})
	if err != nil {
		return false, fmt.Errorf("read account: %w", err)
	}
	return SignsIn(docs[0])
}

// SignsIn is CanSignIn of an account as it was read.
func SignsIn(snap *firestore.DocumentSnapshot) (bool, error) {
	if !snap.Exists() {
		return false, nil
	}
	var d document.Account
	if err := snap.DataTo(&d); err != nil {
		return false, fmt.Errorf("read account: %w", err)
	}
	return d.State == document.AccountActive, nil
}
