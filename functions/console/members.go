package console

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
	"vahti.ai/vahti/shared/tenant"
)

// membersView is the page of who belongs to a tenant.
type membersView struct {
	Name    string
	Refused string
	States  []kindChoice
	Members []memberItem
	Next    string // where the next page is; empty on the last
	// Manages says that the visitor may invite, and so sees Invitations, which are the
	// open ones; MoreInvitations says that there are others.
	Manages         bool
	Invitations     []invitationItem
	MoreInvitations bool
	Invite          *inviteForm // nil for who may not
	Engage          *engageForm // nil for who may not
}

// memberItem is one member. A form that is not to be offered has no address.
type memberItem struct {
	Name, Email, InvitedBy string
	Role                   string
	Organisation           bool
	Since, Confirmed       moment
	Roles                  []option // to choose from
	ChangeRole             string
	Suspend, Restore       string
	Remove, Leave          string
}

// invitationItem is an invitation that waits.
type invitationItem struct {
	Email, Role, By string
	Expires         moment
	Over            bool
	Withdraw        string
}

// inviteForm invites a person. Field is the name of what they are to be.
type inviteForm struct {
	Action, Request, Email string
	Field                  string
	Roles, Languages       []option
}

// engageForm gives a partner organisation a role.
type engageForm struct {
	Action, Organisation string
	Roles                []option
}

// The names of further fields.
const (
	fieldEmail    = "email"
	fieldRole     = "role"
	fieldLanguage = "language"
	fieldPartner  = "organisation"
)

// membersOnPage is how many members a page lists.
const membersOnPage = 100

func (c *console) members(r *http.Request, in visit) (page, error) {
	return c.membersPage(r, in, nil)
}

// memberStates are the states, as the page offers them.
func memberStates() []member.State {
	return []member.State{member.Active, member.Suspended, member.Removed}
}

