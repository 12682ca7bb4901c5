package snapshot

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// Application is an app registration of the tenant.
type Application struct {
	ID             string            `json:"id"`
	AppID          string            `json:"appId"`
	DisplayName    string            `json:"displayName"`
	SignInAudience string            `json:"signInAudience"`
	Web            Value[WebApp]     `json:"web,omitzero"`
	SPA            Value[Redirects]  `json:"spa,omitzero"`
	PublicClient   Value[Redirects]  `json:"publicClient,omitzero"`
	Owners         []DirectoryObject `json:"owners"` // at most the first of them: see OwnersKnown
	// PasswordCredentials are the secrets of the registration, which its service
	// principal does not show.
	PasswordCredentials []Credential `json:"passwordCredentials"`
}

// maxOwners is how many owners of a thing Graph gives along with it.
const maxOwners = 20

// OwnersKnown reports whether owners that came along with a thing are all of its
// owners: Graph sent a list, and not so many that more may be unseen.
func OwnersKnown(owners []DirectoryObject) bool {
	return owners != nil && len(owners) < maxOwners
}

// WebApp is what an application declares for the web.
type WebApp struct {
	RedirectURIs []string `json:"redirectUris"`
	LogoutURL    string   `json:"logoutUrl"`
}

// Redirects are where people are sent back to after sign-in.
type Redirects struct {
	RedirectURIs []string `json:"redirectUris"`
}

// RedirectURIs returns every address people are sent back to.
func (a Application) RedirectURIs() []string {
	uris := append([]string(nil), a.Web.V.RedirectURIs...)
	return append(append(uris, a.SPA.V.RedirectURIs...), a.PublicClient.V.RedirectURIs...)
}

// MaxRedirectHosts is how many hosts are looked up at most.
const MaxRedirectHosts = 500

// RedirectHosts returns the hosts that the tenant's own applications and service
// principals send people back to, sorted, at most MaxRedirectHosts.
func RedirectHosts(s *Snapshot) []string {
	var hosts []string
	add := func(uris []string) {
		for _, uri := range uris {
			if host, ok := RedirectHost(uri); ok {
				hosts = append(hosts, host)
			}
		}
	}
	applications := Applications.Of(s)
	for i := range applications {
		add(applications[i].RedirectURIs())
	}
	principals := ServicePrincipals.Of(s)
	for i := range principals {
		if principals[i].OwnOf(s) {
			add(principals[i].ReplyURLs)
		}
	}
	slices.Sort(hosts)
	hosts = slices.Compact(hosts)
	return hosts[:min(len(hosts), MaxRedirectHosts)]
}

// RedirectHost returns the host of a redirect address that public DNS can be
// asked for, in lower case. ok is false for addresses that are not of the web,
// for this machine, for addresses without a name, for names that public DNS never
// holds and for Microsoft's own hosts.
func RedirectHost(uri string) (host string, ok bool) {
	u, err := url.Parse(strings.TrimSpace(uri))
	if err != nil || !strings.EqualFold(u.Scheme, "https") && !strings.EqualFold(u.Scheme, "http") {
		return "", false
	}
	host = strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if len(host) > 253 || !strings.Contains(host, ".") || strings.Trim(host, hostLetters) != "" {
		return "", false
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return "", false
	}
	for _, suffix := range notPublic {
		if host == suffix || strings.HasSuffix(host, "."+suffix) {
			return "", false
		}
	}
	return host, !slices.Contains(strings.Split(host, "."), "")
}

// hostLetters are what a name in DNS is made of; a name with another letter, such
// as a wildcard, cannot be asked for.
const hostLetters = "abcdefghijklmnopqrstuvwxyz0123456789-_."

// notPublic are names below which public DNS has none of a customer's hosts:
// those set aside for private use, and those that Microsoft alone gives out.
// Names of Microsoft's that customers choose, such as those below
// azurewebsites.net or cloudapp.azure.com, are not among them.
var notPublic = []string{
	"localhost", "local", "internal", "home.arpa", "invalid",
	"microsoft.com", "microsoftonline.com", "live.com", "office.com", "office365.com", "powerbi.com",
	"portal.azure.com", "azure-apim.net", "botframework.com", "jwt.ms",
}

