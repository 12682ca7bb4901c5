package roles

import (
	"cmp"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// ApplicationOwners asks that nobody owns an application with a role of the
// control plane: an owner adds credentials to it and acts with its role. Each
// application is a result of its own. Owners whose accounts are disabled do not
// count.
var ApplicationOwners = &check.Check{
	ID:       "role-application-owners",
	Title:    "Applications with a role that leads to Global Administrator have no owners",
	Category: check.Roles,
	Severity: finding.Critical,
	Because:  "An owner can add a secret to the application and sign in as it, past every rule that guards administrators.",
	Controls: check.Controls{ISO27001: []string{"A.8.2", "A.5.18"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"RO-018"},
	Reads:    []snapshot.Resource{snapshot.RoleAssignments.Resource(), snapshot.ServicePrincipals.Resource(), snapshot.Applications.Resource()},
	Uses:     usesRegistrations(),
	Risk:     "Whoever steals the account of an owner, who may be no administrator at all, rules the tenant through the application.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > App registrations, and Enterprise apps > the application > Owners > remove every owner",
		Request: `DELETE /v1.0/servicePrincipals/{id}/owners/{id of the owner}/$ref, and the same for /v1.0/applications/{id}/owners`,
	},
	Texts:  []*text.Table{applicationOwnersTexts, roleTexts},
	Since:  "2026-11",
	Source: "Maester, MT.1078; Prowler, entra_service_principal_privileged_role_no_owners. Of an application that another tenant keeps, the owners in this tenant are judged: who may change it there is part of trusting its maker, which role-workload-identities asks about",
	Run: func(s *snapshot.Snapshot) []check.Result {
		found := holdersOf(s, controlPlaneSet)
		services := found.applications()
		registered := registrationsOf(s, services)
		var results []check.Result
		for _, v := range services {
			owners, sure := ownersOf(&v.principal, registered[strings.ToLower(v.principal.AppID)])
			roles, _ := names(v.roles)
			result := check.Result{Resource: v.principal.ID, Evidence: finding.Evidence{
				Facts: finding.Facts{"roles": roles, "owners": len(owners)},
			}}
			switch {
			case len(owners) > 0:
				var subjects []finding.Subject
				for _, o := range owners {
					subjects = append(subjects, finding.Subject{ID: o.ID, Name: cmp.Or(o.DisplayName, o.UserPrincipalName)})
				}
				result.Verdict, result.Reason = finding.Fail, "An application with a role that leads to Global Administrator has owners."
				result.Evidence.Subjects = finding.Subjects{"applications": finding.List(v.subject("")), "owners": finding.List(subjects...)}
			case !sure:
				result.Verdict, result.Reason = finding.Unknown, "Graph did not return the owners of an application with a role that leads to Global Administrator."
				result.Evidence.Subjects = finding.Subjects{"applications": finding.List(v.subject(""))}
			default:
				continue
			}
			results = append(results, result)
		}
		switch {
		case len(found.unresolvedServices) > 0:
			results = append(results, check.One(finding.Unknown, notAllApplications, finding.Evidence{})...)
		case len(results) == 0:
			return check.One(finding.Pass, "No application with a role that leads to Global Administrator has an owner.", finding.Evidence{Facts: finding.Facts{"applications": len(services)}})
		}
		return results
	},
}

// ownersOf returns who owns an application, by its service principal or by its
// registration where there is one here, without disabled accounts. sure is false
// where Graph returned no list of owners, or so many that there may be more.
func ownersOf(p *snapshot.ServicePrincipal, registered *snapshot.Application) (owners []snapshot.DirectoryObject, sure bool) {
	sure = snapshot.OwnersKnown(p.Owners)
	lists := [][]snapshot.DirectoryObject{p.Owners}
	if registered != nil {
		sure = sure && snapshot.OwnersKnown(registered.Owners)
		lists = append(lists, registered.Owners)
	}
	for _, list := range lists {
		for i := range list {
			o := &list[i]
			if !o.Disabled() && !slices.ContainsFunc(owners, func(x snapshot.DirectoryObject) bool { return x.ID == o.ID }) {
				owners = append(owners, *o)
			}
		}
	}
	return owners, sure
}
