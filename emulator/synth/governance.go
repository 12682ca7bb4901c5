package synth

import (
	"math/rand/v2"
	"time"
)

// writeGovernance writes who may join devices, who may consent to applications, who reads mailboxes, what is reviewed,
// and which partners may administer the tenant.
func (t *tenant) writeGovernance() error {
	r := t.stream("governance")
	assignments, definitions := t.exchange(r)
	files := []named{
		{"v1.0/policies/deviceRegistrationPolicy", t.deviceRegistration(r)},
		{"v1.0/policies/permissionGrantPolicies", t.consentPolicies(r)},
		{"beta/roleManagement/directory/resourceNamespaces/microsoft.directory/resourceActions", t.protectedActions(r)},
		{"beta/roleManagement/exchange/roleAssignments", assignments},
		{"beta/roleManagement/exchange/roleDefinitions", definitions},
		{"v1.0/contracts", list()}, // of the older kind, which Graph shows to partners alone
		{"v1.0/tenantRelationships/delegatedAdminRelationships", t.partners(r)},
	}
	if t.licence == premium2 {
		files = append(files, named{"v1.0/identityGovernance/accessReviews/definitions", t.reviews(r)})
	}
	return t.writeAll(files)
}

func (t *tenant) deviceRegistration(r *rand.Rand) object {
	membership := func(good string) object {
		if !t.kept(r) {
			good = "all"
		}
		return object{"@odata.type": "#microsoft.graph." + good + "DeviceRegistrationMembership"}
	}
	quota := 10
	if !t.kept(r) {
		quota = []int{20, 50, 2147483647}[r.IntN(3)]
	}
	return object{"id": "deviceRegistrationPolicy", "displayName": "Device Registration Policy", "userDeviceQuota": quota,
		"multiFactorAuthConfiguration": map[bool]string{true: "required", false: "notRequired"}[t.kept(r)],
		"azureADRegistration": object{"isAdminConfigurable": false,
			"allowedToRegister": object{"@odata.type": "#microsoft.graph.allDeviceRegistrationMembership"}},
		"azureADJoin": object{"isAdminConfigurable": true, "allowedToJoin": membership("enumerated"),
			"localAdmins": object{"enableGlobalAdmins": !t.kept(r), "registeringUsers": membership("no")}},
		"localAdminPassword": object{"isEnabled": t.kept(r)}}
}

// consentPolicies are Microsoft's own and, at times, one of the tenant's.
func (t *tenant) consentPolicies(r *rand.Rand) object {
	policy := func(id, name, kind, classification string, verified bool) object {
		all := []string{"all"}
		return object{"id": id, "displayName": name, "includes": []object{{"id": guid(r), "permissionType": kind,
			"permissionClassification": classification, "resourceApplication": "any", "permissions": all,
			"clientApplicationIds": all, "clientApplicationTenantIds": all, "clientApplicationPublisherIds": all,
			"clientApplicationsFromVerifiedPublisherOnly": verified}}, "excludes": []object{}}
	}
	policies := []object{
		policy("microsoft-all-application-permissions", "All application permissions, for any client app", "application", "all", false),
		policy("microsoft-all-delegated-permissions", "All delegated permissions, for any client app", "delegated", "all", false),
		policy("microsoft-user-default-legacy", "Default User Legacy Policy", "delegated", "all", false),
		policy("microsoft-user-default-low", "Default User Low Risk Policy", "delegated", "low", true),
	}
	if t.ownConsent {
		low := map[bool]string{true: "low", false: "all"}[t.kept(r)]
		policies = append(policies, policy(ownConsentPolicy, "Company default", "delegated", low, t.kept(r)))
	}
	return list(policies...)
}

// protectedActions are acts on conditional access that may ask for a stronger sign-in.
func (t *tenant) protectedActions(r *rand.Rand) object {
	protected := t.licence >= premium1 && t.kept(r)
	var out []object
	for _, kind := range []string{"conditionalAccessPolicies", "namedLocations", "crossTenantAccessPolicy", "groups"} {
		for _, act := range []string{"create", "delete", "basic/update"} {
			settable := kind != "groups"
			o := object{"id": "microsoft.directory-" + kind + "-" + act[:5], "name": "microsoft.directory/" + kind + "/" + act,
				"actionVerb": "PATCH", "isAuthenticationContextSettable": settable, "authenticationContextId": nil}
			if settable && protected {
				o["authenticationContextId"] = "c1"
			}
			out = append(out, o)
		}
	}
	return list(out...)
}

