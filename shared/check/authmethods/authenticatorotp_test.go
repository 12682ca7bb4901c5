package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestAuthenticatorOTP(t *testing.T) {
	checktest.Verdicts(t, AuthenticatorOTP, []checktest.Test{
		{Name: "off", Files: app("enabled", `"isSoftwareOathEnabled":false`), Want: finding.Pass},
		{Name: "on", Files: app("enabled", `"isSoftwareOathEnabled":true`), Want: finding.Fail},
		{Name: "a disabled app gives no codes", Files: app("disabled", `"isSoftwareOathEnabled":true`), Want: finding.Pass},
		{Name: "absent", Files: app("enabled", `"featureSettings":null`), Want: finding.Unknown},
		{Name: "codes do not suffice", Files: unphishable(app("enabled", `"isSoftwareOathEnabled":true`), "enabled"), Want: finding.Pass},
		{Name: "a policy in report-only mode changes nothing", Files: unphishable(app("enabled", `"isSoftwareOathEnabled":true`), "enabledForReportingButNotEnforced"), Want: finding.Fail},
		{Name: "state unknown", Files: app("paused", `"isSoftwareOathEnabled":false`), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}
