package signin

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/auth"
	"vahti.ai/vahti/shared/auth/oidc"
	"vahti.ai/vahti/shared/browser"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/permission"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
)

//go:embed style.css
var style []byte

//go:embed passkey.js
var script []byte

// who may use a route.
type who string

const (
	anyone who = "anyone"
	// person is whoever has signed in.
	person who = "person"
	// enrolling is the holder of an invitation who sets up an account.
	enrolling who = "enrolling"
	// configurer is a person whose role in the tenant that the path names allows to
	// configure it, and contractor one whose role allows to accept the agreement.
	configurer who = "configurer"
	contractor who = "contractor"
)

// A route is one row of the authorisation table. Exactly one of serve and within is
// set; within gets the tenant that the path names.
type route struct {
	pattern string
	who     who
	serve   func(http.ResponseWriter, *http.Request, caller) error
	within  func(http.ResponseWriter, *http.Request, caller, inside) error
}

// routes is the authorisation table. All that is not in it answers 404.
func (s *site) routes() []route {
	return []route{
		{pattern: "GET /signin", who: anyone, serve: s.signIn},
		{pattern: "POST /signin/microsoft", who: anyone, serve: s.toMicrosoft},
		{pattern: "GET " + callbackPath, who: anyone, serve: s.fromMicrosoft},
		{pattern: "POST /signin/password", who: anyone, serve: s.password},
		{pattern: "GET /signin/second", who: anyone, serve: s.second},
		{pattern: "POST /signin/totp", who: anyone, serve: s.totp},
		{pattern: "POST /signin/recovery", who: anyone, serve: s.recovery},
		{pattern: "POST /signin/passkey/options", who: anyone, serve: s.askPasskey},
		{pattern: "POST /signin/passkey", who: anyone, serve: s.passkey},
		{pattern: "GET /signin/forgot", who: anyone, serve: s.forgot},
		{pattern: "POST /signin/forgot", who: anyone, serve: s.askReset},
		{pattern: "GET /signin/reset", who: anyone, serve: s.resetPage},
		{pattern: "POST /signin/reset", who: anyone, serve: s.reset},
		{pattern: "POST /signout", who: anyone, serve: s.signOut},

		{pattern: "GET /account", who: person, serve: s.accountPage},
		{pattern: "POST /account/profile", who: person, serve: s.setProfile},
		{pattern: "POST /account/password", who: person, serve: s.setPassword},
		{pattern: "POST /account/remove", who: person, serve: s.remove},
		{pattern: "POST /account/app", who: person, serve: s.addApp},
		{pattern: "POST /account/app/confirm", who: person, serve: s.confirmApp},
		{pattern: "POST /account/recovery", who: person, serve: s.newCodes},
		{pattern: "POST /account/passkeys/options", who: person, serve: s.makePasskey},
		{pattern: "POST /account/passkeys", who: person, serve: s.addPasskey},
		{pattern: "POST /account/passkeys/remove", who: person, serve: s.removePasskey},
		{pattern: "POST /account/microsoft", who: person, serve: s.link},
		{pattern: "POST /account/microsoft/remove", who: person, serve: s.unlink},
		{pattern: "POST /account/sessions/end", who: person, serve: s.endSession},
		{pattern: "POST /account/email", who: person, serve: s.askEmail},
		{pattern: "GET /account/email", who: anyone, serve: s.emailPage},
		{pattern: "POST /account/email/confirm", who: anyone, serve: s.confirmEmail},

		{pattern: "GET /invitations", who: anyone, serve: s.invitation},
		{pattern: "POST /invitations/accept", who: person, serve: s.accept},
		{pattern: "POST /invitations/account", who: anyone, serve: s.enrol},
		{pattern: "GET /invitations/account", who: enrolling, serve: s.enrolPage},
		{pattern: "POST /invitations/microsoft", who: enrolling, serve: s.link},
		{pattern: "POST /invitations/password", who: enrolling, serve: s.setPassword},
		{pattern: "POST /invitations/app", who: enrolling, serve: s.addApp},
		{pattern: "POST /invitations/app/confirm", who: enrolling, serve: s.confirmApp},
		{pattern: "POST /invitations/passkeys/options", who: enrolling, serve: s.makePasskey},
		{pattern: "POST /invitations/passkeys", who: enrolling, serve: s.addPasskey},
		{pattern: "POST /invitations/recovery", who: enrolling, serve: s.newCodes},
		{pattern: "POST /invitations/finish", who: enrolling, serve: s.finish},

		{pattern: "GET /onboarding/{tenant}", who: configurer, within: s.onboarding},
		{pattern: "POST /onboarding/{tenant}/agreement", who: contractor, within: s.acceptAgreement},
		{pattern: "POST /onboarding/{tenant}/consent", who: configurer, within: s.toConsent},
		{pattern: "GET " + consentPath, who: person, serve: s.fromConsent},

		{pattern: "GET " + contactPath, who: anyone, serve: s.contact},
		{pattern: "GET /signin/style.css", who: anyone, serve: asset("text/css; charset=utf-8", style)},
		{pattern: "GET /signin/passkey.js", who: anyone, serve: asset("text/javascript; charset=utf-8", script)},
	}
}

