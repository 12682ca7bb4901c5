package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestAzureManagement(t *testing.T) {
	run(t, AzureManagement, []verdictTest{
		{name: "the application", policies: []string{policy("enabled", everyone, include(azureManagement), "", askMFA)}, want: finding.Pass},
		{name: "every application", policies: []string{policy("enabled", everyone, allApps, "", askMFA)}, want: finding.Pass},
		{name: "every application but another", policies: []string{policy("enabled", everyone, `"includeApplications":["All"],"excludeApplications":["a","Office365"]`, "", askMFA)}, want: finding.Pass},
		{name: "every application but this one", policies: []string{policy("enabled", everyone, `"includeApplications":["All"],"excludeApplications":["`+azureManagement+`"]`, "", askMFA)}, want: finding.Fail, reason: "applications"},
		{name: "admin portals are something else", policies: []string{policy("enabled", everyone, include(adminPortals), "", askMFA)}, want: finding.Fail},
		{name: "blocked is stricter", policies: []string{policy("enabled", everyone, include(azureManagement), "", block)}, want: finding.Pass},
		{name: "blocked for all but a group, which is asked", want: finding.Pass, policies: []string{
			policy("enabled", everyone+`,"excludeGroups":["g"]`, include(azureManagement), "", block), policy("enabled", `"includeGroups":["g"]`, allApps, "", askMFA)}},
		{name: "administrators only", policies: []string{policy("enabled", includeRoles(privilegedIDs()...), allApps, "", askMFA)}, want: finding.Fail},
		{name: "from untrusted places only", policies: []string{policy("enabled", everyone, include(azureManagement), `,"locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]}`, askMFA)}, want: finding.Fail},
		{name: "report-only", policies: []string{policy(reportOnly, everyone, include(azureManagement), "", askMFA)}, want: finding.Fail},
		{name: "state not known", policies: []string{policy("odd", everyone, include(azureManagement), "", askMFA)}, want: finding.Unknown},
		{name: "security defaults", defaults: `{"isEnabled":true}`, want: finding.Pass},
		{name: "unlicensed, by security defaults", licences: free, defaults: `{"isEnabled":true}`, want: finding.Pass},
		{name: "unlicensed, security defaults off", licences: free, defaults: `{"isEnabled":false}`, want: finding.NotApplicable},
		{name: "policies refused", unread: true, want: finding.Unknown},
	})
}
