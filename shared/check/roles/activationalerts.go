package roles

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// activationRule is the rule on telling others of an activation.
const activationRule = "Notification_Admin_EndUser_Assignment"

// ActivationAlerts asks that somebody hears when Global Administrator is
// activated: a recipient that was named, or at least the other administrators
// whom Microsoft tells by default.
var ActivationAlerts = &check.Check{
	ID:       "role-global-administrator-alerts",
	Title:    "Activating Global Administrator alerts someone",
	Category: check.Roles,
	Severity: finding.Medium,
	Because:  "Becoming Global Administrator is the most dangerous thing an account can do, so each time should reach the people who watch.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.7.8v1"}, ISO27001: []string{"A.8.16", "A.8.2"}, NIS2: []string{"21(2)(b)", "21(2)(i)"}},
	Rows:     []string{"RO-010"},
	Reads:    readsPolicies(),
	Uses:     usesPolicies(),
	Licence:  check.EntraP2,
	Risk:     "An intruder activates the role, changes what they need and is gone before anyone looks at a log.",
	Fix: check.Fix{
		Portal:  roleSettings + " > Notification > Send notifications when eligible members activate this role > Role activation alert > Additional recipients",
		Request: `PATCH /v1.0/policies/roleManagementPolicies/{id}/rules/Notification_Admin_EndUser_Assignment {"@odata.type":"#microsoft.graph.unifiedRoleManagementPolicyNotificationRule","id":"Notification_Admin_EndUser_Assignment","notificationType":"Email","recipientType":"Admin","notificationLevel":"All","isDefaultRecipientsEnabled":true,"notificationRecipients":["security@company.example"]}`,
	},
	Texts:  []*text.Table{activationAlertsTexts, alertTexts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.7.8; Zero Trust Assessment, 21819; Microsoft Graph documentation, unifiedRoleManagementPolicyNotificationRule resource type",
	Run: alertCheck{
		roles:     Privileged()[:1],
		rules:     []string{activationRule},
		byDefault: true,
		pass:      "Activating Global Administrator alerts someone.",
		fail:      "Activating Global Administrator alerts nobody.",
	}.run,
}
