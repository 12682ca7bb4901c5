package roles

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestFewGlobalAdministrators(t *testing.T) {
	disabled := assigned(GlobalAdministrator, "z", `"@odata.type":"#microsoft.graph.user","accountEnabled":false`)
	eligible := `[{"principalId":"e","roleDefinitionId":"` + GlobalAdministrator + `","directoryScopeId":"/","principal":{"@odata.type":"#microsoft.graph.user","id":"e"}}]`
	checktest.Verdicts(t, FewGlobalAdministrators, []checktest.Test{
		{Name: "two", Files: holding(users(GlobalAdministrator, "a", "b")), Want: finding.Pass},
		{Name: "four", Files: holding(users(GlobalAdministrator, numbered(4)...)), Want: finding.Pass},
		{Name: "five", Files: holding(users(GlobalAdministrator, numbered(5)...)), Want: finding.Fail},
		{Name: "one", Files: holding(users(GlobalAdministrator, "a")), Want: finding.Fail},
		{Name: "four and one eligible", Files: with(holding(users(GlobalAdministrator, numbered(4)...)), snapshot.RoleEligibilitySchedules.Resource(), eligible), Want: finding.Fail},
		{Name: "four and a disabled one", Files: holding(users(GlobalAdministrator, numbered(4)...), disabled), Want: finding.Pass},
		{Name: "four and an emergency account", Settings: emergency("usere"), Files: holding(users(GlobalAdministrator, numbered(5)...)), Want: finding.Pass},
		{Name: "a group nobody read", Files: holding(users(GlobalAdministrator, "a", "b"), assigned(GlobalAdministrator, "g", `"@odata.type":"#microsoft.graph.group"`)), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}
