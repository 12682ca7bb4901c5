package account

import (
	"context"

	"cloud.google.com/go/firestore"
)

// Invite returns a letter by which an invited account is set up. It is for accounts
// that no tenant's invitation stands behind, such as operators'; a new one makes
// those before it no worse.
func (s *Store) Invite(ctx context.Context, id ID) (Letter, error) {
	r, err := s.read(ctx, id)
	if err != nil {
		return Letter{}, err
	}
	if r.state() != Invited {
		return Letter{}, ErrCondition
	}
	token, err := s.issue(ctx, forEnrolled, r, nil)
	return Letter{To: r.Email, Name: r.Name, Language: r.Language, Token: token}, err
}

// AcceptInvite begins to set up an account by the token of its letter.
func (s *Store) AcceptInvite(ctx context.Context, token Token, from From) (SignIn, Event, error) {
	t, err := s.look(ctx, token, forEnrolled, new(any))
	if err != nil {
		return SignIn{}, Event{}, err
	}
	return s.enrol(ctx, t.account(), from, func(w *work) error {
		return s.use(ctx, w, token, forEnrolled, new(any))
	})
}

// Enrol begins to set up an invited account. The caller has verified that whoever
// asks holds an invitation to the account's e-mail address. ErrCondition means that
// the account is set up already: its person signs in instead.
func (s *Store) Enrol(ctx context.Context, id ID, from From) (SignIn, Event, error) {
	return s.enrol(ctx, id, from, func(*work) error { return nil })
}

func (s *Store) enrol(ctx context.Context, id ID, from From, prove func(*work) error) (SignIn, Event, error) {
	token := newToken()
	var begun Session
	r, err := s.change(ctx, id, func(w *work) error {
		if w.record.state() != Invited {
			return ErrCondition
		}
		if err := prove(w); err != nil {
			return err
		}
		var err error
		begun, err = s.begin(w, token, Enrolling, []Method{ByEnrolment}, from)
		return err
	})
	if err != nil {
		return SignIn{}, Event{}, err
	}
	return SignIn{token, begun, r.account()}, Event{Kind: EnrolmentBegan, Account: r.id, Address: from.Address}, nil
}

// Enrolled signs in the person who just set up their account, in place of the session
// in which they did. ErrCondition means that it is not complete yet.
func (s *Store) Enrolled(ctx context.Context, own Session, from From) (SignIn, Event, error) {
	token := newToken()
	var begun Session
	r, err := s.changeOwn(ctx, own, false, func(w *work) error {
		if w.level != Enrolling || w.record.state() != Active {
			return ErrCondition
		}
		methods := []Method{ByEnrolment}
		if len(w.record.Passkeys) > 0 {
			methods = append(methods, ByPasskey)
		}
		var err error
		from.Session = "" // it is the one that ends here
		ref := s.db.Collection("sessions").Doc(own.ID)
		w.write(func() error { return w.tx.Update(ref, []firestore.Update{{Path: "ended", Value: true}}) })
		begun, err = s.begin(w, token, Full, methods, from)
		return err
	})
	if err != nil {
		return SignIn{}, Event{}, err
	}
	return SignIn{token, begun, r.account()}, Event{Kind: SignedIn, Account: r.id, Address: from.Address, Methods: begun.Methods}, nil
}
