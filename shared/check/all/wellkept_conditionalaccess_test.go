package all

import (
	"strings"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/check/roles"
	"vahti.ai/vahti/shared/snapshot"
)

// wellKeptConditionalAccess is what checks of conditional access read: policies
// that keep nearly every control, the network they trust and the actions they guard.
func wellKeptConditionalAccess() checktest.Files {
	const action = `"isAuthenticationContextSettable":true,"authenticationContextId":"c1","name":"microsoft.directory/conditionalAccessPolicies/`
	return checktest.Files{
		snapshot.ConditionalAccessPolicies.Resource(): `[` +
			keptPolicy("legacy", `"clientAppTypes":["exchangeActiveSync","other"]`, `{"operator":"OR","builtInControls":["block"]}`, `null`) + `,` +
			keptPolicy("mfa", `"clientAppTypes":["all"]`, `{"operator":"OR","builtInControls":["mfa"]}`, `null`) + `,` +
			keptPolicy("device", `"clientAppTypes":["all"]`, `{"operator":"OR","builtInControls":["compliantDevice"]}`, `null`) + `,` +
			keptPolicy("user risk", `"clientAppTypes":["all"],"userRiskLevels":["high"]`, `{"operator":"OR","builtInControls":["block"]}`, `null`) + `,` +
			keptPolicy("sign-in risk", `"clientAppTypes":["all"],"signInRiskLevels":["medium","high"]`, `{"operator":"OR","builtInControls":["block"]}`, `null`) + `,` +
			keptPolicy("flows", `"clientAppTypes":["all"],"authenticationFlows":{"transferMethods":"deviceCodeFlow,authenticationTransfer"}`, `{"operator":"OR","builtInControls":["block"]}`, `null`) + `,` +
			keptPolicy("places", `"clientAppTypes":["all"],"locations":{"includeLocations":["All"],"excludeLocations":["office"]}`, `{"operator":"OR","builtInControls":["block"]}`, `null`) + `,` +
			keptPolicy("sessions", `"clientAppTypes":["all"]`, `null`, `{"signInFrequency":{"isEnabled":true,"frequencyInterval":"everyTime"},
				"persistentBrowser":{"isEnabled":true,"mode":"never"},"applicationEnforcedRestrictions":{"isEnabled":true},"secureSignInSession":{"isEnabled":true}}`) + `,
			{"id":"admins","displayName":"admins","state":"enabled","conditions":{"users":{"includeRoles":[` + privilegedRoleIDs() + `],"excludeUsers":["a1"]},
				"applications":{"includeApplications":["All"]},"clientAppTypes":["all"]},"grantControls":{"operator":"OR","authenticationStrength":{"id":"00000000-0000-0000-0000-000000000004"}}},
			{"id":"portals","displayName":"portals","state":"enabled","conditions":{"users":{"includeUsers":["All"],"excludeUsers":["a1"],"excludeRoles":["62e90394-69f5-4237-9190-012177145e10"]},
				"applications":{"includeApplications":["MicrosoftAdminPortals"]},"clientAppTypes":["all"]},"grantControls":{"operator":"OR","builtInControls":["block"]}},
			{"id":"context","displayName":"context","state":"enabled","conditions":{"users":{"includeUsers":["All"],"excludeUsers":["a1"]},
				"applications":{"includeAuthenticationContextClassReferences":["c1"]},"clientAppTypes":["all"]},
				"grantControls":{"operator":"OR","authenticationStrength":{"id":"00000000-0000-0000-0000-000000000004"}}},
			{"id":"registration","displayName":"registration","state":"enabled","conditions":{"users":{"includeUsers":["All"],"excludeUsers":["a1"]},
				"applications":{"includeUserActions":["urn:user:registersecurityinfo"]},"clientAppTypes":["all"]},
				"grantControls":{"operator":"OR","builtInControls":["compliantDevice"]}}]`,
		snapshot.NamedLocations.Resource(): `[{"@odata.type":"#microsoft.graph.ipNamedLocation","id":"office","displayName":"Office","isTrusted":true,
			"ipRanges":[{"cidrAddress":"192.0.2.0/28"}]}]`,
		snapshot.ResourceActions.Resource(): `[{"id":"1",` + action + `basic/update"},{"id":"2",` + action + `create"},{"id":"3",` + action + `delete"}]`,
	}
}

func privilegedRoleIDs() string {
	var ids []string
	for _, r := range roles.Privileged() {
		ids = append(ids, `"`+r.TemplateID+`"`)
	}
	return strings.Join(ids, ",")
}

// keptPolicy is a policy for everyone and every application.
func keptPolicy(name, conditions, grant, session string) string {
	return `{"id":"` + name + `","displayName":"` + name + `","state":"enabled","conditions":{"users":{"includeUsers":["All"],"excludeUsers":["a1"]},"applications":{"includeApplications":["All"]},` +
		conditions + `},"grantControls":` + grant + `,"sessionControls":` + session + `}`
}