// exchange draws who holds which role in Exchange.
func (t *tenant) exchange(r *rand.Rand) (assignments, definitions object) {
	var roles, held []object
	for _, name := range []string{"Application Mail.Read", "Application Mail.Send", "Mail Recipients", "Mailbox Import Export", "Role Management"} {
		id := guid(r)
		roles = append(roles, object{"id": id, "displayName": name, "isBuiltIn": true, "isEnabled": true})
		hold := func(principal string, scope any) {
			held = append(held, object{"id": guid(r), "principalId": principal, "roleDefinitionId": id,
				"directoryScopeId": scope, "appScopeId": nil})
		}
		switch {
		case name == "Mail Recipients" || name == "Role Management":
			hold("/RoleGroups/Organization Management", "/")
		case len(t.applications) > 0 && name == "Application Mail.Send" && r.Float64() < 0.4:
			scope := "/Groups/" + t.groups[len(t.groups)-1]
			if !t.kept(r) {
				scope = "/"
			}
			hold("/ServicePrincipals/"+t.applications[0].id, scope)
		case name == "Mailbox Import Export" && !t.kept(r):
			hold("/Users/"+t.people[r.IntN(len(t.people))].id, "/")
		}
	}
	return list(held...), list(roles...)
}

// partners draws the relations with partners. Graph shows most of them to the partner alone.
func (t *tenant) partners(r *rand.Rand) object {
	if r.Float64() < 0.6 {
		return list()
	}
	roles := []object{{"roleDefinitionId": "f2ef992c-3afb-46b9-b7cf-a126ee74c451"}} // Global Reader
	end := AsOf().AddDate(1, 0, 0)
	if !t.kept(r) {
		roles = append(roles, object{"roleDefinitionId": "62e90394-69f5-4237-9190-012177145e10"})
		end = AsOf().AddDate(3, 0, 0)
	}
	partner := guid(r)
	if t.kept(r) {
		t.knownPartners = append(t.knownPartners, partner)
	}
	return list(object{"id": guid(r) + "-" + partner, "displayName": "Support", "status": "active", "duration": "P730D",
		"customer": object{"tenantId": t.id, "displayName": t.short}, "endDateTime": end.Format(time.RFC3339),
		"accessDetails": object{"unifiedRoles": roles}})
}

// reviews draws which access is reviewed: that of guests, and that of some roles.
func (t *tenant) reviews(r *rand.Rand) object {
	query := func(q string) object {
		return object{"@odata.type": "#microsoft.graph.accessReviewQueryScope", "query": q, "queryType": "MicrosoftGraph"}
	}
	review := func(name, onSilence string) object {
		interval := 1
		if !t.kept(r) {
			interval = 6
		}
		return object{"id": guid(r), "displayName": name, "status": "InProgress", "stageSettings": []object{},
			"reviewers": []object{query("/v1.0/users/" + t.people[0].id)}, "fallbackReviewers": []object{},
			"settings": object{"mailNotificationsEnabled": true, "reminderNotificationsEnabled": true,
				"defaultDecisionEnabled": onSilence != "None", "defaultDecision": onSilence, "instanceDurationInDays": 7,
				"autoApplyDecisionsEnabled": t.kept(r), "recommendationsEnabled": true,
				"recurrence": object{"pattern": object{"type": "absoluteMonthly", "interval": interval, "dayOfMonth": 1},
					"range": object{"type": "noEnd", "startDate": "2025-01-01", "endDate": "9999-12-31"}}}}
	}
	out := []object{}
	if t.kept(r) {
		guests := review("Guests in all groups", "Deny")
		guests["scope"] = query("./members/microsoft.graph.user/?$count=true&$filter=(userType eq 'Guest')")
		guests["instanceEnumerationScope"] = query("/groups?$filter=(groupTypes/any(c:c+eq+'Unified'))&$count=true")
		out = append(out, guests)
	}
	if t.kept(r) {
		privileged := review("Privileged roles", "None")
		var scopes []object
		for _, ro := range roles() {
			if ro.privileged || ro.name == "Teams Administrator" {
				scopes = append(scopes, query("/roleManagement/directory/roleDefinitions/"+ro.template))
			}
		}
		privileged["scope"] = object{"@odata.type": "#microsoft.graph.principalResourceMembershipsScope",
			"principalScopes": []object{query("/v1.0/users"), query("/v1.0/groups")}, "resourceScopes": scopes}
		out = append(out, privileged)
	}
	return list(out...)
}

// declared is what the customer decided: in a well kept tenant most of what there is to decide.
func (t *tenant) declared() object {
	r := t.stream("declared")
	out := object{}
	decide := func(name string, value any) {
		if t.kept(r) {
			out[name] = value
		}
	}
	decide("dmarcContacts", []string{"dmarc@" + t.domain, "security@" + t.domain})
	decide("federatedIssuers", []object{{"issuer": issuer, "subjectPrefix": t.subjects()}})
	decide("teamsApps", nonNil(t.teamsApps))
	decide("partners", nonNil(t.knownPartners))
	for _, name := range []string{"emailOneTimePasscodeForGuests", "guestsAccessGroups", "guestsAddedToGroups"} {
		decide(name, []string{"allowed", "refused"}[r.IntN(2)])
	}
	return out
}
