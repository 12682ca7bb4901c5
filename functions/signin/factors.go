package signin

import (
	"encoding/base64"
	"errors"
	"html/template"
	"net/http"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
)

func (s *site) setPassword(w http.ResponseWriter, r *http.Request, c caller) error {
	return s.change(w, r, c, "password", func() (account.Event, error) {
		plain := r.PostForm.Get("new")
		if plain != r.PostForm.Get("again") {
			return account.Event{}, errUnlike
		}
		return s.accounts.SetPassword(r.Context(), c.session, r.PostForm.Get("current"), plain, c.from)
	})
}

// remove takes away the password, the authenticator app or the recovery codes.
func (s *site) remove(w http.ResponseWriter, r *http.Request, c caller) error {
	return s.change(w, r, c, "removed", func() (account.Event, error) {
		return s.accounts.Remove(r.Context(), c.session, account.Method(r.PostForm.Get("what")), c.from)
	})
}

// appView is an authenticator app that is being added.
type appView struct {
	form
	Base, Home string
	Secret     string
	URI        template.URL
	Picture    template.URL
}

// addApp shows the secret of a new authenticator app, this once.
func (s *site) addApp(w http.ResponseWriter, r *http.Request, c caller) error {
	setup, err := s.accounts.AddApp(r.Context(), c.session)
	if err != nil {
		return err
	}
	if err := s.cookies.Set(r.Context(), w, appCookie, []byte(string(setup.Token)), appFor); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, s.appPage(c, setup))
}

func (s *site) appPage(c caller, setup account.Setup) page {
	v := appView{form: form{c.locale}, Base: base(c), Home: c.locale.href(homePath(c)), Secret: grouped(setup.Text)}
	if setup.Text != "" {
		v.URI = template.URL(setup.URI)                                                                       //nolint:gosec // made by factor, escaped there
		v.Picture = template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(setup.Picture)) //nolint:gosec // base64
	}
	return page{template: "app", locale: c.locale, Title: c.locale.say("Add an authenticator app"), Self: homePath(c), pictures: true, Signed: c.signed(), View: v}
}

// base is below which path the forms of the person's page lead.
func base(c caller) string {
	if c.session.Level == account.Enrolling {
		return "/invitations"
	}
	return "/account"
}

// grouped is a secret as it is typed with ease.
func grouped(secret string) string {
	var out []byte
	for i := range len(secret) {
		if i > 0 && i%4 == 0 {
			out = append(out, ' ')
		}
		out = append(out, secret[i])
	}
	return string(out)
}

// confirmApp adds the app with the first code it shows. After a wrong one the page
// asks again and shows the secret no more: it is in the app.
func (s *site) confirmApp(w http.ResponseWriter, r *http.Request, c caller) error {
	setup, err := s.cookies.Get(r.Context(), r, appCookie)
	if err != nil {
		return s.change(w, r, c, "app", func() (account.Event, error) { return account.Event{}, account.ErrToken })
	}
	e, err := s.accounts.ConfirmApp(r.Context(), c.session, account.Token(setup), r.PostForm.Get("code"), c.from)
	if errors.Is(err, factor.ErrCode) {
		return s.refuse(w, s.appPage(c, account.Setup{}), err)
	}
	s.cookies.Clear(w, appCookie)
	return s.change(w, r, c, "app", func() (account.Event, error) { return e, err })
}

// makePasskey answers the script with what to ask the browser for.
func (s *site) makePasskey(w http.ResponseWriter, r *http.Request, c caller) error {
	options, ceremony, err := s.accounts.AddPasskey(r.Context(), c.session)
	if err != nil {
		return s.unasked(w, c, err)
	}
	return s.ask(w, r, ceremony, options)
}

func (s *site) addPasskey(w http.ResponseWriter, r *http.Request, c caller) error {
	return s.change(w, r, c, "passkey", func() (account.Event, error) {
		ceremony, err := s.answered(w, r)
		if err != nil {
			return account.Event{}, err
		}
		return s.accounts.ConfirmPasskey(r.Context(), c.session, ceremony, []byte(r.PostForm.Get("response")), r.PostForm.Get("label"), c.from)
	})
}

func (s *site) removePasskey(w http.ResponseWriter, r *http.Request, c caller) error {
	return s.change(w, r, c, "removed", func() (account.Event, error) {
		return s.accounts.RemovePasskey(r.Context(), c.session, r.PostForm.Get("passkey"), c.from)
	})
}

func (s *site) unlink(w http.ResponseWriter, r *http.Request, c caller) error {
	return s.change(w, r, c, "removed", func() (account.Event, error) {
		return s.accounts.Unlink(r.Context(), c.session, account.Identity{Tenant: r.PostForm.Get("tenant"), Object: r.PostForm.Get("object")}, c.from)
	})
}

// codesView is new recovery codes.
type codesView struct {
	form
	Codes []string
	Home  string
}

// newCodes makes new recovery codes and shows them, this once.
func (s *site) newCodes(w http.ResponseWriter, r *http.Request, c caller) error {
	codes, e, err := s.accounts.NewRecoveryCodes(r.Context(), c.session, c.from)
	if err != nil {
		return err
	}
	if err := s.changed(r, c, e); err != nil {
		return err
	}
	v := codesView{form: form{c.locale}, Home: c.locale.href(homePath(c))}
	for _, code := range codes {
		v.Codes = append(v.Codes, string(code))
	}
	return s.write(w, http.StatusOK, page{template: "codes", locale: c.locale, Title: c.locale.say("Your new recovery codes"), Self: homePath(c), Signed: c.signed(), View: v})
}
