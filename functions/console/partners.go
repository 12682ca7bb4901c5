package console

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
)

// partnerView is the page of a partner organisation about those who work for it.
type partnerView struct {
	Name    string // the organisation's
	Refused string
	ID      string // what Vahti calls the organisation
	People  []colleagueItem
	First   string // where the first page is; empty on it
	Next    string // where the next page is; empty on the last
	// Invitations are the open ones; MoreInvitations says that there are others.
	Invitations     []invitationItem
	MoreInvitations bool
	Invite          inviteForm
}

// colleagueItem is one who works for the organisation. A form that is not to be
// offered has no address.
type colleagueItem struct {
	Name, Email, Standing string
	Since                 moment
	Raise, Lower          string
	Remove, Leave         string
}

const (
	// colleaguesOnPage is how many people a page lists.
	colleaguesOnPage = 100
	fieldStanding    = "standing"
	asManager        = "manager"
	asStaff          = "staff"
)

func partnerPath(organisation string) string { return "/partners/" + url.PathEscape(organisation) }

// managed are the pages of the organisations that somebody manages. One that cannot be
// read is left out, so that the tenants are shown all the same.
func (c *console) managed(ctx context.Context, l locale, standings []member.Standing) (out []crumb) {
	for _, s := range standings {
		if !s.Manager {
			continue
		}
		o, err := partner.Get(ctx, c.db, s.Organisation)
		if err != nil {
			c.log.WarnContext(ctx, "organisation could not be shown", "organisation", s.Organisation, "error", err)
			continue
		}
		out = append(out, crumb{Name: o.Name, Href: l.href(partnerPath(o.ID))})
	}
	return out
}

func (c *console) partner(r *http.Request, in visit) (page, error) {
	return c.partnerPage(r, in, nil)
}

