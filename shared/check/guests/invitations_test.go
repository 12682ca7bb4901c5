package guests

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestInvitations(t *testing.T) {
	testVerdicts(t, Invitations, []verdictTest{
		{name: "administrators and inviters", files: authorization(`{"allowInvitesFrom":"adminsAndGuestInviters"}`), want: finding.Pass},
		{name: "nobody is stricter", files: authorization(`{"allowInvitesFrom":"none"}`), want: finding.Pass},
		{name: "members", files: authorization(`{"allowInvitesFrom":"adminsGuestInvitersAndAllMembers"}`), want: finding.Fail},
		{name: "everyone", files: authorization(`{"allowInvitesFrom":"everyone"}`), want: finding.Fail},
		{name: "other value", files: authorization(`{"allowInvitesFrom":"unknownFutureValue"}`), want: finding.Unknown},
		{name: "absent", files: authorization(`{}`), want: finding.Unknown},
		{name: "unread", want: finding.Unknown},
	})
}
