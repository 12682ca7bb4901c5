package conditionalaccess

import "vahti.ai/vahti/shared/check"

// All returns the package's checks.
func All() []*check.Check {
	return []*check.Check{
		LegacyAuthentication,
		PhishingResistantMFA,
		MFA,
		PrivilegedRoles,
		HighRiskUsers,
		HighRiskSignIns,
		ManagedDevice,
		Registration,
		DeviceCode,
		RiskyAgents,
		AdminMFA,
		AdminSessions,
		RiskySignInsMFA,
		RiskySignIns,
		SeparateRisks,
		CompliantDevice,
		AuthenticationTransfer,
		AzureManagement,
		AdminPortals,
		GuestMFA,
		SignInFrequency,
		AppRestrictions,
		UntrustedLocations,
		TrustedLocation,
		TokenProtection,
		IntuneEnrollment,
		BreakGlassExcluded,
		BreakGlassBlocked,
		PolicyGroups,
		ProtectedActions,
	}
}
