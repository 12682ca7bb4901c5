package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestNumberMatching(t *testing.T) {
	const f = "numberMatchingRequiredState"
	testVerdicts(t, NumberMatching, []verdictTest{
		{name: "enabled", files: showing(f, "enabled", "all_users", noTarget), want: finding.Pass},
		{name: "left to Microsoft", files: showing(f, "default", "all_users", noTarget), want: finding.Pass},
		{name: "no setting any more", files: app("enabled", `"featureSettings":{}`), want: finding.Pass},
		{name: "disabled", files: showing(f, "disabled", "all_users", noTarget), want: finding.Fail},
		{name: "some users", files: showing(f, "enabled", "g", noTarget), want: finding.Fail},
		{name: "a group is excluded", files: showing(f, "enabled", "all_users", "g"), want: finding.Fail},
		{name: "state unknown", files: showing(f, "sometimes", "all_users", noTarget), want: finding.Unknown},
		{name: "disabled method", files: app("disabled", `"featureSettings":{}`), want: finding.NotApplicable},
		{name: "method absent", files: configured(``), want: finding.Unknown},
	})
}
