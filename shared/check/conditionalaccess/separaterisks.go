package conditionalaccess

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// SeparateRisks asks that no policy waits for both kinds of risk at once.
var SeparateRisks = &check.Check{
	ID:       "ca-separate-risk-policies",
	Title:    "User risk and sign-in risk are not combined in one policy",
	Category: check.ConditionalAccess,
	Severity: finding.High,
	Because:  "Such a policy acts only when both risks are there at the same moment, which is rare, and looks like protection until then.",
	Controls: check.Controls{ISO27001: []string{"A.8.5", "A.8.16"}, NIS2: []string{"21(2)(b)", "21(2)(f)"}},
	Rows:     []string{"CA-012"},
	Reads:    policies,
	Licence:  check.EntraP2,
	Risk:     "An account known to be compromised signs in from an ordinary network, and the policy that should have stopped it does not apply.",
	Fix: check.Fix{
		Portal: "Microsoft Entra admin center > Entra ID > Conditional Access > Policies: make two policies of the one, with Conditions > User risk " +
			"in the first and Conditions > Sign-in risk in the second.",
		Request: `PATCH https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies/{id}
{"conditions": {"userRiskLevels": []}}`,
	},
	Texts: []*text.Table{separateRisksTexts, stateTexts},
	Since: "2026-11",
	Source: "Microsoft Learn: Configure and enable risk policies, which says not to combine the two conditions in one policy, for all " +
		"conditions of a policy must be met. Only enabled policies count",
	Run: func(s *snapshot.Snapshot) []check.Result {
		var combined []finding.Subject
		var doubtful bool
		all := snapshot.ConditionalAccessPolicies.Of(s)
		for i := range all {
			p := &all[i]
			switch {
			case stateOf(p) == stateUnknown:
				doubtful = doubtful || p.State == "" || combinesRisks(p)
			case stateOf(p) == stateEnabled && combinesRisks(p):
				combined = append(combined, finding.Subject{ID: p.ID, Name: p.DisplayName})
			}
		}
		e := finding.Evidence{Facts: finding.Facts{"policiesConsidered": len(all), "policiesCombining": len(combined)}}
		switch {
		case len(combined) > 0:
			e.Subjects = finding.Subjects{"policies": finding.List(combined...)}
			return check.One(finding.Fail, "An enabled policy applies only where user risk and sign-in risk come together.", e)
		case doubtful:
			return check.One(finding.Unknown, unknownState, e)
		}
		return check.One(finding.Pass, "No enabled policy combines user risk with sign-in risk.", e)
	},
}

// combinesRisks reports whether a policy has conditions on both kinds of risk.
func combinesRisks(p *snapshot.ConditionalAccessPolicy) bool {
	set := func(levels []string) bool {
		return slices.ContainsFunc(levels, func(l string) bool { return strings.TrimSpace(l) != "" })
	}
	return set(p.Conditions.UserRiskLevels) && set(p.Conditions.SignInRiskLevels)
}
