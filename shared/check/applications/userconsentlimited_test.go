package applications

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestUserConsentLimited(t *testing.T) {
	testVerdicts(t, UserConsentLimited, []verdictTest{
		{name: "nothing is stricter", files: consentPolicies(`[]`), want: finding.Pass},
		{name: "low impact", files: consentPolicies(`["ManagePermissionGrantsForSelf.microsoft-user-default-low"]`), want: finding.Pass},
		{name: "low impact and resources people own", files: consentPolicies(`["ManagePermissionGrantsForOwnedResource.x","ManagePermissionGrantsForSelf.microsoft-user-default-low"]`), want: finding.Pass},
		{name: "anything", files: consentPolicies(`["ManagePermissionGrantsForSelf.microsoft-user-default-legacy"]`), want: finding.Fail},
		{name: "low impact and anything", files: consentPolicies(`["ManagePermissionGrantsForSelf.microsoft-user-default-low","ManagePermissionGrantsForSelf.microsoft-user-default-legacy"]`), want: finding.Fail},
		{name: "as Microsoft recommends", files: consentPolicies(`["ManagePermissionGrantsForSelf.microsoft-user-default-recommended"]`), want: finding.Fail},
		{name: "own policy", files: consentPolicies(`["ManagePermissionGrantsForSelf.our-policy"]`), want: finding.Unknown},
		{name: "null", files: consentPolicies(`null`), want: finding.Unknown},
	})
}
