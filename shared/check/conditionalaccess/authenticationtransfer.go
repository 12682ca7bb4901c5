package conditionalaccess

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// AuthenticationTransfer asks that a sign-in cannot be carried from a computer
// to a phone.
var AuthenticationTransfer = &check.Check{
	ID:       "ca-authentication-transfer",
	Title:    "Authentication transfer is blocked",
	Category: check.ConditionalAccess,
	Severity: finding.Medium,
	Because:  "A code on the screen carries the signed-in session to another device without the second factor being asked for there.",
	Controls: check.Controls{CIS: []string{"5.2.2.17"}, ISO27001: []string{"A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"CA-021"},
	Reads:    policies,
	Uses:     uses(),
	Licence:  check.EntraP1,
	Risk:     "An attacker who gets somebody to scan a code, or scans one from an unattended screen, has that person's mail on a phone of their own.",
	Fix: check.Fix{
		Portal: newPolicy + "all users without the emergency accounts, all resources, Conditions > Authentication flows > " +
			"Authentication transfer, Grant > Block access.",
		Request: `POST https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies
{
  "displayName": "Block authentication transfer",
  "state": "enabled",
  "conditions": {
    "users": {"includeUsers": ["All"], "excludeUsers": ["<emergency account id>"]},
    "applications": {"includeApplications": ["All"]},
    "clientAppTypes": ["all"],
    "authenticationFlows": {"transferMethods": "authenticationTransfer"}
  },
  "grantControls": {"operator": "OR", "builtInControls": ["block"]}
}`,
	},
	Texts:  []*text.Table{authenticationTransferTexts, coverage.Texts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365, 5.2.2.17; Microsoft Learn: Block authentication flows with Conditional Access",
	Run: covers(coverage.Requirement{
		Does:       "blocks authentication transfer",
		Grant:      coverage.Block,
		Flows:      coverage.Range{Values: []string{"authenticationTransfer"}, Named: true},
		ClientApps: modernClients(),
	}),
}
