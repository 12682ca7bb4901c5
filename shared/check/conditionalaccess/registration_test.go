package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestRegistration(t *testing.T) {
	const action = `"includeUserActions":["urn:user:registersecurityinfo"]`
	const device = `"operator":"OR","builtInControls":["compliantDevice","domainJoinedDevice"]`
	run(t, Registration, []verdictTest{
		{name: "managed device", policies: []string{policy("enabled", everyone, action, "", device)}, want: finding.Pass},
		{name: "compliant device alone", policies: []string{policy("enabled", everyone, action, "", `"operator":"OR","builtInControls":["compliantDevice"]`)}, want: finding.Pass},
		{name: "interactive clients are all there are", policies: []string{policy("enabled", everyone, action, `,"clientAppTypes":["browser","mobileAppsAndDesktopClients"]`, device)}, want: finding.Pass},
		{name: "or multifactor authentication", policies: []string{policy("enabled", everyone, action, "", `"operator":"OR","builtInControls":["compliantDevice","mfa"]`)}, want: finding.Fail},
		{name: "every application is not registering", policies: []string{policy("enabled", everyone, allApps, "", device)}, want: finding.Fail},
		{name: "registering a device is another action", policies: []string{policy("enabled", everyone, `"includeUserActions":["urn:user:registerdevice"]`, "", device)}, want: finding.Fail},
		{name: "not at trusted places", want: finding.Fail, reason: "locations",
			policies: []string{policy("enabled", everyone, action, `,"locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]}`, device)}},
		{name: "blocked elsewhere", want: finding.Pass, policies: []string{
			policy("enabled", everyone, action, `,"locations":{"includeLocations":["AllTrusted"]}`, device),
			policy("enabled", everyone, action, `,"locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]}`, block)}},
		{name: "no policy", want: finding.Fail},
		{name: "unlicensed", licences: free, want: finding.NotApplicable},
		{name: "policies refused", unread: true, want: finding.Unknown},
	})
}
