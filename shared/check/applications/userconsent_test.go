package applications

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestUserConsent(t *testing.T) {
	testVerdicts(t, UserConsent, []verdictTest{
		{name: "nothing assigned", files: consentPolicies(`[]`), want: finding.Pass},
		{name: "only resources people own", files: consentPolicies(`["ManagePermissionGrantsForOwnedResource.microsoft-dynamically-managed-permissions-for-team"]`), want: finding.Pass},
		{name: "anything", files: consentPolicies(`["ManagePermissionGrantsForSelf.microsoft-user-default-legacy"]`), want: finding.Fail},
		{name: "low impact is refused too", files: consentPolicies(`["ManagePermissionGrantsForSelf.microsoft-user-default-low"]`), want: finding.Fail},
		{name: "other case", files: consentPolicies(`["managePermissionGrantsForSelf.microsoft-user-default-recommended"]`), want: finding.Fail},
		{name: "own policy", files: consentPolicies(`["ManagePermissionGrantsForSelf.our-policy"]`), want: finding.Fail},
		{name: "null", files: consentPolicies(`null`), want: finding.Unknown},
		{name: "unread", want: finding.Unknown},
	})
}
