package synth

import (
	"math/rand/v2"
	"time"
)

// rule is one conditional-access policy in short.
type rule struct {
	name         string
	users        object // besides the emergency exclusions
	applications []string
	actions      []string
	contexts     []string // authentication contexts, instead of applications
	clients      []string // nil: all
	more         object   // further conditions
	grant        object
	session      any
	needs        licence
}

// writeConditionalAccess writes the named locations and the policies. A well kept tenant has most of the policies
// enabled and excludes no one but the emergency accounts.
func (t *tenant) writeConditionalAccess() error {
	r := t.stream("conditionalAccess")
	offices, countries := guid(r), guid(r)
	own := t.stream("locations")
	network := "192.0.2.0/24"
	if !t.kept(own) {
		network = []string{"10.0.0.0/8", "198.0.0.0/8"}[own.IntN(2)]
	}
	locations := list(
		object{"@odata.type": "#microsoft.graph.ipNamedLocation", "id": offices, "displayName": "Offices",
			"isTrusted": t.kept(own) || own.Float64() < 0.5,
			"ipRanges":  []object{{"@odata.type": "#microsoft.graph.iPv4CidrRange", "cidrAddress": network}}},
		object{"@odata.type": "#microsoft.graph.countryNamedLocation", "id": countries, "displayName": "Countries we work in",
			"countriesAndRegions": []string{"FI", "SE", "EE"}, "includeUnknownCountriesAndRegions": false,
			"countryLookupMethod": "clientIpAddress"})
	policies := []object{}
	for _, ru := range ruleBook(countries) {
		if ru.needs > t.licence || r.Float64() > 0.25+0.75*t.maturity {
			continue
		}
		policies = append(policies, t.policy(r, ru))
	}
	return t.writeAll([]named{
		{"beta/identity/conditionalAccess/policies", list(policies...)},
		{"v1.0/identity/conditionalAccess/namedLocations", locations},
	})
}

func ruleBook(countries string) []rule {
	block := grant("block")
	strong := func(id, name string) object {
		g := grant()
		g["authenticationStrength"] = object{"id": id, "displayName": name, "policyType": "builtIn",
			"requirementsSatisfied": "mfa", "allowedCombinations": combinations(id)}
		return g
	}
	var privileged []string
	for _, ro := range roles() {
		if ro.privileged {
			privileged = append(privileged, ro.template)
		}
	}
	all, admins := object{"includeUsers": []string{"All"}}, object{"includeRoles": privileged}
	guests := object{"includeUsers": []string{"GuestsOrExternalUsers"}}
	every := []string{"All"}
	again := object{"signInFrequency": object{"isEnabled": true, "frequencyInterval": "everyTime", "type": nil, "value": nil,
		"authenticationType": "primaryAndSecondaryAuthentication"}}
	return []rule{
		{name: "Block legacy authentication", users: all, applications: every, grant: block, needs: premium1,
			clients: []string{"exchangeActiveSync", "other"}},
		{name: "MFA for everyone", users: all, applications: every, grant: grant("mfa"), needs: premium1},
		{name: "Phishing-resistant MFA for everyone", users: all, applications: every, needs: premium1,
			grant: strong(phishingResistant, "Phishing-resistant MFA")},
		{name: "Phishing-resistant MFA for administrators", users: admins, applications: every, needs: premium1,
			grant: strong(phishingResistant, "Phishing-resistant MFA")},
		{name: "MFA for guests", users: guests, applications: every, grant: strong(anyMFA, "Multifactor authentication"), needs: premium1},
		{name: "Block users at high risk", users: all, applications: every, grant: block, needs: premium2,
			more: object{"userRiskLevels": []string{"high"}}},
		{name: "Block sign-ins at high risk", users: all, applications: every, grant: block, needs: premium2,
			more: object{"signInRiskLevels": []string{"high"}}},
		{name: "Managed devices", users: all, applications: every, needs: premium1,
			grant: grant("compliantDevice", "domainJoinedDevice")},
		{name: "Managed devices to register security information", users: all, needs: premium1,
			actions: []string{"urn:user:registersecurityinfo"}, grant: grant("compliantDevice", "domainJoinedDevice")},
		{name: "Block device code flow", users: all, applications: every, grant: block, needs: premium1,
			more: object{"authenticationFlows": object{"transferMethods": "deviceCodeFlow"}}},
		{name: "Block other countries", users: all, applications: every, grant: block, needs: premium1,
			more: object{"locations": object{"includeLocations": []string{"All"}, "excludeLocations": []string{countries}}}},
		{name: "MFA for Azure management", users: all, applications: []string{"797f4846-ba00-4fd7-ba43-dac1f8f63013"},
			grant: grant("mfa"), needs: premium1},
		{name: "Administrators' portals for administrators alone", applications: []string{"MicrosoftAdminPortals"}, grant: block,
			users: object{"includeUsers": []string{"All"}, "excludeRoles": privileged}, needs: premium1},
		{name: "Block authentication transfer", users: all, applications: every, grant: block, needs: premium1,
			more: object{"authenticationFlows": object{"transferMethods": "authenticationTransfer"}}},
		{name: "Compliant devices", users: all, applications: every, grant: grant("compliantDevice"), needs: premium1},
		{name: "MFA to enrol devices", users: all, applications: []string{"d4ebce55-015a-49b5-a083-c84d1797ae8c"}, needs: premium1,
			grant: grant("mfa"), session: again},
		{name: "Token protection", users: all, needs: premium1, clients: []string{"mobileAppsAndDesktopClients"},
			applications: []string{exchangeOnline, "00000003-0000-0ff1-ce00-000000000000", "cc15fd57-2c6c-4117-a88c-83b1d56b4bbe"},
			more:         object{"platforms": object{"includePlatforms": []string{"windows"}, "excludePlatforms": []string{}}},
			session:      object{"secureSignInSession": object{"isEnabled": true}}},
		{name: "Block untrusted locations", users: all, applications: every, grant: block, needs: premium1,
			more: object{"locations": object{"includeLocations": []string{"All"}, "excludeLocations": []string{"AllTrusted"}}}},
		{name: "MFA for risky sign-ins", users: all, applications: every, grant: grant("mfa"), needs: premium2, session: again,
			more: object{"signInRiskLevels": []string{"medium", "high"}}},
		{name: "Protected actions", users: all, contexts: []string{"c1"}, needs: premium1,
			grant: strong(phishingResistant, "Phishing-resistant MFA")},
		{name: "Weekly sign-in", users: all, applications: every, needs: premium1,
			session: object{"signInFrequency": object{"isEnabled": true, "type": "days", "value": 7,
				"frequencyInterval": "timeBased", "authenticationType": "primaryAndSecondaryAuthentication"}}},
		{name: "Short sessions for administrators", users: admins, applications: every, needs: premium1,
			session: object{"signInFrequency": object{"isEnabled": true, "type": "hours", "value": 4,
				"frequencyInterval": "timeBased", "authenticationType": "primaryAndSecondaryAuthentication"},
				"persistentBrowser": object{"isEnabled": true, "mode": "never"}}},
	}
}

