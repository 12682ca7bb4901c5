package roles

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestApproval(t *testing.T) {
	approval := func(setting string) string {
		return `{"id":"Approval_EndUser_Assignment","setting":` + setting + `}`
	}
	required := approval(`{"isApprovalRequired":true,"approvalStages":[{"primaryApprovers":[{"groupId":"g"}]}]}`)
	optional := approval(`{"isApprovalRequired":false,"approvalStages":[{"primaryApprovers":[{"groupId":"g"}]}]}`)
	checktest.Verdicts(t, Approval, []checktest.Test{
		{Name: "required", Files: ruled(rules(GlobalAdministrator, required)), Want: finding.Pass},
		{Name: "stages not recorded", Files: ruled(rules(GlobalAdministrator, approval(`{"isApprovalRequired":true}`))), Want: finding.Pass},
		{Name: "not required although approvers are named", Files: ruled(rules(GlobalAdministrator, optional)), Want: finding.Fail},
		{Name: "required of nobody", Files: ruled(rules(GlobalAdministrator, approval(`{"isApprovalRequired":true,"approvalStages":[{"primaryApprovers":[]}]}`))), Want: finding.Fail},
		{Name: "approvers not returned", Files: ruled(rules(GlobalAdministrator, approval(`{"isApprovalRequired":true,"approvalStages":[{}]}`))), Want: finding.Unknown},
		{Name: "required for another role", Files: ruled(rules(exchange, required), rules(GlobalAdministrator, optional)), Want: finding.Fail},
		{Name: "role named by an id of the tenant", Files: with(ruled(rules("own", optional)), snapshot.RoleDefinitions.Resource(), `[{"id":"own","templateId":"`+GlobalAdministrator+`"}]`), Want: finding.Fail},
		{Name: "over an administrative unit", Files: ruled(`{"scopeId":"/administrativeUnits/1","roleDefinitionId":"` + GlobalAdministrator + `","policy":{"rules":[` + required + `]}}`), Want: finding.Unknown},
		{Name: "rule absent", Files: ruled(rules(GlobalAdministrator)), Want: finding.Unknown},
		{Name: "setting null", Files: ruled(rules(GlobalAdministrator, approval(`null`))), Want: finding.Unknown},
		{Name: "no policy", Files: ruled(), Want: finding.Unknown},
		{Name: "no licence", Files: with(ruled(rules(GlobalAdministrator, optional)), snapshot.SubscribedSkus.Resource(), withoutP2), Want: finding.NotApplicable},
	})
}
