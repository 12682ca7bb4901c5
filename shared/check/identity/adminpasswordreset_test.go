package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestAdminPasswordReset(t *testing.T) {
	checktest.Verdicts(t, AdminPasswordReset, []checktest.Test{
		{Name: "safe", Files: authorization(`{"allowedToUseSSPR":false}`), Want: finding.Pass},
		{Name: "unsafe", Files: authorization(`{"allowedToUseSSPR":true}`), Want: finding.Fail},
		{Name: "older spelling of the property", Files: authorization(`{"allowedToUseSspr":true}`), Want: finding.Fail},
		{Name: "null is no value", Files: authorization(`{"allowedToUseSSPR":null}`), Want: finding.Unknown},
		{Name: "absent is no value", Files: authorization(`{}`), Want: finding.Unknown},
		{Name: "policy unread", Files: checktest.Files{}, Want: finding.Unknown},
	})
}
