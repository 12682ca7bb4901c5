package console

import (
	"context"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

// A reader hands out what is kept about tenants. It is implemented over the
// store, and in memory for tests; TestReader holds both to what is said here.
type reader interface {
	// Tenant returns what is kept of one tenant. It refuses the zero ID with
	// tenant.ErrZero; whether the tenant exists shows at the first read.
	Tenant(tenant.ID) (tenantReader, error)
}

// A tenantReader reads one tenant and can reach no other. It is safe for
// concurrent use. Where something is said to be missing the error wraps
// store.ErrNotFound; any other error means that it could not be read.
type tenantReader interface {
	// About is missing when the tenant does not exist.
	About(context.Context) (store.About, error)
	// Profile takes what About returned for the same tenant.
	Profile(context.Context, store.About) (tenant.Profile, error)
	// Settings returns what the customer declared, as JSON that nobody has looked
	// into; nothing where nothing was, for a tenant that exists or not.
	Settings(context.Context) ([]byte, error)
	// Findings returns all findings, open and resolved, by check and resource;
	// none for a tenant without any, existing or not.
	Findings(context.Context) ([]finding.Finding, error)
	// Finding is missing when the tenant has no such finding, whatever
	// another tenant has.
	Finding(context.Context, finding.ID) (finding.Finding, error)
	// History returns a finding's changes, oldest first; none for a finding
	// that does not exist.
	History(context.Context, finding.ID) ([]store.Step, error)
	// Scans returns at most limit scans, the one claimed last first, claims
	// that have not finished included.
	Scans(ctx context.Context, limit int) ([]store.Scan, error)
	// Advice is missing when nothing was written about the finding.
	Advice(context.Context, finding.ID) (store.Advice, error)
}

// stored is the reader over the store.
type stored struct{ db *store.DB }

// Tenant implements reader.
func (s stored) Tenant(id tenant.ID) (tenantReader, error) {
	t, err := s.db.Tenant(id)
	if err != nil {
		return nil, err
	}
	return t, nil
}
