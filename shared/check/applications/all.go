package applications

import "vahti.ai/vahti/shared/check"

// All returns the checks of this category.
func All() []*check.Check {
	return []*check.Check{
		UserConsent,
		UserConsentLimited,
		CustomConsent,
		LowImpactPermissions,
		RiskyAppConsent,
		ConsentWorkflow,
		ConsentReviewers,
		ConsentReminders,
		ConsentRequestDuration,
		GroupConsent,
		CredentialPolicy,
		SecretsBlocked,
		CustomPasswords,
		SecretLifetime,
		CertificateLifetime,
		PrincipalCredentials,
		MicrosoftCredentials,
		Redirects,
		RedirectHosts,
		GuestOwners,
		OwnerMFA,
		GlobalAdminPermissions,
		IndirectAdminPermissions,
		UnusedPermissions,
		UnusedRoles,
		TenantWideGrants,
		UnverifiedGrants,
		KnownMalicious,
		MailboxAccess,
		FederatedCredentials,
		MicrosoftDisabled,
		ThirdPartyStorage,
		ProxyPreauthentication,
		StoreAndTrials,
		FormsPhishing,
	}
}
