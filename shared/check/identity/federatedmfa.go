package identity

import (
	"cmp"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// FederatedMFA asks that another sign-in system's word is not taken for a
// second factor. settings.declared.trustedMfaDomains names the domains whose
// provider is to perform it. Each verified federated domain is a result of its own.
var FederatedMFA = &check.Check{
	ID:       "id-federated-mfa",
	Title:    "Another sign-in system's multifactor authentication is not trusted blindly",
	Category: check.Identity,
	Severity: finding.High,
	Because:  "Whoever controls the other system can claim that a second factor was given, and every policy that asks for one believes it.",
	Controls: check.Controls{ISO27001: []string{"A.8.5", "A.5.17"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"ID-027"},
	Reads:    []snapshot.Resource{snapshot.Domains.Resource()},
	Uses:     []snapshot.Resource{snapshot.FederationConfigurations.Resource()},
	Risk:     "An attacker who took the signing certificate of the on-premises sign-in system makes tokens for any user that say multifactor authentication was done.",
	Fix: check.Fix{
		Portal:  noSwitch,
		Request: `PATCH /v1.0/domains/{domain}/federationConfiguration/{id} {"federatedIdpMfaBehavior":"rejectMfaByFederatedIdp"}`,
	},
	Texts: []*text.Table{federatedMFATexts, authorizationTexts},
	Since: "2026-11",
	Source: "Microsoft Graph documentation, internalDomainFederation resource type, federatedIdpMfaBehavior values, " +
		"by which a domain where it was never set accepts the provider's multifactor authentication",
	Run: func(s *snapshot.Snapshot) []check.Result {
		var results []check.Result
		domains := snapshot.Domains.Of(s)
		for i := range domains {
			if domains[i].IsVerified && strings.EqualFold(domains[i].AuthenticationType, "Federated") {
				results = append(results, judgeFederation(s, domains[i].ID))
			}
		}
		if len(results) == 0 {
			return check.One(finding.NotApplicable, "The tenant has no verified domain that another sign-in system manages.", finding.Evidence{})
		}
		return results
	},
}

func judgeFederation(s *snapshot.Snapshot, domain string) check.Result {
	configurations, read := snapshot.FederationConfigurations.Of(s, domain)
	result := check.Result{
		Resource: cmp.Or(domain, finding.TenantResource), Verdict: finding.Unknown, Reason: "The federation settings of the domain could not be read.",
		Evidence: finding.Evidence{Subjects: finding.Subjects{"domains": finding.List(finding.Subject{ID: domain, Name: domain})}},
	}
	if !read || len(configurations) == 0 {
		return result
	}
	trusted := slices.ContainsFunc(s.Settings.Declared.TrustedMFADomains, func(d string) bool { return strings.EqualFold(d, domain) })
	worst := finding.Pass
	for _, c := range configurations {
		verdict, reason := judgeMFABehavior(c.FederatedIDPMfaBehavior, trusted)
		if worst = finding.Worst(worst, verdict); verdict == worst {
			result.Verdict, result.Reason = verdict, reason
			result.Evidence.Facts = finding.Facts{"declaredTrusted": trusted}
			if c.FederatedIDPMfaBehavior.Known() {
				result.Evidence.Facts["federatedIdpMfaBehavior"] = c.FederatedIDPMfaBehavior.V
			}
		}
	}
	return result
}

func judgeMFABehavior(behavior snapshot.Value[string], trusted bool) (finding.Verdict, string) {
	switch {
	case behavior.Null:
		return finding.Fail, "The domain leaves open whose multifactor authentication counts, and by default the other system's is accepted."
	case !behavior.Set:
		return finding.Unknown, "Graph returned no value for the setting federatedIdpMfaBehavior."
	}
	switch strings.ToLower(behavior.V) {
	case "rejectmfabyfederatedidp":
		return finding.Pass, "Microsoft Entra ID always performs multifactor authentication itself for the domain."
	case "enforcemfabyfederatedidp":
		if trusted {
			return finding.Pass, "The other system performs multifactor authentication for the domain, and that was declared."
		}
		return finding.Fail, "Multifactor authentication for the domain is left to the other system, and that was not declared."
	case "acceptifmfadonebyfederatedidp":
		return finding.Fail, "Multifactor authentication that the other system claims to have done is accepted for the domain."
	}
	return finding.Unknown, "The domain's setting for multifactor authentication is one Vahti does not know."
}
