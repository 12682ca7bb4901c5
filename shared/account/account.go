// Package account keeps the people who sign in: who they are, how they prove it,
// and their sessions. A person has one account however many tenants they work in;
// what they may do in a tenant is their membership, which is kept there.
//
// # Ways to sign in
//
//   - A passkey. The device verifies the person, so it is two factors by itself.
//   - A password and a second factor: a code of an authenticator app, a passkey or a
//     recovery code. A password alone opens nothing.
//   - An account at Entra that was linked before. Linking takes a session or an
//     invitation: an e-mail address that a token claims links nothing, or whoever
//     controls some tenant could name themselves after anybody.
//
// Operators sign in with a passkey alone and always keep one.
//
// # Life of an account
//
// An account begins invited. Whoever holds its invitation has a session that can set
// up ways to sign in and do nothing else; when one is complete the account is active.
// A locked account signs in nowhere until it is unlocked; a removed one is empty.
//
// # What others can find out
//
// Nothing: an e-mail address without an account is answered as one with a wrong
// password, after the same work, and a letter that is asked for is answered alike
// whether one is sent or not. Tries are limited by package throttle in the same way
// for both.
//
// # What is stored
//
// In the database people: accounts, in which everything personal is one sealed field;
// emails and identities, named by keyed hashes, each of which holds the name of its
// account and makes it the only one; sessions and tokens, named by the SHA-256 of 256
// random bits that only the person's browser or mailbox has. Every change of how a
// person signs in counts the account's epoch up, and a session or token of an earlier
// epoch is dead: that is how all other sessions end at once.
//
// Functions that change something return an Event for the audit trail; they write
// none themselves.
package account

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/account/internal/people"
	"vahti.ai/vahti/shared/account/password"
	"vahti.ai/vahti/shared/account/throttle"
	"vahti.ai/vahti/shared/store"
	stored "vahti.ai/vahti/shared/store/document"
)

// ID names an account. It is random and tells nothing of the person.
type ID string

// State is where an account is in its life.
type State string

// The states.
const (
	Invited State = "invited" // no complete way to sign in yet
	Active  State = stored.AccountActive
	Locked  State = "locked"  // by an operator
	Removed State = "removed" // nothing personal is left
)

// Validate refuses states that are none.
func (s State) Validate() error {
	switch s {
	case Invited, Active, Locked, Removed:
		return nil
	}
	return errors.New("the state of an account is none that is known")
}

// Account is a person who signs in.
type Account struct {
	ID       ID
	Email    string // normalised; letters go to this form alone
	Name     string
	Language string // "fi", "sv" or "en"
	State    State
	Operator bool // one of Vahti's own
	Created  time.Time

	// How the person can sign in.
	Password      time.Time // when it was set; zero for none
	TOTP          time.Time // when the app was added; zero for none
	Passkeys      []Passkey
	RecoveryCodes int // left
	Identities    []Identity
}

// Passkey is one of an account's passkeys.
type Passkey struct {
	ID     string // among the account's
	Label  string // the person's name for it
	Added  time.Time
	Used   time.Time // zero for never
	Synced bool      // may be on several devices
}

// Identity is a person's account at Entra: tenant id and object id, both GUIDs.
type Identity struct {
	Tenant string `json:"tenant"`
	Object string `json:"object"`
}

// String keeps a person out of formatted errors.
func (a Account) String() string { return "[account " + string(a.ID) + "]" }

// GoString implements fmt.GoStringer for the same reason.
func (a Account) GoString() string { return a.String() }

// LogValue keeps what is personal out of logs.
func (a Account) LogValue() slog.Value {
	return slog.GroupValue(slog.String("account", string(a.ID)), slog.String("state", string(a.State)))
}

// String keeps an identity out of formatted errors.
func (Identity) String() string { return "[identity]" }

// GoString implements fmt.GoStringer for the same reason.
func (Identity) GoString() string { return "[identity]" }

// LogValue implements slog.LogValuer.
func (Identity) LogValue() slog.Value { return slog.StringValue("[identity]") }

// Why something is refused, in words for the person who asked.
var (
	ErrRefused   = errors.New("the e-mail address, the password or the code is not right")
	ErrNotFound  = errors.New("there is no such account")
	ErrExists    = errors.New("the e-mail address belongs to another account")
	ErrLinked    = errors.New("the Microsoft account is linked to another account already")
	ErrName      = errors.New("give a name of 1 to 200 characters")
	ErrLanguage  = errors.New("choose Finnish, Swedish or English")
	ErrSession   = errors.New("sign in to go on")
	ErrStale     = errors.New("sign in again to change this")
	ErrToken     = errors.New("the link or the step is not valid any more; begin again")
	ErrLast      = errors.New("this cannot be removed: the account would be left without a safe way to sign in")
	ErrPasskey   = errors.New("an operator needs a passkey")
	ErrNoFactor  = errors.New("there is no such passkey, app or link")
	ErrTooMany   = errors.New("an account has at most 20 passkeys and 10 linked Microsoft accounts")
	ErrLabel     = errors.New("give the passkey a name of 1 to 100 characters")
	ErrCurrent   = errors.New("the current password is not right")
	ErrCondition = errors.New("this cannot be done to an account in its present state")
	ErrWait      = errors.New("there were too many tries; wait before the next one")
)

// WaitError is ErrWait with how long to wait.
type WaitError struct{ After time.Duration }

// Error implements error.
func (e *WaitError) Error() string {
	return fmt.Sprintf("there were too many tries; wait %v before the next one", e.After.Round(time.Second))
}

// Is makes it an ErrWait.
func (e *WaitError) Is(target error) bool { return target == ErrWait }

// Store keeps accounts.
type Store struct {
	whole    *store.DB
	db       people.DB
	limits   *throttle.Limiter
	hasher   *password.Hasher
	passkeys *factor.Passkeys
	service  string
	now      func() time.Time
}

// Settings are what a Store needs besides the database.
type Settings struct {
	Hasher *password.Hasher
	Site   factor.Site
}

// Open returns the accounts in a database. now is the clock, time.Now in production.
func Open(db *store.DB, s Settings, now func() time.Time) (*Store, error) {
	d, err := people.Of(db)
	if err != nil {
		return nil, err
	}
	limits, err := throttle.New(db, now)
	if err != nil {
		return nil, err
	}
	passkeys, err := factor.NewPasskeys(s.Site)
	if err != nil {
		return nil, err
	}
	return &Store{whole: db, db: d, limits: limits, hasher: s.Hasher, passkeys: passkeys, service: s.Site.Name, now: now}, nil
}

// From is from where somebody comes.
type From struct {
	Address string // network address
	Agent   string // what the browser says it is
	// Session is the one the person has already, if any: it ends when another begins.
	Session Token
}

// String keeps a person out of formatted errors.
func (From) String() string { return "[from]" }

// GoString implements fmt.GoStringer for the same reason.
func (From) GoString() string { return "[from]" }

// LogValue implements slog.LogValuer.
func (From) LogValue() slog.Value { return slog.StringValue("[from]") }

// allow counts a try, or returns a WaitError.
func (s *Store) allow(ctx context.Context, keys ...throttle.Key) error {
	wait, _, err := s.limits.Allow(ctx, keys...)
	if err != nil {
		return err
	}
	if wait > 0 {
		return &WaitError{After: wait}
	}
	return nil
}
