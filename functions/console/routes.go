package console

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"log/slog"
	"mime"
	"net/http"
	"strings"
	"time"

	"vahti.ai/vahti/shared/billing"
	"vahti.ai/vahti/shared/browser"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/limit"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

//go:embed style.css
var style []byte

// who may use a route that is about no tenant.
type who string

const (
	anyone   who = "anyone"
	person   who = "person"   // whoever has signed in
	operator who = "operator" // of Vahti; to others it is not there
	manager  who = "manager"  // of the partner organisation that the path names; to others it is not there
)

// A route is one row of the authorisation table. A route about a tenant says in
// needs what the visitor's role there must allow, in view what an operator's support
// access must cover, which is empty for what no operator may do, and in fresh that
// the person must have proved lately who they are.
//
// Exactly one of open, page and act is set: open serves what holds nothing of
// anybody's, page shows something, and act writes what was decided and returns where
// to go on. A page that a form is sent to is not for addresses to tell of: what is
// searched for may name people, and a secret is shown once.
type route struct {
	pattern string
	who     who
	needs   tenant.Permission
	view    grant.View
	fresh   bool
	costly  *limit.Limiter // counts the tenant's or the partner's requests of it; nil: as any other
	open    http.HandlerFunc
	page    func(*http.Request, visit) (page, error)
	act     func(*http.Request, visit) (to string, err error)
}

