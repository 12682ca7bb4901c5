package all

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/check/roles"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// A judged tenant is what other tools judge wrongly, as Graph sends it, with
// what the checks say instead.
type judged struct {
	name     string
	settings snapshot.Settings
	files    checktest.Files
	want     finding.Verdict
	checks   []string // by id
}

func compare(t *testing.T, tests []judged) {
	t.Helper()
	byID := map[string]*check.Check{}
	for _, c := range Checks() {
		byID[c.ID] = c
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := checktest.Snapshot(t, tt.settings, tt.files)
			for _, id := range tt.checks {
				c := byID[id]
				if c == nil {
					t.Fatalf("no check %s", id)
				}
				o := check.Run(c, s)
				sound(t, o)
				checktest.Said(t, o)
				if o.Verdict != tt.want {
					t.Errorf("%s: got %v (%s), want %v", id, o.Verdict, o.Reason, tt.want)
				}
			}
		})
	}
}

// ids makes the list of checks of a test.
func ids(checks ...string) []string { return checks }

// licensed is a tenant with Entra ID P2 and Intune, and what more is read of it.
func licensed(more ...checktest.Files) checktest.Files {
	files := checktest.Files{snapshot.SubscribedSkus.Resource(): `[{"skuPartNumber":"SPE_E5","capabilityStatus":"Enabled","prepaidUnits":{"enabled":10,"warning":0},
		"servicePlans":[` + plans("AAD_PREMIUM", "AAD_PREMIUM_P2", "INTUNE_A", "SHAREPOINTENTERPRISE") + `]}]`}
	for _, m := range more {
		maps.Copy(files, m)
	}
	return files
}

func one(r snapshot.Resource, text string) checktest.Files { return checktest.Files{r: text} }

// A policy of conditional access as Graph sends it; every part has a value in a
// policy that asks everyone for multifactor authentication everywhere.
type caPolicy struct{ state, users, applications, clients, conditions, grant, session string }

const (
	everybody     = `"includeUsers":["All"],"excludeUsers":[],"includeGroups":[],"excludeGroups":[],"includeRoles":[],"excludeRoles":[],"includeGuestsOrExternalUsers":null,"excludeGuestsOrExternalUsers":null`
	everything    = `"includeApplications":["All"],"excludeApplications":[],"includeUserActions":[],"includeAuthenticationContextClassReferences":[],"applicationFilter":null`
	blockAccess   = `{"operator":"OR","builtInControls":["block"],"customAuthenticationFactors":[],"termsOfUse":[],"authenticationStrength":null}`
	anyMFA        = `{"operator":"OR","builtInControls":["mfa"],"customAuthenticationFactors":[],"termsOfUse":[],"authenticationStrength":null}`
	compliant     = `{"operator":"OR","builtInControls":["compliantDevice"],"customAuthenticationFactors":[],"termsOfUse":[],"authenticationStrength":null}`
	everyKind     = `{"guestOrExternalUserTypes":"internalGuest,b2bCollaborationGuest,b2bCollaborationMember,b2bDirectConnectUser,otherExternalUser,serviceProvider","externalTenants":{"@odata.type":"#microsoft.graph.conditionalAccessAllExternalTenants","membershipKind":"all"}}`
	legacyClients = `"exchangeActiveSync","other"`
)

func (p caPolicy) json(id string) string {
	or := func(v, otherwise string) string {
		if v == "" {
			return otherwise
		}
		return v
	}
	conditions := `"platforms":null,"locations":null,"times":null,"deviceStates":null,"devices":null,"clientApplications":null,"userRiskLevels":[],"signInRiskLevels":[],
		"servicePrincipalRiskLevels":[],"insiderRiskLevels":null,"authenticationFlows":null`
	if p.conditions != "" {
		// What a test sets takes the place of the null: the later member counts.
		conditions += "," + p.conditions
	}
	return `{"id":"` + id + `","templateId":null,"displayName":"Policy","createdDateTime":"2025-01-01T00:00:00Z","modifiedDateTime":null,
		"state":"` + or(p.state, "enabled") + `","deletedDateTime":null,"partialEnablementStrategy":null,
		"conditions":{"users":{` + or(p.users, everybody) + `},"applications":{` + or(p.applications, everything) + `},"clientAppTypes":[` + or(p.clients, `"all"`) + `],` + conditions + `},
		"grantControls":` + or(p.grant, anyMFA) + `,"sessionControls":` + or(p.session, "null") + `}`
}

