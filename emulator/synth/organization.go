package synth

import (
	"strconv"
	"time"
)

// writeOrganization writes the tenant itself, its subscriptions and its domains.
func (t *tenant) writeOrganization() error {
	r := t.stream("organization")
	var skus, assigned []object
	for _, s := range t.subscriptions() {
		for _, p := range s.plans {
			assigned = append(assigned, object{"servicePlanId": p.id, "service": p.name, "capabilityStatus": "Enabled",
				"assignedDateTime": before(r, 1500).Format(time.RFC3339)})
		}
		skus = append(skus, object{"id": t.id + "_" + s.id, "skuId": s.id, "skuPartNumber": s.name, "appliesTo": "User",
			"capabilityStatus": "Enabled", "consumedUnits": t.users * 88 / 100, "servicePlans": s.servicePlans(),
			"prepaidUnits": object{"enabled": t.users + 10, "suspended": 0, "warning": 0, "lockedOut": 0}})
	}
	password := any(2147483647)
	if !t.kept(r) {
		password = 90
	}
	domain := func(name, authentication string, federation []object) object {
		return object{"id": name, "authenticationType": authentication, "isVerified": true, "isRoot": true, "isAdminManaged": true,
			"isInitial": name == t.initial, "isDefault": name == t.domain, "passwordValidityPeriodInDays": password,
			"passwordNotificationWindowInDays": 14, "supportedServices": []string{"Email", "OfficeCommunicationsOnline"},
			"federationConfiguration": federation}
	}
	authentication, federation := "Managed", []object{}
	if own := t.stream("federation"); t.hybrid && own.Float64() < 0.3 {
		behaviour := "rejectMfaByFederatedIdp"
		if !t.kept(own) {
			behaviour = "acceptIfMfaDoneByFederatedIdp"
		}
		authentication, federation = "Federated", []object{{"id": guid(own), "displayName": "Federation services",
			"issuerUri": "http://fs." + t.domain + "/adfs/services/trust", "federatedIdpMfaBehavior": behaviour}}
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
			{"name": t.domain, "isDefault": true, "isInitial": false, "type": authentication},
			{"name": t.parked(), "isDefault": false, "isInitial": false, "type": "Managed"},
			{"name": t.initial, "isDefault": false, "isInitial": true, "type": "Managed"}}}
	return t.writeAll([]named{
		{"v1.0/organization", list(organization)},
		{"v1.0/subscribedSkus", list(skus...)},
		{"v1.0/domains", list(domain(t.domain, authentication, federation), domain(t.parked(), "Managed", []object{}),
			domain(t.initial, "Managed", []object{}))},
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
			"GroupCreationAllowedGroupId", when(t.adminGroup.id != "", t.adminGroup.id, ""), "EnableMIPLabels", when(t.kept(r), "True", "False"),
			"PrefixSuffixNamingRequirement", when(t.kept(r), "GRP_[GroupName]", ""),
			"CustomBlockedWordsList", when(t.kept(r), "Payroll,CEO", ""),
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
	if sharePoint["isUnmanagedSyncAppForTenantRestricted"] == true && t.kept(r) {
		sharePoint["allowedDomainGuidsForSyncApp"] = []string{guid(r)}
	}
	return t.writeAll([]named{
		{"v1.0/groupSettings", groups}, {"beta/settings", groups}, {"v1.0/admin/sharepoint/settings", sharePoint},
	})
}
