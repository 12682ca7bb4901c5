package account

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/account/password"
	"vahti.ai/vahti/shared/account/throttle"
)

// What an account has at most.
const (
	maxPasskeys   = 20
	maxIdentities = 10
	maxLabel      = 100 // characters
)

// SetPassword sets the password of the person in a session. Who has one gives it as
// current. Errors of package password say why a new one is refused. All other sessions
// end.
func (s *Store) SetPassword(ctx context.Context, own Session, current, plain string, from From) (Event, error) {
	r, err := s.read(ctx, own.Account)
	if err != nil {
		return Event{}, err
	}
	asked := r.Password != "" && own.Level != Enrolling
	if asked {
		// Whoever found an open browser must not be able to guess.
		limit := throttle.Key{Kind: throttle.Code, Of: "current password of " + string(own.Account)}
		if err := s.allow(ctx, limit); err != nil {
			return Event{}, err
		}
		ok, _, err := s.matches(ctx, r, current)
		if err != nil {
			return Event{}, err
		}
		if !ok {
			return Event{}, ErrCurrent
		}
		if err := s.limits.Succeeded(ctx, limit); err != nil {
			return Event{}, err
		}
	}
	hash, err := s.chosen(ctx, r, plain)
	if err != nil {
		return Event{}, err
	}
	_, err = s.changeOwn(ctx, own, true, func(w *work) error {
		if w.level == Full && w.record.Password != "" && (!asked || w.record.Password != r.Password) {
			return ErrCurrent // another was set since the current one was verified
		}
		w.record.Password, w.record.PasswordSet = hash, w.now.UTC()
		if w.record.state() == Active && !w.record.complete() {
			return ErrLast
		}
		w.record.renewed()
		return nil
	})
	return Event{Kind: PasswordSet, Account: own.Account, Address: from.Address}, err
}

// chosen refuses a password that can be guessed and hashes others.
func (s *Store) chosen(ctx context.Context, r *record, plain string) (string, error) {
	if err := password.Check(plain, password.About{Email: r.Email, Name: r.Name, Service: []string{s.service}}); err != nil {
		return "", err
	}
	return s.hasher.Hash(ctx, plain)
}

// Setup is an authenticator app that is being added.
type Setup struct {
	Token   Token  // to confirm it with, within 15 minutes
	Text    string // the secret, to be typed into the app
	URI     string // the same, to be opened by it
	Picture []byte // the same, a PNG to be pointed at
}

// String keeps the secret out of formatted errors.
func (Setup) String() string { return "[setup]" }

// GoString implements fmt.GoStringer for the same reason.
func (Setup) GoString() string { return "[setup]" }

// LogValue implements slog.LogValuer.
func (Setup) LogValue() slog.Value { return slog.StringValue("[setup]") }

// pictureWidth is how wide the picture of a secret is, in pixels.
const pictureWidth = 300

// AddApp begins to add an authenticator app; it replaces the one there is when it is
// confirmed by a first code.
func (s *Store) AddApp(ctx context.Context, own Session) (Setup, error) {
	r, err := s.ownFresh(ctx, own)
	if err != nil {
		return Setup{}, err
	}
	t := factor.NewTOTP()
	out := Setup{Text: t.Text()}
	if out.URI, err = t.URI(s.service, r.Email); err != nil {
		return Setup{}, err
	}
	if out.Picture, err = t.Picture(s.service, r.Email, pictureWidth); err != nil {
		return Setup{}, err
	}
	out.Token, err = s.issue(ctx, forApp, r, t)
	return out, err
}

// ConfirmApp adds an authenticator app with the first code that it shows, which is
// used up by it. All other sessions end.
func (s *Store) ConfirmApp(ctx context.Context, own Session, setup Token, code string, from From) (Event, error) {
	_, err := s.changeOwn(ctx, own, true, func(w *work) error {
		var t factor.TOTP
		if err := s.use(ctx, w, setup, forApp, &t); err != nil {
			return err
		}
		used, err := t.Accept(code, w.now)
		if err != nil {
			return err
		}
		w.record.TOTP, w.record.TOTPAdded = &used, w.now.UTC()
		w.record.renewed()
		return nil
	})
	return Event{Kind: AppAdded, Account: own.Account, Address: from.Address}, err
}

