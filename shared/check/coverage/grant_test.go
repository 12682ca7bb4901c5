package coverage

import (
	"encoding/json"
	"fmt"
	"testing"

	"vahti.ai/vahti/shared/snapshot"
)

// TestGrant holds every combination of controls that Judge's cases do not.
func TestGrant(t *testing.T) {
	const strength = `"authenticationStrength":{"id":"x","allowedCombinations":[%s]}`
	tests := []struct {
		name         string
		g            Grant
		controls     string
		covers, aims truth
	}{
		{"block", Block, `"builtInControls":["block"]`, yes, yes},
		{"block in other letters", Block, `"builtInControls":["Block"]`, yes, yes},
		{"empty text", Block, `"builtInControls":[""]`, no, no},
		{"mfa is no block", Block, `"builtInControls":["mfa"]`, no, no},
		{"block for mfa", MFA, `"builtInControls":["block"]`, yes, no},
		{"block and a strength without id", PhishingResistant, `"builtInControls":["block"],"authenticationStrength":{"allowedCombinations":["fido2"]}`, yes, yes},
		{"block and a strength of nulls", PhishingResistant, `"builtInControls":["block"],"authenticationStrength":{"allowedCombinations":null}`, yes, no},
		{"resistant is multifactor", MFA, fmt.Sprintf(strength, `"fido2"`), yes, yes},
		{"password and code", MFA, fmt.Sprintf(strength, `"password,sms"`), yes, yes},
		{"federated and code", MFA, fmt.Sprintf(strength, `"softwareOath,federatedSingleFactor"`), yes, yes},
		{"temporary access pass", MFA, fmt.Sprintf(strength, `"temporaryAccessPassMultiUse"`), yes, yes},
		{"one single factor among them", MFA, fmt.Sprintf(strength, `"fido2","sms"`), no, no},
		{"password alone", MFA, fmt.Sprintf(strength, `"password"`), no, no},
		{"two things known", MFA, fmt.Sprintf(strength, `"password,federatedSingleFactor"`), no, no},
		{"method not known", MFA, fmt.Sprintf(strength, `"telepathy"`), maybe, maybe},
		{"no combination", MFA, fmt.Sprintf(strength, ``), no, no},
		{"method not known is not resistant", PhishingResistant, fmt.Sprintf(strength, `"fido2","telepathy"`), no, no},
		{"device push is not resistant", PhishingResistant, fmt.Sprintf(strength, `"fido2","deviceBasedPush"`), no, no},
		{"mfa is not resistant", PhishingResistant, `"builtInControls":["mfa"]`, no, no},
		{"all three", PhishingResistant, fmt.Sprintf(strength, `"windowsHelloForBusiness","fido2","x509CertificateMultiFactor"`), yes, yes},
		{"Microsoft's own strength by id", PhishingResistant, `"authenticationStrength":{"id":"00000000-0000-0000-0000-000000000004"}`, yes, yes},
		{"Microsoft's multifactor strength by id", PhishingResistant, `"authenticationStrength":{"id":"00000000-0000-0000-0000-000000000002"}`, no, no},
		{"another strength by id", PhishingResistant, `"authenticationStrength":{"id":"7"}`, maybe, maybe},
		{"strength or terms of use", MFA, `"operator":"OR",` + fmt.Sprintf(strength, `"fido2"`) + `,"termsOfUse":["t"]`, no, no},
		{"strength and terms of use", MFA, `"operator":"AND",` + fmt.Sprintf(strength, `"fido2"`) + `,"termsOfUse":["t"]`, yes, yes},
		{"mfa or custom factor", MFA, `"operator":"OR","builtInControls":["mfa"],"customAuthenticationFactors":["c"]`, no, no},
		{"unknown operator", MFA, `"operator":"XOR","builtInControls":["mfa","compliantDevice"]`, maybe, maybe},
		{"operator in small letters", MFA, `"operator":"and","builtInControls":["mfa","compliantDevice"]`, yes, yes},
		{"operator does not matter for one", MFA, `"operator":"XOR","builtInControls":["mfa"]`, yes, yes},
		{"no operator recorded, controls agree", ManagedDevice, `"builtInControls":["compliantDevice","domainJoinedDevice"]`, yes, yes},
		{"no operator recorded, controls differ", ManagedDevice, `"builtInControls":["compliantDevice","mfa"]`, maybe, maybe},
		{"empty operator", ManagedDevice, `"operator":"","builtInControls":["compliantDevice","domainJoinedDevice"]`, no, no},
		{"one device control", ManagedDevice, `"operator":"OR","builtInControls":["compliantDevice"]`, yes, yes},
		{"both device controls", ManagedDevice, `"operator":"AND","builtInControls":["compliantDevice","domainJoinedDevice"]`, yes, yes},
		{"device or strength", ManagedDevice, `"operator":"OR","builtInControls":["compliantDevice"],` + fmt.Sprintf(strength, `"fido2"`), no, no},
		{"device or mfa", ManagedDevice, `"operator":"OR","builtInControls":["compliantDevice","mfa"]`, no, no},
		{"device or mfa is CIS", ManagedDeviceOrMFA, `"operator":"OR","builtInControls":["compliantDevice","domainJoinedDevice","mfa"]`, yes, yes},
		{"mfa alone fills gaps only", ManagedDeviceOrMFA, `"operator":"OR","builtInControls":["mfa"]`, yes, no},
		{"block fills gaps only", ManagedDeviceOrMFA, `"operator":"OR","builtInControls":["block"]`, yes, no},
		{"device or app is not", ManagedDeviceOrMFA, `"operator":"OR","builtInControls":["compliantDevice","compliantApplication"]`, no, no},
		{"mfa and password change", SecurePasswordChange, `"operator":"AND","builtInControls":["mfa","passwordChange"]`, yes, yes},
		{"strength and password change", SecurePasswordChange, `"operator":"AND","builtInControls":["passwordChange"],` + fmt.Sprintf(strength, `"fido2"`), yes, yes},
		{"mfa or password change", SecurePasswordChange, `"operator":"OR","builtInControls":["mfa","passwordChange"]`, no, no},
		{"password change", SecurePasswordChange, `"operator":"AND","builtInControls":["passwordChange"]`, no, no},
		{"block instead of password change", SecurePasswordChange, `"operator":"OR","builtInControls":["block"]`, yes, no},
		{"unknown operator with password change", SecurePasswordChange, `"operator":"XOR","builtInControls":["mfa","passwordChange"]`, maybe, maybe},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var gc snapshot.GrantControls
			if err := json.Unmarshal([]byte("{"+tt.controls+"}"), &gc); err != nil {
				t.Fatal(err)
			}
			covers, aims := tt.g.judge(gc)
			if covers != tt.covers || aims != tt.aims {
				t.Errorf("got covers %v, aims %v, want %v, %v", covers, aims, tt.covers, tt.aims)
			}
		})
	}
}
