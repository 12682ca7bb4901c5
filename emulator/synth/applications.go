package synth

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"
)

// microsoft is the tenant that owns Microsoft's own applications.
const microsoft = "f8cdef31-a31e-4b4a-93e4-5f571e91255a"

const exchangeOnline = "00000002-0000-0ff1-ce00-000000000000"

// resource is one of Microsoft's applications that others are given permissions to, with some of its permissions.
type resource struct {
	name, appID string
	roles       []permission // for applications
	scopes      []permission // for users
}

type permission struct{ value, id string }

func resources() []resource {
	return []resource{
		{"Microsoft Graph", "00000003-0000-0000-c000-000000000000", []permission{
			{"User.Read.All", "df021288-bdef-4463-88db-98f22de89214"},
			{"Directory.Read.All", "7ab1d382-f21e-4acd-a863-ba3e13f7da61"},
			{"Group.Read.All", "5b567255-7703-4780-807c-7be8301ae99b"},
			{"AuditLog.Read.All", "b0afded3-3588-46d8-8b3d-9842eff778da"},
			{"Policy.Read.All", "246dd0d5-5bd0-4def-940b-0421030a5b68"},
			{"Application.Read.All", "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30"},
			{"Sites.Read.All", "332a536c-c7ef-4017-ab91-336970924f0d"},
			{"Files.Read.All", "01d4889c-1287-42c6-ac1f-5d1e02578ef6"},
			{"Mail.Send", "b633e1c5-b582-4048-a93e-9f11b44c7e96"},
			{"Mail.Read", "810c84a8-4a9e-49e6-bf7d-12d183f40d01"},
			// From here on: those with which an application can make itself an administrator.
			{"RoleManagement.ReadWrite.Directory", "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8"},
			{"AppRoleAssignment.ReadWrite.All", "06b708a9-e830-4db3-a914-8e69da51d44f"},
			{"Application.ReadWrite.All", "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9"},
			{"Directory.ReadWrite.All", "19dbc75e-c2e2-444c-a770-ec69d8559fc7"},
		}, []permission{
			{"User.Read", "e1fe6dd8-ba31-4d61-89e7-88639da4683d"},
			{"openid", "37f7f235-527c-4136-accd-4a02d197296e"},
			{"profile", "14dad69e-099b-42c9-810b-d002981feec1"},
			{"email", "64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0"},
			{"offline_access", "7427e0e9-2fba-42fe-b0c0-848c9e6a8182"},
			{"Mail.Read", "570282fd-fa5c-430d-a7fd-fc8dc98a9dca"},
		}},
		{"Windows Azure Active Directory", "00000002-0000-0000-c000-000000000000", []permission{
			{"Directory.Read.All", "5778995a-e1bf-45b8-affa-663a9f3f4d04"}}, nil},
		{"Office 365 Exchange Online", exchangeOnline, []permission{
			{"Exchange.ManageAsApp", "dc50a0fb-09a3-484d-be87-e023b12c6440"},
			{"full_access_as_app", "dc890d15-9560-4a4c-9b7f-a736ec74ec40"}}, nil},
		{"Office 365 SharePoint Online", "00000003-0000-0ff1-ce00-000000000000", []permission{
			{"Sites.FullControl.All", "678536fe-1083-478a-9c59-b99265e6b0d3"}}, nil},
		{"Office 365 Management APIs", "c5393580-f805-4401-95e8-94b7a6ef2fc2", nil, nil},
		{"Windows Azure Service Management API", "797f4846-ba00-4fd7-ba43-dac1f8f63013", nil, nil},
		{"Skype and Teams Tenant Admin API", "48ac35b8-9aa8-4d74-927d-1f4a14a0b239", nil, nil},
		{"Azure Key Vault", "cfa8b339-82a2-471a-a3c9-0fc0be7a4093", nil, nil},
		{"Microsoft Intune API", "c161e42e-d4df-4a3d-9b42-e7a3c31f59d4", nil, nil},
		{"WindowsDefenderATP", "fc780465-2017-40d4-a0c5-307022471b92", nil, nil},
		{"Microsoft Azure CLI", "04b07795-8ddb-461a-bbee-02f9e1bf7b46", nil, nil},
		{"Microsoft Graph Command Line Tools", "14d82eec-204b-4c2f-b7e8-296a70dab67e", nil, nil},
		{"Azure Active Directory PowerShell", "1b730954-1685-4b74-9bfd-dac224a7b894", nil, nil},
		{"Microsoft 365 on the web", microsoft365OnTheWeb, nil, nil},
	}
}

