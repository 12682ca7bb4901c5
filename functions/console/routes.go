package console

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	_ "embed" // the style sheet
	"encoding/hex"
	"errors"
	"log/slog"
	"mime"
	"net/http"
	"time"

	"vahti.ai/vahti/shared/auth"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
)

//go:embed style.css
var style []byte

// who may use a route.
type who string

const (
	anyone who = "anyone"
	// member is whoever the front door names in a valid token. The tenants the
	// token lists are all that a route can show.
	member who = "member"
	// admin is a member whose token says that they may decide for the tenant that
	// the path names.
	admin who = "admin"
)

// A route is one row of the authorisation table. Exactly one of open, page and
// act is set: open serves what holds nothing of anybody's, page gets the
// principal, and act, which is for admins alone, writes what was decided and
// returns where to go on.
type route struct {
	pattern string
	who     who
	open    http.HandlerFunc
	page    func(*http.Request, auth.Principal) (page, error)
	act     func(*http.Request, auth.Principal) (to string, err error)
}

// routes is the authorisation table. All that is not in it answers 404.
func (c *console) routes() []route {
	return []route{
		{pattern: "GET /{$}", who: member, page: c.tenants},
		{pattern: "GET /tenants/{tenant}", who: member, page: c.tenant},
		{pattern: "GET /tenants/{tenant}/timeline", who: member, page: c.timeline},
		{pattern: "GET /tenants/{tenant}/findings/{finding}", who: member, page: c.finding},
		{pattern: "POST /tenants/{tenant}/findings/{finding}/exception", who: admin, act: c.accept},
		{pattern: "POST /tenants/{tenant}/findings/{finding}/withdrawal", who: admin, act: c.withdraw},
		{pattern: "GET /style.css", who: anyone, open: serveStyle},
	}
}

// console holds what the pages are made with. It keeps nothing of a request.
type console struct {
	reader   reader
	verifier *auth.Verifier
	// own are Vahti's checks, operators the operator's for every tenant; common
	// is both together.
	own, operators []*check.Check
	common         *catalogue
	now            func() time.Time
	unique         func() string // names a form
	origins        *http.CrossOriginProtection
	pages          pages
	log            *slog.Logger
}

func newConsole(r reader, v *auth.Verifier, own, operators []*check.Check, now func() time.Time) (*console, error) {
	p, err := parsePages()
	if err != nil {
		return nil, err
	}
	return &console{
		reader: r, verifier: v, own: own, operators: operators, common: newCatalogue(own, operators),
		now: now, unique: rand.Text, origins: http.NewCrossOriginProtection(), pages: p, log: serve.Logger(name),
	}, nil
}

// handler serves the routes and adds what every answer has in common.
func (c *console) handler() http.Handler {
	mux := http.NewServeMux()
	for _, r := range c.routes() {
		if r.open != nil {
			mux.HandleFunc(r.pattern, r.open)
			continue
		}
		mux.Handle(r.pattern, serve.OnRequest(name, c.authorised(r)))
	}
	mux.Handle("/", serve.OnRequest(name, func(w http.ResponseWriter, r *http.Request) error {
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			return errNoPage(nil)
		}
		w.Header().Set("Allow", "GET, HEAD")
		return &serve.Error{Status: http.StatusMethodNotAllowed, Detail: "Pages can only be read."}
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		secure(w.Header())
		if wantsHTML(r) {
			w = &errorPages{ResponseWriter: w, pages: c.pages, locale: localeOf(r, "")}
		}
		mux.ServeHTTP(w, r)
	})
}

// authorised serves a route to those who may use it.
func (c *console) authorised(route route) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		p, err := c.verifier.Request(r)
		if err != nil {
			w.Header().Set("WWW-Authenticate", "Bearer")
			return &serve.Error{Status: http.StatusUnauthorized, Detail: "Sign in through the front door.", Err: err}
		}
		if route.act != nil {
			return c.decide(w, r, p, route)
		}
		page, err := route.page(r, p)
		if errors.Is(err, store.ErrNotFound) {
			return errNoPage(err)
		}
		if err != nil {
			return err
		}
		return c.pages.write(w, http.StatusOK, page)
	}
}

// decide serves a form. It must come from the console's own pages: a browser says
// from where it sends, and the token is the front door's to add, whoever asks.
func (c *console) decide(w http.ResponseWriter, r *http.Request, p auth.Principal, route route) error {
	id, ok := p.Tenant(r.PathValue("tenant"))
	switch {
	case !ok:
		return errNoPage(nil)
	case route.who != admin || !p.MayDecide(id):
		return &serve.Error{Status: http.StatusForbidden, Detail: "You may see this tenant and not decide for it."}
	}
	if err := c.origins.Check(r); err != nil {
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
	to, err := route.act(r, p)
	if no := (*refusal)(nil); errors.As(err, &no) && wantsHTML(r) {
		return c.pages.write(w, no.status, no.page)
	} else if errors.As(err, &no) {
		return &serve.Error{Status: no.status, Detail: no.why.Error() + "."}
	}
	if errors.Is(err, store.ErrNotFound) {
		return errNoPage(err)
	}
	if err != nil {
		return err
	}
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

// errNoPage is the answer for whatever is not there, and for whatever is there
// and is not the principal's to see: nothing tells the two apart.
func errNoPage(err error) error {
	return &serve.Error{Status: http.StatusNotFound, Detail: "There is no such page.", Err: err}
}

// secure sets the headers of every answer. The pages need no script, no frame
// and nothing from elsewhere, and send forms to themselves alone; no copy is kept
// of what they show. A referrer is for the console alone: without any, browsers
// do not say either from where they send a form.
func secure(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("X-Robots-Tag", "noindex, nofollow")
	h.Set("Cache-Control", "no-store")
}

// styleTag names the style sheet's content.
func styleTag() string {
	sum := sha256.Sum256(style)
	return `"` + hex.EncodeToString(sum[:8]) + `"`
}

func serveStyle(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/css; charset=utf-8")
	h.Set("Cache-Control", "public, max-age=300")
	h.Set("ETag", styleTag())
	http.ServeContent(w, r, "style.css", time.Time{}, bytes.NewReader(style))
}
