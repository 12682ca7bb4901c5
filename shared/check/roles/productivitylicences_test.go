package roles

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestProductivityLicences(t *testing.T) {
	licensed := func(plans string) checktest.Files {
		return with(holding(users(GlobalAdministrator, "a")), snapshot.PrivilegedLicences.Resource(), `{"a":[{"skuPartNumber":"SKU","servicePlans":[`+plans+`]}]}`)
	}
	plan := func(name, status string) string {
		return `{"servicePlanName":"` + name + `","provisioningStatus":"` + status + `"}`
	}
	const identity = `{"servicePlanName":"AAD_PREMIUM_P2","provisioningStatus":"Success"}`
	checktest.Verdicts(t, ProductivityLicences, []checktest.Test{
		{Name: "no licence", Files: with(holding(users(GlobalAdministrator, "a")), snapshot.PrivilegedLicences.Resource(), `{"a":[]}`), Want: finding.Pass},
		{Name: "identity alone", Files: licensed(identity), Want: finding.Pass},
		{Name: "a mailbox", Files: licensed(identity + "," + plan("EXCHANGE_S_ENTERPRISE", "Success")), Want: finding.Fail},
		{Name: "a mailbox to come", Files: licensed(plan("EXCHANGE_S_STANDARD", "PendingProvisioning")), Want: finding.Fail},
		{Name: "chat", Files: licensed(plan("TEAMS1", "Success")), Want: finding.Fail},
		{Name: "files", Files: licensed(plan("SHAREPOINTENTERPRISE", "Success")), Want: finding.Fail},
		{Name: "switched off", Files: licensed(plan("EXCHANGE_S_ENTERPRISE", "Disabled") + "," + plan("TEAMS1", "Disabled")), Want: finding.Pass},
		{Name: "plans that give neither mailbox nor files", Files: licensed(plan("EXCHANGE_S_FOUNDATION", "Success") + "," + plan("SHAREPOINTWAC", "Success")), Want: finding.Pass},
		{Name: "status not returned", Files: licensed(`{"servicePlanName":"TEAMS1"}`), Want: finding.Unknown},
		{Name: "nothing known of a licence", Files: with(holding(users(GlobalAdministrator, "a")), snapshot.PrivilegedLicences.Resource(), `{"a":[{}]}`), Want: finding.Unknown},
		{Name: "a plan without a name", Files: licensed(identity + `,{"provisioningStatus":"Success"}`), Want: finding.Unknown},
		{Name: "a disabled administrator", Files: with(holding(assigned(GlobalAdministrator, "d", `"@odata.type":"#microsoft.graph.user","accountEnabled":false`)), snapshot.PrivilegedLicences.Resource(), `{"d":[{"servicePlans":[`+plan("TEAMS1", "Success")+`]}]}`), Want: finding.Pass},
		{Name: "somebody without a privileged role", Files: with(holding(users(GlobalAdministrator, "a"), users("f2ef992c-3afb-46b9-b7cf-a126ee74c451", "r")), snapshot.PrivilegedLicences.Resource(), `{"a":[],"r":[{"servicePlans":[`+plan("TEAMS1", "Success")+`]}]}`), Want: finding.Pass},
		{Name: "one person's were not read", Files: with(holding(users(GlobalAdministrator, "a", "b")), snapshot.PrivilegedLicences.Resource(), `{"a":[]}`), Want: finding.Unknown},
		{Name: "unread", Files: holding(users(GlobalAdministrator, "a")), Want: finding.Unknown},
	})

	// a has no such licence any more; who is in the group nobody tells.
	files := with(holding(users(GlobalAdministrator, "a"), assigned(GlobalAdministrator, "grp", aGroup)), snapshot.PrivilegedLicences.Resource(), `{"a":[]}`)
	if diff := cmp.Diff([]string{"a"}, checktest.Resolved(t, ProductivityLicences, files, "a", "y")); diff != "" {
		t.Errorf("resolved (-want +got):\n%s", diff)
	}
}
