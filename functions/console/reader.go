package console

import (
	"context"
	"time"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/exception"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

// A reader hands out what is kept about tenants. It is implemented over the
// store, and in memory for tests; TestReader holds both to what is said here.
type reader interface {
	// Tenant returns what is kept of one tenant. It refuses the zero ID with
	// tenant.ErrZero; whether the tenant exists shows at the first read.
	Tenant(tenant.ID) (tenantReader, error)
	// Decider returns what people decide in one tenant, as Tenant does. Whoever
	// asks for it has seen to it that the person may.
	Decider(tenant.ID) (decider, error)
}

// A decider writes what a person decides in one tenant. Why a wish is refused is
// one of the errors of vahti.ai/vahti/shared/store/exception; a repeat of a wish
// changes nothing and is no error.
type decider interface {
	Accept(context.Context, exception.Acceptance, member.Actor, time.Time) ([]finding.Exception, error)
	Withdraw(ctx context.Context, id string, by member.Actor, now time.Time) (finding.Exception, error)
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
	// Findings returns all findings, open, accepted and resolved, by check and
	// resource; none for a tenant without any, existing or not.
	Findings(context.Context) ([]finding.Finding, error)
	// Finding is missing when the tenant has no such finding, whatever
	// another tenant has.
	Finding(context.Context, finding.ID) (finding.Finding, error)
	// FindingsOf is Findings of one check.
	FindingsOf(ctx context.Context, check string) ([]finding.Finding, error)
	// Story returns everything that became of a finding, oldest first; nothing for
	// a finding that does not exist.
	Story(context.Context, finding.ID) ([]store.Step, error)
	// Exceptions returns every exception there ever was, newest first.
	Exceptions(context.Context) ([]finding.Exception, error)
	// Timeline returns events, newest first: at least limit of them, if there are
	// so many, and those written together with the last one; before, unless it is
	// zero, is the Written of an event already had, which older ones follow.
	Timeline(ctx context.Context, limit int, before time.Time) ([]store.Event, error)
	// Scores returns a point for each change of a verdict since a moment of the
	// tenant's clock, oldest first.
	Scores(ctx context.Context, since time.Time) ([]store.Score, error)
	// Scans returns at most limit scans, the one claimed last first, claims
	// that have not finished included.
	Scans(ctx context.Context, limit int) ([]store.Scan, error)
	// Advice is missing when nothing was written about the finding.
	Advice(context.Context, finding.ID) (store.Advice, error)
	// Grant returns a support access as it stands now, or grant.ErrNone.
	Grant(context.Context, string) (grant.Grant, error)
}

// stored is the reader over the store.
type stored struct {
	db  *store.DB
	now func() time.Time
}

// storedTenant is a tenant of the store.
type storedTenant struct {
	*store.Tenant
	now func() time.Time
}

// Grant implements tenantReader.
func (t storedTenant) Grant(ctx context.Context, id string) (grant.Grant, error) {
	return grant.Get(ctx, t.Tenant, id, t.now())
}

// Tenant implements reader.
func (s stored) Tenant(id tenant.ID) (tenantReader, error) {
	t, err := s.db.Tenant(id)
	if err != nil {
		return nil, err
	}
	return storedTenant{t, s.now}, nil
}

// Decider implements reader.
func (s stored) Decider(id tenant.ID) (decider, error) {
	t, err := s.db.Tenant(id)
	if err != nil {
		return nil, err
	}
	return decisions{t}, nil
}

// decisions is the decider over the store.
type decisions struct{ t *store.Tenant }

// Accept implements decider.
func (d decisions) Accept(ctx context.Context, a exception.Acceptance, by member.Actor, now time.Time) ([]finding.Exception, error) {
	return exception.Accept(ctx, d.t, a, by, now)
}

// Withdraw implements decider.
func (d decisions) Withdraw(ctx context.Context, id string, by member.Actor, now time.Time) (finding.Exception, error) {
	return exception.Withdraw(ctx, d.t, id, by, now)
}
