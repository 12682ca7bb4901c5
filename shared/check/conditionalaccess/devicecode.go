package conditionalaccess

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// DeviceCode is whether signing in with a code typed on another device is refused.
var DeviceCode = &check.Check{
	ID:       "ca-device-code-flow",
	Title:    "Device code flow is blocked",
	Category: check.ConditionalAccess,
	Severity: finding.High,
	Because:  "The user approves a sign-in that happens elsewhere, and even phishing-resistant methods do not help against that.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.3.9v1"}, CIS: []string{"5.2.2.12"}, ISO27001: []string{"A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"CA-020"},
	Reads:    policies,
	Uses:     uses(),
	Licence:  check.EntraP1,
	Risk: "An attacker sends a code and a link to Microsoft's own page; whoever types the code there signs the attacker " +
		"in to mail and files.",
	Fix: check.Fix{
		Portal: newPolicy + "all users without the " +
			"emergency accounts, all resources, Conditions > Authentication flows > Device code flow, Grant > Block access. " +
			"Meeting room devices that need the flow belong into a declared exclusion.",
		Request: `POST https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies
{
  "displayName": "Block device code flow",
  "state": "enabled",
  "conditions": {
    "users": {"includeUsers": ["All"], "excludeUsers": ["<emergency account id>"]},
    "applications": {"includeApplications": ["All"]},
    "clientAppTypes": ["all"],
    "authenticationFlows": {"transferMethods": "deviceCodeFlow"}
  },
  "grantControls": {"operator": "OR", "builtInControls": ["block"]}
}`,
	},
	Texts:  []*text.Table{deviceCodeTexts, coverage.Texts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Entra ID, MS.AAD.3.9; Microsoft Learn: Block authentication flows with Conditional Access",
	Run: covers(coverage.Requirement{
		Does:       "blocks device code flow",
		Grant:      coverage.Block,
		Flows:      coverage.Range{Values: []string{"deviceCodeFlow"}, Named: true},
		ClientApps: modernClients(),
	}),
}
