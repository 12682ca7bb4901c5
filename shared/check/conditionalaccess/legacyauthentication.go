package conditionalaccess

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

const legacyByDefaults = "Security defaults are on, and they block legacy authentication."

// LegacyAuthentication is whether sign-ins that cannot carry a second factor
// are refused.
var LegacyAuthentication = &check.Check{
	ID:       "ca-legacy-authentication",
	Title:    "Legacy authentication is blocked for all users",
	Category: check.ConditionalAccess,
	Severity: finding.Critical,
	Because:  "A password alone is enough over a legacy protocol, and most password spraying goes through them.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.1.1v1"}, CIS: []string{"5.2.2.3"}, ISO27001: []string{"A.8.5", "A.5.17"}, NIS2: []string{"21(2)(g)", "21(2)(j)"}},
	Rows:     []string{"CA-001"},
	Reads:    policies,
	Uses:     uses(snapshot.SecurityDefaults.Resource()),
	Licence:  check.EntraP1,
	Risk: "Someone who has guessed or bought a password signs in through an old mail protocol, where multifactor " +
		"authentication is never asked for, and reads the mailbox.",
	Fix: check.Fix{
		Portal: newPolicy + "all users without the " +
			"emergency accounts, all resources, Conditions > Client apps > Exchange ActiveSync clients and Other clients, " +
			"Grant > Block access. Look at the sign-in log for legacy clients that are still used before you enable it.",
		Request: `POST https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies
{
  "displayName": "Block legacy authentication",
  "state": "enabled",
  "conditions": {
    "users": {"includeUsers": ["All"], "excludeUsers": ["<emergency account id>"]},
    "applications": {"includeApplications": ["All"]},
    "clientAppTypes": ["exchangeActiveSync", "other"]
  },
  "grantControls": {"operator": "OR", "builtInControls": ["block"]}
}`,
	},
	Texts:      []*text.Table{legacyAuthenticationTexts, coverage.Texts, defaultsTexts},
	Since:      "2026-11",
	Source:     "CISA SCuBA baseline for Entra ID, MS.AAD.1.1; Microsoft Learn: Block legacy authentication with Conditional Access",
	Unlicensed: securityDefaultsOnly(legacyByDefaults),
	Run: orSecurityDefaults(covers(coverage.Requirement{
		Does:       "blocks legacy authentication",
		Grant:      coverage.Block,
		ClientApps: coverage.Range{Values: []string{"exchangeActiveSync", "other"}, Named: true},
		Flows:      coverage.Range{Values: []string{"none"}},
	}), legacyByDefaults),
}
