package apikey

import (
	"context"
	"errors"
	"slices"

	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
	"vahti.ai/vahti/shared/tenant"
)

// Covered reports whether whoever made a key may do in its tenant now what the key
// carries: by a membership of their own, or for a partner organisation, of which
// standings are those of the person. A key is worth no more than its maker, and nothing
// while the maker's account is locked.
func Covered(ctx context.Context, db *store.DB, of tenant.ID, account string, standings []member.Standing, carries []tenant.Permission) (bool, error) {
	role, err := roleOf(ctx, db, of, account, standings)
	return err == nil && covers(role, carries), err
}

// roleOf is a person's role in a tenant; empty for none, and for who cannot sign in.
func roleOf(ctx context.Context, db *store.DB, of tenant.ID, account string, standings []member.Standing) (tenant.Role, error) {
	if signs, err := member.CanSignIn(ctx, db, account); err != nil || !signs {
		return "", err
	}
	a, err := member.Of(ctx, db, account, standings, of.String())
	if errors.Is(err, member.ErrNotFound) {
		return "", nil
	}
	return a.Role, err
}

func covers(role tenant.Role, carries []tenant.Permission) bool {
	return role != "" && !slices.ContainsFunc(carries, func(p tenant.Permission) bool { return !role.Allows(p) })
}

// Rest sets which of a tenant's keys rest: those that were not revoked and whose makers
// may not do any more what the keys carry. It asks once for each maker.
func Rest(ctx context.Context, db *store.DB, t *store.Tenant, keys []Key) error {
	roles := map[string]tenant.Role{}
	for i, k := range keys {
		if !k.Revoked.IsZero() {
			continue
		}
		role, ok := roles[k.Account]
		if !ok {
			standings, err := partner.Of(ctx, db, k.Account)
			if err != nil {
				return err
			}
			if role, err = roleOf(ctx, db, t.ID(), k.Account, standings); err != nil {
				return err
			}
			roles[k.Account] = role
		}
		keys[i].Resting = !covers(role, k.Permissions)
	}
	return nil
}
