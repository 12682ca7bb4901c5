package authmethods

import (
	"slices"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/conditionalaccess"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

const authenticator = "MicrosoftAuthenticator"

// phishingResistant reports whether everyone must sign in with a method that
// cannot be phished, so that Authenticator's messages and codes do not suffice.
func phishingResistant(s *snapshot.Snapshot) bool {
	return check.Judge(conditionalaccess.PhishingResistantMFA, s).Verdict == finding.Pass
}

// usesPhishingResistant are the resources that phishingResistant looks at.
func usesPhishingResistant() []snapshot.Resource {
	return slices.Concat(conditionalaccess.PhishingResistantMFA.Reads, conditionalaccess.PhishingResistantMFA.Uses)
}

// context judges a piece of context that Authenticator shows with a request.
func context(s *snapshot.Snapshot, get func(snapshot.FeatureSettings) snapshot.Value[snapshot.TargetedState], f feature) []check.Result {
	m, enabled, known := method(s, authenticator)
	switch {
	case known && !enabled:
		return disabledMethod()
	case phishingResistant(s):
		return check.One(finding.NotApplicable, "Phishing-resistant sign-in is required of everyone, so requests in Authenticator do not suffice.", finding.Evidence{})
	case !known:
		return unknownMethod()
	}
	return f.judge(get(m.FeatureSettings.V))
}
