package api

import (
	"context"
	"crypto/rand"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store/exception"
)

// Exception is the acceptance of a finding until a date.
type Exception struct {
	ID       string     `json:"id" doc:"The exception's ID."`
	Finding  string     `json:"finding" doc:"The finding's ID."`
	Check    string     `json:"check" doc:"The check's ID."`
	Resource string     `json:"resource" doc:"The ID of what the finding is about; tenant for the tenant as a whole."`
	Severity string     `json:"severity" enum:"critical,high,medium,low,info" doc:"The finding's severity when it was accepted."`
	Reason   string     `json:"reason" doc:"Why it is accepted."`
	Owner    string     `json:"owner" doc:"Who answers for it."`
	By       string     `json:"by" doc:"Who accepted it."`
	Created  time.Time  `json:"created" doc:"When it was accepted."`
	Expires  time.Time  `json:"expires" doc:"When it ends by itself."`
	Active   bool       `json:"active" doc:"Whether it has not been ended."`
	Ended    *time.Time `json:"ended,omitempty" doc:"When it ended."`
	Because  string     `json:"because,omitempty" enum:"expired,worse,withdrawn" doc:"Why it ended."`
	EndedBy  string     `json:"endedBy,omitempty" doc:"Who took it back."`
}

func exceptionOf(e finding.Exception) Exception {
	return Exception{
		ID: e.ID, Finding: string(e.Finding), Check: e.Check, Resource: e.Resource, Severity: string(e.Severity), Reason: e.Reason, Owner: e.Owner, By: e.By,
		Created: e.Created.UTC(), Expires: e.Expires.UTC(), Active: e.Active(), Ended: moment(e.Ended), Because: string(e.Because), EndedBy: e.EndedBy,
	}
}

// ExceptionsIn asks for exceptions.
type ExceptionsIn struct {
	InTenant
	Paged
	Active bool `query:"active" doc:"Only exceptions that have not been ended."`
}

func (s *server) exceptions(ctx context.Context, c *call, in *ExceptionsIn) (*answer[Page[Exception]], error) {
	sc, err := c.scope(ctx, "exceptions", in.Active)
	if err != nil {
		return nil, err
	}
	after, err := sc.read(in.Cursor)
	if err != nil {
		return nil, err
	}
	list, next, err := c.tenant().ExceptionsPage(ctx, in.Active, after, in.Limit)
	if err != nil {
		return nil, err
	}
	return pageOf(list, sc.write(next), exceptionOf), nil
}

// ExceptionIn asks for an exception.
type ExceptionIn struct {
	InTenant
	Exception string `path:"exception" doc:"The exception's ID."`
}

func (s *server) oneException(ctx context.Context, c *call, in *ExceptionIn) (*single[Exception], error) {
	e, err := c.tenant().Exception(ctx, in.Exception)
	if err != nil {
		return nil, err
	}
	return one(exceptionOf(e)), nil
}

// AcceptIn accepts findings.
type AcceptIn struct {
	InTenant
	Once
	Body struct {
		Findings []string  `json:"findings" minItems:"1" maxItems:"100" nullable:"false" doc:"The IDs of open findings of one check. All are accepted, or none."`
		Reason   string    `json:"reason" minLength:"10" maxLength:"1000" doc:"Why they are accepted."`
		Owner    string    `json:"owner" minLength:"1" maxLength:"200" doc:"Who answers for it."`
		Expires  time.Time `json:"expires" doc:"When the exceptions end, at most 365 days away."`
	}
}

// Exceptions are exceptions made together.
type Exceptions struct {
	Items []Exception `json:"items" nullable:"false" doc:"The exceptions, in the order of the findings."`
}

func (s *server) accept(ctx context.Context, c *call, in *AcceptIn) (*made[Exceptions], error) {
	t := c.tenant()
	ids := make([]finding.ID, len(in.Body.Findings))
	for i, id := range in.Body.Findings {
		ids[i] = finding.ID(id)
	}
	first, err := s.findingNamed(ctx, c, in.Body.Findings[0])
	if err != nil {
		return nil, err
	}
	k, err := s.catalogue(ctx, t, "en")
	if err != nil {
		return nil, err
	}
	key, err := t.Key(ctx)
	if err != nil {
		return nil, err
	}
	wish := exception.Acceptance{Request: rand.Text(), Findings: ids, Reason: in.Body.Reason, Owner: in.Body.Owner, Expires: in.Body.Expires, Scale: scaleOf(k.byID[first.Check])}
	if c.once != "" {
		wish.Request = key.Hash("api-acceptance", caller(c.who), c.once)
	}
	list, err := exception.Accept(ctx, t, wish, c.actor(), c.now)
	if err != nil {
		return nil, err
	}
	out := Exceptions{Items: make([]Exception, len(list))}
	for i, e := range list {
		out.Items[i] = exceptionOf(e)
	}
	m := &made[Exceptions]{Body: out}
	if len(list) == 1 {
		m.ETag, m.Location = tagOf(out.Items[0]), c.path("exceptions", list[0].ID)
	}
	return m, nil
}

// scaleOf tells better from worse by a check; by nothing where it is no longer made.
func scaleOf(c *check.Check) finding.Scale {
	if c == nil {
		return finding.Scale{}
	}
	return c.Scale()
}

func (s *server) withdraw(ctx context.Context, c *call, in *ExceptionIn) (*single[Exception], error) {
	e, err := exception.Withdraw(ctx, c.tenant(), in.Exception, c.actor(), c.now)
	if err != nil {
		return nil, err
	}
	return one(exceptionOf(e)), nil
}

// path is where something of the caller's tenant is.
func (c *call) path(collection, id string) string {
	return c.below(collection + "/" + id)
}

// below is the address of what lies below the tenant.
func (c *call) below(path string) string {
	return base + "/tenants/" + c.tenant().ID().String() + "/" + path
}
