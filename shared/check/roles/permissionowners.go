package roles

import (
	"cmp"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/globaladmin"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// PermissionOwners asks that an application whose permissions lead to Global
// Administrator is owned by nobody, or only by people who are administrators
// already and use a second factor. Each application is a result of its own.
var PermissionOwners = &check.Check{
	ID:       "role-permission-owners",
	Title:    "Applications that could take over the tenant have no weak owners",
	Category: check.Roles,
	Severity: finding.High,
	Because:  "An owner can add a secret to the application and use its permissions, so its owners should be guarded no less than administrators.",
	Controls: check.Controls{ISO27001: []string{"A.8.2", "A.5.18"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"RO-019"},
	Reads: []snapshot.Resource{
		snapshot.AppRoleAssignedTo.Resource(), snapshot.ServicePrincipals.Resource(), snapshot.Applications.Resource(), snapshot.RoleAssignments.Resource(),
	},
	Uses: append(usesHolders(), snapshot.RegistrationDetails.Resource()),
	Risk: "The stolen account of a developer adds a secret to the application, and the application makes the thief Global Administrator.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > App registrations, and Enterprise apps > the application > Owners > remove the owners",
		Request: `DELETE /v1.0/applications/{id}/owners/{id of the owner}/$ref, and the same for /v1.0/servicePrincipals/{id}/owners`,
	},
	Texts:  []*text.Table{permissionOwnersTexts, roleTexts},
	Since:  "2026-11",
	Source: "Maester, MT.1077; the permissions are those of app-global-admin-permissions. An owner is strong who holds or may activate a privileged role and, by Microsoft's report, can use multifactor authentication",
	Run: func(s *snapshot.Snapshot) []check.Result {
		permissions, read := takeoverHolders(s)
		services := make([]*service, 0, len(permissions))
		all := snapshot.ServicePrincipals.Of(s)
		for i := range all {
			if _, ok := permissions[strings.ToLower(all[i].ID)]; ok {
				services = append(services, &service{principal: all[i]})
			}
		}
		services = slices.DeleteFunc(services, func(v *service) bool { return v.disabled() })
		registered := registrationsOf(s, services)
		j := ownerJudge{s: s, found: holdersOf(s, powerfulSet)}
		for _, v := range services {
			owners, sure := ownersOf(&v.principal, registered[strings.ToLower(v.principal.AppID)])
			j.applications = append(j.applications, owned{v, owners, sure, permissions[strings.ToLower(v.principal.ID)]})
		}
		results := j.results()
		switch {
		case !read:
			results = append(results, check.One(finding.Unknown, "Who holds permissions of Microsoft Graph could not be read.", finding.Evidence{})...)
		case len(results) == 0:
			return check.One(finding.Pass, "No application whose permissions lead to Global Administrator has a weak owner.", finding.Evidence{Facts: finding.Facts{"applications": len(services)}})
		}
		return results
	},
}

// takeoverHolders returns, by service principal in lower case, the permissions
// that lead to Global Administrator; read is false where Microsoft Graph's own
// could not be told.
func takeoverHolders(s *snapshot.Snapshot) (permissions map[string][]string, read bool) {
	permissions = map[string][]string{}
	services := snapshot.ServicePrincipals.Of(s)
	for i := range services {
		if !strings.EqualFold(services[i].AppID, globaladmin.MicrosoftGraph) {
			continue
		}
		assignments, ok := snapshot.AppRoleAssignedTo.Of(s, services[i].ID)
		read = read || ok
		for j := range assignments {
			a := &assignments[j]
			name, leads := globaladmin.Permission(a.AppRoleID)
			if !leads || a.PrincipalType != "" && !strings.EqualFold(a.PrincipalType, "ServicePrincipal") {
				continue
			}
			key := strings.ToLower(a.PrincipalID)
			if !slices.Contains(permissions[key], name) {
				permissions[key] = append(permissions[key], name)
			}
		}
	}
	for _, list := range permissions {
		slices.Sort(list)
	}
	return permissions, read
}

// owned is an application with its owners.
type owned struct {
	service     *service
	owners      []snapshot.DirectoryObject
	sure        bool // the owners are known
	permissions []string
}

// ownerJudge says which owners of applications are weak.
type ownerJudge struct {
	s            *snapshot.Snapshot
	found        holders
	applications []owned
	capable      map[string]snapshot.Value[bool] // whether an owner can use a second factor
}

func (j *ownerJudge) results() []check.Result {
	j.readCapable()
	var results []check.Result
	for _, a := range j.applications {
		var weak []finding.Subject
		unsure := !a.sure
		for i := range a.owners {
			o := &a.owners[i]
			v, note := j.judge(o)
			unsure = unsure || v == finding.Unknown
			if v == finding.Fail {
				weak = append(weak, finding.Subject{ID: o.ID, Name: cmp.Or(o.DisplayName, o.UserPrincipalName), Note: note})
			}
		}
		result := check.Result{Resource: a.service.principal.ID, Evidence: finding.Evidence{
			Facts:    finding.Facts{"permissions": a.permissions, "owners": len(a.owners), "weakOwners": len(weak)},
			Subjects: finding.Subjects{"applications": finding.List(a.service.subject(""))},
		}}
		switch {
		case len(weak) > 0:
			result.Verdict, result.Reason = finding.Fail, "An application whose permissions lead to Global Administrator has weak owners."
			result.Evidence.Subjects["owners"] = finding.List(weak...)
		case unsure:
			result.Verdict, result.Reason = finding.Unknown, "It could not be told how well the owners of an application are guarded whose permissions lead to Global Administrator."
		default:
			continue
		}
		results = append(results, result)
	}
	return results
}

// readCapable looks up, all in one pass, whether the owners can use a second factor.
func (j *ownerJudge) readCapable() {
	j.capable = map[string]snapshot.Value[bool]{}
	for _, a := range j.applications {
		for i := range a.owners {
			j.capable[strings.ToLower(a.owners[i].ID)] = snapshot.Value[bool]{}
		}
	}
	if len(j.capable) == 0 {
		return
	}
	details := snapshot.RegistrationDetails.Of(j.s)
	for i := range details {
		if _, wanted := j.capable[details[i].ID]; wanted {
			j.capable[details[i].ID] = details[i].IsMfaCapable
		}
	}
}

// judge says whether an owner is weak, which is fail, and why.
func (j *ownerJudge) judge(o *snapshot.DirectoryObject) (v finding.Verdict, note string) {
	switch h := j.found.user(o.ID); {
	case o.Type == snapshot.TypeServicePrincipal:
		return finding.Fail, "an application, which has no second factor"
	case h == nil && len(j.found.unresolved) > 0:
		return finding.Unknown, ""
	case h == nil:
		return finding.Fail, "holds no privileged role"
	case outside(h.user) == finding.Fail:
		return finding.Fail, "a guest"
	}
	capable := j.capable[strings.ToLower(o.ID)]
	switch {
	case !capable.Known():
		return finding.Unknown, ""
	case !capable.V:
		return finding.Fail, "has no second factor"
	}
	return finding.Pass, ""
}
