package roles

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// came is an entry of the log: somebody, or an application after "app:", did something
// about a person and the group g.
func came(activity, at, by, who string) string {
	entry := given(activity, at, by, "", who)
	entry = strings.Replace(entry, `"type":"Role"`, `"type":"Group"`, 1)
	entry = strings.Replace(entry, `"11111111-2222-4333-8444-000000000009"`, `"g"`, 1)
	return strings.Replace(entry, `"RoleManagement"`, `"GroupManagement"`, 1)
}

func testNewMembers(t *testing.T) {
	const (
		add, own, late, later = "Add member to group", "Add owner to group", "2026-10-30T08:00:00Z", "2026-10-31T09:00:00Z"
		eligible, noLonger    = "Add eligible member to role in PIM completed (permanent)", "Remove eligible member from role in PIM completed (permanent)"
		inGroup               = `{"g":[{"@odata.type":"#microsoft.graph.user","id":"c"}]}`
	)
	changes, members, owners := snapshot.GroupChanges.Resource(), snapshot.GroupMembers.Resource(), snapshot.GroupOwners.Resource()
	of := func(entries, role string) checktest.Files {
		files := with(holding(users(GlobalAdministrator, "a"), assigned(role, "g", aGroup)), snapshot.RecentChanges.Resource(), `[]`)
		files[changes], files[members], files[owners] = `{"g":[`+entries+`]}`, inGroup, inGroup
		return files
	}
	joined := of(came(add, late, "anna", "c"), GlobalAdministrator)
	mayActivate := with(joined, snapshot.RoleAssignments.Resource(), `[`+users(GlobalAdministrator, "a")+`]`)
	mayActivate[snapshot.RoleEligibilitySchedules.Resource()] = eligibleGroup(privilegedRoleAdministrator)
	checktest.Verdicts(t, NewAdministrators, []checktest.Test{
		{Name: "nobody joined", Files: of("", GlobalAdministrator), Want: finding.Pass},
		{Name: "somebody joined", Files: joined, Want: finding.Fail},
		{Name: "a group that may activate the role", Files: mayActivate, Want: finding.Fail},
		{Name: "of a lesser role", Files: of(came(add, late, "anna", "c"), exchange), Want: finding.Pass},
		{Name: "more than a week ago", Files: of(came(add, "2026-10-20T08:00:00Z", "anna", "c"), GlobalAdministrator), Want: finding.Pass},
		{Name: "and left again", Files: with(joined, members, `{"g":[]}`), Want: finding.Pass},
		{Name: "members unread", Files: without(joined, members), Want: finding.Fail},
		{Name: "a member that may be anybody", Files: with(joined, members, `{"g":[{}]}`), Want: finding.Fail},
		{Name: "an owner", Files: with(of(came(own, late, "anna", "c"), GlobalAdministrator), members, `{"g":[]}`), Want: finding.Fail},
		{Name: "an owner no more", Files: with(of(came(own, late, "anna", "c"), GlobalAdministrator), owners, `{"g":[]}`), Want: finding.Pass},
		{Name: "owners unread", Files: without(of(came(own, late, "anna", "c"), GlobalAdministrator), owners), Want: finding.Fail},
		{Name: "for a time", Files: of(came("Add member to role in PIM completed (timebound)", late, "anna", "c"), GlobalAdministrator), Want: finding.Fail},
		{Name: "to be activated", Files: of(came(eligible, late, "anna", "e"), GlobalAdministrator), Want: finding.Fail},
		{Name: "to be activated no more", Files: of(came(eligible, late, "anna", "e")+`,`+came(noLonger, later, "anna", "e"), GlobalAdministrator), Want: finding.Pass},
		{Name: "to be activated by another no more", Files: of(came(eligible, late, "anna", "e")+`,`+came(noLonger, later, "anna", "f"), GlobalAdministrator), Want: finding.Fail},
		{Name: "and once more", Files: of(came(noLonger, late, "anna", "e")+`,`+came(eligible, later, "anna", "e"), GlobalAdministrator), Want: finding.Fail},
		{Name: "activated", Files: of(came(add, late, "app:MS-PIM", "c"), GlobalAdministrator), Want: finding.Pass},
		{Name: "by an application", Files: of(came(add, late, "app:Deploy", "c"), GlobalAdministrator), Want: finding.Fail},
		{Name: "refused", Files: of(strings.Replace(came(add, late, "anna", "c"), `"success"`, `"failure"`, 1), GlobalAdministrator), Want: finding.Pass},
		{Name: "the group was given a role", Files: of(strings.Replace(came("Add member to role in PIM completed (permanent)", late, "anna", "c"), `"GroupManagement"`, `"RoleManagement"`, 1), GlobalAdministrator), Want: finding.Pass},
		{Name: "nobody named", Files: of(strings.Replace(came(add, late, "anna", "c"), `"User"`, `"Other"`, 1), GlobalAdministrator), Want: finding.Unknown},
		{Name: "no moment", Files: of(strings.Replace(came(add, late, "anna", "c"), `"`+late+`"`, "null", 1), GlobalAdministrator), Want: finding.Unknown},
		{Name: "the log unread", Files: without(joined, changes), Want: finding.Unknown},
		{Name: "the log of another group alone", Files: with(joined, changes, `{}`), Want: finding.Unknown},
		{Name: "groups that may be", Files: with(of("", GlobalAdministrator), snapshot.RoleAssignments.Resource(), `[{"principalId":"x","roleDefinitionId":"`+GlobalAdministrator+`","directoryScopeId":"/"}]`), Want: finding.Unknown},
		{Name: "groups that may activate it unread", Files: without(of("", GlobalAdministrator), snapshot.RoleEligibilitySchedules.Resource()), Want: finding.Unknown},
		{Name: "no such group, and the log of none", Files: without(of("", exchange), changes), Want: finding.Pass},
	})
	out := check.Run(NewAdministrators, checktest.Snapshot(t, snapshot.Settings{}, of(came(add, late, "anna", "c")+`,`+came(own, later, "anna", "c"), GlobalAdministrator)))
	if len(out.Results) != 1 || out.Results[0].Resource != "c" {
		t.Fatalf("got %d results", len(out.Results))
	}
	got := out.Results[0].Evidence
	if diff := cmp.Diff(finding.Facts{"roles": []string{"GlobalAdministrator"}, "lastGiven": later, "throughGroups": 1}, got.Facts); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
	if g := got.Subjects["groups"]; len(g.Shown) != 1 || g.Shown[0].ID != "g" || g.Shown[0].Note != asMember {
		t.Errorf("got %d groups, not the one that somebody joined as a member", len(g.Shown))
	}
}
