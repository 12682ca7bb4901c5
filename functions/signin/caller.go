package signin

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/auth"
	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/store/trail"
)

// The cookies. The first names the session and is read by other functions too; the
// others hold what is under way.
const (
	sessionCookie    = gate.SessionCookie
	microsoftCookie  = "signin"     // a sign-in at Microsoft
	secondCookie     = "second"     // a sign-in whose password was right
	passkeyCookie    = "passkey"    // a passkey that was asked for
	appCookie        = "app"        // an authenticator app that is being added
	resetCookie      = "reset"      // the token of a letter to set a password
	emailCookie      = "email"      // the token of a letter to a new address
	invitationCookie = "invitation" // the token of an invitation
	consentCookie    = "consent"    // consent at Microsoft
)

// How long the cookies are kept.
const (
	microsoftFor  = 10 * time.Minute
	stepFor       = 5 * time.Minute
	appFor        = 15 * time.Minute
	letterFor     = time.Hour
	invitationFor = 2 * time.Hour
	consentFor    = 30 * time.Minute
)

// caller is who a request comes from. Handlers take it as a parameter and keep it
// nowhere.
type caller struct {
	locale  locale
	from    account.From
	session account.Session // without a level for nobody
	account account.Account
}

// signed is by whom the person is signed in, for the page.
func (c caller) signed() string {
	if c.session.Level != account.Full {
		return ""
	}
	return c.account.Email
}

// who is the person who has signed in, as a tenant's audit trail tells of one.
func (c caller) who() trail.Who {
	return trail.Who{By: trail.Member, Name: c.account.Email, Account: string(c.account.ID), Address: c.from.Address}
}

// caller finds out who a request comes from.
func (s *site) caller(r *http.Request) (caller, error) {
	c := caller{locale: localeOf(r, ""), from: account.From{Address: s.gate.Address(r), Agent: agent(r.UserAgent())}}
	value, err := s.cookies.Get(r.Context(), r, sessionCookie)
	if errors.Is(err, auth.ErrNoCookie) {
		return c, nil
	}
	if err != nil {
		return c, err
	}
	session, who, err := s.accounts.Lookup(r.Context(), account.Token(value))
	if errors.Is(err, account.ErrSession) {
		return c, nil
	}
	if err != nil {
		return c, err
	}
	c.from.Session, c.session, c.account = account.Token(value), session, who
	c.locale = localeOf(r, who.Language)
	return c, nil
}

// agent is what a browser says it is, without what cannot be stored.
func agent(said string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, said)
}

// keep seals what is under way into a cookie.
func (s *site) keep(ctx context.Context, w http.ResponseWriter, cookie string, value any, lasts time.Duration) error {
	plain, err := json.Marshal(value)
	if err != nil {
		return errors.New("what is under way cannot be written")
	}
	return s.cookies.Set(ctx, w, cookie, plain, lasts)
}

// kept opens what keep sealed; ok is false where there is none.
func (s *site) kept(r *http.Request, cookie string, value any) (ok bool, err error) {
	plain, err := s.cookies.Get(r.Context(), r, cookie)
	if errors.Is(err, auth.ErrNoCookie) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return json.Unmarshal(plain, value) == nil, nil
}

// maxReturn is how long an address to go on at may be, in bytes.
const maxReturn = 500

// local returns the path to go on at where a text is one of Vahti's own, and the
// front page otherwise: a link to the sign-in must not lead elsewhere.
func local(text string) string {
	const front = "/"
	if len(text) > maxReturn || !strings.HasPrefix(text, "/") || strings.HasPrefix(text, "//") ||
		strings.ContainsFunc(text, func(r rune) bool { return r == '\\' || r <= ' ' || r > '~' }) {
		return front
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" || strings.HasPrefix(u.Path, "//") || strings.Contains(u.Path, `\`) {
		return front
	}
	return text
}

// backOf is the page to which a person returns who has to sign in first.
func backOf(r *http.Request) string {
	parts := strings.SplitN(r.URL.EscapedPath(), "/", 4)
	switch {
	case r.URL.Path == callbackPath:
		return "/account"
	case r.URL.Path == consentPath:
		return "/"
	case r.Method == http.MethodGet:
		return local(r.URL.EscapedPath())
	case len(parts) > 2 && parts[1] == "onboarding":
		return local("/onboarding/" + parts[2])
	case len(parts) > 1 && (parts[1] == "account" || parts[1] == "invitations"):
		return "/" + parts[1]
	}
	return "/"
}
