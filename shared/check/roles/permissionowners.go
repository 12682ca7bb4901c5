package roles

import (
	"cmp"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/apppermission"
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
	Neutral: []string{"owners"},
	Texts:   []*text.Table{permissionOwnersTexts, roleTexts},
	Since:   "2026-11",
	Source:  "Maester, MT.1077; the permissions are those of app-global-admin-permissions. An owner is strong who holds or may activate a privileged role and, by Microsoft's report, can use multifactor authentication",
	Run: func(s *snapshot.Snapshot) []check.Result {
		holders, whole := apppermission.Holders(s, func(resource, id string) (string, bool) {
			if resource != apppermission.MicrosoftGraph {
				return "", false
			}
			return globaladmin.Permission(id)
		})
		var services []*service
		j := ownerJudge{s: s, found: holdersOf(s, powerfulSet)}
		for _, h := range holders {
			switch {
			case h.App == nil:
				whole = false // gone since, or with owners that cannot be told
			case h.Enabled():
				services = append(services, &service{principal: *h.App})
				j.applications = append(j.applications, owned{service: services[len(services)-1], permissions: h.Permissions})
			}
		}
		registered := registrationsOf(s, services)
		for i := range j.applications {
			a := &j.applications[i]
			a.owners, a.sure = ownersOf(&a.service.principal, registered[strings.ToLower(a.service.principal.AppID)])
		}
		results := j.results()
		switch {
		case !whole:
			results = append(results, check.One(finding.Unknown, "Who holds permissions of Microsoft Graph could not be read.", finding.Evidence{})...)
		case len(results) == 0:
			return check.One(finding.Pass, "No application whose permissions lead to Global Administrator has a weak owner.", finding.Evidence{Facts: finding.Facts{"applications": len(services)}})
		}
		return results
	},
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
	for d := range snapshot.RegistrationDetails.All(j.s) {
		id := strings.ToLower(d.ID)
		if _, wanted := j.capable[id]; wanted {
			j.capable[id] = d.IsMfaCapable
		}
	}
}

// judge says whether an owner is weak, which is fail, and why.
func (j *ownerJudge) judge(o *snapshot.DirectoryObject) (v finding.Verdict, note string) {
	switch h := j.found.user(o.ID); {
	case o.IsApplication():
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
