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
	checktest.Verdicts(t, DirectoryAccess, []checktest.Test{
		{Name: "limited", Files: authorization(`{"guestUserRoleId":"10dae51f-b6af-4016-8d66-8c2a99b929b3"}`), Want: finding.Pass},
		{Name: "restricted is stricter, other case", Files: authorization(`{"guestUserRoleId":"2AF84B1E-32C8-42B7-82BC-DAA82404023B"}`), Want: finding.Pass},
		{Name: "like members", Files: authorization(`{"guestUserRoleId":"a0b1b346-4d3e-4e8b-98f8-753987be4970"}`), Want: finding.Fail},
		{Name: "another role", Files: authorization(`{"guestUserRoleId":"11111111-1111-1111-1111-111111111111"}`), Want: finding.Fail},
		{Name: "absent", Files: authorization(`{}`), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}
