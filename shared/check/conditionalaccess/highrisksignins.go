package conditionalaccess

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// HighRiskSignIns is whether a sign-in that is probably not the user's is stopped.
var HighRiskSignIns = &check.Check{
	ID:       "ca-high-risk-sign-ins",
	Title:    "Sign-ins at high risk are blocked",
	Category: check.ConditionalAccess,
	Severity: finding.High,
	Because:  "High sign-in risk means that the sign-in itself looks like an attack: stolen tokens, password spraying, an anonymous network.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.2.3v1"}, ISO27001: []string{"A.8.5", "A.8.16"}, NIS2: []string{"21(2)(b)", "21(2)(j)"}},
	Rows:     []string{"CA-009"},
	Reads:    policies,
	Uses:     uses(),
	Licence:  check.EntraP2,
	Risk:     "A sign-in that Microsoft recognises as an attack succeeds all the same.",
	Fix: check.Fix{
		Portal: newPolicy + "all users without the " +
			"emergency accounts, all resources, Conditions > Sign-in risk > High, Grant > Block access.",
		Request: `POST https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies
{
  "displayName": "Block sign-ins at high risk",
  "state": "enabled",
  "conditions": {
    "users": {"includeUsers": ["All"], "excludeUsers": ["<emergency account id>"]},
    "applications": {"includeApplications": ["All"]},
    "clientAppTypes": ["all"],
    "signInRiskLevels": ["high"]
  },
  "grantControls": {"operator": "OR", "builtInControls": ["block"]}
}`,
	},
	Texts:  []*text.Table{highRiskSignInsTexts, coverage.Texts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Entra ID, MS.AAD.2.3; Microsoft Learn: Configure and enable risk policies",
	Run: covers(coverage.Requirement{
		Does:       "blocks sign-ins at high risk",
		Grant:      coverage.Block,
		SignInRisk: coverage.Range{Values: []string{"high"}, Named: true},
	}),
}
