package signin

import (
	"errors"
	"net/http"
	"strings"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/auth/oidc"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store/trail"
)

// callbackPath is where Microsoft sends people back to.
const callbackPath = "/signin/microsoft/callback"

// What a sign-in at Microsoft is for. Those but the first are bound to a session: what
// stands behind the colon names it.
const (
	toSignIn   = "sign-in"
	toLink     = "link:"
	toVouchFor = "vouch:" // the person may consent for the organisation that did
)

func (s *site) toMicrosoft(w http.ResponseWriter, r *http.Request, c caller) error {
	return s.depart(w, r, toSignIn, local(r.PostForm.Get("return")))
}

// depart sends the browser to Microsoft.
func (s *site) depart(w http.ResponseWriter, r *http.Request, purpose, back string) error {
	to, pending, err := s.entra.Begin(r.Context(), "")
	if err != nil {
		return &serve.Error{Status: http.StatusBadGateway, Detail: "Microsoft’s sign-in service gives no usable answer.", Err: err}
	}
	pending.Purpose, pending.Return = purpose, back
	if err := s.keep(r.Context(), w, microsoftCookie, pending, microsoftFor); err != nil {
		return err
	}
	return s.leave(w, to)
}

// fromMicrosoft takes a person back from Microsoft.
func (s *site) fromMicrosoft(w http.ResponseWriter, r *http.Request, c caller) error {
	var pending oidc.Pending
	begun, err := s.kept(r, microsoftCookie, &pending)
	if err != nil {
		return err
	}
	if !begun {
		return s.write(w, http.StatusBadRequest, s.strayed(c))
	}
	s.cookies.Clear(w, microsoftCookie) // an answer is looked at once
	id, err := s.entra.Finish(r.Context(), pending, r.URL.Query())
	switch {
	case errors.Is(err, oidc.ErrRefused):
		return s.write(w, http.StatusForbidden, s.note(c, note{Heading: c.locale.say("The sign-in at Microsoft was not completed"),
			Text: c.locale.say("You or Microsoft ended it. Nothing was changed."), Next: c.locale.href("/signin"), Link: c.locale.say("To the sign-in")}))
	case errors.Is(err, oidc.ErrState), errors.Is(err, oidc.ErrToken):
		if err := s.once(r.Context(), trail.SignInForged, account.Event{Address: c.from.Address, Reason: err.Error()}); err != nil {
			return err
		}
		return s.write(w, http.StatusBadRequest, s.strayed(c))
	case err != nil:
		return &serve.Error{Status: http.StatusBadGateway, Detail: "Microsoft’s sign-in service gives no usable answer.", Err: err}
	}
	identity := account.Identity{Tenant: id.Tenant, Object: id.Object}
	if pending.Purpose == toSignIn {
		return s.byMicrosoft(w, r, c, identity, local(pending.Return))
	}
	what, session, _ := strings.Cut(pending.Purpose, ":")
	if c.session.ID == "" || c.session.ID != session {
		return s.write(w, http.StatusBadRequest, s.strayed(c)) // somebody else's, or begun before a new sign-in
	}
	if what+":" == toVouchFor {
		return s.vouched(w, r, c, id)
	}
	return s.linked(w, r, c, identity)
}

// strayed is the page for an answer of Microsoft's that belongs to nothing.
func (s *site) strayed(c caller) page {
	return s.note(c, note{Heading: c.locale.say("Begin the sign-in again"),
		Text: c.locale.say("What came back from Microsoft belongs to no sign-in that was begun in this browser, came too late, or is not valid. Nothing was changed."),
		Next: c.locale.href("/signin"), Link: c.locale.say("To the sign-in")})
}

// byMicrosoft signs in the person whom Microsoft vouches for. An identity that no
// account is linked to gets none: whoever controls a directory can name themselves
// after anybody.
func (s *site) byMicrosoft(w http.ResponseWriter, r *http.Request, c caller, i account.Identity, back string) error {
	in, e, err := s.accounts.Entra(r.Context(), i, c.from)
	if err == nil {
		return s.enterAs(w, r, c, in, e, back)
	}
	if err := s.refused(r.Context(), e, err); err != nil {
		return err
	}
	if !errors.Is(err, account.ErrNotFound) && !errors.Is(err, account.ErrRefused) {
		return err
	}
	return s.write(w, http.StatusForbidden, s.note(c, note{Heading: c.locale.say("No account of Vahti opens with this Microsoft account"),
		Text: c.locale.say("If you have an account of Vahti, sign in with your password or passkey and link the Microsoft account on the page of your account. If you were invited, open the link of the invitation. People of Vahti itself sign in with a passkey."),
		Next: c.locale.href("/signin"), Link: c.locale.say("To the sign-in")}))
}

// link begins to link the person's account with one at Microsoft.
func (s *site) link(w http.ResponseWriter, r *http.Request, c caller) error {
	if c.session.Level == account.Full && !c.session.Fresh(s.now()) {
		return account.ErrStale
	}
	return s.depart(w, r, toLink+c.session.ID, backOf(r))
}

// linked links the person's account with the one at Microsoft that they came back with.
func (s *site) linked(w http.ResponseWriter, r *http.Request, c caller, i account.Identity) error {
	e, err := s.accounts.Link(r.Context(), c.session, i, c.from)
	if err != nil {
		p, pageErr := s.home(r, c)
		if pageErr != nil {
			return pageErr
		}
		return s.refuse(w, p, err)
	}
	if err := s.changed(r, c, e); err != nil {
		return err
	}
	if c.session.Level == account.Enrolling {
		return s.finish(w, r, c)
	}
	return s.redirect(w, c, "/account?done=link")
}
