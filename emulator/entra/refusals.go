package entra

import (
	"fmt"
	"net/http"
)

// refusal is a failure with status 400.
func refusal(kind string, code int, message string) *failure {
	return &failure{status: http.StatusBadRequest, kind: kind, code: code, message: message}
}

// Of every request that people or codes are about.

func duplicate(parameter string) *failure {
	return refusal("invalid_request", 9000411, fmt.Sprintf("The request is not properly formatted. The parameter '%s' is duplicated.", printable(parameter)))
}

func queryTooLong() *failure {
	return refusal("invalid_request", 90015, "The query string is too long.")
}

func wrongParameter(parameter string) *failure {
	return refusal("invalid_request", 90100, fmt.Sprintf("The parameter '%s' is empty or not valid.", printable(parameter)))
}

// Of where answers go.

func noRedirect(client string) *failure {
	return refusal("invalid_request", 500113, fmt.Sprintf("No reply address is registered for the application '%s'.", printable(client)))
}

func missingRedirect() *failure {
	return refusal("invalid_request", 900971, "No reply address provided.")
}

func wrongRedirect(uri, client string) *failure {
	return refusal("invalid_request", 50011, fmt.Sprintf("The redirect URI '%s' specified in the request does not match the redirect URIs configured for the application '%s'.", printable(uri), printable(client)))
}

func wrongResponseMode(mode string) *failure {
	return refusal("invalid_request", 70007, fmt.Sprintf("'%s' is not a supported value of 'response_mode' when requesting a token.", printable(mode)))
}

func wrongResponseType(kind string) *failure {
	return refusal("unsupported_response_type", 70005, fmt.Sprintf("The response type '%s' is not supported.", printable(kind)))
}

func noImplicit(kind string) *failure {
	return refusal("unsupported_response_type", 700054, fmt.Sprintf("response_type '%s' is not enabled for the application.", printable(kind)))
}

// Of scopes.

func noSuchScope(client Client, scope, resource string) *failure {
	return refusal("invalid_client", 650053, fmt.Sprintf("The application '%s' asked for scope '%s' that doesn't exist on the resource '%s'. Contact the app vendor.", printable(client.name()), printable(scope), printable(resource)))
}

func unknownResource(resource string) *failure {
	return refusal("invalid_resource", 500011, fmt.Sprintf("The resource principal named %s was not found. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.", printable(resource)))
}

func severalResources(scope string) *failure {
	return refusal("invalid_scope", 700022, fmt.Sprintf("The provided value for the input parameter 'scope' is not valid because it contains more than one resource. Scope %s is not valid.", printable(scope)))
}

func scopeNotGranted() *failure {
	return refusal("invalid_grant", 70000, "The request was denied because one or more scopes requested are unauthorized or expired. The user must first sign in and grant the client application access to the requested scope.")
}

// Of the proof that who redeems a code asked for it.

func missingChallenge() *failure {
	return refusal("invalid_request", 50147, "Missing Code_Challenge parameter.")
}

func wrongChallengeMethod() *failure {
	return refusal("invalid_request", 50149, "Invalid Code_Challenge_method parameter.")
}

func wrongChallengeSize() *failure {
	return refusal("invalid_request", 501491, "Invalid size of Code_Challenge parameter.")
}

func wrongVerifier() *failure {
	return refusal("invalid_grant", 501481, "The Code_Verifier does not match the code_challenge supplied in the authorization request.")
}

// Of codes.

func malformedCode() *failure {
	return refusal("invalid_grant", 9002313, "Invalid request. Request is malformed or invalid.")
}

func foreignCode() *failure {
	return refusal("invalid_grant", 70000, "Provided grant is invalid or malformed.")
}

func spentCode() *failure {
	return refusal("invalid_grant", 54005, "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.")
}

func expiredCode() *failure {
	return refusal("invalid_grant", 70008, "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.")
}

func codeOfAnotherTenant() *failure {
	return refusal("invalid_grant", 700005, "The provided authorization code is intended to use against other tenant, thus rejected. OAuth2 Authorization Code must be redeemed against same tenant it was acquired for.")
}

func otherRedirect(got, want string) *failure {
	return refusal("invalid_client", 500112, fmt.Sprintf("The reply address '%s' does not match the reply address '%s' provided when requesting Authorization code.", printable(got), printable(want)))
}

// Of people.

func wrongPrompt(prompt string) *failure {
	return refusal("invalid_request", 90023, fmt.Sprintf("Unsupported 'prompt' value '%s'.", printable(prompt)))
}

func notSignedIn() *failure {
	return refusal("login_required", 50058, "A silent sign-in request was sent but no user is signed in.")
}

func unknownPerson(tenant string) *failure {
	return refusal("invalid_grant", 50034, fmt.Sprintf("The user account {EmailHidden} does not exist in the %s directory. To sign into this application, the account must be added to the directory.", printable(tenant)))
}

func strangerToTenant(tenant string, client Client) *failure {
	return refusal("access_denied", 50020, fmt.Sprintf("User account '{EmailHidden}' does not exist in tenant '%s' and cannot access the application '%s' in that tenant. The account needs to be added as an external user in the tenant first.", printable(tenant), printable(client.ID)))
}

func disabled() *failure {
	return refusal("invalid_grant", 50057, "The user account is disabled.")
}

func flowExpired() *failure {
	return refusal("invalid_request", 50089, "Authentication failed due to flow token expired.")
}

// cancelled is told when somebody leaves the sign-in page; it has no code.
func cancelled() *failure {
	return &failure{status: http.StatusBadRequest, kind: "access_denied", subcode: "cancel"}
}

func declined() *failure {
	f := refusal("access_denied", 65004, "User declined to consent to access the app.")
	f.subcode = "cancel"
	return f
}

func needsAdmin() *failure {
	return refusal("access_denied", 90094, "An administrator of the tenant has set a policy that prevents you from granting the application the permissions it is requesting. Contact an administrator, who can grant permissions to this application on your behalf.")
}
