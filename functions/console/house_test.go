package console

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/standintest"
	standin "vahti.ai/vahti/emulator/stripe"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// house is a tenant with people of every role in the service's databases, and the
// console over them with its own rights.
type house struct {
	*world
	clock                         *standintest.Clock
	tenant                        *store.Tenant
	mia, ada, ana, aku, otto, out newcomer // owner, administrator, analyst, auditor, operator, stranger
	handler                       http.Handler
	stripe                        *standin.Server
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{clock: standintest.NewClock(wall)}
	h.world = newWorld(t, h.clock.Now)
	h.tenant = h.world.tenant(t, "Aallokko Oy", "00000000-0000-0000-0000-000000000001")
	for _, p := range []struct {
		who   *newcomer
		email string
		role  tenant.Role
	}{{&h.mia, "mia@aallokko.example", tenant.Owner}, {&h.ada, "ada@aallokko.example", tenant.Admin}, {&h.ana, "ana@aallokko.example", tenant.Analyst}, {&h.aku, "aku@aallokko.example", tenant.Auditor}, {&h.out, "out@elsewhere.example", ""}} {
		*p.who = h.person(t, p.email, false)
		switch p.role {
		case tenant.Owner:
			h.owner(t, h.tenant, *p.who, wall.Add(-member.ReviewInterval)) // so that a review is due
		case "":
		default:
			h.joins(t, h.tenant, h.mia, *p.who, p.role)
		}
	}
	h.otto = h.person(t, "otto@vahti.example", true)
	h.handler = h.serve(t, h.gate(t), 1e6)
	return h
}

// serve makes the console behind a door, for so many requests a second of one person.
func (h *house) serve(t *testing.T, door doorkeeper, rate float64) http.Handler {
	t.Helper()
	db := openDB(t, h.at.own, h.at.ownSecrets).WithClock(h.now)
	c, err := newConsole(parts{reader: stored{db, h.now}, door: door, db: db, public: publicURL, own: testChecks(), secure: true,
		stripe: h.withStripe(t), trial: 14, rate: rate, now: h.now, unique: func() string { return "FORM-OF-ITS-OWN" }})
	if err != nil {
		t.Fatal(err)
	}
	return c.handler()
}

func (h *house) path(page string) string { return "/tenants/" + h.tenant.ID().String() + page }

// get asks for a page as somebody.
func (h *house) get(t *testing.T, path string, who newcomer) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	return h.do(r, who)
}

// post sends a form as somebody; it has a name of its own unless it brings one.
func (h *house) post(t *testing.T, path string, form url.Values, who newcomer) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return h.do(r, who)
}

func (h *house) do(r *http.Request, who newcomer) *httptest.ResponseRecorder {
	r.Header.Set("Accept", "text/html")
	if who.cookie != nil {
		r.AddCookie(who.cookie)
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return w
}

// plain replaces what is drawn anew each time by what it is of.
func (h *house) plain(body string) string {
	pairs := []string{h.tenant.ID().String(), "TENANT"}
	for name, who := range map[string]newcomer{"MIA": h.mia, "ADA": h.ada, "ANA": h.ana, "AKU": h.aku, "OTTO": h.otto} {
		pairs = append(pairs, string(who.account.ID), name)
	}
	body = strings.NewReplacer(pairs...).Replace(body)
	return regexp.MustCompile(`/(invitations|grants|keys)/[0-9A-Za-z_-]{16,}/`).ReplaceAllString(body, "/$1/ID/")
}

// told are the actions that the audit trail tells of, the oldest first.
func (h *house) told(t *testing.T) (actions []trail.Action) {
	t.Helper()
	if err := trail.MoveAll(t.Context(), h.db, h.tenant); err != nil {
		t.Fatal(err)
	}
	all, err := trail.Read(t.Context(), h.tenant)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		if e.Actor != "" && (e.By == "" || e.Account == "") {
			t.Errorf("%s is told as Vahti's own, or of nobody's account", e.Action)
		}
		actions = append(actions, e.Action)
	}
	return actions
}

// affairsIn shows the pages about a tenant's own affairs in a language, by name.
func affairsIn(t *testing.T, l text.Language) map[string]string {
	t.Helper()
	h := newHouse(t)
	pages := map[string]string{}
	show := func(name, path string, who newcomer) {
		sep := "?"
		if strings.Contains(path, "?") {
			sep = "&"
		}
		w := h.get(t, path+sep+"lang="+string(l), who)
		if w.Code != http.StatusOK {
			t.Errorf("%s: got %v", name, w.Code)
		}
		pages[name] = w.Body.String()
	}
	refuse := func(name, path string, form url.Values, who newcomer) {
		w := h.post(t, path+"?lang="+string(l), form, who)
		if w.Code < 400 {
			t.Errorf("%s: got %v, want a refusal", name, w.Code)
		}
		pages[name] = w.Body.String()
	}
	search := func(name, path string, form url.Values, who newcomer) {
		w := h.post(t, path+"?lang="+string(l), form, who)
		if w.Code != http.StatusOK {
			t.Errorf("%s: got %v", name, w.Code)
		}
		pages[name] = w.Body.String()
	}
	h.furnish(t)
	showAffairs(t, h, show, refuse, search)
	return pages
}

// later moves the house's clock on.
func (h *house) later(d time.Duration) { h.clock.Add(d) }
