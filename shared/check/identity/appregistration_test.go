package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestAppRegistration(t *testing.T) {
	testVerdicts(t, AppRegistration, []verdictTest{
		{name: "safe", files: authorization(`{"defaultUserRolePermissions":{"allowedToCreateApps":false}}`), want: finding.Pass},
		{name: "unsafe", files: authorization(`{"defaultUserRolePermissions":{"allowedToCreateApps":true}}`), want: finding.Fail},
		{name: "null is no value", files: authorization(`{"defaultUserRolePermissions":{"allowedToCreateApps":null}}`), want: finding.Unknown},
		{name: "absent is no value", files: authorization(`{"defaultUserRolePermissions":{}}`), want: finding.Unknown},
		{name: "policy unread", files: checktest.Files{}, want: finding.Unknown},
	})
}
