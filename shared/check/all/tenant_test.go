package all

import (
	"maps"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/check/roles"
	"vahti.ai/vahti/shared/snapshot"
)

// wellKept is a small tenant in which every resource was read and nearly
// everything is set as the checks ask: the ground that the tests here take
// something away from, or spoil.
func wellKept() checktest.Files {
	files := maps.Clone(base())
	for _, part := range []checktest.Files{
		wellKeptIdentity(), wellKeptRegistrations(), wellKeptAuthMethods(), wellKeptAppPermissions(), wellKeptDevices(), wellKeptRoles(), wellKeptCollaboration(), wellKeptConditionalAccess(), wellKeptMonitoring(),
	} {
		maps.Copy(files, part)
	}
	return files
}

// plans is service plans as JSON.
func plans(names ...string) string {
	var out []string
	for _, n := range names {
		out = append(out, `{"servicePlanName":"`+n+`","provisioningStatus":"Success"}`)
	}
	return strings.Join(out, ",")
}

// base is what many checks share.
func base() checktest.Files {
	return checktest.Files{
		snapshot.SubscribedSkus.Resource(): `[{"skuId":"s","capabilityStatus":"Enabled","prepaidUnits":{"enabled":10},
			"servicePlans":[` + plans("AAD_PREMIUM_P2", "AAD_WRKLDID_P2", "INTUNE_A", "EXCHANGE_S_ENTERPRISE", "SHAREPOINTENTERPRISE", "TEAMS1",
			"RMS_S_PREMIUM", "WINDEFATP", "THREAT_INTELLIGENCE", "ATA", "ADALLOM_S_STANDALONE", "MTP") + `]}]`,
		snapshot.Organizations.Resource(): `[{"id":"o","displayName":"Example","onPremisesSyncEnabled":null,
			"assignedPlans":[{"servicePlanId":"eec0eb4f-6444-4f95-aba0-50c24d67f998","service":"AADPremiumService","capabilityStatus":"Enabled"}]}]`,
		snapshot.AuthorizationPolicy.Resource(): `{"allowInvitesFrom":"adminsAndGuestInviters","allowedToSignUpEmailBasedSubscriptions":false,
			"allowEmailVerifiedUsersToJoinOrganization":false,"allowedToUseSSPR":false,"allowUserConsentForRiskyApps":false,
			"blockMsolPowerShell":true,"guestUserRoleId":"2af84b1e-32c8-42b7-82bc-daa82404023b",
			"defaultUserRolePermissions":{"allowedToCreateApps":false,"allowedToCreateSecurityGroups":false,"allowedToCreateTenants":false,
				"allowedToReadBitlockerKeysForOwnedDevice":false,"allowedToReadOtherUsers":true,"permissionGrantPoliciesAssigned":[]}}`,
		snapshot.AdminConsentRequestPolicy.Resource(): `{"isEnabled":true,"notifyReviewers":true,"remindersEnabled":true,"requestDurationInDays":30,
			"reviewers":[{"query":"/users/a1","queryType":"MicrosoftGraph"}]}`,
		snapshot.SecurityDefaults.Resource(): `{"isEnabled":false}`,
		snapshot.AuthenticationMethodsPolicy.Resource(): `{"policyMigrationState":"migrationComplete",
			"reportSuspiciousActivitySettings":{"state":"enabled","includeTarget":{"id":"all_users","targetType":"group"}},
			"systemCredentialPreferences":{"state":"enabled","includeTargets":[{"id":"all_users","targetType":"group"}],"excludeTargets":[]},
			"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":{"state":"enabled","includeTargets":[{"id":"all_users","targetType":"group"}],"excludeTargets":[]}},
			"authenticationMethodConfigurations":[
				{"id":"Fido2","state":"enabled","isSelfServiceRegistrationAllowed":true,"isAttestationEnforced":true,
					"keyRestrictions":{"isEnforced":true,"enforcementType":"allow","aaGuids":["x"]},"includeTargets":[{"id":"all_users","targetType":"group"}],"excludeTargets":[]},
				{"id":"MicrosoftAuthenticator","state":"enabled","isSoftwareOathEnabled":false,"includeTargets":[{"id":"all_users","targetType":"group"}],
					"featureSettings":{"displayAppInformationRequiredState":{"state":"enabled","includeTarget":{"id":"all_users","targetType":"group"}},
						"displayLocationInformationRequiredState":{"state":"enabled","includeTarget":{"id":"all_users","targetType":"group"}},
						"companionAppAllowedState":{"state":"disabled","includeTarget":{"id":"all_users","targetType":"group"}},
						"numberMatchingRequiredState":{"state":"enabled","includeTarget":{"id":"all_users","targetType":"group"}}}},
				{"id":"Sms","state":"disabled"},{"id":"Voice","state":"disabled"},{"id":"Email","state":"disabled","allowExternalIdToUseEmailOtp":"disabled"},
				{"id":"SoftwareOath","state":"disabled"},{"id":"QRCodePin","state":"disabled"},{"id":"X509Certificate","state":"disabled"},
				{"id":"TemporaryAccessPass","state":"enabled","isUsableOnce":true,"defaultLength":8,"defaultLifetimeInMinutes":60,"maximumLifetimeInMinutes":480,
					"includeTargets":[{"id":"all_users","targetType":"group"}]}]}`,
		snapshot.DefaultAppManagementPolicy.Resource(): `{"id":"d","isEnabled":true,"applicationRestrictions":` + restrictions + `,"servicePrincipalRestrictions":` + restrictions + `}`,
		snapshot.AppManagementPolicies.Resource():      `[]`,
		snapshot.CrossTenantAccessDefault.Resource(): `{"b2bCollaborationInbound":{"usersAndGroups":{"accessType":"blocked","targets":[{"target":"AllUsers","targetType":"user"}]},
			"applications":{"accessType":"blocked","targets":[{"target":"AllApplications","targetType":"application"}]}}}`,
		snapshot.ConditionalAccessPolicies.Resource():    conditionalAccess,
		snapshot.ActivityBasedTimeoutPolicies.Resource(): `[{"id":"t","definition":["{\"ActivityBasedTimeoutPolicy\":{\"Version\":1,\"ApplicationPolicies\":[{\"ApplicationId\":\"default\",\"WebSessionIdleTimeout\":\"01:00:00\"}]}}"],"isOrganizationDefault":true}]`,
		snapshot.B2BManagementPolicies.Resource():        `[{"id":"b","definition":["{\"B2BManagementPolicy\":{\"InvitationsAllowedAndBlockedDomainsPolicy\":{\"AllowedDomains\":[\"example.com\"]},\"AutoRedeemPolicy\":{\"AdminConsentedForUsersIntoTenantIds\":[],\"NoAADConsentForUsersFromTenantsIds\":[]}}}"],"isOrganizationDefault":true}]`,
		snapshot.Domains.Resource():                      `[{"id":"example.com","authenticationType":"Managed","isVerified":true,"isRoot":true,"isInitial":false,"passwordValidityPeriodInDays":2147483647}]`,
		snapshot.GroupSettings.Resource(): `[
			{"id":"1","displayName":"Password Rule Settings","templateId":"5cf42378-d67d-4f36-ba46-e8b86229381d","values":[{"name":"BannedPasswordCheckOnPremisesMode","value":"Enforce"},
				{"name":"EnableBannedPasswordCheckOnPremises","value":"True"},{"name":"EnableBannedPasswordCheck","value":"True"},{"name":"LockoutDurationInSeconds","value":"60"},
				{"name":"LockoutThreshold","value":"10"},{"name":"BannedPasswordList","value":"example"}]},
			{"id":"2","displayName":"Consent Policy Settings","templateId":"dffd5d46-495d-40a9-8e21-954ff55e198a","values":[{"name":"EnableGroupSpecificConsent","value":"False"},
				{"name":"BlockUserConsentForRiskyApps","value":"True"},{"name":"EnableAdminConsentRequests","value":"true"}]},
			{"id":"3","displayName":"Group.Unified","templateId":"62375ab9-6b52-47ed-826b-58e47e0e304b","values":[{"name":"EnableGroupCreation","value":"false"},
				{"name":"EnableMIPLabels","value":"true"},{"name":"PrefixSuffixNamingRequirement","value":"GRP_[GroupName]"},
				{"name":"AllowGuestsToAccessGroups","value":"False"},{"name":"AllowToAddGuests","value":"False"},{"name":"AllowGuestsToBeGroupOwner","value":"false"}]}]`,
		snapshot.Users.Resource(): `[{"id":"a1","userType":"Member","accountEnabled":true,"onPremisesSyncEnabled":null,"onPremisesImmutableId":null},
			{"id":"a2","userType":"Member","accountEnabled":true,"onPremisesSyncEnabled":null,"onPremisesImmutableId":null},
			{"id":"a3","userType":"Member","accountEnabled":true,"onPremisesSyncEnabled":null,"onPremisesImmutableId":null},
			{"id":"u1","userType":"Member","accountEnabled":true,"onPremisesSyncEnabled":true,"onPremisesImmutableId":"x"},
			{"id":"g1","userType":"Guest","accountEnabled":true}]`,
		snapshot.ServicePrincipals.Resource(): `[{"id":"graph","appId":"00000003-0000-0000-c000-000000000000","servicePrincipalType":"Application","accountEnabled":true,
				"appOwnerOrganizationId":"f8cdef31-a31e-4b4a-93e4-5f571e91255a","passwordCredentials":[],"keyCredentials":[],"replyUrls":[],"owners":[],"disabledByMicrosoftStatus":null},
			{"id":"app","appId":"app","servicePrincipalType":"Application","accountEnabled":true,"appOwnerOrganizationId":"o",
				"passwordCredentials":[],"keyCredentials":[],"replyUrls":["https://app.example.com/signin-oidc"],"owners":[],"disabledByMicrosoftStatus":null},
			{"id":"web","appId":"c1f33bc0-bdb4-4248-ba9b-096807ddb43e","servicePrincipalType":"Application","accountEnabled":false,"disabledByMicrosoftStatus":null,
				"appOwnerOrganizationId":"f8cdef31-a31e-4b4a-93e4-5f571e91255a"}]`,
		snapshot.RoleDefinitions.Resource(): roleDefinitions(),
		snapshot.RoleAssignments.Resource(): `[` + assignment("a1", roles.GlobalAdministrator) + `,` + assignment("a2", roles.GlobalAdministrator) + `,` +
			assignment("a3", "fe930be7-5e62-47db-91af-98c3a49a38b1") + `,` + assignment("a4", "29232cdf-9323-42fd-ade2-1d097af3e4de") + `]`,
		snapshot.RoleAssignmentSchedules.Resource(): `[{"id":"s1","principalId":"a1","roleDefinitionId":"` + roles.GlobalAdministrator + `","directoryScopeId":"/","assignmentType":"Activated","memberType":"Direct",
			"status":"Provisioned","startDateTime":"2026-11-01T00:00:00Z","endDateTime":"2026-11-02T00:00:00Z"}]`,
		snapshot.RoleEligibilitySchedules.Resource():           `[{"id":"e1","principalId":"a1","roleDefinitionId":"` + roles.GlobalAdministrator + `","directoryScopeId":"/","memberType":"Direct","status":"Provisioned"}]`,
		snapshot.RoleManagementPolicies.Resource():             roleRules(),
		snapshot.GroupMembers.Resource():                       `{"group":[]}`,
		snapshot.DelegatedPermissionClassifications.Resource(): `{"graph":[]}`,
		snapshot.AppRoleAssignedTo.Resource():                  `{"graph":[]}`,
	}
}

