// Package apikey keeps the keys by which a tenant's scripts reach the API. A key
// carries permissions that a person chose, never those that are a person's own to
// use; it ends by a date, a year away at most, and can be revoked at any time. It rests
// while whoever made it may not do what it carries, as where they are a member no more.
// Its secret is shown once and kept as a hash.
package apikey

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// Why a wish is refused, in words for the person who has it.
var (
	ErrInvalid     = errors.New("the API key is not valid")
	ErrNone        = errors.New("there is no such API key")
	ErrName        = errors.New("give the API key a name of 1 to 100 characters")
	ErrPermissions = errors.New("choose at least one permission, of those that an API key can carry")
	ErrExpiry      = errors.New("choose an end after now and at most 365 days away")
	ErrCursor      = errors.New("the page asked for does not exist")
)

// The limits of keys.
const (
	MaxDays = 365
	maxName = 100 // characters
	MaxPage = 200
	// usedEvery is how often the last use is written at most.
	usedEvery = time.Hour
)

// Wish is a key that somebody wants.
type Wish struct {
	Name        string // what it is for, in the person's words
	Permissions []tenant.Permission
	Expires     time.Time
}

// String keeps a wish out of formatted errors.
func (Wish) String() string { return "[API key]" }

// GoString implements fmt.GoStringer for the same reason.
func (Wish) GoString() string { return "[API key]" }

// Key is a key as people see it, without its secret.
type Key struct {
	ID          string
	Name        string
	By          string // sign-in name of who made it
	Account     string // that person's
	Permissions []tenant.Permission
	Created     time.Time
	Expires     time.Time
	Used        time.Time // to the hour; zero before the first time
	Revoked     time.Time // zero while it was not
	// Resting says that it opens nothing since whoever made it may not do any more what
	// it carries. It is known where Rest was asked.
	Resting bool
}

// String keeps a key out of formatted errors.
func (Key) String() string { return "[API key]" }

// GoString implements fmt.GoStringer for the same reason.
func (Key) GoString() string { return "[API key]" }

// LogValue implements slog.LogValuer.
func (k Key) LogValue() slog.Value { return slog.StringValue(k.ID) }

// Valid reports whether the key opens anything at a moment.
func (k Key) Valid(now time.Time) bool {
	return k.Revoked.IsZero() && now.Before(k.Expires) && !k.Resting
}

// clean returns the wish in the form in which it is kept.
func (w Wish) clean(now time.Time) (Wish, error) {
	w.Name = strings.TrimSpace(w.Name)
	w.Permissions = slices.Clone(w.Permissions)
	slices.Sort(w.Permissions)
	w.Permissions = slices.Compact(w.Permissions)
	w.Expires = w.Expires.UTC().Truncate(time.Microsecond)
	n := utf8.RuneCountInString(w.Name)
	switch {
	case n == 0 || n > maxName || !utf8.ValidString(w.Name) || strings.ContainsFunc(w.Name, unicode.IsControl):
		return w, ErrName
	case len(w.Permissions) == 0 || slices.ContainsFunc(w.Permissions, func(p tenant.Permission) bool { return !p.ForKeys() }):
		return w, ErrPermissions
	case !w.Expires.After(now) || w.Expires.After(now.Add(MaxDays*24*time.Hour)):
		return w, ErrExpiry
	}
	return w, nil
}

// Create makes a key and returns its text, this once. It takes tenant.ManageKeys;
// whoever has that has every permission that a key can carry.
func Create(ctx context.Context, t *store.Tenant, w Wish, by member.Actor, now time.Time) (Key, Text, error) {
	now = now.UTC().Truncate(time.Microsecond)
	w, err := w.clean(now)
	if err != nil {
		return Key{}, "", err
	}
	key, err := t.Key(ctx)
	if err != nil {
		return Key{}, "", err
	}
	h := t.Handle()
	text, id, secret := newText(t.ID())
	hash := sha256.Sum256(secret)
	d := document.APIKey{Hash: hash[:], Permissions: texts(w.Permissions), Account: by.Account, Created: now, Expires: w.Expires}
	if err := d.Seal(id, document.APIKeyPerson{Name: w.Name, By: by.Name}, key); err != nil {
		return Key{}, "", err
	}
	made := Key{ID: id, Name: w.Name, By: by.Name, Account: by.Account, Permissions: w.Permissions, Created: now, Expires: w.Expires}
	entry, err := draft(h, key, made, id+"-created", trail.KeyCreated, by, now)
	if err != nil {
		return Key{}, "", err
	}
	ref := handle.Doc(h).Collection("keys").Doc(id)
	err = handle.Transact(ctx, handle.DBOf(h), func(_ context.Context, tx *firestore.Transaction) error {
		if _, err := member.Authorize(tx, h, by, tenant.ManageKeys); err != nil {
			return err
		}
		docs, err := tx.GetAll([]*firestore.DocumentRef{ref})
		if err != nil || docs[0].Exists() { // a repeat of a transaction that was applied
			return err
		}
		return errors.Join(tx.Create(ref, d), entry.Create(tx))
	})
	if err != nil {
		return Key{}, "", fmt.Errorf("create API key: %w", err)
	}
	return made, text, nil
}

