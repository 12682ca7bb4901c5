package entra

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// failure is a refusal in Entra's terms.
type failure struct {
	status  int
	kind    string // OAuth error
	code    int    // AADSTS code
	message string
	retry   time.Duration // Retry-After, where positive
	subcode string        // told to clients that browsers are sent back to; empty: none
}

// failureBody is a refusal as it is sent.
type failureBody struct {
	Error       string `json:"error"`
	Description string `json:"error_description"`
	Codes       []int  `json:"error_codes"`
	Timestamp   string `json:"timestamp"`
	Trace       string `json:"trace_id"`
	Correlation string `json:"correlation_id"`
	URI         string `json:"error_uri"`
}

func unknownTenant(tenant string) *failure {
	return &failure{status: http.StatusBadRequest, kind: "invalid_request", code: 90002,
		message: fmt.Sprintf("Tenant '%s' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.", printable(tenant))}
}

func unknownClient(client, tenant string) *failure {
	return &failure{status: http.StatusBadRequest, kind: "unauthorized_client", code: 700016,
		message: fmt.Sprintf("Application with identifier '%s' was not found in the directory '%s'. This can happen if the application has not been installed by the administrator of the tenant.", printable(client), printable(tenant))}
}

func wrongSecret(client string) *failure {
	return &failure{status: http.StatusUnauthorized, kind: "invalid_client", code: 7000215,
		message: fmt.Sprintf("Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '%s'.", printable(client))}
}

func wrongAssertion(client string) *failure {
	return &failure{status: http.StatusUnauthorized, kind: "invalid_client", code: 700027,
		message: fmt.Sprintf("The certificate with identifier used to sign the client assertion is not registered on application '%s', or the assertion is not valid.", printable(client))}
}

func noFederation(client string) *failure {
	return &failure{status: http.StatusUnauthorized, kind: "invalid_client", code: 700213,
		message: fmt.Sprintf("No matching federated identity record found for presented assertion of application '%s'.", printable(client))}
}

func noProof() *failure {
	return &failure{status: http.StatusUnauthorized, kind: "invalid_client", code: 7000218,
		message: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."}
}

func wrongGrant() *failure {
	return &failure{status: http.StatusBadRequest, kind: "unsupported_grant_type", code: 70003,
		message: "The app requested an unsupported grant type."}
}

func wrongScope(scope string) *failure {
	return &failure{status: http.StatusBadRequest, kind: "invalid_scope", code: 70011,
		message: fmt.Sprintf("The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope %s is not valid.", printable(scope))}
}

func missing(parameter string) *failure {
	return &failure{status: http.StatusBadRequest, kind: "invalid_request", code: 900144,
		message: fmt.Sprintf("The request body must contain the following parameter: '%s'.", parameter)}
}

func notPost(method string) *failure {
	return &failure{status: http.StatusBadRequest, kind: "invalid_request", code: 900561,
		message: fmt.Sprintf("The endpoint only accepts POST requests. Received a %s request.", method)}
}

func malformed() *failure {
	return &failure{status: http.StatusBadRequest, kind: "invalid_request", code: 90014,
		message: "The request is not properly formatted."}
}

func unknownInstance() *failure {
	return &failure{status: http.StatusBadRequest, kind: "invalid_instance", code: 50049,
		message: "Unknown or invalid instance."}
}

func throttled(retry time.Duration) *failure {
	return &failure{status: http.StatusTooManyRequests, kind: "temporarily_unavailable", code: 90055, retry: retry,
		message: "There are too many incoming requests. Try again later."}
}

func internal() *failure {
	return &failure{status: http.StatusInternalServerError, kind: "server_error", code: 90033,
		message: "A transient error has occurred. Please try again."}
}

// printable bounds what is repeated of a request.
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	if len(s) > 200 {
		s = strings.ToValidUTF8(s[:200], "")
	}
	return s
}

func (s *Server) fail(w http.ResponseWriter, r *http.Request, f *failure) {
	if f.retry > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int((f.retry+time.Second-1)/time.Second)))
	}
	writeJSON(w, f.status, s.body(r, f))
}

// body is a refusal of a request as it is told.
func (s *Server) body(r *http.Request, f *failure) failureBody {
	trace := uuid.NewString()
	correlation := trace
	if id, err := uuid.Parse(r.Header.Get("client-request-id")); err == nil {
		correlation = id.String()
	}
	at := s.cfg.Now().UTC().Format("2006-01-02 15:04:05Z")
	return failureBody{
		Error: f.kind,
		Description: fmt.Sprintf("AADSTS%d: %s Trace ID: %s Correlation ID: %s Timestamp: %s",
			f.code, f.message, trace, correlation, at),
		Codes:       []int{f.code},
		Timestamp:   at,
		Trace:       trace,
		Correlation: correlation,
		URI:         "https://login.microsoftonline.com/error?code=" + strconv.Itoa(f.code),
	}
}
