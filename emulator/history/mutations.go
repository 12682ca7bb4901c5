package history

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// mutation is one thing that may happen to a tenant. do returns nil where it could
// not.
type mutation struct {
	name string
	do   func(t *Tenant) (*act, error)
	// log are the activities under which the log may tell of it; none where it never does.
	log []kind
	// shows are the resources in which it shows.
	shows []snapshot.Key
	// rare says that it happens in no interlude: it is no deed of somebody in the
	// tenant, or shows everywhere.
	rare bool
}

// touches are the resources that every telling of it touches.
func (m mutation) touches() (out []snapshot.Key) {
	for _, k := range m.log {
		out = append(out, k.touches...)
	}
	return out
}

const (
	skus         = "v1.0/subscribedSkus.json"
	globalAdmin  = "62e90394-69f5-4237-9190-012177145e10" // template of the role
	microsoftOrg = "f8cdef31-a31e-4b4a-93e4-5f571e91255a"
	graphApp     = "00000003-0000-0000-c000-000000000000"
	broadScope   = "Mail.ReadWrite Files.ReadWrite.All"
)

// mutations are all of them, with those twice that are to be twice as likely.
func mutations() []mutation {
	authorization, policies := []snapshot.Key{snapshot.AuthorizationPolicy}, []snapshot.Key{snapshot.ConditionalAccessPolicies}
	people := []snapshot.Key{snapshot.Users, snapshot.RegistrationDetails}
	withdrawn := mutation{name: "a permission withdrawn", do: withdrawPermission, rare: true}
	return []mutation{
		{name: "a setting of members flipped", do: flipMembers, log: []kind{authorizationUpdated}, shows: authorization},
		{name: "a setting of the tenant flipped", do: flipTenant, log: []kind{authorizationUpdated}, shows: authorization},
		{name: "security defaults switched", do: switchDefaults, log: []kind{defaultsUpdated}, shows: []snapshot.Key{snapshot.SecurityDefaults}},
		{name: "a setting of SharePoint flipped", do: flipSharePoint, shows: []snapshot.Key{snapshot.SharePointSettings}},
		{name: "a conditional access policy switched", do: switchPolicy, log: []kind{policyUpdated}, shows: policies},
		{name: "a conditional access policy removed", do: removePolicy, log: []kind{policyDeleted}, shows: policies},
		{name: "a Global Administrator added", do: addAdministrator, log: []kind{roleGiven, roleGiven, roleGivenManaged}, shows: roleKeys},
		{name: "a Global Administrator removed", do: removeAdministrator, log: []kind{roleTaken}, shows: roleKeys[:2]},
		{name: "a user added", do: addUser, log: []kind{userAdded}, shows: people},
		{name: "a user removed", do: removeUser, log: []kind{userDeleted}, shows: people},
		{name: "an account disabled or enabled", do: switchUser, log: []kind{userSwitched}, shows: []snapshot.Key{snapshot.Users, snapshot.RoleAssignments}},
		{name: "an application consented to for everyone", do: consent, log: []kind{consentGiven}, shows: []snapshot.Key{snapshot.PermissionGrants}},
		{name: "a consent withdrawn", do: withdrawConsent, log: []kind{consentTaken}, shows: []snapshot.Key{snapshot.PermissionGrants}},
		withdrawn, withdrawn,
		{name: "all licences lost", do: loseLicences, shows: []snapshot.Key{snapshot.SubscribedSkus}, rare: true},
	}
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

// flipped is the act of changing what the tenant has once.
func flipped(did bool, err error) (*act, error) {
	if err != nil || !did {
		return nil, err
	}
	return &act{targets: []object{target("Policy", "00000000-0000-0000-0000-000000000000")}}, nil
}

func switchDefaults(t *Tenant) (*act, error) {
	return flipped(t.edit("policies/identitySecurityDefaultsEnforcementPolicy", flip("isEnabled")))
}

func flipMembers(t *Tenant) (*act, error) {
	property := pick(t, []string{"allowedToCreateApps", "allowedToCreateSecurityGroups", "allowedToCreateTenants", "allowedToReadBitlockerKeysForOwnedDevice", "allowedToReadOtherUsers"})
	return flipped(t.edit("policies/authorizationPolicy", func(o object) {
		if members, ok := o["defaultUserRolePermissions"].(object); ok {
			flip(property)(members)
		}
	}))
}

func flipTenant(t *Tenant) (*act, error) {
	if t.rng.IntN(3) == 0 {
		from := pick(t, []string{"everyone", "adminsAndGuestInviters", "none"})
		return flipped(t.edit("policies/authorizationPolicy", func(o object) { o["allowInvitesFrom"] = from }))
	}
	return flipped(t.edit("policies/authorizationPolicy", flip(pick(t, []string{"blockMsolPowerShell", "allowEmailVerifiedUsersToJoinOrganization", "allowedToSignUpEmailBasedSubscriptions", "allowedToUseSSPR"}))))
}

func flipSharePoint(t *Tenant) (*act, error) {
	return flipped(t.edit("admin/sharepoint/settings", flip(pick(t, []string{"isLegacyAuthProtocolsEnabled", "isResharingByExternalUsersEnabled", "isUnmanagedSyncAppForTenantRestricted"}))))
}

const policies = "beta/identity/conditionalAccess/policies"

func switchPolicy(t *Tenant) (*act, error) {
	c, there, err := t.open(policies)
	if err != nil || !there || len(c.entities) == 0 {
		return nil, err
	}
	policy := pick(t, c.entities)
	policy["state"] = pick(t, []string{"enabled", "disabled", "enabledForReportingButNotEnforced"})
	return about("Policy", text(policy, "id")), c.save()
}

func removePolicy(t *Tenant) (*act, error) {
	c, there, err := t.open(policies)
	if err != nil || !there || len(c.entities) < 3 {
		return nil, err
	}
	i := t.rng.IntN(len(c.entities))
	id := text(c.entities[i], "id")
	c.entities = slices.Delete(c.entities, i, i+1)
	return about("Policy", id), c.save()
}

// about is the act on one object that the log names.
func about(kind, id string, changed ...object) *act {
	return &act{targets: []object{target(kind, id, changed...)}, ids: []string{id}}
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

func addAdministrator(t *Tenant) (*act, error) {
	users, there, err := t.open("v1.0/users")
	if err != nil || !there {
		return nil, err
	}
	c, there, err := t.open(assignments)
	if err != nil || !there {
		return nil, err
	}
	user := pick(t, users.entities)
	id := text(user, "id")
	if text(user, "userType") != "Member" || slices.ContainsFunc(c.entities, func(o object) bool { return text(o, "principalId") == id }) {
		return nil, nil
	}
	principal := object{"@odata.type": "#microsoft.graph.user"}
	for _, property := range []string{"id", "displayName", "userPrincipalName", "userType", "accountEnabled", "onPremisesSyncEnabled", "onPremisesImmutableId"} {
		principal[property] = user[property]
	}
	c.entities = append(c.entities, object{"id": guid(t.rng), "directoryScopeId": "/", "principalId": id, "roleDefinitionId": globalAdmin, "principal": principal})
	if err := c.save(); err != nil {
		return nil, err
	}
	return inRole(id), t.editMembers(func(list []object) []object {
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

func removeAdministrator(t *Tenant) (*act, error) {
	c, there, err := t.open(assignments)
	if err != nil || !there {
		return nil, err
	}
	var held []int
	for i, o := range c.entities {
		if principal, ok := o["principal"].(object); ok && text(o, "roleDefinitionId") == globalAdmin && text(principal, "@odata.type") == "#microsoft.graph.user" {
			held = append(held, i)
		}
	}
	if len(held) == 0 {
		return nil, nil
	}
	i := pick(t, held)
	id := text(c.entities[i], "principalId")
	c.entities = slices.Delete(c.entities, i, i+1)
	if err := c.save(); err != nil {
		return nil, err
	}
	return inRole(id), t.editMembers(func(list []object) []object {
		return slices.DeleteFunc(list, func(o object) bool { return text(o, "id") == id })
	})
}

// inRole is the act of giving somebody the role or taking it.
func inRole(id string) *act {
	a := about("User", id, property("Role.TemplateId", globalAdmin))
	a.ids = append(a.ids, globalAdmin)
	return a
}

const registrations = "v1.0/reports/authenticationMethods/userRegistrationDetails"

func addUser(t *Tenant) (*act, error) {
	users, there, err := t.open("v1.0/users")
	if err != nil || !there {
		return nil, err
	}
	like := pick(t, users.entities)
	if text(like, "userType") != "Member" {
		return nil, nil
	}
	added, err := clone(like)
	if err != nil {
		return nil, err
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
		return nil, err
	}
	a := about("User", id)
	a.rest = []part{t.report(func(list []object) []object {
		return append(list, object{"id": id, "userPrincipalName": upn, "userType": "member", "isAdmin": false,
			"isMfaCapable": false, "isMfaRegistered": false, "isPasswordlessCapable": false, "isSsprEnabled": false, "methodsRegistered": []string{}})
	})}
	return a, nil
}

// report changes the report of how people sign in, which follows what was done.
func (t *Tenant) report(change func([]object) []object) part {
	return part{snapshot.RegistrationDetails, func() error {
		details, there, err := t.open(registrations)
		if err != nil || !there {
			return err
		}
		details.entities = change(details.entities)
		return details.save()
	}}
}

// removeUser removes somebody who holds no role and may activate none, also through a
// group: an account that is deleted shows in all of those too.
func removeUser(t *Tenant) (*act, error) {
	users, there, err := t.open("v1.0/users")
	if err != nil || !there || len(users.entities) < 5 {
		return nil, err
	}
	i := t.rng.IntN(len(users.entities))
	id := text(users.entities[i], "id")
	if held, err := t.named(id, "v1.0/roleManagement/directory", "v1.0/groups"); err != nil || held {
		return nil, err
	}
	users.entities = slices.Delete(users.entities, i, i+1)
	if err := users.save(); err != nil {
		return nil, err
	}
	a := about("User", id)
	a.rest = []part{t.report(func(list []object) []object {
		return slices.DeleteFunc(list, func(o object) bool { return text(o, "id") == id })
	})}
	return a, nil
}

func switchUser(t *Tenant) (*act, error) {
	users, there, err := t.open("v1.0/users")
	if err != nil || !there {
		return nil, err
	}
	user := pick(t, users.entities)
	flip("accountEnabled")(user)
	if err := users.save(); err != nil {
		return nil, err
	}
	a := about("User", text(user, "id"), property("AccountEnabled", fmt.Sprint(user["accountEnabled"])))
	a.rest = []part{{snapshot.RoleAssignments, func() error { // each assignment holds a copy of who has it
		roles, there, err := t.open(assignments)
		if err != nil || !there {
			return err
		}
		for _, o := range roles.entities {
			if principal, ok := o["principal"].(object); ok && text(principal, "id") == text(user, "id") {
				principal["accountEnabled"] = user["accountEnabled"]
			}
		}
		return roles.save()
	}}}
	return a, nil
}

const grants = "v1.0/oauth2PermissionGrants"

func consent(t *Tenant) (*act, error) {
	principals, there, err := t.open("v1.0/servicePrincipals")
	if err != nil || !there {
		return nil, err
	}
	c, there, err := t.open(grants)
	if err != nil || !there {
		return nil, err
	}
	app := pick(t, principals.entities)
	resource := ""
	for _, p := range principals.entities {
		if text(p, "appId") == graphApp {
			resource = text(p, "id")
		}
	}
	if resource == "" || text(app, "appOwnerOrganizationId") == microsoftOrg {
		return nil, nil
	}
	c.entities = append(c.entities, object{"id": strings.ReplaceAll(guid(t.rng), "-", ""), "clientId": app["id"], "resourceId": resource,
		"scope": broadScope, "consentType": "AllPrincipals", "principalId": nil})
	return granted(resource, text(app, "id")), c.save()
}

// granted is the act of letting one application into another.
func granted(to, app string) *act {
	return &act{targets: []object{target("ServicePrincipal", to, property("ServicePrincipal.ObjectID", app)), target("ServicePrincipal", app)}, ids: []string{to, app}}
}

func withdrawConsent(t *Tenant) (*act, error) {
	c, there, err := t.open(grants)
	if err != nil || !there || len(c.entities) == 0 {
		return nil, err
	}
	i := t.rng.IntN(len(c.entities))
	for j, o := range c.entities { // rather one of those that were consented to here
		if text(o, "scope") == broadScope && t.rng.IntN(2) == 0 {
			i = j
		}
	}
	taken := granted(text(c.entities[i], "resourceId"), text(c.entities[i], "clientId"))
	c.entities = slices.Delete(c.entities, i, i+1)
	return taken, c.save()
}

func withdrawPermission(t *Tenant) (*act, error) {
	resource := pick(t, []string{
		"policies/authorizationPolicy", "identity/conditionalAccess/policies", "roleManagement/directory/roleAssignments", "users", "oauth2PermissionGrants",
		"servicePrincipals", "domains", "admin/sharepoint/settings", "reports/authenticationMethods/userRegistrationDetails", "deviceManagement/managedDevices",
		"policies/authenticationMethodsPolicy", "groups", "subscribedSkus",
	})
	did, err := t.withhold(resource)
	if err != nil || !did {
		return nil, err
	}
	return &act{shows: either(resource)}, nil
}

// either names a resource in both versions of Graph.
func either(path string) []snapshot.Resource {
	return []snapshot.Resource{snapshot.Resource("v1.0/" + path), snapshot.Resource("beta/" + path)}
}

func loseLicences(t *Tenant) (*act, error) {
	c, there, err := t.open(strings.TrimSuffix(skus, ".json"))
	if err != nil || !there || t.licences != nil {
		return nil, err
	}
	held, err := os.ReadFile(t.path(skus))
	if err != nil {
		return nil, err
	}
	for _, sku := range c.entities {
		sku["capabilityStatus"] = "Deleted"
	}
	t.licences = held
	return &act{}, c.save()
}

// refused reports whether a resource is withheld.
func (t *Tenant) refused(resource string) bool { return t.withheld[resource] != nil }

func verdictOf(good bool) finding.Verdict {
	if good {
		return finding.Pass
	}
	return finding.Fail
}
