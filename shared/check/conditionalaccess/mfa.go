package conditionalaccess

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

const mfaByDefaults = "Security defaults are on, and they have every user register for and use multifactor authentication."

// MFA is whether everyone signs in with more than a password.
var MFA = &check.Check{
	ID:       "ca-mfa",
	Title:    "Multifactor authentication is required for all users",
	Category: check.ConditionalAccess,
	Severity: finding.Critical,
	Because:  "Without it one guessed, leaked or phished password opens an account.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.3.2v2"}, CIS: []string{"5.2.2.2"}, ISO27001: []string{"A.8.5", "A.5.17"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"CA-004"},
	Reads:    policies,
	Uses:     uses(snapshot.SecurityDefaults.Resource()),
	Licence:  check.EntraP1,
	Risk:     "An attacker who has a password signs in as that user, from anywhere, to every application the user can reach.",
	Fix: check.Fix{
		Portal: newPolicy + "all users without the " +
			"emergency accounts, all resources, no further conditions, Grant > Require multifactor authentication.",
		Request: `POST https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies
{
  "displayName": "Require MFA for all users",
  "state": "enabled",
  "conditions": {
    "users": {"includeUsers": ["All"], "excludeUsers": ["<emergency account id>"]},
    "applications": {"includeApplications": ["All"]},
    "clientAppTypes": ["all"]
  },
  "grantControls": {"operator": "OR", "builtInControls": ["mfa"]}
}`,
	},
	Texts:      []*text.Table{mfaTexts, coverage.Texts, defaultsTexts},
	Since:      "2026-11",
	Source:     "CISA SCuBA baseline for Entra ID, MS.AAD.3.2; Microsoft Learn: Require MFA for all users with Conditional Access",
	Unlicensed: securityDefaultsOnly(mfaByDefaults),
	Run:        orSecurityDefaults(anyMFA, mfaByDefaults),
}

// anyMFA asks for multifactor authentication of any kind where it is not
// phishing-resistant for everyone already: the control is the alternative to
// that one, and says nothing once the better is in force.
func anyMFA(s *snapshot.Snapshot) []check.Result {
	if resistantForAll.Verdict(s) == finding.Pass {
		e := resistantForAll.Results(s)[0].Explain()
		e.Facts["phishingResistant"] = true
		return check.One(finding.NotApplicable, "Phishing-resistant multifactor authentication is required for all users, which is stricter than what this control asks for.", e)
	}
	return mfaForAll.Results(s)
}

var mfaForAll = coverage.Prepare(coverage.Requirement{
	Does:  "requires multifactor authentication",
	Grant: coverage.MFA,
})
