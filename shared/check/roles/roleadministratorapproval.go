package roles

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// RoleAdministratorApproval asks that a second person agrees before anyone
// becomes Privileged Role Administrator, who can make a Global Administrator.
var RoleAdministratorApproval = &check.Check{
	ID:       "role-privileged-role-administrator-approval",
	Title:    "Activating Privileged Role Administrator needs approval",
	Category: check.Roles,
	Severity: finding.High,
	Because:  "A Privileged Role Administrator gives roles, Global Administrator among them, so the approval asked of the one is worth little without the other.",
	Controls: check.Controls{CIS: []string{"5.3.5"}, ISO27001: []string{"A.8.2", "A.5.18", "A.5.3"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"RO-008"},
	Reads:    readsPolicies(),
	Uses:     usesPolicies(),
	Licence:  check.EntraP2,
	Risk:     "An attacker with an eligible account activates the role on their own and makes themselves Global Administrator past the approval.",
	Fix: check.Fix{
		Portal:  roleSettings + " > Require approval to activate: on, and select at least two approvers, for Privileged Role Administrator",
		Request: `PATCH /v1.0/policies/roleManagementPolicies/{id}/rules/Approval_EndUser_Assignment {"@odata.type":"#microsoft.graph.unifiedRoleManagementPolicyApprovalRule","id":"Approval_EndUser_Assignment","setting":{"isApprovalRequired":true,"approvalMode":"SingleStage","approvalStages":[{"approvalStageTimeOutInDays":1,"isApproverJustificationRequired":true,"primaryApprovers":[{"@odata.type":"#microsoft.graph.groupMembers","groupId":"{id of the group}"}]}]}}`,
	},
	Texts:  []*text.Table{roleAdministratorApprovalTexts, approvalTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 5.3.5; Microsoft Graph documentation, unifiedRoleManagementPolicyApprovalRule resource type",
	Run: approvalCheck{
		role:    privilegedRoleAdministrator,
		pass:    "Activating Privileged Role Administrator needs approval.",
		fail:    "Privileged Role Administrator can be activated without approval.",
		unknown: "Graph did not return whether activating Privileged Role Administrator needs approval.",
	}.run,
}
