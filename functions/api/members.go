package api

import (
	"context"
	"strings"
	"time"

	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
	"vahti.ai/vahti/shared/tenant"
)

// Member is a person or a partner organisation that belongs to a tenant.
type Member struct {
	ID        string    `json:"id" doc:"The member's ID."`
	Kind      string    `json:"kind" enum:"person,organisation" doc:"What the member is."`
	State     string    `json:"state" enum:"active,suspended,removed" doc:"Where the membership stands."`
	Role      string    `json:"role" enum:"owner,admin,analyst,auditor" doc:"What the member may do."`
	Email     string    `json:"email,omitempty" doc:"By which the person signs in; missing for an organisation."`
	Name      string    `json:"name" doc:"The member's name."`
	InvitedBy string    `json:"invitedBy,omitempty" doc:"Who invited the member; missing for Vahti."`
	Since     time.Time `json:"since" doc:"When the membership began."`
	Confirmed time.Time `json:"confirmed" doc:"When it was last confirmed that the access is needed."`
}

func memberOf(m member.Member) Member {
	return Member{m.ID, string(m.Kind), string(m.State), string(m.Role), m.Email, m.Name, m.InvitedBy, m.Since.UTC(), m.Confirmed.UTC()}
}

// MembersIn asks for members.
type MembersIn struct {
	InTenant
	Paged
	State       string `query:"state" enum:"active,suspended,removed" default:"active" doc:"Members whose membership stands so."`
	Unconfirmed bool   `query:"unconfirmed" doc:"Only members whom the open yearly review waits for, whatever the state."`
}

func (s *server) members(ctx context.Context, c *call, in *MembersIn) (*answer[Page[Member]], error) {
	sc, err := c.scope(ctx, "members", []any{in.State, in.Unconfirmed})
	if err != nil {
		return nil, err
	}
	after, err := sc.read(in.Cursor)
	if err != nil {
		return nil, err
	}
	var list []member.Member
	var next string
	if in.Unconfirmed {
		list, next, err = member.Unconfirmed(ctx, c.tenant(), after, in.Limit)
	} else {
		list, next, err = member.List(ctx, c.tenant(), member.State(in.State), after, in.Limit)
	}
	if err != nil {
		return nil, err
	}
	return pageOf(list, sc.write(next), memberOf), nil
}

// MemberIn names a member.
type MemberIn struct {
	InTenant
	Member string `path:"member" doc:"The member's ID."`
}

func (s *server) oneMember(ctx context.Context, c *call, in *MemberIn) (*single[Member], error) {
	m, err := member.Get(ctx, c.tenant(), in.Member)
	if err != nil {
		return nil, err
	}
	return one(memberOf(m)), nil
}

// ChangeMemberIn changes a member.
type ChangeMemberIn struct {
	MemberIn
	Careful
	Body struct {
		Role string `json:"role" enum:"owner,admin,analyst,auditor" doc:"The role that the member gets."`
	}
}

func (s *server) changeMember(ctx context.Context, c *call, in *ChangeMemberIn) (*single[Member], error) {
	version, err := c.seen(ctx, in.Member, in.IfMatch)
	if err != nil {
		return nil, err
	}
	m, err := member.ChangeRoleOf(ctx, c.tenant(), in.Member, version, tenant.Role(in.Body.Role), c.actor(), c.now)
	if err != nil {
		return nil, err
	}
	return one(memberOf(m)), nil
}

// seen refuses a change of a member that the caller has not read as it is, and returns
// the version in which it must be changed so that nobody is overwritten who changes it
// in the same moment. Who sends "*" means the member as it is then.
func (c *call) seen(ctx context.Context, id, ifMatch string) (version int, err error) {
	m, err := member.Get(ctx, c.tenant(), id)
	if err != nil {
		return 0, err
	}
	if err := met(ifMatch, tagOf(memberOf(m))); err != nil {
		return 0, err
	}
	for one := range strings.SplitSeq(ifMatch, ",") {
		if strings.TrimSpace(one) == "*" {
			return member.AnyVersion, nil
		}
	}
	return m.Version, nil
}