// ownFresh reads the account of a session that may change how its person signs in.
func (s *Store) ownFresh(ctx context.Context, own Session) (*record, error) {
	return s.changeOwn(ctx, own, true, func(w *work) error {
		w.same = true
		return nil
	})
}

// AddPasskey begins to add a passkey. options are for navigator.credentials.create.
func (s *Store) AddPasskey(ctx context.Context, own Session) (options json.RawMessage, ceremony Token, err error) {
	r, err := s.ownFresh(ctx, own)
	if err != nil {
		return nil, "", err
	}
	if len(r.Passkeys) >= maxPasskeys {
		return nil, "", ErrTooMany
	}
	options, state, err := s.passkeys.Register(r.owner(), r.Password == "")
	if err != nil {
		return nil, "", err
	}
	ceremony, err = s.issue(ctx, forPasskey, r, state)
	return options, ceremony, err
}

// ConfirmPasskey adds the passkey that a browser made, under the person's name for
// it. All other sessions end.
func (s *Store) ConfirmPasskey(ctx context.Context, own Session, ceremony Token, response []byte, label string, from From) (Event, error) {
	label = strings.TrimSpace(label)
	if n := utf8.RuneCountInString(label); n < 1 || n > maxLabel || !utf8.ValidString(label) {
		return Event{}, ErrLabel
	}
	_, err := s.changeOwn(ctx, own, true, func(w *work) error {
		var state factor.State
		if err := s.use(ctx, w, ceremony, forPasskey, &state); err != nil {
			return err
		}
		p, err := s.passkeys.Registered(w.record.owner(), state, response)
		if err != nil {
			return err
		}
		if len(w.record.Passkeys) >= maxPasskeys {
			return ErrTooMany
		}
		w.record.Passkeys = append(w.record.Passkeys, storedPasskey{Label: label, Added: w.now.UTC(), Passkey: p})
		w.record.renewed()
		return nil
	})
	return Event{Kind: PasskeyAdded, Account: own.Account, Address: from.Address}, err
}

// NewRecoveryCodes replaces the person's recovery codes and returns the new ones, to
// be shown once. All other sessions end.
func (s *Store) NewRecoveryCodes(ctx context.Context, own Session, from From) ([]factor.RecoveryCode, Event, error) {
	codes := factor.NewRecoveryCodes()
	_, err := s.changeOwn(ctx, own, true, func(w *work) error {
		w.record.Recovery = nil
		for _, c := range codes {
			w.record.Recovery = append(w.record.Recovery, recoveryHash(w, c))
		}
		w.record.renewed()
		return nil
	})
	if err != nil {
		return nil, Event{}, err
	}
	return codes, Event{Kind: RecoveryMade, Account: own.Account, Address: from.Address}, nil
}

// Link links the account of the person in a session with one at Entra, which the
// caller has verified to be theirs. ErrLinked means that it is another's. All other
// sessions end.
func (s *Store) Link(ctx context.Context, own Session, i Identity, from From) (Event, error) {
	_, err := s.changeOwn(ctx, own, true, func(w *work) error {
		hash := identityHash(w.key, i)
		if slices.Contains(w.record.doc.Identities, hash) {
			w.same = true
			return nil
		}
		if len(w.record.Identities) >= maxIdentities {
			return ErrTooMany
		}
		ref := s.db.Collection("identities").Doc(hash)
		if _, err := w.tx.Get(ref); err == nil {
			return ErrLinked
		} else if !notFound(err) {
			return err
		}
		w.write(func() error { return w.tx.Create(ref, pointer{string(w.record.id)}) })
		w.record.doc.Identities = append(w.record.doc.Identities, hash)
		w.record.Identities = append(w.record.Identities, i)
		w.record.renewed()
		return nil
	})
	return Event{Kind: Linked, Account: own.Account, Address: from.Address}, err
}

