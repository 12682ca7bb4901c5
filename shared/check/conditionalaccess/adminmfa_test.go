package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestAdminMFA(t *testing.T) {
	admins := includeRoles(privilegedIDs()...)
	run(t, AdminMFA, []verdictTest{
		{name: "every role", policies: []string{policy("enabled", admins, allApps, "", askMFA)}, want: finding.Pass},
		{name: "everyone", policies: []string{policy("enabled", everyone, allApps, "", askMFA)}, want: finding.Pass},
		{name: "phishing-resistant is stricter", policies: []string{policy("enabled", admins, allApps, "", resistant)}, want: finding.Pass},
		{name: "one role missing", policies: []string{policy("enabled", includeRoles(privilegedIDs()[1:]...), allApps, "", askMFA)}, want: finding.Fail, reason: "1 of 8 roles"},
		{name: "roles over two policies", want: finding.Pass, policies: []string{
			policy("enabled", includeRoles(privilegedIDs()[:4]...), allApps, "", askMFA), policy("enabled", includeRoles(privilegedIDs()[4:]...), allApps, "", resistant)}},
		{name: "modern clients, legacy blocked for everyone", want: finding.Pass, policies: []string{
			policy("enabled", admins, allApps, `,"clientAppTypes":["browser","mobileAppsAndDesktopClients"]`, askMFA),
			policy("enabled", everyone, allApps, `,"clientAppTypes":["exchangeActiveSync","other"]`, block)}},
		{name: "admin portals only", policies: []string{policy("enabled", admins, include(adminPortals), "", askMFA)}, want: finding.Fail},
		{name: "or a compliant device", policies: []string{policy("enabled", admins, allApps, "", `"operator":"OR","builtInControls":["mfa","compliantDevice"]`)}, want: finding.Fail},
		{name: "but for a break-glass account", settings: emergency(), policies: []string{policy("enabled", admins+`,"excludeUsers":["break-glass"]`, allApps, "", askMFA)}, want: finding.Pass},
		{name: "but for somebody", policies: []string{policy("enabled", admins+`,"excludeUsers":["u"]`, allApps, "", askMFA)}, want: finding.Fail},
		{name: "at untrusted places only", policies: []string{policy("enabled", admins, allApps, `,"locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]}`, askMFA)}, want: finding.Fail},
		{name: "report-only", policies: []string{policy(reportOnly, admins, allApps, "", askMFA)}, want: finding.Fail},
		{name: "control not known", policies: []string{policy("enabled", admins, allApps, "", `"operator":"OR","builtInControls":["unknownFutureValue"]`)}, want: finding.Unknown},
		{name: "security defaults", defaults: `{"isEnabled":true}`, want: finding.Pass, reason: "Security defaults"},
		{name: "unlicensed, by security defaults", licences: free, defaults: `{"isEnabled":true}`, want: finding.Pass},
		{name: "unlicensed, security defaults off", licences: free, defaults: `{"isEnabled":false}`, want: finding.NotApplicable},
		{name: "policies refused", unread: true, want: finding.Unknown},
	})
}