const restrictions = `{"passwordCredentials":[
	{"restrictionType":"passwordAddition","state":"enabled","maxLifetime":null,"restrictForAppsCreatedAfterDateTime":null},
	{"restrictionType":"customPasswordAddition","state":"enabled","maxLifetime":null,"restrictForAppsCreatedAfterDateTime":null},
	{"restrictionType":"symmetricKeyAddition","state":"enabled","maxLifetime":null,"restrictForAppsCreatedAfterDateTime":null},
	{"restrictionType":"passwordLifetime","state":"enabled","maxLifetime":"P90D","restrictForAppsCreatedAfterDateTime":null},
	{"restrictionType":"symmetricKeyLifetime","state":"enabled","maxLifetime":"P90D","restrictForAppsCreatedAfterDateTime":null}],
	"keyCredentials":[{"restrictionType":"asymmetricKeyLifetime","state":"enabled","maxLifetime":"P180D","restrictForAppsCreatedAfterDateTime":null}]}`

const conditionalAccess = `[
	{"id":"1","displayName":"Legacy","state":"enabled","conditions":{"users":{"includeUsers":["All"]},"applications":{"includeApplications":["All"]},"clientAppTypes":["exchangeActiveSync","other"]},
		"grantControls":{"operator":"OR","builtInControls":["block"]}},
	{"id":"2","displayName":"MFA","state":"enabled","conditions":{"users":{"includeUsers":["All"]},"applications":{"includeApplications":["All"]},"clientAppTypes":["all"]},
		"grantControls":{"operator":"OR","builtInControls":["mfa"]}},
	{"id":"3","displayName":"User risk","state":"enabled","conditions":{"users":{"includeUsers":["All"]},"applications":{"includeApplications":["All"]},"clientAppTypes":["all"],"userRiskLevels":["high"]},
		"grantControls":{"operator":"OR","builtInControls":["block"]}},
	{"id":"5","displayName":"Sign-in risk","state":"enabled","conditions":{"users":{"includeUsers":["All"]},"applications":{"includeApplications":["All"]},"clientAppTypes":["all"],"signInRiskLevels":["high"]},
		"grantControls":{"operator":"OR","builtInControls":["block"]}},
	{"id":"4","displayName":"Device code","state":"enabled","conditions":{"users":{"includeUsers":["All"]},"applications":{"includeApplications":["All"]},"clientAppTypes":["all"],
		"authenticationFlows":{"transferMethods":"deviceCodeFlow,authenticationTransfer"}},"grantControls":{"operator":"OR","builtInControls":["block"]}}]`

