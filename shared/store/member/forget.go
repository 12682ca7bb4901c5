package member

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
)

// Gone is somebody of whom a tenant is about to know nothing any more.
type Gone struct {
	Account string // of a member who was removed
	Email   string // to which an invitation was sent that nobody accepted
}

// String keeps a person out of formatted errors.
func (Gone) String() string { return "[person]" }

// GoString implements fmt.GoStringer for the same reason.
func (Gone) GoString() string { return "[person]" }

// LogValue implements slog.LogValuer.
func (g Gone) LogValue() slog.Value { return slog.StringValue(g.Account) }

// Forget deletes the members who were removed, and the invitations whose time was
// over, before a moment, and returns how many documents that were. The audit trail
// keeps telling of them for as long as it is kept. Of each person release is told
// before: what is stopped in between is told again.
func Forget(ctx context.Context, t *store.Tenant, before time.Time, release func(context.Context, Gone) error) (int, error) {
	doc := handle.Doc(t.Handle())
	n, err := forget(ctx, doc.Collection("members").Where("state", "==", document.MemberRemoved).OrderBy(firestore.DocumentID, firestore.Asc),
		func(snap *firestore.DocumentSnapshot) (bool, error) {
			var d document.Member
			if err := snap.DataTo(&d); err != nil || !d.Changed.Before(before) || d.Kind != string(Person) {
				return err == nil && d.Changed.Before(before), err
			}
			return true, release(ctx, Gone{Account: snap.Ref.ID})
		})
	if err != nil {
		return n, fmt.Errorf("forget members: %w", err)
	}
	m, err := forget(ctx, doc.Collection("invitations").OrderBy(firestore.DocumentID, firestore.Asc), func(snap *firestore.DocumentSnapshot) (bool, error) {
		var d document.Invitation
		if err := snap.DataTo(&d); err != nil || !d.Expires.Before(before) || !unanswered(d) {
			return err == nil && d.Expires.Before(before), err
		}
		key, err := t.Key(ctx)
		if errors.Is(err, seal.ErrNoKey) {
			return true, nil // nobody can tell any more whom it was for
		}
		if err != nil {
			return false, err
		}
		who, err := d.Person(snap.Ref.ID, key)
		if err != nil {
			return false, err
		}
		return true, release(ctx, Gone{Email: who.Email})
	})
	if err != nil {
		return n + m, fmt.Errorf("forget invitations: %w", err)
	}
	return n + m, nil
}

// unanswered reports whether nobody became a member by an invitation: its person may
// have an account all the same.
func unanswered(d document.Invitation) bool {
	return d.State == document.InvitationOpen || d.State == document.InvitationWithdrawn || d.State == document.InvitationReplaced
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
