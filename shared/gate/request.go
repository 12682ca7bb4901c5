package gate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/auth"
	"vahti.ai/vahti/shared/auth/oidc"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/apikey"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
	"vahti.ai/vahti/shared/store/trail"
)

// SessionCookie is the cookie that names a session.
const SessionCookie = "session"

// Gate lets requests in. Its fields are set once; its methods may be called
// concurrently.
type Gate struct {
	DB       *store.DB
	Accounts *account.Store
	Cookies  auth.Cookies
	// Entra verifies access tokens; nil where none are taken.
	Entra *oidc.Client
	// Standings returns what a person is in partner organisations; nil means what the
	// database holds.
	Standings func(ctx context.Context, account string) ([]member.Standing, error)
	// Proxies is how many proxies of Vahti's own stand before the function: each
	// adds an address to X-Forwarded-For. With 0 the address is the connection's.
	Proxies int
	Now     func() time.Time

	used   used
	makers makers
}

// Session returns who a browser's request comes from, by its session cookie, or
// ErrUnknown.
func (g *Gate) Session(r *http.Request) (Principal, error) {
	ctx := r.Context()
	token, err := g.Cookies.Get(ctx, r, SessionCookie)
	if errors.Is(err, auth.ErrNoCookie) {
		return Principal{}, ErrUnknown
	}
	if err != nil {
		return Principal{}, err
	}
	session, who, err := g.Accounts.Lookup(ctx, account.Token(token))
	if errors.Is(err, account.ErrSession) {
		return Principal{}, ErrUnknown
	}
	if err != nil {
		return Principal{}, err
	}
	if session.Level != account.Full {
		return Principal{}, ErrUnknown // somebody who is still setting up how to sign in
	}
	p := Principal{Way: BySession, Session: session.ID, Proved: session.Created}
	return p, g.person(ctx, &p, who, r)
}

// person fills in who a person is.
func (g *Gate) person(ctx context.Context, p *Principal, who account.Account, r *http.Request) (err error) {
	p.Account, p.Name, p.Operator, p.Address, p.Language = string(who.ID), who.Email, who.Operator, g.Address(r), who.Language
	p.Standings, err = g.standings(ctx, p.Account)
	return err
}

// standings are what a person is in partner organisations.
func (g *Gate) standings(ctx context.Context, account string) (out []member.Standing, err error) {
	if g.Standings != nil {
		out, err = g.Standings(ctx, account)
	} else {
		out, err = partner.Of(ctx, g.DB, account)
	}
	if err != nil {
		return nil, fmt.Errorf("read organisations: %w", err)
	}
	return out, nil
}

// coveredFor is how long it is remembered that whoever made a key may do what it
// carries: scripts ask often, and so long one may go on that rests since.
const coveredFor = 30 * time.Second

// covered reports whether whoever made a key may do now what it carries.
func (g *Gate) covered(ctx context.Context, v apikey.Verified) (bool, error) {
	now, name := g.Now(), v.Tenant.String()+"/"+v.Key
	if g.makers.fresh(name, now) {
		return true, nil
	}
	standings, err := g.standings(ctx, v.Account)
	if err != nil {
		return false, err
	}
	covered, err := apikey.Covered(ctx, g.DB, v.Tenant, v.Account, standings, v.Permissions)
	if covered {
		g.makers.keep(name, now)
	}
	return covered, err
}

// Request returns who a request of an API comes from: by its Authorization header
// where it has one, an access token of Entra or a key for scripts, else by its
// session cookie, which changes things for pages of Vahti's own alone. A request with
// two such headers is nobody's.
func (g *Gate) Request(r *http.Request) (Principal, error) {
	headers := r.Header.Values("Authorization")
	if len(headers) == 0 {
		// A browser sends the cookie along whoever's page asks; it says whose that is.
		if http.NewCrossOriginProtection().Check(r) != nil {
			return Principal{}, ErrUnknown
		}
		return g.Session(r)
	}
	text, ok := strings.CutPrefix(headers[0], "Bearer ")
	if len(headers) != 1 || !ok {
		return Principal{}, ErrUnknown
	}
	if strings.HasPrefix(text, apikey.Prefix) {
		return g.script(r, apikey.Text(text))
	}
	return g.token(r, text)
}

// script returns the principal of a key.
func (g *Gate) script(r *http.Request, text apikey.Text) (Principal, error) {
	v, err := apikey.Verify(r.Context(), g.DB, text, g.Now())
	if ended := (*apikey.Ended)(nil); errors.As(err, &ended) {
		return Principal{}, unknown(g.ended(r, ended))
	}
	if errors.Is(err, apikey.ErrInvalid) {
		return Principal{}, unknown(g.unheld(r, ByKey, ""))
	}
	if err != nil {
		return Principal{}, err
	}
	covered, err := g.covered(r.Context(), v)
	if err != nil {
		return Principal{}, err
	}
	if !covered {
		return Principal{}, unknown(g.rests(r, v))
	}
	if err := g.tell(r, v); err != nil {
		return Principal{}, err
	}
	return Principal{
		Way: ByKey, Name: "key " + v.Key, Address: g.Address(r), Proved: g.Now(),
		key: &keyed{tenant: v.Tenant, state: v.State, id: v.Key, permissions: v.Permissions},
	}, nil
}

// tell writes into the tenant's audit trail that a key is used, once a day for each
// address.
func (g *Gate) tell(r *http.Request, v apikey.Verified) error {
	at, day := g.Address(r), g.Now().UTC().Format("20060102")
	sum := sha256.Sum256([]byte(at))
	name := "key-" + v.Key + "-used-" + day + "-" + hex.EncodeToString(sum[:8])
	t, err := g.DB.Tenant(v.Tenant)
	if err != nil {
		return err
	}
	return g.once(r.Context(), t, name, trail.Entry{
		At: g.Now().UTC(), By: trail.Key, Actor: "key " + v.Key, Account: v.Key, Address: at, Action: trail.KeyUsed, Target: "keys/" + v.Key,
	})
}

// token returns the principal of an access token of Entra, whose person must have
// an account that is linked to it. An operator comes by a passkey alone.
func (g *Gate) token(r *http.Request, text string) (Principal, error) {
	if g.Entra == nil {
		return Principal{}, ErrUnknown
	}
	ctx := r.Context()
	who, err := g.Entra.Access(ctx, text)
	if errors.Is(err, oidc.ErrToken) {
		return Principal{}, unknown(g.unheld(r, ByToken, ""))
	}
	if err != nil {
		return Principal{}, err
	}
	a, err := g.Accounts.ByIdentity(ctx, account.Identity{Tenant: who.Tenant, Object: who.Object})
	if errors.Is(err, account.ErrNotFound) {
		return Principal{}, unknown(g.unheld(r, ByToken, ""))
	}
	if err != nil {
		return Principal{}, err
	}
	if a.State != account.Active || a.Operator {
		return Principal{}, unknown(g.unheld(r, ByToken, a.ID))
	}
	p := Principal{Way: ByToken, Proved: who.Proved}
	return p, g.person(ctx, &p, a, r)
}

// Address is the network address that a request comes from, or nothing where it
// cannot be told.
func (g *Gate) Address(r *http.Request) string {
	from := r.RemoteAddr
	if at, err := netip.ParseAddrPort(from); err == nil {
		from = at.Addr().String()
	}
	if g.Proxies > 0 {
		hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if len(hops) < g.Proxies {
			return ""
		}
		from = strings.TrimSpace(hops[len(hops)-g.Proxies])
	}
	at, err := netip.ParseAddr(from)
	if err != nil {
		return ""
	}
	return at.Unmap().WithZone("").String()
}
