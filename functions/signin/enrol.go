package signin

import (
	"errors"
	"net/http"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/store/member"
)

// enrolView is the page on which the holder of an invitation sets up an account.
type enrolView struct {
	form
	Email    string
	Operator bool
	Ways     waysView
	Complete bool // there is a safe way to sign in
	NoCodes  bool // there is a password, and no recovery codes
}

// settingUp is the page on which an account is set up.
func (s *site) settingUp(r *http.Request, c caller) (page, error) {
	a, err := s.accounts.Get(r.Context(), c.account.ID) // as it is after what was just done
	if err != nil {
		return page{}, err
	}
	l := c.locale
	v := enrolView{form: form{l}, Email: a.Email, Operator: a.Operator, Ways: l.ways(a, "/invitations"), Complete: a.State == account.Active}
	v.NoCodes = v.Complete && v.Ways.Has && a.RecoveryCodes == 0 && !a.Operator
	return page{template: "enrol", locale: l, Title: l.say("Set up your account"), Self: "/invitations/account", Script: true, View: v}, nil
}

func (s *site) enrolPage(w http.ResponseWriter, r *http.Request, c caller) error {
	p, err := s.settingUp(r, c)
	if err != nil {
		return err
	}
	switch done := r.URL.Query().Get("done"); done {
	case "password":
		p.Done = c.locale.say("The password is set. Now add what you confirm it with.")
	case "app", "passkey":
		p.Done = c.locale.say("It is added.")
	}
	return s.write(w, http.StatusOK, p)
}

// enrol begins to set up the account of the invited address. Who holds the invitation
// has the mailbox, and so may know whether there is an account of it.
func (s *site) enrol(w http.ResponseWriter, r *http.Request, c caller) error {
	in, err := s.look(r)
	if errors.Is(err, member.ErrInvitation) {
		return s.uninvited(w, c)
	}
	if err != nil {
		return err
	}
	begun, e, err := s.enrolled(r, c, in)
	switch {
	case errors.Is(err, account.ErrCondition):
		return s.write(w, http.StatusOK, s.note(c, note{Heading: c.locale.say("You have an account already"),
			Text: c.locale.say("Sign in to it, and you can accept the invitation."),
			Next: c.locale.href(with("/signin", "return", "/invitations")), Link: c.locale.say("To the sign-in")}))
	case errors.Is(err, account.ErrToken):
		return s.uninvited(w, c)
	case err != nil:
		return s.refuse(w, s.invitationPage(c, in), err)
	}
	return s.enterAs(w, r, c, begun, e, "/invitations/account")
}

// enrolled makes the account that an invitation is for, where there is none, and
// begins to set it up.
func (s *site) enrolled(r *http.Request, c caller, in invited) (account.SignIn, account.Event, error) {
	ctx := r.Context()
	if !joins(in.token) {
		return s.accounts.AcceptInvite(ctx, account.Token(in.token), c.from)
	}
	wish := account.New{Email: in.email, Name: r.PostForm.Get("name"), Language: r.PostForm.Get("language")}
	a, made, e, err := s.accounts.Create(ctx, wish)
	if err != nil {
		return account.SignIn{}, account.Event{}, err
	}
	if a.State == account.Invited && !a.Operator { // also where a try was stopped that had made it
		e.Address = c.from.Address
		if err := s.tellCreated(ctx, e, a); err != nil {
			return account.SignIn{}, account.Event{}, err
		}
	}
	begun, e, err := s.accounts.Enrol(ctx, a.ID, c.from)
	if err != nil || made {
		return begun, e, err
	}
	renamed, err := s.accounts.SetProfile(ctx, begun.Session, wish.Name, wish.Language, c.from)
	if err != nil {
		return account.SignIn{}, account.Event{}, err
	}
	return begun, e, s.tell(ctx, renamed, a)
}

// finish signs in the person whose account is set up, and accepts the invitation by
// which they came.
func (s *site) finish(w http.ResponseWriter, r *http.Request, c caller) error {
	p, err := s.settingUp(r, c)
	if err != nil {
		return err
	}
	if p.View.(enrolView).NoCodes {
		return s.refuse(w, p, errNoCodes)
	}
	in, e, err := s.accounts.Enrolled(r.Context(), c.session, c.from)
	if err != nil {
		return s.refuse(w, p, err)
	}
	if err := s.begin(w, r, c, in, e); err != nil {
		return err
	}
	c.session, c.account = in.Session, in.Account
	token, err := s.carried(r, invitationCookie)
	if err != nil {
		return err
	}
	if !joins(token) {
		s.cookies.Clear(w, invitationCookie)
		return s.redirect(w, c, "/")
	}
	return s.accept(w, r, c)
}
