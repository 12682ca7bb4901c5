package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestCompliantDevice(t *testing.T) {
	const licensed = `[{"capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"AAD_PREMIUM","provisioningStatus":"Success"},{"servicePlanName":"INTUNE_A","provisioningStatus":"Success"}]}]`
	const compliant = `"operator":"OR","builtInControls":["compliantDevice"]`
	const assigned = `[{"id":"c","assignments":[{"id":"a","target":{"@odata.type":"#microsoft.graph.allLicensedUsersAssignmentTarget"}}]}]`
	intune := func(settings, rules string) checktest.Files {
		return checktest.Files{snapshot.DeviceManagement.Resource(): settings, snapshot.CompliancePolicies.Resource(): rules}
	}
	good := intune(`{"settings":{"secureByDefault":true}}`, assigned)
	required := []string{policy("enabled", everyone, allApps, "", compliant)}
	run(t, CompliantDevice, []verdictTest{
		{name: "required and meaningful", licences: licensed, more: good, policies: required, want: finding.Pass},
		{name: "and multifactor authentication", licences: licensed, more: good, policies: []string{policy("enabled", everyone, allApps, "", `"operator":"AND","builtInControls":["mfa","compliantDevice"]`)}, want: finding.Pass},
		{name: "or a hybrid joined device", licences: licensed, more: good, policies: []string{policy("enabled", everyone, allApps, "", `"operator":"OR","builtInControls":["domainJoinedDevice","compliantDevice"]`)}, want: finding.Fail},
		{name: "on Windows only", licences: licensed, more: good, policies: []string{policy("enabled", everyone, allApps, `,"platforms":{"includePlatforms":["windows"]}`, compliant)}, want: finding.Fail, reason: "platforms"},
		{name: "on Windows, other platforms blocked", licences: licensed, more: good, want: finding.Pass, policies: []string{
			policy("enabled", everyone, allApps, `,"platforms":{"includePlatforms":["windows"]}`, compliant), policy("enabled", everyone, allApps, `,"platforms":{"includePlatforms":["all"],"excludePlatforms":["windows"]}`, block)}},
		{name: "report-only", licences: licensed, more: good, policies: []string{policy(reportOnly, everyone, allApps, "", compliant)}, want: finding.Fail},
		{name: "devices without rules are compliant", licences: licensed, more: intune(`{"settings":{"secureByDefault":false}}`, assigned), policies: required, want: finding.Fail, reason: "without a compliance policy"},
		{name: "nothing said about devices without rules", licences: licensed, more: intune(`{"settings":{"secureByDefault":null}}`, assigned), policies: required, want: finding.Unknown},
		{name: "no settings", licences: licensed, more: intune(`{}`, assigned), policies: required, want: finding.Unknown},
		{name: "no rules", licences: licensed, more: intune(`{"settings":{"secureByDefault":true}}`, `[]`), policies: required, want: finding.Fail, reason: "No compliance policy"},
		{name: "rules for nobody", licences: licensed, more: intune(`{"settings":{"secureByDefault":true}}`, `[{"id":"c","assignments":[]}]`), policies: required, want: finding.Fail},
		{name: "rules for all but nobody", licences: licensed, more: intune(`{"settings":{"secureByDefault":true}}`, `[{"id":"c","assignments":[{"target":{"@odata.type":"#microsoft.graph.exclusionGroupAssignmentTarget","groupId":"g"}}]}]`), policies: required, want: finding.Fail},
		{name: "assignments not said", licences: licensed, more: intune(`{"settings":{"secureByDefault":true}}`, `[{"id":"c"}]`), policies: required, want: finding.Unknown},
		{name: "rules not read", licences: licensed, more: checktest.Files{snapshot.DeviceManagement.Resource(): `{"settings":{"secureByDefault":true}}`}, policies: required, want: finding.Unknown, reason: "could not be read"},
		{name: "settings not read", licences: licensed, more: checktest.Files{snapshot.CompliancePolicies.Resource(): assigned}, policies: required, want: finding.Unknown, reason: "could not be read"},
		{name: "Intune not read and nothing required", licences: licensed, want: finding.Fail},
		{name: "no Intune", licences: premium2, policies: required, want: finding.NotApplicable, reason: "Intune"},
		{name: "no P1", licences: free, want: finding.NotApplicable, reason: "Entra ID P1"},
		{name: "licences not read", licences: "-", more: good, policies: required, want: finding.Pass},
		{name: "policies refused", unread: true, licences: licensed, more: good, want: finding.Unknown},
	})
}
