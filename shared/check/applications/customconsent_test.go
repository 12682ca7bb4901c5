package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// customPolicies is a tenant in which users consent by the policy "ours", whose
// conditions these are, and which is the tenant "t".
func customPolicies(includes string) checktest.Files {
	return merge(consentPolicies(`["ManagePermissionGrantsForSelf.Ours"]`), checktest.Files{
		snapshot.Organizations.Resource(): `[{"id":"t"}]`,
		snapshot.PermissionGrantPolicies.Resource(): `[
			{"id":"microsoft-user-default-legacy","includes":[{"permissionType":"delegated","permissionClassification":"all","clientApplicationsFromVerifiedPublisherOnly":false}],"excludes":[]},
			{"id":"ours","includes":` + includes + `,"excludes":[]}]`,
	})
}

func TestCustomConsent(t *testing.T) {
	const (
		rest     = `"permissionType":"delegated","resourceApplication":"any","permissions":["all"],"clientApplicationIds":["all"],"clientApplicationPublisherIds":["all"]`
		verified = `"clientApplicationsFromVerifiedPublisherOnly":true,"clientApplicationTenantIds":["all"],` + rest
		anyone   = `"clientApplicationsFromVerifiedPublisherOnly":false,"clientApplicationTenantIds":["all"],` + rest
		low      = `"permissionClassification":"low",`
	)
	limited := `{` + low + verified + `}`
	signIn := `"permissionClassification":"all","resourceApplication":"00000003-0000-0000-c000-000000000000","permissions":["E1FE6DD8-ba31-4d61-89e7-88639da4683d","37f7f235-527c-4136-accd-4a02d197296e"],"clientApplicationsFromVerifiedPublisherOnly":true`
	checktest.Verdicts(t, CustomConsent, []checktest.Test{
		{Name: "low and verified", Files: customPolicies(`[` + limited + `]`), Want: finding.Pass},
		{Name: "low and verified, or the tenant's own applications", Files: customPolicies(`[` + limited + `,{` + low + `"clientApplicationsFromVerifiedPublisherOnly":false,"clientApplicationTenantIds":["T"]}]`), Want: finding.Pass},
		{Name: "another tenant's applications", Files: customPolicies(`[{` + low + `"clientApplicationsFromVerifiedPublisherOnly":false,"clientApplicationTenantIds":["t","other"]}]`), Want: finding.Fail},
		{Name: "applications named one by one", Files: customPolicies(`[{` + low + `"clientApplicationsFromVerifiedPublisherOnly":false,"clientApplicationIds":["a"]}]`), Want: finding.Pass},
		{Name: "publishers named one by one", Files: customPolicies(`[{` + low + `"clientApplicationsFromVerifiedPublisherOnly":false,"clientApplicationPublisherIds":["123"]}]`), Want: finding.Pass},
		{Name: "no condition lets nobody consent", Files: customPolicies(`[]`), Want: finding.Pass},
		{Name: "any publisher", Files: customPolicies(`[{` + low + anyone + `}]`), Want: finding.Fail},
		{Name: "any permission", Files: customPolicies(`[{"permissionClassification":"all",` + verified + `}]`), Want: finding.Fail},
		{Name: "medium is not low", Files: customPolicies(`[{"permissionClassification":"medium",` + verified + `}]`), Want: finding.Fail},
		{Name: "one condition of two is wide", Files: customPolicies(`[` + limited + `,{"permissionClassification":"all",` + anyone + `}]`), Want: finding.Fail},
		{Name: "permissions to sign in", Files: customPolicies(`[{` + signIn + `}]`), Want: finding.Pass},
		{Name: "named permission to read mail", Files: customPolicies(`[{"permissionClassification":"all","resourceApplication":"00000003-0000-0000-c000-000000000000","permissions":["570282fd-fa5c-430d-a7fd-fc8dc98a9dca"],"clientApplicationsFromVerifiedPublisherOnly":true}]`), Want: finding.Fail},
		{Name: "classification absent", Files: customPolicies(`[{` + verified + `}]`), Want: finding.Unknown},
		{Name: "classification unknown", Files: customPolicies(`[{"permissionClassification":"unknownFutureValue",` + verified + `}]`), Want: finding.Unknown},
		{Name: "publishers null", Files: customPolicies(`[{` + low + `"clientApplicationsFromVerifiedPublisherOnly":null}]`), Want: finding.Unknown},
		{Name: "conditions null", Files: customPolicies(`null`), Want: finding.Unknown},
		{Name: "the policy is gone", Files: merge(customPolicies(`[]`), checktest.Files{snapshot.PermissionGrantPolicies.Resource(): `[]`}), Want: finding.Unknown},
		{Name: "policies unread", Files: consentPolicies(`["ManagePermissionGrantsForSelf.ours"]`), Want: finding.Unknown},
		{Name: "own tenant unknown", Files: merge(customPolicies(`[{`+low+`"clientApplicationsFromVerifiedPublisherOnly":false,"clientApplicationTenantIds":["t"]}]`), checktest.Files{snapshot.Organizations.Resource(): `[]`}), Want: finding.Fail},
		{Name: "wide policy not assigned", Files: merge(customPolicies(`[{"permissionClassification":"all",`+anyone+`}]`), consentPolicies(`["ManagePermissionGrantsForSelf.microsoft-user-default-low"]`)), Want: finding.NotApplicable},
		{Name: "policy for owned resources only", Files: merge(customPolicies(`[{"permissionClassification":"all",`+anyone+`}]`), consentPolicies(`["ManagePermissionGrantsForOwnedResource.ours"]`)), Want: finding.NotApplicable},
		{Name: "nobody consents", Files: consentPolicies(`[]`), Want: finding.NotApplicable},
		{Name: "assigned policies null", Files: consentPolicies(`null`), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
	checktest.Verdicts(t, UserConsentLimited, []checktest.Test{
		{Name: "own policy as limited", Files: customPolicies(`[` + limited + `]`), Want: finding.Pass},
		{Name: "own policy is wider", Files: customPolicies(`[{` + low + anyone + `}]`), Want: finding.Fail},
		{Name: "own policy unread", Files: consentPolicies(`["ManagePermissionGrantsForSelf.ours"]`), Want: finding.Unknown},
		{Name: "policy of Microsoft's that is new", Files: consentPolicies(`["ManagePermissionGrantsForSelf.microsoft-user-default-next"]`), Want: finding.Unknown},
	})
}
