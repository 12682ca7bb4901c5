package applications

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// CredentialPolicy asks that the tenant's policy on applications' credentials
// is on. What it restricts is judged by the checks of each restriction.
var CredentialPolicy = &check.Check{
	ID:       "app-credential-policy",
	Title:    "The tenant's policy on applications' credentials is enabled",
	Category: check.Applications,
	Severity: finding.Medium,
	Because:  "While the policy is off none of its restrictions is enforced, whatever they say, and every owner of an application decides alone how it signs in.",
	Controls: check.Controls{CIS: []string{"5.1.5.3"}, ISO27001: []string{"A.5.17", "A.8.24"}, NIS2: []string{"21(2)(h)", "21(2)(i)"}},
	Rows:     []string{"AP-001"},
	Reads:    readsAppPolicies(),
	Risk:     "An attacker who may change one application gives it a secret of their own choosing that never expires, and keeps the way in for years.",
	Fix: check.Fix{
		Portal:  appPolicies + " > turn on the restrictions, applies to all applications",
		Request: `PATCH /v1.0/policies/defaultAppManagementPolicy {"isEnabled":true}`,
	},
	Texts:  []*text.Table{credentialPolicyTexts, credentialTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 5.1.5.3; Microsoft Graph documentation, tenantAppManagementPolicy resource type",
	Run: func(s *snapshot.Snapshot) []check.Result {
		p := snapshot.DefaultAppManagementPolicy.Of(s)
		if !p.IsEnabled.Known() {
			return check.One(finding.Unknown, "Graph did not return whether the default policy for applications is enabled.", finding.Evidence{})
		}
		evidence := finding.Evidence{Facts: finding.Facts{"isEnabled": p.IsEnabled.V}}
		if p.IsEnabled.V {
			return check.One(finding.Pass, "The tenant's default policy for applications is enabled.", evidence)
		}
		return check.One(finding.Fail, "The tenant's default policy for applications is not enabled.", evidence)
	},
}
