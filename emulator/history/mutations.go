package history

import (
	"os"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/finding"
)

// mutation is one thing that may happen to a tenant. do reports whether it could.
type mutation struct {
	name string
	do   func(t *Tenant) (bool, error)
}

const (
	skus         = "v1.0/subscribedSkus.json"
	globalAdmin  = "62e90394-69f5-4237-9190-012177145e10" // template of the role
	microsoftOrg = "f8cdef31-a31e-4b4a-93e4-5f571e91255a"
	graphApp     = "00000003-0000-0000-c000-000000000000"
	broadScope   = "Mail.ReadWrite Files.ReadWrite.All"
)

// mutations are all of them, with those twice that are to be twice as likely.
var mutations = []mutation{
	{"a setting of members flipped", flipMembers},
	{"a setting of the tenant flipped", flipTenant},
	{"security defaults switched", func(t *Tenant) (bool, error) {
		return t.edit("policies/identitySecurityDefaultsEnforcementPolicy", flip("isEnabled"))
	}},
	{"a setting of SharePoint flipped", flipSharePoint},
	{"a conditional access policy switched", switchPolicy},
	{"a conditional access policy removed", removePolicy},
	{"a Global Administrator added", addAdministrator},
	{"a Global Administrator removed", removeAdministrator},
	{"a user added", addUser},
	{"a user removed", removeUser},
	{"an account disabled or enabled", switchUser},
	{"an application consented to for everyone", consent},
	{"a consent withdrawn", withdrawConsent},
	{"a permission withdrawn", withdrawPermission}, {"a permission withdrawn", withdrawPermission},
	{"all licences lost", loseLicences},
}

func flip(property string) func(object) {
	return func(o object) {
		if v, ok := o[property].(bool); ok {
			o[property] = !v
		}
	}
}

// pick draws one of several.
func pick[T any](t *Tenant, of []T) T { return of[t.rng.IntN(len(of))] }

func flipMembers(t *Tenant) (bool, error) {
	property := pick(t, []string{"allowedToCreateApps", "allowedToCreateSecurityGroups", "allowedToCreateTenants", "allowedToReadBitlockerKeysForOwnedDevice", "allowedToReadOtherUsers"})
	return t.edit("policies/authorizationPolicy", func(o object) {
		if members, ok := o["defaultUserRolePermissions"].(object); ok {
			flip(property)(members)
		}
	})
}

func flipTenant(t *Tenant) (bool, error) {
	if t.rng.IntN(3) == 0 {
		from := pick(t, []string{"everyone", "adminsAndGuestInviters", "none"})
		return t.edit("policies/authorizationPolicy", func(o object) { o["allowInvitesFrom"] = from })
	}
	return t.edit("policies/authorizationPolicy", flip(pick(t, []string{"blockMsolPowerShell", "allowEmailVerifiedUsersToJoinOrganization", "allowedToSignUpEmailBasedSubscriptions", "allowedToUseSSPR"})))
}

func flipSharePoint(t *Tenant) (bool, error) {
	return t.edit("admin/sharepoint/settings", flip(pick(t, []string{"isLegacyAuthProtocolsEnabled", "isResharingByExternalUsersEnabled", "isUnmanagedSyncAppForTenantRestricted"})))
}

const policies = "beta/identity/conditionalAccess/policies"

func switchPolicy(t *Tenant) (bool, error) {
	c, there, err := t.open(policies)
	if err != nil || !there || len(c.entities) == 0 {
		return false, err
	}
	pick(t, c.entities)["state"] = pick(t, []string{"enabled", "disabled", "enabledForReportingButNotEnforced"})
	return true, c.save()
}

func removePolicy(t *Tenant) (bool, error) {
	c, there, err := t.open(policies)
	if err != nil || !there || len(c.entities) < 3 {
		return false, err
	}
	i := t.rng.IntN(len(c.entities))
	c.entities = slices.Delete(c.entities, i, i+1)
	return true, c.save()
}

const assignments = "v1.0/roleManagement/directory/roleAssignments"