func combinations(strength string) []string {
	resistant := []string{"windowsHelloForBusiness", "fido2", "x509CertificateMultiFactor"}
	if strength == phishingResistant {
		return resistant
	}
	return append(resistant, "deviceBasedPush", "password,microsoftAuthenticatorPush", "password,sms")
}

func grant(controls ...string) object {
	if controls == nil {
		controls = []string{}
	}
	return object{"operator": "OR", "builtInControls": controls, "customAuthenticationFactors": []string{},
		"termsOfUse": []string{}, "authenticationStrength": nil}
}

// policy writes a rule out in full, with what is wrong about it in this tenant.
func (t *tenant) policy(r *rand.Rand, ru rule) object {
	state := "enabled"
	if !t.kept(r) && r.Float64() < 0.6 {
		state = []string{"enabledForReportingButNotEnforced", "disabled"}[r.IntN(2)]
	}
	excluded := append([]string{}, t.emergency...)
	if !t.kept(r) && r.Float64() < 0.4 {
		excluded = append(excluded, t.people[r.IntN(len(t.people))].id)
	}
	users := object{"includeUsers": []string{}, "includeGroups": []string{}, "includeRoles": []string{},
		"excludeUsers": excluded, "excludeGroups": nonNil(t.emergencyGroups), "excludeRoles": []string{},
		"includeGuestsOrExternalUsers": nil, "excludeGuestsOrExternalUsers": nil}
	for k, v := range ru.users {
		users[k] = v
	}
	clients := ru.clients
	if clients == nil {
		clients = []string{"all"}
	}
	conditions := object{"users": users, "clientAppTypes": clients, "clientApplications": nil, "deviceStates": nil,
		"devices": nil, "locations": nil, "platforms": nil, "signInRiskLevels": []string{}, "userRiskLevels": []string{},
		"servicePrincipalRiskLevels": []string{}, "times": nil,
		"applications": object{"includeApplications": nonNil(ru.applications), "excludeApplications": []string{},
			"includeUserActions": nonNil(ru.actions), "includeAuthenticationContextClassReferences": nonNil(ru.contexts),
			"applicationFilter": nil}}
	for k, v := range ru.more {
		conditions[k] = v
	}
	created := before(r, 1200)
	out := object{"id": guid(r), "displayName": ru.name, "state": state, "templateId": nil, "conditions": conditions,
		"createdDateTime": created.Format(time.RFC3339), "modifiedDateTime": created.AddDate(0, 0, 3).Format(time.RFC3339),
		"deletedDateTime": nil, "partialEnablementStrategy": nil, "grantControls": nil, "sessionControls": ru.session}
	if ru.grant != nil {
		out["grantControls"] = ru.grant
	}
	return out
}
