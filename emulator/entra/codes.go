package entra

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"strings"
	"time"
)

const (
	// codeLifetime is how long a code can be redeemed.
	codeLifetime = 10 * time.Minute
	// maxCodes and maxSessions bound what is remembered of each.
	maxCodes    = 100_000
	maxSessions = 100_000
)

// code is an authorization code: what a person's sign-in allows a client to be told.
type code struct {
	client      string // its id
	tenant      string // of the path it was asked for at
	redirectURI string
	challenge   string // of PKCE, by S256
	person      personKey
	scopes      scopes
	nonce       string
	wanted      []string // optional claims that the request asked for
	session     session
	expires     time.Time
	misbehave   Misbehaviour

	spent  bool
	unique string // the id of the access token it was redeemed for
}

// keepCode makes a code known. Codes whose time is over are forgotten when there are many.
func (s *Server) keepCode(c *code) string {
	value := "1." + random(48)
	now := s.cfg.Now()
	c.expires = now.Add(codeLifetime)
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.codes) >= maxCodes {
		for id, old := range s.codes {
			if !now.Before(old.expires) {
				delete(s.codes, id)
			}
		}
	}
	if len(s.codes) >= maxCodes {
		clear(s.codes)
	}
	s.codes[value] = c
	return value
}

// redeem answers with the tokens that a code stands for.
func (s *site) redeem(r *http.Request, tenant string) (*tokenBody, *failure) {
	if !s.known(tenant) {
		return nil, unknownTenant(tenant)
	}
	client, secret, f := s.identify(r, tenant)
	if f != nil {
		return nil, f
	}
	proof, f := prove(r.PostForm, client, secret)
	if f != nil {
		return nil, f
	}
	for _, name := range []string{"code", "redirect_uri"} {
		if r.PostForm.Get(name) == "" {
			return nil, missing(name)
		}
	}
	c, f := s.spend(client, tenant, r.PostForm.Get)
	if f != nil {
		return nil, f
	}
	person, ok := s.person(c.person)
	switch {
	case !ok:
		return nil, unknownPerson(c.person.tenant)
	case person.Disabled:
		return nil, disabled()
	}
	body, err := s.tokens(c, client, person, proof)
	if err != nil {
		return nil, internal()
	}
	return body, nil
}

// spend uses a code up and returns it, with the scopes that the request narrowed it to. A code that a client presents
// again takes back what was got for it.
func (s *site) spend(client Client, tenant string, form func(string) string) (code, *failure) {
	var narrowed scopes
	var f *failure
	if raw := form("scope"); raw != "" {
		if narrowed, f = s.parseScopes(raw, client); f != nil {
			return code{}, f
		}
	}
	now := s.cfg.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.codes[form("code")]
	switch {
	case c == nil:
		return code{}, malformedCode()
	case !strings.EqualFold(c.client, client.ID):
		return code{}, foreignCode()
	case c.spent:
		s.revokeLocked(c.unique, now)
		return code{}, spentCode()
	case !now.Before(c.expires):
		return code{}, expiredCode()
	case tenant != c.tenant && tenant != c.person.tenant:
		return code{}, codeOfAnotherTenant()
	case form("redirect_uri") != c.redirectURI:
		return code{}, otherRedirect(form("redirect_uri"), c.redirectURI)
	case !verifies(form("code_verifier"), c.challenge):
		return code{}, wrongVerifier()
	case !narrowed.within(c.scopes):
		return code{}, scopeNotGranted()
	}
	c.spent, c.unique = true, random(16)
	out := *c
	if form("scope") != "" {
		out.scopes = narrowed
	}
	return out, nil
}

// verifies reports whether a PKCE verifier belongs to a challenge.
func verifies(verifier, challenge string) bool {
	sum := sha256.Sum256([]byte(verifier))
	return len(verifier) >= 43 && len(verifier) <= 128 && subtle.ConstantTimeCompare([]byte(encode(sum[:])), []byte(challenge)) == 1
}

// revokeLocked refuses an access token from now on. s.mu is held.
func (s *Server) revokeLocked(unique string, now time.Time) {
	for id, expires := range s.revoked {
		if !now.Before(expires) {
			delete(s.revoked, id)
		}
	}
	s.revoked[unique] = now.Add(maxLifetime)
}

func (s *Server) isRevoked(unique string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, revoked := s.revoked[unique]
	return revoked
}