// OwnOf reports whether the service principal belongs to an application of the
// tenant's own.
func (p *ServicePrincipal) OwnOf(s *Snapshot) bool {
	tenant := Organizations.Of(s)
	return len(tenant) > 0 && tenant[0].ID != "" && strings.EqualFold(p.AppOwnerOrganizationID.V, tenant[0].ID)
}

// Credential is a secret or certificate of an application, without its value.
type Credential struct {
	KeyID               string           `json:"keyId"`
	DisplayName         string           `json:"displayName"`
	Type                string           `json:"type"`  // of certificates
	Usage               string           `json:"usage"` // of certificates: Sign or Verify
	CustomKeyIdentifier string           `json:"customKeyIdentifier"`
	StartDateTime       Value[Timestamp] `json:"startDateTime,omitzero"`
	EndDateTime         Value[Timestamp] `json:"endDateTime,omitzero"`
}

// VerifiedPublisher is who Microsoft verified as an application's maker.
type VerifiedPublisher struct {
	VerifiedPublisherID string `json:"verifiedPublisherId"`
}

// PermissionGrant is a delegated permission: ConsentType is "AllPrincipals" for
// everyone in the tenant or "Principal" for one person. Scope is a text of
// permissions with spaces between them.
type PermissionGrant struct {
	ID          string `json:"id"`
	ClientID    string `json:"clientId"`
	ConsentType string `json:"consentType"`
	PrincipalID string `json:"principalId"`
	ResourceID  string `json:"resourceId"`
	Scope       string `json:"scope"`
}

// ServicePrincipalSignIn says when an application last signed in, or was signed
// in to.
type ServicePrincipalSignIn struct {
	ID                 string            `json:"id"`
	AppID              string            `json:"appId"`
	LastSignInActivity Value[LastSignIn] `json:"lastSignInActivity,omitzero"`
}

// LastSignIn is the moment of a sign-in.
type LastSignIn struct {
	LastSignInDateTime Value[Timestamp] `json:"lastSignInDateTime,omitzero"`
}

// FederatedCredential lets another service's token stand for an application's
// secret.
type FederatedCredential struct {
	ID        string        `json:"id"`
	Name      string        `json:"name"`
	Issuer    string        `json:"issuer"`
	Subject   Value[string] `json:"subject,omitzero"`
	Audiences []string      `json:"audiences"`
	// ClaimsMatchingExpression is a pattern instead of one subject.
	ClaimsMatchingExpression Value[ClaimsExpression] `json:"claimsMatchingExpression,omitzero"`
}

// ClaimsExpression is a pattern over a token's claims.
type ClaimsExpression struct {
	Value string `json:"value"`
}

// ApplicationProxy is how an application on the company's own network is
// published. ExternalAuthenticationType is "passthru" or "aadPreAuthentication".
type ApplicationProxy struct {
	ExternalAuthenticationType Value[string] `json:"externalAuthenticationType,omitzero"`
	ExternalURL                Value[string] `json:"externalUrl,omitzero"`
}

// PermissionGrantPolicy says under which conditions consent can be given.
// Microsoft's own have ids that begin with "microsoft-".
type PermissionGrantPolicy struct {
	ID       string                `json:"id"`
	Includes []PermissionGrantRule `json:"includes"`
	Excludes []PermissionGrantRule `json:"excludes"`
}

// PermissionGrantRule is one condition of a PermissionGrantPolicy.
type PermissionGrantRule struct {
	ID                                          string      `json:"id"`
	PermissionType                              string      `json:"permissionType"`
	PermissionClassification                    string      `json:"permissionClassification"`
	Permissions                                 []string    `json:"permissions"`
	ResourceApplication                         string      `json:"resourceApplication"`
	ClientApplicationIDs                        []string    `json:"clientApplicationIds"`
	ClientApplicationPublisherIDs               []string    `json:"clientApplicationPublisherIds"`
	ClientApplicationTenantIDs                  []string    `json:"clientApplicationTenantIds"`
	ClientApplicationsFromVerifiedPublisherOnly Value[bool] `json:"clientApplicationsFromVerifiedPublisherOnly,omitzero"`
}