func policies(all ...caPolicy) checktest.Files {
	texts := make([]string, len(all))
	for i, p := range all {
		texts[i] = p.json(fmt.Sprint("p", i))
	}
	return one(snapshot.ConditionalAccessPolicies.Resource(), "["+strings.Join(texts, ",")+"]")
}

// leavingOut is everybody but some, in one property.
func leavingOut(property, value string) string {
	return strings.Replace(everybody, `"`+property+`":[]`, `"`+property+`":["`+value+`"]`, 1)
}

// TestMistakesOfScubaGear holds what its Rego was seen to judge wrongly.
func TestMistakesOfScubaGear(t *testing.T) {
	authorization := func(text string) checktest.Files { return one(snapshot.AuthorizationPolicy.Resource(), text) }
	credentials := func(enabled string) checktest.Files {
		return checktest.Files{
			snapshot.DefaultAppManagementPolicy.Resource(): `{"id":"00000000-0000-0000-0000-000000000000","displayName":"Default app management tenant policy",` + enabled +
				`"applicationRestrictions":` + restrictions + `,"servicePrincipalRestrictions":` + restrictions + `}`,
			snapshot.AppManagementPolicies.Resource(): `[]`,
		}
	}
	appPolicies := ids("app-secrets-blocked", "app-secret-lifetime", "app-certificate-lifetime")
	compare(t, []judged{
		{"5.5 to 5.7, the default policy in force", snapshot.Settings{}, credentials(`"isEnabled":true,`), finding.Pass, appPolicies},
		{"5.5 to 5.7, the default policy disabled", snapshot.Settings{}, credentials(`"isEnabled":false,`), finding.Fail, appPolicies},
		{"5.5 to 5.7, the default policy as Microsoft makes it", snapshot.Settings{}, checktest.Files{
			snapshot.DefaultAppManagementPolicy.Resource(): `{"id":"00000000-0000-0000-0000-000000000000","isEnabled":false,"applicationRestrictions":{"passwordCredentials":[],"keyCredentials":[]},"servicePrincipalRestrictions":{"passwordCredentials":[],"keyCredentials":[]}}`,
			snapshot.AppManagementPolicies.Resource():      `[]`,
		}, finding.Fail, appPolicies},
		{"5.5 to 5.7, the default policy absent", snapshot.Settings{}, one(snapshot.AppManagementPolicies.Resource(), `[]`), finding.Unknown, appPolicies},

		{"5.2, the legacy consent of users", snapshot.Settings{}, authorization(`{"defaultUserRolePermissions":{"permissionGrantPoliciesAssigned":["ManagePermissionGrantsForSelf.microsoft-user-default-legacy"]}}`),
			finding.Fail, ids("app-user-consent", "app-user-consent-limited")},
		{"5.2, no consent of users beside that for chats and teams", snapshot.Settings{}, authorization(`{"defaultUserRolePermissions":{"permissionGrantPoliciesAssigned":[
			"ManagePermissionGrantsForOwnedResource.microsoft-dynamically-managed-permissions-for-team"]}}`), finding.Pass, ids("app-user-consent", "app-user-consent-limited")},

		{"3.9, two flows in one text", snapshot.Settings{}, licensed(policies(caPolicy{grant: blockAccess, conditions: `"authenticationFlows":{"transferMethods":"deviceCodeFlow,authenticationTransfer"}`})),
			finding.Pass, ids("ca-device-code-flow", "ca-authentication-transfer")},
		{"3.9, the other flow alone", snapshot.Settings{}, licensed(policies(caPolicy{grant: blockAccess, conditions: `"authenticationFlows":{"transferMethods":"authenticationTransfer"}`})),
			finding.Fail, ids("ca-device-code-flow")},

		{"8.2, nobody may invite", snapshot.Settings{}, authorization(`{"allowInvitesFrom":"none"}`), finding.Pass, ids("guest-invitations")},
		{"6.1, one domain", snapshot.Settings{}, one(snapshot.Domains.Resource(), `[{"id":"example.onmicrosoft.com","authenticationType":"Managed","isVerified":true,"isRoot":true,"isInitial":true,
			"passwordValidityPeriodInDays":2147483647,"passwordNotificationWindowInDays":14}]`), finding.Pass, ids("id-password-expiry")},
	})
}