// members is where the members of the Global Administrator role are recorded; empty
// where they are not.
func (t *Tenant) members() (string, error) {
	roles, there, err := t.open("v1.0/directoryRoles")
	if err != nil || !there {
		return "", err
	}
	for _, role := range roles.entities {
		if text(role, "roleTemplateId") == globalAdmin {
			return "v1.0/directoryRoles/" + text(role, "id") + "/members", nil
		}
	}
	return "", nil
}

func addAdministrator(t *Tenant) (bool, error) {
	users, there, err := t.open("v1.0/users")
	if err != nil || !there {
		return false, err
	}
	c, there, err := t.open(assignments)
	if err != nil || !there {
		return false, err
	}
	user := pick(t, users.entities)
	id := text(user, "id")
	if text(user, "userType") != "Member" || slices.ContainsFunc(c.entities, func(o object) bool { return text(o, "principalId") == id }) {
		return false, nil
	}
	principal := object{"@odata.type": "#microsoft.graph.user"}
	for _, property := range []string{"id", "displayName", "userPrincipalName", "userType", "accountEnabled", "onPremisesSyncEnabled", "onPremisesImmutableId"} {
		principal[property] = user[property]
	}
	c.entities = append(c.entities, object{"id": guid(t.rng), "directoryScopeId": "/", "principalId": id, "roleDefinitionId": globalAdmin, "principal": principal})
	if err := c.save(); err != nil {
		return false, err
	}
	return true, t.editMembers(func(list []object) []object {
		return append(list, object{"@odata.type": "#microsoft.graph.user", "id": id, "displayName": user["displayName"], "userPrincipalName": user["userPrincipalName"]})
	})
}

func (t *Tenant) editMembers(change func([]object) []object) error {
	name, err := t.members()
	if err != nil || name == "" {
		return err
	}
	c, there, err := t.open(name)
	if err != nil || !there {
		return err
	}
	c.entities = change(c.entities)
	return c.save()
}

func removeAdministrator(t *Tenant) (bool, error) {
	c, there, err := t.open(assignments)
	if err != nil || !there {
		return false, err
	}
	var held []int
	for i, o := range c.entities {
		if principal, ok := o["principal"].(object); ok && text(o, "roleDefinitionId") == globalAdmin && text(principal, "@odata.type") == "#microsoft.graph.user" {
			held = append(held, i)
		}
	}
	if len(held) == 0 {
		return false, nil
	}
	i := pick(t, held)
	id := text(c.entities[i], "principalId")
	c.entities = slices.Delete(c.entities, i, i+1)
	if err := c.save(); err != nil {
		return false, err
	}
	return true, t.editMembers(func(list []object) []object {
		return slices.DeleteFunc(list, func(o object) bool { return text(o, "id") == id })
	})
}

const registrations = "v1.0/reports/authenticationMethods/userRegistrationDetails"

func addUser(t *Tenant) (bool, error) {
	users, there, err := t.open("v1.0/users")
	if err != nil || !there {
		return false, err
	}
	like := pick(t, users.entities)
	if text(like, "userType") != "Member" {
		return false, nil
	}
	added, err := clone(like)
	if err != nil {
		return false, err
	}
	id := guid(t.rng)
	name, domain, _ := strings.Cut(text(like, "userPrincipalName"), "@")
	upn := name + "." + id[:8] + "@" + domain
	added["id"], added["userPrincipalName"], added["displayName"] = id, upn, text(like, "displayName")+" "+id[:4]
	added["createdDateTime"] = t.at.Format("2006-01-02T15:04:05Z")
	if text(like, "mail") != "" {
		added["mail"] = upn
	}
	users.entities = append(users.entities, added)
	if err := users.save(); err != nil {
		return false, err
	}
	details, there, err := t.open(registrations)
	if err != nil || !there {
		return true, err
	}
	details.entities = append(details.entities, object{"id": id, "userPrincipalName": upn, "userType": "member", "isAdmin": false,
		"isMfaCapable": false, "isMfaRegistered": false, "isPasswordlessCapable": false, "isSsprEnabled": false, "methodsRegistered": []string{}})
	return true, details.save()
}

