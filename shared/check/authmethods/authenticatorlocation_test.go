package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestAuthenticatorLocation(t *testing.T) {
	const f = "displayLocationInformationRequiredState"
	testVerdicts(t, AuthenticatorLocation, []verdictTest{
		{name: "everyone", files: showing(f, "enabled", "all_users", noTarget), want: finding.Pass},
		{name: "off", files: showing(f, "disabled", "all_users", noTarget), want: finding.Fail},
		{name: "left to Microsoft", files: showing(f, "default", "all_users", noTarget), want: finding.Fail},
		{name: "some users", files: showing(f, "enabled", "g", noTarget), want: finding.Fail},
		{name: "a group is excluded", files: showing(f, "enabled", "all_users", "g"), want: finding.Fail},
		{name: "another feature", files: showing("companionAppAllowedState", "enabled", "all_users", noTarget), want: finding.Unknown},
		{name: "features null", files: app("enabled", `"featureSettings":null`), want: finding.Unknown},
		{name: "disabled method", files: app("disabled", `"featureSettings":{}`), want: finding.NotApplicable},
		{name: "requests do not suffice", files: unphishable(showing(f, "disabled", "all_users", noTarget), "enabled"), want: finding.NotApplicable},
		{name: "a policy in report-only mode changes nothing", files: unphishable(showing(f, "disabled", "all_users", noTarget), "enabledForReportingButNotEnforced"), want: finding.Fail},
		{name: "unread", want: finding.Unknown},
	})
}