// TestNarrowedPolicies asks that a policy with one condition more is not taken
// for one that applies to every sign-in.
func TestNarrowedPolicies(t *testing.T) {
	narrow := map[string]string{
		"platforms":      `"platforms":{"includePlatforms":["windows"],"excludePlatforms":[]}`,
		"locations":      `"locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]}`,
		"devices":        `"devices":{"deviceFilter":{"mode":"exclude","rule":"device.extensionAttribute1 -eq \"kiosk\""}}`,
		"older devices":  `"deviceStates":{"includeStates":["All"],"excludeStates":["Compliant"]}`,
		"insider risk":   `"insiderRiskLevels":"elevated"`,
		"a new one":      `"times":{"includedRanges":[{"from":"08:00"}]}`,
		"new for people": `"users":{` + everybody + `,"includeTeams":["t"]}`,
	}
	risk, legacy := `"userRiskLevels":["high"],"signInRiskLevels":[]`, legacyClients
	resistant := strings.Replace(anyMFA, `"authenticationStrength":null`, `"authenticationStrength":{"id":"00000000-0000-0000-0000-000000000004","displayName":"Phishing-resistant MFA",
		"allowedCombinations":["windowsHelloForBusiness","fido2","x509CertificateMultiFactor"]}`, 1)
	resistant = strings.Replace(resistant, `["mfa"]`, `[]`, 1)
	whole := map[string]caPolicy{
		"ca-legacy-authentication":                   {clients: legacy, grant: blockAccess},
		"ca-high-risk-users":                         {conditions: risk, grant: blockAccess},
		"ca-high-risk-sign-ins":                      {conditions: `"signInRiskLevels":["high"]`, grant: blockAccess},
		"ca-phishing-resistant-mfa":                  {grant: resistant},
		"ca-privileged-roles-phishing-resistant-mfa": {grant: resistant},
		"ca-mfa":                         {},
		"ca-admin-mfa":                   {},
		"ca-guest-mfa":                   {},
		"ca-managed-device":              {grant: compliant},
		"ca-registration-managed-device": {applications: `"includeApplications":[],"includeUserActions":["urn:user:registersecurityinfo"]`, grant: compliant},
		"ca-device-code-flow":            {conditions: `"authenticationFlows":{"transferMethods":"deviceCodeFlow"}`, grant: blockAccess},
	}
	for id, p := range whole {
		compare(t, []judged{{id, snapshot.Settings{}, licensed(policies(p)), finding.Pass, ids(id)}})
		for name, condition := range narrow {
			q := p
			q.conditions = strings.TrimPrefix(p.conditions+","+condition, ",")
			want := finding.Fail
			if strings.HasPrefix(name, "new") || strings.HasPrefix(name, "a new") {
				want = finding.Unknown
			}
			compare(t, []judged{{id + ", " + name, snapshot.Settings{}, licensed(policies(q)), want, ids(id)}})
		}
	}
	// A risk makes a policy for every sign-in one for few.
	compare(t, []judged{{"multifactor authentication at risk only", snapshot.Settings{}, licensed(policies(caPolicy{conditions: `"signInRiskLevels":["high","medium"]`})), finding.Fail, ids("ca-mfa", "ca-admin-mfa", "ca-guest-mfa")}})
}

