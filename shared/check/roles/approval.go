package roles

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Approval asks that a second person agrees before anyone becomes Global
// Administrator.
var Approval = &check.Check{
	ID:       "role-global-administrator-approval",
	Title:    "Activating Global Administrator needs approval",
	Category: check.Roles,
	Severity: finding.High,
	Because:  "With an approval a stolen account is not enough: another person has to agree, and so learns of the attempt.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.7.6v1"}, CIS: []string{"5.3.4"}},
	Rows:     []string{"RO-007"},
	Reads:    readsPolicies(),
	Uses:     usesPolicies(),
	Licence:  check.EntraP2,
	Risk:     "An attacker with an eligible account activates Global Administrator on their own in the middle of the night.",
	Fix: check.Fix{
		Portal:  roleSettings + " > Require approval to activate: on, and select at least two approvers",
		Request: `PATCH /v1.0/policies/roleManagementPolicies/{id}/rules/Approval_EndUser_Assignment {"@odata.type":"#microsoft.graph.unifiedRoleManagementPolicyApprovalRule","id":"Approval_EndUser_Assignment","setting":{"isApprovalRequired":true,"approvalMode":"SingleStage","approvalStages":[{"approvalStageTimeOutInDays":1,"isApproverJustificationRequired":true,"primaryApprovers":[{"@odata.type":"#microsoft.graph.groupMembers","groupId":"{id of the group}"}]}]}}`,
	},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.7.6; Microsoft Graph documentation, unifiedRoleManagementPolicyApprovalRule resource type",
	Run: func(s *snapshot.Snapshot) []check.Result {
		p, _ := policyOf(s, definitionsOf(s), GlobalAdministrator)
		rule, ok := p.Rule("Approval_EndUser_Assignment")
		setting := rule.Setting.V
		if !ok || !setting.IsApprovalRequired.Known() {
			return check.One(finding.Unknown, "Graph did not return whether activating Global Administrator needs approval.", finding.Evidence{})
		}
		approvers := 0
		for _, stage := range setting.ApprovalStages {
			approvers += len(stage.PrimaryApprovers)
		}
		evidence := finding.Evidence{Facts: finding.Facts{"isApprovalRequired": setting.IsApprovalRequired.V, "approvers": approvers}}
		switch {
		case !setting.IsApprovalRequired.V:
			return check.One(finding.Fail, "Global Administrator can be activated without approval.", evidence)
		case len(setting.ApprovalStages) > 0 && approvers == 0:
			return check.One(finding.Fail, "Approval is required, but nobody is named to give it.", evidence)
		}
		return check.One(finding.Pass, "Activating Global Administrator needs approval.", evidence)
	},
}
