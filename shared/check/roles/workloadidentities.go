package roles

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// WorkloadIdentities asks that no application or managed identity is an
// administrator unless that was decided. Each application is a result of its
// own; settings.declared.privilegedApplications accepts applications by their
// application id. Disabled ones do not count.
var WorkloadIdentities = &check.Check{
	ID:       "role-workload-identities",
	Title:    "Applications hold no privileged role unless declared",
	Category: check.Roles,
	Severity: finding.High,
	Because:  "An application has no second factor and no working hours, and its role is active all the time.",
	Controls: check.Controls{ISO27001: []string{"A.8.2", "A.5.16"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"RO-016"},
	Reads:    readsHolders(),
	Uses:     usesApplications(),
	Risk:     "Whoever gets at the application's secret, its code or the machine it runs on administers the tenant with its role.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Roles & admins > the role > Assignments > remove the application; give it the application permissions it needs, or declare it as accepted in Vahti",
		Request: `DELETE /v1.0/roleManagement/directory/roleAssignments/{id of the assignment}`,
	},
	Texts:  []*text.Table{workloadIdentitiesTexts, roleTexts},
	Since:  "2026-11",
	Source: "Zero Trust Assessment, 21836; Maester, MT.1027. Privileged are the roles of the SCuBA baseline and those of the control plane",
	Run: func(s *snapshot.Snapshot) []check.Result {
		found := holdersOf(s, powerfulSet)
		var results []check.Result
		for _, v := range found.applications() {
			facts := finding.Facts{"servicePrincipalType": v.principal.ServicePrincipalType}
			roles, note := names(v.roles)
			facts["roles"] = roles
			result := check.Result{
				Resource: v.principal.ID, Verdict: finding.Fail, Reason: "An application holds a privileged role.",
				Evidence: finding.Evidence{Facts: facts, Subjects: finding.Subjects{"applications": finding.List(v.subject(note))}},
			}
			switch accepted := s.Settings.Declared.PrivilegedApplications; {
			case v.principal.AppID == "" && len(accepted) > 0:
				result.Verdict, result.Reason = finding.Unknown, maybeAccepted
			case v.principal.AppID != "" && containsFold(accepted, v.principal.AppID):
				result.Verdict, result.Reason = finding.Pass, "The application holds a privileged role and was declared as accepted."
			}
			results = append(results, result)
		}
		switch {
		case len(found.unresolvedServices) > 0:
			results = append(results, check.One(finding.Unknown, notAllApplications, finding.Evidence{})...)
		case len(results) == 0:
			return check.One(finding.Pass, "No application holds a privileged role.", finding.Evidence{})
		}
		return results
	},
}

// maybeAccepted is the reason where an application does not say which it is.
const maybeAccepted = "It could not be told whether an application with a privileged role is one that was declared as accepted."

// notAllApplications is the reason where it could not be told which applications
// hold a role.
const notAllApplications = "Not every application that holds a privileged role could be told."

// usesApplications are what tells the applications among the holders of roles.
// Who is eligible does not matter: an application cannot activate a role.
func usesApplications() []snapshot.Resource {
	return []snapshot.Resource{
		snapshot.RoleDefinitions.Resource(), snapshot.GroupMembers.Resource(), snapshot.Users.Resource(), snapshot.ServicePrincipals.Resource(),
	}
}
