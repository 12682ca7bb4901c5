package roles

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// assignmentRules are the rules on telling others that a role was given, actively
// or as eligible.
var assignmentRules = []string{"Notification_Admin_Admin_Assignment", "Notification_Admin_Admin_Eligibility"}

// AssignmentAlerts asks that a named recipient hears when a privileged role is
// given, actively or as eligible. Microsoft's default recipients do not count:
// they are administrators themselves, who may be the ones to be watched.
var AssignmentAlerts = &check.Check{
	ID:       "role-assignment-alerts",
	Title:    "Assigning a privileged role alerts someone",
	Category: check.Roles,
	Severity: finding.Medium,
	Because:  "A new administrator is either planned or the sign of an intrusion, and a message to the people who watch tells which.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.7.7v1"}, ISO27001: []string{"A.8.16", "A.8.2"}, NIS2: []string{"21(2)(b)", "21(2)(i)"}},
	Rows:     []string{"RO-009"},
	Reads:    readsPolicies(),
	Uses:     usesPolicies(),
	Licence:  check.EntraP2,
	Risk:     "An intruder makes themselves an administrator and nobody notices until the role is used.",
	Fix: check.Fix{
		Portal:  roleSettings + " > Notification > Send notifications when members are assigned as eligible, and as active, to this role > Role assignment alert > Additional recipients",
		Request: `PATCH /v1.0/policies/roleManagementPolicies/{id}/rules/Notification_Admin_Admin_Eligibility {"@odata.type":"#microsoft.graph.unifiedRoleManagementPolicyNotificationRule","id":"Notification_Admin_Admin_Eligibility","notificationType":"Email","recipientType":"Admin","notificationLevel":"All","isDefaultRecipientsEnabled":true,"notificationRecipients":["security@company.example"]}, and the same for Notification_Admin_Admin_Assignment`,
	},
	Texts:  []*text.Table{assignmentAlertsTexts, alertTexts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.7.7, which counts named recipients only; Microsoft Graph documentation, unifiedRoleManagementPolicyNotificationRule resource type",
	Run: alertCheck{
		roles: Privileged(),
		rules: assignmentRules,
		pass:  "Assigning a privileged role alerts a named recipient.",
		fail:  "Assigning some privileged roles alerts no named recipient.",
	}.run,
}
