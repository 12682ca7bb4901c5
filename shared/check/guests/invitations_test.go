package guests

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestInvitations(t *testing.T) {
	checktest.Verdicts(t, Invitations, []checktest.Test{
		{Name: "administrators and inviters", Files: authorization(`{"allowInvitesFrom":"adminsAndGuestInviters"}`), Want: finding.Pass},
		{Name: "nobody is stricter", Files: authorization(`{"allowInvitesFrom":"none"}`), Want: finding.Pass},
		{Name: "members", Files: authorization(`{"allowInvitesFrom":"adminsGuestInvitersAndAllMembers"}`), Want: finding.Fail},
		{Name: "everyone", Files: authorization(`{"allowInvitesFrom":"everyone"}`), Want: finding.Fail},
		{Name: "a value that is neither of the two", Files: authorization(`{"allowInvitesFrom":"Bad value"}`), Want: finding.Fail},
		{Name: "what this version of Graph cannot say", Files: authorization(`{"allowInvitesFrom":"unknownFutureValue"}`), Want: finding.Unknown},
		{Name: "absent", Files: authorization(`{}`), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}
