package roles

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestAssignmentAlerts(t *testing.T) {
	role := func(id, active, eligible string) string {
		return rules(id, notification("Notification_Admin_Admin_Assignment", active), notification("Notification_Admin_Admin_Eligibility", eligible))
	}
	definitions := `[{"id":"` + GlobalAdministrator + `","templateId":"` + GlobalAdministrator + `"},{"id":"` + exchange + `","templateId":"` + exchange + `"}]`
	checktest.Verdicts(t, AssignmentAlerts, []checktest.Test{
		{Name: "both told", Files: ruled(role(GlobalAdministrator, someone, someone), role(exchange, someone, someone)), Want: finding.Pass},
		{Name: "eligible not told", Files: ruled(role(GlobalAdministrator, someone, ``)), Want: finding.Fail},
		{Name: "active not told", Files: ruled(role(GlobalAdministrator, ``, someone)), Want: finding.Fail},
		{Name: "another role not told", Files: ruled(role(GlobalAdministrator, someone, someone), role(exchange, someone, ``)), Want: finding.Fail},
		{Name: "a role that is not privileged", Files: ruled(role(GlobalAdministrator, someone, someone), role("f2ef992c-3afb-46b9-b7cf-a126ee74c451", ``, ``)), Want: finding.Pass},
		{Name: "a role without a policy", Files: with(ruled(role(GlobalAdministrator, someone, someone)), snapshot.RoleDefinitions.Resource(), definitions), Want: finding.Unknown},
		{Name: "without the definitions a role may be missing", Files: without(ruled(role(GlobalAdministrator, someone, someone)), snapshot.RoleDefinitions.Resource()), Want: finding.Unknown},
		{Name: "recipients null", Files: ruled(rules(GlobalAdministrator, notification("Notification_Admin_Admin_Assignment", someone), `{"id":"Notification_Admin_Admin_Eligibility","notificationRecipients":null}`)), Want: finding.Unknown},
		{Name: "a rule absent", Files: ruled(rules(GlobalAdministrator, notification("Notification_Admin_Admin_Assignment", someone))), Want: finding.Unknown},
		{Name: "a rule absent and the other silent", Files: ruled(rules(GlobalAdministrator, notification("Notification_Admin_Admin_Assignment", ``))), Want: finding.Fail},
		{Name: "nothing", Files: ruled(), Want: finding.Unknown},
		{Name: "no licence", Files: with(ruled(role(GlobalAdministrator, ``, ``)), snapshot.SubscribedSkus.Resource(), withoutP2), Want: finding.NotApplicable},
	})
}
