package authmethods

import "vahti.ai/vahti/shared/check"

// All returns the checks of this category.
func All() []*check.Check {
	return []*check.Check{
		Migration,
		SMS,
		SMSSignIn,
		Voice,
		EmailOTP,
		Passkeys,
		PasskeyRegistration,
		PasskeyAttestation,
		PasskeyRestrictions,
		PasskeyRestrictionList,
		AuthenticatorEnabled,
		AuthenticatorOTP,
		NumberMatching,
		AuthenticatorApplication,
		AuthenticatorLocation,
		AuthenticatorLite,
		SuspiciousActivity,
		SystemPreferred,
		RegistrationCampaign,
		TemporaryPass,
		TemporaryPassOnce,
		TemporaryPassLimits,
		Certificates,
		SoftwareTokens,
		MFACapable,
		AdministratorMethods,
		EmergencyMethods,
	}
}
