package conditionalaccess

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// risky are the levels of sign-in risk that ask for an answer.
func risky(named bool) coverage.Range {
	return coverage.Range{Values: []string{"medium", "high"}, Named: named}
}

// RiskySignInsMFA asks that a sign-in that may not be the user's is proved anew.
// Blocking it is stricter and enough.
var RiskySignInsMFA = &check.Check{
	ID:       "ca-risky-sign-ins-mfa",
	Title:    "Sign-ins at medium and high risk need fresh multifactor authentication",
	Category: check.ConditionalAccess,
	Severity: finding.High,
	Because:  "A stolen session has passed multifactor authentication long ago, so only asking for it again shows who is there.",
	Controls: check.Controls{CIS: []string{"5.2.2.7"}, ISO27001: []string{"A.8.5", "A.8.16"}, NIS2: []string{"21(2)(b)", "21(2)(j)"}},
	Rows:     []string{"CA-010"},
	Reads:    policies,
	Uses:     uses(),
	Licence:  check.EntraP2,
	Risk:     "An attacker who replays a session or a token is let in although Microsoft sees that something is wrong with the sign-in.",
	Fix: check.Fix{
		Portal: newPolicy + "all users without the emergency accounts, all resources, Conditions > Sign-in risk > High and Medium, " +
			"Grant > Require multifactor authentication, Session > Sign-in frequency > Every time.",
		Request: `POST https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies
{
  "displayName": "Require fresh MFA for risky sign-ins",
  "state": "enabled",
  "conditions": {
    "users": {"includeUsers": ["All"], "excludeUsers": ["<emergency account id>"]},
    "applications": {"includeApplications": ["All"]},
    "clientAppTypes": ["all"],
    "signInRiskLevels": ["medium", "high"]
  },
  "grantControls": {"operator": "OR", "builtInControls": ["mfa"]},
  "sessionControls": {"signInFrequency": {"isEnabled": true, "frequencyInterval": "everyTime",
    "authenticationType": "primaryAndSecondaryAuthentication"}}
}`,
	},
	Texts: []*text.Table{riskySignInsMFATexts, coverage.Texts},
	Since: "2026-11",
	Source: "CIS Microsoft 365, 5.2.2.7; Microsoft Learn: Configure and enable risk policies. The two halves may come from different " +
		"policies, and a level that is blocked needs neither",
	Run: together("Sign-ins at medium and high risk need fresh multifactor authentication or are blocked.",
		coverage.Requirement{
			Does:       "requires multifactor authentication for sign-ins at medium and high risk",
			Grant:      coverage.MFA,
			OrBlock:    true,
			SignInRisk: risky(false),
		},
		coverage.Requirement{
			Does:       "asks for a new sign-in every time the risk is medium or high",
			Session:    coverage.SignInFrequency(0),
			OrBlock:    true,
			SignInRisk: risky(false),
			ClientApps: modernClients(),
		}),
}
