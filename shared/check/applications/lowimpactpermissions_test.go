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
	testVerdicts(t, LowImpactPermissions, []verdictTest{
		{name: "consent off and nothing else read", files: consentPolicies(`[]`), want: finding.NotApplicable},
		{name: "consent to anything does not rest on it", files: consentPolicies(`["ManagePermissionGrantsForSelf.microsoft-user-default-legacy"]`), want: finding.NotApplicable},
		{name: "nothing classified", files: classified(``), want: finding.Pass},
		{name: "basic profile", files: classified(`{"permissionName":"User.Read","classification":"low"},{"permissionName":"offline_access","classification":"low"}`), want: finding.Pass},
		{name: "reading mail", files: classified(`{"permissionName":"Mail.Read","classification":"low"}`), want: finding.Fail},
		{name: "writing the profile, other case", files: classified(`{"permissionName":"User.ReadWrite","classification":"Low"}`), want: finding.Fail},
		{name: "reading mail is classified high", files: classified(`{"permissionName":"Mail.Read","classification":"high"}`), want: finding.Pass},
		{name: "unknown classification", files: classified(`{"permissionName":"User.Read","classification":"minimal"}`), want: finding.Unknown},
		{name: "own policy follows it too", files: merge(consentPolicies(`["ManagePermissionGrantsForSelf.our-policy"]`), checktest.Files{snapshot.DelegatedPermissionClassifications.Resource(): `{"graph":[{"permissionName":"Files.Read.All","classification":"low"}]}`}), want: finding.Fail},
		{name: "classifications unread", files: low, want: finding.Unknown},
		{name: "no resource principal read", files: none, want: finding.Unknown},
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
