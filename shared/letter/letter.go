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
)

// Kind is what a letter is about.
type Kind string

// The kinds.
const (
	Invitation    Kind = "invitation"      // to belong to a tenant; Link accepts
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
	Name     string
	Kind     Kind
	To       string // e-mail address
	Language string // "fi", "sv" or "en"; anything else is English
	// Tenant is the name of the customer it is about, By who caused it, as the reader
	// knows them. Both may be empty.
	Tenant string
	By     string
	// Link is where to go on, with the token that only its reader may have.
	Link string
	// Until is when the link ends; zero for one that does not.
	Until time.Time
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
)

// waiting is a letter as it is stored.
type waiting struct {
	Kind   string    `firestore:"kind"`
	At     time.Time `firestore:"at"`
	Sealed []byte    `firestore:"sealed"`
}

func place(name string) string { return "letters/" + name }

// Put keeps a letter until it is sent. A repeat is the same letter.
func Put(ctx context.Context, db *store.DB, l Letter, now time.Time) error {
	switch {
	case !handle.Named(l.Name):
		return ErrName
	case !strings.Contains(l.To, "@"), strings.ContainsAny(l.To, "\r\n"):
		return ErrAddress
	}
	if _, err := l.Compose(); err != nil {
		return err
	}
	key, err := peoplesKey(ctx, db)
	if err != nil {
		return err
	}
	plain, err := json.Marshal(l)
	if err != nil {
		return fmt.Errorf("keep letter: %w", err)
	}
	sealed, err := key.Seal(plain, place(l.Name))
	if err != nil {
		return fmt.Errorf("keep letter: %w", err)
	}
	ref := handle.People(db.Handle()).Collection("letters").Doc(l.Name)
	err = handle.Retry(ctx, func(ctx context.Context) error {
		_, err := ref.Create(ctx, waiting{string(l.Kind), now.UTC(), sealed})
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
	if json.Unmarshal(plain, &l.Letter) != nil {
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

func peoplesKey(ctx context.Context, db *store.DB) (*seal.Key, error) {
	keys := handle.Keys(db.Handle())
	if keys == nil {
		return nil, errors.New("this function cannot unseal")
	}
	return keys.People(ctx)
}
