package partner

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
)

// Tell writes an entry that waits for the service's trail into those of the tenants too
// in which an organisation has a role, where it says that somebody works for the
// organisation, does no longer, or in another role: that is who can act there. Whoever
// moves the entry tells it first, so that a crash loses none; it may be repeated. A
// tenant that is being erased is told nothing. Of other entries it does nothing.
func Tell(ctx context.Context, db *store.DB, p trail.Pending) error {
	name, e, ok, err := p.OfService(ctx, db)
	if err != nil {
		return fmt.Errorf("tell a partner's tenants: %w", err)
	}
	below, of := strings.CutPrefix(e.Target, "organisations/")
	organisation, _, person := strings.Cut(below, "/members/")
	if !ok || !of || !person || !slices.Contains([]trail.Action{trail.OrganisationJoined, trail.OrganisationLeft, trail.OrganisationRegraded}, e.Action) {
		return nil
	}
	var failed []error
	for id, err := range member.Clients(ctx, db, organisation) {
		if err == nil {
			var t *store.Tenant
			if t, err = db.Tenant(id); err == nil {
				err = trail.Of(t).Add(ctx, name, e)
			}
		}
		if err != nil && !errors.Is(err, seal.ErrNoKey) {
			failed = append(failed, fmt.Errorf("tell a partner's tenant %s: %w", id, err))
		}
	}
	return errors.Join(failed...)
}