func (c *console) membersPage(r *http.Request, in visit, refused error) (page, error) {
	ch, err := c.chapter(r, in)
	if err != nil {
		return page{}, err
	}
	q := r.URL.Query()
	state := cmp.Or(member.State(q.Get("state")), member.Active)
	if !slices.Contains(memberStates(), state) {
		return page{}, store.ErrNotFound
	}
	list, next, err := member.List(r.Context(), in.entry.Tenant, state, q.Get("cursor"), membersOnPage)
	if err != nil {
		return page{}, listing(err)
	}
	v := membersView{Name: ch.name, Refused: ch.refused(refused)}
	for _, s := range memberStates() {
		query := url.Values{}
		if s != member.Active {
			query.Set("state", string(s))
		}
		v.States = append(v.States, kindChoice{ch.memberState(s), ch.sub(in, "members", query), s == state})
	}
	var reviewed time.Time
	if state == member.Suspended {
		all, err := member.Reviews(r.Context(), in.entry.Tenant)
		if err != nil {
			return page{}, err
		}
		reviewed = member.Opening(all)
	}
	for _, m := range list {
		v.Members = append(v.Members, ch.member(in, m, reviewed))
	}
	slices.SortStableFunc(v.Members, func(a, b memberItem) int { return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	if next != "" {
		v.Next = ch.sub(in, "members", url.Values{"state": {string(state)}, "cursor": {next}})
	}
	if in.may(tenant.ManageMembers) {
		if err := c.invitationsOn(&v, r, in, ch); err != nil {
			return page{}, err
		}
	}
	if in.may(tenant.ManageMembers) && ch.about.State != tenant.Terminated {
		v.Invite = c.inviteForm(r, in, ch)
	}
	if in.may(tenant.ManageOwners) && ch.about.State != tenant.Terminated {
		chosen := cmp.Or(tenant.Role(r.PostForm.Get(fieldRole)), tenant.Auditor)
		v.Engage = &engageForm{ch.sub(in, "partners", nil), r.PostForm.Get(fieldPartner), ch.roles(in, member.Organisation, chosen)}
	}
	return ch.page("members", ch.say("Members"), v), nil
}

// invitationsOn adds the open invitations, for who may invite: who is not a member yet is
// nobody else's to know.
func (c *console) invitationsOn(v *membersView, r *http.Request, in visit, ch chapter) error {
	open, more, err := member.Invitations(r.Context(), in.entry.Tenant, "", membersOnPage)
	if err != nil {
		return err
	}
	v.Manages, v.MoreInvitations = true, more != ""
	for _, i := range open {
		item := invitationItem{Email: i.Email, Role: ch.role(i.Role), By: i.By, Expires: ch.on(i.Expires), Over: !c.now().Before(i.Expires)}
		if i.Role != tenant.Owner || in.may(tenant.ManageOwners) {
			item.Withdraw = ch.sub(in, "invitations/"+i.ID+"/withdrawal", nil)
		}
		v.Invitations = append(v.Invitations, item)
	}
	return nil
}

// inviteForm is a form to invite somebody, with what was typed where it was refused.
func (c *console) inviteForm(r *http.Request, in visit, ch chapter) *inviteForm {
	f := &inviteForm{Action: ch.sub(in, "members", nil), Field: fieldRole, Request: cmp.Or(r.PostForm.Get(fieldRequest), c.unique()), Email: r.PostForm.Get(fieldEmail)}
	f.Roles = ch.roles(in, member.Person, cmp.Or(tenant.Role(r.PostForm.Get(fieldRole)), tenant.Auditor))
	f.Languages = ch.languages(cmp.Or(r.PostForm.Get(fieldLanguage), ch.about.Language))
	return f
}

// roles are those that the visitor may give to a member of a kind.
func (l locale) roles(in visit, kind member.Kind, chosen tenant.Role) (out []option) {
	for _, role := range tenant.Roles() {
		if role == tenant.Owner && (kind == member.Organisation || !in.may(tenant.ManageOwners)) {
			continue
		}
		out = append(out, option{string(role), l.role(role), role == chosen})
	}
	return out
}

// languages are those that people can be written to in.
func (l locale) languages(chosen string) (out []option) {
	for _, one := range (page{locale: l}).Languages() {
		out = append(out, option{string(one.Lang), one.Name, string(one.Lang) == chosen})
	}
	return out
}

// member tells of one member, with the forms that the visitor may send. reviewed is when
// the last review opened, where somebody may have been suspended by it.
func (ch chapter) member(in visit, m member.Member, reviewed time.Time) memberItem {
	item := memberItem{Name: cmp.Or(m.Name, m.Email), Email: m.Email, InvitedBy: m.InvitedBy, Role: ch.role(m.Role), Organisation: m.Kind == member.Organisation,
		Since: ch.on(m.Since), Confirmed: ch.on(m.Confirmed)}
	form := func(what string) string { return ch.sub(in, "members/"+m.ID+"/"+what, nil) }
	if m.ID == in.who.Account {
		if m.State == member.Active {
			item.Leave = form("removal")
		}
		return item
	}
	over := in.may(tenant.ManageMembers) && (in.may(tenant.ManageOwners) || m.Role != tenant.Owner && m.Kind == member.Person)
	if !over || m.State == member.Removed {
		return item
	}
	item.ChangeRole, item.Remove, item.Roles = form("role"), form("removal"), ch.roles(in, m.Kind, m.Role)
	if m.State == member.Active {
		item.Suspend = form("suspension")
	} else if in.may(tenant.ManageOwners) || !m.Confirmed.Before(reviewed) {
		item.Restore = form("restoration")
	}
	return item
}

// memberState names those of a state.
func (l locale) memberState(s member.State) string {
	switch s {
	case member.Suspended:
		return l.say("Suspended")
	case member.Removed:
		return l.say("Removed")
	}
	return l.say("Members now")
}

// invite invites a person and puts the letter with the link into the outbox.
func (c *console) invite(r *http.Request, in visit) (string, error) {
	ctx := r.Context()
	ch, err := c.chapter(r, in)
	if err != nil {
		return "", err
	}
	wish := member.Invitation{Email: r.PostForm.Get(fieldEmail), Role: tenant.Role(r.PostForm.Get(fieldRole)), Language: r.PostForm.Get(fieldLanguage)}
	_, err = c.once(r, in, func() error {
		made, err := member.Invite(ctx, in.entry.Tenant, wish, in.actor(), c.now())
		if err != nil {
			return err
		}
		to, err := member.Email(wish.Email)
		if err != nil {
			return err
		}
		return letter.Put(ctx, c.db, letter.Letter{Name: "invitation-" + made.ID, Kind: letter.Invitation, To: to, Language: wish.Language, Tenant: ch.name, By: in.who.Name,
			Link: c.public + "/invitations?token=" + url.QueryEscape(string(made.Token)), Until: made.Expires, Of: in.id().String()}, c.now())
	})
	self := tenantPath(in.id()) + "/members"
	if err != nil {
		return "", c.refuse(r, in, err, c.membersPage, self)
	}
	return ch.href(self), nil
}

// engage gives a partner organisation a role in the tenant.
func (c *console) engage(r *http.Request, in visit) (string, error) {
	return c.withMember(r, in, func(string) error {
		o, err := partner.Get(r.Context(), c.db, strings.TrimSpace(r.PostForm.Get(fieldPartner)))
		if err != nil {
			return err
		}
		_, err = member.Engage(r.Context(), in.entry.Tenant, o.ID, o.Name, tenant.Role(r.PostForm.Get(fieldRole)), in.actor(), c.now())
		return err
	})
}

// withMember does something to the member that the path names.
func (c *console) withMember(r *http.Request, in visit, do func(id string) error) (string, error) {
	if err := do(r.PathValue("member")); err != nil {
		return "", c.refuse(r, in, err, c.membersPage, tenantPath(in.id())+"/members")
	}
	return c.back(r, in, "members")
}

func (c *console) changeRole(r *http.Request, in visit) (string, error) {
	return c.withMember(r, in, func(id string) error {
		_, err := member.ChangeRole(r.Context(), in.entry.Tenant, id, tenant.Role(r.PostForm.Get(fieldRole)), in.actor(), c.now())
		return err
	})
}

func (c *console) suspend(r *http.Request, in visit) (string, error) {
	return c.withMember(r, in, func(id string) error {
		_, err := member.Suspend(r.Context(), in.entry.Tenant, id, in.actor(), c.now())
		return err
	})
}

func (c *console) restore(r *http.Request, in visit) (string, error) {
	return c.withMember(r, in, func(id string) error {
		_, err := member.Restore(r.Context(), in.entry.Tenant, id, in.actor(), c.now())
		return err
	})
}

// remove ends a membership. Whoever has left has nothing to go back to.
func (c *console) remove(r *http.Request, in visit) (string, error) {
	to, err := c.withMember(r, in, func(id string) error {
		_, err := member.Remove(r.Context(), in.entry.Tenant, id, in.actor(), c.now())
		return err
	})
	if err == nil && r.PathValue("member") == in.who.Account {
		return localeOf(r, "").href("/"), nil
	}
	return to, err
}

// withdrawInvitation takes an invitation back.
func (c *console) withdrawInvitation(r *http.Request, in visit) (string, error) {
	return c.withMember(r, in, func(string) error {
		return member.Withdraw(r.Context(), in.entry.Tenant, r.PathValue("invitation"), in.actor(), c.now())
	})
}
