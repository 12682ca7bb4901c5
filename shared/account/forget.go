package account

import (
	"context"
	"errors"
	"fmt"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/letter"
)

// Forget erases an account and then deletes what is left of it: its empty document and
// its sessions; and what is kept of letters to its address that came back. It is for
// people who belong to nothing any more, which the caller has made sure of. Between the
// two tell, where it is given, tells of it: of one that is stopped the repeat tells, and
// of an account that there is not nobody does. An operator's account is refused with
// ErrCondition. A repeat, and an account that there is not, is no error.
func (s *Store) Forget(ctx context.Context, id ID, tell func(context.Context) error) (Event, error) {
	r, err := s.read(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return Event{Kind: WasRemoved, Account: id}, s.strip(ctx, id)
	}
	if err != nil {
		return Event{}, err
	}
	if r.doc.Operator {
		return Event{}, ErrCondition
	}
	if r.Email != "" { // before the account, by which the address is found when this is repeated
		if err := letter.ForgetAddress(ctx, s.whole, r.Email); err != nil {
			return Event{}, err
		}
	}
	e, err := s.Erase(ctx, id)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return e, err
	}
	if tell != nil {
		if err := tell(ctx); err != nil {
			return e, err
		}
	}
	return e, s.strip(ctx, id)
}

// strip deletes an account's document and sessions.
func (s *Store) strip(ctx context.Context, id ID) error {
	docs, err := s.db.Collection("sessions").Where("account", "==", string(id)).Documents(ctx).GetAll()
	if err != nil {
		return fmt.Errorf("list sessions: %w", err)
	}
	refs := []*firestore.DocumentRef{s.accountRef(id)}
	for _, d := range docs {
		refs = append(refs, d.Ref)
	}
	for _, ref := range refs {
		err := handle.Retry(ctx, func(ctx context.Context) error {
			_, err := ref.Delete(ctx)
			return err
		})
		if err != nil && status.Code(err) != codes.NotFound {
			return fmt.Errorf("forget account: %w", err)
		}
	}
	return nil
}
