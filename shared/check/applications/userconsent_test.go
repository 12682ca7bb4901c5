package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestUserConsent(t *testing.T) {
	checktest.Verdicts(t, UserConsent, []checktest.Test{
		{Name: "nothing assigned", Files: consentPolicies(`[]`), Want: finding.Pass},
		{Name: "only resources people own", Files: consentPolicies(`["ManagePermissionGrantsForOwnedResource.microsoft-dynamically-managed-permissions-for-team"]`), Want: finding.Pass},
		{Name: "anything", Files: consentPolicies(`["ManagePermissionGrantsForSelf.microsoft-user-default-legacy"]`), Want: finding.Fail},
		{Name: "low impact is refused too", Files: consentPolicies(`["ManagePermissionGrantsForSelf.microsoft-user-default-low"]`), Want: finding.Fail},
		{Name: "other case", Files: consentPolicies(`["managePermissionGrantsForSelf.microsoft-user-default-recommended"]`), Want: finding.Fail},
		{Name: "own policy", Files: consentPolicies(`["ManagePermissionGrantsForSelf.our-policy"]`), Want: finding.Fail},
		{Name: "null", Files: consentPolicies(`null`), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}