// Remove takes away a way to sign in; all other sessions end. ErrLast means that the
// account would be left without a safe one: what goes with a password is not removed
// before the password, and an operator keeps a passkey.
func (s *Store) Remove(ctx context.Context, own Session, what Method, from From) (Event, error) {
	kinds := map[Method]Kind{ByPassword: PasswordRemoved, ByTOTP: AppRemoved, ByRecovery: RecoveryRemoved}
	kind, ok := kinds[what]
	if !ok {
		return Event{}, ErrNoFactor
	}
	return s.remove(ctx, own, kind, from, func(w *work) (found bool) {
		r := w.record
		switch what {
		case ByPassword:
			found = r.Password != ""
			r.Password, r.PasswordSet = "", time.Time{}
		case ByTOTP:
			found = r.TOTP != nil
			r.TOTP, r.TOTPAdded = nil, time.Time{}
		case ByRecovery:
			found = len(r.Recovery) > 0
			r.Recovery = nil
		}
		return found
	})
}

// RemovePasskey takes away one passkey, as Remove does.
func (s *Store) RemovePasskey(ctx context.Context, own Session, id string, from From) (Event, error) {
	return s.remove(ctx, own, PasskeyRemoved, from, func(w *work) bool {
		at := slices.IndexFunc(w.record.Passkeys, func(p storedPasskey) bool { return passkeyID(p) == id })
		if at < 0 {
			return false
		}
		w.record.Passkeys = slices.Delete(w.record.Passkeys, at, at+1)
		return true
	})
}

// Unlink takes away the link to an account at Entra, as Remove does.
func (s *Store) Unlink(ctx context.Context, own Session, i Identity, from From) (Event, error) {
	return s.remove(ctx, own, Unlinked, from, func(w *work) bool {
		hash := identityHash(w.key, i)
		at := slices.Index(w.record.doc.Identities, hash)
		if at < 0 {
			return false
		}
		w.record.doc.Identities = slices.Delete(w.record.doc.Identities, at, at+1)
		w.record.Identities = slices.DeleteFunc(w.record.Identities, func(o Identity) bool { return identityHash(w.key, o) == hash })
		w.write(func() error { return w.tx.Delete(s.db.Collection("identities").Doc(hash)) })
		return true
	})
}

func (s *Store) remove(ctx context.Context, own Session, kind Kind, from From, take func(*work) bool) (Event, error) {
	_, err := s.changeOwn(ctx, own, true, func(w *work) error {
		if !take(w) {
			return ErrNoFactor
		}
		if w.record.state() == Active && !w.record.complete() {
			return ErrLast
		}
		w.record.renewed()
		return nil
	})
	return Event{Kind: kind, Account: own.Account, Address: from.Address}, err
}

// SetProfile changes a person's name and language.
func (s *Store) SetProfile(ctx context.Context, own Session, name, language string, from From) (Event, error) {
	name, err := profile(name, language)
	if err != nil {
		return Event{}, err
	}
	_, err = s.changeOwn(ctx, own, false, func(w *work) error {
		w.record.Name, w.record.Language = name, language
		return nil
	})
	return Event{Kind: ProfileChanged, Account: own.Account, Address: from.Address}, err
}

// released deletes the pointers to an account within its change.
func (s *Store) released(w *work) {
	refs := []*firestore.DocumentRef{s.db.Collection("emails").Doc(w.record.doc.Email)}
	for _, hash := range w.record.doc.Identities {
		refs = append(refs, s.db.Collection("identities").Doc(hash))
	}
	for _, ref := range refs {
		w.write(func() error { return w.tx.Delete(ref) })
	}
}
