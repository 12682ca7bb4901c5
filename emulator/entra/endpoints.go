package entra

import (
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

const (
	grantClientCredentials = "client_credentials"
	assertionType          = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
	graphAppID             = "00000003-0000-0000-c000-000000000000"

	maxBody = 256 << 10 // bytes of a token request
)

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /common/discovery/instance", s.instance)
	mux.HandleFunc("GET /{tenant}/v2.0/.well-known/openid-configuration", s.configuration)
	mux.HandleFunc("GET /{tenant}/discovery/v2.0/keys", s.keys)
	mux.HandleFunc("/{tenant}/oauth2/v2.0/token", s.token)
	return mux
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store, no-cache")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the client went away
}

// known reports whether a path may name this tenant: one that was added, or one of the names for any.
func (s *Server) known(tenant string) bool {
	if slices.Contains([]string{"common", "organizations"}, tenant) {
		return true
	}
	_, exists := s.tenant(tenant)
	return exists
}

// instance tells a client that this authority is the only one, and where a tenant's configuration is.
func (s *Server) instance(w http.ResponseWriter, r *http.Request) {
	base := s.base()
	endpoint, err := url.Parse(r.URL.Query().Get("authorization_endpoint"))
	if err != nil || endpoint.Scheme+"://"+endpoint.Host != base {
		s.fail(w, r, unknownInstance())
		return
	}
	tenant, _, _ := strings.Cut(strings.TrimPrefix(endpoint.Path, "/"), "/")
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

func (s *Server) configuration(w http.ResponseWriter, r *http.Request) {
	tenant := r.PathValue("tenant")
	if !s.known(tenant) {
		f := unknownTenant(tenant)
		f.kind = "invalid_tenant"
		s.fail(w, r, f)
		return
	}
	base := s.base() + "/" + tenant
	writeJSON(w, http.StatusOK, map[string]any{
		"issuer":                                base + "/v2.0",
		"authorization_endpoint":                base + "/oauth2/v2.0/authorize",
		"token_endpoint":                        base + "/oauth2/v2.0/token",
		"jwks_uri":                              base + "/discovery/v2.0/keys",
		"token_endpoint_auth_methods_supported": []string{"client_secret_post", "client_secret_basic", "private_key_jwt"},
		"response_types_supported":              []string{"code"},
		"subject_types_supported":               []string{"pairwise"},
		"id_token_signing_alg_values_supported": []string{algorithm},
		"scopes_supported":                      []string{"openid", "profile", "email", "offline_access"},
		"tenant_region_scope":                   "EU",
	})
}

func (s *Server) keys(w http.ResponseWriter, r *http.Request) {
	if tenant := r.PathValue("tenant"); !s.known(tenant) {
		s.fail(w, r, unknownTenant(tenant))
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"keys": []map[string]string{s.jwk()}})
}

// tokenBody is an answer with a token. Times are in seconds.
type tokenBody struct {
	Type       string `json:"token_type"`
	ExpiresIn  int    `json:"expires_in"`
	ExtExpires int    `json:"ext_expires_in"`
	Token      string `json:"access_token"`
}

func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	body, f := s.grant(w, r)
	if f != nil {
		s.fail(w, r, f)
		return
	}
	writeJSON(w, http.StatusOK, body)
}

// grant decides on a request for a token.
func (s *Server) grant(w http.ResponseWriter, r *http.Request) (*tokenBody, *failure) {
	if r.Method != http.MethodPost {
		return nil, notPost(r.Method)
	}
	tenant := strings.ToLower(r.PathValue("tenant"))
	if s.cfg.Throttle != nil {
		if retry := s.cfg.Throttle(tenant); retry > 0 {
			return nil, throttled(retry)
		}
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		return nil, malformed()
	}
	form := r.PostForm
	switch grant := form.Get("grant_type"); grant {
	case grantClientCredentials:
	case "":
		return nil, missing("grant_type")
	default:
		return nil, wrongGrant()
	}
	consented, exists := s.tenant(tenant)
	if !exists {
		return nil, unknownTenant(tenant)
	}
	id, proof, f := s.authenticate(r, tenant, consented)
	if f != nil {
		return nil, f
	}
	if !validScope(form.Get("scope")) {
		return nil, wrongScope(form.Get("scope"))
	}
	token, lifetime, err := s.issue(tenant, id, proof, consented.roles)
	if err != nil {
		return nil, internal()
	}
	seconds := int(lifetime.Seconds())
	return &tokenBody{Type: "Bearer", ExpiresIn: seconds, ExtExpires: seconds, Token: token}, nil
}

// authenticate finds out which application asks and how it proved itself: 1 by a secret, 2 by an assertion.
func (s *Server) authenticate(r *http.Request, tenant string, consented consent) (id, proof string, f *failure) {
	form := r.PostForm
	id, secret := form.Get("client_id"), form.Get("client_secret")
	if user, password, ok := basic(r); ok {
		id, secret = user, password
	}
	if id == "" {
		return "", "", missing("client_id")
	}
	i := slices.IndexFunc(s.cfg.Clients, func(c Client) bool { return strings.EqualFold(c.ID, id) })
	if i < 0 || !consented.given {
		return "", "", unknownClient(id, tenant)
	}
	client := s.cfg.Clients[i]
	assertion := form.Get("client_assertion")
	switch {
	case assertion != "" && form.Get("client_assertion_type") != assertionType:
		return "", "", missing("client_assertion_type")
	case assertion != "" && client.Assertion == nil:
		return "", "", noFederation(id)
	case assertion != "":
		if err := client.Assertion(assertion); err != nil {
			return "", "", wrongAssertion(id)
		}
		return client.ID, "2", nil
	case secret == "":
		return "", "", noProof()
	case client.Secret == "" || subtle.ConstantTimeCompare([]byte(secret), []byte(client.Secret)) != 1:
		return "", "", wrongSecret(id)
	}
	return client.ID, "1", nil
}

// basic reads credentials from the Authorization header, whose parts are form-encoded.
func basic(r *http.Request) (id, secret string, ok bool) {
	id, secret, ok = r.BasicAuth()
	if !ok {
		return "", "", false
	}
	user, errID := url.QueryUnescape(id)
	password, errSecret := url.QueryUnescape(secret)
	return user, password, errID == nil && errSecret == nil
}

// validScope accepts all of Microsoft Graph's application permissions, beside the scopes that clients add by custom.
func validScope(scope string) bool {
	graph := false
	for _, s := range strings.Fields(scope) {
		switch s {
		case audience + "/.default", audience + "//.default", graphAppID + "/.default":
			graph = true
		case "openid", "profile", "offline_access", "email":
		default:
			return false
		}
	}
	return graph
}
