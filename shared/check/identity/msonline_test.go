package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestMSOnline(t *testing.T) {
	testVerdicts(t, MSOnline, []verdictTest{
		{name: "safe", files: authorization(`{"blockMsolPowerShell":true}`), want: finding.Pass},
		{name: "unsafe", files: authorization(`{"blockMsolPowerShell":false}`), want: finding.Fail},
		{name: "null is no value", files: authorization(`{"blockMsolPowerShell":null}`), want: finding.Unknown},
		{name: "absent is no value", files: authorization(`{}`), want: finding.Unknown},
		{name: "policy unread", files: checktest.Files{}, want: finding.Unknown},
	})
}
