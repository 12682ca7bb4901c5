package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestSecurityGroupCreation(t *testing.T) {
	testVerdicts(t, SecurityGroupCreation, []verdictTest{
		{name: "safe", files: authorization(`{"defaultUserRolePermissions":{"allowedToCreateSecurityGroups":false}}`), want: finding.Pass},
		{name: "unsafe", files: authorization(`{"defaultUserRolePermissions":{"allowedToCreateSecurityGroups":true}}`), want: finding.Fail},
		{name: "null is no value", files: authorization(`{"defaultUserRolePermissions":{"allowedToCreateSecurityGroups":null}}`), want: finding.Unknown},
		{name: "absent is no value", files: authorization(`{"defaultUserRolePermissions":{}}`), want: finding.Unknown},
		{name: "policy unread", files: checktest.Files{}, want: finding.Unknown},
	})
}
