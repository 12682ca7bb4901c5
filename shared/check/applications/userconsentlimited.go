package applications

import (
	"slices"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// UserConsentLimited asks that users consent to little or to nothing. What
// counts as low impact is judged by LowImpactPermissions.
var UserConsentLimited = &check.Check{
	ID:       "app-user-consent-limited",
	Title:    "Users consent at most to low-impact permissions of verified publishers",
	Category: check.Applications,
	Severity: finding.High,
	Because:  "Consent beyond the low-impact permissions lets an unknown application read mail or files in the name of whoever clicked.",
	Controls: check.Controls{CIS: []string{"5.1.5.1"}, EIDSCA: []string{"AP08"}, ISO27001: []string{"A.5.15", "A.5.23"}, NIS2: []string{"21(2)(d)", "21(2)(i)"}},
	Rows:     []string{"CN-001"},
	Reads:    []snapshot.Resource{snapshot.AuthorizationPolicy.Resource()},
	Uses:     usesCustomConsent(),
	Risk:     "An attacker registers an application anywhere in the world, asks one of your people to accept it and reads what that person can read.",
	Fix: check.Fix{
		Portal:  consentSettings + " > User consent settings > Do not allow user consent, or Allow user consent for apps from verified publishers, for selected permissions",
		Request: `PATCH /v1.0/policies/authorizationPolicy {"defaultUserRolePermissions":{"permissionGrantPoliciesAssigned":["ManagePermissionGrantsForSelf.microsoft-user-default-low"]}} (keep entries that begin with ManagePermissionGrantsForOwnedResource)`,
	},
	Texts:  []*text.Table{userConsentLimitedTexts, customConsentTexts, userConsentTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 5.1.5.1; EIDSCA, AP08; SCuBA MS.AAD.5.2 refuses low-impact consent, which app-user-consent judges; Microsoft Entra documentation, Configure how users consent to applications",
	Run: func(s *snapshot.Snapshot) []check.Result {
		policies, known := selfConsent(s)
		evidence := consentEvidence(policies)
		switch {
		case !known:
			return check.One(finding.Unknown, "Graph did not return which applications users may consent to.", finding.Evidence{})
		case len(policies) == 0:
			return check.One(finding.Pass, "Users cannot consent to applications.", evidence)
		case slices.Contains(policies, consentToAnything):
			return check.One(finding.Fail, "Users can consent to any application and to every permission that needs no administrator.", evidence)
		case slices.Contains(policies, consentAsMicrosoft):
			return check.One(finding.Fail, "Microsoft decides, and may change, what users can consent to.", evidence)
		case slices.ContainsFunc(policies, func(p string) bool { return p != consentToLowImpact && microsoftPolicy(p) }):
			return check.One(finding.Unknown, "Users consent by a policy of Microsoft's that Vahti does not know.", evidence)
		}
		if custom := slices.DeleteFunc(slices.Clone(policies), microsoftPolicy); len(custom) > 0 {
			verdict, named := judgeCustomConsent(s, custom)
			evidence.Subjects = named.Subjects
			switch verdict {
			case finding.Fail:
				return check.One(verdict, wideConsent, evidence)
			case finding.Unknown:
				return check.One(verdict, unsureConsent, evidence)
			}
		}
		return check.One(finding.Pass, "Users consent only to permissions classified as low impact, of verified publishers.", evidence)
	},
}
