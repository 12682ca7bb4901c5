package member

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

// Forget deletes the members who were removed, and the invitations whose time was
// over, before a moment, and returns how many documents that were. The audit trail
// keeps telling of them for as long as it is kept.
func Forget(ctx context.Context, t *store.Tenant, before time.Time) (int, error) {
	doc := handle.Doc(t.Handle())
	n, err := forget(ctx, doc.Collection("members").Where("state", "==", document.MemberRemoved).OrderBy(firestore.DocumentID, firestore.Asc),
		func(snap *firestore.DocumentSnapshot) (bool, error) {
			var d document.Member
			err := snap.DataTo(&d)
			return d.Changed.Before(before), err
		})
	if err != nil {
		return n, fmt.Errorf("forget members: %w", err)
	}
	m, err := forget(ctx, doc.Collection("invitations").OrderBy(firestore.DocumentID, firestore.Asc), func(snap *firestore.DocumentSnapshot) (bool, error) {
		var d document.Invitation
		err := snap.DataTo(&d)
		return d.Expires.Before(before), err
	})
	if err != nil {
		return n + m, fmt.Errorf("forget invitations: %w", err)
	}
	return n + m, nil
}

// forget deletes the documents of a query that are old, unless they were written
// meanwhile.
func forget(ctx context.Context, q firestore.Query, old func(*firestore.DocumentSnapshot) (bool, error)) (int, error) {
	n := 0
	for next := q; ; {
		docs, err := next.Limit(MaxPage).Documents(ctx).GetAll()
		if err != nil {
			return n, err
		}
		for _, snap := range docs {
			if yes, err := old(snap); err != nil || !yes {
				if err != nil {
					return n, err
				}
				continue
			}
			err := handle.Retry(ctx, func(ctx context.Context) error {
				_, err := snap.Ref.Delete(ctx, firestore.LastUpdateTime(snap.UpdateTime))
				return err
			})
			switch status.Code(err) {
			case codes.OK:
				n++
			case codes.FailedPrecondition, codes.NotFound: // somebody came back, or another sweep was here
			default:
				return n, err
			}
		}
		if len(docs) < MaxPage {
			return n, nil
		}
		next = q.StartAfter(docs[len(docs)-1])
	}
}
