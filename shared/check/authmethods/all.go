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
		AuthenticatorOTP,
		NumberMatching,
		AuthenticatorApplication,
		AuthenticatorLocation,
		SuspiciousActivity,
		SystemPreferred,
		TemporaryPass,
		TemporaryPassOnce,
		TemporaryPassLimits,
	}
}
