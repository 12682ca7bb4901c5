package apikey

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// Verified is what a key opens.
type Verified struct {
	Tenant      tenant.ID
	State       tenant.State // the tenant's
	Key         string
	Account     string // of who made the key
	Permissions []tenant.Permission
}

// Allows reports whether the key carries a permission.
func (v Verified) Allows(p tenant.Permission) bool { return slices.Contains(v.Permissions, p) }

// Ended is ErrInvalid of a key that was good once: it was revoked, or is past its end.
// It says no more than ErrInvalid does.
type Ended struct {
	Tenant tenant.ID
	Key    string
}

// Error implements error.
func (*Ended) Error() string { return ErrInvalid.Error() }

// Unwrap returns ErrInvalid.
func (*Ended) Unwrap() error { return ErrInvalid }

// Verify returns what a key's text opens. Whatever is wrong with it, the answer is
// ErrInvalid, at the same cost whether there is such a tenant or not; of whoever has
// the secret of a key that has ended it is an [Ended]. When the key was used is noted
// once an hour at most.
func Verify(ctx context.Context, db *store.DB, text Text, now time.Time) (Verified, error) {
	owner, id, secret, err := text.parse()
	if err != nil {
		return Verified{}, ErrInvalid
	}
	h, err := handle.Of(db.Handle(), owner)
	if err != nil {
		return Verified{}, err
	}
	ref := handle.Doc(h).Collection("keys").Doc(id)
	docs, err := handle.Vahti(db.Handle()).GetAll(ctx, []*firestore.DocumentRef{handle.Doc(h), ref})
	if err != nil {
		return Verified{}, fmt.Errorf("read API key: %w", err)
	}
	var about document.Tenant
	var d document.APIKey
	for i, into := range []any{&about, &d} {
		if docs[i].Exists() {
			if err := docs[i].DataTo(into); err != nil {
				return Verified{}, fmt.Errorf("read API key: %w", err)
			}
		}
	}
	hash := sha256.Sum256(secret)
	state := tenant.State(about.State)
	switch {
	case subtle.ConstantTimeCompare(hash[:], d.Hash) != 1:
		return Verified{}, ErrInvalid
	case state.Validate() != nil || state == tenant.Erased:
		return Verified{}, ErrInvalid
	case d.Revoked != nil || !now.Before(d.Expires):
		return Verified{}, &Ended{owner, id}
	}
	if d.Used == nil || now.Sub(*d.Used) >= usedEvery {
		// Of several that note it at the same moment one suffices, and a key opens what
		// it opens when it cannot be noted.
		_, _ = ref.Update(ctx, []firestore.Update{{Path: "used", Value: now.UTC().Truncate(time.Hour)}}, firestore.LastUpdateTime(docs[1].UpdateTime))
	}
	return Verified{Tenant: owner, State: state, Key: id, Account: d.Account, Permissions: permissions(d.Permissions)}, nil
}
