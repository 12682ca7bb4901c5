package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestSuspiciousActivity(t *testing.T) {
	report := func(state, target string) checktest.Files {
		return policy(`{"reportSuspiciousActivitySettings":{"state":"` + state + `","includeTarget":{"id":"` + target + `"}}}`)
	}
	testVerdicts(t, SuspiciousActivity, []verdictTest{
		{name: "everyone", files: report("enabled", "all_users"), want: finding.Pass},
		{name: "left to Microsoft", files: report("default", "all_users"), want: finding.Fail},
		{name: "off", files: report("disabled", "all_users"), want: finding.Fail},
		{name: "some users", files: report("enabled", "g"), want: finding.Fail},
		{name: "absent", files: policy(`{}`), want: finding.Unknown},
		{name: "no licence", files: unlicensed(report("enabled", "all_users")), want: finding.NotApplicable},
	})
}