func roleDefinitions() string {
	var out []string
	for _, r := range roles.Privileged() {
		out = append(out, `{"id":"`+r.TemplateID+`","templateId":"`+r.TemplateID+`","displayName":"`+r.Name+`","isBuiltIn":true}`)
	}
	return "[" + strings.Join(out, ",") + "]"
}

func roleRules() string {
	const rules = `[{"id":"Approval_EndUser_Assignment","setting":{"isApprovalRequired":true,"approvalStages":[{"primaryApprovers":[
			{"@odata.type":"#microsoft.graph.singleUser","userId":"a2"},{"@odata.type":"#microsoft.graph.singleUser","userId":"a3"}]}]}},
		{"id":"Expiration_EndUser_Assignment","isExpirationRequired":true,"maximumDuration":"PT8H"},
		{"id":"Notification_Admin_EndUser_Assignment","isDefaultRecipientsEnabled":true,"notificationRecipients":["security@example.com"]},
		{"id":"Notification_Admin_Admin_Assignment","isDefaultRecipientsEnabled":true,"notificationRecipients":["security@example.com"]},
		{"id":"Notification_Admin_Admin_Eligibility","isDefaultRecipientsEnabled":true,"notificationRecipients":["security@example.com"]}]`
	var out []string
	for _, r := range roles.Privileged() {
		out = append(out, `{"id":"p`+r.TemplateID+`","roleDefinitionId":"`+r.TemplateID+`","scopeId":"/","scopeType":"DirectoryRole","policy":{"rules":`+rules+`}}`)
	}
	return "[" + strings.Join(out, ",") + "]"
}

func assignment(user, role string) string {
	return `{"id":"` + user + role + `","principalId":"` + user + `","roleDefinitionId":"` + role + `","directoryScopeId":"/",
		"principal":{"@odata.type":"#microsoft.graph.user","id":"` + user + `","accountEnabled":true,"onPremisesSyncEnabled":null,"onPremisesImmutableId":null}}`
}

func tenant(t testing.TB, files checktest.Files) *snapshot.Snapshot {
	t.Helper()
	return checktest.Snapshot(t, snapshot.Settings{EmergencyAccess: snapshot.EmergencyAccess{Users: []string{"a1"}}}, files)
}