// parts are what a site is made of.
type parts struct {
	accounts *account.Store
	db       *store.DB
	entra    *oidc.Client
	cookies  auth.Cookies
	cfg      settings
	now      func() time.Time
	// tick has the dispatcher look at once for what is due.
	tick func(context.Context) error
	// permissions are those that an administrator is asked to consent to, with their
	// reasons in a language.
	permissions func(language string) []permission.Permission
	// even is how long an answer takes at least that must not tell by its time what was
	// done for it.
	even time.Duration
}

// site holds what the pages are made with. It keeps nothing of a request.
type site struct {
	parts
	public  string // address without a path
	report  string // where weaknesses are reported
	origins *http.CrossOriginProtection
	pages   pages
	fleet   *fleet.Fleet
	gate    *gate.Gate
	forms   string // where forms may lead to
	log     *slog.Logger
}

func newSite(p parts) (*site, error) {
	all, err := parsePages()
	if err != nil {
		return nil, err
	}
	public, err := endpoint.Site(p.cfg.Address)
	if err != nil {
		return nil, fmt.Errorf("PUBLIC_ADDRESS: %w", err)
	}
	authority, err := url.Parse(p.cfg.Authority)
	if err != nil || authority.Host == "" {
		return nil, errors.New("ENTRA_AUTHORITY is no address")
	}
	report, err := reportTo(p.cfg.SecurityContact)
	if err != nil {
		return nil, err
	}
	standings := func(ctx context.Context, account string) ([]member.Standing, error) {
		return partner.Of(ctx, p.db, account)
	}
	door := &gate.Gate{DB: p.db, Accounts: p.accounts, Cookies: p.cookies, Standings: standings, Proxies: p.cfg.Proxies, Now: p.now}
	return &site{parts: p, gate: door, public: public.String(), report: report, origins: http.NewCrossOriginProtection(), pages: all, fleet: fleet.New(p.db, p.now),
		forms: authority.Scheme + "://" + authority.Host, log: serve.Logger(name)}, nil
}

// handler serves the routes and adds what every answer has in common.
func (s *site) handler() http.Handler {
	mux := http.NewServeMux()
	for _, r := range s.routes() {
		mux.Handle(r.pattern, serve.OnRequest(name, s.authorised(r)))
	}
	mux.Handle("/", serve.OnRequest(name, func(w http.ResponseWriter, r *http.Request) error {
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			return errNoPage(nil)
		}
		w.Header().Set("Allow", "GET, HEAD")
		return &serve.Error{Status: http.StatusMethodNotAllowed, Detail: "Nothing can be sent to this address."}
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.secure(w.Header())
		if browser.Wanted(r) {
			w = s.errorPages(w, r)
		}
		mux.ServeHTTP(w, r)
	})
}

