package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestEmailVerifiedJoin(t *testing.T) {
	testVerdicts(t, EmailVerifiedJoin, []verdictTest{
		{name: "safe", files: authorization(`{"allowEmailVerifiedUsersToJoinOrganization":false}`), want: finding.Pass},
		{name: "unsafe", files: authorization(`{"allowEmailVerifiedUsersToJoinOrganization":true}`), want: finding.Fail},
		{name: "null is no value", files: authorization(`{"allowEmailVerifiedUsersToJoinOrganization":null}`), want: finding.Unknown},
		{name: "absent is no value", files: authorization(`{}`), want: finding.Unknown},
		{name: "policy unread", files: checktest.Files{}, want: finding.Unknown},
	})
}
