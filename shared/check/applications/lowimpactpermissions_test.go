package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestLowImpactPermissions(t *testing.T) {
	low := consentPolicies(`["ManagePermissionGrantsForSelf.microsoft-user-default-low"]`)
	classified := func(entries string) checktest.Files {
		return merge(low, checktest.Files{snapshot.DelegatedPermissionClassifications.Resource(): `{"graph":[` + entries + `]}`})
	}
	none := merge(low, checktest.Files{snapshot.DelegatedPermissionClassifications.Resource(): `{}`})
	checktest.Verdicts(t, LowImpactPermissions, []checktest.Test{
		{Name: "consent off and nothing else read", Files: consentPolicies(`[]`), Want: finding.NotApplicable},
		{Name: "consent to anything does not rest on it", Files: consentPolicies(`["ManagePermissionGrantsForSelf.microsoft-user-default-legacy"]`), Want: finding.NotApplicable},
		{Name: "nothing classified", Files: classified(``), Want: finding.Pass},
		{Name: "basic profile", Files: classified(`{"permissionName":"User.Read","classification":"low"},{"permissionName":"offline_access","classification":"low"}`), Want: finding.Pass},
		{Name: "reading mail", Files: classified(`{"permissionName":"Mail.Read","classification":"low"}`), Want: finding.Fail},
		{Name: "writing the profile, other case", Files: classified(`{"permissionName":"User.ReadWrite","classification":"Low"}`), Want: finding.Fail},
		{Name: "reading mail is classified high", Files: classified(`{"permissionName":"Mail.Read","classification":"high"}`), Want: finding.Pass},
		{Name: "unknown classification", Files: classified(`{"permissionName":"User.Read","classification":"minimal"}`), Want: finding.Unknown},
		{Name: "own policy follows it too", Files: merge(consentPolicies(`["ManagePermissionGrantsForSelf.our-policy"]`), checktest.Files{snapshot.DelegatedPermissionClassifications.Resource(): `{"graph":[{"permissionName":"Files.Read.All","classification":"low"}]}`}), Want: finding.Fail},
		{Name: "classifications unread", Files: low, Want: finding.Unknown},
		{Name: "no resource principal read", Files: none, Want: finding.Unknown},
	})
}

func TestRiskyPermission(t *testing.T) {
	tests := []struct {
		name string
		want bool
	}{
		{"openid", false},
		{"profile", false},
		{"email", false},
		{"offline_access", false},
		{"User.Read", false},
		{"User.ReadBasic.All", false},
		{"User.Read.All", true},
		{"Mail.Send", true},
		{"Mail.ReadBasic", true},
		{"MailboxSettings.Read", true},
		{"Files.Read", true},
		{"Sites.Read.All", true},
		{"Directory.AccessAsUser.All", true},
		{"EWS.AccessAsUser.All", true},
		{"user_impersonation", true},
		{"full_access_as_user", true},
		{"Calendars.Read", true},
		{"GroupMember.Read.All", true},
		{"Tasks.ReadWrite", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := riskyPermission(tt.name); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
