package synth

import (
	"encoding/json"
	"math/rand/v2"
)

// writePolicies writes the tenant-wide policies other than conditional access.
func (t *tenant) writePolicies() error {
	r := t.stream("policies")
	authorization, beta := t.authorization(r)
	return t.writeAll(append(t.appManagement(r),
		named{"v1.0/policies/authorizationPolicy", authorization},
		named{"beta/policies/authorizationPolicy", list(beta)},
		named{"v1.0/policies/adminConsentRequestPolicy", t.consentRequests(r)},
		named{"v1.0/policies/identitySecurityDefaultsEnforcementPolicy", object{
			"id": "00000000-0000-0000-0000-000000000005", "displayName": "Security Defaults",
			"isEnabled": t.licence == noPremium && t.kept(r)}},
		named{"v1.0/policies/activityBasedTimeoutPolicies", t.timeouts(r)},
		named{"v1.0/policies/crossTenantAccessPolicy/default", t.crossTenant(r)},
		named{"beta/policies/b2bManagementPolicies", t.invitations(r)},
		named{"beta/policies/externalIdentitiesPolicy", object{"id": "externalIdentitiesPolicy",
			"displayName": "External Identities Policy", "allowDeletedIdentitiesDataRemoval": false,
			"allowExternalIdentitiesToLeave": t.kept(r)}},
		named{"beta/policies/authenticationMethodsPolicy", t.methods(r)},
		named{"v1.0/policies/authenticationStrengthPolicies", strengths()},
		named{"v1.0/identity/conditionalAccess/authenticationStrength/policies", strengths()},
	))
}

// ownConsentPolicy is a policy of the tenant's own on what people may consent to.
const ownConsentPolicy = "company-default"

// authorization draws the authorization policy as v1.0 and as beta give it.
func (t *tenant) authorization(r *rand.Rand) (v1, beta object) {
	guestRoles := []string{"2af84b1e-32c8-42b7-82bc-daa82404023b", "10dae51f-b6af-4016-8d66-8c2a99b929b3",
		"a0b1b346-4d3e-4e8b-98f8-753987be4970"} // most to least restricted
	guestRole, invites := guestRoles[r.IntN(2)], "adminsAndGuestInviters"
	if !t.kept(r) {
		guestRole = guestRoles[2]
	}
	if !t.kept(r) {
		invites = []string{"adminsGuestInvitersAndAllMembers", "everyone"}[r.IntN(2)]
	}
	grants := []string{}
	if !t.kept(r) {
		grants = append(grants, "ManagePermissionGrantsForSelf.microsoft-user-default-"+[]string{"low", "legacy"}[r.IntN(2)])
	}
	if len(grants) > 0 && r.Float64() < 0.2 {
		t.ownConsent = true
		grants = []string{"ManagePermissionGrantsForSelf." + ownConsentPolicy}
	}
	role := object{"allowedToCreateApps": !t.kept(r), "allowedToCreateSecurityGroups": !t.kept(r),
		"allowedToCreateTenants": !t.kept(r), "allowedToReadBitlockerKeysForOwnedDevice": !t.kept(r),
		"allowedToReadOtherUsers": true}
	v1, beta = object{}, object{}
	for k, v := range (object{"id": "authorizationPolicy", "displayName": "Authorization Policy",
		"allowInvitesFrom": invites, "guestUserRoleId": guestRole, "blockMsolPowerShell": t.kept(r),
		"allowedToSignUpEmailBasedSubscriptions": !t.kept(r), "allowEmailVerifiedUsersToJoinOrganization": !t.kept(r),
		"allowedToUseSSPR": !t.kept(r), "allowUserConsentForRiskyApps": !t.kept(r)}) {
		v1[k], beta[k] = v, v
	}
	beta["defaultUserRolePermissions"], beta["enabledPreviewFeatures"] = role, []string{}
	beta["permissionGrantPolicyIdsAssignedToDefaultUserRole"] = grants
	inV1 := object{"permissionGrantPoliciesAssigned": grants}
	for k, v := range role {
		inV1[k] = v
	}
	v1["defaultUserRolePermissions"] = inV1
	return v1, beta
}

func (t *tenant) consentRequests(r *rand.Rand) object {
	o := object{"isEnabled": t.kept(r), "notifyReviewers": t.kept(r), "remindersEnabled": t.kept(r), "version": 1,
		"requestDurationInDays": 5 + r.IntN(40), "reviewers": []object{}}
	if t.kept(r) {
		o["reviewers"] = []object{{"query": "/users/" + t.people[0].id, "queryType": "MicrosoftGraph", "queryRoot": nil}}
	}
	return o
}

// definition writes a policy whose settings are JSON inside a text.
func definition(r *rand.Rand, name string, settings any) object {
	text, err := json.Marshal(settings)
	if err != nil { // maps of texts and numbers: cannot fail
		text = []byte("{}")
	}
	return object{"id": guid(r), "displayName": name, "isOrganizationDefault": true, "definition": []string{string(text)}}
}