// routes is the authorisation table. All that is not in it answers 404.
func (c *console) routes() []route {
	const finding = "/tenants/{tenant}/findings/{finding}"
	const (
		members = "/tenants/{tenant}/members"
		review  = "/tenants/{tenant}/review"
		support = "/tenants/{tenant}/support"
		trail   = "/tenants/{tenant}/trail"
		keys    = "/tenants/{tenant}/keys"

		agreement     = "/tenants/{tenant}/agreement"
		plan          = "/tenants/{tenant}/plan"
		notifications = "/tenants/{tenant}/notifications"
		partners      = "/partners/{organisation}"
	)
	return []route{
		{pattern: "GET /{$}", who: person, page: c.tenants},
		{pattern: "GET /tenants/{tenant}", needs: tenant.Read, view: grant.SummaryView, page: c.tenant},
		{pattern: "GET /tenants/{tenant}/timeline", needs: tenant.Read, view: grant.TimelineView, page: c.timeline},
		{pattern: "GET " + finding, needs: tenant.Read, view: grant.FindingsView, page: c.finding},
		{pattern: "POST " + finding + "/exception", needs: tenant.Decide, act: c.accept},
		{pattern: "POST " + finding + "/withdrawal", needs: tenant.Decide, act: c.withdraw},
		{pattern: "GET " + members, needs: tenant.Read, view: grant.MembersView, page: c.members},
		{pattern: "POST " + members, needs: tenant.ManageMembers, fresh: true, costly: c.invitations, act: c.invite},
		{pattern: "POST " + members + "/{member}/role", needs: tenant.ManageMembers, fresh: true, act: c.changeRole},
		{pattern: "POST " + members + "/{member}/suspension", needs: tenant.ManageMembers, act: c.suspend},
		{pattern: "POST " + members + "/{member}/restoration", needs: tenant.ManageMembers, fresh: true, act: c.restore},
		{pattern: "POST " + members + "/{member}/removal", needs: tenant.Read, fresh: true, act: c.remove}, // one's own, too
		{pattern: "POST /tenants/{tenant}/partners", needs: tenant.ManageOwners, fresh: true, act: c.engage},
		{pattern: "POST /tenants/{tenant}/invitations/{invitation}/withdrawal", needs: tenant.ManageMembers, act: c.withdrawInvitation},
		{pattern: "GET " + review, needs: tenant.ManageOwners, page: c.review},
		{pattern: "POST " + review, needs: tenant.ManageOwners, act: c.confirm},
		{pattern: "POST " + review + "/{member}/removal", needs: tenant.ManageOwners, fresh: true, act: c.removeReviewed},
		{pattern: "GET " + support, needs: tenant.ReadTrail, page: c.support},
		{pattern: "POST " + support, needs: tenant.ApproveSupport, fresh: true, act: c.setApproval},
		{pattern: "GET " + support + "/{grant}", needs: tenant.ReadTrail, page: c.grantPage},
		{pattern: "POST " + support + "/{grant}/approval", needs: tenant.ApproveSupport, fresh: true, act: c.approve},
		{pattern: "POST " + support + "/{grant}/refusal", needs: tenant.ApproveSupport, act: c.turnDown},
		{pattern: "POST " + support + "/{grant}/revocation", needs: tenant.ApproveSupport, act: c.revoke},
		{pattern: "GET " + trail, needs: tenant.ReadTrail, view: grant.TrailView, page: c.trail},
		{pattern: "POST " + trail, needs: tenant.ReadTrail, view: grant.TrailView, page: c.trail},
		{pattern: "GET " + trail + "/accesses", needs: tenant.ReadTrail, view: grant.TrailView, costly: c.summaries, page: c.accesses},
		{pattern: "GET " + trail + "/verification", needs: tenant.ReadTrail, view: grant.TrailView, costly: c.verifications, page: c.verify},
		{pattern: "GET /tenants/{tenant}/settings", needs: tenant.Read, view: grant.SettingsView, page: c.settings},
		{pattern: "POST /tenants/{tenant}/settings/{setting}", needs: tenant.Configure, act: c.instruct},
		{pattern: "GET " + notifications, needs: tenant.Read, view: grant.SettingsView, page: c.notifications},
		{pattern: "POST " + notifications, needs: tenant.Configure, act: c.notify},
		{pattern: "POST " + notifications + "/mine", needs: tenant.Read, act: c.prefer},
		{pattern: "POST " + notifications + "/secret", needs: tenant.Configure, fresh: true, page: c.newSecret},
		{pattern: "POST " + notifications + "/webhook", needs: tenant.Configure, act: c.switchOn},
		{pattern: "POST " + notifications + "/test", needs: tenant.Configure, act: c.testHook},
		{pattern: "POST " + notifications + "/calls/{call}/replay", needs: tenant.Configure, act: c.replay},
		{pattern: "GET " + keys, needs: tenant.ManageKeys, page: c.keys},
		{pattern: "POST " + keys, needs: tenant.ManageKeys, fresh: true, page: c.createKey},
		{pattern: "POST " + keys + "/{key}/revocation", needs: tenant.ManageKeys, act: c.revokeKey},
		{pattern: "GET /tenants/{tenant}/export", needs: tenant.Export, page: c.exporting},
		{pattern: "GET " + plan, needs: tenant.Contract, page: c.plan},
		{pattern: "POST " + plan, needs: tenant.Contract, fresh: true, act: c.subscribe},
		{pattern: "POST " + plan + "/management", needs: tenant.Contract, fresh: true, act: c.manage},
		{pattern: "GET " + agreement, needs: tenant.Contract, page: c.agreement},
		{pattern: "POST " + agreement + "/termination", needs: tenant.Contract, fresh: true, act: c.terminate},
		{pattern: "POST " + agreement + "/continuation", needs: tenant.Contract, fresh: true, act: c.goOn},
		{pattern: "POST " + agreement + "/erasure", needs: tenant.Contract, fresh: true, act: c.erase},
		{pattern: "GET " + partners, who: manager, page: c.partner},
		{pattern: "POST " + partners + "/invitations", who: manager, fresh: true, costly: c.invitations, act: c.inviteColleague},
		{pattern: "POST " + partners + "/invitations/{invitation}/withdrawal", who: manager, act: c.withdrawColleague},
		{pattern: "POST " + partners + "/people/{person}/standing", who: manager, fresh: true, act: c.regrade},
		{pattern: "POST " + partners + "/people/{person}/removal", who: manager, act: c.removeColleague},
		{pattern: "GET " + deskPath, who: operator, page: c.desk},
		{pattern: "POST " + deskPath, who: operator, act: c.ask},
		{pattern: "POST " + deskPath + "/{tenant}/{grant}/start", who: operator, act: c.begin},
		{pattern: "POST " + deskPath + "/{tenant}/{grant}/end", who: operator, act: c.finish},
		{pattern: "POST " + deskPath + "/{tenant}/{grant}/outcome", who: operator, act: c.report},
		{pattern: "GET /style.css", who: anyone, open: serveStyle},
	}
}

// console holds what the pages are made with. It keeps nothing of a request.
type console struct {
	parts
	common  *catalogue
	origins *http.CrossOriginProtection
	pages   pages
	log     *slog.Logger
	// asked counts requests by person; the others what is costly, by tenant or partner.
	asked, verifications, summaries, invitations *limit.Limiter
}

// parts are what a console is made of.
type parts struct {
	reader reader
	door   doorkeeper
	// db is where letters wait; the rest is reached through what the door hands out.
	db     *store.DB
	public string // where people reach Vahti, without a slash at its end
	// own are Vahti's checks, operators the operator's for every tenant.
	own, operators []*check.Check
	// secure says that people reach the console by TLS.
	secure bool
	stripe *billing.Client
	trial  int // days that are free for who never had a subscription
	// rate is how many requests a second one person may make in the long run.
	rate float64
	// hooks lets webhooks be anywhere, which is for one's own machine alone.
	hooks  bool
	now    func() time.Time
	unique func() string // names a form
}

