package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestAuthenticatorLite(t *testing.T) {
	const f = "companionAppAllowedState"
	checktest.Verdicts(t, AuthenticatorLite, []checktest.Test{
		{Name: "off", Files: showing(f, "disabled", "all_users", noTarget), Want: finding.Pass},
		{Name: "off, other case", Files: showing(f, "Disabled", "all_users", noTarget), Want: finding.Pass},
		{Name: "on", Files: showing(f, "enabled", "all_users", noTarget), Want: finding.Fail},
		{Name: "on for one group", Files: showing(f, "enabled", "g", noTarget), Want: finding.Fail},
		{Name: "left to Microsoft", Files: showing(f, "default", "all_users", noTarget), Want: finding.Fail},
		{Name: "state of the future", Files: showing(f, "unknownFutureValue", "all_users", noTarget), Want: finding.Unknown},
		{Name: "another feature", Files: showing("numberMatchingRequiredState", "disabled", "all_users", noTarget), Want: finding.Unknown},
		{Name: "null", Files: app("enabled", `"featureSettings":{"companionAppAllowedState":null}`), Want: finding.Unknown},
		{Name: "disabled method", Files: app("disabled", `"featureSettings":{}`), Want: finding.NotApplicable},
		{Name: "method absent", Files: configured(``), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}
