package entra

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// site is the service at one address. Every site of a server has the same people, sessions and keys.
type site struct {
	*Server
	base func() string // public URL without a slash at the end
}

// SignIn serves the stand-in at an address beside that of Serve. base is the public URL of the mount, such as
// "http://127.0.0.1:8080/emulator/entra"; requests arrive with its path before theirs. Tokens of people name it as
// their issuer, as "BASE/TENANT/v2.0".
func (s *Server) SignIn(base string) (http.Handler, error) {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "" || strings.ContainsAny(u.Path, "{} ") {
		return nil, errors.New("serve sign-in: the address must be an http or https URL without a query, whose path has no braces")
	}
	if err := s.ring.announce(); err != nil {
		return nil, fmt.Errorf("serve sign-in: %w", err)
	}
	base = strings.TrimRight(base, "/")
	prefix := strings.TrimRight(u.Path, "/")
	return (&site{Server: s, base: func() string { return base }}).routes(prefix), nil
}

// routes serves the endpoints below a path, which has no slash at its end.
func (s *site) routes(prefix string) http.Handler {
	mux := http.NewServeMux()
	for _, route := range []struct {
		method, path string // no method: the handler answers others in its own way
		handler      http.HandlerFunc
	}{
		{"GET ", "/common/discovery/instance", s.instance},
		{"GET ", "/{tenant}/v2.0/.well-known/openid-configuration", s.configuration},
		{"GET ", "/{tenant}/discovery/v2.0/keys", s.keys},
		{"", "/{tenant}/oauth2/v2.0/token", s.token},
		{"", "/{tenant}/oauth2/v2.0/authorize", s.authorize},
		{"", "/{tenant}/oauth2/v2.0/logout", s.logout},
		{"GET ", "/{tenant}/adminconsent", s.adminConsent},
		{"GET ", "/{tenant}/v2.0/adminconsent", s.adminConsent},
		{"POST ", "/{tenant}/login", s.login},
		{"POST ", "/{tenant}/consent", s.decide},
		{"", "/oidc/userinfo", s.userinfo},
	} {
		mux.HandleFunc(route.method+prefix+route.path, route.handler)
	}
	return mux
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store, no-cache")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the client went away
}

// instance tells a client that this authority is the only one, and where a tenant's configuration is.
func (s *site) instance(w http.ResponseWriter, r *http.Request) {
	base := s.base()
	path, ours := strings.CutPrefix(r.URL.Query().Get("authorization_endpoint"), base+"/")
	endpoint, err := url.Parse(base)
	if err != nil || !ours {
		s.fail(w, r, unknownInstance())
		return
	}
	tenant, _, _ := strings.Cut(path, "/")
	writeJSON(w, http.StatusOK, map[string]any{
		"tenant_discovery_endpoint": base + "/" + url.PathEscape(tenant) + "/v2.0/.well-known/openid-configuration",
		"api-version":               "1.1",
		"metadata": []map[string]any{{
			"preferred_network": endpoint.Host,
			"preferred_cache":   endpoint.Host,
			"aliases":           []string{endpoint.Host},
		}},
	})
}

// issuer is who issues the tokens of people of a tenant. For any tenant it is Entra's placeholder.
func (s *site) issuer(tenant string) string {
	if anyTenant(tenant) {
		tenant = "{tenantid}"
	}
	return s.base() + "/" + tenant + "/v2.0"
}

// pathTenant is the tenant of a request's path, in lower case.
func pathTenant(r *http.Request) string { return strings.ToLower(r.PathValue("tenant")) }

func (s *site) configuration(w http.ResponseWriter, r *http.Request) {
	tenant := pathTenant(r)
	if !s.known(tenant) {
		f := unknownTenant(tenant)
		f.kind = "invalid_tenant"
		s.fail(w, r, f)
		return
	}
	base := s.base() + "/" + tenant
	writeJSON(w, http.StatusOK, map[string]any{
		"issuer":                                s.issuer(tenant),
		"authorization_endpoint":                base + "/oauth2/v2.0/authorize",
		"token_endpoint":                        base + "/oauth2/v2.0/token",
		"jwks_uri":                              base + "/discovery/v2.0/keys",
		"userinfo_endpoint":                     s.base() + "/oidc/userinfo",
		"end_session_endpoint":                  base + "/oauth2/v2.0/logout",
		"token_endpoint_auth_methods_supported": []string{"client_secret_post", "client_secret_basic", "private_key_jwt"},
		"response_types_supported":              []string{"code"},
		"response_modes_supported":              []string{"query", "form_post"},
		"code_challenge_methods_supported":      []string{"S256"},
		"subject_types_supported":               []string{"pairwise"},
		"id_token_signing_alg_values_supported": []string{algorithm},
		"scopes_supported":                      []string{"openid", "profile", "email", "offline_access"},
		"claims_supported": []string{"sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "preferred_username", "name",
			"tid", "ver", "email"},
		"request_uri_parameter_supported": false,
		"tenant_region_scope":             "EU",
	})
}

func (s *site) keys(w http.ResponseWriter, r *http.Request) {
	tenant := pathTenant(r)
	if !s.known(tenant) {
		s.fail(w, r, unknownTenant(tenant))
		return
	}
	var set []map[string]string
	for _, k := range s.ring.published() {
		set = append(set, k.jwk(s.issuer(tenant)))
	}
	writeJSON(w, http.StatusOK, map[string]any{"keys": set})
}
