package roles

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
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
	Controls: check.Controls{SCuBA: []string{"MS.AAD.7.6v1"}, CIS: []string{"5.3.4"}, ISO27001: []string{"A.8.2", "A.5.18", "A.5.3"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"RO-007"},
	Reads:    readsPolicies(),
	Uses:     usesPolicies(),
	Licence:  check.EntraP2,
	Risk:     "An attacker with an eligible account activates Global Administrator on their own in the middle of the night.",
	Fix: check.Fix{
		Portal:  roleSettings + " > Require approval to activate: on, and select at least two approvers",
		Request: `PATCH /v1.0/policies/roleManagementPolicies/{id}/rules/Approval_EndUser_Assignment {"@odata.type":"#microsoft.graph.unifiedRoleManagementPolicyApprovalRule","id":"Approval_EndUser_Assignment","setting":{"isApprovalRequired":true,"approvalMode":"SingleStage","approvalStages":[{"approvalStageTimeOutInDays":1,"isApproverJustificationRequired":true,"primaryApprovers":[{"@odata.type":"#microsoft.graph.groupMembers","groupId":"{id of the group}"}]}]}}`,
	},
	LessIsWorse: []string{"approvers"},
	Texts:       []*text.Table{globalApprovalTexts, approvalTexts},
	Since:       "2026-11",
	Source:      "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.7.6; Microsoft Graph documentation, unifiedRoleManagementPolicyApprovalRule resource type",
	Run: approvalCheck{
		role:    GlobalAdministrator,
		pass:    "Activating Global Administrator needs approval.",
		fail:    "Global Administrator can be activated without approval.",
		unknown: "Graph did not return whether activating Global Administrator needs approval.",
	}.run,
}

// approvalCheck asks that activating a role needs somebody else's approval.
type approvalCheck struct {
	role                string // the template id
	pass, fail, unknown string
}

func (c approvalCheck) run(s *snapshot.Snapshot) []check.Result {
	p, _ := policyOf(s, definitionsOf(s), c.role)
	v, approvers := approval(p)
	if v == finding.Unknown {
		return check.One(v, c.unknown, finding.Evidence{})
	}
	rule, _ := p.Rule(approvalRule)
	required := rule.Setting.V.IsApprovalRequired.V
	evidence := finding.Evidence{Facts: finding.Facts{"isApprovalRequired": required, "approvers": approvers}}
	switch {
	case !required:
		return check.One(finding.Fail, c.fail, evidence)
	case v == finding.Fail:
		return check.One(finding.Fail, "Approval is required, but nobody is named to give it.", evidence)
	}
	return check.One(finding.Pass, c.pass, evidence)
}

// approvalRule is the rule on approving an activation.
const approvalRule = "Approval_EndUser_Assignment"

// approval says whether a policy asks for approval by somebody, and how many
// approvers it names.
func approval(p snapshot.RoleManagementPolicy) (v finding.Verdict, approvers int) {
	rule, ok := p.Rule(approvalRule)
	setting := rule.Setting.V
	if !ok || !setting.IsApprovalRequired.Known() {
		return finding.Unknown, 0
	}
	unsaid := false
	for _, stage := range setting.ApprovalStages {
		approvers += len(stage.PrimaryApprovers)
		unsaid = unsaid || stage.PrimaryApprovers == nil
	}
	switch {
	case !setting.IsApprovalRequired.V:
		return finding.Fail, approvers
	case approvers > 0 || len(setting.ApprovalStages) == 0:
		return finding.Pass, approvers
	case unsaid:
		return finding.Unknown, approvers
	}
	return finding.Fail, approvers
}
