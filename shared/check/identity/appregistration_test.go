package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestAppRegistration(t *testing.T) {
	checktest.Verdicts(t, AppRegistration, []checktest.Test{
		{Name: "safe", Files: authorization(`{"defaultUserRolePermissions":{"allowedToCreateApps":false}}`), Want: finding.Pass},
		{Name: "unsafe", Files: authorization(`{"defaultUserRolePermissions":{"allowedToCreateApps":true}}`), Want: finding.Fail},
		{Name: "null is no value", Files: authorization(`{"defaultUserRolePermissions":{"allowedToCreateApps":null}}`), Want: finding.Unknown},
		{Name: "absent is no value", Files: authorization(`{"defaultUserRolePermissions":{}}`), Want: finding.Unknown},
		{Name: "policy unread", Files: checktest.Files{}, Want: finding.Unknown},
	})
}