func (t *tenant) timeouts(r *rand.Rand) object {
	if !t.kept(r) {
		return list()
	}
	idle := []string{"01:00:00", "03:00:00", "12:00:00"}[r.IntN(3)]
	return list(definition(r, "Idle session timeout", object{"ActivityBasedTimeoutPolicy": object{"Version": 1,
		"ApplicationPolicies": []object{{"ApplicationId": "default", "WebSessionIdleTimeout": idle}}}}))
}

func (t *tenant) invitations(r *rand.Rand) object {
	domains := object{"BlockedDomains": []string{"free-mail.example"}}
	if t.kept(r) {
		domains = object{"AllowedDomains": []string{"partner.example"}}
	}
	return list(definition(r, "B2BManagementPolicy", object{"B2BManagementPolicy": object{
		"InvitationsAllowedAndBlockedDomainsPolicy": domains, "AutoRedeemPolicy": object{"AdminConsentedForUsersIntoTenantIds": []string{}}}}))
}

func (t *tenant) crossTenant(r *rand.Rand) object {
	side := func(allowed bool) object {
		access := map[bool]string{true: "allowed", false: "blocked"}[allowed]
		return object{
			"usersAndGroups": object{"accessType": access, "targets": []object{{"target": "AllUsers", "targetType": "user"}}},
			"applications":   object{"accessType": access, "targets": []object{{"target": "AllApplications", "targetType": "application"}}}}
	}
	return object{"isServiceDefault": false, "b2bCollaborationInbound": side(!t.kept(r)), "b2bCollaborationOutbound": side(true),
		"b2bDirectConnectInbound": side(!t.kept(r)), "b2bDirectConnectOutbound": side(false),
		"inboundTrust": object{"isMfaAccepted": r.Float64() < 0.5, "isCompliantDeviceAccepted": false,
			"isHybridAzureADJoinedDeviceAccepted": false},
		"automaticUserConsentSettings": object{"inboundAllowed": false, "outboundAllowed": false}}
}

// appManagement draws the limits on applications' secrets and certificates: the tenant's and, at times, an exception.
func (t *tenant) appManagement(r *rand.Rand) []named {
	restrictions := func() object {
		since := "0001-01-01T00:00:00Z"
		rule := func(kind, maxLifetime string) object {
			o := object{"restrictionType": kind, "maxLifetime": nil, "restrictForAppsCreatedAfterDateTime": since,
				"state": map[bool]string{true: "enabled", false: "disabled"}[t.kept(r)]}
			if maxLifetime != "" {
				o["maxLifetime"] = maxLifetime
			}
			return o
		}
		return object{"passwordCredentials": []object{rule("passwordAddition", ""), rule("customPasswordAddition", ""),
			rule("symmetricKeyAddition", ""), rule("passwordLifetime", "P90D"), rule("symmetricKeyLifetime", "P90D")},
			"keyCredentials": []object{rule("asymmetricKeyLifetime", []string{"P180D", "P730D"}[r.IntN(2)])}}
	}
	whole := object{"id": "00000000-0000-0000-0000-000000000000", "displayName": "Default app management tenant policy",
		"isEnabled": t.kept(r), "applicationRestrictions": restrictions(), "servicePrincipalRestrictions": restrictions()}
	files := []named{{"v1.0/policies/defaultAppManagementPolicy", whole}}
	if len(t.applications) == 0 || t.kept(r) {
		return append(files, named{"v1.0/policies/appManagementPolicies", list()})
	}
	id := guid(r)
	target := t.applications[0].object()
	return append(files,
		named{"v1.0/policies/appManagementPolicies", list(object{"id": id, "displayName": "Older integrations",
			"description": "What cannot change yet", "isEnabled": true, "restrictions": restrictions()})},
		named{"v1.0/policies/appManagementPolicies/" + id + "/appliesTo", list(target)})
}

