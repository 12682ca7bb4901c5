package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestBreakGlassExcluded(t *testing.T) {
	two := snapshot.Settings{EmergencyAccess: snapshot.EmergencyAccess{Users: []string{"B1", "b2"}}}
	grouped := snapshot.Settings{EmergencyAccess: snapshot.EmergencyAccess{Users: []string{"b1", "b2"}, Groups: []string{"bg"}}}
	groupOnly := snapshot.Settings{EmergencyAccess: snapshot.EmergencyAccess{Groups: []string{"bg"}}}
	members := func(text string) checktest.Files {
		return checktest.Files{snapshot.GroupMembers.Resource(): text}
	}
	out := func(state, users string) string { return policy(state, everyone+users, allApps, "", askMFA) }
	const both = `,"excludeUsers":["b1","b2"]`
	run(t, BreakGlassExcluded, []verdictTest{
		{name: "both accounts everywhere", settings: two, policies: []string{out("enabled", both), out(reportOnly, both)}, want: finding.Pass},
		{name: "one account missing", settings: two, policies: []string{out("enabled", `,"excludeUsers":["b1"]`)}, want: finding.Fail},
		{name: "one policy without", settings: two, policies: []string{out("enabled", both), out("enabled", "")}, want: finding.Fail},
		{name: "a report-only policy without", settings: two, policies: []string{out("enabled", both), out(reportOnly, "")}, want: finding.Fail},
		{name: "a disabled policy without", settings: two, policies: []string{out("enabled", both), out("disabled", "")}, want: finding.Pass},
		{name: "a policy in a state not known without", settings: two, policies: []string{out("enabled", both), out("odd", "")}, want: finding.Unknown},
		{name: "by their declared group", settings: grouped, policies: []string{out("enabled", `,"excludeGroups":["BG"]`)}, want: finding.Pass},
		{name: "by their declared group, whose members say otherwise", settings: grouped, more: members(`{"bg":[{"id":"b1"}]}`), policies: []string{out("enabled", `,"excludeGroups":["bg"]`)}, want: finding.Fail},
		{name: "by a group they are in", settings: two, more: members(`{"x":[{"id":"b1"},{"id":"b2"}]}`), policies: []string{out("enabled", `,"excludeGroups":["x"]`)}, want: finding.Pass},
		{name: "by a group whose members were not read", settings: two, policies: []string{out("enabled", `,"excludeGroups":["x"]`)}, want: finding.Unknown},
		{name: "declared group alone", settings: groupOnly, policies: []string{out("enabled", `,"excludeGroups":["bg"]`)}, want: finding.Pass},
		{name: "declared group alone, not excluded", settings: groupOnly, policies: []string{out("enabled", "")}, want: finding.Fail},
		{name: "policies for roles and groups need it too", settings: two, policies: []string{policy("enabled", `"includeRoles":["r"]`+both, allApps, "", askMFA), policy("enabled", `"includeGroups":["g"]`, allApps, "", askMFA)}, want: finding.Fail},
		{name: "policies for guests, others and agents do not", settings: two, want: finding.Pass, policies: []string{out("enabled", both), policy("enabled", everyGuest, allApps, "", askMFA),
			policy("enabled", `"includeUsers":["former-employee"]`, allApps, "", block), policy("enabled", `"includeUsers":["None"]`, allApps, `,"clientApplications":{"includeAgentIdServicePrincipals":["All"]}`, block)}},
		{name: "no policy for people", settings: two, policies: []string{policy("enabled", everyGuest, allApps, "", askMFA)}, want: finding.NotApplicable},
		{name: "undeclared, the same group everywhere", policies: []string{policy("enabled", everyone+`,"excludeGroups":["x","y"]`, allApps, "", block), policy(reportOnly, everyone+`,"excludeGroups":["X"],"excludeUsers":["u"]`, allApps, "", block), out("enabled", "")}, want: finding.Pass},
		{name: "undeclared, nobody everywhere", policies: []string{policy("enabled", everyone+`,"excludeGroups":["x"]`, allApps, "", block), policy("enabled", everyone+`,"excludeGroups":["y"]`, allApps, "", block)}, want: finding.Fail},
		{name: "undeclared, guests are nobody", policies: []string{policy("enabled", everyone+`,"excludeUsers":["GuestsOrExternalUsers"]`, allApps, "", block)}, want: finding.Fail},
		{name: "undeclared, nothing blocks", policies: []string{out("enabled", both)}, want: finding.Unknown},
		{name: "undeclared, no policy", want: finding.NotApplicable},
		{name: "unlicensed", licences: free, want: finding.NotApplicable},
		{name: "policies refused", unread: true, want: finding.Unknown},
	})
}
