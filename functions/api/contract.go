package api

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"time"

	"vahti.ai/vahti/shared/store/contract"
	"vahti.ai/vahti/shared/tenant"
)

// Agreement is where a tenant's agreement stands.
type Agreement struct {
	State      string     `json:"state" enum:"invited,consented,active,terminated" doc:"Where the tenant stands."`
	Paused     *time.Time `json:"paused,omitempty" doc:"Since when scans rest."`
	Terminated *time.Time `json:"terminated,omitempty" doc:"When the agreement ended. Nothing is scanned from then on."`
	Why        string     `json:"why,omitempty" enum:"customer,subscription" doc:"By what it ended."`
	Export     *time.Time `json:"exportUntil,omitempty" doc:"Until when what is kept can be exported."`
	Erase      *time.Time `json:"erase,omitempty" doc:"When everything is erased. It never begins sooner."`
	Asked      *time.Time `json:"erasureAsked,omitempty" doc:"When the customer asked to have everything erased at once."`
	Latest     *time.Time `json:"eraseLatest,omitempty" doc:"By when everything must be erased."`
}

func agreementOf(s contract.Standing) Agreement {
	at := func(t time.Time) *time.Time {
		if t.IsZero() {
			return nil
		}
		return &t
	}
	return Agreement{State: string(s.State), Paused: at(s.Paused), Terminated: at(s.Terminated), Why: string(s.Why), Export: at(s.Export), Erase: at(s.Erase),
		Asked: at(s.Asked), Latest: at(s.Latest())}
}

// errConfirm means that the request does not name the tenant once more.
var errConfirm = errors.New("repeat the tenant's ID as confirm")

// EndIn ends something for good.
type EndIn struct {
	InTenant
	Body struct {
		Confirm string `json:"confirm" maxLength:"100" doc:"The tenant's ID once more, so that nothing ends by a slip."`
	}
}

// contractRoutes are the rows of the agreement.
func contractRoutes() []route {
	ends := []kind{notFound, invalid}
	return []route{
		{http.MethodGet, ofTenant + "/contract", "getContract", tagContract, "Where the agreement stands", tenant.Contract, "", false, nil, 0, serves((*server).contract)},
		{http.MethodPost, ofTenant + "/termination", "terminate", tagContract, "End the agreement", tenant.Contract, "", true, ends, smallBody, serves((*server).terminate)},
		{http.MethodDelete, ofTenant + "/termination", "reinstate", tagContract, "Have an agreement that ended go on", tenant.Contract, "", true, []kind{notFound, conflict}, 0, serves((*server).reinstate)},
		{http.MethodPost, ofTenant + "/erasure", "requestErasure", tagContract, "Have everything erased at once", tenant.Contract, "", true, ends, smallBody, serves((*server).requestErasure)},
	}
}

func (s *server) contract(ctx context.Context, c *call, _ *InTenant) (*single[Agreement], error) {
	st, err := contract.Of(ctx, c.tenant())
	if err != nil {
		return nil, err
	}
	return one(agreementOf(st)), nil
}

func (s *server) terminate(ctx context.Context, c *call, in *EndIn) (*single[Agreement], error) {
	if in.Body.Confirm != c.tenant().ID().String() {
		return nil, errConfirm
	}
	st, err := contract.Terminate(ctx, c.tenant(), contract.Termination{Request: "api-" + rand.Text(), Why: contract.ByCustomer}, c.actor(), c.now)
	if err != nil {
		return nil, err
	}
	return one(agreementOf(st)), nil
}

func (s *server) reinstate(ctx context.Context, c *call, _ *InTenant) (*single[Agreement], error) {
	if err := contract.Reinstate(ctx, c.tenant(), c.actor(), c.now); err != nil {
		return nil, err
	}
	return s.contract(ctx, c, nil)
}

func (s *server) requestErasure(ctx context.Context, c *call, in *EndIn) (*single[Agreement], error) {
	if in.Body.Confirm != c.tenant().ID().String() {
		return nil, errConfirm
	}
	st, err := contract.RequestErasure(ctx, c.tenant(), c.actor(), c.now)
	if err != nil {
		return nil, err
	}
	return one(agreementOf(st)), nil
}
