package console

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the style sheet
	"encoding/hex"
	"errors"
	"log/slog"
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
)

// A route is one row of the authorisation table. Exactly one of open and page
// is set: open serves what holds nothing of anybody's, page gets the principal.
type route struct {
	pattern string
	who     who
	open    http.HandlerFunc
	page    func(*http.Request, auth.Principal) (page, error)
}

// routes is the authorisation table. All that is not in it answers 404.
func (c *console) routes() []route {
	return []route{
		{pattern: "GET /{$}", who: member, page: c.tenants},
		{pattern: "GET /tenants/{tenant}", who: member, page: c.tenant},
		{pattern: "GET /tenants/{tenant}/findings/{finding}", who: member, page: c.finding},
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
		now: now, pages: p, log: serve.Logger(name),
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
	mux.Handle("/", serve.OnRequest(name, func(http.ResponseWriter, *http.Request) error { return errNoPage(nil) }))
	refused := serve.OnRequest(name, func(w http.ResponseWriter, _ *http.Request) error {
		w.Header().Set("Allow", "GET, HEAD")
		return &serve.Error{Status: http.StatusMethodNotAllowed, Detail: "Pages can only be read."}
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		secure(w.Header())
		if wantsHTML(r) {
			w = &errorPages{ResponseWriter: w, pages: c.pages, locale: localeOf(r, "")}
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			refused.ServeHTTP(w, r)
			return
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

// errNoPage is the answer for whatever is not there, and for whatever is there
// and is not the principal's to see: nothing tells the two apart.
func errNoPage(err error) error {
	return &serve.Error{Status: http.StatusNotFound, Detail: "There is no such page.", Err: err}
}

// secure sets the headers of every answer. The pages need no script, no frame,
// no form and nothing from elsewhere; no copy is kept of what they show.
func secure(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
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
