package signin

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"time"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/auth"
	"vahti.ai/vahti/shared/serve"

	hashing "vahti.ai/vahti/shared/account/password"
)

// half is a sign-in whose password was right, as the browser keeps it, sealed.
type half struct {
	Attempt string           `json:"attempt"`
	Factors []account.Method `json:"factors"`
	Return  string           `json:"return"`
}

func (s *site) password(w http.ResponseWriter, r *http.Request, c caller) error {
	email, back := r.PostForm.Get("email"), local(r.PostForm.Get("return"))
	attempt, e, err := s.accounts.Password(r.Context(), email, r.PostForm.Get("password"), c.from)
	if err != nil {
		began := time.Now() // of what is done for those alone who have an account
		if err := s.refused(r.Context(), e, err); err != nil {
			return err
		}
		if errors.Is(err, account.ErrRefused) {
			s.evenly(r.Context(), began)
		}
		return s.refuse(w, s.signInPage(c, back, r.PostForm.Get("again") == "1", email), busy(err))
	}
	if err := s.tell(r.Context(), e, account.Account{}); err != nil {
		return err
	}
	if err := s.keep(r.Context(), w, secondCookie, half{string(attempt.Token), attempt.Factors, back}, stepFor); err != nil {
		return err
	}
	return s.redirect(w, c, "/signin/second")
}

// busy tells a person whose password could not be looked at in time.
func busy(err error) error {
	if errors.Is(err, hashing.ErrBusy) {
		return &serve.Error{Status: http.StatusServiceUnavailable, Detail: "Too many people sign in at the moment.", Err: err}
	}
	return err
}

// secondView is the second step of a sign-in by password.
type secondView struct {
	form
	TOTP, Recovery, Passkey bool
}

func (s *site) secondPage(c caller, h half) page {
	has := func(m account.Method) bool { return slices.Contains(h.Factors, m) }
	return page{template: "second", locale: c.locale, Title: c.locale.say("The second step"), Self: "/signin/second", Script: has(account.ByPasskey),
		View: secondView{form{c.locale}, has(account.ByTOTP), has(account.ByRecovery), has(account.ByPasskey)}}
}

func (s *site) second(w http.ResponseWriter, r *http.Request, c caller) error {
	var h half
	ok, err := s.kept(r, secondCookie, &h)
	if err != nil {
		return err
	}
	if !ok {
		return s.redirect(w, c, "/signin")
	}
	return s.write(w, http.StatusOK, s.secondPage(c, h))
}

func (s *site) totp(w http.ResponseWriter, r *http.Request, c caller) error {
	return s.goOn(w, r, c, func(h half) (account.SignIn, account.Event, error) {
		return s.accounts.Code(r.Context(), account.Token(h.Attempt), r.PostForm.Get("code"), c.from)
	})
}

func (s *site) recovery(w http.ResponseWriter, r *http.Request, c caller) error {
	return s.goOn(w, r, c, func(h half) (account.SignIn, account.Event, error) {
		return s.accounts.Recovery(r.Context(), account.Token(h.Attempt), r.PostForm.Get("code"), c.from)
	})
}

// goOn takes the second step of a sign-in by password.
func (s *site) goOn(w http.ResponseWriter, r *http.Request, c caller, step func(half) (account.SignIn, account.Event, error)) error {
	var h half
	ok, err := s.kept(r, secondCookie, &h)
	if err != nil {
		return err
	}
	if !ok {
		return s.refuse(w, s.signInPage(c, "/", false, ""), account.ErrToken)
	}
	in, e, err := step(h)
	if err == nil {
		return s.enterAs(w, r, c, in, e, local(h.Return))
	}
	if err := s.refused(r.Context(), e, err); err != nil {
		return err
	}
	p := s.secondPage(c, h)
	if errors.Is(err, account.ErrToken) {
		s.cookies.Clear(w, secondCookie)
		p = s.signInPage(c, local(h.Return), false, "")
	}
	return s.refuse(w, p, err)
}

// askPasskey answers the script with what to ask the browser for.
func (s *site) askPasskey(w http.ResponseWriter, r *http.Request, c caller) error {
	var h half
	if r.PostForm.Get("second") == "1" {
		ok, err := s.kept(r, secondCookie, &h)
		if err != nil {
			return err
		}
		if !ok {
			return &serve.Error{Status: http.StatusForbidden, Detail: "The step is not valid any more."}
		}
	}
	options, ceremony, err := s.accounts.AskPasskey(r.Context(), account.Token(h.Attempt), c.from)
	if err != nil {
		return s.unasked(w, c, err)
	}
	return s.ask(w, r, ceremony, options)
}

// ask hands a ceremony's options to the script.
func (s *site) ask(w http.ResponseWriter, r *http.Request, ceremony account.Token, options json.RawMessage) error {
	if err := s.cookies.Set(r.Context(), w, passkeyCookie, []byte(string(ceremony)), stepFor); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, err := w.Write(options)
	return err
}

// unasked answers the script where there is nothing to ask for.
func (s *site) unasked(w http.ResponseWriter, c caller, err error) error {
	said, status, ok := c.locale.reason(err)
	if !ok {
		return err
	}
	if wait := (*account.WaitError)(nil); errors.As(err, &wait) {
		retryAfter(w, wait.After)
	}
	return &serve.Error{Status: status, Detail: said}
}

// answered is the ceremony that a browser answers; each is good for one answer.
func (s *site) answered(w http.ResponseWriter, r *http.Request) (account.Token, error) {
	ceremony, err := s.cookies.Get(r.Context(), r, passkeyCookie)
	if errors.Is(err, auth.ErrNoCookie) {
		return "", account.ErrToken
	}
	s.cookies.Clear(w, passkeyCookie)
	return account.Token(ceremony), err
}

func (s *site) passkey(w http.ResponseWriter, r *http.Request, c caller) error {
	back, again := local(r.PostForm.Get("return")), r.PostForm.Get("again") == "1"
	p := s.signInPage(c, back, again, "")
	var h half
	if r.PostForm.Get("second") == "1" {
		ok, err := s.kept(r, secondCookie, &h)
		if err != nil {
			return err
		}
		if ok {
			p, back = s.secondPage(c, h), local(h.Return)
		}
	}
	ceremony, err := s.answered(w, r)
	if errors.Is(err, account.ErrToken) {
		return s.refuse(w, p, err)
	}
	if err != nil {
		return err
	}
	in, e, err := s.accounts.Passkey(r.Context(), ceremony, []byte(r.PostForm.Get("response")), c.from)
	if err == nil {
		return s.enterAs(w, r, c, in, e, back)
	}
	if err := s.refused(r.Context(), e, err); err != nil {
		return err
	}
	return s.refuse(w, p, err)
}
