package conditionalaccess

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// BreakGlassExcluded asks that no policy for people can lock out the break-glass
// accounts, whatever goes wrong with it.
var BreakGlassExcluded = &check.Check{
	ID:       "ca-break-glass-excluded",
	Title:    "Every policy excludes the break-glass accounts",
	Category: check.ConditionalAccess,
	Severity: finding.High,
	Because:  "One mistaken policy, or a failure of the second factor, can lock every administrator out at once.",
	Controls: check.Controls{CIS: []string{"1.1.2"}, ISO27001: []string{"A.5.29", "A.8.2"}, NIS2: []string{"21(2)(c)", "21(2)(i)"}},
	Rows:     []string{"CA-041"},
	Reads:    policies,
	Uses: []snapshot.Resource{
		snapshot.GroupMembers.Resource(), snapshot.RoleAssignments.Resource(), snapshot.RoleDefinitions.Resource(), snapshot.Users.Resource(),
	},
	Licence: check.EntraP1,
	Risk:    "Nobody can sign in to undo a mistake or to stop an attack, and getting the tenant back takes Microsoft days.",
	Fix: check.Fix{
		Portal: "Microsoft Entra admin center > Entra ID > Conditional Access > Policies, each policy: Users > Exclude > Users and groups, the " +
			"break-glass accounts or their group. Declare them in Vahti too.",
		Request: `PATCH https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies/{id}
{"conditions": {"users": {"excludeUsers": ["<every user excluded so far>", "<emergency account id>"]}}}`,
	},
	LessIsWorse: []string{"accountsDeclared", "excludedFromAll"},
	Texts:       []*text.Table{breakGlassExcludedTexts},
	Since:       "2026-11",
	Source: "CIS Microsoft 365, 1.1.2; Microsoft Learn: Manage emergency access accounts in Microsoft Entra ID. Policies in report-only mode " +
		"count, for they are about to be enabled; those for guests alone, for other named people alone or for workloads cannot reach the accounts. " +
		"A declared group is taken to hold the declared accounts unless its members were read and say otherwise",
	Run: func(s *snapshot.Snapshot) []check.Result {
		if accounts := declaredAccounts(s); len(accounts) > 0 {
			return excludeDeclared(s, accounts)
		}
		return excludeSomebody(s)
	},
}

// excludeDeclared judges the policies by the accounts that were declared.
func excludeDeclared(s *snapshot.Snapshot, accounts []account) []check.Result {
	d := directory{s: s, believing: true}
	var lacking, doubtful []finding.Subject
	considered := 0
	all := snapshot.ConditionalAccessPolicies.Of(s)
	for i := range all {
		p := &all[i]
		worst, reached := yes, false
		for _, a := range accounts {
			if mayReach(&p.Conditions.Users, a) {
				reached = true
				worst = min(worst, d.excludes(&p.Conditions.Users, a))
			}
		}
		if stateOf(p) == stateDisabled || !reached {
			continue
		}
		considered++
		if stateOf(p) == stateUnknown {
			worst = max(worst, maybe)
		}
		subject := finding.Subject{ID: p.ID, Name: p.DisplayName}
		switch worst {
		case no:
			subject.Note = "does not exclude every declared account"
			lacking = append(lacking, subject)
		case maybe:
			subject.Note = "it could not be told whether it excludes every declared account"
			doubtful = append(doubtful, subject)
		}
	}
	e := finding.Evidence{Facts: finding.Facts{"accountsDeclared": len(accounts), "policiesConsidered": considered, "policiesLacking": len(lacking)}}
	if subjects := append(lacking, doubtful...); len(subjects) > 0 {
		e.Subjects = finding.Subjects{"policies": finding.List(subjects...)}
	}
	switch {
	case considered == 0:
		return check.One(finding.NotApplicable, "No enabled or report-only policy is for people who could be a break-glass account.", e)
	case len(lacking) > 0:
		return check.One(finding.Fail, "Not every policy for people excludes the declared break-glass accounts.", e)
	case len(doubtful) > 0:
		return check.One(finding.Unknown, "It could not be told whether every policy for people excludes the declared break-glass accounts.", e)
	}
	return check.One(finding.Pass, "Every enabled or report-only policy for people excludes the declared break-glass accounts.", e)
}

// excludeSomebody judges without declared accounts: whoever every blocking
// policy excludes is there for emergencies.
func excludeSomebody(s *snapshot.Snapshot) []check.Result {
	var common []string
	var subjects []finding.Subject
	people := 0
	all := snapshot.ConditionalAccessPolicies.Of(s)
	for i := range all {
		p := &all[i]
		if stateOf(p) == stateDisabled || !mayReach(&p.Conditions.Users, account{}) {
			continue
		}
		people++
		if block, _ := coverage.Blocks(p); !block {
			continue
		}
		excluded := excludedBy(&p.Conditions.Users)
		if len(subjects) == 0 {
			common = excluded
		}
		common = slices.DeleteFunc(common, func(id string) bool { return !slices.Contains(excluded, id) })
		subjects = append(subjects, finding.Subject{ID: p.ID, Name: p.DisplayName})
	}
	e := finding.Evidence{Facts: finding.Facts{
		"accountsDeclared": 0, "policiesConsidered": people, "policiesBlocking": len(subjects), "excludedFromAll": len(common),
	}}
	if len(subjects) > 0 {
		e.Subjects = finding.Subjects{"policies": finding.List(subjects...)}
	}
	switch {
	case people == 0:
		return check.One(finding.NotApplicable, "No enabled or report-only policy is for people who could be a break-glass account.", e)
	case len(subjects) == 0:
		return check.One(finding.Unknown, "No break-glass account is declared, and no policy blocks, so it cannot be told which accounts are there for emergencies.", e)
	case len(common) == 0:
		return check.One(finding.Fail, "No break-glass account is declared, and nobody is excluded from every policy that blocks.", e)
	}
	return check.One(finding.Pass, "No break-glass account is declared, but the same users or groups are excluded from every policy that blocks.", e)
}

// excludedBy returns the users and groups that a policy excludes.
func excludedBy(u *snapshot.ConditionalUsers) []string {
	var out []string
	for _, id := range slices.Concat(u.ExcludeUsers, u.ExcludeGroups) {
		switch id = strings.ToLower(id); id {
		case "", "none", "all", "guestsorexternalusers":
		default:
			out = append(out, id)
		}
	}
	return out
}
