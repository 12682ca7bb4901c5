package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestNumberMatching(t *testing.T) {
	const f = "numberMatchingRequiredState"
	checktest.Verdicts(t, NumberMatching, []checktest.Test{
		{Name: "enabled", Files: showing(f, "enabled", "all_users", noTarget), Want: finding.Pass},
		{Name: "left to Microsoft", Files: showing(f, "default", "all_users", noTarget), Want: finding.Pass},
		{Name: "no setting any more", Files: app("enabled", `"featureSettings":{}`), Want: finding.Pass},
		{Name: "disabled", Files: showing(f, "disabled", "all_users", noTarget), Want: finding.Fail},
		{Name: "some users", Files: showing(f, "enabled", "g", noTarget), Want: finding.Fail},
		{Name: "a group is excluded", Files: showing(f, "enabled", "all_users", "g"), Want: finding.Fail},
		{Name: "state unknown", Files: showing(f, "sometimes", "all_users", noTarget), Want: finding.Unknown},
		{Name: "disabled method", Files: app("disabled", `"featureSettings":{}`), Want: finding.NotApplicable},
		{Name: "method absent", Files: configured(``), Want: finding.Unknown},
	})
}
