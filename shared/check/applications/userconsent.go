package applications

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// UserConsent asks that only administrators let applications in. It is the
// strict form; UserConsentLimited accepts low-impact consent.
var UserConsent = &check.Check{
	ID:       "app-user-consent",
	Title:    "Only administrators can consent to applications",
	Category: check.Applications,
	Severity: finding.High,
	Because:  "One person's consent gives an application lasting access to company data, and people seldom read what they agree to.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.5.2v1"}, ISO27001: []string{"A.5.15", "A.5.23"}, NIS2: []string{"21(2)(d)", "21(2)(i)"}},
	Rows:     []string{"CN-001"},
	Reads:    []snapshot.Resource{snapshot.AuthorizationPolicy.Resource()},
	Risk:     "An attacker sends a link to a harmless-looking application; one click on Accept opens that person's data to it without any password being stolen.",
	Fix: check.Fix{
		Portal:  consentSettings + " > User consent settings > Do not allow user consent",
		Request: `PATCH /v1.0/policies/authorizationPolicy {"defaultUserRolePermissions":{"permissionGrantPoliciesAssigned":[]}} (keep entries that begin with ManagePermissionGrantsForOwnedResource)`,
	},
	Texts:  []*text.Table{userConsentStrictTexts, userConsentTexts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.5.2, which refuses the low-impact consent that CIS 5.1.5.1 accepts, so that app-user-consent-limited judges that apart; Microsoft Entra documentation, Configure how users consent to applications",
	Run: func(s *snapshot.Snapshot) []check.Result {
		policies, known := selfConsent(s)
		switch {
		case !known:
			return check.One(finding.Unknown, "Graph did not return which applications users may consent to.", finding.Evidence{})
		case len(policies) == 0:
			return check.One(finding.Pass, "Users cannot consent to applications.", finding.Evidence{})
		}
		return check.One(finding.Fail, "Users can consent to applications without an administrator.", consentEvidence(policies))
	},
}
