package applications

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/roles"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// UnusedRoles asks that applications nobody uses hold no privileged directory
// role. Each application is a result of its own.
var UnusedRoles = &check.Check{
	ID:       "app-unused-roles",
	Title:    "Applications that are not used hold no privileged directory role",
	Category: check.Applications,
	Severity: finding.High,
	Because:  "A role held by an application is active day and night without multifactor authentication, and nobody misses an application that is not used when it acts at last.",
	Controls: check.Controls{ISO27001: []string{"A.5.18", "A.8.2"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"AP-028"},
	Reads: []snapshot.Resource{
		snapshot.RoleAssignments.Resource(), snapshot.ServicePrincipals.Resource(), snapshot.ServicePrincipalSignIns.Resource(),
	},
	Uses:    []snapshot.Resource{snapshot.RoleDefinitions.Resource(), snapshot.GroupMembers.Resource(), snapshot.Users.Resource()},
	Licence: check.EntraP1,
	Risk:    "An attacker with an old secret of a forgotten application administers the tenant with the application's role.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Roles & admins > the role > Assignments > the application > Remove assignment",
		Request: `DELETE /v1.0/roleManagement/directory/roleAssignments/{id of the assignment}`,
	},
	Texts: []*text.Table{unusedRolesTexts, unusedTexts},
	Since: "2026-11",
	Source: "Microsoft Zero Trust Assessment, 21771, with the highly privileged roles of CISA's SCuBA baseline; " +
		"Microsoft Graph documentation, servicePrincipalSignInActivity resource type",
	Run: func(s *snapshot.Snapshot) []check.Result {
		holders, whole := roles.Applications(s)
		report, ok := signInsOf(s)
		if len(holders) > 0 && !ok {
			return check.One(finding.Unknown, noReport, finding.Evidence{Facts: finding.Facts{"applicationsWithRoles": len(holders)}})
		}
		var results []check.Result
		for _, h := range holders {
			evidence := finding.Evidence{
				Facts:    finding.Facts{"roles": h.Roles},
				Subjects: finding.Subjects{"applications": finding.List(subject(h.Principal.ID, &h.Principal))},
			}
			switch report.used(&h.Principal) {
			case finding.Fail:
				results = append(results, check.Result{Resource: h.Principal.ID, Verdict: finding.Fail, Evidence: evidence,
					Reason: "An application holds a privileged directory role, and Microsoft has no sign-in of it on record."})
			case finding.Unknown:
				results = append(results, check.Result{Resource: h.Principal.ID, Verdict: finding.Unknown, Reason: maybeUnused, Evidence: evidence})
			}
		}
		if !whole {
			results = append(results, check.One(finding.Unknown, "Not every application that holds a privileged directory role could be told.", finding.Evidence{})...)
		}
		if len(results) == 0 {
			return check.One(finding.Pass, "No application that is not used holds a privileged directory role.",
				finding.Evidence{Facts: finding.Facts{"applicationsWithRoles": len(holders)}})
		}
		return results
	},
}