// RemoveMemberIn removes a member.
type RemoveMemberIn struct {
	MemberIn
	Careful
}

func (s *server) removeMember(ctx context.Context, c *call, in *RemoveMemberIn) (*single[Member], error) {
	version, err := c.seen(ctx, in.Member, in.IfMatch)
	if err != nil {
		return nil, err
	}
	m, err := member.RemoveOf(ctx, c.tenant(), in.Member, version, c.actor(), c.now)
	if err != nil {
		return nil, err
	}
	return one(memberOf(m)), nil
}

func (s *server) suspendMember(ctx context.Context, c *call, in *MemberIn) (*single[Member], error) {
	m, err := member.Suspend(ctx, c.tenant(), in.Member, c.actor(), c.now)
	if err != nil {
		return nil, err
	}
	return one(memberOf(m)), nil
}

func (s *server) restoreMember(ctx context.Context, c *call, in *MemberIn) (*single[Member], error) {
	m, err := member.Restore(ctx, c.tenant(), in.Member, c.actor(), c.now)
	if err != nil {
		return nil, err
	}
	return one(memberOf(m)), nil
}

// EngageIn gives a partner organisation a role.
type EngageIn struct {
	InTenant
	Body struct {
		Organisation string `json:"organisation" minLength:"1" maxLength:"128" doc:"Vahti's name for the organisation, which it tells."`
		Role         string `json:"role" enum:"admin,analyst,auditor" doc:"The role that its people act in at most."`
	}
}

// engage gives a partner organisation a role in the tenant. One that is a member is
// changed as any other, by who has read it.
func (s *server) engage(ctx context.Context, c *call, in *EngageIn) (*single[Member], error) {
	o, err := partner.Get(ctx, s.db, in.Body.Organisation)
	if err != nil {
		return nil, err
	}
	m, err := member.Engage(ctx, c.tenant(), o.ID, o.Name, tenant.Role(in.Body.Role), c.actor(), c.now)
	if err != nil {
		return nil, err
	}
	return one(memberOf(m)), nil
}

// Review is a yearly review of who has access.
type Review struct {
	Number    int        `json:"number" doc:"1 for the first."`
	State     string     `json:"state" enum:"planned,open,closed" doc:"Where it stands."`
	Due       *time.Time `json:"due,omitempty" doc:"When it opens or, while it is open, closes."`
	Opened    *time.Time `json:"opened,omitempty" doc:"When it was opened."`
	Closed    *time.Time `json:"closed,omitempty" doc:"When it was closed."`
	Suspended int        `json:"suspended" doc:"How many members were suspended because nobody confirmed them."`
}

// Reviews are a tenant's reviews.
type Reviews struct {
	Items []Review `json:"items" nullable:"false" doc:"The reviews, oldest first: one for each year."`
}

func (s *server) reviews(ctx context.Context, c *call, _ *InTenant) (*answer[Reviews], error) {
	list, err := member.Reviews(ctx, c.tenant())
	if err != nil {
		return nil, err
	}
	out := Reviews{Items: []Review{}}
	for _, r := range list {
		out.Items = append(out.Items, Review{r.Number, string(r.State), moment(r.Due), moment(r.Opened), moment(r.Closed), r.Suspended})
	}
	return &answer[Reviews]{out}, nil
}

// ConfirmIn confirms members.
type ConfirmIn struct {
	InTenant
	Body struct {
		Members []string `json:"members" minItems:"1" maxItems:"100" nullable:"false" doc:"The IDs of members who still need access."`
	}
}

func (s *server) confirm(ctx context.Context, c *call, in *ConfirmIn) (*struct{}, error) {
	return nil, member.Confirm(ctx, c.tenant(), in.Body.Members, c.actor(), c.now)
}
