package conditionalaccess

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

const adminMFAByDefaults = "Security defaults are on, and they ask administrators for multifactor authentication at every sign-in."

// AdminMFA asks that the holders of highly privileged roles sign in with more
// than a password. A policy for everyone, or one that asks for more, is enough.
var AdminMFA = &check.Check{
	ID:       "ca-admin-mfa",
	Title:    "Multifactor authentication is required for administrators",
	Category: check.ConditionalAccess,
	Severity: finding.Critical,
	Because:  "An administrator's password alone would open the whole tenant to whoever guesses or phishes it.",
	Controls: check.Controls{CIS: []string{"5.2.2.1"}, ISO27001: []string{"A.8.2", "A.8.5"}, NIS2: []string{"21(2)(i)", "21(2)(j)"}},
	Rows:     []string{"CA-005"},
	Reads:    policies,
	Uses:     uses(snapshot.RoleDefinitions.Resource(), snapshot.SecurityDefaults.Resource()),
	Licence:  check.EntraP1,
	Risk:     "An attacker with an administrator's password resets other people's passwords, reads every mailbox and locks the owners out.",
	Fix: check.Fix{
		Portal: newPolicy + "Users > Select users and groups > Directory roles, all highly privileged roles, without the emergency " +
			"accounts, all resources, Grant > Require multifactor authentication.",
		Request: `POST https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies
{
  "displayName": "Require MFA for administrators",
  "state": "enabled",
  "conditions": {
    "users": {
      "includeRoles": ["62e90394-69f5-4237-9190-012177145e10", "e8611ab8-c189-46e8-94e1-60213ab1f814",
        "fe930be7-5e62-47db-91af-98c3a49a38b1", "f28a1f50-f6e7-4571-818b-6a12f2af6b6c",
        "29232cdf-9323-42fd-ade2-1d097af3e4de", "8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2",
        "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", "158c047a-c907-4556-b7ef-446551a6b5f7"],
      "excludeUsers": ["<emergency account id>"]
    },
    "applications": {"includeApplications": ["All"]},
    "clientAppTypes": ["all"]
  },
  "grantControls": {"operator": "OR", "builtInControls": ["mfa"]}
}`,
	},
	Neutral: []string{"roles"},
	Texts:   []*text.Table{adminMFATexts, coverage.Texts, defaultsTexts},
	Since:   "2026-11",
	Source: "CIS Microsoft 365, 5.2.2.1, for the roles that CISA SCuBA calls highly privileged; Microsoft Learn: Require MFA for " +
		"administrators with Conditional Access, and Security defaults in Microsoft Entra ID",
	Unlicensed: securityDefaultsOnly(adminMFAByDefaults),
	Run: orSecurityDefaults(forPrivilegedRoles(coverage.Requirement{
		Does:  "requires multifactor authentication of administrators",
		Grant: coverage.MFA,
	}), adminMFAByDefaults),
}

// forPrivilegedRoles makes the function of a check whose requirement is about
// the holders of the highly privileged roles that the tenant has.
func forPrivilegedRoles(r coverage.Requirement) func(*snapshot.Snapshot) []check.Result {
	return func(s *snapshot.Snapshot) []check.Result {
		r := r
		r.Roles = privilegedRoles(s)
		results := result(coverage.Judge(s, r))
		results[0].Evidence.Facts["roles"] = len(r.Roles)
		return results
	}
}