func (c *console) partnerPage(r *http.Request, in visit, refused error) (page, error) {
	ctx, id, by := r.Context(), r.PathValue("organisation"), in.who.Actor()
	l := localeOf(r, "")
	o, err := partner.Get(ctx, c.db, id)
	if err != nil {
		return page{}, absentPartner(err)
	}
	cursor := r.URL.Query().Get(fieldCursor)
	people, next, err := partner.List(ctx, c.db, id, by, cursor, colleaguesOnPage)
	if err != nil {
		return page{}, absentPartner(err)
	}
	open, more, err := partner.Invitations(ctx, c.db, id, by)
	if err != nil {
		return page{}, absentPartner(err)
	}
	self := partnerPath(id)
	v := partnerView{Name: o.Name, ID: id, MoreInvitations: more}
	if refused != nil {
		v.Refused = l.reason(refused)
	}
	if cursor != "" {
		v.First = l.href(self)
	}
	if next != "" {
		v.Next = l.href(self + "?" + url.Values{fieldCursor: {next}}.Encode())
	}
	for _, p := range people {
		v.People = append(v.People, l.colleague(in, self, p))
	}
	slices.SortStableFunc(v.People, func(a, b colleagueItem) int { return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	for _, i := range open {
		v.Invitations = append(v.Invitations, invitationItem{Email: i.Email, Role: l.colleagueAs(i.Manager), By: i.By, Expires: l.on(i.Expires),
			Over: !c.now().Before(i.Expires), Withdraw: l.href(self + "/invitations/" + i.ID + "/withdrawal")})
	}
	chosen := cmp.Or(r.PostForm.Get(fieldStanding), asStaff)
	v.Invite = inviteForm{Action: l.href(self + "/invitations"), Field: fieldStanding, Request: cmp.Or(r.PostForm.Get(fieldRequest), c.unique()), Email: r.PostForm.Get(fieldEmail),
		Roles:     []option{{asStaff, l.colleagueAs(false), chosen == asStaff}, {asManager, l.colleagueAs(true), chosen == asManager}},
		Languages: l.languages(cmp.Or(r.PostForm.Get(fieldLanguage), string(l.lang)))}
	return page{template: "partner", locale: l, Title: words{Text: l.say("People of {}", o.Name)}, Trail: []crumb{l.home()}, View: v}, nil
}

// absentPartner has an organisation that is not there, or whose manager somebody is no
// more, answer as any page that is not there.
func absentPartner(err error) error {
	if errors.Is(err, partner.ErrNone) || errors.Is(err, partner.ErrCursor) {
		return errNoPage(err)
	}
	return err
}

// colleague tells of one who works for the organisation, with the forms for him.
func (l locale) colleague(in visit, self string, p partner.Person) colleagueItem {
	item := colleagueItem{Name: cmp.Or(p.Name, p.Email), Email: p.Email, Standing: l.colleagueAs(p.Manager), Since: l.on(p.Since)}
	form := func(what string) string { return l.href(self + "/people/" + p.Account + "/" + what) }
	switch {
	case p.Account == in.who.Account:
		item.Leave, item.Lower = form("removal"), form("standing")
		return item
	case p.Manager:
		item.Lower = form("standing")
	default:
		item.Raise = form("standing")
	}
	item.Remove = form("removal")
	return item
}

// colleagueAs names what somebody is in an organisation.
func (l locale) colleagueAs(isManager bool) string {
	if isManager {
		return l.say("Manager")
	}
	return l.say("Staff")
}

// withPartner does something to the organisation that the path names.
func (c *console) withPartner(r *http.Request, in visit, do func(ctx context.Context, organisation string, by member.Actor) error) (string, error) {
	id := r.PathValue("organisation")
	err := do(r.Context(), id, in.who.Actor())
	if errors.Is(err, partner.ErrNone) {
		return "", errNoPage(err)
	}
	if err != nil {
		return "", c.refuse(r, in, err, c.partnerPage, partnerPath(id))
	}
	return localeOf(r, "").href(partnerPath(id)), nil
}

// inviteColleague invites somebody to work for the organisation. A form sent twice is
// one invitation.
func (c *console) inviteColleague(r *http.Request, in visit) (string, error) {
	return c.withPartner(r, in, func(ctx context.Context, id string, by member.Actor) error {
		asked := r.PostForm.Get(fieldStanding)
		if asked != asManager && asked != asStaff {
			return member.ErrRole
		}
		return partner.Invite(ctx, c.db, id, partner.Invitation{Email: r.PostForm.Get(fieldEmail), Manager: asked == asManager,
			Language: r.PostForm.Get(fieldLanguage), Request: r.PostForm.Get(fieldRequest), Site: c.public}, by, c.now())
	})
}

// withdrawColleague takes an invitation back.
func (c *console) withdrawColleague(r *http.Request, in visit) (string, error) {
	return c.withPartner(r, in, func(ctx context.Context, id string, by member.Actor) error {
		return partner.Withdraw(ctx, c.db, id, r.PathValue("invitation"), by, c.now())
	})
}

// regrade makes one who works for the organisation a manager or staff.
func (c *console) regrade(r *http.Request, in visit) (string, error) {
	return c.withPartner(r, in, func(ctx context.Context, id string, by member.Actor) error {
		asked := r.PostForm.Get(fieldStanding)
		if asked != asManager && asked != asStaff {
			return member.ErrRole
		}
		_, err := partner.Regrade(ctx, c.db, id, r.PathValue("person"), asked == asManager, by, c.now())
		return err
	})
}

// removeColleague has somebody work for the organisation no longer. Whoever has left
// has nothing to go back to.
func (c *console) removeColleague(r *http.Request, in visit) (string, error) {
	to, err := c.withPartner(r, in, func(ctx context.Context, id string, by member.Actor) error {
		return partner.Remove(ctx, c.db, id, r.PathValue("person"), by, c.now())
	})
	if err == nil && r.PathValue("person") == in.who.Account {
		return localeOf(r, "").href("/"), nil
	}
	return to, err
}
