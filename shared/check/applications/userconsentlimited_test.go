package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestUserConsentLimited(t *testing.T) {
	checktest.Verdicts(t, UserConsentLimited, []checktest.Test{
		{Name: "nothing is stricter", Files: consentPolicies(`[]`), Want: finding.Pass},
		{Name: "low impact", Files: consentPolicies(`["ManagePermissionGrantsForSelf.microsoft-user-default-low"]`), Want: finding.Pass},
		{Name: "low impact and resources people own", Files: consentPolicies(`["ManagePermissionGrantsForOwnedResource.x","ManagePermissionGrantsForSelf.microsoft-user-default-low"]`), Want: finding.Pass},
		{Name: "anything", Files: consentPolicies(`["ManagePermissionGrantsForSelf.microsoft-user-default-legacy"]`), Want: finding.Fail},
		{Name: "low impact and anything", Files: consentPolicies(`["ManagePermissionGrantsForSelf.microsoft-user-default-low","ManagePermissionGrantsForSelf.microsoft-user-default-legacy"]`), Want: finding.Fail},
		{Name: "as Microsoft recommends", Files: consentPolicies(`["ManagePermissionGrantsForSelf.microsoft-user-default-recommended"]`), Want: finding.Fail},
		{Name: "own policy", Files: consentPolicies(`["ManagePermissionGrantsForSelf.our-policy"]`), Want: finding.Unknown},
		{Name: "null", Files: consentPolicies(`null`), Want: finding.Unknown},
	})
}
