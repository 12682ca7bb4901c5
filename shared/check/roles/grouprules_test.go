package roles

import (
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

const aGroup = `"@odata.type":"#microsoft.graph.group","displayName":"Group"`

// eligibleGroup is a role that group g may activate.
func eligibleGroup(role string) string {
	return `[{"principalId":"g","roleDefinitionId":"` + role + `","directoryScopeId":"/","principal":{"id":"g",` + aGroup + `}}]`
}

// groupPolicies are rules of group g for members, and lax ones for owners.
func groupPolicies(all ...string) string {
	return `{"g":[{"scopeId":"g","scopeType":"Group","roleDefinitionId":"owner","policy":{"rules":[]}},
		{"scopeId":"g","scopeType":"Group","roleDefinitionId":"member","policy":{"rules":[` + strings.Join(all, ",") + `]}}]}`
}

func TestGroupRules(t *testing.T) {
	const (
		approved   = `{"id":"Approval_EndUser_Assignment","setting":{"isApprovalRequired":true,"approvalStages":[{"primaryApprovers":[{"userId":"u"}]}]}}`
		unapproved = `{"id":"Approval_EndUser_Assignment","setting":{"isApprovalRequired":false,"approvalStages":[]}}`
	)
	alerts := func(assignment, activation string) string {
		return notification("Notification_Admin_Admin_Assignment", assignment) + "," + notification("Notification_Admin_Admin_Eligibility", assignment) + "," +
			notification(activationRule, activation)
	}
	resource := snapshot.GroupRolePolicies.Resource()
	active := func(role, policies string) checktest.Files {
		return with(holding(assigned(role, "g", aGroup)), resource, policies)
	}
	eligible := func(role, policies string) checktest.Files {
		return with(with(holding(), snapshot.RoleEligibilitySchedules.Resource(), eligibleGroup(role)), resource, policies)
	}
	checktest.Verdicts(t, GroupRules, []checktest.Test{
		{Name: "Global Administrator, guarded", Files: active(GlobalAdministrator, groupPolicies(approved, alerts(someone, someone))), Want: finding.Pass},
		{Name: "Global Administrator, Microsoft's default recipients hear of an activation", Files: active(GlobalAdministrator, groupPolicies(approved, alerts(someone, ``))), Want: finding.Pass},
		{Name: "Global Administrator without approval", Files: active(GlobalAdministrator, groupPolicies(unapproved, alerts(someone, someone))), Want: finding.Fail},
		{Name: "another role needs no approval", Files: active(exchange, groupPolicies(unapproved, alerts(someone, someone))), Want: finding.Pass},
		{Name: "another role needs a named recipient", Files: active(exchange, groupPolicies(approved, alerts(someone, ``))), Want: finding.Fail},
		{Name: "nobody hears of a new member", Files: active(exchange, groupPolicies(approved, alerts(``, someone))), Want: finding.Fail},
		{Name: "eligible: the role's own rules guard the activation", Files: eligible(GlobalAdministrator, groupPolicies(unapproved, alerts(someone, ``))), Want: finding.Pass},
		{Name: "eligible, nobody hears of a new member", Files: eligible(GlobalAdministrator, groupPolicies(approved, alerts(``, someone))), Want: finding.Fail},
		{Name: "a rule absent", Files: active(GlobalAdministrator, groupPolicies(alerts(someone, someone))), Want: finding.Unknown},
		{Name: "rules for owners alone", Files: active(exchange, `{"g":[{"scopeId":"g","scopeType":"Group","roleDefinitionId":"owner","policy":{"rules":[]}}]}`), Want: finding.Unknown},
		{Name: "the group's rules were not read", Files: active(exchange, `{}`), Want: finding.Unknown},
		{Name: "another principal may be a group", Files: with(holding(`{"principalId":"x","roleDefinitionId":"`+exchange+`","directoryScopeId":"/"}`), resource, `{}`), Want: finding.Unknown},
		{Name: "no group", Files: with(holding(users(GlobalAdministrator, "a")), resource, `{}`), Want: finding.NotApplicable},
		{Name: "a group with a role that is not privileged", Files: active("f2ef992c-3afb-46b9-b7cf-a126ee74c451", `{}`), Want: finding.NotApplicable},
		{Name: "over an administrative unit", Files: with(holding(strings.Replace(assigned(exchange, "g", aGroup), `"directoryScopeId":"/"`, `"directoryScopeId":"/administrativeUnits/1"`, 1)), resource, `{}`), Want: finding.NotApplicable},
		{Name: "no licence", Files: with(active(exchange, `{}`), snapshot.SubscribedSkus.Resource(), withoutP2), Want: finding.NotApplicable},
		{Name: "unread", Files: holding(assigned(exchange, "g", aGroup)), Want: finding.Unknown},
	})
}