func newConsole(p parts) (*console, error) {
	all, err := parsePages()
	if err != nil {
		return nil, err
	}
	return &console{
		parts: p, common: newCatalogue(p.own, p.operators), origins: http.NewCrossOriginProtection(), pages: all, log: serve.Logger(name),
		asked: limit.New(burst*p.rate/perSecond, p.rate, p.now), verifications: limit.Verifications(p.rate/perSecond, p.now), summaries: limit.Summaries(p.rate/perSecond, p.now), invitations: limit.Invitations(p.rate/perSecond, p.now),
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
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			return &serve.Error{Status: http.StatusMethodNotAllowed, Detail: "Pages can only be read."}
		}
		// The page shows who is signed in, as that of a tenant that is not there does.
		if p, err := c.door.Session(r); err == nil {
			frameOf(r).sign(p)
		} else if !errors.Is(err, gate.ErrUnknown) {
			return err
		}
		return errNoPage(nil)
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		secure(w.Header(), c.secure)
		r = framed(r)
		if browser.Wanted(r) {
			w = c.errorPages(w, r)
		}
		mux.ServeHTTP(w, r)
	})
}

// authorised serves a route to those who may use it.
func (c *console) authorised(route route) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		p, err := c.door.Session(r)
		if errors.Is(err, gate.ErrUnknown) {
			return signIn(w, r, false, err)
		}
		if err != nil {
			return err
		}
		frameOf(r).sign(p)
		if err := within(w, c.asked, p.Account); err != nil {
			return err
		}
		if r.Method == http.MethodPost {
			if err := c.readForm(r); err != nil {
				return err
			}
		}
		v, err := c.admit(r, p, route)
		switch {
		case errors.Is(err, gate.ErrStepUp):
			return signIn(w, r, true, err)
		case errors.Is(err, gate.ErrNotFound):
			return errNoPage(err)
		case errors.Is(err, gate.ErrForbidden):
			return &serve.Error{Status: http.StatusForbidden, Detail: "Your role does not allow this.", Err: err}
		case err != nil:
			return err
		}
		if route.costly != nil {
			whose := r.PathValue("organisation")
			if route.who != manager {
				whose = v.id().String()
			}
			if err := within(w, route.costly, whose); err != nil {
				return err
			}
		}
		frameOf(r).grant = v.grant
		return c.answer(w, r, v, route)
	}
}

// within counts a request of a caller's, and refuses one too many.
func within(w http.ResponseWriter, l *limit.Limiter, caller string) error {
	_, wait, ok := l.Take(caller)
	if ok {
		return nil
	}
	w.Header().Set("Retry-After", limit.Patience(wait))
	return &serve.Error{Status: http.StatusTooManyRequests, Detail: "You ask too often; wait and try again."}
}

// write answers with a page within its frame.
func (c *console) write(w http.ResponseWriter, r *http.Request, status int, p page) error {
	p.frame = *frameOf(r)
	return c.pages.write(w, status, p)
}

// readForm reads what was sent. It must come from the console's own pages: a browser
// says from where it sends, and adds the session whoever asks.
func (c *console) readForm(r *http.Request) error {
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
	return nil
}

// answer serves a route to somebody who was let in: it shows a page, or sends the
// browser on from a form, or shows why what it asked for was not done.
func (c *console) answer(w http.ResponseWriter, r *http.Request, v visit, route route) error {
	var out page
	var to string
	var err error
	if route.act != nil {
		to, err = route.act(r, v)
	} else {
		out, err = route.page(r, v)
	}
	if err != nil {
		err = c.door.Refused(r.Context(), v.who, v.entry, gate.Wish{Need: route.needs, Target: target(r)}, err)
	}
	no := (*refusal)(nil)
	switch {
	case errors.As(err, &no) && browser.Wanted(r):
		return c.write(w, r, no.status, no.page)
	case no != nil:
		return &serve.Error{Status: no.status, Detail: no.why.Error() + "."}
	case notThere(err):
		return errNoPage(err)
	case err != nil:
		return err
	case route.act == nil:
		return c.write(w, r, http.StatusOK, out)
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

// policy is the pages' content security policy, with further origins to which forms may
// lead.
func policy(forms ...string) string {
	return "default-src 'none'; style-src 'self'; form-action " + strings.Join(append([]string{"'self'"}, forms...), " ") + "; frame-ancestors 'none'; base-uri 'none'"
}

// secure sets the headers of every answer. The pages need no script, no frame
// and nothing from elsewhere, and send forms to themselves alone; no copy is kept
// of what they show. A referrer is for the console alone: without any, browsers
// do not say either from where they send a form.
func secure(h http.Header, tls bool) {
	serve.Guard(h, tls)
	h.Set("Content-Security-Policy", policy())
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
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

// notThere reports whether what was asked for is not there.
func notThere(err error) bool {
	return errors.Is(err, store.ErrNotFound) || errors.Is(err, member.ErrNotFound)
}
