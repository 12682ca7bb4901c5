package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestBitLockerKeys(t *testing.T) {
	checktest.Verdicts(t, BitLockerKeys, []checktest.Test{
		{Name: "safe", Files: authorization(`{"defaultUserRolePermissions":{"allowedToReadBitlockerKeysForOwnedDevice":false}}`), Want: finding.Pass},
		{Name: "unsafe", Files: authorization(`{"defaultUserRolePermissions":{"allowedToReadBitlockerKeysForOwnedDevice":true}}`), Want: finding.Fail},
		{Name: "null is no value", Files: authorization(`{"defaultUserRolePermissions":{"allowedToReadBitlockerKeysForOwnedDevice":null}}`), Want: finding.Unknown},
		{Name: "absent is no value", Files: authorization(`{"defaultUserRolePermissions":{}}`), Want: finding.Unknown},
		{Name: "policy unread", Files: checktest.Files{}, Want: finding.Unknown},
	})
}
