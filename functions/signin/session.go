package signin

import (
	"net/http"
	"time"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/store/trail"
)

// signInView is the page on which people sign in.
type signInView struct {
	form
	Return string
	Again  bool
	Email  string // as typed
	Signed string // who is signed in already
	Front  string
}

// signInPage is the page on which people sign in.
func (s *site) signInPage(c caller, back string, again bool, email string) page {
	v := signInView{form: form{c.locale}, Return: back, Again: again, Email: email, Signed: c.signed(), Front: back}
	self := with("/signin", "return", back)
	if again {
		self, v.Signed = with(self, "again", "1"), ""
	}
	return page{template: "signin", locale: c.locale, Title: c.locale.say("Sign in"), Self: self, Script: true, View: v}
}

func (s *site) signIn(w http.ResponseWriter, r *http.Request, c caller) error {
	q := r.URL.Query()
	p := s.signInPage(c, local(q.Get("return")), q.Get("again") == "1", "")
	switch {
	case q.Get("done") == "out":
		p.Done = c.locale.say("You are signed out.")
	case q.Get("done") == "reset":
		p.Done = c.locale.say("The password is set. Sign in with it.")
	case q.Get("done") == "email":
		p.Done = c.locale.say("The e-mail address is changed. Sign in with it.")
	}
	return s.write(w, http.StatusOK, p)
}

// enterAs gives the browser the session of a person who has signed in and goes on. The
// service's audit trail tells it first: a sign-in that does not stand there does not
// happen.
func (s *site) enterAs(w http.ResponseWriter, r *http.Request, c caller, in account.SignIn, e account.Event, to string) error {
	if err := s.begin(w, r, c, in, e); err != nil {
		return err
	}
	c.locale = c.locale.in(in.Account.Language)
	return s.redirect(w, c, to)
}

// begin gives the browser a session.
func (s *site) begin(w http.ResponseWriter, r *http.Request, c caller, in account.SignIn, e account.Event) error {
	ctx := r.Context()
	err := s.tell(ctx, e, in.Account)
	for _, m := range e.Methods {
		if err == nil && m == account.ByRecovery {
			err = s.entry(ctx, trail.RecoveryUsed, e, in.Account)
		}
	}
	if err == nil {
		err = s.cookies.Set(ctx, w, sessionCookie, []byte(string(in.Token)), in.Session.Expires.Sub(s.now()).Truncate(time.Second))
	}
	if err != nil {
		_, _ = s.accounts.SignOut(ctx, in.Token, c.from) // nobody has its token, so that it only ends sooner
		return err
	}
	for _, cookie := range []string{secondCookie, passkeyCookie, appCookie} {
		s.cookies.Clear(w, cookie)
	}
	if e.Kind == account.SignedIn {
		s.tellSignedIn(ctx, e, in.Account)
	}
	return nil
}

func (s *site) signOut(w http.ResponseWriter, r *http.Request, c caller) error {
	if c.from.Session != "" {
		e, err := s.accounts.SignOut(r.Context(), c.from.Session, c.from)
		if err != nil {
			return err
		}
		if err := s.tell(r.Context(), e, c.account); err != nil {
			return err
		}
	}
	s.cookies.Clear(w, sessionCookie)
	return s.redirect(w, c, "/signin?done=out")
}
