package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestTokenProtection(t *testing.T) {
	const on = `"secureSignInSession":{"isEnabled":true}`
	const windows = `,"platforms":{"includePlatforms":["windows"]},"clientAppTypes":["mobileAppsAndDesktopClients"]`
	three := include(exchangeOnline, sharePointOnline, teamsServices)
	run(t, TokenProtection, []verdictTest{
		{name: "for a pilot group", policies: []string{sessionPolicy("enabled", `"includeGroups":["g"]`, three, windows, "", on)}, want: finding.Pass},
		{name: "for everyone", policies: []string{sessionPolicy("enabled", everyone, three, windows, "", on)}, want: finding.Pass},
		{name: "every application and platform", policies: []string{sessionPolicy("enabled", everyone, allApps, "", "", on)}, want: finding.Pass},
		{name: "every application but one of them", policies: []string{sessionPolicy("enabled", everyone, `"includeApplications":["All"],"excludeApplications":["`+teamsServices+`"]`, windows, "", on)}, want: finding.Fail},
		{name: "without Teams", policies: []string{sessionPolicy("enabled", everyone, include(exchangeOnline, sharePointOnline), windows, "", on)}, want: finding.Fail, reason: "applications"},
		{name: "Teams in another policy", want: finding.Pass, policies: []string{
			sessionPolicy("enabled", everyone, include(exchangeOnline, sharePointOnline), windows, "", on), sessionPolicy("enabled", everyone, include(teamsServices), windows, "", on)}},
		{name: "nobody", policies: []string{sessionPolicy("enabled", `"includeUsers":["None"]`, three, windows, "", on)}, want: finding.Fail},
		{name: "browsers only", policies: []string{sessionPolicy("enabled", everyone, three, `,"platforms":{"includePlatforms":["windows"]},"clientAppTypes":["browser"]`, "", on)}, want: finding.Fail},
		{name: "on phones only", policies: []string{sessionPolicy("enabled", everyone, three, `,"platforms":{"includePlatforms":["iOS"]}`, "", on)}, want: finding.Fail},
		{name: "off", policies: []string{sessionPolicy("enabled", everyone, three, windows, "", `"secureSignInSession":{"isEnabled":false}`)}, want: finding.Fail},
		{name: "empty", policies: []string{sessionPolicy("enabled", everyone, three, windows, "", `"secureSignInSession":{}`)}, want: finding.Unknown},
		{name: "report-only", policies: []string{sessionPolicy(reportOnly, everyone, three, windows, "", on)}, want: finding.Fail},
		{name: "unlicensed", licences: free, want: finding.NotApplicable},
		{name: "policies refused", unread: true, want: finding.Unknown},
	})
}
