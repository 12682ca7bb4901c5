package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestTenantCreation(t *testing.T) {
	testVerdicts(t, TenantCreation, []verdictTest{
		{name: "safe", files: authorization(`{"defaultUserRolePermissions":{"allowedToCreateTenants":false}}`), want: finding.Pass},
		{name: "unsafe", files: authorization(`{"defaultUserRolePermissions":{"allowedToCreateTenants":true}}`), want: finding.Fail},
		{name: "null is no value", files: authorization(`{"defaultUserRolePermissions":{"allowedToCreateTenants":null}}`), want: finding.Unknown},
		{name: "absent is no value", files: authorization(`{"defaultUserRolePermissions":{}}`), want: finding.Unknown},
		{name: "policy unread", files: checktest.Files{}, want: finding.Unknown},
	})
}
