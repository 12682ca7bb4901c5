package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestLegacyAuthentication(t *testing.T) {
	const legacy = `,"clientAppTypes":["exchangeActiveSync","other"]`
	good := policy("enabled", everyone, allApps, legacy, block)
	run(t, LegacyAuthentication, []verdictTest{
		{name: "blocked", policies: []string{good}, want: finding.Pass},
		{name: "blocked but for the emergency accounts", settings: emergency(), want: finding.Pass,
			policies: []string{policy("enabled", everyone+`,"excludeUsers":["break-glass"],"excludeGroups":["break-glass-group"]`, allApps, legacy, block)}},
		{name: "blocked but for somebody", want: finding.Fail, reason: "excluded without being declared",
			policies: []string{policy("enabled", everyone+`,"excludeUsers":["somebody"]`, allApps, legacy, block)}},
		{name: "blocked but for a role", want: finding.Fail,
			policies: []string{policy("enabled", everyone+`,"excludeRoles":["role"]`, allApps, legacy, block)}},
		{name: "half blocked", policies: []string{policy("enabled", everyone, allApps, `,"clientAppTypes":["other"]`, block)}, want: finding.Fail, reason: "client types"},
		{name: "two halves", want: finding.Pass, policies: []string{
			policy("enabled", everyone, allApps, `,"clientAppTypes":["other"]`, block), policy("enabled", everyone, allApps, `,"clientAppTypes":["exchangeActiveSync"]`, block)}},
		{name: "asked for multifactor authentication", policies: []string{policy("enabled", everyone, allApps, legacy, `"operator":"OR","builtInControls":["mfa"]`)}, want: finding.Fail},
		{name: "report-only", policies: []string{policy("enabledForReportingButNotEnforced", everyone, allApps, legacy, block)}, want: finding.Fail},
		{name: "state not known", policies: []string{policy("almost", everyone, allApps, legacy, block)}, want: finding.Unknown},
		{name: "narrowed to a platform", policies: []string{policy("enabled", everyone, allApps, legacy+`,"platforms":{"includePlatforms":["windows"]}`, block)}, want: finding.Fail, reason: "platforms"},
		{name: "no policy", want: finding.Fail},
		{name: "policies refused", unread: true, want: finding.Unknown},
		{name: "licences not read", licences: "-", policies: []string{good}, want: finding.Pass, reason: "licences could not be read"},
		{name: "licensed, by security defaults", defaults: `{"isEnabled":true}`, want: finding.Pass, reason: "Security defaults"},
		{name: "licensed, security defaults off", defaults: `{"isEnabled":false}`, want: finding.Fail},
		{name: "unlicensed, by security defaults", licences: free, defaults: `{"isEnabled":true}`, want: finding.Pass, reason: "Security defaults"},
		{name: "unlicensed, security defaults off", licences: free, defaults: `{"isEnabled":false}`, want: finding.NotApplicable, reason: "Entra ID P1"},
		{name: "unlicensed, security defaults null", licences: free, defaults: `{"isEnabled":null}`, want: finding.Unknown},
		{name: "unlicensed, security defaults not read", licences: free, want: finding.Unknown},
	})
}
