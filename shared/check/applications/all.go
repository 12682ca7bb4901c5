package applications

import "vahti.ai/vahti/shared/check"

// All returns the checks of this category.
func All() []*check.Check {
	return []*check.Check{
		UserConsent,
		UserConsentLimited,
		LowImpactPermissions,
		RiskyAppConsent,
		ConsentWorkflow,
		ConsentReviewers,
		ConsentRequestDuration,
		GroupConsent,
		SecretsBlocked,
		SecretLifetime,
		CertificateLifetime,
		GlobalAdminPermissions,
	}
}
