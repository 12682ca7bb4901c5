package entra

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
)

// flow is what a browser was sent for.
type flow string

const (
	flowCode      flow = "code"      // a person signs in
	flowConsent   flow = "consent"   // an administrator consents, at the address of version 1.0
	flowConsentV2 flow = "consent-2" // and of version 2.0
)

const maxQuery = 8 << 10 // bytes of a request's parameters

// request is what a client sends a browser with.
type request struct {
	flow   flow
	params url.Values // as they came
	client Client
	// redirectURI is empty until it is known to be the client's; what is wrong before that is told to nobody but the
	// person.
	redirectURI string
	formPost    bool // the answer is posted
	state       string

	scopes     scopes
	nonce      string
	challenge  string
	prompt     string
	loginHint  string
	domainHint string
	wanted     []string // optional claims
	misbehave  Misbehaviour
	find       string // on the page
}

// parseRequest reads a request. With a failure, what is known already is filled in, so that the failure can be told to
// where the client wants it.
func (s *site) parseRequest(kind flow, tenant string, params url.Values) (request, *failure) {
	q := request{flow: kind, params: params, misbehave: s.misbehaviour()}
	if len(params.Encode()) > maxQuery {
		return q, queryTooLong()
	}
	if !s.known(tenant) {
		return q, unknownTenant(tenant)
	}
	if name := duplicated(params); name != "" {
		return q, duplicate(name)
	}
	if f := s.parseClient(&q, tenant); f != nil {
		return q, f
	}
	q.find, q.loginHint, q.domainHint = params.Get("find"), params.Get("login_hint"), params.Get("domain_hint")
	if kind != flowCode {
		return q, parseConsent(&q)
	}
	return q, s.parseCode(&q)
}

// parseClient finds out who asks and where the answer goes.
func (s *site) parseClient(q *request, tenant string) *failure {
	id, redirect := q.params.Get("client_id"), q.params.Get("redirect_uri")
	if id == "" {
		return missing("client_id")
	}
	client, ok := s.client(id)
	if !ok {
		return unknownClient(id, tenant)
	}
	q.client = client
	switch {
	case len(client.RedirectURIs) == 0:
		return noRedirect(client.ID)
	case redirect == "":
		return missingRedirect()
	case !slices.Contains(client.RedirectURIs, redirect):
		return wrongRedirect(redirect, client.ID)
	}
	q.redirectURI, q.state = redirect, q.params.Get("state")
	return nil
}

// parseConsent reads the rest of a request for an administrator's consent. Application permissions are asked for as a
// whole.
func parseConsent(q *request) *failure {
	scope := q.params.Get("scope")
	switch {
	case q.flow == flowConsent:
		return nil
	case scope == "":
		return missing("scope")
	case !validScope(scope):
		return wrongScope(scope)
	}
	return nil
}

// parseCode reads the rest of a request for a code.
func (s *site) parseCode(q *request) *failure {
	get := q.params.Get
	switch get("response_mode") {
	case "", "query":
	case "form_post":
		q.formPost = true
	default:
		return wrongResponseMode(get("response_mode"))
	}
	switch kind := get("response_type"); kind {
	case "code":
	case "":
		return missing("response_type")
	case "id_token", "code id_token", "id_token token", "code token", "token", "code id_token token":
		return noImplicit(kind)
	default:
		return wrongResponseType(kind)
	}
	if get("scope") == "" {
		return missing("scope")
	}
	var f *failure
	if q.scopes, f = s.parseScopes(get("scope"), q.client); f != nil {
		return f
	}
	switch q.challenge = get("code_challenge"); {
	case q.challenge == "":
		return missingChallenge()
	case get("code_challenge_method") != "S256":
		return wrongChallengeMethod()
	case !validChallenge(q.challenge):
		return wrongChallengeSize()
	}
	switch q.prompt = get("prompt"); q.prompt {
	case "", "none", "login", "select_account", "consent":
	default:
		return wrongPrompt(q.prompt)
	}
	if q.wanted, f = parseClaims(get("claims")); f != nil {
		return f
	}
	if name := get("misbehave"); name != "" {
		m, err := ParseMisbehaviour(name)
		if err != nil {
			return wrongParameter("misbehave")
		}
		q.misbehave = m
	}
	q.nonce = get("nonce")
	return nil
}

// validChallenge reports whether a challenge can be a digest by S256.
func validChallenge(challenge string) bool {
	b, err := base64.RawURLEncoding.Strict().DecodeString(challenge)
	return err == nil && len(b) == 32 && !strings.ContainsAny(challenge, "\r\n")
}

// parseClaims reads which optional claims of the ID token a request's parameter asks for. Others are passed over.
func parseClaims(raw string) ([]string, *failure) {
	if raw == "" {
		return nil, nil
	}
	var asked struct {
		IDToken map[string]json.RawMessage `json:"id_token"`
	}
	if err := json.Unmarshal([]byte(raw), &asked); err != nil {
		return nil, wrongParameter("claims")
	}
	var out []string
	for _, name := range optionalClaims() {
		if _, ok := asked.IDToken[name]; ok {
			out = append(out, name)
		}
	}
	return out, nil
}
