// Package trail is the audit trail: who did what to a tenant's data, when and from
// where, and what concerns the people who sign in and the service itself. It lies
// in a database of its own, in which functions may create and read and nothing
// else.
//
// A [Book] is one trail. What goes with another write is told by a [Draft]: the
// entry is written beside what it tells of, in the same transaction, and then moved
// into the trail under the same name, since a transaction covers one database. What
// goes with no other write is told by [Book.Add]. Either may be repeated.
//
// [Book.Seal] makes a chain of the entries that have arrived: each link holds a
// digest of every entry it covers and of the link before, under the owner's key.
// [Book.Verify] tells which entry or link was removed, changed or put in later.
// [Book.Expire] removes what is older than a year and leaves a link that says so.
package trail

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store/document"
)

// Why an entry is refused.
var (
	ErrName  = errors.New("an entry of the audit trail has a name that cannot be stored")
	ErrEmpty = errors.New("an entry of the audit trail says what was done and when")
	ErrLarge = errors.New("what an entry of the audit trail tells is too large")
)

// Kind is what an actor is.
type Kind string

// The kinds of actors. An actor of no kind is Vahti itself.
const (
	Member   Kind = "member"   // a person with a role in the tenant, or a partner's
	Operator Kind = "operator" // a person of Vahti's own
	Key      Kind = "key"      // a program with an API key
)

// Who is who does something, and from where; the zero value is Vahti itself.
type Who struct {
	By      Kind
	Name    string // a person's sign-in name or an API key's
	Account string // the person's account or the API key, by its ID
	Address string // network address
}

// String keeps who it is out of formatted errors.
func (Who) String() string { return "[actor]" }

// GoString implements fmt.GoStringer for the same reason.
func (Who) GoString() string { return "[actor]" }

// LogValue implements slog.LogValuer.
func (Who) LogValue() slog.Value { return slog.StringValue("[actor]") }

// Entry completes an entry with who did what it tells of.
func (w Who) Entry(e Entry) Entry {
	e.By, e.Actor, e.Account, e.Address = w.By, w.Name, w.Account, w.Address
	return e
}

// Entry is one entry of the trail. All but At, Action and Target is sealed where
// it is stored.
type Entry struct {
	At      time.Time // wall clock
	By      Kind
	Actor   string // a person's sign-in name or an API key's; empty for Vahti itself
	Account string // the person's account or the API key, by its ID
	Address string // from where the actor came
	Action  Action
	// Target is the path below the tenant of what it was done to, such as
	// "exceptions/x". It is stored in plain and so names nobody.
	Target string
	// Grant is the support grant under which it was done, with what the grant says
	// it is for; empty otherwise. Reason alone may stand with other actions.
	Grant   string
	Purpose string
	Reason  string
	Before  json.RawMessage // what it was; null where there was nothing
	After   json.RawMessage // what it became
}

// String keeps an entry out of formatted errors.
func (e Entry) String() string { return fmt.Sprintf("[%s]", e.Action) }

// Format implements fmt.Formatter for the same reason, whatever verb prints it.
func (e Entry) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, e.String()) }

// MarshalJSON keeps an entry out of whatever holds it and is printed as JSON. What
// people read has a form of its own.
func (e Entry) MarshalJSON() ([]byte, error) { return json.Marshal(e.String()) }

// LogValue keeps what is personal out of logs.
func (e Entry) LogValue() slog.Value {
	return slog.GroupValue(slog.String("action", string(e.Action)), slog.String("target", e.Target))
}

// sealedEntry is the part of an entry that is personal.
type sealedEntry struct {
	By      Kind            `json:"by,omitempty"`
	Actor   string          `json:"actor,omitempty"`
	Account string          `json:"account,omitempty"`
	Address string          `json:"address,omitempty"`
	Grant   string          `json:"grant,omitempty"`
	Purpose string          `json:"purpose,omitempty"`
	Reason  string          `json:"reason,omitempty"`
	Before  json.RawMessage `json:"before,omitempty"`
	After   json.RawMessage `json:"after,omitempty"`
}

// stored returns an entry as it is stored; tenant is empty for the service's own.
func stored(tenant string, key *seal.Key, name string, e Entry) (document.Trail, error) {
	switch {
	case !handle.Named(name):
		return document.Trail{}, ErrName
	case e.At.IsZero() || e.Action == "":
		return document.Trail{}, ErrEmpty
	}
	plain, err := json.Marshal(sealedEntry{e.By, e.Actor, e.Account, e.Address, e.Grant, e.Purpose, e.Reason, e.Before, e.After})
	if err != nil { // the encoder quotes what it could not read
		return document.Trail{}, errForm
	}
	if len(plain) > document.MaxSealed {
		return document.Trail{}, ErrLarge
	}
	sealed, err := key.Seal(plain, place(name))
	if err != nil {
		return document.Trail{}, fmt.Errorf("audit trail: %w", err)
	}
	return document.Trail{Tenant: tenant, At: e.At, Action: string(e.Action), Target: e.Target, Sealed: sealed}, nil
}

// opened returns an entry from how it is stored. Its error does not say what is
// sealed.
func opened(key *seal.Key, name string, d document.Trail) (Entry, error) {
	plain, err := key.Open(d.Sealed, place(name))
	if err != nil {
		return Entry{}, fmt.Errorf("read audit trail: %w", err)
	}
	var s sealedEntry
	if json.Unmarshal(plain, &s) != nil {
		return Entry{}, errForm
	}
	return Entry{At: d.At.UTC(), By: s.By, Actor: s.Actor, Account: s.Account, Address: s.Address, Action: Action(d.Action), Target: d.Target,
		Grant: s.Grant, Purpose: s.Purpose, Reason: s.Reason, Before: s.Before, After: s.After}, nil
}

func place(name string) string { return "trail/" + name }

// Draft is an entry ready to be written beside what it tells of.
type Draft struct {
	ref *firestore.DocumentRef
	doc document.Trail
}

// NewDraft seals an entry under a name that is its own among the tenant's: an
// entry of the same name is the same entry.
func NewDraft(t handle.Tenant, key *seal.Key, name string, e Entry) (Draft, error) {
	d, err := stored(handle.ID(t).String(), key, name, e)
	if err != nil {
		return Draft{}, err
	}
	return Draft{handle.Doc(t).Collection("trail").Doc(name), d}, nil
}

// NewServiceDraft is NewDraft for what is written in the people database and
// concerns no tenant; key is that of the people who sign in.
func NewServiceDraft(db handle.DB, key *seal.Key, name string, e Entry) (Draft, error) {
	people := handle.People(db)
	if people == nil {
		return Draft{}, errors.New("this function has no people database")
	}
	d, err := stored("", key, name, e)
	if err != nil {
		return Draft{}, err
	}
	return Draft{people.Collection("trail").Doc(name), d}, nil
}

// Create writes the entry within the transaction that does what it tells of.
func (d Draft) Create(tx *firestore.Transaction) error { return tx.Create(d.ref, d.doc) }
