package conditionalaccess

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// UntrustedLocations asks that people sign in from trusted networks only.
var UntrustedLocations = &check.Check{
	ID:       "ca-untrusted-locations",
	Title:    "Access from untrusted locations is blocked",
	Category: check.ConditionalAccess,
	Severity: finding.Low,
	Because:  "Few companies can work from their own networks alone; where it is possible it shuts out nearly every attacker.",
	Controls: check.Controls{CIS: []string{"5.2.2.15"}, ISO27001: []string{"A.8.5", "A.8.20"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"CA-033"},
	Reads:    policies,
	Uses:     uses(),
	Licence:  check.EntraP1,
	Risk:     "Stolen passwords and sessions work from anywhere in the world.",
	Fix: check.Fix{
		Portal: newPolicy + "all users without the emergency accounts, all resources, Network > Any network or location, Exclude > All trusted " +
			"networks and locations, Grant > Block access. Define the company's networks under Named locations as trusted first.",
		Request: `POST https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies
{
  "displayName": "Block untrusted locations",
  "state": "enabledForReportingButNotEnforced",
  "conditions": {
    "users": {"includeUsers": ["All"], "excludeUsers": ["<emergency account id>"]},
    "applications": {"includeApplications": ["All"]},
    "clientAppTypes": ["all"],
    "locations": {"includeLocations": ["All"], "excludeLocations": ["AllTrusted"]}
  },
  "grantControls": {"operator": "OR", "builtInControls": ["block"]}
}`,
	},
	Texts: []*text.Table{untrustedLocationsTexts, coverage.Texts},
	Since: "2026-11",
	Source: "CIS Microsoft 365, 5.2.2.15; Microsoft Learn: Block access by location with Conditional Access. A policy may leave out trusted " +
		"named locations alone: a country is never trusted, so blocking all but some countries is not enough",
	Run: covers(coverage.Requirement{
		Does:      "blocks access from untrusted locations",
		Grant:     coverage.Block,
		Untrusted: true,
	}),
}
