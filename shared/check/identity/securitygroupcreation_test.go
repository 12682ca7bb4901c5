package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestSecurityGroupCreation(t *testing.T) {
	checktest.Verdicts(t, SecurityGroupCreation, []checktest.Test{
		{Name: "safe", Files: authorization(`{"defaultUserRolePermissions":{"allowedToCreateSecurityGroups":false}}`), Want: finding.Pass},
		{Name: "unsafe", Files: authorization(`{"defaultUserRolePermissions":{"allowedToCreateSecurityGroups":true}}`), Want: finding.Fail},
		{Name: "null is no value", Files: authorization(`{"defaultUserRolePermissions":{"allowedToCreateSecurityGroups":null}}`), Want: finding.Unknown},
		{Name: "absent is no value", Files: authorization(`{"defaultUserRolePermissions":{}}`), Want: finding.Unknown},
		{Name: "policy unread", Files: checktest.Files{}, Want: finding.Unknown},
	})
}
