package entra

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// userinfo tells who an access token is about. It takes the tokens that are for no application's API.
func (s *site) userinfo(w http.ResponseWriter, r *http.Request) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	about, ok := s.about(token)
	if !strings.EqualFold(scheme, "Bearer") || !ok {
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		writeJSON(w, http.StatusUnauthorized, map[string]any{
			"error": map[string]string{"code": "InvalidAuthenticationToken", "message": "Access token validation failure."},
		})
		return
	}
	writeJSON(w, http.StatusOK, about)
}

// about is what an access token lets its bearer know, as long as it was not taken back and has not expired. Its sub is
// that of the ID token.
func (s *site) about(token string) (map[string]string, bool) {
	var c struct {
		Audience string `json:"aud"`
		Issuer   string `json:"iss"`
		Expires  int64  `json:"exp"`
		Tenant   string `json:"tid"`
		ObjectID string `json:"oid"`
		Scopes   string `json:"scp"`
		Client   string `json:"azp"`
		Unique   string `json:"uti"`
	}
	if s.readSigned(token, &c) != nil || c.Audience != graphAppID || c.Issuer != s.issuer(c.Tenant) ||
		!s.cfg.Now().Before(time.Unix(c.Expires, 0)) || s.isRevoked(c.Unique) {
		return nil, false
	}
	p, ok := s.person(personKey{c.Tenant, c.ObjectID})
	if !ok || p.Disabled {
		return nil, false
	}
	about, scopes := map[string]string{"sub": pairwise(p, c.Client)}, strings.Fields(c.Scopes)
	if slices.Contains(scopes, "profile") {
		about["name"] = p.Name
	}
	if slices.Contains(scopes, "email") && p.Email != "" {
		about["email"] = p.Email
	}
	return about, true
}
