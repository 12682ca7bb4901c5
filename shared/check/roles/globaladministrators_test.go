package roles

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestGlobalAdministrators(t *testing.T) {
	const group = `"@odata.type":"#microsoft.graph.group"`
	eligible := snapshot.RoleEligibilitySchedules.Resource()
	disabled := assigned(GlobalAdministrator, "z", `"@odata.type":"#microsoft.graph.user","accountEnabled":false`)
	guest := assigned(GlobalAdministrator, "z", `"@odata.type":"#microsoft.graph.user","userType":"Guest","accountEnabled":true`)
	checktest.Verdicts(t, GlobalAdministrators, []checktest.Test{
		{Name: "two", Files: holding(users(GlobalAdministrator, "a", "b")), Want: finding.Pass},
		{Name: "eight", Files: holding(users(GlobalAdministrator, numbered(8)...)), Want: finding.Pass},
		{Name: "one", Files: holding(users(GlobalAdministrator, "a")), Want: finding.Fail},
		{Name: "nine", Files: holding(users(GlobalAdministrator, numbered(9)...)), Want: finding.Fail},
		{Name: "one twice is one", Files: holding(users(GlobalAdministrator, "a", "a")), Want: finding.Fail},
		{Name: "one and an application", Files: holding(users(GlobalAdministrator, "a"), assigned(GlobalAdministrator, "sp", `"@odata.type":"#microsoft.graph.servicePrincipal"`)), Want: finding.Fail},
		{Name: "a disabled account does not count", Files: holding(users(GlobalAdministrator, "a"), disabled), Want: finding.Fail},
		{Name: "eight and a disabled one", Files: holding(users(GlobalAdministrator, numbered(8)...), disabled), Want: finding.Pass},
		{Name: "a guest counts", Files: holding(users(GlobalAdministrator, numbered(8)...), guest), Want: finding.Fail},
		{Name: "an eligible one counts", Files: with(with(holding(users(GlobalAdministrator, "a")), eligible, `[{"principalId":"b","roleDefinitionId":"`+GlobalAdministrator+`","directoryScopeId":"/"}]`), snapshot.Users.Resource(), `[{"id":"b"}]`), Want: finding.Pass},
		{Name: "eight and an emergency account", Settings: emergency("USERI"), Files: holding(users(GlobalAdministrator, numbered(9)...)), Want: finding.Pass},
		{Name: "one and an emergency account", Settings: emergency("b"), Files: holding(users(GlobalAdministrator, "a", "b")), Want: finding.Pass},
		{Name: "a group nobody read", Files: holding(users(GlobalAdministrator, "a", "b"), assigned(GlobalAdministrator, "g", group)), Want: finding.Unknown},
		{Name: "already too many beside the group", Files: holding(users(GlobalAdministrator, numbered(9)...), assigned(GlobalAdministrator, "g", group)), Want: finding.Fail},
		{Name: "a group of another role does not matter", Files: holding(users(GlobalAdministrator, "a", "b"), assigned(exchange, "g", group)), Want: finding.Pass},
		{Name: "eligibility unread", Files: without(holding(users(GlobalAdministrator, "a", "b")), eligible), Want: finding.Unknown},
		{Name: "no eligibility without the licence", Files: without(with(holding(users(GlobalAdministrator, "a", "b")), snapshot.SubscribedSkus.Resource(), withoutP2), eligible), Want: finding.Pass},
		{Name: "assignments unread", Files: checktest.Files{eligible: `[]`}, Want: finding.Unknown},
	})
}
