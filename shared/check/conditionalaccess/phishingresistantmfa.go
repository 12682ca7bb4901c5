package conditionalaccess

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// phishingResistant is the requirement that CA-004 also looks at.
func phishingResistant() coverage.Requirement {
	return coverage.Requirement{
		Does:  "requires phishing-resistant multifactor authentication",
		Grant: coverage.PhishingResistant,
	}
}

var resistantForAll = coverage.Prepare(phishingResistant())

// PhishingResistantMFA is whether everyone signs in with a method that cannot
// be phished.
var PhishingResistantMFA = &check.Check{
	ID:       "ca-phishing-resistant-mfa",
	Title:    "Phishing-resistant multifactor authentication is required for all users",
	Category: check.ConditionalAccess,
	Severity: finding.High,
	Because:  "Codes and approvals can be relayed by a fake sign-in page; keys and certificates bound to the site cannot.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.3.1v1"}, ISO27001: []string{"A.8.5", "A.5.17"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"CA-003"},
	Reads:    policies,
	Uses:     uses(),
	Licence:  check.EntraP1,
	Risk: "A convincing sign-in page passes the password and the code or approval on to Microsoft in real time, and " +
		"the attacker keeps the session that comes back.",
	Fix: check.Fix{
		Portal: newPolicy + "all users without the " +
			"emergency accounts, all resources, Grant > Require authentication strength > Phishing-resistant MFA. Let users " +
			"register a passkey, Windows Hello for Business or a certificate first.",
		Request: `POST https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies
{
  "displayName": "Require phishing-resistant MFA",
  "state": "enabled",
  "conditions": {
    "users": {"includeUsers": ["All"], "excludeUsers": ["<emergency account id>"]},
    "applications": {"includeApplications": ["All"]},
    "clientAppTypes": ["all"]
  },
  "grantControls": {
    "operator": "OR",
    "builtInControls": [],
    "authenticationStrength": {"id": "00000000-0000-0000-0000-000000000004"}
  }
}`,
	},
	Texts:  []*text.Table{phishingResistantMFATexts, coverage.Texts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Entra ID, MS.AAD.3.1; Microsoft Learn: Conditional Access authentication strength",
	Run:    resistantForAll.Results,
}
