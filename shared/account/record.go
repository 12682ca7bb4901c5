package account

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
)

// document is accounts/{account}.
type document struct {
	State    string    `firestore:"state"`
	Operator bool      `firestore:"operator"`
	Epoch    int64     `firestore:"epoch"`
	Created  time.Time `firestore:"created"`
	// Email and Identities name the documents that point here.
	Email      string   `firestore:"email"`
	Identities []string `firestore:"identities"`
	// Write names the write that made the document as it is: by it, one whose answer
	// was lost is known when it is tried again.
	Write  string `firestore:"write"`
	Sealed []byte `firestore:"sealed"`
}

// private is what is sealed of an account.
type private struct {
	Email       string          `json:"email,omitempty"`
	Name        string          `json:"name,omitempty"`
	Language    string          `json:"language,omitempty"`
	Password    string          `json:"password,omitempty"` // its hash
	PasswordSet time.Time       `json:"passwordSet,omitzero"`
	TOTP        *factor.TOTP    `json:"totp,omitempty"`
	TOTPAdded   time.Time       `json:"totpAdded,omitzero"`
	Passkeys    []storedPasskey `json:"passkeys,omitempty"`
	Recovery    []string        `json:"recovery,omitempty"` // keyed hashes
	Identities  []Identity      `json:"identities,omitempty"`
}

type storedPasskey struct {
	Label   string         `json:"label"`
	Added   time.Time      `json:"added"`
	Used    time.Time      `json:"used,omitzero"`
	Passkey factor.Passkey `json:"passkey"`
}

// record is an account while it is worked on.
type record struct {
	id  ID
	doc document
	private
}

// String keeps an account out of formatted errors.
func (r record) String() string { return "[account " + string(r.id) + "]" }

// GoString implements fmt.GoStringer for the same reason.
func (r record) GoString() string { return r.String() }

func (r *record) state() State { return State(r.doc.State) }

// account is the record as others see it.
func (r *record) account() Account {
	a := Account{ID: r.id, Email: r.Email, Name: r.Name, Language: r.Language, State: r.state(), Operator: r.doc.Operator,
		Created: r.doc.Created.UTC(), Password: r.PasswordSet, TOTP: r.TOTPAdded, RecoveryCodes: len(r.Recovery), Identities: slices.Clone(r.Identities)}
	for _, p := range r.Passkeys {
		a.Passkeys = append(a.Passkeys, Passkey{ID: passkeyID(p), Label: p.Label, Added: p.Added, Used: p.Used, Synced: p.Passkey.Synced()})
	}
	return a
}

func passkeyID(p storedPasskey) string { return names.EncodeToString(p.Passkey.ID()) }

// owner is the record as package factor sees it.
func (r *record) owner() factor.Owner {
	o := factor.Owner{Handle: []byte(r.id), Email: r.Email, Name: r.Name}
	for _, p := range r.Passkeys {
		o.Passkeys = append(o.Passkeys, p.Passkey)
	}
	return o
}

// complete reports whether there is a way to sign in that is safe: for an operator a
// passkey; for others a passkey, an identity or a password, and where there is a
// password, a second factor beside it.
func (r *record) complete() bool {
	second := r.TOTP != nil || len(r.Passkeys) > 0
	switch {
	case r.doc.Operator && len(r.Passkeys) == 0:
		return false
	case r.Password != "" && !second:
		return false
	}
	return r.Password != "" || len(r.Passkeys) > 0 || len(r.Identities) > 0
}

// renewed says that the ways to sign in have changed: all sessions and tokens from
// before are dead, and an invited account may be complete.
func (r *record) renewed() {
	r.doc.Epoch++
	if r.state() == Invited && r.complete() {
		r.doc.State = string(Active)
	}
}

var names = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// random returns n random bytes as text.
func random(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return names.EncodeToString(b)
}

func newID() ID { return ID("a" + random(15)) }

func (s *Store) accountRef(id ID) *firestore.DocumentRef {
	return s.db.Collection("accounts").Doc(string(id))
}

func place(id ID) string { return "accounts/" + string(id) }

// open reads a stored account.
func open(snap *firestore.DocumentSnapshot, key *seal.Key) (*record, error) {
	if !snap.Exists() {
		return nil, ErrNotFound
	}
	r := &record{id: ID(snap.Ref.ID)}
	if err := snap.DataTo(&r.doc); err != nil {
		return nil, fmt.Errorf("read account: %w", err)
	}
	if err := r.state().Validate(); err != nil {
		return nil, err
	}
	plain, err := key.Open(r.doc.Sealed, place(r.id))
	if err != nil {
		return nil, fmt.Errorf("read account: %w", err)
	}
	if json.Unmarshal(plain, &r.private) != nil {
		return nil, errors.New("an account is not in the expected form")
	}
	return r, nil
}

// sealed returns the record as it is stored.
func (r *record) sealed(key *seal.Key) (document, error) {
	plain, err := json.Marshal(r.private) //nolint:gosec // it is sealed in the next step, and the password in it is a hash
	if err != nil {
		return document{}, fmt.Errorf("write account: %w", err)
	}
	d := r.doc
	if d.Sealed, err = key.Seal(plain, place(r.id)); err != nil {
		return document{}, fmt.Errorf("write account: %w", err)
	}
	return d, nil
}

// read reads one account.
func (s *Store) read(ctx context.Context, id ID) (*record, error) {
	if !handle.Named(string(id)) {
		return nil, ErrNotFound
	}
	key, err := s.db.Key(ctx)
	if err != nil {
		return nil, err
	}
	snap, err := s.accountRef(id).Get(ctx)
	if err != nil && !notFound(err) {
		return nil, fmt.Errorf("read account: %w", err)
	}
	return open(snap, key)
}

// work is one change of an account under way, in its transaction. Reads go before writes.
type work struct {
	tx     *firestore.Transaction
	key    *seal.Key
	record *record
	now    time.Time
	level  Level          // of the session in which it is made, if any
	later  []func() error // writes, after every read
	same   bool           // nothing is to be written
}

// write adds a write that is made when nothing is read any more.
func (w *work) write(f func() error) { w.later = append(w.later, f) }

// change runs a change of an account as one transaction. f may run several times,
// each time on the account as it is then, and is not run again once it was applied.
func (s *Store) change(ctx context.Context, id ID, f func(*work) error) (*record, error) {
	if !handle.Named(string(id)) {
		return nil, ErrNotFound
	}
	key, err := s.db.Key(ctx)
	if err != nil {
		return nil, err
	}
	name := random(10)
	var out *record
	err = s.db.Transact(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(s.accountRef(id))
		if err != nil && !notFound(err) {
			return err
		}
		r, err := open(snap, key)
		if err != nil {
			return err
		}
		out = r
		if r.doc.Write == name {
			return nil
		}
		w := &work{tx: tx, key: key, record: r, now: s.now()}
		if err := f(w); err != nil {
			return err
		}
		if w.same {
			return nil
		}
		r.doc.Write = name
		d, err := r.sealed(key)
		if err != nil {
			return err
		}
		for _, write := range w.later {
			if err := write(); err != nil {
				return err
			}
		}
		return tx.Set(s.accountRef(id), d)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// notFound reports whether a document that was asked for is not there.
func notFound(err error) bool { return status.Code(err) == codes.NotFound }
