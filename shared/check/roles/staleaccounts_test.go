package roles

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestStaleAccounts(t *testing.T) {
	const (
		recent  = `"2026-10-20T00:00:00Z"`
		old     = `"2026-07-01T00:00:00Z"`
		withP1  = `[{"capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"AAD_PREMIUM","provisioningStatus":"Success"}]}]`
		without = `[{"capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"EXCHANGE_S_STANDARD","provisioningStatus":"Success"}]}]`
	)
	seen := func(rest string) checktest.Files {
		return with(holding(users(GlobalAdministrator, "a")), snapshot.PrivilegedSignInActivity.Resource(), `{"a":[{"id":"a"`+rest+`}]}`)
	}
	activity := func(s string) checktest.Files {
		return seen(`,"createdDateTime":"2024-01-01T00:00:00Z","signInActivity":{` + s + `}`)
	}
	checktest.Verdicts(t, StaleAccounts, []checktest.Test{
		{Name: "used", Files: activity(`"lastSuccessfulSignInDateTime":` + recent), Want: finding.Pass},
		{Name: "not used", Files: activity(`"lastSuccessfulSignInDateTime":` + old), Want: finding.Fail},
		{Name: "tried in vain by somebody", Files: activity(`"lastSignInDateTime":` + recent + `,"lastSuccessfulSignInDateTime":` + old), Want: finding.Fail},
		{Name: "tried in vain and never used", Files: activity(`"lastSignInDateTime":` + recent + `,"lastSuccessfulSignInDateTime":null`), Want: finding.Fail},
		{Name: "only old attempts are told", Files: activity(`"lastSignInDateTime":` + old + `,"lastNonInteractiveSignInDateTime":null`), Want: finding.Fail},
		{Name: "only attempts are told, a recent one among them", Files: activity(`"lastSignInDateTime":` + old + `,"lastNonInteractiveSignInDateTime":` + recent), Want: finding.Unknown},
		{Name: "never used", Files: seen(`,"createdDateTime":"2024-01-01T00:00:00Z"`), Want: finding.Fail},
		{Name: "never used, null", Files: seen(`,"createdDateTime":"2024-01-01T00:00:00Z","signInActivity":null`), Want: finding.Fail},
		{Name: "new and not used yet", Files: seen(`,"createdDateTime":"2026-10-20T00:00:00Z"`), Want: finding.Pass},
		{Name: "never used, age not returned", Files: seen(``), Want: finding.Unknown},
		{Name: "a time that cannot be read", Files: activity(`"lastSuccessfulSignInDateTime":"never"`), Want: finding.Unknown},
		{Name: "an emergency account", Settings: emergency("A"), Files: activity(`"lastSuccessfulSignInDateTime":` + old), Want: finding.Pass},
		{Name: "a disabled account", Files: with(holding(assigned(GlobalAdministrator, "d", `"@odata.type":"#microsoft.graph.user","accountEnabled":false`)), snapshot.PrivilegedSignInActivity.Resource(), `{"d":[{"id":"d","signInActivity":{"lastSuccessfulSignInDateTime":`+old+`}}]}`), Want: finding.Pass},
		{Name: "one person's was not read", Files: with(holding(users(GlobalAdministrator, "a", "b")), snapshot.PrivilegedSignInActivity.Resource(), `{"a":[{"id":"a","signInActivity":{"lastSuccessfulSignInDateTime":`+recent+`}}]}`), Want: finding.Unknown},
		{Name: "without P2 nobody is eligible", Files: with(activity(`"lastSuccessfulSignInDateTime":`+recent), snapshot.SubscribedSkus.Resource(), withP1), Want: finding.Pass},
		{Name: "no licence", Files: with(activity(`"lastSuccessfulSignInDateTime":`+old), snapshot.SubscribedSkus.Resource(), without), Want: finding.NotApplicable},
		{Name: "unread", Files: holding(users(GlobalAdministrator, "a")), Want: finding.Unknown},
	})

	// a was used by now; who is in the group nobody tells.
	files := with(holding(users(GlobalAdministrator, "a"), assigned(GlobalAdministrator, "grp", aGroup)), snapshot.PrivilegedSignInActivity.Resource(), `{"a":[{"id":"a","signInActivity":{"lastSuccessfulSignInDateTime":`+recent+`}}]}`)
	if diff := cmp.Diff([]string{"a"}, checktest.Resolved(t, StaleAccounts, files, "a", "y")); diff != "" {
		t.Errorf("resolved (-want +got):\n%s", diff)
	}
}
