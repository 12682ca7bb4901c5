package entra

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// newID is an id of chance.
func newID() string { return uuid.NewString() }

// answerCode sends the browser back with a code.
func (s *site) answerCode(w http.ResponseWriter, r *http.Request, q request, tenant string, p Person, in session) {
	c := &code{
		client: q.client.ID, tenant: tenant, redirectURI: q.redirectURI, challenge: q.challenge, person: p.key(),
		scopes: q.scopes, nonce: q.nonce, wanted: q.wanted, session: in, misbehave: q.misbehave,
	}
	fields := url.Values{"session_state": {in.sid}}
	if q.state != "" {
		fields.Set("state", q.state)
	}
	switch q.misbehave {
	case ForeignCode:
		c.client = s.otherClient(q.client.ID)
	case SwappedState:
		fields.Set("state", random(24))
	}
	fields.Set("code", s.keepCode(c))
	s.answer(w, r, q, fields)
}

// refuse tells what is wrong: the client, where it is known where it wants answers, else the person.
func (s *site) refuse(w http.ResponseWriter, r *http.Request, q request, f *failure) {
	if q.redirectURI == "" {
		s.failPage(w, r, f)
		return
	}
	fields := url.Values{"error": {f.kind}}
	if f.code != 0 {
		body := s.body(r, f)
		fields.Set("error_description", body.Description)
		fields.Set("error_uri", body.URI)
	}
	if f.subcode != "" {
		fields.Set("error_subcode", f.subcode)
	}
	if q.flow != flowCode {
		fields.Set("admin_consent", "True")
	}
	if q.state != "" {
		fields.Set("state", q.state)
	}
	s.answer(w, r, q, fields)
}

// answer sends the browser back to the client.
func (s *site) answer(w http.ResponseWriter, r *http.Request, q request, fields url.Values) {
	if !q.formPost {
		redirect(w, r, q.redirectURI, fields)
		return
	}
	type field struct{ Name, Value string }
	var list []field
	for name, values := range fields {
		for _, v := range values {
			list = append(list, field{name, v})
		}
	}
	slices.SortFunc(list, func(a, b field) int { return strings.Compare(a.Name, b.Name) })
	s.render(w, http.StatusOK, "post", map[string]any{"To": q.redirectURI, "Fields": list})
}

// redirect sends a browser to a client's address, to whose own parameters it adds.
func redirect(w http.ResponseWriter, r *http.Request, to string, fields url.Values) {
	u, err := url.Parse(to)
	if err != nil { // which Register would have refused
		http.Error(w, "the redirect URI cannot be read", http.StatusInternalServerError)
		return
	}
	query := u.Query()
	for name, values := range fields {
		query[name] = values
	}
	u.RawQuery = query.Encode()
	w.Header().Set("Cache-Control", "no-store, no-cache")
	w.Header().Set("Referrer-Policy", "no-referrer")
	http.Redirect(w, r, u.String(), http.StatusFound)
}

// redirectKnown reports whether some client may be sent answers at an address.
func (s *Server) redirectKnown(to string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.clients {
		if slices.Contains(c.RedirectURIs, to) {
			return true
		}
	}
	return false
}

// otherClient is the id of a client that is not this one: one that is registered, where there is one.
func (s *Server) otherClient(id string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	other := uuid.NewSHA1(uuid.NameSpaceURL, []byte(id)).String()
	for _, c := range s.clients {
		if !strings.EqualFold(c.ID, id) {
			return c.ID
		}
	}
	return other
}
