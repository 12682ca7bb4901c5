package conditionalaccess

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// Registration is whether authentication methods are registered from managed
// devices only.
var Registration = &check.Check{
	ID:       "ca-registration-managed-device",
	Title:    "Registering security information needs a managed device",
	Category: check.ConditionalAccess,
	Severity: finding.Medium,
	Because:  "Whoever registers the second factor owns the account from then on, so registering must not be possible from anywhere.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.3.8v1"}, CIS: []string{"5.2.2.10"}, ISO27001: []string{"A.5.17", "A.8.1"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"CA-017"},
	Reads:    policies,
	Uses:     uses(),
	Licence:  check.EntraP1,
	Risk: "An attacker with the password of an account that has no second factor yet registers their own, and is let in " +
		"by multifactor authentication ever after.",
	Fix: check.Fix{
		Portal: newPolicy + "all users without the " +
			"emergency accounts, Target resources > User actions > Register security information, Grant > Require device to " +
			"be marked as compliant and Require Microsoft Entra hybrid joined device, Require one of the selected controls.",
		Request: `POST https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies
{
  "displayName": "Require a managed device to register security information",
  "state": "enabled",
  "conditions": {
    "users": {"includeUsers": ["All"], "excludeUsers": ["<emergency account id>"]},
    "applications": {"includeUserActions": ["urn:user:registersecurityinfo"]},
    "clientAppTypes": ["all"]
  },
  "grantControls": {"operator": "OR", "builtInControls": ["compliantDevice", "domainJoinedDevice"]}
}`,
	},
	Texts:  []*text.Table{registrationTexts, coverage.Texts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Entra ID, MS.AAD.3.8; Microsoft Learn: Securing security info registration",
	Run: covers(coverage.Requirement{
		Does:       "requires a managed device for registering security information",
		Grant:      coverage.ManagedDevice,
		UserAction: "urn:user:registersecurityinfo",
		ClientApps: modernClients(),
	}),
}
