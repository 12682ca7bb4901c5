package roles

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// FewGlobalAdministrators asks for no more Global Administrators than the CIS
// benchmark allows, which is half of what SCuBA does. It counts as
// GlobalAdministrators does.
var FewGlobalAdministrators = &check.Check{
	ID:       "role-few-global-administrators",
	Title:    "There are two to four Global Administrators",
	Category: check.Roles,
	Severity: finding.Medium,
	Because:  "A company seldom needs more than four people who can do everything, and each one beyond that is one more account worth stealing.",
	Controls: check.Controls{CIS: []string{"1.1.3"}, ISO27001: []string{"A.8.2", "A.5.15"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"RO-002"},
	Reads:    readsHolders(),
	Uses:     usesHolders(),
	Risk:     "An attacker needs to trick only one of many, and picks the administrator who uses the role least and watches it least.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Roles & admins > Global Administrator > Assignments > keep four people at most and give the others narrower roles",
		Request: `DELETE /v1.0/roleManagement/directory/roleAssignments/{id of the assignment}`,
	},
	Texts:  []*text.Table{fewGlobalAdministratorsTexts, administratorTexts, roleTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 1.1.3; Microsoft Entra documentation, Best practices for Microsoft Entra roles, which asks for fewer than five. Eligible users count as active ones do; declared emergency accounts are not counted as too many",
	Run: func(s *snapshot.Snapshot) []check.Result {
		limit := administratorLimit{
			most:    4,
			tooMany: "There are more than four Global Administrators.",
			enough:  "There are two to four Global Administrators.",
		}
		return []check.Result{limit.judge(s, holdersOf(s, privilegedSet)).result}
	},
}
