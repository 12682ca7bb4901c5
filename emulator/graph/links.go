package graph

import "strings"

// isDirectory tells whether a collection holds directory objects, to which Graph's rules for queries are strict.
func isDirectory(name string) bool {
	switch strings.ToLower(name) {
	case "users", "groups", "serviceprincipals", "applications", "devices", "directoryroles", "administrativeunits",
		"directoryobjects", "contacts", "members", "owners", "memberof", "transitivemembers", "transitivememberof",
		"directreports", "ownedobjects", "owneddevices", "registereddevices", "registeredowners", "registeredusers":
		return true
	}
	return false
}

// linksOf returns the links of the entities of a collection, or of a link by its own name: what Graph gives only
// when it is expanded. A recording may hold them inside the entities.
func linksOf(name string) []string {
	switch strings.ToLower(name) {
	case "roleassignments", "roleassignmentschedules", "roleassignmentscheduleinstances",
		"roleassignmentschedulerequests", "roleeligibilityschedules", "roleeligibilityscheduleinstances",
		"roleeligibilityschedulerequests":
		return []string{"principal", "roleDefinition", "directoryScope", "appScope", "activatedUsing", "targetSchedule"}
	case "rolemanagementpolicyassignments":
		return []string{"policy"}
	case "rolemanagementpolicies", "policy":
		return []string{"rules", "effectiveRules"}
	case "users", "manager", "directreports":
		return []string{"manager", "directReports", "memberOf", "transitiveMemberOf", "ownedObjects", "ownedDevices",
			"registeredDevices", "createdObjects", "appRoleAssignments", "oauth2PermissionGrants", "licenseDetails",
			"authentication"}
	case "groups":
		return []string{"members", "owners", "memberOf", "transitiveMembers", "transitiveMemberOf",
			"membersWithLicenseErrors", "appRoleAssignments", "acceptedSenders", "rejectedSenders", "settings"}
	case "directoryroles":
		return []string{"members", "scopedMembers"}
	case "administrativeunits":
		return []string{"members", "scopedRoleMembers"}
	case "applications":
		return []string{"owners", "createdOnBehalfOf", "federatedIdentityCredentials", "appManagementPolicies",
			"extensionProperties", "tokenIssuancePolicies", "tokenLifetimePolicies", "homeRealmDiscoveryPolicies"}
	case "serviceprincipals":
		return []string{"owners", "appRoleAssignedTo", "appRoleAssignments", "oauth2PermissionGrants", "memberOf",
			"transitiveMemberOf", "ownedObjects", "createdObjects", "delegatedPermissionClassifications",
			"appManagementPolicies", "claimsMappingPolicies", "homeRealmDiscoveryPolicies", "tokenIssuancePolicies",
			"tokenLifetimePolicies", "federatedIdentityCredentials"}
	case "appmanagementpolicies":
		return []string{"appliesTo"}
	case "devices":
		return []string{"registeredOwners", "registeredUsers", "memberOf", "transitiveMemberOf"}
	case "domains":
		return []string{"federationConfiguration", "domainNameReferences", "serviceConfigurationRecords",
			"verificationDnsRecords"}
	}
	return nil
}

// usersByDefault are the properties of a user that v1.0 gives to a request without $select.
func usersByDefault() []string {
	return []string{"businessPhones", "displayName", "givenName", "id", "jobTitle", "mail", "mobilePhone",
		"officeLocation", "preferredLanguage", "surname", "userPrincipalName"}
}

// signInActivity is given only to who selects it, and makes pages smaller.
const signInActivity = "signInActivity"

// link finds a linked resource that is not recorded inside the entity: among the recorded collections or as a file of
// its own. It returns nil for none.
func (c *call) link(tg target, entity []byte, name string) []byte {
	find := func(key string, collections ...string) []byte {
		id := memberText(entity, key)
		if id == "" {
			return nil
		}
		for _, path := range collections {
			if found := c.entity(path, id); found != nil {
				return typed(found, path)
			}
		}
		return nil
	}
	switch strings.ToLower(name) {
	case "principal":
		return find("principalId", "users", "groups", "servicePrincipals")
	case "roledefinition":
		return find("roleDefinitionId", "roleManagement/directory/roleDefinitions")
	case "policy":
		return find("policyId", "policies/roleManagementPolicies")
	}
	id := memberText(entity, "id")
	if id == "" {
		return nil
	}
	f, _ := c.tenant.tree.either(c.version, append(strings.Split(tg.path, "/"), id, name))
	if f == nil {
		return nil
	}
	return wholeOf(f)
}

// entity returns an entity of a recorded collection by its id, or nil.
func (c *call) entity(path, id string) []byte {
	f, _ := c.tenant.tree.either(c.version, strings.Split(path, "/"))
	if f == nil {
		return nil
	}
	content, err := f.content()
	if err != nil || !content.collection {
		return nil
	}
	found, err := content.keyed(id)
	if err != nil {
		return nil
	}
	return found
}

// wholeOf returns the object that a file holds, or the start of its collection as an array.
func wholeOf(f *file) []byte {
	content, err := f.content()
	if err != nil {
		return nil
	}
	if !content.collection {
		return content.raw
	}
	entities, err := content.read(0, min(content.count(), maxLinked))
	if err != nil {
		return nil
	}
	out := []byte{'['}
	for i, e := range entities {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, e...)
	}
	return append(out, ']')
}

// typed returns a directory object with the @odata.type by which a mixed collection tells it.
func typed(entity []byte, collection string) []byte {
	var name string
	switch collection {
	case "users":
		name = `"#microsoft.graph.user"`
	case "groups":
		name = `"#microsoft.graph.group"`
	case "servicePrincipals":
		name = `"#microsoft.graph.servicePrincipal"`
	default:
		return entity
	}
	if _, ok := member(entity, "@odata.type"); ok {
		return entity
	}
	return withFirst(entity, "@odata.type", []byte(name))
}

// withFirst returns the object in b with one more member, before the others.
func withFirst(b []byte, name string, value []byte) []byte {
	out := appendMember([]byte{'{'}, []byte(name), value)
	members(b, func(key, v []byte) bool {
		out = appendMember(out, key, v)
		return true
	})
	return append(out, '}')
}
