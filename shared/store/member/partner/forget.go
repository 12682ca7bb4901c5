package partner

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
)

// forgetPage is how many documents are listed at a time.
const forgetPage = 200

// Forget deletes those who left an organisation before a moment and whose account is no
// more, and returns how many that were. Whether it is no more leave says, which ends the
// account where it belongs to nothing any more; it comes before the deletion and is asked
// again where that was stopped.
func Forget(ctx context.Context, db *store.DB, before time.Time, leave func(ctx context.Context, account string) (gone bool, err error)) (int, error) {
	organisations := handle.People(db.Handle()).Collection("organisations").OrderBy(firestore.DocumentID, firestore.Asc).Select()
	n := 0
	err := every(ctx, organisations, func(o *firestore.DocumentSnapshot) error {
		left := o.Ref.Collection("members").Where("state", "==", document.MemberRemoved).OrderBy(firestore.DocumentID, firestore.Asc).Select()
		return every(ctx, left, func(snap *firestore.DocumentSnapshot) error {
			if !snap.UpdateTime.Before(before) { // nothing is written of who has left
				return nil
			}
			gone, err := leave(ctx, snap.Ref.ID)
			if err != nil || !gone {
				return err
			}
			err = handle.Retry(ctx, func(ctx context.Context) error {
				_, err := snap.Ref.Delete(ctx, firestore.LastUpdateTime(snap.UpdateTime))
				return err
			})
			switch status.Code(err) {
			case codes.OK:
				n++
			case codes.FailedPrecondition, codes.NotFound:
			default:
				return err
			}
			return nil
		})
	})
	if err != nil {
		return n, fmt.Errorf("forget who left an organisation: %w", err)
	}
	return n, nil
}

// every does something with each document of a query, which is in the order of names.
func every(ctx context.Context, q firestore.Query, do func(*firestore.DocumentSnapshot) error) error {
	for next := q; ; {
		docs, err := next.Limit(forgetPage).Documents(ctx).GetAll()
		if err != nil {
			return err
		}
		for _, snap := range docs {
			if err := do(snap); err != nil {
				return err
			}
		}
		if len(docs) < forgetPage {
			return nil
		}
		next = q.StartAfter(docs[len(docs)-1])
	}
}
