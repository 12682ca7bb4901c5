package roles

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestAssignmentAlerts(t *testing.T) {
	role := func(id, active, eligible string) string {
		return rules(id, notification("Notification_Admin_Admin_Assignment", active), notification("Notification_Admin_Admin_Eligibility", eligible))
	}
	definitions := `[{"id":"` + GlobalAdministrator + `","templateId":"` + GlobalAdministrator + `"},{"id":"` + exchange + `","templateId":"` + exchange + `"}]`
	testVerdicts(t, AssignmentAlerts, []verdictTest{
		{name: "both told", files: ruled(role(GlobalAdministrator, someone, someone), role(exchange, someone, someone)), want: finding.Pass},
		{name: "eligible not told", files: ruled(role(GlobalAdministrator, someone, ``)), want: finding.Fail},
		{name: "active not told", files: ruled(role(GlobalAdministrator, ``, someone)), want: finding.Fail},
		{name: "another role not told", files: ruled(role(GlobalAdministrator, someone, someone), role(exchange, someone, ``)), want: finding.Fail},
		{name: "a role that is not privileged", files: ruled(role(GlobalAdministrator, someone, someone), role("f2ef992c-3afb-46b9-b7cf-a126ee74c451", ``, ``)), want: finding.Pass},
		{name: "a role without a policy", files: with(ruled(role(GlobalAdministrator, someone, someone)), snapshot.RoleDefinitions.Resource(), definitions), want: finding.Unknown},
		{name: "a rule absent", files: ruled(rules(GlobalAdministrator, notification("Notification_Admin_Admin_Assignment", someone))), want: finding.Unknown},
		{name: "a rule absent and the other silent", files: ruled(rules(GlobalAdministrator, notification("Notification_Admin_Admin_Assignment", ``))), want: finding.Fail},
		{name: "nothing", files: ruled(), want: finding.Unknown},
		{name: "no licence", files: with(ruled(role(GlobalAdministrator, ``, ``)), snapshot.SubscribedSkus.Resource(), withoutP2), want: finding.NotApplicable},
	})
}
