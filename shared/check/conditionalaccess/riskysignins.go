package conditionalaccess

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// RiskySignIns asks that sign-ins at medium risk are refused as those at high
// risk are.
var RiskySignIns = &check.Check{
	ID:       "ca-risky-sign-ins-blocked",
	Title:    "Sign-ins at medium and high risk are blocked",
	Category: check.ConditionalAccess,
	Severity: finding.Medium,
	Because:  "Attacks that Microsoft is not quite sure of get through where only those at high risk are refused.",
	Controls: check.Controls{CIS: []string{"5.2.2.8"}, ISO27001: []string{"A.8.5", "A.8.16"}, NIS2: []string{"21(2)(b)", "21(2)(j)"}},
	Rows:     []string{"CA-011"},
	Reads:    policies,
	Uses:     uses(),
	Licence:  check.EntraP2,
	Risk:     "An attacker who has phished the second factor too answers the question for it and goes on.",
	Fix: check.Fix{
		Portal: newPolicy + "all users without the emergency accounts, all resources, Conditions > Sign-in risk > High and Medium, " +
			"Grant > Block access. See first in report-only mode whom it would have stopped.",
		Request: `POST https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies
{
  "displayName": "Block risky sign-ins",
  "state": "enabled",
  "conditions": {
    "users": {"includeUsers": ["All"], "excludeUsers": ["<emergency account id>"]},
    "applications": {"includeApplications": ["All"]},
    "clientAppTypes": ["all"],
    "signInRiskLevels": ["medium", "high"]
  },
  "grantControls": {"operator": "OR", "builtInControls": ["block"]}
}`,
	},
	Texts:  []*text.Table{riskySignInsTexts, coverage.Texts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365, 5.2.2.8; Microsoft Learn: Configure and enable risk policies",
	Run: covers(coverage.Requirement{
		Does:       "blocks sign-ins at medium and high risk",
		Grant:      coverage.Block,
		SignInRisk: risky(true),
	}),
}
