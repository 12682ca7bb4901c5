package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestManagedDevice(t *testing.T) {
	grant := func(operator, controls string) string {
		return `"operator":"` + operator + `","builtInControls":[` + controls + `]`
	}
	const both = `"compliantDevice","domainJoinedDevice"`
	run(t, ManagedDevice, []verdictTest{
		{name: "either", policies: []string{policy("enabled", everyone, allApps, "", grant("OR", both))}, want: finding.Pass, level: "SCuBA"},
		{name: "both is stricter", policies: []string{policy("enabled", everyone, allApps, "", grant("AND", both))}, want: finding.Pass, level: "SCuBA"},
		{name: "compliant alone is stricter", policies: []string{policy("enabled", everyone, allApps, "", grant("OR", `"compliantDevice"`))}, want: finding.Pass, level: "SCuBA"},
		{name: "and multifactor authentication is stricter", policies: []string{policy("enabled", everyone, allApps, "", grant("AND", `"compliantDevice","mfa"`))}, want: finding.Pass, level: "SCuBA"},
		{name: "or multifactor authentication", policies: []string{policy("enabled", everyone, allApps, "", grant("OR", both+`,"mfa"`))}, want: finding.Fail, level: "CIS", reason: "enough for CIS"},
		{name: "multifactor authentication only", policies: []string{policy("enabled", everyone, allApps, "", grant("OR", `"mfa"`))}, want: finding.Fail, level: "none"},
		{name: "or an approved application", policies: []string{policy("enabled", everyone, allApps, "", grant("OR", both+`,"approvedApplication"`))}, want: finding.Fail, level: "none"},
		{name: "no operator chosen", policies: []string{policy("enabled", everyone, allApps, "", grant("", both))}, want: finding.Fail, level: "none"},
		{name: "windows only", policies: []string{policy("enabled", everyone, allApps, `,"platforms":{"includePlatforms":["windows"]}`, grant("OR", both))}, want: finding.Fail, level: "none", reason: "platforms"},
		{name: "windows here, the rest there", want: finding.Pass, level: "SCuBA", policies: []string{
			policy("enabled", everyone, allApps, `,"platforms":{"includePlatforms":["windows"]}`, grant("OR", both)),
			policy("enabled", everyone, allApps, `,"platforms":{"includePlatforms":["all"],"excludePlatforms":["windows"]}`, grant("OR", `"compliantDevice"`))}},
		{name: "unlicensed", licences: free, defaults: `{"isEnabled":true}`, want: finding.NotApplicable},
		{name: "policies refused", unread: true, want: finding.Unknown},
	})
}
