// Package applications holds the checks on applications: who may let them in,
// what credentials they may have and which of them could take over the tenant.
package applications

import (
	"fmt"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// consentSettings is where the admin centre keeps the rules of consent.
const consentSettings = "Microsoft Entra admin center > Entra ID > Enterprise apps > Consent and permissions"

// The built-in policies by which users may consent for themselves.
const (
	consentToLowImpact = "microsoft-user-default-low"
	consentToAnything  = "microsoft-user-default-legacy"
	consentAsMicrosoft = "microsoft-user-default-recommended"
)

// selfConsent returns the policies by which users may consent to applications
// for themselves, in lower case. Policies about resources that people own, such
// as a team, are not among them. known is false where Graph did not say.
func selfConsent(s *snapshot.Snapshot) (policies []string, known bool) {
	assigned := snapshot.AuthorizationPolicy.Of(s).DefaultUserRolePermissions.PermissionGrantPoliciesAssigned
	if !assigned.Known() {
		return nil, false
	}
	for _, p := range assigned.V {
		if name, ok := strings.CutPrefix(strings.ToLower(p), "managepermissiongrantsforself."); ok {
			policies = append(policies, name)
		}
	}
	slices.Sort(policies)
	return policies, true
}

// consentEvidence names the policies that let users consent; only Microsoft's
// own names are facts, for a tenant's own policy may be named after anything.
func consentEvidence(policies []string) finding.Evidence {
	builtIn := []string{} // not nil: a fact that is null is none
	for _, p := range policies {
		if p == consentToLowImpact || p == consentToAnything || p == consentAsMicrosoft {
			builtIn = append(builtIn, p)
		}
	}
	return finding.Evidence{Facts: finding.Facts{"userConsentPolicies": builtIn, "customPolicies": len(policies) - len(builtIn)}}
}

// unread is the result of a check that could not read r.
func unread(s *snapshot.Snapshot, r snapshot.Resource) []check.Result {
	why, _ := s.Missing(r)
	facts := finding.Facts{}
	if why.Status != 0 {
		facts["status"] = why.Status
	}
	return check.One(finding.Unknown, fmt.Sprintf("%s could not be read: %s.", r, why.Reason), finding.Evidence{Facts: facts})
}
