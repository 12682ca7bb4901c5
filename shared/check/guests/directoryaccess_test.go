package guests

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func authorization(policy string) checktest.Files {
	return checktest.Files{snapshot.AuthorizationPolicy.Resource(): policy}
}

func TestDirectoryAccess(t *testing.T) {
	testVerdicts(t, DirectoryAccess, []verdictTest{
		{name: "limited", files: authorization(`{"guestUserRoleId":"10dae51f-b6af-4016-8d66-8c2a99b929b3"}`), want: finding.Pass},
		{name: "restricted is stricter, other case", files: authorization(`{"guestUserRoleId":"2AF84B1E-32C8-42B7-82BC-DAA82404023B"}`), want: finding.Pass},
		{name: "like members", files: authorization(`{"guestUserRoleId":"a0b1b346-4d3e-4e8b-98f8-753987be4970"}`), want: finding.Fail},
		{name: "another role", files: authorization(`{"guestUserRoleId":"11111111-1111-1111-1111-111111111111"}`), want: finding.Unknown},
		{name: "absent", files: authorization(`{}`), want: finding.Unknown},
		{name: "unread", want: finding.Unknown},
	})
}
