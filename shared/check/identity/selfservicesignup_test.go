package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestSelfServiceSignUp(t *testing.T) {
	testVerdicts(t, SelfServiceSignUp, []verdictTest{
		{name: "safe", files: authorization(`{"allowedToSignUpEmailBasedSubscriptions":false}`), want: finding.Pass},
		{name: "unsafe", files: authorization(`{"allowedToSignUpEmailBasedSubscriptions":true}`), want: finding.Fail},
		{name: "null is no value", files: authorization(`{"allowedToSignUpEmailBasedSubscriptions":null}`), want: finding.Unknown},
		{name: "absent is no value", files: authorization(`{}`), want: finding.Unknown},
		{name: "policy unread", files: checktest.Files{}, want: finding.Unknown},
	})
}
