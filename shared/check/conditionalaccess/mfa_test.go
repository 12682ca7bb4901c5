package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestMFA(t *testing.T) {
	const noGuests = everyone + `,"excludeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"internalGuest,b2bCollaborationGuest,b2bCollaborationMember,b2bDirectConnectUser,otherExternalUser,serviceProvider"}`
	run(t, MFA, []verdictTest{
		{name: "built-in control", policies: []string{policy("enabled", everyone, allApps, "", askMFA)}, want: finding.Pass},
		{name: "strength", want: finding.Pass,
			policies: []string{policy("enabled", everyone, allApps, "", `"authenticationStrength":{"id":"s","allowedCombinations":["fido2","password,microsoftAuthenticatorPush"]}`)}},
		{name: "strength of one factor", want: finding.Fail,
			policies: []string{policy("enabled", everyone, allApps, "", `"authenticationStrength":{"id":"s","allowedCombinations":["fido2","sms"]}`)}},
		{name: "empty strength", want: finding.Fail,
			policies: []string{policy("enabled", everyone, allApps, "", `"authenticationStrength":{"id":"s","allowedCombinations":[]}`)}},
		{name: "phishing-resistant for everyone is better", policies: []string{policy("enabled", everyone, allApps, "", resistant)}, want: finding.NotApplicable, reason: "stricter"},
		{name: "phishing-resistant for members, any kind for guests", want: finding.Pass, policies: []string{
			policy("enabled", noGuests, allApps, "", resistant), policy("enabled", `"includeUsers":["GuestsOrExternalUsers"]`, allApps, "", askMFA)}},
		{name: "phishing-resistant for members, guests blocked, is phishing-resistant", want: finding.NotApplicable, policies: []string{
			policy("enabled", noGuests, allApps, "", resistant), policy("enabled", `"includeUsers":["GuestsOrExternalUsers"]`, allApps, "", block)}},
		{name: "or a compliant device", policies: []string{policy("enabled", everyone, allApps, "", `"operator":"OR","builtInControls":["mfa","compliantDevice"]`)}, want: finding.Fail},
		{name: "and a compliant device", policies: []string{policy("enabled", everyone, allApps, "", `"operator":"AND","builtInControls":["mfa","compliantDevice"]`)}, want: finding.Pass},
		{name: "Office 365 only", policies: []string{policy("enabled", everyone, `"includeApplications":["Office365"]`, "", askMFA)}, want: finding.Fail, reason: "applications"},
		{name: "not from trusted places", want: finding.Fail, reason: "locations",
			policies: []string{policy("enabled", everyone, allApps, `,"locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]}`, askMFA)}},
		{name: "risky sign-ins only", policies: []string{policy("enabled", everyone, allApps, `,"signInRiskLevels":["high"]`, askMFA)}, want: finding.Fail, reason: "risk"},
		{name: "legacy clients blocked beside", want: finding.Pass, policies: []string{
			policy("enabled", everyone, allApps, `,"clientAppTypes":["browser","mobileAppsAndDesktopClients"]`, askMFA), policy("enabled", everyone, allApps, `,"clientAppTypes":["exchangeActiveSync","other"]`, block)}},
		{name: "control not known", policies: []string{policy("enabled", everyone, allApps, "", `"operator":"OR","builtInControls":["palmReading"]`)}, want: finding.Unknown},
		{name: "unlicensed, by security defaults", licences: free, defaults: `{"isEnabled":true}`, want: finding.Pass, reason: "Security defaults"},
		{name: "unlicensed, security defaults off", licences: free, defaults: `{"isEnabled":false}`, want: finding.NotApplicable},
		{name: "policies refused", unread: true, want: finding.Unknown},
	})
}
