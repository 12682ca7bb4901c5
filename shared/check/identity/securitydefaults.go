package identity

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// SecurityDefaults asks that Microsoft's baseline is on unless conditional
// access requires multifactor authentication of everyone, which takes its place.
var SecurityDefaults = &check.Check{
	ID:       "id-security-defaults",
	Title:    "Security defaults are on, or conditional access takes their place",
	Category: check.Identity,
	Severity: finding.High,
	Because:  "A tenant with neither lets people sign in with a password alone, and passwords are guessed, reused and phished every day.",
	Controls: check.Controls{ISO27001: []string{"A.8.5", "A.5.17"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"ID-011"},
	Reads:    []snapshot.Resource{snapshot.SecurityDefaults.Resource()},
	Uses:     []snapshot.Resource{snapshot.ConditionalAccessPolicies.Resource(), snapshot.NamedLocations.Resource()},
	Risk:     "An attacker who has a password signs in with it, and old protocols that know no second factor stay open for guessing.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Overview > Properties > Manage security defaults > Enabled; with Entra ID P1 make a conditional access policy instead that requires multifactor authentication of all users for all resources",
		Request: `PATCH /v1.0/policies/identitySecurityDefaultsEnforcementPolicy {"isEnabled":true}`,
	},
	Texts:  []*text.Table{securityDefaultsTexts},
	Since:  "2026-11",
	Source: "Microsoft Entra documentation, Security defaults in Microsoft Entra ID, and Require MFA for all users with Conditional Access; Microsoft Graph documentation, identitySecurityDefaultsEnforcementPolicy resource type",
	Run: func(s *snapshot.Snapshot) []check.Result {
		on := snapshot.SecurityDefaults.Of(s).IsEnabled
		facts := finding.Facts{}
		if on.Known() {
			facts["securityDefaults"] = on.V
		}
		evidence := finding.Evidence{Facts: facts}
		if on.Known() && on.V {
			return check.One(finding.Pass, "Security defaults are on.", evidence)
		}
		mfa := finding.Unknown
		switch licensed, known := check.Licensed(check.EntraP1, s); {
		case s.Has(snapshot.ConditionalAccessPolicies.Resource()):
			covered := coverage.Judge(s, coverage.Requirement{Does: "requires multifactor authentication", Grant: coverage.MFA})
			mfa = covered.Verdict
			facts["policiesEnabled"], facts["policiesReportOnly"] = covered.Enabled, covered.Reports
			if len(covered.Gap) > 0 {
				facts["gap"] = covered.Gap
			}
		case known && !licensed:
			mfa = finding.Fail
		}
		switch {
		case mfa == finding.Pass:
			return check.One(finding.Pass, "Conditional access requires multifactor authentication of all users, which takes the place of security defaults.", evidence)
		case !on.Known():
			return check.One(finding.Unknown, "Graph did not say whether security defaults are on.", evidence)
		case mfa == finding.Unknown:
			return check.One(finding.Unknown, "Security defaults are off, and it could not be told whether conditional access takes their place.", evidence)
		}
		return check.One(finding.Fail, "Security defaults are off, and conditional access does not require multifactor authentication of all users.", evidence)
	},
}
