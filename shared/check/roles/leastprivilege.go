package roles

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// LeastPrivilege asks that narrower roles are used. It compares the people who
// hold Global Administrator with those who hold only narrower privileged roles,
// and presupposes that the number of the former is right.
var LeastPrivilege = &check.Check{
	ID:       "role-least-privilege",
	Title:    "There are no more Global Administrators than users with narrower roles",
	Category: check.Roles,
	Severity: finding.Medium,
	Because:  "Most administration needs only a part of the tenant; a narrower role limits what a stolen account or a mistake can do.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.7.2v1"}, ISO27001: []string{"A.8.2", "A.5.15"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"RO-003"},
	Reads:    readsHolders(),
	Uses:     usesHolders(),
	Risk:     "An account used every day for small tasks is stolen and turns out to rule the whole tenant.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Roles & admins > give a narrower role such as Exchange or User Administrator, then remove Global Administrator",
		Request: `POST /v1.0/roleManagement/directory/roleAssignments {"principalId":"{id of the user}","roleDefinitionId":"29232cdf-9323-42fd-ade2-1d097af3e4de","directoryScopeId":"/"}`,
	},
	LessIsWorse: []string{"otherPrivilegedUsers"},
	Texts:       []*text.Table{leastPrivilegeTexts, administratorTexts, roleTexts},
	Since:       "2026-11",
	Source:      "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.7.2; Microsoft Entra documentation, Least privileged roles by task in Microsoft Entra ID. Users are counted by the role's assignments, not by schedule instances: those exist only with Entra ID P2 and list applications as well as a group beside each of its members, so that in recordings of a real tenant the two differ",
	Run: func(s *snapshot.Snapshot) []check.Result {
		found := holdersOf(s, privilegedSet)
		admins := scubaLimit.judge(s, found)
		others := 0
		for _, h := range found.users {
			if !h.roles[GlobalAdministrator] && !h.user.Disabled() && !containsFold(s.Settings.EmergencyAccess.Users, h.user.ID) {
				others++
			}
		}
		result := admins.result
		result.Evidence.Facts["otherPrivilegedUsers"] = others
		switch {
		case result.Verdict == finding.Fail:
			result.Reason = "The number of Global Administrators is not right in itself."
		case result.Verdict == finding.Unknown:
		case admins.counted <= others:
			result.Verdict, result.Reason = finding.Pass, "There are no more Global Administrators than users with narrower roles."
		case len(found.unresolved) > 0:
			result.Verdict, result.Reason = finding.Unknown, notAll
		default:
			result.Verdict, result.Reason = finding.Fail, "There are more Global Administrators than users with narrower roles."
		}
		return []check.Result{result}
	},
}
