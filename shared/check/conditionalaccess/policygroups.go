package conditionalaccess

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// PolicyGroups asks that few people can change the groups that policies include
// and exclude.
var PolicyGroups = &check.Check{
	ID:       "ca-policy-groups",
	Title:    "Groups used by policies are role-assignable or under restricted management",
	Category: check.ConditionalAccess,
	Severity: finding.High,
	Because:  "Whoever can change such a group decides who is protected: a member more in an excluded group is one account less behind the policy.",
	Controls: check.Controls{ISO27001: []string{"A.5.18", "A.8.2"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"CA-046"},
	Reads:    []snapshot.Resource{snapshot.ConditionalAccessPolicies.Resource(), snapshot.Groups.Resource()},
	Licence:  check.EntraP1,
	Risk:     "A helpdesk account or a group's owner puts a stolen account into the exclusion group, and it signs in without a second factor.",
	Fix: check.Fix{
		Portal: "Microsoft Entra admin center > Entra ID > Groups > New group: Microsoft Entra roles can be assigned to the group: Yes, and use it in the policy " +
			"instead; or add the group to an administrative unit with Restricted management administrative unit: Yes.",
		Request: `POST https://graph.microsoft.com/v1.0/groups
{"displayName": "CA exclusions", "mailEnabled": false, "mailNickname": "ca-exclusions", "securityEnabled": true, "isAssignableToRole": true}`,
	},
	Texts: []*text.Table{policyGroupsTexts},
	Since: "2026-11",
	Source: "Microsoft Learn: Restricted management administrative units in Microsoft Entra ID, and Use Microsoft Entra groups to manage role " +
		"assignments; Microsoft Graph documentation, group resource type, where null means false for both properties. Policies in report-only " +
		"mode count, disabled ones do not",
	Run: func(s *snapshot.Snapshot) []check.Result {
		used, unsaid := groupsOfPolicies(s)
		var results []check.Result
		switch {
		case unsaid:
			results = check.One(finding.Unknown, "Graph did not say of every policy whether it is in force and whom it is for.", finding.Evidence{})
		case len(used) == 0:
			return check.One(finding.Pass, "No policy includes or excludes a group.", finding.Evidence{Facts: finding.Facts{"groups": 0}})
		}
		found := 0
		for g := range snapshot.Groups.All(s) {
			use, ok := used[strings.ToLower(g.ID)]
			if !ok {
				continue
			}
			delete(used, strings.ToLower(g.ID))
			found++
			r := check.Result{Resource: g.ID, Verdict: groupVerdict(g), Evidence: finding.Evidence{
				Facts:    finding.Facts{"policiesIncluding": use.including, "policiesExcluding": use.excluding},
				Subjects: finding.Subjects{"groups": finding.List(finding.Subject{ID: g.ID, Name: g.DisplayName})},
			}}
			switch r.Verdict {
			case finding.Pass:
				continue
			case finding.Fail:
				r.Reason = "A policy depends on a group that is neither role-assignable nor under restricted management."
			default:
				r.Reason = "Graph did not say whether a group that a policy depends on is role-assignable or under restricted management."
			}
			results = append(results, r)
		}
		for id, use := range used {
			results = append(results, check.Result{
				Resource: id, Verdict: finding.Unknown, Reason: "A policy names a group that is not among the tenant's groups.",
				Evidence: finding.Evidence{
					Facts:    finding.Facts{"policiesIncluding": use.including, "policiesExcluding": use.excluding},
					Subjects: finding.Subjects{"groups": finding.List(finding.Subject{ID: id})},
				},
			})
		}
		if len(results) == 0 {
			return check.One(finding.Pass, "Every group that policies include or exclude is role-assignable or under restricted management.",
				finding.Evidence{Facts: finding.Facts{"groups": found}})
		}
		return results
	},
}

// groupVerdict judges one group. Both properties are null where they are not set.
func groupVerdict(g *snapshot.Group) finding.Verdict {
	switch assignable, restricted := g.IsAssignableToRole, g.IsManagementRestricted; {
	case assignable.V || restricted.V:
		return finding.Pass
	case !assignable.Set || !restricted.Set:
		return finding.Unknown
	}
	return finding.Fail
}

// groupUse is how many policies include and exclude a group.
type groupUse struct{ including, excluding int }

// silent reports that Graph said nothing of whom a policy is for.
func silent(u *snapshot.ConditionalUsers) bool {
	return u.IncludeUsers == nil && u.IncludeGroups == nil && u.IncludeRoles == nil && u.ExcludeUsers == nil && u.ExcludeGroups == nil && u.ExcludeRoles == nil &&
		!u.IncludeGuestsOrExternalUsers.Known() && !u.ExcludeGuestsOrExternalUsers.Known()
}

// groupsOfPolicies returns the groups of all policies that are not disabled;
// unsaid reports a policy of which Graph said nothing.
func groupsOfPolicies(s *snapshot.Snapshot) (used map[string]groupUse, unsaid bool) {
	used = map[string]groupUse{}
	all := snapshot.ConditionalAccessPolicies.Of(s)
	for i := range all {
		unsaid = unsaid || all[i].State == "" || silent(&all[i].Conditions.Users)
		if stateOf(&all[i]) == stateDisabled {
			continue
		}
		u := &all[i].Conditions.Users
		for n, id := range slices.Concat(u.IncludeGroups, u.ExcludeGroups) {
			if id = strings.ToLower(id); id == "" || id == "none" || id == "all" {
				continue
			}
			use := used[id]
			if n < len(u.IncludeGroups) {
				use.including++
			} else {
				use.excluding++
			}
			used[id] = use
		}
	}
	return used, unsaid
}
