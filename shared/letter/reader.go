package letter

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
)

// Cadence is how often a reader gets a digest.
type Cadence string

// The cadences. An empty one is the tenant's.
const (
	Daily  Cadence = "daily"
	Weekly Cadence = "weekly"
)

// Preferences are what one reader wants of one tenant's letters. A member gets every
// kind that is not turned off; who acts for a partner organisation, which may serve many
// tenants, gets the optional kinds that were asked for and no others.
type Preferences struct {
	Muted  []Kind  // of the optional kinds, sorted, as a member
	Wanted []Kind  // of the optional kinds, sorted, for a partner organisation
	Digest Cadence // empty for the tenant's
}

// Wants reports whether the reader gets letters of a kind; partner says that the reader
// acts in the tenant for a partner organisation.
func (p Preferences) Wants(k Kind, partner bool) bool {
	switch {
	case !k.Optional():
		return true
	case partner:
		return slices.Contains(p.Wanted, k)
	}
	return !slices.Contains(p.Muted, k)
}

// Kinds lists the optional kinds that the reader gets.
func (p Preferences) Kinds(partner bool) []Kind {
	return slices.DeleteFunc(OptionalKinds(), func(k Kind) bool { return !p.Wants(k, partner) })
}

// ErrPreferences means that a preference is none that can be had, and ErrPreferred that
// they were changed since the reader looked.
var (
	ErrPreferences = errors.New("only optional kinds can be turned off, and a digest is daily or weekly")
	ErrPreferred   = errors.New("the preferences were changed meanwhile; look at them again")
)

// preferences is preferences/{tenant}-{account} in the people database.
type preferences struct {
	Muted   []string `firestore:"muted"`
	Wanted  []string `firestore:"wanted,omitempty"`
	Digest  string   `firestore:"digest,omitempty"`
	Tenant  string   `firestore:"tenant"`
	Version int      `firestore:"version,omitempty"` // rises with each change
}

func (d preferences) read() Preferences {
	p := Preferences{Digest: Cadence(d.Digest)}
	for _, k := range d.Muted {
		p.Muted = append(p.Muted, Kind(k))
	}
	for _, k := range d.Wanted {
		p.Wanted = append(p.Wanted, Kind(k))
	}
	slices.Sort(p.Muted)
	slices.Sort(p.Wanted)
	return p
}

// Reader is somebody who reads a tenant's letters: the tenant's ID as text, and the
// account.
type Reader struct {
	Tenant, Account string
	// Name is by what the reader signs in and Address from where they came, for the
	// audit trail; empty where it is not known.
	Name, Address string
}

// String keeps a reader out of formatted errors.
func (Reader) String() string { return "[reader]" }

// GoString implements fmt.GoStringer for the same reason.
func (Reader) GoString() string { return "[reader]" }

// LogValue implements slog.LogValuer.
func (r Reader) LogValue() slog.Value { return slog.StringValue(r.Account) }

func (r Reader) ref(db *store.DB) (*firestore.DocumentRef, error) {
	name := r.Tenant + "-" + r.Account
	if r.Tenant == "" || r.Account == "" || !handle.Named(name) {
		return nil, ErrName
	}
	return handle.People(db.Handle()).Collection("preferences").Doc(name), nil
}

// Preferences reads what a reader wants and its version; the zero value and 0 where
// nothing was said.
func (r Reader) Preferences(ctx context.Context, db *store.DB) (Preferences, int, error) {
	ref, err := r.ref(db)
	if err != nil {
		return Preferences{}, 0, err
	}
	docs, err := handle.People(db.Handle()).GetAll(ctx, []*firestore.DocumentRef{ref})
	var d preferences
	if err == nil && docs[0].Exists() {
		err = docs[0].DataTo(&d)
	}
	if err != nil {
		return Preferences{}, 0, fmt.Errorf("read preferences: %w", err)
	}
	return d.read(), d.Version, nil
}

// ErrToken means that an unsubscribe link is none of Vahti's, or for a kind that
// cannot be turned off.
var ErrToken = errors.New("the link is not one of Vahti's")

const tokenPlace = "unsubscribe"

type token struct {
	Tenant  string `json:"t"`
	Account string `json:"a"`
	Name    string `json:"n,omitempty"`
	Kind    Kind   `json:"k"`
	// Language is that of the page which the link opens.
	Language string `json:"l"`
}

// maxToken is longer than any token.
const maxToken = 1024

// Token returns what an unsubscribe link carries: it is sealed, so that it neither
// tells anything nor can be made by anybody else. It does not end: a letter may be
// read late.
func (r Reader) Token(ctx context.Context, db *store.DB, k Kind, language string) (string, error) {
	if !k.Optional() {
		return "", ErrToken
	}
	key, err := peoplesKey(ctx, db)
	if err != nil {
		return "", err
	}
	plain, err := json.Marshal(token{r.Tenant, r.Account, r.Name, k, language})
	if err != nil {
		return "", fmt.Errorf("make unsubscribe link: %w", err)
	}
	sealed, err := key.Seal(plain, tokenPlace)
	if err != nil {
		return "", fmt.Errorf("make unsubscribe link: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(sealed), nil
}

// ReadToken returns what a token of an unsubscribe link says, or ErrToken.
func ReadToken(ctx context.Context, db *store.DB, text string) (r Reader, k Kind, language string, err error) {
	key, err := peoplesKey(ctx, db)
	if err != nil {
		return r, "", "", err
	}
	if len(text) > maxToken {
		return r, "", "", ErrToken
	}
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return r, "", "", ErrToken
	}
	plain, err := key.Open(sealed, tokenPlace)
	if err != nil {
		return r, "", "", ErrToken
	}
	var t token
	if json.Unmarshal(plain, &t) != nil || !t.Kind.Optional() {
		return r, "", "", ErrToken
	}
	return Reader{Tenant: t.Tenant, Account: t.Account, Name: t.Name}, t.Kind, t.Language, nil
}
