package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestBitLockerKeys(t *testing.T) {
	testVerdicts(t, BitLockerKeys, []verdictTest{
		{name: "safe", files: authorization(`{"defaultUserRolePermissions":{"allowedToReadBitlockerKeysForOwnedDevice":false}}`), want: finding.Pass},
		{name: "unsafe", files: authorization(`{"defaultUserRolePermissions":{"allowedToReadBitlockerKeysForOwnedDevice":true}}`), want: finding.Fail},
		{name: "null is no value", files: authorization(`{"defaultUserRolePermissions":{"allowedToReadBitlockerKeysForOwnedDevice":null}}`), want: finding.Unknown},
		{name: "absent is no value", files: authorization(`{"defaultUserRolePermissions":{}}`), want: finding.Unknown},
		{name: "policy unread", files: checktest.Files{}, want: finding.Unknown},
	})
}
