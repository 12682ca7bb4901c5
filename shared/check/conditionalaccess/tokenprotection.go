package conditionalaccess

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// TokenProtection asks that sign-ins of Windows applications are bound to the
// device, for somebody at least.
var TokenProtection = &check.Check{
	ID:       "ca-token-protection",
	Title:    "Token protection is enforced on Windows desktop clients",
	Category: check.ConditionalAccess,
	Severity: finding.Medium,
	Because:  "A token copied from a device passes for the sign-in itself, multifactor authentication included, unless it is bound to the device.",
	Controls: check.Controls{CIS: []string{"5.2.2.16"}, ISO27001: []string{"A.8.5", "A.8.24"}, NIS2: []string{"21(2)(h)", "21(2)(j)"}},
	Rows:     []string{"CA-036"},
	Reads:    policies,
	Uses:     uses(),
	Licence:  check.EntraP1,
	Risk:     "Malware on one computer copies the sign-in token, and the attacker uses mail and files from another as if signed in.",
	Fix: check.Fix{
		Portal: newPolicy + "the users, a pilot group first, Target resources > Select resources > Office 365 Exchange Online, Office 365 SharePoint " +
			"Online and Microsoft Teams Services, Conditions > Device platforms > Windows, Client apps > Mobile apps and desktop clients, " +
			"Session > Require token protection for sign-in sessions.",
		Request: `POST https://graph.microsoft.com/beta/identity/conditionalAccess/policies
{
  "displayName": "Require token protection on Windows",
  "state": "enabled",
  "conditions": {
    "users": {"includeGroups": ["<group id>"]},
    "applications": {"includeApplications": ["00000002-0000-0ff1-ce00-000000000000", "00000003-0000-0ff1-ce00-000000000000",
      "cc15fd57-2c6c-4117-a88c-83b1d56b4bbe"]},
    "platforms": {"includePlatforms": ["windows"]},
    "clientAppTypes": ["mobileAppsAndDesktopClients"]
  },
  "sessionControls": {"secureSignInSession": {"isEnabled": true}}
}`,
	},
	Texts: []*text.Table{tokenProtectionTexts, coverage.Texts},
	Since: "2026-11",
	Source: "CIS Microsoft 365, 5.2.2.16; Microsoft Learn: Microsoft Entra Conditional Access: Token protection. The condition names no " +
		"particular users, and Microsoft advises to begin with some, so a policy for a group is enough; the fact everyone says whether it is more",
	Run: func(s *snapshot.Snapshot) []check.Result {
		r := coverage.Requirement{
			Does:         "requires token protection on Windows",
			Session:      coverage.TokenProtection,
			Somebody:     true,
			Applications: []string{exchangeOnline, sharePointOnline, teamsServices},
			Platforms:    coverage.Range{Values: []string{"windows"}},
			ClientApps:   coverage.Range{Values: []string{"mobileAppsAndDesktopClients"}},
		}
		results := result(coverage.Judge(s, r))
		r.Somebody = false
		results[0].Evidence.Facts["everyone"] = coverage.Judge(s, r).Verdict == finding.Pass
		return results
	},
}
