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
	testVerdicts(t, Permanent, []verdictTest{
		{name: "limited", files: scheduled(schedule("a", limited)), want: finding.Pass},
		{name: "permanent", files: scheduled(schedule("a", limited), schedule("b", forever)), want: finding.Fail},
		{name: "one role limited, one permanent", files: scheduled(schedule("a", limited), schedule("a", forever)), want: finding.Fail},
		{name: "emergency account", settings: emergency("A"), files: scheduled(schedule("a", forever)), want: finding.Pass},
		{name: "emergency group", settings: group, files: scheduled(schedule("g", forever)), want: finding.Pass},
		{name: "another than the emergency account", settings: emergency("a"), files: scheduled(schedule("a", forever), schedule("b", forever)), want: finding.Fail},
		{name: "an application", files: with(scheduled(schedule("sp", forever)), services, `[{"id":"sp","appId":"app-1"}]`), want: finding.Fail},
		{name: "a declared application", settings: declared, files: with(scheduled(schedule("sp", forever)), services, `[{"id":"sp","appId":"APP-1"}]`), want: finding.Pass},
		{name: "an activation", files: scheduled(`{"principalId":"a","roleDefinitionId":"` + exchange + `","assignmentType":"Activated",` + forever + `}`), want: finding.Pass},
		{name: "a member of a group", files: scheduled(`{"principalId":"a","roleDefinitionId":"`+exchange+`","assignmentType":"Assigned","memberType":"Group",`+forever+`}`, schedule("g", limited)), want: finding.Pass},
		{name: "over an administrative unit", files: scheduled(`{"principalId":"a","roleDefinitionId":"` + exchange + `","assignmentType":"Assigned","directoryScopeId":"/administrativeUnits/1",` + forever + `}`), want: finding.Pass},
		{name: "kind of assignment not recorded", files: scheduled(`{"principalId":"a","roleDefinitionId":"` + exchange + `",` + forever + `}`), want: finding.Fail},
		{name: "kind of assignment unknown", files: scheduled(`{"principalId":"a","roleDefinitionId":"` + exchange + `","assignmentType":"Borrowed",` + limited + `}`), want: finding.Unknown},
		{name: "a role that is not privileged", files: scheduled(`{"principalId":"a","roleDefinitionId":"f2ef992c-3afb-46b9-b7cf-a126ee74c451","assignmentType":"Assigned",` + forever + `}`), want: finding.Pass},
		{name: "end absent", files: scheduled(schedule("a", `"startDateTime":null`)), want: finding.Unknown},
		{name: "nobody", files: scheduled(), want: finding.Pass},
		{name: "no licence", files: with(scheduled(schedule("a", forever)), snapshot.SubscribedSkus.Resource(), withoutP2), want: finding.NotApplicable},
		{name: "unread", files: without(scheduled(), snapshot.RoleAssignmentSchedules.Resource()), want: finding.Unknown},
	})
}

func TestPermanentPerPrincipal(t *testing.T) {
	files := scheduled(schedule("a", `"endDateTime":null`), schedule("a", `"endDateTime":null`), schedule("b", `"endDateTime":null`))
	results := check.Run(Permanent, checktest.Snapshot(t, snapshot.Settings{}, files)).Results
	if len(results) != 2 || results[0].Resource != "a" || results[1].Resource != "b" {
		t.Errorf("got %d results, want one for each of two principals", len(results))
	}
}
