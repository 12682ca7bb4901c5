// Package people reaches the database of the people who sign in, for account and
// the packages below it.
package people

import (
	"context"
	"errors"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
)

// DB is the database and the keys of what is sealed in it.
type DB struct {
	client *firestore.Client
	keys   *seal.Keys
}

// Of returns the database of the people who sign in. It must be open, and its
// identity must be one that may unseal.
func Of(db *store.DB) (DB, error) {
	d := DB{handle.People(db.Handle()), handle.Keys(db.Handle())}
	if d.client == nil || d.keys == nil {
		return DB{}, errors.New("this function has no access to the people who sign in")
	}
	return d, nil
}

// Collection returns one of its collections.
func (d DB) Collection(name string) *firestore.CollectionRef { return d.client.Collection(name) }

// GetAll reads several documents in one request.
func (d DB) GetAll(ctx context.Context, refs ...*firestore.DocumentRef) ([]*firestore.DocumentSnapshot, error) {
	return d.client.GetAll(ctx, refs)
}

// Key returns the key that seals what is personal, and makes it on first use.
func (d DB) Key(ctx context.Context) (*seal.Key, error) { return d.keys.CreatePeople(ctx) }

// attempts is how often a transaction is tried.
const attempts = 12

// Transact runs a transaction, which must bear being repeated after it was applied:
// a commit whose answer was lost is known only by running once more.
func (d DB) Transact(ctx context.Context, f func(context.Context, *firestore.Transaction) error) error {
	err := d.client.RunTransaction(ctx, f, firestore.MaxAttempts(attempts))
	if code := status.Code(err); code == codes.InvalidArgument || code == codes.Unavailable {
		err = d.client.RunTransaction(ctx, f, firestore.MaxAttempts(attempts))
	}
	return err
}
