package account

import (
	"fmt"
	"log/slog"
)

// Kind is what happened to an account, as the audit trail names it.
type Kind string

// The kinds.
const (
	Created         Kind = "account.created"
	EnrolmentBegan  Kind = "account.enrolment-began"
	SignedIn        Kind = "account.signed-in"
	SignInRefused   Kind = "account.sign-in-refused"
	PasswordPassed  Kind = "account.password-passed" // a second factor is still asked for
	SignedOut       Kind = "account.signed-out"
	SessionEnded    Kind = "account.session-ended"
	SessionsEnded   Kind = "account.sessions-ended"
	PasswordSet     Kind = "account.password-set"
	PasswordRemoved Kind = "account.password-removed"
	ResetAsked      Kind = "account.reset-asked"
	AppAdded        Kind = "account.app-added"
	AppRemoved      Kind = "account.app-removed"
	PasskeyAdded    Kind = "account.passkey-added"
	PasskeyRemoved  Kind = "account.passkey-removed"
	PasskeyCopied   Kind = "account.passkey-copied" // a second device with the same key
	RecoveryMade    Kind = "account.recovery-codes-made"
	RecoveryRemoved Kind = "account.recovery-codes-removed"
	Linked          Kind = "account.linked"
	Unlinked        Kind = "account.unlinked"
	EmailAsked      Kind = "account.email-change-asked"
	EmailChanged    Kind = "account.email-changed"
	ProfileChanged  Kind = "account.profile-changed"
	WasLocked       Kind = "account.locked"
	WasUnlocked     Kind = "account.unlocked"
	WasRemoved      Kind = "account.removed"
	Reenrolled      Kind = "account.reenrolled"
	MadeOperator    Kind = "account.made-operator"
	MadeMember      Kind = "account.made-member" // an operator no more
)

// Event is what to write into the audit trail. A refused one has a reason and may
// have no account.
type Event struct {
	Kind    Kind
	Account ID
	Address string   // from where
	Methods []Method // how the person signed in
	// Email is the account's address before and after, or the one that it may get, where
	// that changes.
	Email, NewEmail string
	// Reason is why something was refused: one of the package's own texts, for those
	// who read the trail and never for whoever tried.
	Reason string
}

// String keeps the addresses out of formatted errors.
func (e Event) String() string { return fmt.Sprintf("[%s %s]", e.Kind, e.Account) }

// GoString implements fmt.GoStringer for the same reason.
func (e Event) GoString() string { return e.String() }

// LogValue keeps the address out of logs.
func (e Event) LogValue() slog.Value {
	return slog.GroupValue(slog.String("kind", string(e.Kind)), slog.String("account", string(e.Account)), slog.String("reason", e.Reason))
}

// The reasons of refusals.
const (
	reasonThrottled = "too many tries"
	reasonUnknown   = "no account of that e-mail address"
	reasonPassword  = "wrong password, or none set"
	reasonState     = "the account is not active"
	reasonCode      = "wrong or used code"
	reasonRecovery  = "wrong or used recovery code"
	reasonPasskey   = "the passkey was not verified"
	reasonCopied    = "the passkey's counter went back"
	reasonToken     = "an expired or used step"
	reasonMethod    = "not a way in which an operator signs in"
	reasonUnlinked  = "no account is linked to that identity"
)
