package api

import (
	"context"
	"net/http"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/store/member"
)

// A gatekeeper says who a request comes from and lets it into a tenant, or not. It
// is package gate's Gate, and one in memory for tests. Refusals are the errors of
// package gate.
type gatekeeper interface {
	// Request returns who a request comes from, or gate.ErrUnknown.
	Request(*http.Request) (gate.Principal, error)
	// Address is the network address that a request comes from, or nothing where it
	// cannot be told.
	Address(*http.Request) string
	// Enter lets a principal into the tenant that a wish names: gate.ErrNotFound
	// where there is no such tenant or none for the principal, gate.ErrForbidden where
	// the role does not have the permission, gate.ErrStepUp where the person has to
	// prove again who they are.
	Enter(context.Context, gate.Principal, gate.Wish) (gate.Entry, error)
	// Refused returns the error of what somebody did who was let in by a wish. Where it
	// says that the role does not allow that, it is in the tenant's audit trail first.
	Refused(ctx context.Context, p gate.Principal, e gate.Entry, w gate.Wish, err error) error
	// Tenants lists the tenants that a principal can enter, page by page.
	Tenants(ctx context.Context, p gate.Principal, cursor string, limit int) ([]member.Access, string, error)
}

// sessions lists the sessions of a person. It is package account's Store, and one in
// memory for tests.
type sessions interface {
	Sessions(context.Context, account.ID) ([]account.Session, error)
}
