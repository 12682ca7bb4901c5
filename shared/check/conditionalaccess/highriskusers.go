package conditionalaccess

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// HighRiskUsers is whether an account that Microsoft believes to be taken over
// is stopped.
var HighRiskUsers = &check.Check{
	ID:       "ca-high-risk-users",
	Title:    "Users at high risk are blocked",
	Category: check.ConditionalAccess,
	Severity: finding.High,
	Because:  "High user risk means that the account's password is known to others or that it already behaves like one taken over.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.2.1v1"}, CIS: []string{"5.2.2.6"}, ISO27001: []string{"A.5.16", "A.8.16"}, NIS2: []string{"21(2)(b)", "21(2)(j)"}},
	Rows:     []string{"CA-008"},
	Reads:    policies,
	Uses:     uses(),
	Licence:  check.EntraP2,
	Risk:     "An attacker goes on working in an account that Microsoft has already recognised as compromised.",
	Fix: check.Fix{
		Portal: newPolicy + "all users without the " +
			"emergency accounts, all resources, Conditions > User risk > High, Grant > Block access.",
		Request: `POST https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies
{
  "displayName": "Block users at high risk",
  "state": "enabled",
  "conditions": {
    "users": {"includeUsers": ["All"], "excludeUsers": ["<emergency account id>"]},
    "applications": {"includeApplications": ["All"]},
    "clientAppTypes": ["all"],
    "userRiskLevels": ["high"]
  },
  "grantControls": {"operator": "OR", "builtInControls": ["block"]}
}`,
	},
	Texts: []*text.Table{highRiskUsersTexts, coverage.Texts},
	Since: "2026-11",
	Source: "CISA SCuBA baseline for Entra ID, MS.AAD.2.1; CIS Microsoft 365, 5.2.2.6, accepts a password change with " +
		"multifactor authentication; Microsoft Learn: Configure and enable risk policies",
	Run: func(s *snapshot.Snapshot) []check.Result {
		risk := coverage.Range{Values: []string{"high"}, Named: true}
		return leveled(s,
			coverage.Requirement{Does: "blocks users at high risk", Grant: coverage.Block, UserRisk: risk},
			coverage.Requirement{Does: "has users at high risk change their password", Grant: coverage.SecurePasswordChange, UserRisk: risk},
			"They are made to change their password with multifactor authentication instead, which is enough for CIS.")
	},
}

// leveled judges by the stricter requirement and reports as the fact "level"
// which of the two is kept.
func leveled(s *snapshot.Snapshot, strict, lenient coverage.Requirement, instead string) []check.Result {
	c := coverage.Judge(s, strict)
	e := c.Evidence()
	e.Facts["level"] = "none"
	reason := c.Reason
	switch {
	case c.Verdict == finding.Pass:
		e.Facts["level"] = "SCuBA"
	case coverage.Judge(s, lenient).Verdict == finding.Pass:
		e.Facts["level"] = "CIS"
		reason += " " + instead
	}
	return check.One(c.Verdict, reason, e)
}
