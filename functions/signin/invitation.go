package signin

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
	"vahti.ai/vahti/shared/tenant"
)

// errNoCodes means that an account with a password has no recovery codes yet.
var errNoCodes = errors.New("there are no recovery codes")

// invitationView is an invitation.
type invitationView struct {
	form
	// Where is the tenant, or the partner organisation; empty for an invitation to an
	// account alone.
	Where, By, Email, Role string
	Partner                bool
	Until                  moment
	Signed                 string
	Mine                   bool // it is to the address of whoever is signed in
	Tongues                []tongue
	Name                   string
	Ask                    bool // for the name and the language
}

// invited is what the token that the browser carries invites to.
type invited struct {
	token string
	// to is the name of the tenant or of the partner organisation; empty where the
	// token invites to an account alone.
	to, email, by, language string
	expires                 time.Time
	role                    tenant.Role // in the tenant
	manager                 bool        // of the organisation
}

// joins reports whether a token invites to a tenant or an organisation, and not to an
// account alone.
func joins(token string) bool { return strings.Contains(token, ".") }

// ofPartner reports whether a token invites to a partner organisation.
func ofPartner(token string) bool { return partner.Holds(member.Token(token)) }

// look finds out what the browser is invited to, or returns member.ErrInvitation.
func (s *site) look(r *http.Request) (invited, error) {
	token, err := s.carried(r, invitationCookie)
	switch in := (invited{token: token}); {
	case err != nil:
		return in, err
	case token == "":
		return in, member.ErrInvitation
	case !joins(token):
		return in, nil
	case ofPartner(token):
		o, err := partner.Look(r.Context(), s.db, member.Token(token), s.now())
		return invited{token: token, to: o.Organisation, email: o.Email, by: o.By, language: o.Language, expires: o.Expires, manager: o.Manager}, err
	default:
		return in.of(r, s)
	}
}

// of reads a tenant's invitation.
func (in invited) of(r *http.Request, s *site) (invited, error) {
	o, err := member.Look(r.Context(), s.db, member.Token(in.token), s.now())
	if err != nil {
		return in, err
	}
	in.email, in.by, in.language, in.expires, in.role = o.Email, o.By, o.Language, o.Expires, o.Role
	t, err := s.db.Tenant(o.Tenant)
	if err != nil {
		return in, err
	}
	about, err := t.About(r.Context())
	if errors.Is(err, store.ErrNotFound) || err == nil && about.State == tenant.Erased {
		return in, member.ErrInvitation
	}
	if err != nil {
		return in, err
	}
	profile, err := t.Profile(r.Context(), about)
	in.to = profile.Name
	return in, err
}

func (s *site) invitationPage(c caller, in invited) page {
	l := c.locale.in(in.language)
	v := invitationView{form: form{l}, Where: in.to, By: in.by, Email: in.email, Role: l.role(in.role), Until: l.on(in.expires),
		Signed: c.signed(), Tongues: tongues(string(l.lang)), Ask: joins(in.token), Partner: ofPartner(in.token)}
	if v.Partner {
		v.Role = l.standing(in.manager)
	}
	if normal, err := account.NormalEmail(in.email); err == nil {
		v.Mine = v.Signed != "" && normal == c.account.Email
	}
	return page{template: "invitation", locale: l, Title: l.say("Invitation"), Self: "/invitations", Signed: c.signed(), View: v}
}

// uninvited is the page for whoever has no invitation that holds.
func (s *site) uninvited(w http.ResponseWriter, c caller) error {
	s.cookies.Clear(w, invitationCookie)
	return s.write(w, http.StatusForbidden, s.note(c, note{Heading: c.locale.say("This invitation does not hold"),
		Text: c.locale.say("It was used, has run out, was taken back, or was replaced by a newer one. Ask whoever invited you for a new one. If you have accepted it already, sign in."),
		Next: c.locale.href("/signin"), Link: c.locale.say("To the sign-in")}))
}

// invitation shows an invitation.
func (s *site) invitation(w http.ResponseWriter, r *http.Request, c caller) error {
	if taken, err := s.takeToken(w, r, c, invitationCookie, "/invitations", invitationFor); taken || err != nil {
		return err
	}
	in, err := s.look(r)
	if errors.Is(err, member.ErrInvitation) {
		return s.uninvited(w, c)
	}
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, s.invitationPage(c, in))
}

// accept makes the person who has signed in a member, or one of an organisation's.
func (s *site) accept(w http.ResponseWriter, r *http.Request, c caller) error {
	token, err := s.carried(r, invitationCookie)
	if err != nil {
		return err
	}
	to, err := s.join(r, c, token)
	switch {
	case errors.Is(err, member.ErrInvitation), errors.Is(err, member.ErrRaise):
		return s.uninvited(w, c)
	case errors.Is(err, member.ErrOtherPerson), errors.Is(err, partner.ErrTooMany):
		in, lookErr := s.look(r)
		if lookErr != nil {
			return s.uninvited(w, c)
		}
		return s.refuse(w, s.invitationPage(c, in), err)
	case err != nil:
		return err
	}
	s.cookies.Clear(w, invitationCookie)
	return s.redirect(w, c, to)
}

// join accepts an invitation and returns where to go on. It may be repeated.
func (s *site) join(r *http.Request, c caller, token string) (to string, err error) {
	a := member.Account{ID: string(c.account.ID), Email: c.account.Email, Name: c.account.Name}
	if ofPartner(token) {
		return "/", partner.Accept(r.Context(), s.db, member.Token(token), a, c.from.Address, s.now())
	}
	in, err := member.Accept(r.Context(), s.db, member.Token(token), a, c.from.Address, s.now())
	if err != nil {
		return "", err
	}
	if in.State == tenant.Invited && in.Role.Allows(tenant.Configure) {
		return "/onboarding/" + in.Tenant.String(), nil
	}
	return "/", nil
}
