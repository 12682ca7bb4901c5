package signin

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/browser"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
)

// errUnlike means that a new password was typed in two ways.
var errUnlike = errors.New("the new password was typed in two different ways")

// accountView is the page of a person's account.
type accountView struct {
	form
	Name, Email string
	Tongues     []tongue
	Operator    bool
	Fresh       bool
	Ways        waysView
	Identities  []account.Identity
	Sessions    []sessionItem
	Others      bool // there are sessions elsewhere
}

// waysView is how a person can sign in.
type waysView struct {
	form
	Base     string // below which the forms lead
	Password moment // when it was set
	Has      bool   // a password
	App      moment
	HasApp   bool
	Passkeys []passkeyItem
	Codes    int // left
}

// taking is a way to sign in that can be removed.
type taking struct {
	form
	What, Says string
}

// Taking is the form that removes a way to sign in.
func (v waysView) Taking(what string) taking {
	says := v.locale.say("Remove the password")
	switch account.Method(what) {
	case account.ByTOTP:
		says = v.locale.say("Remove the authenticator app")
	case account.ByRecovery:
		says = v.locale.say("Remove the recovery codes")
	}
	return taking{v.form, what, says}
}

type passkeyItem struct {
	ID, Label   string
	Added, Used moment
	Synced      bool
}

type sessionItem struct {
	ID, Agent, Address, Methods string
	Began, Seen                 moment
	Own                         bool
}

func (l locale) ways(a account.Account, base string) waysView {
	v := waysView{form: form{l}, Base: base, Password: l.on(a.Password), Has: !a.Password.IsZero(), App: l.on(a.TOTP), HasApp: !a.TOTP.IsZero(),
		Codes: a.RecoveryCodes}
	for _, p := range a.Passkeys {
		v.Passkeys = append(v.Passkeys, passkeyItem{p.ID, p.Label, l.on(p.Added), l.on(p.Used), p.Synced})
	}
	return v
}

// tongues are the languages an account can be in.
func tongues(chosen string) []tongue {
	var out []tongue
	for _, l := range text.Languages() {
		out = append(out, tongue{Lang: l, Name: browser.LanguageName(l), Chosen: string(l) == chosen})
	}
	return out
}

// ownPage is the page of a person's account.
func (s *site) ownPage(r *http.Request, c caller) (page, error) {
	l, a := c.locale, c.account
	v := accountView{form: form{l}, Name: a.Name, Email: a.Email, Operator: a.Operator, Fresh: c.session.Fresh(s.now()),
		Tongues: tongues(a.Language), Ways: l.ways(a, "/account"), Identities: a.Identities}
	sessions, err := s.accounts.Sessions(r.Context(), a.ID)
	if err != nil {
		return page{}, err
	}
	for _, o := range sessions {
		own := o.ID == c.session.ID
		v.Sessions = append(v.Sessions, sessionItem{o.ID, o.Agent, o.Address, l.methods(o.Methods), l.on(o.Created), l.on(o.Seen), own})
		v.Others = v.Others || !own
	}
	return page{template: "account", locale: l, Title: l.say("Your account"), Self: "/account", Script: true, Signed: c.signed(), View: v}, nil
}

// home is the page on which the person's changes are made: of the account, or of
// setting one up.
func (s *site) home(r *http.Request, c caller) (page, error) {
	if c.session.Level == account.Enrolling {
		return s.settingUp(r, c)
	}
	return s.ownPage(r, c)
}

func homePath(c caller) string {
	if c.session.Level == account.Enrolling {
		return "/invitations/account"
	}
	return "/account"
}

func (s *site) accountPage(w http.ResponseWriter, r *http.Request, c caller) error {
	p, err := s.ownPage(r, c)
	if err != nil {
		return err
	}
	p.Done = c.locale.done(r.URL.Query().Get("done"))
	return s.write(w, http.StatusOK, p)
}

