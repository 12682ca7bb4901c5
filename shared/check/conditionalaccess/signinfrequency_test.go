package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestSignInFrequency(t *testing.T) {
	run(t, SignInFrequency, []verdictTest{
		{name: "seven days", policies: []string{sessionPolicy("enabled", everyone, allApps, "", "", every(7, "days"))}, want: finding.Pass},
		{name: "168 hours", policies: []string{sessionPolicy("enabled", everyone, allApps, "", "", every(168, "hours"))}, want: finding.Pass},
		{name: "169 hours", policies: []string{sessionPolicy("enabled", everyone, allApps, "", "", every(169, "hours"))}, want: finding.Fail},
		{name: "eight days", policies: []string{sessionPolicy("enabled", everyone, allApps, "", "", every(8, "days"))}, want: finding.Fail},
		{name: "every time", policies: []string{sessionPolicy("enabled", everyone, allApps, "", "", everyTime)}, want: finding.Pass},
		{name: "members a week, guests a day", want: finding.Pass, policies: []string{
			sessionPolicy("enabled", noGuest, allApps, "", "", every(7, "days")), sessionPolicy("enabled", everyGuest, allApps, "", "", every(1, "days"))}},
		{name: "on unmanaged devices only", policies: []string{sessionPolicy("enabled", everyone, allApps, `,"devices":{"deviceFilter":{"mode":"exclude","rule":"device.isCompliant -eq True"}}`, "", every(1, "days"))}, want: finding.Fail, reason: "devices"},
		{name: "two kinds of clients, which are all with sessions", policies: []string{sessionPolicy("enabled", everyone, allApps, `,"clientAppTypes":["browser","mobileAppsAndDesktopClients"]`, "", every(1, "days"))}, want: finding.Pass},
		{name: "Office 365 only", policies: []string{sessionPolicy("enabled", everyone, include("Office365"), "", "", every(1, "days"))}, want: finding.Fail, reason: "applications"},
		{name: "a break-glass account left out", settings: emergency(), policies: []string{sessionPolicy("enabled", everyone+`,"excludeUsers":["break-glass"]`, allApps, "", "", every(7, "days"))}, want: finding.Pass},
		{name: "report-only", policies: []string{sessionPolicy(reportOnly, everyone, allApps, "", "", every(7, "days"))}, want: finding.Fail},
		{name: "unit not known", policies: []string{sessionPolicy("enabled", everyone, allApps, "", "", every(7, "moons"))}, want: finding.Unknown},
		{name: "null", policies: []string{sessionPolicy("enabled", everyone, allApps, "", "", `"signInFrequency":null`)}, want: finding.Fail},
		{name: "unlicensed", licences: free, want: finding.NotApplicable},
		{name: "policies refused", unread: true, want: finding.Unknown},
	})
}
