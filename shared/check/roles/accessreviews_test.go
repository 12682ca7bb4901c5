package roles

import (
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestAccessReviews(t *testing.T) {
	const (
		whole     = `"autoApplyDecisionsEnabled":true,"mailNotificationsEnabled":true,"reminderNotificationsEnabled":true,`
		none      = `"defaultDecisionEnabled":true,"defaultDecision":"None",`
		monthly   = `"recurrence":{"pattern":{"type":"absoluteMonthly","interval":1},"range":{"type":"noEnd"}}`
		reviewers = `"reviewers":[{"query":"/users/r","queryType":"MicrosoftGraph"}],`
	)
	role := func(id string) string { return `{"query":"/roleManagement/directory/roleDefinitions/` + id + `"}` }
	// about is a review of users with these roles as the admin centre makes it.
	about := func(rest string, roles ...string) string {
		return `{"status":"InProgress","scope":{"@odata.type":"#microsoft.graph.principalResourceMembershipsScope",
			"principalScopes":[{"query":"/v1.0/users"},{"query":"/v1.0/groups"}],"resourceScopes":[` + strings.Join(roles, ",") + `]},` + rest + `}`
	}
	settings := func(s string) string { return reviewers + `"settings":{` + s + `}` }
	good := settings(whole + none + monthly)
	query := func(q string) string {
		return `{"status":"InProgress","scope":{"@odata.type":"#microsoft.graph.accessReviewQueryScope","query":"` + q + `"},` + good + `}`
	}
	instances := func(kind, principal string) string {
		return query(`/roleManagement/directory/` + kind + `?$expand=principal&$filter=(isof(principal,'microsoft.graph.` + principal + `') and roleDefinitionId eq '` + exchange + `')`)
	}
	definitions := `[{"id":"` + exchange + `","templateId":"` + exchange + `","displayName":"Exchange Administrator","isBuiltIn":true}]`
	held := func(reviews ...string) checktest.Files {
		return with(with(holding(users(exchange, "a")), snapshot.RoleDefinitions.Resource(), definitions), snapshot.AccessReviews.Resource(), `[`+strings.Join(reviews, ",")+`]`)
	}
	ex := role(exchange)
	teams := teamsAdministrator.TemplateID
	checktest.Verdicts(t, AccessReviews, []checktest.Test{
		{Name: "as asked", Files: held(about(good, ex)), Want: finding.Pass},
		{Name: "weekly", Files: held(about(settings(whole+none+`"recurrence":{"pattern":{"type":"weekly","interval":1},"range":{"type":"noEnd"}}`), ex)), Want: finding.Pass},
		{Name: "no default decision at all", Files: held(about(settings(whole+`"defaultDecisionEnabled":false,`+monthly), ex)), Want: finding.Pass},
		{Name: "by a query", Files: held(query(`/beta/roleManagement/directory/roleDefinitions/` + exchange)), Want: finding.Pass},
		{Name: "active holders alone, and nobody is eligible", Files: held(instances("roleAssignmentScheduleInstances", "user")), Want: finding.Pass},
		{Name: "active holders alone, and somebody is eligible", Files: with(held(instances("roleAssignmentScheduleInstances", "user")), snapshot.RoleEligibilitySchedules.Resource(), `[{"principalId":"b","roleDefinitionId":"`+exchange+`","directoryScopeId":"/"}]`), Want: finding.Fail},
		{Name: "one review each", Files: with(held(instances("roleAssignmentScheduleInstances", "user"), instances("roleEligibilityScheduleInstances", "user")), snapshot.RoleEligibilitySchedules.Resource(), `[{"principalId":"b","roleDefinitionId":"`+exchange+`","directoryScopeId":"/"}]`), Want: finding.Pass},
		{Name: "applications alone", Files: held(instances("roleAssignmentScheduleInstances", "servicePrincipal")), Want: finding.Fail},
		{Name: "another role", Files: held(about(good, role(GlobalAdministrator))), Want: finding.Fail},
		{Name: "one of two roles", Files: with(held(about(good, ex)), snapshot.RoleAssignments.Resource(), `[`+users(exchange, "a")+`,`+users(teams, "b")+`]`), Want: finding.Fail},
		{Name: "two roles in one review", Files: with(held(about(good, ex, role(teams))), snapshot.RoleAssignments.Resource(), `[`+users(exchange, "a")+`,`+users(teams, "b")+`]`), Want: finding.Pass},
		{Name: "guests alone", Files: held(strings.Replace(about(good, ex), `/v1.0/users`, `/users?$filter=(userType eq 'Guest')`, 1)), Want: finding.Fail},
		{Name: "quarterly", Files: held(about(settings(whole+none+`"recurrence":{"pattern":{"type":"absoluteMonthly","interval":3},"range":{"type":"noEnd"}}`), ex)), Want: finding.Fail},
		{Name: "with an end", Files: held(about(settings(whole+none+`"recurrence":{"pattern":{"type":"weekly","interval":1},"range":{"type":"endDate","endDate":"2027-01-01"}}`), ex)), Want: finding.Fail},
		{Name: "once", Files: held(about(settings(whole+none+`"recurrence":{"pattern":null,"range":null}`), ex)), Want: finding.Fail},
		{Name: "silence removes access", Files: held(about(settings(whole+`"defaultDecisionEnabled":true,"defaultDecision":"Deny",`+monthly), ex)), Want: finding.Fail},
		{Name: "not applied", Files: held(about(settings(strings.Replace(whole, `"autoApplyDecisionsEnabled":true`, `"autoApplyDecisionsEnabled":false`, 1)+none+monthly), ex)), Want: finding.Fail},
		{Name: "reviewing oneself", Files: held(about(`"reviewers":[],"settings":{`+whole+none+monthly+`}`, ex)), Want: finding.Fail},
		{Name: "over", Files: held(strings.Replace(about(good, ex), "InProgress", "Completed", 1)), Want: finding.Fail},
		{Name: "a bad review beside a good one", Files: held(strings.Replace(about(good, ex), "InProgress", "Completed", 1), about(good, ex)), Want: finding.Pass},
		{Name: "reminders not recorded", Files: held(about(settings(`"autoApplyDecisionsEnabled":true,"mailNotificationsEnabled":true,`+none+monthly), ex)), Want: finding.Unknown},
		{Name: "an unknown rhythm", Files: held(about(settings(whole+none+`"recurrence":{"pattern":{"type":"unknownFutureValue","interval":1},"range":{"type":"noEnd"}}`), ex)), Want: finding.Unknown},
		{Name: "no review", Files: held(), Want: finding.Fail},
		{Name: "nobody holds such a role", Files: with(held(), snapshot.RoleAssignments.Resource(), `[]`), Want: finding.NotApplicable},
		{Name: "who holds roles was not read", Files: without(held(about(good, ex)), snapshot.RoleAssignments.Resource()), Want: finding.Unknown},
		{Name: "a state Vahti does not know", Files: held(strings.Replace(about(good, ex), "InProgress", "unknownFutureValue", 1)), Want: finding.Unknown},
		{Name: "an eligibility that has yet to begin", Files: with(held(instances("roleAssignmentScheduleInstances", "user")), snapshot.RoleEligibilitySchedules.Resource(), `[{"principalId":"b","roleDefinitionId":"`+exchange+`","directoryScopeId":"/","scheduleInfo":{"startDateTime":"2026-12-01T00:00:00Z"}}]`), Want: finding.Pass},
		{Name: "no licence", Files: with(held(), snapshot.SubscribedSkus.Resource(), withoutP2), Want: finding.NotApplicable},
		{Name: "unread", Files: without(held(), snapshot.AccessReviews.Resource()), Want: finding.Unknown},
	})
}
