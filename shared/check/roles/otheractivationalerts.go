package roles

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// OtherActivationAlerts asks that a named recipient hears when another
// privileged role is activated: Microsoft's default recipients seldom read the
// many messages about the narrower roles.
var OtherActivationAlerts = &check.Check{
	ID:       "role-other-activation-alerts",
	Title:    "Activating any other privileged role alerts someone",
	Category: check.Roles,
	Severity: finding.Low,
	Because:  "The narrower roles can reach everyone's mail, files and sign-ins as well, though their activations are more frequent and more often harmless.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.7.9v1"}, ISO27001: []string{"A.8.16", "A.8.2"}, NIS2: []string{"21(2)(b)", "21(2)(i)"}},
	Rows:     []string{"RO-011"},
	Reads:    readsPolicies(),
	Uses:     usesPolicies(),
	Licence:  check.EntraP2,
	Risk:     "An intruder activates Exchange Administrator, reads the mail of the management and is not noticed.",
	Fix: check.Fix{
		Portal:  roleSettings + " > Notification > Send notifications when eligible members activate this role > Role activation alert > Additional recipients, for each role",
		Request: `PATCH /v1.0/policies/roleManagementPolicies/{id}/rules/Notification_Admin_EndUser_Assignment {"@odata.type":"#microsoft.graph.unifiedRoleManagementPolicyNotificationRule","id":"Notification_Admin_EndUser_Assignment","notificationType":"Email","recipientType":"Admin","notificationLevel":"All","isDefaultRecipientsEnabled":true,"notificationRecipients":["security@company.example"]}`,
	},
	Texts:  []*text.Table{otherActivationAlertsTexts, alertTexts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.7.9, which counts named recipients only; Microsoft Graph documentation, unifiedRoleManagementPolicyNotificationRule resource type",
	Run: alertCheck{
		roles: Privileged()[1:],
		rules: []string{activationRule},
		pass:  "Activating any other privileged role alerts a named recipient.",
		fail:  "Activating some other privileged roles alerts no named recipient.",
	}.run,
}
