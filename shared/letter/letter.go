// Package letter keeps the letters that Vahti sends to people until they are sent:
// invitations, links to set a password, notices. A letter is written in the
// reader's language and says no more than that there is something to see: findings
// and the names of a tenant's people stand behind the sign-in.
//
// Letters lie in the people database, sealed with the people's key, so that neither
// an address nor the link of a letter can be read anywhere on its way to whoever
// sends it.
package letter

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"strings"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/iterator"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

// Kind is what a letter is about.
type Kind string

// The kinds.
const (
	Invitation    Kind = "invitation"      // to belong to a tenant; Link accepts
	Partner       Kind = "partner"         // to work for a partner organisation, which Tenant names; Link accepts
	Reset         Kind = "reset"           // Link sets a new password
	VerifyEmail   Kind = "verify-email"    // Link proves that the address is the person's
	AccountChange Kind = "account-change"  // a way to sign in was added or removed
	SignInBlocked Kind = "sign-in-blocked" // too many tries to sign in
	ReviewOpened  Kind = "review-opened"   // an owner is to confirm who belongs to the tenant
	SupportAsked  Kind = "support-asked"   // an operator asks for access
	SupportBegan  Kind = "support-began"   // an operator has access
	ConsentLost   Kind = "consent-lost"    // Microsoft gives Vahti no access any more
)

// Letter is one letter to one person.
type Letter struct {
	// Name is the letter's own: a letter of the same name is the same letter.
	Name string
	Kind Kind
	To   string // e-mail address
	// Language is "fi", "sv" or "en"; anything else is English. Where a Reader is named and
	// nothing is listed, the letter is sent in the language of the reader's account, and
	// this one is for who has none.
	Language string
	// Tenant is the name of the customer it is about, By who caused it, as the reader
	// knows them. Both are empty for kinds that tell nothing of them.
	Tenant string
	By     string
	// Lines are what a letter lists between its sentences and its link, each a line of
	// its own, without a name of anybody.
	Lines []string `json:",omitempty"`
	// Link is where to go on, with the token that only its reader may have.
	Link string
	// Until is when the link ends, or what the letter tells of; zero for neither.
	Until time.Time
	// Count and Sections are what a letter about findings tells: titles of checks and
	// severities, never names of people or things.
	Count    int       `json:",omitzero"`
	Sections []Section `json:",omitempty"`
	// Of is the ID, as text, of the customer whose people hear of it when the letter
	// comes back, and Reader the account that may turn the kind off; both are empty for
	// a letter that is about no customer.
	Of     string `json:",omitempty"`
	Reader string `json:",omitempty"`
	// Partner says that the reader acts in the tenant for a partner organisation.
	Partner bool `json:",omitempty"`
	// Critical says that it tells of a critical finding, which quiet hours may not hold.
	Critical bool `json:",omitempty"`
	// Hold is before when the letter is not sent; zero for at once.
	Hold time.Time `json:",omitzero"`
	// Unsubscribe is the address that turns the kind off for the reader. Whoever sends
	// the letter adds it.
	Unsubscribe string `json:"-"`
}

// String, GoString and LogValue keep letters out of logs and errors.
func (Letter) String() string { return "[letter]" }

// GoString implements fmt.GoStringer.
func (l Letter) GoString() string { return l.String() }

// LogValue implements slog.LogValuer.
func (l Letter) LogValue() slog.Value { return slog.StringValue(string(l.Kind)) }

// Errors of Put, in words for whoever caused the letter.
var (
	ErrName    = errors.New("a letter has no usable name")
	ErrKind    = errors.New("a letter is of no known kind")
	ErrAddress = errors.New("a letter has no address")
	ErrLacks   = errors.New("a letter lacks something that its kind tells")
)

// waiting is letters/{name}: a letter that waits, and once it was sent or given up
// what is left of it, so that a letter of the same name is never sent again.
type waiting struct {
	Kind   string     `firestore:"kind"`
	At     *time.Time `firestore:"at,omitempty"`     // while it waits
	Sealed []byte     `firestore:"sealed,omitempty"` // while it waits
	// Reference is what Postmark knows the letter by, a keyed hash of its name.
	Reference string `firestore:"reference"`
	Tenant    string `firestore:"tenant,omitempty"`
	// Due is when it is looked at next; missing once it was sent or given up.
	Due   *time.Time `firestore:"due,omitempty"`
	Tries int        `firestore:"tries"`
	// Claim is drawn anew for each try and stays while what came of it is not known.
	Claim   string     `firestore:"claim,omitempty"`
	Sent    *time.Time `firestore:"sent,omitempty"`
	Receipt string     `firestore:"receipt,omitempty"` // Postmark's name for it
	Refused string     `firestore:"refused,omitempty"` // why it is not sent
	// Delivered is when the reader's server took it, as Postmark says.
	Delivered *time.Time `firestore:"delivered,omitempty"`
	// Expires is when Firestore removes what is left.
	Expires *time.Time `firestore:"expires,omitempty"`
}

func place(name string) string { return "letters/" + name }

// Draft is a letter ready to be written beside what it is about.
type Draft struct {
	ref *firestore.DocumentRef
	doc waiting
}