// TestMistakesOfProwler holds what its checks were read to judge wrongly.
func TestMistakesOfProwler(t *testing.T) {
	hybrid := one(snapshot.Organizations.Resource(), `[{"id":"o","onPremisesSyncEnabled":true}]`)
	passwords := func(mode string) checktest.Files {
		return licensed(hybrid, one(snapshot.GroupSettings.Resource(), `[{"id":"s","displayName":"Password Rule Settings","templateId":"5cf42378-d67d-4f36-ba46-e8b86229381d","values":[
			{"name":"EnableBannedPasswordCheckOnPremises","value":"True"},{"name":"BannedPasswordCheckOnPremisesMode","value":"`+mode+`"}]}]`))
	}
	emergency := snapshot.Settings{EmergencyAccess: snapshot.EmergencyAccess{Users: []string{"rescue"}, Groups: []string{"rescuers"}}}
	asksEveryone := ids("ca-mfa", "ca-admin-mfa", "ca-azure-management-mfa", "id-security-defaults")
	with := func(users string) checktest.Files {
		return licensed(policies(caPolicy{users: users}), one(snapshot.SecurityDefaults.Resource(), `{"isEnabled":false}`))
	}
	compare(t, []judged{
		{"the mode Enforce as Graph writes it", snapshot.Settings{}, passwords("Enforce"), finding.Pass, ids("id-on-premises-passwords")},
		{"the mode as the admin centre writes it", snapshot.Settings{}, passwords("Enforced"), finding.Pass, ids("id-on-premises-passwords")},
		{"the mode Audit", snapshot.Settings{}, passwords("Audit"), finding.Fail, ids("id-on-premises-passwords")},
		// That a tenant synchronises decides whether a control applies and keeps none.
		{"synchronising alone keeps nothing", snapshot.Settings{}, licensed(hybrid, one(snapshot.GroupSettings.Resource(), `[]`)), finding.Fail, ids("id-on-premises-passwords")},

		{"nobody excluded", snapshot.Settings{}, with(everybody), finding.Pass, asksEveryone},
		{"an excluded user", snapshot.Settings{}, with(leavingOut("excludeUsers", "boss")), finding.Fail, asksEveryone},
		{"an excluded group", snapshot.Settings{}, with(leavingOut("excludeGroups", "bosses")), finding.Fail, asksEveryone},
		{"an excluded role", snapshot.Settings{}, with(leavingOut("excludeRoles", roles.GlobalAdministrator)), finding.Fail, asksEveryone},
		{"excluded guests", snapshot.Settings{}, with(strings.Replace(everybody, `"excludeGuestsOrExternalUsers":null`, `"excludeGuestsOrExternalUsers":`+everyKind, 1)), finding.Fail, append(asksEveryone, "ca-guest-mfa")},
		{"the declared account", emergency, with(leavingOut("excludeUsers", "RESCUE")), finding.Pass, asksEveryone},
		{"the declared group", emergency, with(leavingOut("excludeGroups", "rescuers")), finding.Pass, asksEveryone},
	})
}

// TestNothingRestsOnGuesses names what no check judges because Graph does not
// answer it to an application that only reads: whether seamless single sign-on
// is on, for which Graph has no property, and whether password hashes are
// synchronised, for which it wants more than to read.
func TestNothingRestsOnGuesses(t *testing.T) {
	for _, c := range Checks() {
		for _, row := range []string{"ID-019", "ID-022"} {
			if slices.Contains(c.Rows, row) {
				t.Errorf("%s claims to judge %s", c.ID, row)
			}
		}
		for _, r := range slices.Concat(c.Reads, c.Uses) {
			if strings.Contains(string(r), "onPremisesSynchronization") {
				t.Errorf("%s looks at %s", c.ID, r)
			}
		}
	}
}

