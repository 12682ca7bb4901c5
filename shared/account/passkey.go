package account

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/account/throttle"
)

// asked is what is kept of a passkey that was asked for.
type asked struct {
	State   factor.State `json:"state"`
	Attempt string       `json:"attempt,omitempty"` // the attempt it goes on with
}

// AskPasskey asks a browser for a passkey: as the second factor of an attempt, or, with
// an empty attempt, by itself. options are for navigator.credentials.get.
func (s *Store) AskPasskey(ctx context.Context, attempt Token, from From) (options json.RawMessage, ceremony Token, err error) {
	if err := s.allow(ctx, throttle.Key{Kind: throttle.Ceremony, Of: from.Address}); err != nil {
		return nil, "", err
	}
	var r *record
	var owner *factor.Owner
	if attempt != "" {
		var a attempted
		t, err := s.look(ctx, attempt, forAttempt, &a)
		if err != nil {
			return nil, "", err
		}
		if r, err = s.read(ctx, t.account()); err != nil {
			return nil, "", err
		}
		if len(r.Passkeys) == 0 {
			return nil, "", ErrNoFactor
		}
		o := r.owner()
		owner = &o
	}
	options, state, err := s.passkeys.Ask(owner)
	if err != nil {
		return nil, "", err
	}
	ceremony, err = s.issue(ctx, forSignIn, r, asked{state, string(attempt)})
	return options, ceremony, err
}

// Passkey signs in with what a browser answered to AskPasskey. factor.ErrCloned means
// that the passkey was copied.
func (s *Store) Passkey(ctx context.Context, ceremony Token, response []byte, from From) (SignIn, Event, error) {
	refused := Event{Kind: SignInRefused, Address: from.Address, Methods: []Method{ByPasskey}}
	limits := []throttle.Key{{Kind: throttle.Address, Of: from.Address}}
	if err := s.allow(ctx, limits...); err != nil {
		refused.Reason = reasonThrottled
		return SignIn{}, refused, err
	}
	var c asked
	t, err := s.look(ctx, ceremony, forSignIn, &c)
	if err != nil {
		refused.Reason = reasonToken
		return SignIn{}, refused, err
	}
	answer, err := factor.ParseResponse(response)
	if err != nil {
		refused.Account, refused.Reason = t.account(), reasonPasskey
		return SignIn{}, refused, ErrRefused
	}
	id, methods := t.account(), []Method{ByPasskey}
	if c.Attempt != "" {
		methods = []Method{ByPassword, ByPasskey}
		var a attempted
		if _, err := s.look(ctx, Token(c.Attempt), forAttempt, &a); err == nil {
			limits = append(limits, a.keys()...)
		}
	} else {
		id = ID(answer.Handle())
	}
	refused.Account, refused.Methods = known(id), methods
	return s.signIn(ctx, id, methods, from, limits, refused, func(w *work) error {
		if err := s.use(ctx, w, ceremony, forSignIn, &c); err != nil {
			return err
		}
		if c.Attempt != "" {
			var a attempted
			if err := s.use(ctx, w, Token(c.Attempt), forAttempt, &a); err != nil {
				return err
			}
		}
		used, err := s.passkeys.Verify(w.record.owner(), c.State, answer)
		if err != nil {
			return err
		}
		for i, p := range w.record.Passkeys {
			if slices.Equal(p.Passkey.ID(), used.ID()) {
				w.record.Passkeys[i].Passkey, w.record.Passkeys[i].Used = used, w.now.UTC()
			}
		}
		return nil
	})
}

// known is an account's name that came from outside, or nothing where it cannot be one.
func known(id ID) ID {
	if len(id) != len(newID()) || strings.Trim(string(id), "abcdefghijklmnopqrstuvwxyz234567") != "" {
		return ""
	}
	return id
}
