package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestMSOnline(t *testing.T) {
	checktest.Verdicts(t, MSOnline, []checktest.Test{
		{Name: "safe", Files: authorization(`{"blockMsolPowerShell":true}`), Want: finding.Pass},
		{Name: "unsafe", Files: authorization(`{"blockMsolPowerShell":false}`), Want: finding.Fail},
		{Name: "null is no value", Files: authorization(`{"blockMsolPowerShell":null}`), Want: finding.Unknown},
		{Name: "absent is no value", Files: authorization(`{}`), Want: finding.Unknown},
		{Name: "policy unread", Files: checktest.Files{}, Want: finding.Unknown},
	})
}
