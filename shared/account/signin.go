package account

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/account/password"
	"vahti.ai/vahti/shared/account/throttle"
)

// Attempt is a sign-in whose password was right. It is good for five minutes.
type Attempt struct {
	Token   Token
	Factors []Method // with which it can go on
}

// SignIn is a person who has signed in.
type SignIn struct {
	Token   Token // for the cookie, and nothing else
	Session Session
	Account Account
}

// String keeps a sign-in out of formatted errors.
func (s SignIn) String() string { return s.Session.String() }

// GoString implements fmt.GoStringer for the same reason.
func (s SignIn) GoString() string { return s.String() }

// LogValue keeps what is personal out of logs.
func (s SignIn) LogValue() slog.Value { return s.Session.LogValue() }

// attempted is what is kept of an attempt.
type attempted struct {
	Email   string `json:"email"`
	Address string `json:"address"`
}

// keys are the limits of passwords of an e-mail address tried from an address.
func (a attempted) keys() []throttle.Key {
	return []throttle.Key{
		{Kind: throttle.Pair, Of: a.Email + " " + a.Address},
		{Kind: throttle.Account, Of: a.Email},
		{Kind: throttle.Address, Of: a.Address},
	}
}

// Password is the first step of signing in by password. Whether there is no such
// account, it cannot sign in so, or the password is wrong: the answer is ErrRefused,
// after the same work. A WaitError means that there were too many tries.
func (s *Store) Password(ctx context.Context, email, plain string, from From) (Attempt, Event, error) {
	refused := Event{Kind: SignInRefused, Address: from.Address, Methods: []Method{ByPassword}}
	normal, err := NormalEmail(email)
	if err != nil { // nobody's, but counted like any other
		normal = strings.ToLower(email[:min(len(email), 300)])
	}
	a := attempted{normal, from.Address}
	if err := s.allow(ctx, a.keys()...); err != nil {
		refused.Reason = reasonThrottled
		return Attempt{}, refused, err
	}
	r, err := s.byEmail(ctx, normal)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Attempt{}, Event{}, err
	}
	ok, stale, err := s.matches(ctx, r, plain)
	if err != nil {
		return Attempt{}, Event{}, err
	}
	if r != nil {
		refused.Account = r.id
	}
	switch {
	case r == nil:
		refused.Reason = reasonUnknown
	case !ok:
		refused.Reason = reasonPassword
	case r.state() != Active:
		refused.Reason = reasonState
	}
	if refused.Reason != "" {
		return Attempt{}, refused, ErrRefused
	}
	if stale {
		if err := s.rehash(ctx, r, plain); err != nil {
			return Attempt{}, Event{}, err
		}
	}
	token, err := s.issue(ctx, forAttempt, r, a)
	if err != nil {
		return Attempt{}, Event{}, err
	}
	return Attempt{token, r.factors()}, Event{Kind: PasswordPassed, Account: r.id, Address: from.Address, Methods: []Method{ByPassword}}, nil
}

// matches verifies a password, or pretends to where there is none to verify.
func (s *Store) matches(ctx context.Context, r *record, plain string) (ok, stale bool, err error) {
	if len(plain) > 4*password.MaxLength { // none is so long
		return false, false, s.hasher.Pretend(ctx, "")
	}
	if r == nil || r.Password == "" {
		return false, false, s.hasher.Pretend(ctx, plain)
	}
	return s.hasher.Verify(ctx, r.Password, plain)
}

// rehash stores a right password at the cost that is usual now, unless another was
// set in the meantime.
func (s *Store) rehash(ctx context.Context, r *record, plain string) error {
	hash, err := s.hasher.Hash(ctx, plain)
	if err != nil {
		return err
	}
	_, err = s.change(ctx, r.id, func(w *work) error {
		if w.record.Password == r.Password {
			w.record.Password = hash
		}
		return nil
	})
	return err
}

// factors are the ways in which a sign-in by password can go on.
func (r *record) factors() []Method {
	var out []Method
	if len(r.Passkeys) > 0 {
		out = append(out, ByPasskey)
	}
	if r.doc.Operator {
		return out
	}
	if r.TOTP != nil {
		out = append(out, ByTOTP)
	}
	if len(r.Recovery) > 0 {
		out = append(out, ByRecovery)
	}
	return out
}

// Code goes on with a code of an authenticator app. After ErrRefused the attempt can
// be gone on with; ErrToken means that it has ended.
func (s *Store) Code(ctx context.Context, attempt Token, code string, from From) (SignIn, Event, error) {
	return s.second(ctx, attempt, ByTOTP, from, func(w *work) error {
		if w.record.TOTP == nil {
			return ErrRefused
		}
		used, err := w.record.TOTP.Accept(code, w.now)
		if errors.Is(err, factor.ErrCode) {
			return ErrRefused
		}
		w.record.TOTP = &used
		return err
	})
}

