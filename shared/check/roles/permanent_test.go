package roles

import (
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestPermanent(t *testing.T) {
	const (
		forever = `"startDateTime":"2026-01-01T00:00:00Z","endDateTime":null`
		limited = `"startDateTime":"2026-01-01T00:00:00Z","endDateTime":"2026-12-01T00:00:00Z"`
	)
	declared := snapshot.Settings{Declared: snapshot.Declared{PrivilegedApplications: []string{"app-1"}}}
	group := snapshot.Settings{EmergencyAccess: snapshot.EmergencyAccess{Groups: []string{"g"}}}
	services := snapshot.ServicePrincipals.Resource()
	checktest.Verdicts(t, Permanent, []checktest.Test{
		{Name: "limited", Files: scheduled(schedule("a", limited)), Want: finding.Pass},
		{Name: "permanent", Files: scheduled(schedule("a", limited), schedule("b", forever)), Want: finding.Fail},
		{Name: "one role limited, one permanent", Files: scheduled(schedule("a", limited), schedule("a", forever)), Want: finding.Fail},
		{Name: "emergency account", Settings: emergency("A"), Files: scheduled(schedule("a", forever)), Want: finding.Pass},
		{Name: "emergency group", Settings: group, Files: scheduled(schedule("g", forever)), Want: finding.Pass},
		{Name: "another than the emergency account", Settings: emergency("a"), Files: scheduled(schedule("a", forever), schedule("b", forever)), Want: finding.Fail},
		{Name: "an application", Files: with(scheduled(schedule("sp", forever)), services, `[{"id":"sp","appId":"app-1"}]`), Want: finding.Fail},
		{Name: "a declared application", Settings: declared, Files: with(scheduled(schedule("sp", forever)), services, `[{"id":"sp","appId":"APP-1"}]`), Want: finding.Pass},
		{Name: "an activation", Files: scheduled(`{"principalId":"a","roleDefinitionId":"` + exchange + `","assignmentType":"Activated",` + forever + `}`), Want: finding.Pass},
		{Name: "a member of a group", Files: scheduled(`{"principalId":"a","roleDefinitionId":"`+exchange+`","assignmentType":"Assigned","memberType":"Group",`+forever+`}`, schedule("g", limited)), Want: finding.Pass},
		{Name: "over an administrative unit", Files: scheduled(`{"principalId":"a","roleDefinitionId":"` + exchange + `","assignmentType":"Assigned","directoryScopeId":"/administrativeUnits/1",` + forever + `}`), Want: finding.Pass},
		{Name: "kind of assignment not recorded", Files: scheduled(`{"principalId":"a","roleDefinitionId":"` + exchange + `",` + forever + `}`), Want: finding.Fail},
		{Name: "kind of assignment unknown", Files: scheduled(`{"principalId":"a","roleDefinitionId":"` + exchange + `","assignmentType":"Borrowed",` + limited + `}`), Want: finding.Unknown},
		{Name: "a role that is not privileged", Files: scheduled(`{"principalId":"a","roleDefinitionId":"f2ef992c-3afb-46b9-b7cf-a126ee74c451","assignmentType":"Assigned",` + forever + `}`), Want: finding.Pass},
		{Name: "end absent", Files: scheduled(schedule("a", `"startDateTime":null`)), Want: finding.Unknown},
		{Name: "end that cannot be read", Files: scheduled(schedule("a", `"startDateTime":null,"endDateTime":"some day"`)), Want: finding.Unknown},
		{Name: "nothing known of an assignment", Files: scheduled(schedule("a", limited), `{}`), Want: finding.Unknown},
		{Name: "an application that does not say whether it was declared", Settings: declared, Files: scheduled(schedule("sp", forever)), Want: finding.Unknown},
		{Name: "a user while an application was declared", Settings: declared, Files: with(scheduled(schedule("a", forever)), snapshot.Users.Resource(), `[{"id":"a"}]`), Want: finding.Fail},
		{Name: "nobody", Files: scheduled(), Want: finding.Pass},
		{Name: "no licence", Files: with(scheduled(schedule("a", forever)), snapshot.SubscribedSkus.Resource(), withoutP2), Want: finding.NotApplicable},
		{Name: "unread", Files: without(scheduled(), snapshot.RoleAssignmentSchedules.Resource()), Want: finding.Unknown},
	})
}

func TestPermanentPerPrincipal(t *testing.T) {
	files := scheduled(schedule("a", `"endDateTime":null`), schedule("a", `"endDateTime":null`), schedule("b", `"endDateTime":null`))
	results := check.Run(Permanent, checktest.Snapshot(t, snapshot.Settings{}, files)).Results
	if len(results) != 2 || results[0].Resource != "a" || results[1].Resource != "b" {
		t.Errorf("got %d results, want one for each of two principals", len(results))
	}
}
