package entra

import (
	"crypto/subtle"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// adminConsent has an administrator sign in to consent for their tenant.
func (s *site) adminConsent(w http.ResponseWriter, r *http.Request) {
	kind := flowConsent
	if strings.HasSuffix(r.URL.Path, "/v2.0/adminconsent") {
		kind = flowConsentV2
	}
	tenant := pathTenant(r)
	q, f := s.parseRequest(kind, tenant, r.URL.Query())
	if f != nil {
		s.refuse(w, r, q, f)
		return
	}
	s.signInPage(w, q, tenant)
}

// askConsent shows who has signed in what they are asked to consent to: for the tenant, which only its administrators
// may, or with prompt=consent for themselves.
func (s *site) askConsent(w http.ResponseWriter, r *http.Request, q request, p Person, in session) {
	if q.flow != flowCode && !p.Admin {
		s.consentPage(w, r, q, p, in, "needs-admin")
		return
	}
	s.consentPage(w, r, q, p, in, "consent")
}

// decide takes what was decided on the page of consent.
func (s *site) decide(w http.ResponseWriter, r *http.Request) {
	tenant, q, ok := s.resume(w, r)
	if !ok {
		return
	}
	in, signedIn := s.session(r)
	p, exists := s.person(in.person)
	if !signedIn || !exists || subtle.ConstantTimeCompare([]byte(r.PostForm.Get("session")), []byte(in.token)) != 1 {
		s.failPage(w, r, flowExpired())
		return
	}
	accepted := r.PostForm.Get("decision") == "accept"
	switch {
	case p.Disabled:
		s.failPage(w, r, disabled())
	case !p.mayEnter(tenant):
		s.failPage(w, r, strangerToTenant(tenant, q.client))
	case q.flow != flowCode && !p.Admin:
		s.refuse(w, r, q, needsAdmin())
	case !accepted:
		s.refuse(w, r, q, declined())
	case q.flow == flowCode:
		if m, err := ParseMisbehaviour(r.PostForm.Get("misbehave")); err == nil {
			q.misbehave = m
		}
		s.answerCode(w, r, q, tenant, p, in)
	default:
		s.accept(w, r, q, p)
	}
}

// accept grants the permissions that were left checked on the page.
func (s *site) accept(w http.ResponseWriter, r *http.Request, q request, p Person) {
	granted := []string{}
	for _, permission := range q.client.Permissions {
		if slices.Contains(r.PostForm["permission"], permission) {
			granted = append(granted, permission)
		}
	}
	s.grantTo(p.TenantID, q.client.ID, granted)
	if s.cfg.OnConsent != nil {
		s.cfg.OnConsent(p.TenantID, slices.Clone(granted))
	}
	fields := url.Values{"admin_consent": {"True"}, "tenant": {p.TenantID}}
	if q.flow == flowConsentV2 {
		scope := make([]string, len(granted))
		for i, permission := range granted {
			scope[i] = audience + "/" + permission
		}
		fields.Set("scope", strings.Join(scope, " "))
	}
	if q.state != "" {
		fields.Set("state", q.state)
	}
	s.answer(w, r, q, fields)
}
