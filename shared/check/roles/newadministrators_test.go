package roles

import (
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// given is an entry of the log: somebody, or an application after "app:", gave a role.
func given(activity, at, by, role, to string) string {
	who := `{"app":null,"user":{"id":"boss","userPrincipalName":"` + by + `"}}`
	if app, is := strings.CutPrefix(by, "app:"); is {
		who = `{"user":null,"app":{"displayName":"` + app + `"}}`
	}
	return `{"id":"` + activity + at + to + `","activityDateTime":"` + at + `","activityDisplayName":"` + activity + `","category":"RoleManagement","result":"success","loggedByService":"Core Directory",
		"initiatedBy":` + who + `,"targetResources":[{"id":"` + to + `","type":"User","modifiedProperties":[{"displayName":"Role.TemplateId","oldValue":null,"newValue":"\"` + role + `\""}]},
			{"id":"11111111-2222-4333-8444-000000000009","type":"Role","modifiedProperties":[]}]}`
}

func TestNewAdministrators(t *testing.T) {
	const add, late, early = "Add member to role", "2026-10-30T08:00:00Z", "2026-10-20T08:00:00Z"
	three := users(GlobalAdministrator, "a", "b", "c")
	of := func(entries string, assignments ...string) checktest.Files {
		return with(holding(assignments...), snapshot.RecentChanges.Resource(), `[`+entries+`]`)
	}
	eligible := func(files checktest.Files) checktest.Files {
		return with(files, snapshot.RoleEligibilitySchedules.Resource(),
			`[{"principalId":"e","roleDefinitionId":"`+GlobalAdministrator+`","directoryScopeId":"/","status":"Provisioned","principal":{"@odata.type":"#microsoft.graph.user","id":"e"}}]`)
	}
	checktest.Verdicts(t, NewAdministrators, []checktest.Test{
		{Name: "nothing in the log", Files: of("", three), Want: finding.Pass},
		{Name: "a third Global Administrator", Files: of(given(add, late, "anna", GlobalAdministrator, "c"), three), Want: finding.Fail},
		{Name: "more than a week ago", Files: of(given(add, early, "anna", GlobalAdministrator, "c"), three), Want: finding.Pass},
		{Name: "refused", Files: of(strings.Replace(given(add, late, "anna", GlobalAdministrator, "c"), `"success"`, `"failure"`, 1), three), Want: finding.Pass},
		{Name: "and taken away again", Files: of(given(add, late, "anna", GlobalAdministrator, "d"), three), Want: finding.Pass},
		{Name: "a role that gives roles", Files: of(given(add, late, "anna", privilegedRoleAdministrator, "p"), three, users(privilegedRoleAdministrator, "p")), Want: finding.Fail},
		{Name: "a lesser role", Files: of(given(add, late, "anna", exchange, "x"), three, users(exchange, "x")), Want: finding.Pass},
		{Name: "another role of an old administrator", Files: of(given(add, late, "anna", exchange, "a"), three), Want: finding.Pass},
		{Name: "activated", Files: of(given(add, late, "app:MS-PIM", GlobalAdministrator, "c"), three), Want: finding.Pass},
		{Name: "by an application", Files: of(given(add, late, "app:Deploy", GlobalAdministrator, "c"), three), Want: finding.Fail},
		{Name: "to be activated", Files: eligible(of(given("Add eligible member to role in PIM completed (permanent)", late, "anna", GlobalAdministrator, "e"), three)), Want: finding.Fail},
		{Name: "an activity of another kind", Files: of(given("Remove member from role", late, "anna", GlobalAdministrator, "c"), three), Want: finding.Pass},
		{Name: "no moment", Files: of(strings.Replace(given(add, late, "anna", GlobalAdministrator, "c"), `"`+late+`"`, "null", 1), three), Want: finding.Unknown},
		{Name: "nobody named", Files: of(strings.Replace(given(add, late, "anna", GlobalAdministrator, "c"), `"User"`, `"Other"`, 1), three), Want: finding.Unknown},
		{Name: "the log unread", Files: holding(three), Want: finding.Unknown},
		{Name: "assignments unread", Files: without(of(given(add, late, "anna", GlobalAdministrator, "c"), three), snapshot.RoleAssignments.Resource()), Want: finding.Unknown},
	})
	t.Run("through a group", testNewMembers)
	t.Run("by person", func(t *testing.T) {
		out := check.Run(NewAdministrators, checktest.Snapshot(t, snapshot.Settings{}, of(
			given(add, late, "anna", GlobalAdministrator, "c")+`,`+given(add, "2026-10-31T09:00:00Z", "anna", GlobalAdministrator, "c")+`,`+given(add, late, "anna", GlobalAdministrator, "b"), three)))
		if len(out.Results) != 2 || out.Results[1].Resource != "c" || out.Results[1].Evidence.Facts["lastGiven"] != "2026-10-31T09:00:00Z" {
			t.Errorf("got %d results, the last with %v", len(out.Results), out.Results[len(out.Results)-1].Evidence.Facts)
		}
	})
}
