package conditionalaccess

import (
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestGuestMFA(t *testing.T) {
	people := checktest.Files{snapshot.Users.Resource(): `[{"id":"clerk","userType":"Member","userPrincipalName":"clerk@example.com"},
		{"id":"partner","userType":"Guest","userPrincipalName":"partner_example.org#EXT#@example.onmicrosoft.com"},
		{"id":"sister","userType":"Member","userPrincipalName":"sister_example.org#ext#@example.onmicrosoft.com"}]`}
	run(t, GuestMFA, []verdictTest{
		{name: "everyone", policies: []string{policy("enabled", everyone, allApps, "", askMFA)}, want: finding.Pass},
		{name: "every kind of guest", policies: []string{policy("enabled", everyGuest, allApps, "", askMFA)}, want: finding.Pass},
		{name: "the older way to say guests", policies: []string{policy("enabled", `"includeUsers":["GuestsOrExternalUsers"]`, allApps, "", askMFA)}, want: finding.Pass},
		{name: "five of six kinds", policies: []string{policy("enabled", strings.Replace(everyGuest, ",serviceProvider", "", 1), allApps, "", askMFA)}, want: finding.Fail},
		{name: "guests of one organisation", policies: []string{policy("enabled", strings.Replace(everyGuest, `"all"`, `"enumerated"`, 1), allApps, "", askMFA)}, want: finding.Fail},
		{name: "members only", policies: []string{policy("enabled", noGuest, allApps, "", askMFA)}, want: finding.Fail},
		{name: "guests blocked is stricter", policies: []string{policy("enabled", everyGuest, allApps, "", block)}, want: finding.Pass},
		{name: "blocked but for Office 365, where they are asked", want: finding.Pass, policies: []string{
			policy("enabled", everyGuest, `"includeApplications":["All"],"excludeApplications":["Office365"]`, "", block), policy("enabled", everyGuest, include("Office365"), "", askMFA)}},
		{name: "Office 365 only", policies: []string{policy("enabled", everyGuest, include("Office365"), "", askMFA)}, want: finding.Fail, reason: "applications"},
		{name: "kind not known", policies: []string{policy("enabled", strings.Replace(everyGuest, "serviceProvider", "unknownFutureValue", 1), allApps, "", askMFA)}, want: finding.Unknown},
		{name: "everyone but a member of the staff", more: people, policies: []string{policy("enabled", everyone+`,"excludeUsers":["clerk"]`, allApps, "", askMFA)}, want: finding.Pass},
		{name: "everyone but a guest", more: people, policies: []string{policy("enabled", everyone+`,"excludeUsers":["partner"]`, allApps, "", askMFA)}, want: finding.Fail, reason: "users"},
		{name: "everyone but a member from another organisation", more: people, policies: []string{policy("enabled", everyone+`,"excludeUsers":["sister"]`, allApps, "", askMFA)}, want: finding.Fail},
		{name: "everyone but somebody who was not read", more: people, policies: []string{policy("enabled", everyone+`,"excludeUsers":["unknown"]`, allApps, "", askMFA)}, want: finding.Fail},
		{name: "everyone but a member of the staff, people not read", policies: []string{policy("enabled", everyone+`,"excludeUsers":["clerk"]`, allApps, "", askMFA)}, want: finding.Fail},
		{name: "organisations that are there without a word of which", policies: []string{policy("enabled", strings.Replace(everyGuest, `"membershipKind":"all"`, "", 1), allApps, "", askMFA)}, want: finding.Unknown},
		{name: "kinds that are not there", policies: []string{policy("enabled", `"includeUsers":["clerk"],"includeGuestsOrExternalUsers":{"guestOrExternalUserTypes":null,"externalTenants":{"membershipKind":null}}`, allApps, "", askMFA)}, want: finding.Fail},
		{name: "state in capitals", policies: []string{policy("Enabled", everyGuest, allApps, "", askMFA)}, want: finding.Pass},
		{name: "report-only", policies: []string{policy(reportOnly, everyGuest, allApps, "", askMFA)}, want: finding.Fail},
		{name: "security defaults", defaults: `{"isEnabled":true}`, want: finding.Pass},
		{name: "unlicensed, by security defaults", licences: free, defaults: `{"isEnabled":true}`, want: finding.Pass},
		{name: "unlicensed, security defaults off", licences: free, defaults: `{"isEnabled":false}`, want: finding.NotApplicable},
		{name: "policies refused", unread: true, want: finding.Unknown},
	})
}