// authorised serves a route to those who may use it.
func (s *site) authorised(route route) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		if r.Method == http.MethodPost {
			if err := s.readForm(r); err != nil {
				return err
			}
		}
		c, err := s.caller(r)
		if err != nil {
			return err
		}
		err = s.let(w, r, c, route)
		switch {
		case errors.Is(err, account.ErrStale):
			return s.redirect(w, c, with(with("/signin", "again", "1"), "return", backOf(r)))
		case errors.Is(err, account.ErrSession):
			return s.redirect(w, c, with("/signin", "return", backOf(r)))
		case errors.Is(err, store.ErrNotFound), errors.Is(err, member.ErrNotFound):
			return errNoPage(err)
		}
		return err
	}
}

// let serves a route, or returns account.ErrSession to whoever has to sign in.
func (s *site) let(w http.ResponseWriter, r *http.Request, c caller, route route) error {
	switch full := c.session.Level == account.Full; {
	case route.who == anyone, route.who == person && full:
		return route.serve(w, r, c)
	case route.who == enrolling && c.session.Level == account.Enrolling:
		return route.serve(w, r, c)
	case route.who == enrolling && full:
		return s.redirect(w, c, "/invitations")
	case c.session.Level == account.Enrolling:
		return s.redirect(w, c, "/invitations/account")
	case !full:
		return account.ErrSession
	}
	in, err := s.enter(r, route.who)
	if err != nil {
		return err
	}
	return route.within(w, r, c, in)
}

// readForm reads what was sent. It must come from Vahti's own pages: a browser says
// from where it sends.
func (s *site) readForm(r *http.Request) error {
	if err := s.origins.Check(r); err != nil {
		return &serve.Error{Status: http.StatusForbidden, Detail: "The form was not sent from Vahti’s own pages.", Err: err}
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		return &serve.Error{Status: http.StatusUnsupportedMediaType, Detail: "Send a form."}
	}
	if err := r.ParseForm(); err != nil {
		if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
			return err
		}
		// The error may quote what was sent.
		return &serve.Error{Status: http.StatusBadRequest, Detail: "The form could not be read."}
	}
	return nil
}

// errNoPage is the answer for whatever is not there, and for whatever is there and
// is not the person's to see: nothing tells the two apart.
func errNoPage(err error) error {
	return &serve.Error{Status: http.StatusNotFound, Detail: "There is no such page.", Err: err}
}

// redirect sends the browser to another page, in the same language.
func (s *site) redirect(w http.ResponseWriter, c caller, to string) error {
	return s.leave(w, c.locale.href(to))
}

// leave sends the browser to an address as it is.
func (s *site) leave(w http.ResponseWriter, to string) error {
	if _, err := url.Parse(to); err != nil {
		return errors.New("an address to go on at is none") // the error would quote it
	}
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

// secure sets the headers of every answer: no copy is kept of what the pages show,
// and no other site is told where people came from.
func (s *site) secure(h http.Header) {
	serve.Guard(h, strings.HasPrefix(s.public, "https:"))
	h.Set("Content-Security-Policy", s.policy(page{}))
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}

// policy is what a page may use. Forms may lead to Microsoft: some browsers hold a
// form to that where its answer sends them on.
func (s *site) policy(p page) string {
	policy := "default-src 'none'; style-src 'self'; form-action 'self' " + s.forms + "; frame-ancestors 'none'; base-uri 'none'"
	if p.Script {
		policy += "; script-src 'self'; connect-src 'self'"
	}
	if p.pictures {
		policy += "; img-src data:"
	}
	return policy
}

// asset serves what holds nothing of anybody's.
func asset(kind string, content []byte) func(http.ResponseWriter, *http.Request, caller) error {
	sum := sha256.Sum256(content)
	tag := `"` + hex.EncodeToString(sum[:8]) + `"`
	return func(w http.ResponseWriter, r *http.Request, _ caller) error {
		h := w.Header()
		h.Set("Content-Type", kind)
		h.Set("Cache-Control", "public, max-age=300")
		h.Set("ETag", tag)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
		return nil
	}
}
