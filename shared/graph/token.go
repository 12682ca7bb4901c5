package graph

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// TokenError says that Entra gave no token for a tenant. It keeps Entra's code
// alone: the text names accounts, addresses and trace ids.
type TokenError struct {
	// Code is the number after AADSTS, such as 700016 for an application the
	// tenant does not know; 0 when Entra did not say.
	Code int
	// Status is Entra's HTTP status, 0 when there was no answer.
	Status int

	retryAfter string // as Entra sent it
}

// Error implements error.
func (e *TokenError) Error() string {
	switch {
	case e.Code != 0:
		return fmt.Sprintf("no token for the tenant: AADSTS%d", e.Code)
	case e.Status != 0:
		return fmt.Sprintf("no token for the tenant: Entra answered with status %d", e.Status)
	default:
		return "no token for the tenant: Entra could not be reached"
	}
}

// Lasting reports whether asking again would bring the same refusal.
func (e *TokenError) Lasting() bool {
	return e.Status >= 400 && e.Status < 500 && !transient(e.Status)
}

// ConsentLost reports whether Entra refused because the tenant's administrators have
// withdrawn their consent, or because its directory is gone.
func (e *TokenError) ConsentLost() bool {
	switch e.Code {
	case 65001, // no consent
		700016,                   // the application is unknown in the directory
		500014, 7000112, 7000229, // it is disabled there, or has no service principal
		90002, 900023, 5000224: // there is no such directory, or none any more
		return true
	}
	return false
}

// granted returns the application permissions that a token names, sorted; nil where
// it names none or cannot be read. The token is Vahti's own, just obtained from
// Entra over TLS: nobody's signature is checked.
func granted(token string) []string {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return nil
	}
	var said struct {
		Roles []string `json:"roles"`
	}
	if json.Unmarshal(raw, &said) != nil {
		return nil
	}
	slices.Sort(said.Roles)
	return slices.Compact(said.Roles)
}

// tokenSource obtains tokens of one tenant and turns every failure into a
// *TokenError. Tokens are plain ones: a Graph that refuses one early is given
// another, see session.renew.
type tokenSource struct{ from azcore.TokenCredential }

// GetToken implements azcore.TokenCredential.
func (t tokenSource) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	o.EnableCAE, o.Claims = false, ""
	token, err := t.from.GetToken(ctx, o)
	switch {
	case err == nil && token.Token == "":
		return azcore.AccessToken{}, &TokenError{}
	case err == nil:
		return token, nil
	case ctx.Err() != nil:
		return azcore.AccessToken{}, ctx.Err()
	default:
		return azcore.AccessToken{}, tokenError(err)
	}
}

func tokenError(err error) *TokenError {
	var refused *azidentity.AuthenticationFailedError
	if !errors.As(err, &refused) || refused.RawResponse == nil {
		return &TokenError{}
	}
	res := refused.RawResponse
	out := &TokenError{Status: res.StatusCode, retryAfter: res.Header.Get("Retry-After")}
	if body, err := runtime.Payload(res); err == nil {
		out.Code = aadsts(body)
	}
	return out
}

// aadsts reads the number of Entra's error from its answer, 0 when it has none.
func aadsts(body []byte) int {
	var answer struct {
		Codes []int `json:"error_codes"`
	}
	if json.Unmarshal(body, &answer) != nil || len(answer.Codes) == 0 {
		return 0
	}
	return answer.Codes[0]
}

// transient reports whether a refusal with this status may pass by itself.
func transient(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooManyRequests:
		return true
	case http.StatusNotImplemented, http.StatusHTTPVersionNotSupported:
		return false
	}
	return status >= 500
}

// kept is the credentials of the tenants read last, so that a tenant read again
// soon spends no token request, and a process that reads thousands keeps few.
type kept struct {
	most int

	mu      sync.Mutex
	tenants map[string]keptTenant
	clock   uint64
}

type keptTenant struct {
	source azcore.TokenCredential
	used   uint64
}

// maxKept is how many tenants' tokens a process holds.
const maxKept = 64

func newKept(most int) *kept { return &kept{most: most, tenants: map[string]keptTenant{}} }

// get returns a tenant's credential, or nil.
func (k *kept) get(tenant string) azcore.TokenCredential {
	k.mu.Lock()
	defer k.mu.Unlock()
	t, ok := k.tenants[tenant]
	if !ok {
		return nil
	}
	k.clock++
	k.tenants[tenant] = keptTenant{t.source, k.clock}
	return t.source
}

// put keeps a tenant's credential in place of an earlier one and drops the one
// that was not used for longest.
func (k *kept) put(tenant string, source azcore.TokenCredential) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.clock++
	k.tenants[tenant] = keptTenant{source, k.clock}
	if len(k.tenants) <= k.most {
		return
	}
	oldest, at := "", k.clock+1
	for name, t := range k.tenants {
		if t.used < at {
			oldest, at = name, t.used
		}
	}
	delete(k.tenants, oldest)
}

// drop forgets a tenant's credential.
func (k *kept) drop(tenant string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.tenants, tenant)
}

// tokenTries is how often the first token is asked for where Entra fails rather
// than refuses: about a minute.
const tokenTries = 8

// authenticate obtains a first token, so that a tenant that gives none costs
// no request to Graph.
func (x *session) authenticate(ctx context.Context) error {
	for n := 1; ; n++ {
		once, cancel := context.WithTimeout(ctx, x.r.cfg.AttemptTimeout)
		token, err := x.connection().source.GetToken(once, policy.TokenRequestOptions{Scopes: []string{x.r.scope}})
		cancel()
		var refused *TokenError
		switch {
		case err == nil:
			x.granted = granted(token.Token)
			return nil
		case ctx.Err() != nil:
			return fmt.Errorf("get a token: %w", ctx.Err())
		case !errors.As(err, &refused):
			refused = &TokenError{}
		}
		if refused.Lasting() || n == tokenTries {
			return refused
		}
		wait, asked := parseRetryAfter(refused.retryAfter, time.Time{}, x.r.cfg.Now())
		if !asked {
			wait = x.backoff(n - 1)
		}
		if x.wait(ctx, wait) != nil {
			return refused
		}
	}
}
