package api

import (
	"context"
	"time"

	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/member"
)

// Grant is the access that an operator of Vahti asked for.
type Grant struct {
	ID        string     `json:"id" doc:"The support access's ID."`
	State     string     `json:"state" enum:"asked,approved,refused,active,ended" doc:"Where it stands."`
	Operator  string     `json:"operator" doc:"Who asked for it."`
	Purpose   string     `json:"purpose" doc:"What it is for, of the purposes that the agreement names."`
	Reason    string     `json:"reason" doc:"Why it was asked for."`
	Goal      string     `json:"goal" doc:"What is to be reached."`
	Views     []string   `json:"views" nullable:"false" doc:"What may be looked at."`
	Method    string     `json:"method" enum:"interface,database,log,metadata" doc:"How it is looked at."`
	Minutes   int        `json:"minutes" doc:"How long it lasts from when it begins."`
	Approval  bool       `json:"approval" doc:"Whether you had to approve it."`
	DecidedBy string     `json:"decidedBy,omitempty" doc:"Who approved or refused it."`
	Asked     time.Time  `json:"asked" doc:"When it was asked for."`
	Decided   *time.Time `json:"decided,omitempty" doc:"When it was approved or refused."`
	Started   *time.Time `json:"started,omitempty" doc:"When it began."`
	Until     *time.Time `json:"until,omitempty" doc:"When it ends by itself. Missing once it is over."`
	Ended     *time.Time `json:"ended,omitempty" doc:"When it ended."`
	Because   string     `json:"because,omitempty" enum:"expired,revoked,finished,lapsed" doc:"Why it ended."`
	EndedBy   string     `json:"endedBy,omitempty" doc:"Who ended it."`
	Outcome   string     `json:"outcome,omitempty" doc:"What came of it, as the operator tells."`
}

func grantOf(g grant.Grant) Grant {
	out := Grant{
		ID: g.ID, State: string(g.State), Operator: g.Operator, Purpose: string(g.Purpose), Reason: g.Reason, Goal: g.Goal, Views: []string{}, Method: string(g.Method),
		Minutes: int(g.Limit / time.Minute), Approval: g.Approval, DecidedBy: g.DecidedBy, Asked: g.Asked.UTC(), Decided: moment(g.Decided), Started: moment(g.Started),
		Until: moment(g.Until), Ended: moment(g.Ended), Because: string(g.Because), EndedBy: g.EndedBy, Outcome: g.Outcome,
	}
	for _, v := range g.Views {
		out.Views = append(out.Views, string(v))
	}
	return out
}

// GrantsIn asks for support accesses.
type GrantsIn struct {
	InTenant
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50" doc:"How many items a page holds at most."`
	Cursor string `query:"cursor" maxLength:"4096" doc:"The next of the page before; nothing for the first page."`
	Live   bool   `query:"live" doc:"Only those that are asked for, approved or under way now, on one page."`
}

func (s *server) grants(ctx context.Context, c *call, in *GrantsIn) (*answer[Page[Grant]], error) {
	sc, err := c.scope(ctx, "grants", in.Live)
	if err != nil {
		return nil, err
	}
	after, err := sc.read(in.Cursor)
	if err != nil {
		return nil, err
	}
	if in.Live {
		list, err := grant.Live(ctx, c.tenant(), c.now)
		if err != nil {
			return nil, err
		}
		return pageOf(list, "", grantOf), nil
	}
	list, next, err := grant.List(ctx, c.tenant(), after, in.Limit, c.now)
	if err != nil {
		return nil, err
	}
	return pageOf(list, sc.write(next), grantOf), nil
}

// GrantIn names a support access.
type GrantIn struct {
	InTenant
	Grant string `path:"grant" doc:"The support access's ID."`
}

func (s *server) oneGrant(ctx context.Context, c *call, in *GrantIn) (*single[Grant], error) {
	g, err := grant.Get(ctx, c.tenant(), in.Grant, c.now)
	if err != nil {
		return nil, err
	}
	return one(grantOf(g)), nil
}

func (s *server) approveGrant(ctx context.Context, c *call, in *GrantIn) (*single[Grant], error) {
	return decideGrant(ctx, c, in, grant.Approve)
}

func (s *server) refuseGrant(ctx context.Context, c *call, in *GrantIn) (*single[Grant], error) {
	return decideGrant(ctx, c, in, grant.Refuse)
}

func (s *server) revokeGrant(ctx context.Context, c *call, in *GrantIn) (*single[Grant], error) {
	return decideGrant(ctx, c, in, grant.Revoke)
}

// decideGrant takes a customer's step with a support access.
func decideGrant(ctx context.Context, c *call, in *GrantIn, step func(context.Context, *store.Tenant, string, member.Actor, time.Time) (grant.Grant, error)) (*single[Grant], error) {
	g, err := step(ctx, c.tenant(), in.Grant, c.actor(), c.now)
	if err != nil {
		return nil, err
	}
	return one(grantOf(g)), nil
}
