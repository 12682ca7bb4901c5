package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestTenantCreation(t *testing.T) {
	checktest.Verdicts(t, TenantCreation, []checktest.Test{
		{Name: "safe", Files: authorization(`{"defaultUserRolePermissions":{"allowedToCreateTenants":false}}`), Want: finding.Pass},
		{Name: "unsafe", Files: authorization(`{"defaultUserRolePermissions":{"allowedToCreateTenants":true}}`), Want: finding.Fail},
		{Name: "null is no value", Files: authorization(`{"defaultUserRolePermissions":{"allowedToCreateTenants":null}}`), Want: finding.Unknown},
		{Name: "absent is no value", Files: authorization(`{"defaultUserRolePermissions":{}}`), Want: finding.Unknown},
		{Name: "policy unread", Files: checktest.Files{}, Want: finding.Unknown},
	})
}
