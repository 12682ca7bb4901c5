package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestEmailVerifiedJoin(t *testing.T) {
	checktest.Verdicts(t, EmailVerifiedJoin, []checktest.Test{
		{Name: "safe", Files: authorization(`{"allowEmailVerifiedUsersToJoinOrganization":false}`), Want: finding.Pass},
		{Name: "unsafe", Files: authorization(`{"allowEmailVerifiedUsersToJoinOrganization":true}`), Want: finding.Fail},
		{Name: "null is no value", Files: authorization(`{"allowEmailVerifiedUsersToJoinOrganization":null}`), Want: finding.Unknown},
		{Name: "absent is no value", Files: authorization(`{}`), Want: finding.Unknown},
		{Name: "policy unread", Files: checktest.Files{}, Want: finding.Unknown},
	})
}
