package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestAuthenticatorApplication(t *testing.T) {
	const f = "displayAppInformationRequiredState"
	checktest.Verdicts(t, AuthenticatorApplication, []checktest.Test{
		{Name: "everyone", Files: showing(f, "enabled", "all_users", noTarget), Want: finding.Pass},
		{Name: "off", Files: showing(f, "disabled", "all_users", noTarget), Want: finding.Fail},
		{Name: "left to Microsoft", Files: showing(f, "default", "all_users", noTarget), Want: finding.Fail},
		{Name: "some users", Files: showing(f, "enabled", "g", noTarget), Want: finding.Fail},
		{Name: "a group is excluded", Files: showing(f, "enabled", "all_users", "g"), Want: finding.Fail},
		{Name: "another feature", Files: showing("companionAppAllowedState", "enabled", "all_users", noTarget), Want: finding.Unknown},
		{Name: "features null", Files: app("enabled", `"featureSettings":null`), Want: finding.Unknown},
		{Name: "disabled method", Files: app("disabled", `"featureSettings":{}`), Want: finding.NotApplicable},
		{Name: "requests do not suffice", Files: unphishable(showing(f, "disabled", "all_users", noTarget), "enabled"), Want: finding.NotApplicable},
		{Name: "a policy in report-only mode changes nothing", Files: unphishable(showing(f, "disabled", "all_users", noTarget), "enabledForReportingButNotEnforced"), Want: finding.Fail},
		{Name: "unread", Want: finding.Unknown},
	})
}