// microsoft365OnTheWeb opens files in other companies' storage, unless it is disabled.
const microsoft365OnTheWeb = "c1f33bc0-bdb4-4248-ba9b-096807ddb43e"

// mailFrom and mightyFrom are the places in Microsoft Graph's roles from which on they open mailboxes and can make an
// administrator.
const (
	mailFrom   = 8
	mightyFrom = 10
)

// principal is a service principal as the later parts need it.
type principal struct {
	id, appID, name string
	redirect        string // where the application sends people back to; empty for those of others
	published       bool   // through Application Proxy
}

// writeApplications writes the service principals, the applications behind some, and what they were permitted.
func (t *tenant) writeApplications() error {
	l, err := t.openLines("v1.0/servicePrincipals")
	if err != nil {
		return err
	}
	r, more := t.stream("applications"), t.stream("principals")
	ids := map[string]string{} // of the resources, by appId
	for _, res := range resources() {
		ids[res.appID] = guid(r)
		writeResource(l, res, ids[res.appID], before(r, 3500), res.appID != microsoft365OnTheWeb || !t.kept(more))
		t.everyPrincipal = append(t.everyPrincipal, principal{id: ids[res.appID], appID: res.appID, name: res.name})
	}
	t.graph = ids[resources()[0].appID]
	var own, all []principal
	for i := len(ids); i < t.principals; i++ {
		p, isOwn := t.writePrincipal(l, r, more, i, len(own) == 0)
		if isOwn {
			own = append(own, p)
		}
		t.everyPrincipal = append(t.everyPrincipal, p)
		if i%3 != 0 {
			all = append(all, p)
		}
	}
	if err := l.close(); err != nil {
		return err
	}
	for _, p := range own[:min(len(own), 5)] {
		t.applications = append(t.applications, person{id: p.id, displayName: p.name, enabled: true,
			odataType: "#microsoft.graph.servicePrincipal"})
	}
	for _, step := range []func() error{
		func() error { return t.writeRegistrations(own) },
		func() error { return t.writeAssigned(all, ids) },
		func() error { return t.writeGrants(all) },
		t.writeUse,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return t.writeClassifications(ids)
}

func writeResource(l *lines, res resource, id string, created time.Time, enabled bool) {
	l.begin()
	l.text("id", id)
	l.text("appId", res.appID)
	l.text("displayName", res.name)
	l.text("appDisplayName", res.name)
	l.text("appOwnerOrganizationId", microsoft)
	l.text("publisherName", "Microsoft Services")
	l.text("servicePrincipalType", "Application")
	l.bool("accountEnabled", enabled)
	l.bool("appRoleAssignmentRequired", false)
	l.time("createdDateTime", created)
	roles := []object{}
	for _, p := range res.roles {
		roles = append(roles, object{"id": p.id, "value": p.value, "displayName": p.value, "isEnabled": true,
			"allowedMemberTypes": []string{"Application"}, "origin": "Application"})
	}
	scopes := []object{}
	for _, p := range res.scopes {
		scopes = append(scopes, object{"id": p.id, "value": p.value, "type": "User", "isEnabled": true})
	}
	l.any("appRoles", roles)
	l.any("oauth2PermissionScopes", scopes)
	l.raw("keyCredentials", "[]")
	l.raw("passwordCredentials", "[]")
	l.any("servicePrincipalNames", []string{res.appID})
	l.raw("replyUrls", "[]")
	l.raw("tags", "[]")
	l.raw("disabledByMicrosoftStatus", "null")
	l.raw("verifiedPublisher", "null")
	l.raw("owners", "[]")
	l.end()
}

// writePrincipal writes one more service principal: a third of them Microsoft's, some the tenant's own, the rest
// other companies'. first tells that none of the tenant's own came before it.
func (t *tenant) writePrincipal(l *lines, r, more *rand.Rand, i int, first bool) (p principal, isOwn bool) {
	p = principal{id: guid(r), appID: guid(r)}
	product := products()[r.IntN(len(products()))] + " " + strconv.Itoa(i)
	owner, publisher, verified := guid(r), "Nordic Software "+strconv.Itoa(i%37), "null"
	kind, tags := "Application", `["WindowsAzureActiveDirectoryIntegratedApp"]`
	switch {
	case i%3 == 0:
		p.name, owner, publisher, tags = "Microsoft "+product, microsoft, "Microsoft Services", "[]"
	case r.Float64() < 0.25:
		p.name, owner, publisher, isOwn = product, t.id, "", true
	case r.Float64() < 0.08:
		p.name, kind, owner, publisher, tags = "identity-"+strconv.Itoa(i), "ManagedIdentity", "", "", "[]"
	default:
		p.name = product
		if r.Float64() < 0.7 {
			verified = `{"displayName":"` + publisher + `","verifiedPublisherId":"` + strconv.Itoa(100000+i%37) + `"}`
		}
	}
	replies := "[]"
	if isOwn {
		p.redirect = t.redirect(more, p.appID)
		replies = `["` + p.redirect + `"]`
		if p.published = first && t.hybrid && t.licence >= premium1; p.published {
			tags = `["WindowsAzureActiveDirectoryOnPremApp","WindowsAzureActiveDirectoryIntegratedApp"]`
		}
	}
	l.begin()
	l.text("id", p.id)
	l.text("appId", p.appID)
	l.text("displayName", p.name)
	l.maybe("appOwnerOrganizationId", owner)
	l.maybe("publisherName", publisher)
	l.raw("verifiedPublisher", verified)
	l.text("servicePrincipalType", kind)
	l.bool("accountEnabled", r.Float64() < 0.96)
	l.bool("appRoleAssignmentRequired", r.Float64() < 0.3)
	l.time("createdDateTime", before(r, 2500))
	l.text("signInAudience", map[bool]string{true: "AzureADMyOrg", false: "AzureADMultipleOrgs"}[isOwn])
	l.raw("tags", tags)
	l.raw("appRoles", "[]")
	l.raw("oauth2PermissionScopes", "[]")
	l.raw("keyCredentials", "[]")
	l.raw("passwordCredentials", t.principalSecret(more, kind == "Application" && publisher != "Microsoft Services"))
	l.any("servicePrincipalNames", []string{p.appID})
	l.raw("replyUrls", replies)
	disabled := "null"
	if more.Float64() < 0.002 {
		disabled = `"DisabledDueToViolationOfServicesAgreement"`
	}
	l.raw("disabledByMicrosoftStatus", disabled)
	l.raw("preferredTokenSigningKeyThumbprint", "null")
	owners := []object{}
	if isOwn {
		owners = t.owners(more)
	}
	l.any("owners", owners)
	l.end()
	return p, isOwn
}

// redirect draws where an application of the tenant's own sends people back to, and remembers the host.
func (t *tenant) redirect(r *rand.Rand, appID string) string {
	host := appID[:8] + "." + t.domain
	t.redirects = append(t.redirects, host)
	if r.Float64() < 0.05 {
		return "http://" + host + "/signin"
	}
	return "https://" + host + "/signin"
}

// principalSecret draws a secret that lies with the service principal instead of the application, which few have.
func (t *tenant) principalSecret(r *rand.Rand, may bool) string {
	if !may || r.Float64() >= 0.02 || t.kept(r) {
		return "[]"
	}
	start := before(r, 300)
	return `[{"keyId":"` + guid(r) + `","displayName":"key","startDateTime":"` + start.Format(time.RFC3339) + `","endDateTime":"` +
		start.AddDate(2, 0, 0).Format(time.RFC3339) + `"}]`
}

// owners draws who owns an application: two people, or in a tenant that is not well kept nobody, one, or a guest.
func (t *tenant) owners(r *rand.Rand) []object {
	var who []person
	some := func(from []person) { who = append(who, from[r.IntN(len(from))]) }
	switch x := r.Float64(); {
	case t.kept(r) && len(t.people) > 1:
		i := r.IntN(len(t.people))
		who = append(who, t.people[i], t.people[(i+1)%len(t.people)])
	case x < 0.3:
	case x < 0.33 && len(t.guests) > 0:
		some(t.guests)
	default:
		some(t.people)
	}
	out := []object{}
	for _, p := range who {
		kind := "Member"
		if p.guest {
			kind = "Guest"
		}
		out = append(out, object{"@odata.type": p.odataType, "id": p.id, "displayName": p.displayName,
			"userPrincipalName": p.upn, "userType": kind, "accountEnabled": p.enabled})
	}
	return out
}

// writeRegistrations writes the tenant's own applications with their secrets and certificates.
func (t *tenant) writeRegistrations(own []principal) error {
	l, err := t.openLines("v1.0/applications")
	if err != nil {
		return err
	}
	r, more := t.stream("registrations"), t.stream("registrations' owners")
	for _, p := range own {
		l.begin()
		l.text("id", guid(r))
		l.text("appId", p.appID)
		l.text("displayName", p.name)
		l.time("createdDateTime", before(r, 2000))
		l.text("signInAudience", "AzureADMyOrg")
		l.text("publisherDomain", t.domain)
		l.any("passwordCredentials", t.credentials(r, 0.5))
		keys := t.credentials(r, 0.3)
		for _, k := range keys {
			k["type"], k["usage"] = "AsymmetricX509Cert", "Verify"
		}
		l.any("keyCredentials", keys)
		l.any("web", object{"redirectUris": []string{p.redirect},
			"implicitGrantSettings": object{"enableAccessTokenIssuance": false, "enableIdTokenIssuance": r.Float64() < 0.2}})
		l.raw("spa", noRedirects)
		l.raw("publicClient", noRedirects)
		l.any("requiredResourceAccess", []object{{"resourceAppId": resources()[0].appID, "resourceAccess": []object{
			{"id": resources()[0].scopes[0].id, "type": "Scope"}}}})
		l.raw("identifierUris", "[]")
		l.any("owners", t.owners(more))
		l.any("federatedIdentityCredentials", t.federated(more, p))
		if p.published {
			l.any("onPremisesPublishing", object{"externalUrl": "https://intranet-" + t.short + ".msappproxy.net/",
				"internalUrl": "https://intranet.internal." + t.domain + "/", "isOnPremPublishingEnabled": true,
				"externalAuthenticationType": map[bool]string{true: "aadPreAuthentication", false: "passthru"}[t.kept(more)]})
		}
		l.end()
	}
	return l.close()
}

const noRedirects = `{"redirectUris":[]}`

// issuer is whose tokens stand for an application's secret in a tenant that deploys from there.
const issuer = "https://token.actions.githubusercontent.com"

// subjects is what the subjects of the tenant's own tokens begin with.
func (t *tenant) subjects() string { return "repo:" + t.short + "/" }

// federated draws whose tokens open an application besides its own secrets.
func (t *tenant) federated(r *rand.Rand, p principal) []object {
	if r.Float64() > 0.15 {
		return []object{}
	}
	subject := t.subjects() + p.appID[:8] + ":environment:production"
	if !t.kept(r) && r.Float64() < 0.3 {
		subject = "repo:someone-else/tool:ref:refs/heads/main"
	}
	return []object{{"id": guid(r), "name": "github-production", "issuer": issuer, "subject": subject,
		"audiences": []string{"api://AzureADTokenExchange"}}}
}

// writeUse writes when applications were last used, where the tenant's licence tells.
func (t *tenant) writeUse() error {
	if t.licence < premium1 {
		return nil
	}
	l, err := t.openLines("beta/reports/servicePrincipalSignInActivities")
	if err != nil {
		return err
	}
	r := t.stream("use")
	for _, p := range t.everyPrincipal {
		if r.Float64() > 0.6+0.4*t.maturity {
			continue // never used
		}
		l.begin()
		l.text("id", guid(r))
		l.text("appId", p.appID)
		l.key("lastSignInActivity")
		l.line = append(l.line, `{"lastSignInDateTime":"`...)
		l.line = before(r, 60).AppendFormat(l.line, time.RFC3339)
		l.line = append(l.line, `"}`...)
		l.end()
	}
	return l.close()
}

// credentials draws the secrets or certificates of one application; in a tenant that is not well kept they last long.
func (t *tenant) credentials(r *rand.Rand, likely float64) []object {
	out := []object{}
	for range 2 {
		if r.Float64() >= likely {
			continue
		}
		start := before(r, 700)
		days := 180
		if !t.kept(r) {
			days = 730
		}
		out = append(out, object{"keyId": guid(r), "displayName": "key",
			"startDateTime": start.Format(time.RFC3339), "endDateTime": start.AddDate(0, 0, days).Format(time.RFC3339)})
	}
	return out
}

// writeAssigned writes, for each resource, which applications hold which of its permissions.
func (t *tenant) writeAssigned(all []principal, ids map[string]string) error {
	r := t.stream("assigned")
	for n, res := range resources() {
		assigned := []object{}
		for _, p := range all {
			likely := 0.08
			if n > 0 {
				likely = 0.01
			}
			if len(res.roles) == 0 || r.Float64() >= likely || res.appID == exchangeOnline && !t.habits.looseMail {
				continue
			}
			usual := mailFrom
			if t.habits.looseMail {
				usual = mightyFrom
			}
			role := res.roles[r.IntN(min(len(res.roles), usual))]
			if n == 0 && !t.kept(r) && r.Float64() < 0.3 {
				role = res.roles[mightyFrom+r.IntN(len(res.roles)-mightyFrom)]
			}
			assigned = append(assigned, object{"id": guid(r), "appRoleId": role.id, "principalId": p.id,
				"principalType": "ServicePrincipal", "principalDisplayName": p.name, "resourceId": ids[res.appID],
				"resourceDisplayName": res.name, "createdDateTime": before(r, 1500).Format(time.RFC3339)})
		}
		if err := t.writeList("v1.0/servicePrincipals/"+ids[res.appID]+"/appRoleAssignedTo", assigned); err != nil {
			return err
		}
	}
	return nil
}

// writeGrants writes what users, or an administrator for all of them, allowed applications to do in their name.
func (t *tenant) writeGrants(all []principal) error {
	l, err := t.openLines("v1.0/oauth2PermissionGrants")
	if err != nil {
		return err
	}
	r := t.stream("grants")
	scopes := []string{"User.Read openid profile", "openid profile email offline_access", "User.Read", "Mail.Read User.Read",
		"Files.Read.All offline_access", "Mail.ReadWrite Mail.Send offline_access", "Directory.AccessAsUser.All"}
	for range 2 * len(all) {
		p := all[r.IntN(len(all))]
		l.begin()
		l.text("id", fmt.Sprintf("%016x%016x", r.Uint64(), r.Uint64()))
		l.text("clientId", p.id)
		l.text("resourceId", t.graph)
		scope := scopes[r.IntN(3)]
		if t.habits.looseGrants && !t.kept(r) {
			scope = scopes[r.IntN(len(scopes))]
		}
		l.text("scope", scope)
		if r.Float64() < 0.3 {
			l.text("consentType", "AllPrincipals")
			l.raw("principalId", "null")
		} else {
			l.text("consentType", "Principal")
			l.text("principalId", t.people[r.IntN(len(t.people))].id)
		}
		l.end()
	}
	return l.close()
}

// writeClassifications writes which delegated permissions count as harmless; none is classified elsewhere.
func (t *tenant) writeClassifications(ids map[string]string) error {
	r := t.stream("classifications")
	for _, res := range resources() {
		classified := []object{}
		for i, p := range res.scopes {
			if i < 5 && t.kept(r) || i >= 5 && !t.kept(r) {
				classified = append(classified, object{"id": guid(r), "permissionId": p.id, "permissionName": p.value,
					"classification": "low"})
			}
		}
		name := "v1.0/servicePrincipals/" + ids[res.appID] + "/delegatedPermissionClassifications"
		if err := t.writeList(name, classified); err != nil {
			return err
		}
	}
	return nil
}
