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
	checktest.Verdicts(t, SuspiciousActivity, []checktest.Test{
		{Name: "everyone", Files: report("enabled", "all_users"), Want: finding.Pass},
		{Name: "left to Microsoft", Files: report("default", "all_users"), Want: finding.Fail},
		{Name: "off", Files: report("disabled", "all_users"), Want: finding.Fail},
		{Name: "some users", Files: report("enabled", "g"), Want: finding.Fail},
		{Name: "absent", Files: policy(`{}`), Want: finding.Unknown},
		{Name: "no licence", Files: unlicensed(report("enabled", "all_users")), Want: finding.NotApplicable},
	})
}