// methods draws which authentication methods are in use.
func (t *tenant) methods(r *rand.Rand) object {
	everyone := []object{{"id": "all_users", "targetType": "group", "isRegistrationRequired": false}}
	method := func(kind, id string, enabled bool, more object) object {
		o := object{"@odata.type": "#microsoft.graph." + kind + "AuthenticationMethodConfiguration", "id": id,
			"state": map[bool]string{true: "enabled", false: "disabled"}[enabled], "includeTargets": everyone,
			"excludeTargets": []object{}}
		for k, v := range more {
			o[k] = v
		}
		return o
	}
	feature := func() object {
		state := []string{"enabled", "default"}[r.IntN(2)]
		if !t.kept(r) {
			state = "disabled"
		}
		return object{"state": state, "includeTarget": object{"id": "all_users", "targetType": "group"},
			"excludeTarget": object{"id": "00000000-0000-0000-0000-000000000000", "targetType": "group"}}
	}
	configurations := []object{
		method("fido2", "Fido2", t.kept(r), object{"isAttestationEnforced": t.kept(r),
			"isSelfServiceRegistrationAllowed": t.kept(r) || r.Float64() < 0.5, "keyRestrictions": object{"isEnforced": t.kept(r),
				"enforcementType": "allow", "aaGuids": []string{"de1e552d-db1d-4423-a619-566b625cdc84"}}}),
		method("microsoftAuthenticator", "MicrosoftAuthenticator", true, object{"isSoftwareOathEnabled": !t.kept(r),
			"featureSettings": object{"displayAppInformationRequiredState": feature(),
				"displayLocationInformationRequiredState": feature(), "numberMatchingRequiredState": feature(),
				"companionAppAllowedState": feature()}}),
		method("sms", "Sms", !t.kept(r), object{"includeTargets": []object{{"id": "all_users", "targetType": "group",
			"isRegistrationRequired": false, "isUsableForSignIn": !t.kept(r)}}}),
		method("voice", "Voice", !t.kept(r), object{"isOfficePhoneAllowed": false}),
		method("email", "Email", !t.kept(r), object{"allowExternalIdToUseEmailOtp": map[bool]string{true: "disabled", false: "enabled"}[t.kept(r)]}),
		method("temporaryAccessPass", "TemporaryAccessPass", true, object{"isUsableOnce": t.kept(r), "defaultLength": 8,
			"defaultLifetimeInMinutes": 60, "minimumLifetimeInMinutes": 10,
			"maximumLifetimeInMinutes": map[bool]int{true: 480, false: 43200}[t.kept(r)]}),
		method("softwareOath", "SoftwareOath", !t.kept(r), nil),
		method("hardwareOath", "HardwareOath", false, nil),
		method("x509Certificate", "X509Certificate", r.Float64() < 0.2, object{
			"authenticationModeConfiguration": object{"rules": []object{}, "x509CertificateAuthenticationDefaultMode": "x509Certificate" +
				map[bool]string{true: "SingleFactor", false: "MultiFactor"}[t.kept(r)]},
			"crlValidationConfiguration": object{"state": map[bool]string{true: "enabled", false: "disabled"}[t.kept(r)],
				"exemptedCertificateAuthoritiesSubjectKeyIdentifiers": []string{}}}),
		method("qrCodePin", "QRCodePin", !t.kept(r) && r.Float64() < 0.2, object{"pinLength": 8}),
	}
	migration := "migrationComplete"
	if !t.kept(r) {
		migration = []string{"preMigration", "migrationInProgress"}[r.IntN(2)]
	}
	target := object{"id": "all_users", "targetType": "group"}
	return object{"id": "authenticationMethodsPolicy", "displayName": "Authentication Methods Policy", "policyVersion": "1.5",
		"policyMigrationState":               migration,
		"authenticationMethodConfigurations": configurations,
		"reportSuspiciousActivitySettings":   object{"state": map[bool]string{true: "enabled", false: "disabled"}[t.kept(r)], "includeTarget": target, "voiceReportingCode": 0},
		"systemCredentialPreferences":        object{"state": map[bool]string{true: "enabled", false: "disabled"}[t.kept(r)], "includeTargets": []object{target}, "excludeTargets": []object{}},
		"registrationEnforcement": object{"authenticationMethodsRegistrationCampaign": object{
			"state": map[bool]string{true: "enabled", false: "disabled"}[t.kept(r)], "snoozeDurationInDays": 1,
			"includeTargets": []object{{"id": "all_users", "targetType": "group", "targetedAuthenticationMethod": "microsoftAuthenticator"}},
			"excludeTargets": []object{}}}}
}

const (
	anyMFA            = "00000000-0000-0000-0000-000000000002"
	phishingResistant = "00000000-0000-0000-0000-000000000004"
)

// strengths are the authentication strengths that every tenant has.
func strengths() object {
	strength := func(id, name string, combinations ...string) object {
		return object{"id": id, "displayName": name, "policyType": "builtIn", "requirementsSatisfied": "mfa",
			"allowedCombinations": combinations, "combinationConfigurations": []object{}}
	}
	resistant := []string{"windowsHelloForBusiness", "fido2", "x509CertificateMultiFactor"}
	passwordless := append(resistant[:3:3], "deviceBasedPush")
	return list(
		strength(anyMFA, "Multifactor authentication", append(passwordless[:4:4], "temporaryAccessPassOneTime",
			"password,microsoftAuthenticatorPush", "password,softwareOath", "password,hardwareOath", "password,sms", "password,voice")...),
		strength("00000000-0000-0000-0000-000000000003", "Passwordless MFA", passwordless...),
		strength(phishingResistant, "Phishing-resistant MFA", resistant...))
}
