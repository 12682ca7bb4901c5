package account

import (
	"context"
	"fmt"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
)

// Lock keeps an account from signing in and ends its sessions. A repeat does nothing more.
func (s *Store) Lock(ctx context.Context, id ID) (Event, error) {
	_, err := s.change(ctx, id, func(w *work) error {
		switch w.record.state() {
		case Locked:
			w.same = true
			return nil
		case Removed:
			return ErrCondition
		}
		w.record.doc.State = string(Locked)
		w.record.doc.Epoch++
		return nil
	})
	return Event{Kind: WasLocked, Account: id}, err
}

// Unlock lets a locked account sign in again. A repeat does nothing more.
func (s *Store) Unlock(ctx context.Context, id ID) (Event, error) {
	_, err := s.change(ctx, id, func(w *work) error {
		switch w.record.state() {
		case Removed:
			return ErrCondition
		case Locked:
			w.record.doc.State = string(Invited)
			w.record.renewed()
		default:
			w.same = true
		}
		return nil
	})
	return Event{Kind: WasUnlocked, Account: id}, err
}

// Erase removes an account: nothing personal is left, its e-mail address and its
// identities are free, and its sessions end. A repeat does nothing more.
func (s *Store) Erase(ctx context.Context, id ID) (Event, error) {
	_, err := s.change(ctx, id, func(w *work) error {
		if w.record.state() == Removed {
			w.same = true
			return nil
		}
		s.released(w)
		w.record.private = private{}
		w.record.doc.State, w.record.doc.Operator = string(Removed), false
		w.record.doc.Email, w.record.doc.Identities = "", nil
		w.record.doc.Epoch++
		return nil
	})
	return Event{Kind: WasRemoved, Account: id}, err
}

// Reenrol takes away every way to sign in of an account, so that its person, who lost
// them, sets it up anew with another invitation. The caller has made sure who asks.
func (s *Store) Reenrol(ctx context.Context, id ID) (Event, error) {
	_, err := s.change(ctx, id, func(w *work) error {
		r := w.record
		if r.state() != Active && r.state() != Invited {
			return ErrCondition
		}
		for _, hash := range r.doc.Identities {
			w.write(func() error { return w.tx.Delete(s.db.Collection("identities").Doc(hash)) })
		}
		r.doc.Identities = nil
		r.private = private{Email: r.Email, Name: r.Name, Language: r.Language}
		r.doc.State = string(Invited)
		r.doc.Epoch++
		return nil
	})
	return Event{Kind: Reenrolled, Account: id}, err
}

// SetOperator makes a person an operator, which takes a passkey, or a person like any
// other. Their sessions end. A repeat does nothing more.
func (s *Store) SetOperator(ctx context.Context, id ID, operator bool) (Event, error) {
	_, err := s.change(ctx, id, func(w *work) error {
		if w.record.doc.Operator == operator {
			w.same = true
			return nil
		}
		if w.record.state() == Removed {
			return ErrCondition
		}
		w.record.doc.Operator = operator
		if w.record.state() == Active && !w.record.complete() {
			return ErrPasskey
		}
		w.record.renewed()
		return nil
	})
	kind := MadeMember
	if operator {
		kind = MadeOperator
	}
	return Event{Kind: kind, Account: id}, err
}

// Sweep deletes sessions, steps, letters and limits that have expired, at most limit
// of each, and returns how many. It goes on past what another deletes.
func (s *Store) Sweep(ctx context.Context, limit int) (int, error) {
	now := s.now()
	sessions := s.db.Collection("sessions").Where("expires", "<", now).OrderBy("expires", firestore.Asc).Limit(limit)
	tokens := s.db.Collection("tokens").Where("expires", "<", now).OrderBy("expires", firestore.Asc).Limit(limit)
	deleted, err := s.limits.Sweep(ctx, limit)
	if err != nil {
		return deleted, err
	}
	for _, q := range []firestore.Query{sessions, tokens} {
		docs, err := q.Documents(ctx).GetAll()
		if err != nil {
			return deleted, fmt.Errorf("list what has expired: %w", err)
		}
		for _, d := range docs {
			err := handle.Retry(ctx, func(ctx context.Context) error {
				_, err := d.Ref.Delete(ctx)
				return err
			})
			if err != nil && status.Code(err) != codes.NotFound {
				return deleted, fmt.Errorf("delete what has expired: %w", err)
			}
			deleted++
		}
	}
	return deleted, nil
}
