package roles

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Permanent asks that privileged roles are held for a time only. Declared
// emergency accounts and groups are exempt, and so are the applications of
// settings.declared.privilegedApplications, which cannot activate a role.
var Permanent = &check.Check{
	ID:       "role-permanent-assignments",
	Title:    "Nobody holds a privileged role permanently",
	Category: check.Roles,
	Severity: finding.High,
	Because:  "A role that is always active is there for whoever steals the account, at any hour and without a trace of activation.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.7.4v1"}, CIS: []string{"5.3.1"}, ISO27001: []string{"A.8.2", "A.5.18"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"RO-005"},
	Reads:    readsSchedules(),
	Uses:     usesSchedules(),
	Licence:  check.EntraP2,
	Risk:     "An attacker with one stolen session acts as an administrator at once, because the role does not have to be activated.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > ID Governance > Privileged Identity Management > Microsoft Entra roles > Assignments > make the assignment eligible, or give it an end",
		Request: `POST /v1.0/roleManagement/directory/roleEligibilityScheduleRequests {"action":"adminAssign","principalId":"{id}","roleDefinitionId":"{id of the role}","directoryScopeId":"/","justification":"Just in time","scheduleInfo":{"startDateTime":"2026-11-01T00:00:00Z","expiration":{"type":"afterDuration","duration":"P365D"}}}, and then DELETE /v1.0/roleManagement/directory/roleAssignments/{id of the permanent assignment}`,
	},
	Texts:  []*text.Table{permanentTexts, scheduleTexts, roleTexts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.7.4; Microsoft Graph documentation, unifiedRoleAssignmentScheduleInstance resource type",
	Run: scheduleCheck{
		judge: func(a snapshot.RoleSchedule) finding.Verdict {
			switch {
			case a.EndDateTime.Null:
				return finding.Fail
			case !a.EndDateTime.V.Readable:
				return finding.Unknown
			}
			return finding.Pass
		},
		none:                   "Nobody holds a privileged role without activating it.",
		pass:                   "The privileged role is held for a time only.",
		fail:                   "A privileged role is held permanently.",
		accepted:               "The privileged role is held permanently and that was declared.",
		acceptDeclaredServices: true,
	}.run,
}
