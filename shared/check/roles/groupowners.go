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

// GroupOwners asks that nobody but administrators decides who is in a group that
// has a directory role: the group is not dynamic, and has no owner outside the
// privileged users. Each group is a result of its own. Owners whose accounts are
// disabled do not count.
var GroupOwners = &check.Check{
	ID:       "role-group-owners",
	Title:    "Only administrators decide who is in a group with a directory role",
	Category: check.Roles,
	Severity: finding.High,
	Because:  "The owner of such a group gives its role away by adding a member, without being an administrator and without an activation.",
	Controls: check.Controls{ISO27001: []string{"A.5.18", "A.8.2"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"RO-026"},
	Reads:    []snapshot.Resource{snapshot.RoleAssignments.Resource(), snapshot.Groups.Resource(), snapshot.GroupOwners.Resource()},
	Uses:     usesHolders(),
	Risk:     "Whoever takes over the account of an owner, guarded like anyone's, adds themselves to the group and holds its role.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Groups > the group > Owners > remove everyone who is not a privileged administrator",
		Request: `DELETE /v1.0/groups/{id}/owners/{id of the owner}/$ref`,
	},
	Neutral: []string{"owners"},
	Texts:   []*text.Table{groupOwnersTexts, roleTexts},
	Since:   "2026-11",
	Source:  "CIPP, RoleEscalableGroups; Microsoft Entra documentation, Use Microsoft Entra groups to manage role assignments. The row also asks for isAssignableToRole, which Microsoft demands before it lets a group have a role: it is always true and is not judged. Dynamic membership is excluded in the same way and is judged nevertheless, for a group that came to its role otherwise",
	Run: func(s *snapshot.Snapshot) []check.Result {
		groups, unsure := groupsWithRoles(s, nil)
		known := dynamicGroups(s, groups)
		found := holdersOf(s, powerfulSet)
		var results []check.Result
		for _, g := range groups {
			if r := judgeOwners(s, g, known, found); r.Verdict != finding.Pass {
				results = append(results, r)
			}
		}
		switch {
		case unsure:
			results = append(results, check.One(finding.Unknown, "Not every group that holds or may activate a directory role could be told.", finding.Evidence{})...)
		case len(groups) == 0:
			return check.One(finding.NotApplicable, "No group holds or may activate a directory role.", finding.Evidence{})
		case len(results) == 0:
			return check.One(finding.Pass, "Only administrators decide who is in a group with a directory role.", finding.Evidence{Facts: finding.Facts{"groups": len(groups)}})
		}
		return results
	},
}

// dynamicGroups returns whether these groups are dynamic, by id in lower case;
// a group that was not found is not in it.
func dynamicGroups(s *snapshot.Snapshot, groups []roleGroup) map[string]bool {
	known := make(map[string]bool, len(groups))
	if len(groups) == 0 {
		return known
	}
	wanted := make(map[string]bool, len(groups))
	for _, g := range groups {
		wanted[strings.ToLower(g.id)] = true
	}
	for g := range snapshot.Groups.All(s) {
		// Without a list of types nothing is known of the group.
		if key := strings.ToLower(g.ID); wanted[key] && g.GroupTypes != nil {
			known[key] = slices.ContainsFunc(g.GroupTypes, func(t string) bool { return strings.EqualFold(t, "DynamicMembership") })
		}
	}
	return known
}

func judgeOwners(s *snapshot.Snapshot, g roleGroup, dynamic map[string]bool, found holders) check.Result {
	isDynamic, told := dynamic[strings.ToLower(g.id)]
	owners, read := snapshot.GroupOwners.Of(s, g.id)
	unsure := !told || !read
	var others []finding.Subject
	for i := range owners {
		o := &owners[i]
		switch {
		case o.Disabled(), found.user(o.ID) != nil:
		case !o.IsApplication() && len(found.unresolved) > 0:
			unsure = true
		default:
			others = append(others, finding.Subject{ID: o.ID, Name: cmp.Or(o.DisplayName, o.UserPrincipalName)})
		}
	}
	result := check.Result{Resource: g.id, Verdict: finding.Pass, Evidence: finding.Evidence{
		Facts:    finding.Facts{"owners": len(owners), "ownersWithoutRole": len(others), "dynamic": isDynamic},
		Subjects: finding.Subjects{"groups": finding.List(finding.Subject{ID: g.id, Name: g.name})},
	}}
	if len(others) > 0 {
		result.Evidence.Subjects["owners"] = finding.List(others...)
	}
	switch {
	case isDynamic:
		result.Verdict, result.Reason = finding.Fail, "A rule decides who is in a group with a directory role."
	case len(others) > 0:
		result.Verdict, result.Reason = finding.Fail, "A group with a directory role has owners who are no privileged administrators."
	case unsure:
		result.Verdict, result.Reason = finding.Unknown, "Graph did not return who can change a group with a directory role."
	}
	return result
}
