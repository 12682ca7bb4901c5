package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestDirectoryReading(t *testing.T) {
	checktest.Verdicts(t, DirectoryReading, []checktest.Test{
		{Name: "default", Files: authorization(`{"defaultUserRolePermissions":{"allowedToReadOtherUsers":true}}`), Want: finding.Pass},
		{Name: "changed", Files: authorization(`{"defaultUserRolePermissions":{"allowedToReadOtherUsers":false}}`), Want: finding.Fail},
		{Name: "null is no value", Files: authorization(`{"defaultUserRolePermissions":{"allowedToReadOtherUsers":null}}`), Want: finding.Unknown},
		{Name: "absent is no value", Files: authorization(`{"defaultUserRolePermissions":{}}`), Want: finding.Unknown},
		{Name: "policy unread", Files: checktest.Files{}, Want: finding.Unknown},
	})
}