// NewDraft seals a letter. What it is about lies in the people database too. One that
// lacks something that its kind tells is refused: it would not say what it is for.
func NewDraft(ctx context.Context, db *store.DB, l Letter, now time.Time) (Draft, error) {
	switch {
	case !handle.Named(l.Name):
		return Draft{}, ErrName
	case !strings.Contains(l.To, "@"), strings.ContainsAny(l.To, "\r\n"):
		return Draft{}, ErrAddress
	}
	if _, err := l.Compose(); err != nil {
		return Draft{}, err
	}
	if l.lacks() {
		return Draft{}, ErrLacks
	}
	key, err := peoplesKey(ctx, db)
	if err != nil {
		return Draft{}, err
	}
	plain, err := json.Marshal(l)
	if err != nil {
		return Draft{}, fmt.Errorf("keep letter: %w", err)
	}
	sealed, err := key.Seal(plain, place(l.Name))
	if err != nil {
		return Draft{}, fmt.Errorf("keep letter: %w", err)
	}
	at, due := now.UTC(), now.UTC()
	if l.Hold.After(due) {
		due = l.Hold.UTC()
	}
	d := waiting{Kind: string(l.Kind), At: &at, Sealed: sealed, Reference: key.Hash("letter", l.Name), Tenant: l.Of, Due: &due}
	return Draft{handle.People(db.Handle()).Collection("letters").Doc(l.Name), d}, nil
}

// Create writes the letter within the transaction that does what it is about.
func (d Draft) Create(tx *firestore.Transaction) error { return tx.Create(d.ref, d.doc) }

// Put keeps a letter until it is sent. A repeat is the same letter.
func Put(ctx context.Context, db *store.DB, l Letter, now time.Time) error {
	d, err := NewDraft(ctx, db, l, now)
	if err != nil {
		return err
	}
	err = handle.Retry(ctx, func(ctx context.Context) error {
		_, err := d.ref.Create(ctx, d.doc)
		return err
	})
	if err != nil && status.Code(err) != codes.AlreadyExists {
		return fmt.Errorf("keep letter: %w", err)
	}
	return nil
}

// Waiting is a letter that was not sent yet.
type Waiting struct {
	Letter
	At time.Time // when it was written

	ref *firestore.DocumentRef
}

// All lists the letters that wait, oldest first. One that cannot be read yields an
// error and the listing goes on.
func All(ctx context.Context, db *store.DB) iter.Seq2[Waiting, error] {
	return func(yield func(Waiting, error) bool) {
		key, err := peoplesKey(ctx, db)
		if err != nil {
			yield(Waiting{}, err)
			return
		}
		docs := handle.People(db.Handle()).Collection("letters").OrderBy("at", firestore.Asc).Documents(ctx)
		defer docs.Stop()
		for {
			snap, err := docs.Next()
			if errors.Is(err, iterator.Done) {
				return
			}
			if err != nil {
				yield(Waiting{}, fmt.Errorf("list letters: %w", err))
				return
			}
			if l, err := open(key, snap); !yield(l, err) {
				return
			}
		}
	}
}

var errForm = errors.New("a letter is not in the expected form")

func open(key *seal.Key, snap *firestore.DocumentSnapshot) (Waiting, error) {
	l := Waiting{ref: snap.Ref}
	var d waiting
	if snap.DataTo(&d) != nil {
		return l, errForm
	}
	plain, err := key.Open(d.Sealed, place(snap.Ref.ID))
	if err != nil {
		return l, fmt.Errorf("read letter: %w", err)
	}
	if json.Unmarshal(plain, &l.Letter) != nil || d.At == nil {
		return l, errForm
	}
	l.At = d.At.UTC()
	return l, nil
}

// Forget deletes a letter that was sent. It may be repeated.
func (w Waiting) Forget(ctx context.Context) error {
	err := handle.Retry(ctx, func(ctx context.Context) error {
		_, err := w.ref.Delete(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("forget letter: %w", err)
	}
	return nil
}

// OfTenant lists the letters about a tenant, those that wait to be sent and what is left
// of those that were. One that cannot be read is passed over unless its name or what
// stands beside it tells.
func OfTenant(ctx context.Context, db *store.DB, id tenant.ID) ([]Waiting, error) {
	if id.IsZero() {
		return nil, tenant.ErrZero
	}
	key, err := peoplesKey(ctx, db)
	if err != nil {
		return nil, err
	}
	people := handle.People(db.Handle())
	marked, err := people.Collection("letters").Where("tenant", "==", id.String()).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("list letters: %w", err)
	}
	waits, err := people.Collection("letters").OrderBy("at", firestore.Asc).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("list letters: %w", err)
	}
	var out []Waiting
	seen := map[string]bool{}
	for _, snap := range marked {
		seen[snap.Ref.ID] = true
		l, _ := open(key, snap)
		out = append(out, l)
	}
	for _, snap := range waits {
		l, _ := open(key, snap)
		if !seen[snap.Ref.ID] && (strings.Contains(l.Link, id.String()) || strings.Contains(snap.Ref.ID, id.String())) {
			out = append(out, l)
		}
	}
	return out, nil
}

func peoplesKey(ctx context.Context, db *store.DB) (*seal.Key, error) {
	keys := handle.Keys(db.Handle())
	if keys == nil {
		return nil, errors.New("this function cannot unseal")
	}
	return keys.People(ctx)
}
