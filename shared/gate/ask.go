package gate

import (
	"context"
	"errors"

	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/member"
)

// Ask asks for support access to the tenant that an operator names, and hands nothing
// of it out. It is ErrNotFound where there is none, and for who is no operator; other
// refusals are those of [grant.Ask]. It fills in when the tenant's onboarding began.
func (g *Gate) Ask(ctx context.Context, p Principal, tenant string, w grant.Wish) (grant.Grant, error) {
	if !p.Operator || p.Account == "" {
		return grant.Grant{}, ErrNotFound
	}
	id, err := tenantid.Parse(tenant)
	if err != nil {
		return grant.Grant{}, ErrNotFound
	}
	t, err := g.DB.Tenant(id)
	if err != nil {
		return grant.Grant{}, err
	}
	about, err := t.About(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return grant.Grant{}, ErrNotFound
	}
	if err != nil {
		return grant.Grant{}, err
	}
	w.Onboarded = about.Onboarded
	out, err := grant.Ask(ctx, t, w, grant.Operator{Account: p.Account, Name: p.Name, Address: p.Address}, g.Now())
	if errors.Is(err, member.ErrNotFound) || errors.Is(err, seal.ErrNoKey) {
		return grant.Grant{}, ErrNotFound
	}
	return out, err
}
