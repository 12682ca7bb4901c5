package account

import (
	"context"
	"errors"
	"fmt"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
)

// SignOut ends the session of a token. One that is there no more is no error.
func (s *Store) SignOut(ctx context.Context, token Token, from From) (Event, error) {
	id := token.hash()
	if id == "" {
		return Event{}, nil
	}
	owner, err := s.end(ctx, id, "")
	if errors.Is(err, ErrSession) {
		return Event{}, nil
	}
	return Event{Kind: SignedOut, Account: owner, Address: from.Address}, err
}

// End ends one session of a person by its ID; ErrSession where they have none such.
// Another than their own takes a proof made lately, and is ErrStale without: who has
// got hold of a session must not lock out whose it is.
func (s *Store) End(ctx context.Context, own Session, id string, from From) (Event, error) {
	if !handle.Named(id) {
		return Event{}, ErrSession
	}
	if id != own.ID && !own.Fresh(s.now()) {
		return Event{}, ErrStale
	}
	_, err := s.end(ctx, id, own.Account)
	return Event{Kind: SessionEnded, Account: own.Account, Address: from.Address}, err
}

// end ends a session, of the owner where one is named, and returns whose it was.
func (s *Store) end(ctx context.Context, id string, owner ID) (ID, error) {
	ref := s.db.Collection("sessions").Doc(id)
	snap, err := ref.Get(ctx)
	if notFound(err) {
		return "", ErrSession
	}
	if err != nil {
		return "", fmt.Errorf("end session: %w", err)
	}
	var d sessionDocument
	if err := snap.DataTo(&d); err != nil {
		return "", fmt.Errorf("end session: %w", err)
	}
	if owner != "" && d.Account != string(owner) {
		return "", ErrSession
	}
	err = handle.Retry(ctx, func(ctx context.Context) error {
		_, err := ref.Update(ctx, []firestore.Update{{Path: "ended", Value: true}})
		return err
	})
	if err != nil {
		return "", fmt.Errorf("end session: %w", err)
	}
	return ID(d.Account), nil
}

// EndOthers ends every session of a person but their own. It takes a proof made lately,
// as End does.
func (s *Store) EndOthers(ctx context.Context, own Session, from From) (Event, error) {
	_, err := s.changeOwn(ctx, own, true, func(w *work) error {
		w.record.renewed()
		return nil
	})
	return Event{Kind: SessionsEnded, Account: own.Account, Address: from.Address}, err
}

// EndAll ends every session of an account, for an operator.
func (s *Store) EndAll(ctx context.Context, id ID) (Event, error) {
	_, err := s.change(ctx, id, func(w *work) error {
		w.record.renewed()
		return nil
	})
	return Event{Kind: SessionsEnded, Account: id}, err
}

// changeOwn changes an account at the wish of the person in a session, which must be
// one that can be used and, where isFresh is set, begun lately. Where the change ends
// other sessions it keeps that one.
func (s *Store) changeOwn(ctx context.Context, own Session, isFresh bool, f func(*work) error) (*record, error) {
	if !handle.Named(own.ID) {
		return nil, ErrSession
	}
	ref := s.db.Collection("sessions").Doc(own.ID)
	return s.change(ctx, own.Account, func(w *work) error {
		snap, err := w.tx.Get(ref)
		if notFound(err) {
			return ErrSession
		}
		if err != nil {
			return err
		}
		var d sessionDocument
		if err := snap.DataTo(&d); err != nil {
			return err
		}
		if !d.live(w.record, w.now) {
			return ErrSession
		}
		w.level = Level(d.Level)
		if isFresh && d.Level == string(Full) && w.now.Sub(d.Created) >= fresh {
			return ErrStale
		}
		epoch := w.record.doc.Epoch
		if err := f(w); err != nil {
			return err
		}
		if w.record.doc.Epoch != epoch {
			w.write(func() error {
				return w.tx.Update(ref, []firestore.Update{{Path: "epoch", Value: w.record.doc.Epoch}})
			})
		}
		return nil
	})
}
