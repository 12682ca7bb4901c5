// Package gate says who a request comes from and lets it into a tenant, or not.
// Whoever is let in gets the handle of that tenant alone: what a route may do
// follows from its row in a table of routes and from the role of whoever asks.
//
// Who asks is a person with a session, which a sealed cookie names; a person with
// an access token of Entra; or a script with a key of one tenant. A person enters a
// tenant by a membership of their own or of a partner organisation; an operator of
// Vahti, who is a member of none, by a grant for support, and each view under it is
// in the audit trail before it happens. To whoever may not enter a tenant it answers
// as one that does not exist. Who asks for more than they may is in the audit trail too,
// bounded so that nobody can fill it.
package gate

import (
	"errors"
	"log/slog"
	"sync"
	"time"

	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

// Why a request is not let through.
var (
	// ErrUnknown means that the request does not say who it comes from, in a way
	// that holds. Which rule it broke is not told.
	ErrUnknown = errors.New("nobody is signed in")
	// ErrNotFound means that there is no such tenant, or none for whoever asks.
	ErrNotFound = errors.New("there is no such tenant")
	// ErrForbidden means that the role of whoever asks does not allow it.
	ErrForbidden = errors.New("your role does not allow this")
	// ErrStepUp means that the person has to prove again who they are.
	ErrStepUp = errors.New("sign in again to do this")
)

// Way is how whoever asks has proved who they are.
type Way string

// The ways.
const (
	BySession Way = "session"
	ByToken   Way = "token" // of Entra
	ByKey     Way = "key"   // of one tenant, for scripts
)

// Principal is who a request comes from. Handlers take it as a parameter and keep
// it nowhere.
type Principal struct {
	Way      Way
	Account  string // ID of a person's account; empty for a script
	Name     string // by which the person signs in, or the key's name
	Address  string // network address; empty where it is not told
	Language string // the person's own, "fi", "sv" or "en"; empty for a script
	Session  string // names the session, and is of no use to open it
	Operator bool   // of Vahti
	// Standings are what the person is in partner organisations.
	Standings []member.Standing
	// Proved is when the person last proved who they are.
	Proved time.Time

	key *keyed
}

// used remembers which entries of the audit trail were written that stand there once an
// hour or day, so that not every request asks for them.
type used struct {
	mu    sync.Mutex
	names map[string]bool
}

// mostUsed is how many are remembered; when there are more, all are told again, which
// changes nothing.
const mostUsed = 10_000

// first reports whether an entry was not told by this instance yet.
func (u *used) first(name string) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.names == nil || len(u.names) >= mostUsed {
		u.names = map[string]bool{}
	}
	if u.names[name] {
		return false
	}
	u.names[name] = true
	return true
}

// forget has an entry told again, because it could not be.
func (u *used) forget(name string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.names, name)
}

// makers remembers for which keys it was found lately that whoever made them may do
// what they carry.
type makers struct {
	mu    sync.Mutex
	found map[string]time.Time // by tenant and key
}

// fresh reports whether that was found for a key within coveredFor.
func (m *makers) fresh(name string, now time.Time) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	at, ok := m.found[name]
	return ok && now.Sub(at).Abs() < coveredFor
}

// keep remembers a key. When there are too many, all are asked for again.
func (m *makers) keep(name string, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.found == nil || len(m.found) >= mostUsed {
		m.found = map[string]time.Time{}
	}
	m.found[name] = now
}

// keyed is what a key for scripts opens.
type keyed struct {
	tenant      tenant.ID
	state       tenant.State
	id          string
	permissions []tenant.Permission
}

// String, GoString and LogValue keep a principal out of logs and errors.
func (Principal) String() string { return "[principal]" }

// GoString implements fmt.GoStringer.
func (p Principal) GoString() string { return p.String() }

// LogValue implements slog.LogValuer.
func (p Principal) LogValue() slog.Value { return slog.StringValue(p.String()) }

// KeyID is the ID of the key for scripts by which the request comes; false for others.
func (p Principal) KeyID() (string, bool) {
	if p.key == nil {
		return "", false
	}
	return p.key.id, true
}

// Actor is the principal as those packages know it that write what people do.
func (p Principal) Actor() member.Actor {
	a := member.Actor{Account: p.Account, Name: p.Name, Address: p.Address}
	a.Key, _ = p.KeyID()
	return a
}

// Entry is a tenant that a principal was let into, for one request.
type Entry struct {
	Tenant *store.Tenant
	State  tenant.State
	// Role is the person's; empty for a script and for an operator.
	Role tenant.Role
	// Via is the partner organisation for which the person acts; zero for none.
	Via member.Standing
	// Grant is the grant under which an operator looks; empty for others.
	Grant string

	allowed func(tenant.Permission) bool
}

// Allows reports whether the entry has a further permission, such as for a control
// on a page. What a request does is asked of Enter.
func (e Entry) Allows(p tenant.Permission) bool { return e.allowed != nil && e.allowed(p) }
