package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestBreakGlassBlocked(t *testing.T) {
	two := snapshot.Settings{EmergencyAccess: snapshot.EmergencyAccess{Users: []string{"b1", "b2"}, Groups: []string{"bg"}}}
	files := func(members, assignments string) checktest.Files {
		f := checktest.Files{snapshot.GroupMembers.Resource(): members}
		if assignments != "" {
			f[snapshot.RoleAssignments.Resource()] = assignments
		}
		return f
	}
	inside := files(`{"bg":[{"id":"b1"},{"id":"b2"}],"staff":[{"id":"u"}]}`, "")
	refuse := func(state, users, conditions string) string { return policy(state, users, allApps, conditions, block) }
	run(t, BreakGlassBlocked, []verdictTest{
		{name: "excluded one by one", settings: two, policies: []string{refuse("enabled", everyone+`,"excludeUsers":["b1","B2"]`, "")}, want: finding.Pass},
		{name: "excluded by their group", settings: two, more: inside, policies: []string{refuse("enabled", everyone+`,"excludeGroups":["bg"]`, "")}, want: finding.Pass},
		{name: "one of them is not in the group", settings: two, more: files(`{"bg":[{"id":"b1"}]}`, ""), policies: []string{refuse("enabled", everyone+`,"excludeGroups":["bg"]`, "")}, want: finding.Fail},
		{name: "members of the group not read", settings: two, policies: []string{refuse("enabled", everyone+`,"excludeGroups":["bg"]`, "")}, want: finding.Unknown},
		{name: "blocked abroad", settings: two, policies: []string{refuse("enabled", everyone, `,"locations":{"includeLocations":["All"],"excludeLocations":["home"]}`)}, want: finding.Fail},
		{name: "asked for multifactor authentication", settings: two, policies: []string{policy("enabled", everyone, allApps, "", askMFA)}, want: finding.Pass},
		{name: "report-only", settings: two, policies: []string{refuse(reportOnly, everyone, "")}, want: finding.Pass},
		{name: "disabled", settings: two, policies: []string{refuse("disabled", everyone, "")}, want: finding.Pass},
		{name: "state not known", settings: two, policies: []string{refuse("odd", everyone, "")}, want: finding.Unknown},
		{name: "control not known", settings: two, policies: []string{policy("enabled", everyone, allApps, "", `"operator":"OR","builtInControls":["unknownFutureValue"]`)}, want: finding.Unknown},
		{name: "no target", settings: two, policies: []string{policy("enabled", everyone, include("None"), "", block)}, want: finding.Pass},
		{name: "for a group they are not in", settings: two, more: inside, policies: []string{refuse("enabled", `"includeGroups":["staff"]`, "")}, want: finding.Pass},
		{name: "for a group that was not read", settings: two, policies: []string{refuse("enabled", `"includeGroups":["staff"]`, "")}, want: finding.Unknown},
		{name: "for their role", settings: two, more: files(`{}`, `[{"principalId":"b2","roleDefinitionId":"R","directoryScopeId":"/","principal":{"@odata.type":"#microsoft.graph.user","id":"b2"}}]`),
			policies: []string{refuse("enabled", `"includeRoles":["r"]`, `,"devices":{"deviceFilter":{"mode":"exclude","rule":"device.isCompliant -eq True"}}`)}, want: finding.Fail},
		{name: "for a role of somebody else", settings: two, more: files(`{}`, `[{"principalId":"u","roleDefinitionId":"r","directoryScopeId":"/","principal":{"@odata.type":"#microsoft.graph.user","id":"u"}}]`),
			policies: []string{refuse("enabled", `"includeRoles":["r"]`, "")}, want: finding.Pass},
		{name: "for a role by way of a group", settings: two, more: files(`{"admins":[{"id":"b1"}]}`, `[{"principalId":"admins","roleDefinitionId":"r","directoryScopeId":"/","principal":{"@odata.type":"#microsoft.graph.group","id":"admins"}}]`),
			policies: []string{refuse("enabled", `"includeRoles":["r"]`, "")}, want: finding.Fail},
		{name: "for a role, assignments not read", settings: two, policies: []string{refuse("enabled", `"includeRoles":["r"]`, "")}, want: finding.Unknown},
		{name: "for guests", settings: two, policies: []string{refuse("enabled", everyGuest, "")}, want: finding.Pass},
		{name: "a declared group alone", settings: snapshot.Settings{EmergencyAccess: snapshot.EmergencyAccess{Groups: []string{"bg"}}}, policies: []string{refuse("enabled", everyone+`,"excludeGroups":["bg"]`, "")}, want: finding.Pass},
		{name: "empty policy", settings: two, policies: []string{`{}`}, want: finding.Unknown},
		{name: "no policy", settings: two, want: finding.Pass},
		{name: "none declared", policies: []string{refuse("enabled", everyone, "")}, want: finding.Unknown},
		{name: "unlicensed", licences: free, settings: two, want: finding.NotApplicable},
		{name: "policies refused", unread: true, settings: two, want: finding.Unknown},
	})
}
