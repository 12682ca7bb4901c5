package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestAppRestrictions(t *testing.T) {
	const on = `"applicationEnforcedRestrictions":{"isEnabled":true}`
	const device = `"operator":"OR","builtInControls":["compliantDevice","domainJoinedDevice"]`
	run(t, AppRestrictions, []verdictTest{
		{name: "Office 365", policies: []string{sessionPolicy("enabled", everyone, include("Office365"), `,"clientAppTypes":["all"]`, "", on)}, want: finding.Pass},
		{name: "Exchange and SharePoint", policies: []string{sessionPolicy("enabled", everyone, include(exchangeOnline, sharePointOnline), `,"clientAppTypes":["browser","mobileAppsAndDesktopClients"]`, "", on)}, want: finding.Pass},
		{name: "SharePoint only", policies: []string{sessionPolicy("enabled", everyone, include(sharePointOnline), "", "", on)}, want: finding.Fail},
		{name: "browsers only", policies: []string{sessionPolicy("enabled", everyone, include("Office365"), `,"clientAppTypes":["browser"]`, "", on)}, want: finding.Fail, reason: "client types"},
		{name: "browsers and the rest", want: finding.Pass, policies: []string{
			sessionPolicy("enabled", everyone, include("Office365"), `,"clientAppTypes":["browser"]`, "", on), sessionPolicy("enabled", everyone, include("Office365"), `,"clientAppTypes":["mobileAppsAndDesktopClients"]`, "", on)}},
		{name: "managed devices left out", policies: []string{sessionPolicy("enabled", everyone, include("Office365"), `,"devices":{"deviceFilter":{"mode":"exclude","rule":"device.isCompliant -eq True -or device.trustType -eq \"ServerAD\""}}`, "", on)}, want: finding.Pass},
		{name: "company devices left out, compliant or not", policies: []string{sessionPolicy("enabled", everyone, include("Office365"), `,"devices":{"deviceFilter":{"mode":"exclude","rule":"device.deviceOwnership -eq \"Company\""}}`, "", on)}, want: finding.Fail, reason: "devices"},
		{name: "managed devices only is stricter", policies: []string{policy("enabled", everyone, allApps, "", device)}, want: finding.Pass},
		{name: "managed devices or multifactor authentication is not", policies: []string{policy("enabled", everyone, allApps, "", `"operator":"OR","builtInControls":["compliantDevice","mfa"]`)}, want: finding.Fail},
		{name: "guests left out", policies: []string{sessionPolicy("enabled", noGuest, include("Office365"), "", "", on)}, want: finding.Fail, reason: "guests"},
		{name: "phones only", policies: []string{sessionPolicy("enabled", everyone, include("Office365"), `,"platforms":{"includePlatforms":["iOS","android"]}`, "", on)}, want: finding.Fail},
		{name: "off", policies: []string{sessionPolicy("enabled", everyone, include("Office365"), "", "", `"applicationEnforcedRestrictions":{"isEnabled":false}`)}, want: finding.Fail},
		{name: "null switch", policies: []string{sessionPolicy("enabled", everyone, include("Office365"), "", "", `"applicationEnforcedRestrictions":{"isEnabled":null}`)}, want: finding.Unknown},
		{name: "report-only", policies: []string{sessionPolicy(reportOnly, everyone, include("Office365"), "", "", on)}, want: finding.Fail},
		{name: "unlicensed", licences: free, want: finding.NotApplicable},
		{name: "policies refused", unread: true, want: finding.Unknown},
	})
}