// draft is an entry of the audit trail about a key.
func draft(h handle.Tenant, key *seal.Key, k Key, name string, action trail.Action, by member.Actor, now time.Time) (trail.Draft, error) {
	told, err := json.Marshal(map[string]any{"name": k.Name, "permissions": k.Permissions, "expires": k.Expires})
	if err != nil {
		return trail.Draft{}, err
	}
	e := trail.Entry{At: now, By: trail.Member, Actor: by.Name, Account: by.Account, Address: by.Address, Action: action, Target: "keys/" + k.ID}
	if action == trail.KeyRevoked {
		e.Before = told
	} else {
		e.After = told
	}
	return trail.NewDraft(h, key, "key-"+name, e)
}

func texts(list []tenant.Permission) []string {
	out := make([]string, len(list))
	for i, p := range list {
		out[i] = string(p)
	}
	return out
}

// permissions reads what a key carries. What is no permission any more, or none for
// keys, is not carried.
func permissions(list []string) []tenant.Permission {
	var out []tenant.Permission
	for _, text := range list {
		if p := tenant.Permission(text); p.ForKeys() {
			out = append(out, p)
		}
	}
	return out
}

// Revoke ends a key for good and returns it. One that was revoked before is
// returned as it is.
func Revoke(ctx context.Context, t *store.Tenant, id string, by member.Actor, now time.Time) (Key, error) {
	now = now.UTC().Truncate(time.Microsecond)
	if !named(id) {
		return Key{}, ErrNone
	}
	key, err := t.Key(ctx)
	if err != nil {
		return Key{}, err
	}
	h := t.Handle()
	ref := handle.Doc(h).Collection("keys").Doc(id)
	var out Key
	err = handle.Transact(ctx, handle.DBOf(h), func(_ context.Context, tx *firestore.Transaction) error {
		if _, err := member.Authorize(tx, h, by, tenant.ManageKeys); err != nil {
			return err
		}
		docs, err := tx.GetAll([]*firestore.DocumentRef{ref})
		if err != nil {
			return err
		}
		if !docs[0].Exists() {
			return ErrNone
		}
		if out, err = keyOf(docs[0], key); err != nil || !out.Revoked.IsZero() {
			return err
		}
		entry, err := draft(h, key, out, id+"-revoked", trail.KeyRevoked, by, now)
		if err != nil {
			return err
		}
		out.Revoked = now
		return errors.Join(tx.Update(ref, []firestore.Update{{Path: "revoked", Value: now}}), entry.Create(tx))
	})
	if err != nil {
		return Key{}, fmt.Errorf("revoke API key: %w", err)
	}
	return out, nil
}

func keyOf(snap *firestore.DocumentSnapshot, key *seal.Key) (Key, error) {
	var d document.APIKey
	if err := snap.DataTo(&d); err != nil {
		return Key{}, err
	}
	who, err := d.Person(snap.Ref.ID, key)
	k := Key{ID: snap.Ref.ID, Name: who.Name, By: who.By, Account: d.Account, Permissions: permissions(d.Permissions), Created: d.Created.UTC(), Expires: d.Expires.UTC()}
	if d.Used != nil {
		k.Used = d.Used.UTC()
	}
	if d.Revoked != nil {
		k.Revoked = d.Revoked.UTC()
	}
	return k, err
}

// List lists the tenant's keys, ended ones included, in the order of their IDs, page
// by page. An empty cursor asks for the first page, an empty next one says that it
// was the last.
func List(ctx context.Context, t *store.Tenant, cursor string, limit int) (list []Key, next string, err error) {
	if limit < 1 || limit > MaxPage {
		limit = MaxPage
	}
	key, err := t.Key(ctx)
	if err != nil {
		return nil, "", err
	}
	q := handle.Doc(t.Handle()).Collection("keys").OrderBy(firestore.DocumentID, firestore.Asc)
	if cursor != "" {
		if !named(cursor) {
			return nil, "", ErrCursor
		}
		q = q.StartAfter(cursor)
	}
	docs, err := q.Limit(limit + 1).Documents(ctx).GetAll()
	if err != nil {
		return nil, "", fmt.Errorf("list API keys: %w", err)
	}
	if len(docs) > limit {
		docs = docs[:limit]
		next = docs[limit-1].Ref.ID
	}
	for _, snap := range docs {
		k, err := keyOf(snap, key)
		if err != nil {
			return nil, "", fmt.Errorf("list API keys: %w", err)
		}
		list = append(list, k)
	}
	return list, next, nil
}

// Get returns one key, or ErrNone.
func Get(ctx context.Context, t *store.Tenant, id string) (Key, error) {
	if !named(id) {
		return Key{}, ErrNone
	}
	key, err := t.Key(ctx)
	if err != nil {
		return Key{}, err
	}
	h := t.Handle()
	docs, err := handle.Vahti(handle.DBOf(h)).GetAll(ctx, []*firestore.DocumentRef{handle.Doc(h).Collection("keys").Doc(id)})
	if err != nil {
		return Key{}, fmt.Errorf("read API key: %w", err)
	}
	if !docs[0].Exists() {
		return Key{}, ErrNone
	}
	k, err := keyOf(docs[0], key)
	if err != nil {
		return Key{}, fmt.Errorf("read API key: %w", err)
	}
	return k, nil
}
