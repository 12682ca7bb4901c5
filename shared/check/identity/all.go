package identity

import "vahti.ai/vahti/shared/check"

// All returns the checks of this category.
func All() []*check.Check {
	return []*check.Check{
		AppRegistration,
		TenantCreation,
		SecurityGroupCreation,
		BitLockerKeys,
		SelfServiceSignUp,
		EmailVerifiedJoin,
		AdminPasswordReset,
		MSOnline,
		PasswordExpiry,
		BannedPasswords,
		OnPremisesPasswords,
		LockoutThreshold,
		LockoutDuration,
		SessionTimeout,
		GroupCreation,
		DirectoryReading,
		SecurityDefaults,
		Krbtgt,
		FederatedMFA,
		FederationChanges,
		PasswordReset,
		LegacyMFA,
	}
}
