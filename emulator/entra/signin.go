package entra

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	cookieName = "ESTSAUTH"
	// sessionLifetime is how long a browser stays signed in.
	sessionLifetime = 24 * time.Hour
)

// session is a browser in which a person has signed in.
type session struct {
	person  personKey
	at      time.Time // of signing in
	expires time.Time
	sid     string // as tokens name it
	token   string // that forms of the session carry
}

// authorize answers a request for a code: at once, where the browser is signed in, or with the sign-in page.
func (s *site) authorize(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		s.failPage(w, r, notPost(r.Method))
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		s.failPage(w, r, malformed())
		return
	}
	tenant := pathTenant(r)
	q, f := s.parseRequest(flowCode, tenant, r.Form)
	if f != nil {
		s.refuse(w, r, q, f)
		return
	}
	in, p, signedIn := s.signedIn(r, tenant, q)
	switch {
	case signedIn && (q.prompt == "" || q.prompt == "none"):
		s.answerCode(w, r, q, tenant, p, in)
	case q.prompt == "none":
		s.refuse(w, r, q, notSignedIn())
	case signedIn && q.prompt == "consent":
		s.askConsent(w, r, q, p, in)
	default:
		s.signInPage(w, q, tenant)
	}
}

// signedIn finds the browser's session, where its person may be the one a request is about.
func (s *site) signedIn(r *http.Request, tenant string, q request) (session, Person, bool) {
	in, ok := s.session(r)
	if !ok {
		return session{}, Person{}, false
	}
	p, ok := s.person(in.person)
	ok = ok && !p.Disabled && p.mayEnter(tenant) && p.ofDomain(q.domainHint) && (q.loginHint == "" || p.hinted(q.loginHint))
	return in, p, ok
}

func (s *site) session(r *http.Request) (session, bool) {
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		return session{}, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	in, ok := s.sessions[cookie.Value]
	return in, ok && s.cfg.Now().Before(in.expires)
}

// login takes what was chosen on the sign-in page.
func (s *site) login(w http.ResponseWriter, r *http.Request) {
	tenant, q, ok := s.resume(w, r)
	if !ok {
		return
	}
	if r.PostForm.Get("cancel") != "" {
		s.refuse(w, r, q, cancelled())
		return
	}
	if m, err := ParseMisbehaviour(r.PostForm.Get("misbehave")); err == nil && q.flow == flowCode {
		q.misbehave = m
	}
	home, object, _ := strings.Cut(r.PostForm.Get("person"), "/")
	p, exists := s.person(personKey{home, object})
	switch {
	case !exists:
		s.failPage(w, r, unknownPerson(tenant))
		return
	case !p.mayEnter(tenant):
		s.failPage(w, r, strangerToTenant(tenant, q.client))
		return
	case p.Disabled:
		s.failPage(w, r, disabled())
		return
	}
	in := s.begin(w, r, p)
	if q.flow == flowCode && q.prompt != "consent" {
		s.answerCode(w, r, q, tenant, p, in)
		return
	}
	s.askConsent(w, r, q, p, in)
}

// resume reads the request that a form of a page carries.
func (s *site) resume(w http.ResponseWriter, r *http.Request) (tenant string, q request, ok bool) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		s.failPage(w, r, malformed())
		return "", request{}, false
	}
	tenant = pathTenant(r)
	params, err := url.ParseQuery(r.PostForm.Get("request"))
	kind := flow(r.PostForm.Get("flow"))
	if err != nil || kind != flowCode && kind != flowConsent && kind != flowConsentV2 {
		s.failPage(w, r, malformed())
		return "", request{}, false
	}
	q, f := s.parseRequest(kind, tenant, params)
	if f != nil {
		s.refuse(w, r, q, f)
		return "", request{}, false
	}
	return tenant, q, true
}

// begin signs a person in to the browser, in place of who was.
func (s *site) begin(w http.ResponseWriter, r *http.Request, p Person) session {
	now := s.cfg.Now()
	id := random(32)
	in := session{person: p.key(), at: now, expires: now.Add(sessionLifetime), sid: newID(), token: random(24)}
	s.mu.Lock()
	if old, err := r.Cookie(cookieName); err == nil {
		delete(s.sessions, old.Value)
	}
	if len(s.sessions) >= maxSessions {
		clear(s.sessions)
	}
	s.sessions[id] = in
	s.mu.Unlock()
	http.SetCookie(w, s.cookie(id, sessionLifetime))
	return in
}

// cookie is the session's. A negative age ends it.
func (s *site) cookie(value string, age time.Duration) *http.Cookie {
	base := s.base()
	c := &http.Cookie{Name: cookieName, Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: strings.HasPrefix(base, "https:"), MaxAge: int(age / time.Second)}
	if u, err := url.Parse(base); err == nil {
		c.Path = u.Path + "/"
	}
	return c
}

// logout signs out and sends the browser back to the client, where it says so and is known.
func (s *site) logout(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil || r.Method != http.MethodGet && r.Method != http.MethodPost {
		s.failPage(w, r, malformed())
		return
	}
	if tenant := pathTenant(r); !s.known(tenant) {
		s.failPage(w, r, unknownTenant(tenant))
		return
	}
	if cookie, err := r.Cookie(cookieName); err == nil {
		s.mu.Lock()
		delete(s.sessions, cookie.Value)
		s.mu.Unlock()
	}
	http.SetCookie(w, s.cookie("", -time.Second))
	back := r.Form.Get("post_logout_redirect_uri")
	if back == "" || !s.redirectKnown(back) {
		s.render(w, http.StatusOK, "signed-out", nil)
		return
	}
	fields := url.Values{}
	if state := r.Form.Get("state"); state != "" {
		fields.Set("state", state)
	}
	redirect(w, r, back, fields)
}