// TestNeverAFailureForWhatIsMissing asks that a licence nobody bought, a
// permission nobody granted and a sensor nobody installed are not called
// failures.
func TestNeverAFailureForWhatIsMissing(t *testing.T) {
	files := wellKept()
	files[snapshot.SubscribedSkus.Resource()] = `[]`
	unlicensed := tenant(t, files)
	refused := tenant(t, nil)
	for _, key := range snapshot.Keys() {
		if key.Resource() != snapshot.SubscribedSkus.Resource() {
			refused.SetUnread(key.Resource(), snapshot.Unread{Status: 403, Reason: "permission denied"})
		}
	}
	for _, c := range Checks() {
		if o := check.Run(c, unlicensed); c.Licence != check.NoLicence && o.Verdict == finding.Fail {
			t.Errorf("%s without its licence: got %v (%s)", c.ID, o.Verdict, o.Reason)
		}
		if o := check.Run(c, refused); o.Verdict != finding.Unknown || o.Reason == "" {
			t.Errorf("%s without permissions: got %v (%s), want unknown with a reason", c.ID, o.Verdict, o.Reason)
		}
	}
	compare(t, []judged{
		{"no sensor", snapshot.Settings{}, checktest.Files{
			snapshot.SubscribedSkus.Resource():  `[{"capabilityStatus":"Enabled","prepaidUnits":{"enabled":1},"servicePlans":[` + plans("ATA") + `]}]`,
			snapshot.IdentitySensors.Resource(): `[]`,
		}, finding.NotApplicable, ids("log-identity-sensors")},
		{"licences bought for nobody any more", snapshot.Settings{}, checktest.Files{
			snapshot.SubscribedSkus.Resource():            `[{"capabilityStatus":"Suspended","prepaidUnits":{"enabled":0,"warning":0,"suspended":25},"servicePlans":[` + plans("AAD_PREMIUM", "AAD_PREMIUM_P2") + `]}]`,
			snapshot.ConditionalAccessPolicies.Resource(): `[]`,
		}, finding.NotApplicable, ids("ca-device-code-flow", "ca-high-risk-users", "ca-managed-device")},
	})
	report := snapshot.Unread{Status: 403, Reason: "permission denied"}
	s := checktest.Snapshot(t, snapshot.Settings{}, licensed(one(snapshot.Users.Resource(), `[{"id":"u","userType":"Member","accountEnabled":true}]`)))
	s.SetUnread(snapshot.RegistrationDetails.Resource(), report)
	for _, c := range Checks() {
		if slices.Contains(ids("auth-mfa-capable", "id-password-reset", "auth-administrator-methods"), c.ID) {
			if o := check.Run(c, s); o.Verdict != finding.Unknown || !strings.Contains(o.Reason, report.Reason) {
				t.Errorf("%s without AuditLog.Read.All: got %v (%s), want unknown that says why", c.ID, o.Verdict, o.Reason)
			}
		}
	}
}

// TestUnknownMembers asks that a text of several words of which one is not known
// is judged by what is known, or not at all; it is never as if nothing was set.
func TestUnknownMembers(t *testing.T) {
	flow := func(methods string) checktest.Files {
		return licensed(policies(caPolicy{grant: blockAccess, conditions: `"authenticationFlows":{"transferMethods":"` + methods + `"}`}))
	}
	agents := func(levels string) checktest.Files {
		return licensed(policies(caPolicy{users: `"includeUsers":["None"]`, grant: blockAccess, conditions: `"clientApplications":{"includeAgentIdServicePrincipals":["All"]},"agentIdRiskLevels":"` + levels + `"`}))
	}
	guests := func(kinds string) checktest.Files {
		return licensed(policies(caPolicy{users: `"includeUsers":[],"includeGuestsOrExternalUsers":` + strings.Replace(everyKind, "serviceProvider", kinds, 1)}))
	}
	withoutGuests := func(kinds string) checktest.Files {
		return licensed(policies(caPolicy{users: `"includeUsers":["All"],"excludeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"` + kinds + `","externalTenants":{"membershipKind":"all"}}`}))
	}
	insider := licensed(policies(caPolicy{conditions: `"insiderRiskLevels":"minor,catastrophic"`}))
	compare(t, []judged{
		{"a flow of the future alone", snapshot.Settings{}, flow("teleport"), finding.Unknown, ids("ca-device-code-flow", "ca-authentication-transfer")},
		{"a flow of the future beside one that matters", snapshot.Settings{}, flow("deviceCodeFlow,teleport"), finding.Pass, ids("ca-device-code-flow")},
		{"a flow of the future beside one that does not", snapshot.Settings{}, flow("authenticationTransfer,teleport"), finding.Unknown, ids("ca-device-code-flow")},
		{"an agent risk of the future", snapshot.Settings{}, agents("extreme"), finding.Unknown, ids("ca-high-risk-agents")},
		{"an agent risk of the future beside high", snapshot.Settings{}, agents("high,extreme"), finding.Pass, ids("ca-high-risk-agents")},
		{"a kind of guests of the future in place of one", snapshot.Settings{}, guests("martian"), finding.Unknown, ids("ca-guest-mfa")},
		{"a kind of guests of the future beside all", snapshot.Settings{}, guests("serviceProvider,martian"), finding.Pass, ids("ca-guest-mfa")},
		{"an excluded kind of guests of the future", snapshot.Settings{}, withoutGuests("martian"), finding.Unknown, ids("ca-guest-mfa", "ca-mfa")},
		{"an insider risk of the future", snapshot.Settings{}, insider, finding.Unknown, ids("ca-mfa")},
		{"a control of the future", snapshot.Settings{}, licensed(policies(caPolicy{grant: strings.Replace(anyMFA, `"mfa"`, `"unknownFutureValue"`, 1)})), finding.Unknown, ids("ca-mfa", "ca-admin-mfa", "ca-managed-device")},
		{"a state of the future", snapshot.Settings{}, licensed(policies(caPolicy{state: "unknownFutureValue"})), finding.Unknown, ids("ca-mfa")},
	})
}

