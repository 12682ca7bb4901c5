package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestAdminPasswordReset(t *testing.T) {
	testVerdicts(t, AdminPasswordReset, []verdictTest{
		{name: "safe", files: authorization(`{"allowedToUseSSPR":false}`), want: finding.Pass},
		{name: "unsafe", files: authorization(`{"allowedToUseSSPR":true}`), want: finding.Fail},
		{name: "older spelling of the property", files: authorization(`{"allowedToUseSspr":true}`), want: finding.Fail},
		{name: "null is no value", files: authorization(`{"allowedToUseSSPR":null}`), want: finding.Unknown},
		{name: "absent is no value", files: authorization(`{}`), want: finding.Unknown},
		{name: "policy unread", files: checktest.Files{}, want: finding.Unknown},
	})
}