// done says what was just done.
func (l locale) done(what string) string {
	switch what {
	case "profile":
		return l.say("The name and the language are saved.")
	case "password":
		return l.say("The password is set. Every other session has ended.")
	case "app":
		return l.say("The authenticator app is added. Every other session has ended.")
	case "passkey":
		return l.say("The passkey is added. Every other session has ended.")
	case "link":
		return l.say("The Microsoft account is linked. Every other session has ended.")
	case "removed":
		return l.say("It is removed. Every other session has ended.")
	case "ended":
		return l.say("The session has ended.")
	case "email":
		return l.say("A letter is on its way to the new address. Open the link in it within an hour.")
	}
	return ""
}

// change makes a change of an account and goes back to its page, or shows there why
// it is refused.
func (s *site) change(w http.ResponseWriter, r *http.Request, c caller, done string, make func() (account.Event, error)) error {
	e, err := make()
	if err != nil {
		p, pageErr := s.home(r, c)
		if pageErr != nil {
			return pageErr
		}
		return s.refuse(w, p, busy(err))
	}
	if err := s.changed(r, c, e); err != nil {
		return err
	}
	return s.redirect(w, c, homePath(c)+"?done="+done)
}

// changed tells of a change of an account: the audit trail, and where it is about how
// the person signs in, the person.
func (s *site) changed(r *http.Request, c caller, e account.Event) error {
	if err := s.tell(r.Context(), e, c.account); err != nil {
		return err
	}
	silent := []account.Kind{account.SessionEnded, account.SessionsEnded, account.ProfileChanged, account.EmailAsked}
	if c.session.Level == account.Enrolling || slices.Contains(silent, e.Kind) {
		return nil
	}
	s.notice(r.Context(), c.account.Email, c.account.Language)
	return nil
}

func (s *site) setProfile(w http.ResponseWriter, r *http.Request, c caller) error {
	name, tongue := r.PostForm.Get("name"), r.PostForm.Get("language")
	return s.change(w, r, c, "profile", func() (account.Event, error) {
		e, err := s.accounts.SetProfile(r.Context(), c.session, name, tongue, c.from)
		if err == nil {
			s.refresh(r, c)
		}
		return e, err
	})
}

// refresh takes a person's name and address over into the organisations they work for
// and the tenants they are a member of. Where that fails the account is right all the same, and the log says so.
func (s *site) refresh(r *http.Request, c caller) {
	ctx := r.Context()
	a, err := s.accounts.Get(ctx, c.account.ID)
	if err == nil {
		err = partner.Refresh(ctx, s.db, member.Account{ID: string(a.ID), Email: a.Email, Name: a.Name}, c.from.Address, s.now())
	}
	for cursor := ""; err == nil; {
		var list []member.Access
		if list, cursor, err = member.Tenants(ctx, s.db, string(a.ID), nil, cursor, 50); err != nil {
			break
		}
		for _, in := range list {
			t, oneErr := s.db.Tenant(in.Tenant)
			if oneErr == nil {
				_, oneErr = member.Refresh(ctx, t, member.Account{ID: string(a.ID), Email: a.Email, Name: a.Name}, c.from.Address, s.now())
			}
			if oneErr != nil {
				s.log.WarnContext(ctx, "member could not be refreshed", "tenant", in.Tenant.String(), "error", oneErr)
			}
		}
		if cursor == "" {
			return
		}
	}
	s.log.WarnContext(ctx, "members could not be refreshed", "account", string(c.account.ID), "error", err)
}

func (s *site) endSession(w http.ResponseWriter, r *http.Request, c caller) error {
	return s.change(w, r, c, "ended", func() (account.Event, error) {
		if r.PostForm.Get("session") == "others" {
			return s.accounts.EndOthers(r.Context(), c.session, c.from)
		}
		e, err := s.accounts.End(r.Context(), c.session, r.PostForm.Get("session"), c.from)
		if errors.Is(err, account.ErrSession) {
			return account.Event{}, nil // it has ended already, or never was
		}
		return e, err
	})
}

// notice writes to a person that how they sign in has changed. Where the letter cannot
// be written the change stands all the same, and the log says so.
func (s *site) notice(ctx context.Context, to, tongue string) {
	err := s.send(ctx, letter.Letter{Kind: letter.AccountChange, To: to, Language: tongue, Link: s.public + "/account"})
	if err != nil {
		s.log.ErrorContext(ctx, "letter could not be written", "kind", string(letter.AccountChange), "error", err)
	}
}
