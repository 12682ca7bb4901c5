package roles

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestApproval(t *testing.T) {
	approval := func(setting string) string {
		return `{"id":"Approval_EndUser_Assignment","setting":` + setting + `}`
	}
	required := approval(`{"isApprovalRequired":true,"approvalStages":[{"primaryApprovers":[{"groupId":"g"}]}]}`)
	optional := approval(`{"isApprovalRequired":false,"approvalStages":[{"primaryApprovers":[{"groupId":"g"}]}]}`)
	testVerdicts(t, Approval, []verdictTest{
		{name: "required", files: ruled(rules(GlobalAdministrator, required)), want: finding.Pass},
		{name: "stages not recorded", files: ruled(rules(GlobalAdministrator, approval(`{"isApprovalRequired":true}`))), want: finding.Pass},
		{name: "not required although approvers are named", files: ruled(rules(GlobalAdministrator, optional)), want: finding.Fail},
		{name: "required of nobody", files: ruled(rules(GlobalAdministrator, approval(`{"isApprovalRequired":true,"approvalStages":[{"primaryApprovers":[]}]}`))), want: finding.Fail},
		{name: "required for another role", files: ruled(rules(exchange, required), rules(GlobalAdministrator, optional)), want: finding.Fail},
		{name: "role named by an id of the tenant", files: with(ruled(rules("own", optional)), snapshot.RoleDefinitions.Resource(), `[{"id":"own","templateId":"`+GlobalAdministrator+`"}]`), want: finding.Fail},
		{name: "over an administrative unit", files: ruled(`{"scopeId":"/administrativeUnits/1","roleDefinitionId":"` + GlobalAdministrator + `","policy":{"rules":[` + required + `]}}`), want: finding.Unknown},
		{name: "rule absent", files: ruled(rules(GlobalAdministrator)), want: finding.Unknown},
		{name: "setting null", files: ruled(rules(GlobalAdministrator, approval(`null`))), want: finding.Unknown},
		{name: "no policy", files: ruled(), want: finding.Unknown},
		{name: "no licence", files: with(ruled(rules(GlobalAdministrator, optional)), snapshot.SubscribedSkus.Resource(), withoutP2), want: finding.NotApplicable},
	})
}
