package roles

import (
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestEmergencyAccounts(t *testing.T) {
	const (
		cloud    = `"accountEnabled":true,"onPremisesSyncEnabled":null,"onPremisesImmutableId":null`
		password = `{"@odata.type":"#microsoft.graph.passwordAuthenticationMethod","id":"p"}`
		key      = `{"@odata.type":"#microsoft.graph.fido2AuthenticationMethod","id":"k"}`
		phone    = `{"@odata.type":"#microsoft.graph.phoneAuthenticationMethod","id":"t"}`
		strong   = `{"a":[` + password + `,` + key + `],"b":[` + password + `,` + key + `]}`
		excluded = `{"state":"enabled","conditions":{"users":{"includeUsers":["All"],"excludeUsers":["A","b"]}}}`
		everyone = `{"state":"enabled","conditions":{"users":{"includeUsers":["All"]}}}`
	)
	forever := func(id string) string {
		return `{"principalId":"` + id + `","roleDefinitionId":"` + GlobalAdministrator + `","directoryScopeId":"/","assignmentType":"Assigned","memberType":"Direct","endDateTime":null}`
	}
	base := holding(users(GlobalAdministrator, "a", "b"))
	base[snapshot.Users.Resource()] = `[{"id":"a",` + cloud + `},{"id":"b",` + cloud + `}]`
	base[snapshot.EmergencyMethods.Resource()] = strong
	base[snapshot.ConditionalAccessPolicies.Resource()] = `[` + excluded + `]`
	base[snapshot.RoleAssignmentSchedules.Resource()] = `[` + forever("a") + `,` + forever("b") + `]`

	two := emergency("a", "b")
	policies := func(all ...string) checktest.Files {
		return with(base, snapshot.ConditionalAccessPolicies.Resource(), `[`+strings.Join(all, ",")+`]`)
	}
	methods := func(of string) checktest.Files {
		return with(base, snapshot.EmergencyMethods.Resource(), `{"a":[`+of+`],"b":[`+password+`,`+key+`]}`)
	}
	accounts := func(a string) checktest.Files {
		return with(base, snapshot.Users.Resource(), `[{"id":"a",`+a+`},{"id":"b",`+cloud+`}]`)
	}
	schedules := func(all string) checktest.Files {
		return with(base, snapshot.RoleAssignmentSchedules.Resource(), `[`+all+`]`)
	}
	group := policies(`{"state":"enabled","conditions":{"users":{"includeUsers":["All"],"excludeGroups":["g"]}}}`)
	viaGroup := with(with(base, snapshot.RoleAssignments.Resource(), `[`+assigned(GlobalAdministrator, "g", aGroup)+`]`), snapshot.GroupMembers.Resource(),
		`{"g":[{"@odata.type":"#microsoft.graph.user","id":"a"},{"@odata.type":"#microsoft.graph.user","id":"b"}]}`)
	p1 := with(without(base, snapshot.RoleAssignmentSchedules.Resource()), snapshot.SubscribedSkus.Resource(), withoutP2)
	p1 = without(p1, snapshot.RoleEligibilitySchedules.Resource())
	checktest.Verdicts(t, EmergencyAccounts, []checktest.Test{
		{Name: "as asked", Settings: two, Files: base, Want: finding.Pass},
		{Name: "one account", Settings: emergency("a"), Files: base, Want: finding.Fail},
		{Name: "one of two is disabled", Settings: two, Files: accounts(`"accountEnabled":false`), Want: finding.Fail},
		{Name: "a third one is gone", Settings: emergency("a", "b", "c"), Files: base, Want: finding.Pass},
		{Name: "synchronised", Settings: two, Files: accounts(`"accountEnabled":true,"onPremisesSyncEnabled":true`), Want: finding.Fail},
		{Name: "no Global Administrator", Settings: two, Files: with(base, snapshot.RoleAssignments.Resource(), `[`+users(GlobalAdministrator, "a")+`]`), Want: finding.Fail},
		{Name: "eligible alone", Settings: two, Files: with(with(base, snapshot.RoleAssignments.Resource(), `[`+users(GlobalAdministrator, "a")+`]`), snapshot.RoleEligibilitySchedules.Resource(), `[{"principalId":"b","roleDefinitionId":"`+GlobalAdministrator+`","directoryScopeId":"/"}]`), Want: finding.Fail},
		{Name: "for a time", Settings: two, Files: schedules(forever("a") + `,` + strings.Replace(forever("b"), `"endDateTime":null`, `"endDateTime":"2027-01-01T00:00:00Z"`, 1)), Want: finding.Fail},
		{Name: "activated", Settings: two, Files: schedules(forever("a") + `,` + strings.Replace(forever("b"), `Assigned`, `Activated`, 1)), Want: finding.Fail},
		{Name: "no schedule tells", Settings: two, Files: schedules(forever("a")), Want: finding.Unknown},
		{Name: "without P2 every assignment is permanent", Settings: two, Files: p1, Want: finding.Pass},
		{Name: "schedules unread with P2", Settings: two, Files: without(base, snapshot.RoleAssignmentSchedules.Resource()), Want: finding.Unknown},
		{Name: "through a group", Settings: two, Files: with(viaGroup, snapshot.RoleAssignmentSchedules.Resource(), `[`+forever("g")+`]`), Want: finding.Pass},

		{Name: "a telephone besides", Settings: two, Files: methods(password + `,` + key + `,` + phone), Want: finding.Fail},
		{Name: "a password alone", Settings: two, Files: methods(password), Want: finding.Fail},
		{Name: "a spent temporary pass", Settings: two, Files: methods(key + `,{"@odata.type":"#microsoft.graph.temporaryAccessPassAuthenticationMethod","isUsable":false}`), Want: finding.Pass},
		{Name: "a temporary pass", Settings: two, Files: methods(key + `,{"@odata.type":"#microsoft.graph.temporaryAccessPassAuthenticationMethod","isUsable":true}`), Want: finding.Fail},
		{Name: "a method Vahti does not know", Settings: two, Files: methods(key + `,{"@odata.type":"#microsoft.graph.futureAuthenticationMethod"}`), Want: finding.Unknown},
		{Name: "methods of one account unread", Settings: two, Files: with(base, snapshot.EmergencyMethods.Resource(), `{"a":[`+key+`]}`), Want: finding.Unknown},

		{Name: "no policy at all", Settings: two, Files: policies(), Want: finding.Pass},
		{Name: "a policy without the exclusion", Settings: two, Files: policies(excluded, everyone), Want: finding.Fail},
		{Name: "report-only and disabled policies do not matter", Settings: two, Files: policies(strings.Replace(everyone, "enabled", "enabledForReportingButNotEnforced", 1), strings.Replace(everyone, "enabled", "disabled", 1)), Want: finding.Pass},
		{Name: "a state Vahti does not know", Settings: two, Files: policies(strings.Replace(everyone, "enabled", "unknownFutureValue", 1)), Want: finding.Unknown},
		{Name: "a policy for the role", Settings: two, Files: policies(`{"state":"enabled","conditions":{"users":{"includeRoles":["` + GlobalAdministrator + `"]}}}`), Want: finding.Fail},
		{Name: "a policy for others", Settings: two, Files: policies(`{"state":"enabled","conditions":{"users":{"includeUsers":["x"],"includeRoles":["` + exchange + `"]}}}`), Want: finding.Pass},
		{Name: "a policy for guests", Settings: two, Files: policies(`{"state":"enabled","conditions":{"users":{"includeUsers":[],"includeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"b2bCollaborationGuest"}}}}`), Want: finding.Pass},
		{Name: "a policy for applications", Settings: two, Files: policies(`{"state":"enabled","conditions":{"users":{"includeUsers":["None"]}}}`), Want: finding.Pass},
		{Name: "excluded by a group", Settings: two, Files: with(group, snapshot.GroupMembers.Resource(), `{"g":[{"id":"a"},{"id":"b"}]}`), Want: finding.Pass},
		{Name: "one is missing in the group", Settings: two, Files: with(group, snapshot.GroupMembers.Resource(), `{"g":[{"id":"a"}]}`), Want: finding.Fail},
		{Name: "a group nobody read", Settings: two, Files: group, Want: finding.Unknown},
		{Name: "a policy for a group nobody read", Settings: two, Files: policies(`{"state":"enabled","conditions":{"users":{"includeGroups":["g"]}}}`), Want: finding.Unknown},
		{Name: "a policy without users", Settings: two, Files: policies(`{"state":"enabled","conditions":{}}`), Want: finding.Unknown},

		{Name: "none declared, and none could serve", Files: policies(everyone), Want: finding.Fail},
		{Name: "none declared, though two could serve", Files: base, Want: finding.Unknown},
		{Name: "none declared, and a group may hold the role", Files: with(policies(everyone), snapshot.RoleAssignments.Resource(), `[`+assigned(GlobalAdministrator, "g", aGroup)+`]`), Want: finding.Unknown},
		{Name: "policies unread", Settings: two, Files: without(base, snapshot.ConditionalAccessPolicies.Resource()), Want: finding.Unknown},
	})
}

// TestEmergencyCandidates wants the accounts by name that could serve, where none
// was declared.
func TestEmergencyCandidates(t *testing.T) {
	files := holding(users(GlobalAdministrator, "a", "b"))
	files[snapshot.Users.Resource()] = `[{"id":"a","displayName":"A","accountEnabled":true,"onPremisesImmutableId":null},{"id":"b","displayName":"B","accountEnabled":true,"onPremisesImmutableId":null}]`
	files[snapshot.EmergencyMethods.Resource()] = `{}`
	files[snapshot.ConditionalAccessPolicies.Resource()] = `[]`
	files[snapshot.RoleAssignmentSchedules.Resource()] = `[{"principalId":"a","roleDefinitionId":"` + GlobalAdministrator + `","directoryScopeId":"/","assignmentType":"Assigned","endDateTime":null},
		{"principalId":"b","roleDefinitionId":"` + GlobalAdministrator + `","directoryScopeId":"/","assignmentType":"Activated","endDateTime":"2026-11-01T18:00:00Z"}]`
	out := check.Run(EmergencyAccounts, checktest.Snapshot(t, snapshot.Settings{}, files))
	candidates := out.Results[0].Evidence.Subjects["candidates"]
	if out.Verdict != finding.Fail || candidates.Total != 1 || candidates.Shown[0].Name != "A" {
		t.Errorf("got %v with %d candidates, want a fail that names the one account with the role for good", out.Verdict, candidates.Total)
	}
}
