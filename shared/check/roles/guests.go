package roles

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Guests asks that nobody from outside is an administrator. Each such person is
// a result of its own. A disabled account does not count; an account from
// outside that was made a member does.
var Guests = &check.Check{
	ID:       "role-guests",
	Title:    "Guests hold no privileged role",
	Category: check.Roles,
	Severity: finding.Critical,
	Because:  "A guest signs in with an account that another organisation, or nobody at all, protects, and with the role that account rules this tenant.",
	Controls: check.Controls{ISO27001: []string{"A.5.19", "A.8.2"}, NIS2: []string{"21(2)(d)", "21(2)(i)"}},
	Rows:     []string{"RO-015"},
	Reads:    readsHolders(),
	Uses:     usesHolders(),
	Risk:     "Whoever breaks into the guest's own mailbox or company is an administrator here, and none of the rules for this company's passwords and devices stood in the way.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Roles & admins > the role > Assignments > remove the guest; give people who must administer an account of this tenant",
		Request: `DELETE /v1.0/roleManagement/directory/roleAssignments/{id of the assignment}`,
	},
	Texts:  []*text.Table{guestsTexts, roleTexts},
	Since:  "2026-11",
	Source: "Maester, MT.1025; Zero Trust Assessment, 22128. Privileged are the roles of the SCuBA baseline and those of the control plane",
	Run: func(s *snapshot.Snapshot) []check.Result {
		found := holdersOf(s, powerfulSet)
		var results []check.Result
		unsure := false
		for _, h := range found.enabled() {
			switch outside(h.user) {
			case finding.Fail:
				facts := finding.Facts{"userType": h.user.UserType}
				facts["roles"], _ = names(h.roles)
				results = append(results, check.Result{
					Resource: h.user.ID, Verdict: finding.Fail, Reason: "Somebody from outside holds or may activate a privileged role.",
					Evidence: finding.Evidence{Facts: facts, Subjects: finding.Subjects{"users": finding.List(h.subject())}},
				})
			case finding.Unknown:
				unsure = true
			}
		}
		told := func(id string) bool {
			h := found.user(id)
			return h != nil && (h.user.Disabled() || outside(h.user) != finding.Unknown) || h == nil && len(found.unresolved) == 0
		}
		switch {
		case len(found.unresolved) > 0:
			results = append(results, check.Unsure(notAll, finding.Evidence{}, told)...)
		case unsure:
			results = append(results, check.Unsure("Graph did not return whether everyone with a privileged role is a guest or a member.", finding.Evidence{}, told)...)
		case len(results) == 0:
			return check.One(finding.Pass, "No guest holds or may activate a privileged role.", finding.Evidence{Facts: finding.Facts{"holders": len(found.users)}})
		}
		return results
	},
}

// outside says whether a user comes from outside: fail where so.
func outside(u snapshot.User) finding.Verdict {
	switch {
	case strings.EqualFold(u.UserType, "Guest"), strings.Contains(strings.ToUpper(u.UserPrincipalName), "#EXT#"):
		return finding.Fail
	case strings.EqualFold(u.UserType, "Member"):
		return finding.Pass
	}
	return finding.Unknown
}
