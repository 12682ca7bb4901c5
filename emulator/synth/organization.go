package synth

import (
	"strconv"
	"time"
)

// subscription is what a tenant buys for its users.
type subscription struct {
	id, name string
	plans    []plan
}

type plan struct{ name, id string }

func (l licence) sku() subscription {
	basic := []plan{
		{"EXCHANGE_S_ENTERPRISE", "efb87545-963c-4e0d-99df-69c6916d9eb0"},
		{"SHAREPOINTENTERPRISE", "5dbe027f-2339-4123-9542-606e4d348a72"},
		{"TEAMS1", "57ff2da0-773e-42df-b2af-ffb7a2317929"},
	}
	p1 := append(basic[:3:3],
		plan{"AAD_PREMIUM", "41781fb2-bc02-4b7c-bd55-b576c07bb09d"},
		plan{"INTUNE_A", "c1ec4a95-1f05-45b3-a911-aa3fa01094f5"},
		plan{"MFA_PREMIUM", "8a256a2b-b617-496d-b51b-e76466e88db0"})
	switch l {
	case premium2:
		return subscription{"06ebc4ee-1bb5-47dd-8120-11324bc54e06", "SPE_E5", append(p1[:6:6],
			plan{"AAD_PREMIUM_P2", "eec0eb4f-6444-4f95-aba0-50c24d67f998"},
			plan{"ATP_ENTERPRISE", "f20fedf3-f3c3-43c3-8267-2bfdd51c0939"},
			plan{"WINDEFATP", "871d91ec-ec1a-452b-a83f-bd76c7d770ef"})}
	case premium1:
		return subscription{"05e9a617-0261-4cee-bb44-138d3ef5d965", "SPE_E3", p1}
	}
	return subscription{"3b555118-da6a-4418-894f-7df1e2096870", "O365_BUSINESS_ESSENTIALS", basic}
}

// writeOrganization writes the tenant itself, its subscriptions and its domains.
func (t *tenant) writeOrganization() error {
	r := t.stream("organization")
	sku := t.licence.sku()
	var plans, assigned []object
	for _, p := range sku.plans {
		plans = append(plans, object{"servicePlanId": p.id, "servicePlanName": p.name, "provisioningStatus": "Success",
			"appliesTo": "User"})
		assigned = append(assigned, object{"servicePlanId": p.id, "service": p.name, "capabilityStatus": "Enabled",
			"assignedDateTime": before(r, 1500).Format(time.RFC3339)})
	}
	skus := []object{{"id": t.id + "_" + sku.id, "skuId": sku.id, "skuPartNumber": sku.name, "appliesTo": "User",
		"capabilityStatus": "Enabled", "consumedUnits": t.users * 88 / 100, "servicePlans": plans,
		"prepaidUnits": object{"enabled": t.users + 10, "suspended": 0, "warning": 0, "lockedOut": 0}}}
	password := any(2147483647)
	if !t.kept(r) {
		password = 90
	}
	domain := func(name string, initial bool) object {
		return object{"id": name, "authenticationType": "Managed", "isVerified": true, "isRoot": true, "isAdminManaged": true,
			"isInitial": initial, "isDefault": !initial, "passwordValidityPeriodInDays": password,
			"passwordNotificationWindowInDays": 14, "supportedServices": []string{"Email", "OfficeCommunicationsOnline"}}
	}
	var synced, lastSync any
	if t.hybrid {
		synced, lastSync = true, AsOf().Add(-time.Duration(5+r.IntN(60))*time.Minute).Format(time.RFC3339)
	}
	organization := object{"id": t.id, "displayName": "Synthetic " + strconv.Itoa(t.users), "tenantType": "AAD",
		"createdDateTime": before(r, 4000).Format(time.RFC3339), "countryLetterCode": "FI", "preferredLanguage": "fi",
		"assignedPlans": assigned, "onPremisesSyncEnabled": synced, "onPremisesLastSyncDateTime": lastSync,
		"onPremisesLastPasswordSyncDateTime": lastSync, "technicalNotificationMails": []string{"it@" + t.domain},
		"securityComplianceNotificationMails": []string{}, "verifiedDomains": []object{
			{"name": t.domain, "isDefault": true, "isInitial": false, "type": "Managed"},
			{"name": t.initial, "isDefault": false, "isInitial": true, "type": "Managed"}}}
	return t.writeAll([]named{
		{"v1.0/organization", list(organization)},
		{"v1.0/subscribedSkus", list(skus...)},
		{"v1.0/domains", list(domain(t.domain, false), domain(t.initial, true))},
	})
}

