package entra

import (
	"crypto/subtle"
	"net/http"
	"net/url"
	"strings"
)

const (
	grantClientCredentials = "client_credentials"
	grantCode              = "authorization_code"
	assertionType          = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
	graphAppID             = "00000003-0000-0000-c000-000000000000"

	maxBody = 256 << 10 // bytes of a request's form
)

// tokenBody is an answer with tokens. Times are in seconds.
type tokenBody struct {
	Type       string `json:"token_type"`
	Scope      string `json:"scope,omitempty"`
	ExpiresIn  int    `json:"expires_in"`
	ExtExpires int    `json:"ext_expires_in"`
	Token      string `json:"access_token"`
	IDToken    string `json:"id_token,omitempty"`
}

func (s *site) token(w http.ResponseWriter, r *http.Request) {
	body, f := s.grant(w, r)
	if f != nil {
		s.fail(w, r, f)
		return
	}
	w.Header().Set("Pragma", "no-cache")
	writeJSON(w, http.StatusOK, body)
}

// grant decides on a request for tokens.
func (s *site) grant(w http.ResponseWriter, r *http.Request) (*tokenBody, *failure) {
	if r.Method != http.MethodPost {
		return nil, notPost(r.Method)
	}
	tenant := pathTenant(r)
	if s.cfg.Throttle != nil {
		if retry := s.cfg.Throttle(tenant); retry > 0 {
			return nil, throttled(retry)
		}
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		return nil, malformed()
	}
	if name := duplicated(r.PostForm); name != "" {
		return nil, duplicate(name)
	}
	switch r.PostForm.Get("grant_type") {
	case grantClientCredentials:
		return s.applicationToken(r, tenant)
	case grantCode:
		return s.redeem(r, tenant)
	case "":
		return nil, missing("grant_type")
	}
	return nil, wrongGrant()
}

// applicationToken answers an application that asks in its own name.
func (s *site) applicationToken(r *http.Request, tenant string) (*tokenBody, *failure) {
	if _, _, exists := s.consent(tenant, ""); !exists {
		return nil, unknownTenant(tenant)
	}
	client, secret, f := s.identify(r, tenant)
	if f != nil {
		return nil, f
	}
	roles, consented, _ := s.consent(tenant, client.ID)
	if !consented {
		return nil, unknownClient(client.ID, tenant)
	}
	proof, f := prove(r.PostForm, client, secret)
	if f != nil {
		return nil, f
	}
	if !validScope(r.PostForm.Get("scope")) {
		return nil, wrongScope(r.PostForm.Get("scope"))
	}
	token, lifetime, err := s.issue(tenant, client.ID, proof, roles)
	if err != nil {
		return nil, internal()
	}
	seconds := int(lifetime.Seconds())
	return &tokenBody{Type: "Bearer", ExpiresIn: seconds, ExtExpires: seconds, Token: token}, nil
}

// identify finds out which application asks, and by what secret, which may be empty.
func (s *site) identify(r *http.Request, tenant string) (client Client, secret string, f *failure) {
	id, secret := r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	if user, password, ok := basic(r); ok {
		id, secret = user, password
	}
	if id == "" {
		return Client{}, "", missing("client_id")
	}
	client, ok := s.client(id)
	if !ok {
		return Client{}, "", unknownClient(id, tenant)
	}
	return client, secret, nil
}

// prove has an application prove itself and tells how it did: 1 by a secret, 2 by an assertion.
func prove(form url.Values, client Client, secret string) (proof string, f *failure) {
	assertion := form.Get("client_assertion")
	switch {
	case assertion != "" && form.Get("client_assertion_type") != assertionType:
		return "", missing("client_assertion_type")
	case assertion != "" && client.Assertion == nil:
		return "", noFederation(client.ID)
	case assertion != "":
		if err := client.Assertion(assertion); err != nil {
			return "", wrongAssertion(client.ID)
		}
		return "2", nil
	case secret == "":
		return "", noProof()
	case client.Secret == "" || subtle.ConstantTimeCompare([]byte(secret), []byte(client.Secret)) != 1:
		return "", wrongSecret(client.ID)
	}
	return "1", nil
}

// duplicated names a parameter that is there more than once, or is empty.
func duplicated(form url.Values) string {
	first := ""
	for name, values := range form {
		if len(values) > 1 && (first == "" || name < first) {
			first = name
		}
	}
	return first
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
