package api

import (
	"context"
	"net/url"
	"time"

	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

// Invitation is an invitation that was neither accepted nor taken back.
type Invitation struct {
	ID       string    `json:"id" doc:"The invitation's ID."`
	Email    string    `json:"email" doc:"Who is invited."`
	Role     string    `json:"role" enum:"owner,admin,analyst,auditor" doc:"The role that the person gets."`
	Language string    `json:"language" enum:"en,fi,sv" doc:"In which language the person is written to."`
	By       string    `json:"by,omitempty" doc:"Who invited; missing for Vahti."`
	Created  time.Time `json:"created" doc:"When the person was invited."`
	Expires  time.Time `json:"expires" doc:"Until when it can be accepted; in the past for one that nobody accepted in time."`
}

// InvitationsIn asks for invitations.
type InvitationsIn struct {
	InTenant
	Paged
}

func (s *server) invitations(ctx context.Context, c *call, in *InvitationsIn) (*answer[Page[Invitation]], error) {
	sc, err := c.scope(ctx, "invitations", nil)
	if err != nil {
		return nil, err
	}
	after, err := sc.read(in.Cursor)
	if err != nil {
		return nil, err
	}
	list, next, err := member.Invitations(ctx, c.tenant(), after, in.Limit)
	if err != nil {
		return nil, err
	}
	return pageOf(list, sc.write(next), invitationOf), nil
}

func invitationOf(o member.Open) Invitation {
	return Invitation{o.ID, o.Email, string(o.Role), o.Language, o.By, o.Created.UTC(), o.Expires.UTC()}
}

// InviteIn invites a person.
type InviteIn struct {
	InTenant
	Once
	Body struct {
		Email    string `json:"email" minLength:"3" maxLength:"254" doc:"The person's e-mail address."`
		Role     string `json:"role" enum:"owner,admin,analyst,auditor" doc:"The role that the person gets."`
		Language string `json:"language" enum:"en,fi,sv" doc:"In which language the person is written to."`
	}
}

// Invited is an invitation that was made and is on its way to the person.
type Invited struct {
	ID      string    `json:"id" doc:"The invitation's ID."`
	Expires time.Time `json:"expires" doc:"Until when it can be accepted."`
}

func (s *server) invite(ctx context.Context, c *call, in *InviteIn) (*made[Invited], error) {
	t := c.tenant()
	wish := member.Invitation{Email: in.Body.Email, Role: tenant.Role(in.Body.Role), Language: in.Body.Language}
	to, err := member.Email(wish.Email)
	if err != nil {
		return nil, err
	}
	if _, wait, ok := s.invited.Take(t.ID().String()); !ok {
		return nil, errTooMany(wait)
	}
	about, err := t.About(ctx)
	if err != nil {
		return nil, err
	}
	profile, err := t.Profile(ctx, about)
	if err != nil {
		return nil, err
	}
	i, err := member.Invite(ctx, t, wish, c.actor(), c.now)
	if err != nil {
		return nil, err
	}
	err = s.post(ctx, letter.Letter{Name: "invitation-" + i.ID, Kind: letter.Invitation, To: to, Language: wish.Language, Tenant: profile.Name, By: c.actor().Name,
		Link: s.address + "/invitations?token=" + url.QueryEscape(string(i.Token)), Until: i.Expires, Of: t.ID().String()})
	if err != nil {
		return nil, err
	}
	return &made[Invited]{Body: Invited{i.ID, i.Expires.UTC()}}, nil
}

// InvitationIn names an invitation.
type InvitationIn struct {
	InTenant
	Invitation string `path:"invitation" doc:"The invitation's ID."`
}

func (s *server) oneInvitation(ctx context.Context, c *call, in *InvitationIn) (*single[Invitation], error) {
	i, err := member.GetInvitation(ctx, c.tenant(), in.Invitation)
	if err != nil {
		return nil, err
	}
	return one(invitationOf(i)), nil
}

// WithdrawInvitationIn takes an invitation back.
type WithdrawInvitationIn struct {
	InvitationIn
	Careful
}

// withdrawInvitation takes an invitation back that the caller has read. An open one
// never changes, so that what is withdrawn is what was read.
func (s *server) withdrawInvitation(ctx context.Context, c *call, in *WithdrawInvitationIn) (*struct{}, error) {
	i, err := member.GetInvitation(ctx, c.tenant(), in.Invitation)
	if err != nil {
		return nil, err
	}
	if err := met(in.IfMatch, tagOf(invitationOf(i))); err != nil {
		return nil, err
	}
	return nil, member.Withdraw(ctx, c.tenant(), in.Invitation, c.actor(), c.now)
}
