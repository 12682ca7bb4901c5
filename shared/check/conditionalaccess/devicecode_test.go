package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestDeviceCode(t *testing.T) {
	flow := func(methods string) string { return `,"authenticationFlows":{"transferMethods":` + methods + `}` }
	run(t, DeviceCode, []verdictTest{
		{name: "blocked", policies: []string{policy("enabled", everyone, allApps, flow(`"deviceCodeFlow"`), block)}, want: finding.Pass},
		{name: "both flows in one text", policies: []string{policy("enabled", everyone, allApps, flow(`"deviceCodeFlow,authenticationTransfer"`), block)}, want: finding.Pass},
		{name: "the other flow", policies: []string{policy("enabled", everyone, allApps, flow(`"authenticationTransfer"`), block)}, want: finding.Fail},
		{name: "a flow not known", policies: []string{policy("enabled", everyone, allApps, flow(`"unknownFutureValue"`), block)}, want: finding.Unknown},
		{name: "no flow", policies: []string{policy("enabled", everyone, allApps, flow(`null`), block)}, want: finding.Fail},
		{name: "declared application left out", settings: declaring("meeting-rooms"), want: finding.Pass,
			policies: []string{policy("enabled", everyone, `"includeApplications":["All"],"excludeApplications":["meeting-rooms"]`, flow(`"deviceCodeFlow"`), block)}},
		{name: "application left out", want: finding.Fail, reason: "applications",
			policies: []string{policy("enabled", everyone, `"includeApplications":["All"],"excludeApplications":["meeting-rooms"]`, flow(`"deviceCodeFlow"`), block)}},
		{name: "guests left out", want: finding.Fail, reason: "guests",
			policies: []string{policy("enabled", everyone+`,"excludeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"b2bCollaborationGuest"}`, allApps, flow(`"deviceCodeFlow"`), block)}},
		{name: "report-only", policies: []string{policy("enabledForReportingButNotEnforced", everyone, allApps, flow(`"deviceCodeFlow"`), block)}, want: finding.Fail},
		{name: "unlicensed", licences: free, defaults: `{"isEnabled":true}`, want: finding.NotApplicable},
		{name: "policies refused", unread: true, want: finding.Unknown},
	})
}
