package roles

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestRoleAdministratorApproval(t *testing.T) {
	rule := func(setting string) string {
		return `{"id":"Approval_EndUser_Assignment","setting":` + setting + `}`
	}
	required := rule(`{"isApprovalRequired":true,"approvalStages":[{"primaryApprovers":[{"userId":"u"}]}]}`)
	optional := rule(`{"isApprovalRequired":false}`)
	group := `{"scopeId":"g","scopeType":"Group","roleDefinitionId":"` + privilegedRoleAdministrator + `","policy":{"rules":[` + required + `]}}`
	checktest.Verdicts(t, RoleAdministratorApproval, []checktest.Test{
		{Name: "required", Files: ruled(rules(privilegedRoleAdministrator, required)), Want: finding.Pass},
		{Name: "not required", Files: ruled(rules(privilegedRoleAdministrator, optional)), Want: finding.Fail},
		{Name: "required of nobody", Files: ruled(rules(privilegedRoleAdministrator, rule(`{"isApprovalRequired":true,"approvalStages":[{"primaryApprovers":[]}]}`))), Want: finding.Fail},
		{Name: "required for Global Administrator alone", Files: ruled(rules(GlobalAdministrator, required), rules(privilegedRoleAdministrator, optional)), Want: finding.Fail},
		{Name: "the rules of a group are not the role's", Files: ruled(group), Want: finding.Unknown},
		{Name: "setting absent", Files: ruled(rules(privilegedRoleAdministrator, `{"id":"Approval_EndUser_Assignment"}`)), Want: finding.Unknown},
		{Name: "no policy", Files: ruled(rules(GlobalAdministrator, required)), Want: finding.Unknown},
		{Name: "no licence", Files: with(ruled(rules(privilegedRoleAdministrator, optional)), snapshot.SubscribedSkus.Resource(), withoutP2), Want: finding.NotApplicable},
	})
}