// list is a collection of the given entities.
func list(entities ...object) object {
	if entities == nil {
		entities = []object{}
	}
	return object{"value": entities}
}

// writeSettings writes the settings of groups and of SharePoint.
func (t *tenant) writeSettings() error {
	r := t.stream("settings")
	setting := func(name, template string, pairs ...string) object {
		var values []object
		for i := 0; i < len(pairs); i += 2 {
			values = append(values, object{"name": pairs[i], "value": pairs[i+1]})
		}
		return object{"id": guid(r), "displayName": name, "templateId": template, "values": values}
	}
	// Graph writes these booleans now with a capital, now without.
	when := func(good bool, yes, no string) string {
		if good {
			return yes
		}
		return no
	}
	groups := list(
		setting("Group.Unified", "62375ab9-6b52-47ed-826b-58e47e0e304b",
			"EnableGroupCreation", when(t.kept(r), "False", "true"),
			"AllowGuestsToBeGroupOwner", when(t.kept(r), "false", "True"),
			"AllowGuestsToAccessGroups", "True", "AllowToAddGuests", when(t.kept(r), "False", "True"),
			"GroupCreationAllowedGroupId", when(t.adminGroup.id != "", t.adminGroup.id, ""), "EnableMIPLabels", "False",
			"UsageGuidelinesUrl", "", "ClassificationList", ""),
		setting("Password Rule Settings", "5cf42378-d67d-4f36-ba46-e8b86229381d",
			"EnableBannedPasswordCheck", when(t.kept(r), "True", "False"),
			"BannedPasswordList", when(t.kept(r), "kesäloma\tsyysloma", ""),
			"EnableBannedPasswordCheckOnPremises", when(t.kept(r), "True", "False"),
			"BannedPasswordCheckOnPremisesMode", when(t.kept(r), "Enforce", "Audit"),
			"LockoutThreshold", when(t.kept(r), "10", "50"), "LockoutDurationInSeconds", when(t.kept(r), "60", "5")),
		setting("Consent Policy Settings", "dffd5d46-495d-40a9-8e21-954ff55e198a",
			"EnableGroupSpecificConsent", when(t.kept(r), "False", "True"),
			"BlockUserConsentForRiskyApps", when(t.kept(r), "True", "False"),
			"EnableAdminConsentRequests", when(t.kept(r), "true", "false"),
			"ConstrainGroupSpecificConsentToMembersOfGroupId", ""),
	)
	sharing := []string{"disabled", "existingExternalUserSharingOnly", "externalUserSharingOnly", "externalUserAndGuestSharing"}
	capability := sharing[r.IntN(2)]
	if !t.kept(r) {
		capability = sharing[2+r.IntN(2)]
	}
	restriction, allowed := "none", []string{}
	if t.kept(r) {
		restriction, allowed = "allowList", []string{"partner.example"}
	}
	sharePoint := object{"sharingCapability": capability, "sharingDomainRestrictionMode": restriction,
		"sharingAllowedDomainList": allowed, "sharingBlockedDomainList": []string{}, "isLegacyAuthProtocolsEnabled": !t.kept(r),
		"isResharingByExternalUsersEnabled": !t.kept(r), "isRequireAcceptingUserToMatchInvitedUserEnabled": t.kept(r),
		"isUnmanagedSyncAppForTenantRestricted": t.kept(r), "isLoopEnabled": true, "isSiteCreationEnabled": !t.kept(r),
		"allowedDomainGuidsForSyncApp": []string{}, "tenantDefaultTimezone": "(UTC+02:00) Helsinki",
		"idleSessionSignOut": object{"isEnabled": t.kept(r), "signOutAfterInSeconds": 3600, "warnAfterInSeconds": 3300}}
	return t.writeAll([]named{
		{"v1.0/groupSettings", groups}, {"beta/settings", groups}, {"v1.0/admin/sharepoint/settings", sharePoint},
	})
}
