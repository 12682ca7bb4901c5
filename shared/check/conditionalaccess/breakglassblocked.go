package conditionalaccess

import (
	"fmt"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// BreakGlassBlocked asks what happens when a break-glass account signs in: no
// policy may refuse it, whatever the circumstances.
var BreakGlassBlocked = &check.Check{
	ID:       "ca-break-glass-blocked",
	Title:    "No policy blocks a break-glass account",
	Category: check.ConditionalAccess,
	Severity: finding.High,
	Because:  "The account is needed on the day when everything else fails, from whatever place and device there is then.",
	Controls: check.Controls{ISO27001: []string{"A.5.29", "A.8.2"}, NIS2: []string{"21(2)(c)"}},
	Rows:     []string{"CA-042"},
	Reads:    policies,
	Uses: []snapshot.Resource{
		snapshot.GroupMembers.Resource(), snapshot.RoleAssignments.Resource(), snapshot.RoleDefinitions.Resource(), snapshot.Users.Resource(),
	},
	Licence: check.EntraP1,
	Risk:    "The last way into the tenant is shut exactly when it is needed: from another country, another device or after an alarm.",
	Fix: check.Fix{
		Portal: "Microsoft Entra admin center > Entra ID > Conditional Access > Policies, each policy with Block access: Users > Exclude > Users and " +
			"groups, the break-glass accounts or their group. Try it out with What If.",
		Request: `PATCH https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies/{id}
{"conditions": {"users": {"excludeUsers": ["<every user excluded so far>", "<emergency account id>"]}}}`,
	},
	LessIsWorse: []string{"accountsDeclared"},
	Texts:       []*text.Table{breakGlassBlockedTexts},
	Since:       "2026-11",
	Source: "Microsoft Learn: Manage emergency access accounts in Microsoft Entra ID, and The Conditional Access What If tool. Microsoft's own " +
		"evaluation is a POST request, and Vahti only reads; so the policies themselves are judged: one that is enabled, blocks and includes the " +
		"account without excluding it blocks the account in some circumstances, which no sample of circumstances would show as surely. Membership " +
		"of groups and roles is taken into account as far as it was read",
	Run: func(s *snapshot.Snapshot) []check.Result {
		accounts := declaredAccounts(s)
		if len(accounts) == 0 {
			return check.One(finding.Unknown, "No break-glass account is declared, so there is none to look at.", finding.Evidence{Facts: finding.Facts{"accountsDeclared": 0}})
		}
		d := directory{s: s}
		var blocking, doubtful []finding.Subject
		all := snapshot.ConditionalAccessPolicies.Of(s)
		for i := range all {
			p := &all[i]
			does := refuses(p)
			switch stateOf(p) {
			case stateEnabled:
			case stateUnknown:
				does = min(does, maybe)
			default:
				continue
			}
			sure, possible := 0, 0
			for _, a := range accounts {
				switch applies := min(does, d.includes(&p.Conditions.Users, a), d.excludes(&p.Conditions.Users, a).not()); {
				case applies == yes:
					sure++
				case applies == maybe, p.State == "":
					possible++
				}
			}
			switch {
			case sure > 0:
				blocking = append(blocking, finding.Subject{ID: p.ID, Name: p.DisplayName, Note: fmt.Sprintf("applies to %d of %d declared accounts", sure, len(accounts))})
			case possible > 0:
				doubtful = append(doubtful, finding.Subject{ID: p.ID, Name: p.DisplayName, Note: "may apply to a declared account"})
			}
		}
		e := finding.Evidence{Facts: finding.Facts{"accountsDeclared": len(accounts), "policiesConsidered": len(all), "policiesBlocking": len(blocking)}}
		if subjects := append(blocking, doubtful...); len(subjects) > 0 {
			e.Subjects = finding.Subjects{"policies": finding.List(subjects...)}
		}
		switch {
		case len(blocking) > 0:
			return check.One(finding.Fail, "An enabled policy that blocks applies to a declared break-glass account.", e)
		case len(doubtful) > 0:
			return check.One(finding.Unknown, "A policy that blocks may apply to a declared break-glass account: the members of a group or role could not be read, or the policy holds a value Vahti does not know.", e)
		}
		return check.One(finding.Pass, "No enabled policy that blocks applies to a declared break-glass account.", e)
	},
}
