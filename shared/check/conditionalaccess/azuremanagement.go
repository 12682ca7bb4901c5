package conditionalaccess

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

const azureByDefaults = "Security defaults are on, and they ask everyone who manages Azure for multifactor authentication."

// AzureManagement asks that Azure is managed with more than a password.
var AzureManagement = &check.Check{
	ID:       "ca-azure-management-mfa",
	Title:    "Multifactor authentication is required to manage Azure",
	Category: check.ConditionalAccess,
	Severity: finding.High,
	Because:  "Rights in Azure come from subscriptions and not from directory roles, so policies for administrators miss people who hold them.",
	Controls: check.Controls{ISO27001: []string{"A.8.2", "A.8.5"}, NIS2: []string{"21(2)(i)", "21(2)(j)"}},
	Rows:     []string{"CA-022"},
	Reads:    policies,
	Uses:     uses(snapshot.SecurityDefaults.Resource()),
	Licence:  check.EntraP1,
	Risk:     "With one stolen password an attacker deletes servers and backups, reads their data or runs up a bill for machines of their own.",
	Fix: check.Fix{
		Portal: newPolicy + "all users without the emergency accounts, Target resources > Select resources > Windows Azure Service " +
			"Management API, Grant > Require multifactor authentication.",
		Request: `POST https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies
{
  "displayName": "Require MFA for Azure management",
  "state": "enabled",
  "conditions": {
    "users": {"includeUsers": ["All"], "excludeUsers": ["<emergency account id>"]},
    "applications": {"includeApplications": ["797f4846-ba00-4fd7-ba43-dac1f8f63013"]},
    "clientAppTypes": ["all"]
  },
  "grantControls": {"operator": "OR", "builtInControls": ["mfa"]}
}`,
	},
	Texts: []*text.Table{azureManagementTexts, coverage.Texts, defaultsTexts},
	Since: "2026-11",
	Source: "Microsoft Learn: Require MFA for Azure management with Conditional Access, and Security defaults in Microsoft Entra ID. " +
		"Legacy clients cannot reach Azure's management, so they need not be covered",
	Unlicensed: securityDefaultsOnly(azureByDefaults),
	Run: orSecurityDefaults(covers(coverage.Requirement{
		Does:         "requires multifactor authentication to manage Azure",
		Grant:        coverage.MFA,
		OrBlock:      true,
		Applications: []string{azureManagement},
		ClientApps:   modernClients(),
	}), azureByDefaults),
}
