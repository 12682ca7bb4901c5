package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestSelfServiceSignUp(t *testing.T) {
	checktest.Verdicts(t, SelfServiceSignUp, []checktest.Test{
		{Name: "safe", Files: authorization(`{"allowedToSignUpEmailBasedSubscriptions":false}`), Want: finding.Pass},
		{Name: "unsafe", Files: authorization(`{"allowedToSignUpEmailBasedSubscriptions":true}`), Want: finding.Fail},
		{Name: "null is no value", Files: authorization(`{"allowedToSignUpEmailBasedSubscriptions":null}`), Want: finding.Unknown},
		{Name: "absent is no value", Files: authorization(`{}`), Want: finding.Unknown},
		{Name: "policy unread", Files: checktest.Files{}, Want: finding.Unknown},
	})
}
