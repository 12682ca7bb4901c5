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
	testVerdicts(t, GlobalAdministrators, []verdictTest{
		{name: "two", files: holding(users(GlobalAdministrator, "a", "b")), want: finding.Pass},
		{name: "eight", files: holding(users(GlobalAdministrator, numbered(8)...)), want: finding.Pass},
		{name: "one", files: holding(users(GlobalAdministrator, "a")), want: finding.Fail},
		{name: "nine", files: holding(users(GlobalAdministrator, numbered(9)...)), want: finding.Fail},
		{name: "one twice is one", files: holding(users(GlobalAdministrator, "a", "a")), want: finding.Fail},
		{name: "one and an application", files: holding(users(GlobalAdministrator, "a"), assigned(GlobalAdministrator, "sp", `"@odata.type":"#microsoft.graph.servicePrincipal"`)), want: finding.Fail},
		{name: "a disabled account does not count", files: holding(users(GlobalAdministrator, "a"), disabled), want: finding.Fail},
		{name: "eight and a disabled one", files: holding(users(GlobalAdministrator, numbered(8)...), disabled), want: finding.Pass},
		{name: "a guest counts", files: holding(users(GlobalAdministrator, numbered(8)...), guest), want: finding.Fail},
		{name: "an eligible one counts", files: with(with(holding(users(GlobalAdministrator, "a")), eligible, `[{"principalId":"b","roleDefinitionId":"`+GlobalAdministrator+`","directoryScopeId":"/"}]`), snapshot.Users.Resource(), `[{"id":"b"}]`), want: finding.Pass},
		{name: "eight and an emergency account", settings: emergency("USERI"), files: holding(users(GlobalAdministrator, numbered(9)...)), want: finding.Pass},
		{name: "one and an emergency account", settings: emergency("b"), files: holding(users(GlobalAdministrator, "a", "b")), want: finding.Pass},
		{name: "a group nobody read", files: holding(users(GlobalAdministrator, "a", "b"), assigned(GlobalAdministrator, "g", group)), want: finding.Unknown},
		{name: "already too many beside the group", files: holding(users(GlobalAdministrator, numbered(9)...), assigned(GlobalAdministrator, "g", group)), want: finding.Fail},
		{name: "a group of another role does not matter", files: holding(users(GlobalAdministrator, "a", "b"), assigned(exchange, "g", group)), want: finding.Pass},
		{name: "eligibility unread", files: without(holding(users(GlobalAdministrator, "a", "b")), eligible), want: finding.Unknown},
		{name: "no eligibility without the licence", files: without(with(holding(users(GlobalAdministrator, "a", "b")), snapshot.SubscribedSkus.Resource(), withoutP2), eligible), want: finding.Pass},
		{name: "assignments unread", files: checktest.Files{eligible: `[]`}, want: finding.Unknown},
	})
}
