package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestAuthenticatorOTP(t *testing.T) {
	testVerdicts(t, AuthenticatorOTP, []verdictTest{
		{name: "off", files: app("enabled", `"isSoftwareOathEnabled":false`), want: finding.Pass},
		{name: "on", files: app("enabled", `"isSoftwareOathEnabled":true`), want: finding.Fail},
		{name: "a disabled app gives no codes", files: app("disabled", `"isSoftwareOathEnabled":true`), want: finding.Pass},
		{name: "absent", files: app("enabled", `"featureSettings":null`), want: finding.Unknown},
		{name: "codes do not suffice", files: unphishable(app("enabled", `"isSoftwareOathEnabled":true`), "enabled"), want: finding.Pass},
		{name: "a policy in report-only mode changes nothing", files: unphishable(app("enabled", `"isSoftwareOathEnabled":true`), "enabledForReportingButNotEnforced"), want: finding.Fail},
		{name: "state unknown", files: app("paused", `"isSoftwareOathEnabled":false`), want: finding.Unknown},
		{name: "unread", want: finding.Unknown},
	})
}
