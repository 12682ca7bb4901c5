package devices

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// RoleGroups asks that the groups that hold Intune's roles can only be changed
// by few administrators.
var RoleGroups = &check.Check{
	ID:       "device-intune-role-groups",
	Title:    "Groups that hold Intune roles are protected from changes",
	Category: check.Devices,
	Severity: finding.High,
	Because:  "Intune installs programs on every device, and whoever can add members to such a group can make anyone an administrator of it.",
	Controls: check.Controls{ISO27001: []string{"A.5.15", "A.8.2"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"IN-084"},
	Reads:    []snapshot.Resource{snapshot.IntuneRoleAssignments.Resource(), snapshot.Groups.Resource()},
	Licence:  check.Intune,
	Risk:     "A help desk account or an application that may edit groups adds itself and then runs scripts on every computer of the company.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Roles & admins > Admin units > Add a restricted management administrative unit and put the group in it",
		Request: `POST /v1.0/directory/administrativeUnits/{id of a restricted unit}/members/$ref {"@odata.id":"https://graph.microsoft.com/v1.0/groups/{id}"}`,
	},
	Texts: []*text.Table{roleGroupsTexts, devicesTexts},
	Since: "2026-11",
	Source: "Microsoft Entra documentation, role-assignable groups and restricted management administrative units; Microsoft Graph documentation, List deviceAndAppManagementRoleAssignments, " +
		"which returns the members. An assignment that comes without members is not judged; null for isAssignableToRole and isManagementRestricted is documented as false",
	Run: roleGroups,
}

// protection is whether a group is protected, as Graph returned it.
func protection(g *snapshot.Group) (finding.Verdict, string) {
	switch role, restricted := g.IsAssignableToRole, g.IsManagementRestricted; {
	case role.V || restricted.V:
		return finding.Pass, "The group that holds an Intune role is protected."
	case !role.Set || !restricted.Set:
		return finding.Unknown, "Graph did not return whether the group that holds an Intune role is protected."
	}
	return finding.Fail, "The group that holds an Intune role can be changed by everyone who may edit groups."
}

func roleGroups(s *snapshot.Snapshot) []check.Result {
	assignments := snapshot.IntuneRoleAssignments.Of(s)
	if len(assignments) == 0 {
		return check.One(finding.NotApplicable, "No Intune role is given to a group.", finding.Evidence{})
	}
	var memberless []finding.Subject
	wanted := map[string]*snapshot.Group{}
	var ids []string
	for i := range assignments {
		a := &assignments[i]
		if len(a.Members) == 0 {
			memberless = append(memberless, finding.Subject{ID: a.ID, Name: a.DisplayName})
		}
		for _, id := range a.Members {
			if _, seen := wanted[id]; !seen && id != "" {
				wanted[id] = nil
				ids = append(ids, id)
			}
		}
	}
	for g := range snapshot.Groups.All(s) {
		if _, ok := wanted[g.ID]; ok {
			kept := *g
			wanted[g.ID] = &kept
		}
	}
	var results []check.Result
	for _, id := range ids {
		g := wanted[id]
		if g == nil {
			results = append(results, check.Result{
				Resource: id, Verdict: finding.Unknown, Reason: "A group that holds an Intune role is not among the tenant's groups.",
				Evidence: finding.Evidence{Subjects: finding.Subjects{"groups": finding.List(finding.Subject{ID: id})}},
			})
			continue
		}
		verdict, reason := protection(g)
		facts := finding.Facts{}
		if g.IsAssignableToRole.Set {
			facts["isAssignableToRole"] = g.IsAssignableToRole.V
		}
		if g.IsManagementRestricted.Set {
			facts["isManagementRestricted"] = g.IsManagementRestricted.V
		}
		results = append(results, check.Result{Resource: id, Verdict: verdict, Reason: reason, Evidence: finding.Evidence{
			Facts: facts, Subjects: finding.Subjects{"groups": finding.List(finding.Subject{ID: id, Name: g.DisplayName})},
		}})
	}
	if len(memberless) > 0 || len(results) == 0 {
		results = append(results, check.Result{
			Resource: finding.TenantResource, Verdict: finding.Unknown, Reason: "Graph did not return which groups hold some of the Intune roles.",
			Evidence: finding.Evidence{Subjects: finding.Subjects{"assignments": finding.List(memberless...)}},
		})
	}
	return results
}
