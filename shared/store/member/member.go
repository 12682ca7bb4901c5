// Package member keeps who belongs to a tenant: persons, each by an account, and
// partner organisations, whose own people act in the tenant. Members are invited
// by e-mail, have a role, are suspended and removed; once a year the owners
// confirm them, and those who are not confirmed are suspended. A tenant never
// loses its last owner. Each step is one transaction that also holds its entry of
// the audit trail.
//
// Of answers what an account may do in a tenant. It is the only authority: every
// step here asks the same documents again within its transaction, so a role that
// was taken a moment ago gives nothing.
package member

import (
	"errors"
	"log/slog"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"vahti.ai/vahti/shared/internal/email"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// Why a wish is refused, in words for the person who has it.
var (
	ErrNotFound     = errors.New("there is no such tenant")
	ErrNone         = errors.New("there is no such member")
	ErrForbidden    = errors.New("your role does not allow this")
	ErrEmail        = errors.New("give an e-mail address of at most 254 characters")
	ErrName         = errors.New("give a name of 1 to 200 characters")
	ErrLanguage     = errors.New("choose en, fi or sv as the language")
	ErrRole         = errors.New("choose one of the roles owner, admin, analyst and auditor")
	ErrPartnerRole  = errors.New("a partner organisation can be admin, analyst or auditor")
	ErrMember       = errors.New("this person is a member already")
	ErrEngaged      = errors.New("this organisation is a member already; change its role or restore it instead")
	ErrFounded      = errors.New("the tenant has an owner already")
	ErrInvitation   = errors.New("the invitation is not valid, or not any more; ask for a new one")
	ErrNoInvitation = errors.New("there is no such open invitation")
	ErrOtherPerson  = errors.New("the invitation is for another e-mail address than your account's")
	ErrLastOwner    = errors.New("a tenant keeps at least one owner; make somebody else an owner first")
	ErrRaise        = errors.New("nobody can give himself a higher role")
	ErrSelf         = errors.New("nobody can suspend or restore himself")
	ErrAccount      = errors.New("the account is not named")
	ErrNoReview     = errors.New("there is no review to confirm members in")
	ErrTooMany      = errors.New("confirm at most 100 members at a time")
	ErrChanged      = errors.New("the member was changed meanwhile; read it again")
	ErrCursor       = errors.New("the page asked for does not exist")
)

// State is where a membership stands.
type State string

// The states of a membership. A removed member is kept for a while so that the
// trail can be understood.
const (
	Active    State = "active"
	Suspended State = "suspended"
	Removed   State = "removed"
)

// Kind is what a member is.
type Kind string

// The kinds of members.
const (
	Person       Kind = "person"
	Organisation Kind = "organisation"
)

// Member is one member of a tenant.
type Member struct {
	ID    string // the account's, or "org-" and the organisation's
	Kind  Kind
	State State
	Role  tenant.Role
	Email string // empty for an organisation
	Name  string
	// InvitedBy is the sign-in name of who invited the member; empty for Vahti.
	InvitedBy string
	Since     time.Time // when the membership began
	Confirmed time.Time // in the last review, or Since
	Changed   time.Time // when it was changed last
	Version   int       // rises with each change
}

// Organisation returns the ID of the partner organisation that the member is; false for
// a person.
func (m Member) Organisation() (id string, ok bool) {
	if m.Kind != Organisation {
		return "", false
	}
	return strings.CutPrefix(m.ID, prefix)
}

// String keeps a member out of formatted errors.
func (Member) String() string { return "[member]" }

// GoString implements fmt.GoStringer for the same reason.
func (Member) GoString() string { return "[member]" }

// LogValue implements slog.LogValuer.
func (m Member) LogValue() slog.Value {
	return slog.GroupValue(slog.String("id", m.ID), slog.String("role", string(m.Role)), slog.String("state", string(m.State)))
}

// Account is a person who signs in, as the accounts have it. Its e-mail address
// must have been verified.
type Account struct {
	ID, Email, Name string
}

// String keeps an account out of formatted errors.
func (Account) String() string { return "[account]" }

// GoString implements fmt.GoStringer for the same reason.
func (Account) GoString() string { return "[account]" }

// LogValue implements slog.LogValuer.
func (a Account) LogValue() slog.Value { return slog.StringValue(a.ID) }

// Standing is what a person is in a partner organisation.
type Standing struct {
	Organisation string
	Manager      bool // otherwise staff
}

// most is the highest role in which a person can act for an organisation: its
// managers as admins, its staff as analysts.
func (s Standing) most() tenant.Role {
	if s.Manager {
		return tenant.Admin
	}
	return tenant.Analyst
}

// Actor is who does something, and from where.
type Actor struct {
	Account string
	// Via is the organisation for which the person acts; zero where the person acts
	// by a membership of his own.
	Via Standing
	// Key is the ID of the API key by which a script acts, which has no account; empty
	// for a person. A script changes what Authorize lets it, and no members.
	Key string
	// Service says that Vahti itself acts, or an operator of it, who can give a
	// tenant its first owner and nothing else.
	Service bool
	Name    string // by which the person signs in; empty for Vahti itself
	Address string // network address
}

// String keeps an actor out of formatted errors.
func (Actor) String() string { return "[actor]" }

// GoString implements fmt.GoStringer for the same reason.
func (Actor) GoString() string { return "[actor]" }

// LogValue implements slog.LogValuer.
func (Actor) LogValue() slog.Value { return slog.StringValue("[actor]") }

// Kind is what the audit trail calls the actor.
func (a Actor) Kind() trail.Kind {
	switch {
	case a.Key != "":
		return trail.Key
	case !a.Service:
		return trail.Member
	case a.Name != "":
		return trail.Operator
	}
	return "" // Vahti itself
}

// ID is the actor's account, or the API key by its ID.
func (a Actor) ID() string {
	if a.Key != "" {
		return a.Key
	}
	return a.Account
}

// Who is the actor as the audit trail tells of one.
func (a Actor) Who() trail.Who {
	return trail.Who{By: a.Kind(), Name: a.Name, Account: a.ID(), Address: a.Address}
}

// member is the name of the membership by which the actor acts.
func (a Actor) member() string {
	if a.Via.Organisation != "" {
		return partner(a.Via.Organisation)
	}
	return a.Account
}

// prefix begins the name of an organisation's membership.
const prefix = "org-"

// partner is the name of an organisation's membership.
func partner(organisation string) string { return prefix + organisation }

// named reports whether an ID can be an account's. One that looks like an
// organisation's membership cannot.
func named(account string) bool {
	return handle.Named(account) && len(account) <= maxID && !strings.HasPrefix(account, prefix)
}

// maxID is how many bytes the ID of an account or of an organisation has at most.
const maxID = 128

// Email returns an e-mail address in the one form in which accounts have it. Another
// is none of an account, so that nobody could accept an invitation to it.
func Email(text string) (string, error) {
	normal, err := email.Normal(text)
	if err != nil {
		return "", ErrEmail
	}
	return normal, nil
}

// name returns a name without spaces around it.
func name(text string) (string, error) {
	text = strings.TrimSpace(text)
	if n := utf8.RuneCountInString(text); n == 0 || n > 200 || !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
		return "", ErrName
	}
	return text, nil
}
