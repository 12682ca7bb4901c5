package roles

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// An administratorLimit is how many Global Administrators there may be at most; a
// tenant needs two in any case.
type administratorLimit struct {
	most            int
	tooMany, enough string
}

const minGlobalAdministrators = 2

var scubaLimit = administratorLimit{
	most:    8,
	tooMany: "There are more than eight Global Administrators.",
	enough:  "There are two to eight Global Administrators.",
}

// GlobalAdministrators asks for enough Global Administrators and not too many.
// Users count once, whether they are active or eligible, directly or through a
// group; disabled accounts and applications do not count. Declared emergency
// accounts help against being locked out but are not counted as too many.
var GlobalAdministrators = &check.Check{
	ID:       "role-global-administrators",
	Title:    "There are two to eight Global Administrators",
	Category: check.Roles,
	Severity: finding.High,
	Because:  "Each Global Administrator can undo every protection of the tenant, while a single one can be lost together with the company's access.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.7.1v1"}, ISO27001: []string{"A.8.2", "A.5.15"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"RO-001"},
	Reads:    readsHolders(),
	Uses:     usesHolders(),
	Risk:     "The more accounts there are that can do everything, the likelier one of them is phished, and then nothing in the tenant stands in the way.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Roles & admins > Global Administrator > Assignments > remove people, or give them narrower roles",
		Request: `DELETE /v1.0/roleManagement/directory/roleAssignments/{id of the assignment}`,
	},
	Neutral: []string{"emergencyAccounts"},
	Texts:   []*text.Table{globalAdministratorsTexts, administratorTexts, roleTexts},
	Since:   "2026-11",
	Source:  "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.7.1; Microsoft Entra documentation, Best practices for Microsoft Entra roles. The row names no source for eligible users: they are read from roleEligibilitySchedules, which Graph refuses with status 400 to a tenant without Entra ID P2, where nobody can be eligible",
	Run: func(s *snapshot.Snapshot) []check.Result {
		return []check.Result{scubaLimit.judge(s, holdersOf(s, privilegedSet)).result}
	},
}

// administrators is how many Global Administrators there are and what that means.
type administrators struct {
	counted int // without emergency accounts
	result  check.Result
}

func (l administratorLimit) judge(s *snapshot.Snapshot, found holders) administrators {
	var subjects []finding.Subject
	emergency := 0
	for _, h := range found.sorted() {
		if !h.roles[GlobalAdministrator] || h.user.Disabled() {
			continue
		}
		subject := h.subject()
		if containsFold(s.Settings.EmergencyAccess.Users, h.user.ID) {
			emergency++
			subject.Note = "emergency account"
		}
		subjects = append(subjects, subject)
	}
	counted := len(subjects) - emergency
	result := check.Result{Resource: finding.TenantResource, Evidence: finding.Evidence{
		Facts:    finding.Facts{"globalAdministrators": len(subjects), "emergencyAccounts": emergency},
		Subjects: finding.Subjects{"users": finding.List(subjects...)},
	}}
	switch {
	case counted > l.most:
		result.Verdict, result.Reason = finding.Fail, l.tooMany
	case found.unresolved[GlobalAdministrator]:
		result.Verdict, result.Reason = finding.Unknown, "Not everyone who holds or may activate Global Administrator could be read."
	case len(subjects) < minGlobalAdministrators:
		result.Verdict, result.Reason = finding.Fail, "There are fewer than two Global Administrators."
	default:
		result.Verdict, result.Reason = finding.Pass, l.enough
	}
	return administrators{counted: counted, result: result}
}
