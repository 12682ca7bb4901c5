package signin

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/store/trail"
)

// actionOf is how the audit trail names what happened to an account.
func actionOf(k account.Kind) trail.Action {
	switch k {
	case account.Created:
		return trail.AccountCreated
	case account.EnrolmentBegan:
		return trail.EnrolmentBegan
	case account.SignedIn:
		return trail.SignInSucceeded
	case account.SignInRefused:
		return trail.SignInFailed
	case account.PasswordPassed:
		return trail.SignInContinued
	case account.SignedOut:
		return trail.SignInEnded
	case account.SessionEnded, account.SessionsEnded:
		return trail.SessionRevoked
	case account.PasswordSet:
		return trail.PasswordChanged
	case account.ResetAsked:
		return trail.ResetAsked
	case account.AppAdded, account.PasskeyAdded, account.RecoveryMade:
		return trail.FactorAdded
	case account.PasswordRemoved:
		return trail.PasswordRemoved
	case account.AppRemoved, account.PasskeyRemoved, account.RecoveryRemoved, account.Reenrolled:
		return trail.FactorRemoved
	case account.PasskeyCopied:
		return trail.FactorCopied
	case account.Linked:
		return trail.AccountLinked
	case account.Unlinked:
		return trail.AccountUnlinked
	case account.EmailAsked:
		return trail.AddressAsked
	case account.WasLocked:
		return trail.AccountLocked
	case account.WasUnlocked:
		return trail.AccountUnlocked
	case account.WasRemoved:
		return trail.AccountRemoved
	case account.MadeOperator:
		return trail.OperatorAdded
	case account.MadeMember:
		return trail.OperatorRemoved
	}
	return trail.AccountChanged
}

// tell writes what happened to an account into the service's audit trail. who is the
// account's person where it is known who acted; an event that says nothing is none.
func (s *site) tell(ctx context.Context, e account.Event, who account.Account) error {
	if e.Kind == "" {
		return nil
	}
	return s.entry(ctx, actionOf(e.Kind), e, who)
}

// entry writes an event under an action of its own.
func (s *site) entry(ctx context.Context, action trail.Action, e account.Event, who account.Account) error {
	out, err := s.entryOf(action, e, who)
	if err != nil {
		return err
	}
	return trail.Service(s.db).Add(ctx, out.At.Format("20060102T150405.000000000Z")+"-"+rand.Text(), out)
}

// tellCreated writes that there is an account now, under a name made of it: a repeat is
// the same entry.
func (s *site) tellCreated(ctx context.Context, e account.Event, a account.Account) error {
	out, err := s.entryOf(actionOf(e.Kind), e, a)
	if err != nil {
		return err
	}
	out.At = a.Created.UTC()
	return trail.Service(s.db).Add(ctx, "account-created-"+string(a.ID), out)
}

// entryOf is an event as the audit trail tells it.
func (s *site) entryOf(action trail.Action, e account.Event, who account.Account) (trail.Entry, error) {
	out := trail.Entry{At: s.now().UTC(), Actor: who.Email, Account: string(e.Account), Address: e.Address, Action: action, Reason: e.Reason}
	switch {
	case who.Operator:
		out.By = trail.Operator
	case who.ID != "":
		out.By = trail.Member
	}
	if e.Account != "" {
		out.Target = "accounts/" + string(e.Account)
	}
	what := map[string]any{"event": e.Kind}
	if len(e.Methods) > 0 {
		what["methods"] = e.Methods
	}
	var err error
	if e.NewEmail != "" {
		what["email"] = e.NewEmail
		if out.Before, err = json.Marshal(map[string]string{"email": e.Email}); err != nil {
			return out, fmt.Errorf("write audit trail: %w", err)
		}
	}
	if out.After, err = json.Marshal(what); err != nil {
		return out, fmt.Errorf("write audit trail: %w", err)
	}
	return out, nil
}

// refused writes a try that was refused: into the service's book, and where it was at
// an account, into those of its tenants. Who keeps on trying must not fill the trail:
// tries that were not looked at are one entry a minute and address.
func (s *site) refused(ctx context.Context, e account.Event, why error) error {
	action := trail.SignInFailed
	if errors.Is(why, account.ErrWait) && e.Kind != "" {
		action = trail.SignInThrottled
		if err := s.once(ctx, action, e); err != nil {
			return err
		}
	} else if err := s.tell(ctx, e, account.Account{}); err != nil {
		return err
	}
	if e.Kind != "" && e.Account != "" {
		s.tellRefused(ctx, action, e)
	}
	return nil
}

// once writes an event that stands in the trail once a minute and address.
func (s *site) once(ctx context.Context, action trail.Action, e account.Event) error {
	key, err := s.cookies.Key(ctx)
	if err != nil {
		return err
	}
	entry := trail.Entry{At: s.now().UTC(), Account: string(e.Account), Address: e.Address, Action: action, Reason: e.Reason}
	return trail.Service(s.db).Add(ctx, s.minutely(action, key.Hash("once", e.Address, string(e.Account))), entry)
}

// minutely is the name of an entry that stands in a book once a minute for whoever it
// is about.
func (s *site) minutely(action trail.Action, about string) string {
	return s.now().UTC().Format("20060102T1504Z") + "-" + strings.ReplaceAll(string(action), ".", "-") + "-" + about
}
