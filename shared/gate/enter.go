package gate

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"time"

	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// Wish is what a request wants of a tenant.
type Wish struct {
	Tenant string // as the request names it
	// Need is the permission that a member or a script needs.
	Need tenant.Permission
	// View is what an operator needs a grant for; empty for what none may do.
	View grant.View
	// Target is what is looked at or done, for the audit trail, such as "findings/x".
	// It names nobody.
	Target string
	// Fresh says that a person must have proved lately who they are.
	Fresh bool
}

// fresh is how long ago that may be.
const fresh = 15 * time.Minute

// Enter lets a principal into a tenant, or returns ErrNotFound, ErrForbidden,
// ErrStepUp; an operator without a grant gets ErrNotFound. What one looks at is in the
// audit trail when it returns; a tenant that a session enters for the first time has
// that in its own, and so has one of which somebody asked for more than the role or the
// key allows.
func (g *Gate) Enter(ctx context.Context, p Principal, w Wish) (Entry, error) {
	var e Entry
	var err error
	switch {
	case p.key != nil:
		e, err = g.byKey(ctx, p, w)
	case p.Operator:
		e, err = g.byGrant(ctx, p, w)
	case p.Account != "":
		e, err = g.byMembership(ctx, p, w)
	default:
		err = ErrUnknown
	}
	if errors.Is(err, ErrNotFound) {
		return Entry{}, errors.Join(err, g.refused(ctx, p, tenants, w.Tenant))
	}
	return e, err
}

// byKey lets a script into the one tenant of its key.
func (g *Gate) byKey(ctx context.Context, p Principal, w Wish) (Entry, error) {
	if w.Tenant != p.key.tenant.String() {
		return Entry{}, ErrNotFound
	}
	t, err := g.DB.Tenant(p.key.tenant)
	if err != nil {
		return Entry{}, err
	}
	allowed := func(q tenant.Permission) bool { return slices.Contains(p.key.permissions, q) }
	if !allowed(w.Need) || w.Fresh {
		return Entry{}, errors.Join(ErrForbidden, g.denied(ctx, p, t, w.Need, w.Target))
	}
	return Entry{Tenant: t, State: p.key.state, allowed: allowed}, nil
}

// byMembership lets a person in who belongs to the tenant.
func (g *Gate) byMembership(ctx context.Context, p Principal, w Wish) (Entry, error) {
	a, err := member.Of(ctx, g.DB, p.Account, p.Standings, w.Tenant)
	switch {
	case errors.Is(err, member.ErrNotFound):
		return Entry{}, ErrNotFound
	case err != nil:
		return Entry{}, err
	}
	t, err := g.DB.Tenant(a.Tenant)
	switch {
	case err != nil:
		return Entry{}, err
	case !a.Role.Allows(w.Need):
		return Entry{}, errors.Join(ErrForbidden, g.denied(ctx, p, t, w.Need, w.Target))
	case w.Fresh && g.Now().Sub(p.Proved).Abs() > fresh:
		return Entry{}, ErrStepUp
	}
	return Entry{Tenant: t, State: a.State, Role: a.Role, Via: a.Via, allowed: a.Role.Allows}, g.opened(ctx, p, t)
}

// opened notes in a tenant's trail that somebody looks into it: once for each session
// and address that it comes from, and once for each day and address of whoever comes by
// tokens. A repeat has the same name and is the same entry.
func (g *Gate) opened(ctx context.Context, p Principal, t *store.Tenant) error {
	e := trail.Entry{At: g.Now().UTC(), Action: trail.TenantOpened, By: trail.Member, Actor: p.Name, Account: p.Account, Address: p.Address, Target: "tenant"}
	what := p.Session
	if p.Way == ByToken {
		what = p.Account + "-" + e.At.Format("20060102")
	}
	sum := sha256.Sum256([]byte(p.Address))
	return g.once(ctx, t, "opened-"+what+"-"+hex.EncodeToString(sum[:8]), e)
}

// byGrant lets an operator look at a view that a grant of the tenant's covers. There
// is no other way for an operator, and nothing is shown that is not in the trail.
func (g *Gate) byGrant(ctx context.Context, p Principal, w Wish) (Entry, error) {
	if w.View == "" {
		return Entry{}, ErrNotFound
	}
	id, err := tenantid.Parse(w.Tenant)
	if err != nil {
		return Entry{}, ErrNotFound
	}
	t, err := g.DB.Tenant(id)
	if err != nil {
		return Entry{}, err
	}
	by := grant.Operator{Account: p.Account, Name: p.Name, Address: p.Address}
	under, err := grant.See(ctx, t, grant.Look{Request: rand.Text(), View: w.View, Target: w.Target}, by, g.Now())
	if errors.Is(err, grant.ErrNoGrant) || errors.Is(err, seal.ErrNoKey) {
		return Entry{}, ErrNotFound
	}
	if err != nil {
		return Entry{}, err
	}
	about, err := t.About(ctx)
	if err != nil {
		return Entry{}, err
	}
	reads := func(q tenant.Permission) bool { return q == tenant.Read }
	return Entry{Tenant: t, State: about.State, Grant: under.ID, allowed: reads}, nil
}

// Tenants lists the tenants that a principal may enter, page by page, as
// [member.Tenants] does. Of an operator it lists none: they know which tenant they
// have a grant of.
func (g *Gate) Tenants(ctx context.Context, p Principal, cursor string, limit int) ([]member.Access, string, error) {
	switch {
	case p.key != nil:
		if cursor != "" {
			return nil, "", nil
		}
		return []member.Access{{Tenant: p.key.tenant, State: p.key.state, Member: "key"}}, "", nil
	case p.Operator || p.Account == "":
		return nil, "", nil
	}
	return member.Tenants(ctx, g.DB, p.Account, p.Standings, cursor, limit)
}
