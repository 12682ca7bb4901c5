package account

import (
	"context"
	"errors"
	"log/slog"

	"vahti.ai/vahti/shared/account/throttle"
)

// Letter is what is to be sent to a person by e-mail. Sending it is the caller's; so
// is seeing to it that asking for one takes as long when there is none to send.
type Letter struct {
	To       string
	Name     string
	Language string
	Token    Token // of the link
}

// String keeps a person out of formatted errors.
func (Letter) String() string { return "[letter]" }

// GoString implements fmt.GoStringer for the same reason.
func (Letter) GoString() string { return "[letter]" }

// LogValue implements slog.LogValuer.
func (Letter) LogValue() slog.Value { return slog.StringValue("[letter]") }

// AskReset asks for a letter by which a forgotten password is replaced. send is false
// where there is none to send: no such account, or one that does not sign in by
// password. Whoever asked is answered alike.
func (s *Store) AskReset(ctx context.Context, email string, from From) (l Letter, send bool, e Event, err error) {
	normal, err := NormalEmail(email)
	if err != nil {
		return Letter{}, false, Event{}, err
	}
	err = s.allow(ctx, throttle.Key{Kind: throttle.Mail, Of: normal}, throttle.Key{Kind: throttle.Address, Of: from.Address})
	if err != nil {
		return Letter{}, false, Event{}, err
	}
	r, err := s.byEmail(ctx, normal)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Letter{}, false, Event{}, err
	}
	if r != nil && (r.state() != Active || r.Password == "") {
		r = nil
	}
	token, err := s.issue(ctx, forReset, r, nil) // nobody's, where there is none to send
	if err != nil || r == nil {
		return Letter{}, false, Event{Kind: ResetAsked, Address: from.Address, Reason: reasonUnknown}, err
	}
	return Letter{To: r.Email, Name: r.Name, Language: r.Language, Token: token}, true, Event{Kind: ResetAsked, Account: r.id, Address: from.Address}, nil
}

// Reset sets a new password by the token of a letter. The second factor stays as it
// is, and nobody is signed in by it; all sessions end.
func (s *Store) Reset(ctx context.Context, token Token, plain string, from From) (Event, error) {
	t, err := s.look(ctx, token, forReset, new(any))
	if err != nil {
		return Event{}, err
	}
	r, err := s.read(ctx, t.account())
	if errors.Is(err, ErrNotFound) {
		return Event{}, ErrToken
	}
	if err != nil {
		return Event{}, err
	}
	hash, err := s.chosen(ctx, r, plain)
	if err != nil {
		return Event{}, err
	}
	r, err = s.change(ctx, r.id, func(w *work) error {
		if err := s.use(ctx, w, token, forReset, new(any)); err != nil {
			return err
		}
		if w.record.state() != Active || w.record.Password == "" {
			return ErrToken
		}
		w.record.Password, w.record.PasswordSet = hash, w.now.UTC()
		w.record.renewed()
		return nil
	})
	if err != nil {
		return Event{}, err
	}
	// Whoever tried to guess the old password holds nobody up any more.
	held := attempted{r.Email, from.Address}.keys()
	if err := s.limits.Succeeded(ctx, held[:2]...); err != nil {
		return Event{}, err
	}
	return Event{Kind: PasswordSet, Account: r.id, Address: from.Address}, nil
}

// AskEmail asks for a letter to a new address of the person in a session. send is
// false where the address is another's, which the person is not told.
func (s *Store) AskEmail(ctx context.Context, own Session, email string, from From) (l Letter, send bool, e Event, err error) {
	normal, err := NormalEmail(email)
	if err != nil {
		return Letter{}, false, Event{}, err
	}
	r, err := s.ownFresh(ctx, own)
	if err != nil {
		return Letter{}, false, Event{}, err
	}
	if err := s.allow(ctx, throttle.Key{Kind: throttle.Mail, Of: normal}, throttle.Key{Kind: throttle.Mail, Of: "by " + string(r.id)}); err != nil {
		return Letter{}, false, Event{}, err
	}
	e = Event{Kind: EmailAsked, Account: r.id, Address: from.Address, Email: r.Email, NewEmail: normal}
	taken, err := s.byEmail(ctx, normal)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Letter{}, false, Event{}, err
	}
	token, err := s.issue(ctx, forEmail, r, normal)
	if err != nil || taken != nil {
		return Letter{}, false, e, err
	}
	return Letter{To: normal, Name: r.Name, Language: r.Language, Token: token}, true, e, nil
}

// ConfirmEmail changes a person's address by the token of a letter to the new one,
// and returns the old one, to which word of it is to be sent. All sessions end.
func (s *Store) ConfirmEmail(ctx context.Context, token Token, from From) (old string, e Event, err error) {
	var email string
	t, err := s.look(ctx, token, forEmail, &email)
	if err != nil {
		return "", Event{}, err
	}
	r, err := s.change(ctx, t.account(), func(w *work) error {
		if err := s.use(ctx, w, token, forEmail, &email); err != nil {
			return err
		}
		if w.record.state() != Active {
			return ErrToken
		}
		hash := emailHash(w.key, email)
		emails := s.db.Collection("emails")
		if _, err := w.tx.Get(emails.Doc(hash)); err == nil {
			return ErrExists
		} else if !notFound(err) {
			return err
		}
		before := w.record.doc.Email
		w.write(func() error {
			return errors.Join(w.tx.Create(emails.Doc(hash), pointer{string(w.record.id)}), w.tx.Delete(emails.Doc(before)))
		})
		old = w.record.Email
		w.record.Email, w.record.doc.Email = email, hash
		w.record.renewed()
		return nil
	})
	if err != nil {
		return "", Event{}, err
	}
	return old, Event{Kind: EmailChanged, Account: r.id, Address: from.Address, Email: old, NewEmail: email}, nil
}
