package applications

import (
	"cmp"
	"slices"
	"strings"

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
		holders, hidden := roleHolders(s)
		report, ok := signInsOf(s)
		if len(holders) > 0 && !ok {
			return check.One(finding.Unknown, noReport, finding.Evidence{Facts: finding.Facts{"applicationsWithRoles": len(holders)}})
		}
		var results []check.Result
		for _, h := range holders {
			evidence := finding.Evidence{
				Facts:    finding.Facts{"roles": h.permissions},
				Subjects: finding.Subjects{"applications": finding.List(subject(h.id, h.app))},
			}
			switch report.used(h.app) {
			case finding.Fail:
				results = append(results, check.Result{Resource: h.id, Verdict: finding.Fail, Evidence: evidence,
					Reason: "An application holds a privileged directory role, and Microsoft has no sign-in of it on record."})
			case finding.Unknown:
				results = append(results, check.Result{Resource: h.id, Verdict: finding.Unknown, Reason: maybeUnused, Evidence: evidence})
			}
		}
		if hidden {
			results = append(results, check.One(finding.Unknown, "The members of a group that holds a privileged directory role could not be read.", finding.Evidence{})...)
		}
		if len(results) == 0 {
			return check.One(finding.Pass, "No application that is not used holds a privileged directory role.",
				finding.Evidence{Facts: finding.Facts{"applicationsWithRoles": len(holders)}})
		}
		return results
	},
}

// roleHolders returns the enabled applications that hold a privileged role over
// the whole tenant, directly or through a group, with the roles' names, sorted
// by id. hidden says that a group holds one whose members are not known.
func roleHolders(s *snapshot.Snapshot) (holders []holder, hidden bool) {
	names := privilegedRoles(s)
	byID := map[string]*holder{}
	add := func(id, role string) {
		h := byID[strings.ToLower(id)]
		if h == nil {
			h = &holder{id: id, app: principal(s, id)}
			byID[strings.ToLower(id)] = h
		}
		if !slices.Contains(h.permissions, role) {
			h.permissions = append(h.permissions, role)
		}
	}
	assignments := snapshot.RoleAssignments.Of(s)
	for i := range assignments {
		a := &assignments[i]
		role, privileged := names[strings.ToLower(a.RoleDefinitionID)]
		if !privileged || a.DirectoryScopeID != "" && a.DirectoryScopeID != "/" {
			continue
		}
		kind := ""
		if a.Principal != nil {
			kind = a.Principal.Type
		}
		members, read := snapshot.GroupMembers.Of(s, a.PrincipalID)
		switch {
		case kind == snapshot.TypeServicePrincipal, kind == "" && principal(s, a.PrincipalID) != nil:
			add(a.PrincipalID, role)
		case read:
			for j := range members {
				if members[j].Type == snapshot.TypeServicePrincipal || members[j].Type == "" && principal(s, members[j].ID) != nil {
					add(members[j].ID, role)
				}
			}
		case kind == snapshot.TypeGroup, kind == "" && snapshot.UserByID(s, a.PrincipalID) == nil:
			hidden = true
		}
	}
	for _, h := range byID {
		if h.enabled() {
			slices.Sort(h.permissions)
			holders = append(holders, *h)
		}
	}
	slices.SortFunc(holders, func(a, b holder) int { return cmp.Compare(a.id, b.id) })
	return holders, hidden
}

// privilegedRoles returns the names, without spaces, of the privileged roles by
// the ids that assignments may name them by.
func privilegedRoles(s *snapshot.Snapshot) map[string]string {
	names := map[string]string{}
	for _, r := range roles.Privileged() {
		names[r.TemplateID] = strings.ReplaceAll(r.Name, " ", "")
	}
	for _, d := range snapshot.RoleDefinitions.Of(s) {
		if name, ok := names[strings.ToLower(d.TemplateID)]; ok {
			names[strings.ToLower(d.ID)] = name
		}
	}
	return names
}