// Recovery goes on with a recovery code, which is used up by it.
func (s *Store) Recovery(ctx context.Context, attempt Token, typed string, from From) (SignIn, Event, error) {
	return s.second(ctx, attempt, ByRecovery, from, func(w *work) error {
		code, err := factor.ParseRecoveryCode(typed)
		if err != nil {
			return ErrRefused
		}
		at := slices.Index(w.record.Recovery, recoveryHash(w, code))
		if at < 0 {
			return ErrRefused
		}
		w.record.Recovery = slices.Delete(w.record.Recovery, at, at+1)
		return nil
	})
}

func recoveryHash(w *work, code factor.RecoveryCode) string {
	return w.key.Hash("recovery", string(w.record.id), string(code))
}

// second is the second step of signing in by password.
func (s *Store) second(ctx context.Context, attempt Token, by Method, from From, prove func(*work) error) (SignIn, Event, error) {
	refused := Event{Kind: SignInRefused, Address: from.Address, Methods: []Method{ByPassword, by}}
	var a attempted
	t, err := s.look(ctx, attempt, forAttempt, &a)
	if err != nil {
		refused.Reason = reasonToken
		return SignIn{}, refused, err
	}
	refused.Account = t.account()
	limits := []throttle.Key{{Kind: throttle.Address, Of: from.Address}}
	if by == ByTOTP { // a recovery code has too many bits to be guessed
		limits = append(limits, throttle.Key{Kind: throttle.Code, Of: string(t.account())})
	}
	if err := s.allow(ctx, limits...); err != nil {
		refused.Reason = reasonThrottled
		return SignIn{}, refused, err
	}
	return s.signIn(ctx, t.account(), []Method{ByPassword, by}, from, append(limits, a.keys()...), refused, func(w *work) error {
		if err := s.use(ctx, w, attempt, forAttempt, &a); err != nil {
			return err
		}
		return prove(w)
	})
}

// Entra signs in the person whom Entra vouches for. The caller has verified the
// token that the identity is of. ErrRefused means that the account cannot sign in so.
func (s *Store) Entra(ctx context.Context, i Identity, from From) (SignIn, Event, error) {
	refused := Event{Kind: SignInRefused, Address: from.Address, Methods: []Method{ByEntra}}
	found, err := s.ByIdentity(ctx, i)
	if errors.Is(err, ErrNotFound) {
		refused.Reason = reasonUnlinked
		return SignIn{}, refused, ErrNotFound
	}
	if err != nil {
		return SignIn{}, Event{}, err
	}
	refused.Account = found.ID
	return s.signIn(ctx, found.ID, []Method{ByEntra}, from, nil, refused, func(w *work) error {
		if !slices.Contains(w.record.doc.Identities, identityHash(w.key, i)) {
			return ErrRefused
		}
		return nil
	})
}

// signIn begins a session when prove has found no fault; limits are those under which
// the try was allowed.
func (s *Store) signIn(ctx context.Context, id ID, methods []Method, from From, limits []throttle.Key, refused Event, prove func(*work) error) (SignIn, Event, error) {
	token := newToken()
	var begun Session
	r, err := s.change(ctx, id, func(w *work) error {
		if w.record.state() != Active || w.record.doc.Operator && !slices.Contains(methods, ByPasskey) {
			return ErrRefused
		}
		if err := prove(w); err != nil {
			return err
		}
		var err error
		begun, err = s.begin(w, token, Full, methods, from)
		return err
	})
	if err != nil {
		return SignIn{}, s.reasoned(ctx, refused, err), answered(err)
	}
	if err := s.limits.Succeeded(ctx, limits...); err != nil {
		return SignIn{}, Event{}, err
	}
	return SignIn{token, begun, r.account()}, Event{Kind: SignedIn, Account: r.id, Address: from.Address, Methods: methods}, nil
}

// reasoned adds to a refusal why, for the audit trail.
func (s *Store) reasoned(ctx context.Context, e Event, err error) Event {
	switch {
	case errors.Is(err, factor.ErrCloned):
		e.Kind, e.Reason = PasskeyCopied, reasonCopied
		return e
	case errors.Is(err, ErrToken):
		e.Reason = reasonToken
		return e
	case errors.Is(err, ErrNotFound):
		e.Reason = reasonUnknown
		return e
	case !errors.Is(err, ErrRefused) && !errors.Is(err, factor.ErrPasskey):
		return Event{} // it failed, which is no refusal
	}
	r, readErr := s.read(ctx, e.Account)
	switch last := e.Methods[len(e.Methods)-1]; {
	case readErr == nil && r.state() != Active:
		e.Reason = reasonState
	case readErr == nil && r.doc.Operator && last != ByPasskey:
		e.Reason = reasonMethod
	default:
		e.Reason = map[Method]string{ByTOTP: reasonCode, ByRecovery: reasonRecovery, ByPasskey: reasonPasskey, ByEntra: reasonUnlinked}[last]
	}
	return e
}

// answered is what whoever tried is told.
func answered(err error) error {
	switch {
	case errors.Is(err, ErrNotFound), errors.Is(err, factor.ErrPasskey):
		return ErrRefused
	case errors.Is(err, ErrRefused), errors.Is(err, ErrToken), errors.Is(err, factor.ErrCloned):
		return err
	}
	return fmt.Errorf("sign in: %w", err)
}