func removeUser(t *Tenant) (bool, error) {
	users, there, err := t.open("v1.0/users")
	if err != nil || !there || len(users.entities) < 5 {
		return false, err
	}
	i := t.rng.IntN(len(users.entities))
	id := text(users.entities[i], "id")
	roles, there, err := t.open(assignments)
	if err != nil || !there || slices.ContainsFunc(roles.entities, func(o object) bool { return text(o, "principalId") == id }) {
		return false, err
	}
	users.entities = slices.Delete(users.entities, i, i+1)
	if err := users.save(); err != nil {
		return false, err
	}
	details, there, err := t.open(registrations)
	if err != nil || !there {
		return true, err
	}
	details.entities = slices.DeleteFunc(details.entities, func(o object) bool { return text(o, "id") == id })
	return true, details.save()
}

func switchUser(t *Tenant) (bool, error) {
	users, there, err := t.open("v1.0/users")
	if err != nil || !there {
		return false, err
	}
	user := pick(t, users.entities)
	flip("accountEnabled")(user)
	if err := users.save(); err != nil {
		return false, err
	}
	roles, there, err := t.open(assignments)
	if err != nil || !there {
		return true, err
	}
	for _, o := range roles.entities {
		if principal, ok := o["principal"].(object); ok && text(principal, "id") == text(user, "id") {
			principal["accountEnabled"] = user["accountEnabled"]
		}
	}
	return true, roles.save()
}

const grants = "v1.0/oauth2PermissionGrants"

func consent(t *Tenant) (bool, error) {
	principals, there, err := t.open("v1.0/servicePrincipals")
	if err != nil || !there {
		return false, err
	}
	c, there, err := t.open(grants)
	if err != nil || !there {
		return false, err
	}
	app := pick(t, principals.entities)
	resource := ""
	for _, p := range principals.entities {
		if text(p, "appId") == graphApp {
			resource = text(p, "id")
		}
	}
	if resource == "" || text(app, "appOwnerOrganizationId") == microsoftOrg {
		return false, nil
	}
	c.entities = append(c.entities, object{"id": strings.ReplaceAll(guid(t.rng), "-", ""), "clientId": app["id"], "resourceId": resource,
		"scope": broadScope, "consentType": "AllPrincipals", "principalId": nil})
	return true, c.save()
}

func withdrawConsent(t *Tenant) (bool, error) {
	c, there, err := t.open(grants)
	if err != nil || !there || len(c.entities) == 0 {
		return false, err
	}
	i := t.rng.IntN(len(c.entities))
	for j, o := range c.entities { // rather one of those that were consented to here
		if text(o, "scope") == broadScope && t.rng.IntN(2) == 0 {
			i = j
		}
	}
	c.entities = slices.Delete(c.entities, i, i+1)
	return true, c.save()
}

func withdrawPermission(t *Tenant) (bool, error) {
	return t.withhold(pick(t, []string{
		"policies/authorizationPolicy", "identity/conditionalAccess/policies", "roleManagement/directory/roleAssignments", "users", "oauth2PermissionGrants",
		"servicePrincipals", "domains", "admin/sharepoint/settings", "reports/authenticationMethods/userRegistrationDetails", "deviceManagement/managedDevices",
		"policies/authenticationMethodsPolicy", "groups", "subscribedSkus",
	}))
}

func loseLicences(t *Tenant) (bool, error) {
	c, there, err := t.open(strings.TrimSuffix(skus, ".json"))
	if err != nil || !there || t.licences != nil {
		return false, err
	}
	held, err := os.ReadFile(t.path(skus))
	if err != nil {
		return false, err
	}
	for _, sku := range c.entities {
		sku["capabilityStatus"] = "Deleted"
	}
	t.licences = held
	return true, c.save()
}

// refused reports whether a resource is withheld.
func (t *Tenant) refused(resource string) bool { return t.withheld[resource] != nil }

func verdictOf(good bool) finding.Verdict {
	if good {
		return finding.Pass
	}
	return finding.Fail
}
