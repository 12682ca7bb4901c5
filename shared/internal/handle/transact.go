package handle

import (
	"context"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// attempts is how often a transaction is tried: contention on one tenant's
// documents is rare, answers that get lost are not.
const attempts = 12

// Transact runs a transaction of the vahti database, which must bear being
// repeated after it was applied. The client repeats a commit whose answer was
// lost and is then told that the transaction is gone; so one more run finds out
// what became of it.
func Transact(ctx context.Context, d DB, f func(context.Context, *firestore.Transaction) error) error {
	err := d.vahti.RunTransaction(ctx, f, firestore.MaxAttempts(attempts))
	if code := status.Code(err); code == codes.InvalidArgument || code == codes.Unavailable {
		err = d.vahti.RunTransaction(ctx, f, firestore.MaxAttempts(attempts))
	}
	return err
}
