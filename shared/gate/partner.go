package gate

import (
	"context"
	"slices"

	"vahti.ai/vahti/shared/store/member"
)

// Manage lets a person into the pages of a partner organisation that they manage. To
// everybody else it is ErrNotFound, as where there is no such organisation, and noted
// as the search for a tenant is; it is ErrStepUp where lately is asked for and the
// person has not proved lately who they are.
func (g *Gate) Manage(ctx context.Context, p Principal, organisation string, lately bool) error {
	managed := p.key == nil && !p.Operator && p.Account != "" && slices.Contains(p.Standings, member.Standing{Organisation: organisation, Manager: true})
	switch {
	case !managed && p.Account == "" && p.key == nil:
		return ErrNotFound
	case !managed:
		if err := g.refused(ctx, p, partners, organisation); err != nil {
			return err
		}
		return ErrNotFound
	case lately && g.Now().Sub(p.Proved).Abs() > fresh:
		return ErrStepUp
	}
	return nil
}
