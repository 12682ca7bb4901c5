package signin

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"time"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/auth"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store/trail"
)

// send has a letter sent under a name of its own.
func (s *site) send(ctx context.Context, l letter.Letter) error {
	l.Name = string(l.Kind) + "-" + rand.Text()
	return letter.Put(ctx, s.db, l, s.now())
}

// evenly waits until an answer has taken as long as every one does that must not tell
// by its time what was done for it.
func (s *site) evenly(ctx context.Context, began time.Time) {
	select {
	case <-ctx.Done():
	case <-time.After(s.even - time.Since(began)):
	}
}

func (s *site) forgotPage(c caller) page {
	return page{template: "forgot", locale: c.locale, Title: c.locale.say("Forgotten password"), Self: "/signin/forgot", View: form{c.locale}}
}

func (s *site) forgot(w http.ResponseWriter, _ *http.Request, c caller) error {
	return s.write(w, http.StatusOK, s.forgotPage(c))
}

// askReset answers alike whether there is an account or not.
func (s *site) askReset(w http.ResponseWriter, r *http.Request, c caller) error {
	began := time.Now()
	l, send, e, err := s.accounts.AskReset(r.Context(), r.PostForm.Get("email"), c.from)
	if err != nil {
		return s.refuse(w, s.forgotPage(c), err)
	}
	if err := s.tell(r.Context(), e, account.Account{}); err != nil {
		return err
	}
	if send {
		err := s.send(r.Context(), letter.Letter{Kind: letter.Reset, To: l.To, Language: l.Language,
			Link: s.public + "/signin/reset?token=" + url.QueryEscape(string(l.Token)), Until: s.now().Add(letterFor)})
		if err != nil {
			return err
		}
	}
	s.evenly(r.Context(), began)
	return s.write(w, http.StatusOK, s.note(c, note{Heading: c.locale.say("Look into your mailbox"),
		Text: c.locale.say("If there is an account with a password for that e-mail address, a letter with a link is on its way. The link works for an hour. Your second factor stays as it is."),
		Next: c.locale.href("/signin"), Link: c.locale.say("To the sign-in")}))
}

// takeToken moves the token of a letter from the address into a sealed cookie, so that
// it stands in no history and is told to nobody. It reports whether there was one.
func (s *site) takeToken(w http.ResponseWriter, r *http.Request, c caller, cookie, path string, lasts time.Duration) (taken bool, err error) {
	q := r.URL.Query()
	if !q.Has("token") {
		return false, nil
	}
	token := q.Get("token")
	if len(token) > maxReturn {
		token = ""
	}
	if err := s.cookies.Set(r.Context(), w, cookie, []byte(token), lasts); err != nil {
		return false, err
	}
	return true, s.redirect(w, c, path)
}

// carried is the token that takeToken kept; empty for none.
func (s *site) carried(r *http.Request, cookie string) (string, error) {
	token, err := s.cookies.Get(r.Context(), r, cookie)
	if errors.Is(err, auth.ErrNoCookie) {
		return "", nil
	}
	return string(token), err
}

func (s *site) newPasswordPage(c caller) page {
	return page{template: "reset", locale: c.locale, Title: c.locale.say("Set a new password"), Self: "/signin/reset", View: form{c.locale}}
}

func (s *site) resetPage(w http.ResponseWriter, r *http.Request, c caller) error {
	if taken, err := s.takeToken(w, r, c, resetCookie, "/signin/reset", letterFor); taken || err != nil {
		return err
	}
	token, err := s.carried(r, resetCookie)
	switch {
	case err != nil:
		return err
	case token == "":
		return s.redirect(w, c, "/signin/forgot")
	}
	return s.write(w, http.StatusOK, s.newPasswordPage(c))
}

func (s *site) reset(w http.ResponseWriter, r *http.Request, c caller) error {
	token, err := s.carried(r, resetCookie)
	if err != nil {
		return err
	}
	plain := r.PostForm.Get("new")
	if plain != r.PostForm.Get("again") {
		return s.refuse(w, s.newPasswordPage(c), errUnlike)
	}
	e, err := s.accounts.Reset(r.Context(), account.Token(token), plain, c.from)
	if errors.Is(err, account.ErrToken) {
		s.cookies.Clear(w, resetCookie)
		return s.refuse(w, s.forgotPage(c), err)
	}
	if err != nil {
		return s.refuse(w, s.newPasswordPage(c), busy(err))
	}
	s.cookies.Clear(w, resetCookie)
	who, err := s.accounts.Get(r.Context(), e.Account)
	if err != nil {
		return err
	}
	if err := s.entry(r.Context(), trail.PasswordReset, e, who); err != nil {
		return err
	}
	s.notice(r.Context(), who.Email, who.Language)
	return s.redirect(w, c, "/signin?done=reset")
}

// askEmail sends a letter to a person's new address.
func (s *site) askEmail(w http.ResponseWriter, r *http.Request, c caller) error {
	began := time.Now()
	return s.change(w, r, c, "email", func() (account.Event, error) {
		l, send, e, err := s.accounts.AskEmail(r.Context(), c.session, r.PostForm.Get("email"), c.from)
		if err != nil {
			return e, err
		}
		if send {
			err = s.send(r.Context(), letter.Letter{Kind: letter.VerifyEmail, To: l.To, Language: l.Language,
				Link: s.public + "/account/email?token=" + url.QueryEscape(string(l.Token)), Until: s.now().Add(letterFor)})
		}
		s.evenly(r.Context(), began)
		return e, err
	})
}

func (s *site) emailPage(w http.ResponseWriter, r *http.Request, c caller) error {
	if taken, err := s.takeToken(w, r, c, emailCookie, "/account/email", letterFor); taken || err != nil {
		return err
	}
	token, err := s.carried(r, emailCookie)
	switch {
	case err != nil:
		return err
	case token == "":
		return s.redirect(w, c, "/account")
	}
	return s.write(w, http.StatusOK, page{template: "email", locale: c.locale, Title: c.locale.say("Confirm your new e-mail address"), Self: "/account/email", Signed: c.signed(), View: form{c.locale}})
}

// confirmEmail changes a person's address by the letter to the new one. Word of it goes
// to the old one.
func (s *site) confirmEmail(w http.ResponseWriter, r *http.Request, c caller) error {
	token, err := s.carried(r, emailCookie)
	if err != nil {
		return err
	}
	s.cookies.Clear(w, emailCookie)
	old, e, err := s.accounts.ConfirmEmail(r.Context(), account.Token(token), c.from)
	if err != nil {
		return s.refuse(w, s.signInPage(c, "/account", false, ""), err)
	}
	who, err := s.accounts.Get(r.Context(), e.Account)
	if err != nil {
		return err
	}
	if err := s.tell(r.Context(), e, who); err != nil {
		return err
	}
	s.notice(r.Context(), old, who.Language)
	c.account = who
	s.refresh(r, c)
	return s.redirect(w, c, "/signin?done=email")
}
