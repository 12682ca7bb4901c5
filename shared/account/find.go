package account

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
)

// New is an account to be made.
type New struct {
	Email    string
	Name     string
	Language string // "fi", "sv" or "en"
	Operator bool
}

// String keeps a person out of formatted errors.
func (New) String() string { return "[person]" }

// GoString implements fmt.GoStringer for the same reason.
func (New) GoString() string { return "[person]" }

// pointer is emails/{hash} and identities/{hash}.
type pointer struct {
	Account string `firestore:"account"`
}

func emailHash(key *seal.Key, email string) string { return key.Hash("email", email) }

func identityHash(key *seal.Key, i Identity) string {
	return key.Hash("identity", strings.ToLower(i.Tenant), strings.ToLower(i.Object))
}

// profile checks a name and a language.
func profile(name, language string) (string, error) {
	name = strings.TrimSpace(name)
	if n := utf8.RuneCountInString(name); n < 1 || n > 200 || !utf8.ValidString(name) {
		return "", ErrName
	}
	if !slices.Contains([]string{"fi", "sv", "en"}, language) {
		return "", ErrLanguage
	}
	return name, nil
}

// Create makes an invited account for an e-mail address, or returns the one there is
// as it is, with made false. The caller has seen to it that whoever asks may know.
func (s *Store) Create(ctx context.Context, n New) (a Account, made bool, e Event, err error) {
	email, err := NormalEmail(n.Email)
	if err != nil {
		return Account{}, false, Event{}, err
	}
	name, err := profile(n.Name, n.Language)
	if err != nil {
		return Account{}, false, Event{}, err
	}
	key, err := s.db.Key(ctx)
	if err != nil {
		return Account{}, false, Event{}, err
	}
	id := newID()
	ref := s.db.Collection("emails").Doc(emailHash(key, email))
	var r *record
	err = s.db.Transact(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(ref)
		if err == nil {
			r, err = s.pointed(tx, snap, key)
			made = err == nil && r.id == id
			return err
		}
		if !notFound(err) {
			return err
		}
		r, made = &record{id: id}, true
		r.doc = document{State: string(Invited), Operator: n.Operator, Created: s.now(), Email: ref.ID, Write: random(10)}
		r.private = private{Email: email, Name: name, Language: n.Language}
		d, err := r.sealed(key)
		if err != nil {
			return err
		}
		return errors.Join(tx.Create(ref, pointer{string(id)}), tx.Create(s.accountRef(id), d))
	})
	if err != nil {
		return Account{}, false, Event{}, fmt.Errorf("create account: %w", err)
	}
	return r.account(), made, Event{Kind: Created, Account: r.id}, nil
}

// pointed reads the account that a pointer names, in a transaction.
func (s *Store) pointed(tx *firestore.Transaction, snap *firestore.DocumentSnapshot, key *seal.Key) (*record, error) {
	var p pointer
	if err := snap.DataTo(&p); err != nil {
		return nil, err
	}
	if !handle.Named(p.Account) {
		return nil, errors.New("a pointer to an account is not in the expected form")
	}
	account, err := tx.Get(s.accountRef(ID(p.Account)))
	if err != nil && !notFound(err) {
		return nil, err
	}
	return open(account, key)
}

// Get returns an account, or ErrNotFound.
func (s *Store) Get(ctx context.Context, id ID) (Account, error) {
	r, err := s.read(ctx, id)
	if err != nil {
		return Account{}, err
	}
	return r.account(), nil
}

// Operators returns the accounts of Vahti's own, by e-mail address.
func (s *Store) Operators(ctx context.Context) ([]Account, error) {
	key, err := s.db.Key(ctx)
	if err != nil {
		return nil, err
	}
	docs, err := s.db.Collection("accounts").Where("operator", "==", true).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("list operators: %w", err)
	}
	all := make([]Account, 0, len(docs))
	for _, d := range docs {
		r, err := open(d, key)
		if err != nil {
			return nil, err
		}
		all = append(all, r.account())
	}
	slices.SortFunc(all, func(a, b Account) int { return cmp.Compare(a.Email, b.Email) })
	return all, nil
}

// ByEmail returns the account of an e-mail address, or ErrNotFound. Its answer is not
// for whoever named the address.
func (s *Store) ByEmail(ctx context.Context, email string) (Account, error) {
	normal, err := NormalEmail(email)
	if err != nil {
		return Account{}, ErrNotFound
	}
	r, err := s.byEmail(ctx, normal)
	if err != nil {
		return Account{}, err
	}
	return r.account(), nil
}

// byEmail finds an account. Where there is none it makes as many reads as where there
// is one.
func (s *Store) byEmail(ctx context.Context, normal string) (*record, error) {
	key, err := s.db.Key(ctx)
	if err != nil {
		return nil, err
	}
	hash := emailHash(key, normal)
	return s.byPointer(ctx, s.db.Collection("emails").Doc(hash))
}

func (s *Store) byPointer(ctx context.Context, ref *firestore.DocumentRef) (*record, error) {
	snap, err := ref.Get(ctx)
	if err != nil && !notFound(err) {
		return nil, fmt.Errorf("find account: %w", err)
	}
	p := pointer{Account: ref.ID} // a name that no account has
	if snap.Exists() {
		if err := snap.DataTo(&p); err != nil {
			return nil, fmt.Errorf("find account: %w", err)
		}
	}
	return s.read(ctx, ID(p.Account))
}

// ByIdentity returns the account that is linked to an identity at Entra, or ErrNotFound.
func (s *Store) ByIdentity(ctx context.Context, i Identity) (Account, error) {
	key, err := s.db.Key(ctx)
	if err != nil {
		return Account{}, err
	}
	r, err := s.byPointer(ctx, s.db.Collection("identities").Doc(identityHash(key, i)))
	if err != nil {
		return Account{}, err
	}
	return r.account(), nil
}