// TestWhatUsersAskedFor holds verdicts that users of other tools complained of.
func TestWhatUsersAskedFor(t *testing.T) {
	emergency := snapshot.Settings{EmergencyAccess: snapshot.EmergencyAccess{Users: []string{"rescue"}}}
	people := func(users, details string) checktest.Files {
		return licensed(one(snapshot.Users.Resource(), `[`+users+`]`), one(snapshot.RegistrationDetails.Resource(), `[`+details+`]`))
	}
	user := func(id, kind, enabled string) string {
		return `{"id":"` + id + `","displayName":"` + id + `","userPrincipalName":"` + id + `@example.com","userType":"` + kind + `","accountEnabled":` + enabled + `}`
	}
	row := func(id, kind, able string) string {
		return `{"id":"` + id + `","userPrincipalName":"` + id + `@example.com","userType":"` + kind + `","isAdmin":false,"isMfaCapable":` + able + `,"isMfaRegistered":` + able + `,"isSsprEnabled":` + able + `,"methodsRegistered":[]}`
	}
	clerk, able := user("clerk", "Member", "true"), row("clerk", "member", "true")
	sharing := func(level string) checktest.Files {
		return licensed(one(snapshot.SharePointSettings.Resource(), `{"sharingCapability":"`+level+`","sharingDomainRestrictionMode":"none","sharingAllowedDomainList":[],"sharingBlockedDomainList":[],
			"isResharingByExternalUsersEnabled":true}`))
	}
	but := func(grant string) string { return strings.Replace(anyMFA, `["mfa"]`, grant, 1) }
	roleHolders := func(list ...string) string {
		return `"includeUsers":[],"includeRoles":["` + strings.Join(list, `","`) + `"]`
	}
	var privileged []string
	for _, r := range roles.Privileged() {
		privileged = append(privileged, r.TemplateID)
	}
	compare(t, []judged{
		// Break-glass accounts counted as failures.
		{"a break-glass account without a second factor", emergency, people(clerk+`,`+user("rescue", "Member", "true"), able+`,`+row("rescue", "member", "false")), finding.Pass, ids("auth-mfa-capable", "id-password-reset")},
		{"the same account, not declared", snapshot.Settings{}, people(clerk+`,`+user("rescue", "Member", "true"), able+`,`+row("rescue", "member", "false")), finding.Fail, ids("auth-mfa-capable", "id-password-reset")},
		{"a policy for agents that cannot exclude anybody", emergency, licensed(policies(caPolicy{users: leavingOut("excludeUsers", "rescue")},
			caPolicy{users: `"includeUsers":["None"]`, grant: blockAccess, conditions: `"clientApplications":{"includeAgentIdServicePrincipals":["All"]},"agentIdRiskLevels":"high"`})), finding.Pass,
			ids("ca-break-glass-excluded", "ca-break-glass-blocked")},

		// Several policies that keep a control together.
		{"members in one policy, guests in the other", snapshot.Settings{}, licensed(policies(
			caPolicy{users: strings.Replace(everybody, `"excludeGuestsOrExternalUsers":null`, `"excludeGuestsOrExternalUsers":`+everyKind, 1)},
			caPolicy{users: `"includeUsers":[],"includeGuestsOrExternalUsers":` + everyKind})), finding.Pass, ids("ca-mfa", "ca-admin-mfa", "ca-guest-mfa")},
		{"a group left out of one policy, asked by the other", snapshot.Settings{}, licensed(policies(caPolicy{users: leavingOut("excludeGroups", "pilot")},
			caPolicy{users: `"includeUsers":[],"includeGroups":["pilot"]`, grant: strings.Replace(but(`["mfa","compliantDevice"]`), `"OR"`, `"AND"`, 1)})), finding.Pass, ids("ca-mfa")},
		{"one policy for each old client", snapshot.Settings{}, licensed(policies(caPolicy{clients: `"exchangeActiveSync"`, grant: blockAccess}, caPolicy{clients: `"other"`, grant: blockAccess})),
			finding.Pass, ids("ca-legacy-authentication")},
		{"half of the roles in each policy", snapshot.Settings{}, licensed(policies(caPolicy{users: roleHolders(privileged[:4]...)}, caPolicy{users: roleHolders(privileged[4:]...)})), finding.Pass, ids("ca-admin-mfa")},
		{"half of the roles alone", snapshot.Settings{}, licensed(policies(caPolicy{users: roleHolders(privileged[:4]...)})), finding.Fail, ids("ca-admin-mfa")},

		// Something stricter judged worse.
		{"compliant devices alone", snapshot.Settings{}, licensed(policies(caPolicy{grant: compliant})), finding.Pass, ids("ca-managed-device", "ca-app-enforced-restrictions")},
		{"compliant devices and multifactor authentication", snapshot.Settings{}, licensed(policies(caPolicy{grant: strings.Replace(but(`["compliantDevice","mfa"]`), `"OR"`, `"AND"`, 1)})), finding.Pass,
			ids("ca-managed-device", "ca-mfa", "ca-admin-mfa")},
		{"compliant devices or multifactor authentication", snapshot.Settings{}, licensed(policies(caPolicy{grant: but(`["compliantDevice","mfa"]`)})), finding.Fail, ids("ca-managed-device", "ca-mfa")},
		{"guests kept out altogether", snapshot.Settings{}, licensed(policies(caPolicy{users: `"includeUsers":["GuestsOrExternalUsers"]`, grant: blockAccess})), finding.Pass, ids("ca-guest-mfa")},

		// Guests and disabled accounts counted as members.
		{"a disabled guest without a second factor", snapshot.Settings{}, people(clerk+`,`+user("partner", "Guest", "false"), able+`,`+row("partner", "guest", "false")), finding.Pass, ids("auth-mfa-capable", "id-password-reset")},
		{"a guest without a second factor", snapshot.Settings{}, people(clerk+`,`+user("partner", "Guest", "true"), able+`,`+row("partner", "guest", "false")), finding.Pass, ids("auth-mfa-capable", "id-password-reset")},
		{"a disabled member without a second factor", snapshot.Settings{}, people(clerk+`,`+user("leaver", "Member", "false"), able+`,`+row("leaver", "member", "false")), finding.Pass, ids("auth-mfa-capable", "id-password-reset")},
		{"whether an account is enabled was not returned", snapshot.Settings{}, people(clerk+`,{"id":"somebody","displayName":"Somebody"}`, able+`,`+row("somebody", "member", "false")), finding.Unknown, ids("auth-mfa-capable", "id-password-reset")},
		{"a disabled guest owns an application", snapshot.Settings{}, licensed(one(snapshot.Users.Resource(), `[`+user("partner", "Guest", "false")+`]`), one(snapshot.ServicePrincipals.Resource(), `[]`),
			one(snapshot.Applications.Resource(), `[{"id":"a","appId":"a","displayName":"App","owners":[{"@odata.type":"#microsoft.graph.user","id":"partner","userType":"Guest","accountEnabled":false}]}]`)),
			finding.Pass, ids("app-guest-owners")},

		// Sharing that is off judged by what it would be like if it were on.
		{"sharing off", snapshot.Settings{}, sharing("disabled"), finding.Pass, ids("sp-external-sharing", "sp-anyone-links", "sp-sharing-domains")},
		{"sharing off, guests could share on", snapshot.Settings{}, sharing("disabled"), finding.NotApplicable, ids("sp-guest-resharing")},
		{"sharing with anyone", snapshot.Settings{}, sharing("externalUserAndGuestSharing"), finding.Fail, ids("sp-external-sharing", "sp-anyone-links", "sp-sharing-domains", "sp-guest-resharing")},
	})
}
