package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

const resistant = `"operator":"OR","builtInControls":[],"authenticationStrength":{"id":"s","allowedCombinations":["windowsHelloForBusiness","fido2","x509CertificateMultiFactor"]}`

func TestPhishingResistantMFA(t *testing.T) {
	run(t, PhishingResistantMFA, []verdictTest{
		{name: "required", policies: []string{policy("enabled", everyone, allApps, "", resistant)}, want: finding.Pass},
		{name: "one method of the three", want: finding.Pass,
			policies: []string{policy("enabled", everyone, allApps, "", `"authenticationStrength":{"id":"s","allowedCombinations":["fido2"]}`)}},
		{name: "Microsoft's strength without its methods", want: finding.Pass,
			policies: []string{policy("enabled", everyone, allApps, "", `"authenticationStrength":{"id":"00000000-0000-0000-0000-000000000004"}`)}},
		{name: "another strength without its methods", want: finding.Unknown,
			policies: []string{policy("enabled", everyone, allApps, "", `"authenticationStrength":{"id":"s"}`)}},
		{name: "one method too many", want: finding.Fail,
			policies: []string{policy("enabled", everyone, allApps, "", `"authenticationStrength":{"id":"s","allowedCombinations":["fido2","deviceBasedPush"]}`)}},
		{name: "any multifactor authentication", policies: []string{policy("enabled", everyone, allApps, "", `"operator":"OR","builtInControls":["mfa"]`)}, want: finding.Fail},
		{name: "or a compliant device", want: finding.Fail,
			policies: []string{policy("enabled", everyone, allApps, "", `"operator":"OR","builtInControls":["compliantDevice"],"authenticationStrength":{"id":"s","allowedCombinations":["fido2"]}`)}},
		{name: "members here and guests there", want: finding.Pass, policies: []string{
			policy("enabled", everyone+`,"excludeUsers":["GuestsOrExternalUsers"]`, allApps, "", resistant), policy("enabled", `"includeUsers":["GuestsOrExternalUsers"]`, allApps, "", resistant)}},
		{name: "members only", policies: []string{policy("enabled", everyone+`,"excludeUsers":["GuestsOrExternalUsers"]`, allApps, "", resistant)}, want: finding.Fail, reason: "guests"},
		{name: "everyone is blocked from everything", policies: []string{policy("enabled", everyone, allApps, "", block)}, want: finding.Fail},
		{name: "unlicensed", licences: free, defaults: `{"isEnabled":true}`, want: finding.NotApplicable, reason: "Entra ID P1"},
		{name: "P1 suffices", licences: premium1, policies: []string{policy("enabled", everyone, allApps, "", resistant)}, want: finding.Pass},
		{name: "policies refused", unread: true, want: finding.Unknown},
	})
}
