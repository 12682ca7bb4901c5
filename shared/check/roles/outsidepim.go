package roles

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// OutsidePIM asks that privileged roles are assigned through Privileged
// Identity Management, which gives every assignment a start; an assignment made
// elsewhere has none. Declared emergency accounts and groups are exempt.
var OutsidePIM = &check.Check{
	ID:       "role-outside-pim",
	Title:    "Privileged roles are assigned through Privileged Identity Management",
	Category: check.Roles,
	Severity: finding.High,
	Because:  "An assignment made directly goes around the time limits, approvals and alerts set up for the role.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.7.5v1"}, ISO27001: []string{"A.8.2", "A.5.18"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"RO-006"},
	Reads:    readsSchedules(),
	Uses:     usesSchedules(),
	Licence:  check.EntraP2,
	Risk:     "An intruder with a foothold gives an accomplice a role directly, and none of the alerts for assignments tells anyone.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > ID Governance > Privileged Identity Management > Microsoft Entra roles > Assignments > remove the assignment and make it again as eligible or time-limited",
		Request: `DELETE /v1.0/roleManagement/directory/roleAssignments/{id of the assignment}, and then POST /v1.0/roleManagement/directory/roleAssignmentScheduleRequests {"action":"adminAssign","principalId":"{id}","roleDefinitionId":"{id of the role}","directoryScopeId":"/","justification":"Assigned through PIM","scheduleInfo":{"startDateTime":"2026-11-01T00:00:00Z","expiration":{"type":"afterDuration","duration":"P180D"}}}`,
	},
	Texts:  []*text.Table{outsidePIMTexts, scheduleTexts, roleTexts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.7.5; Microsoft Entra documentation, Configure security alerts for Microsoft Entra roles in Privileged Identity Management. The row gives the missing start and Microsoft's own alert as alternatives: both tell the same, and the start is read because it names every assignment, needs no beta version and no further permission",
	Run: scheduleCheck{
		judge: func(a snapshot.RoleSchedule) finding.Verdict {
			switch {
			case a.StartDateTime.Null:
				return finding.Fail
			case !a.StartDateTime.V.Readable:
				return finding.Unknown
			}
			return finding.Pass
		},
		none:     "Nobody holds a privileged role without activating it.",
		pass:     "The privileged role was assigned through Privileged Identity Management.",
		fail:     "A privileged role was assigned outside Privileged Identity Management.",
		accepted: "The emergency account holds its role outside Privileged Identity Management.",
	}.run,
}
