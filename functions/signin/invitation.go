package signin

import (
	"errors"
	"net/http"
	"strings"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

// errNoCodes means that an account with a password has no recovery codes yet.
var errNoCodes = errors.New("there are no recovery codes")

// invitationView is an invitation.
type invitationView struct {
	form
	// Tenant is empty for an invitation to an account alone.
	Tenant, By, Email, Role string
	Until                   moment
	Signed                  string
	Mine                    bool // it is to the address of whoever is signed in
	Tongues                 []tongue
	Name                    string
	Ask                     bool // for the name and the language
}

// invited is what the token that the browser carries invites to.
type invited struct {
	token string
	offer member.Offer // of a tenant's invitation
	name  string       // the tenant's
}

// ofTenant reports whether a token is of a tenant's invitation, and not of a letter
// that invites to an account alone.
func ofTenant(token string) bool { return strings.Contains(token, ".") }

// look finds out what the browser is invited to, or returns member.ErrInvitation.
func (s *site) look(r *http.Request) (invited, error) {
	token, err := s.carried(r, invitationCookie)
	switch in := (invited{token: token}); {
	case err != nil:
		return in, err
	case token == "":
		return in, member.ErrInvitation
	case !ofTenant(token):
		return in, nil
	default:
		return in.of(r, s)
	}
}

// of reads a tenant's invitation.
func (in invited) of(r *http.Request, s *site) (invited, error) {
	var err error
	if in.offer, err = member.Look(r.Context(), s.db, member.Token(in.token), s.now()); err != nil {
		return in, err
	}
	t, err := s.db.Tenant(in.offer.Tenant)
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
	in.name = profile.Name
	return in, err
}

func (s *site) invitationPage(c caller, in invited) page {
	l := c.locale.in(in.offer.Language)
	v := invitationView{form: form{l}, Tenant: in.name, By: in.offer.By, Email: in.offer.Email, Role: l.role(in.offer.Role), Until: l.on(in.offer.Expires),
		Signed: c.signed(), Tongues: tongues(string(l.lang)), Ask: ofTenant(in.token)}
	if normal, err := account.NormalEmail(in.offer.Email); err == nil {
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

// accept makes the person who has signed in a member.
func (s *site) accept(w http.ResponseWriter, r *http.Request, c caller) error {
	token, err := s.carried(r, invitationCookie)
	if err != nil {
		return err
	}
	to, err := s.join(r, c, token)
	switch {
	case errors.Is(err, member.ErrInvitation), errors.Is(err, member.ErrRaise):
		return s.uninvited(w, c)
	case errors.Is(err, member.ErrOtherPerson):
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

// join accepts a tenant's invitation and returns where to go on. It may be repeated.
func (s *site) join(r *http.Request, c caller, token string) (to string, err error) {
	a := member.Account{ID: string(c.account.ID), Email: c.account.Email, Name: c.account.Name}
	in, err := member.Accept(r.Context(), s.db, member.Token(token), a, c.from.Address, s.now())
	if err != nil {
		return "", err
	}
	if in.State == tenant.Invited && in.Role.Allows(tenant.Configure) {
		return "/onboarding/" + in.Tenant.String(), nil
	}
	return "/", nil
}
