package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestAuthenticationTransfer(t *testing.T) {
	flow := func(methods string) string { return `,"authenticationFlows":{"transferMethods":` + methods + `}` }
	run(t, AuthenticationTransfer, []verdictTest{
		{name: "blocked", policies: []string{policy("enabled", everyone, allApps, flow(`"authenticationTransfer"`), block)}, want: finding.Pass},
		{name: "both flows in one text", policies: []string{policy("enabled", everyone, allApps, flow(`"deviceCodeFlow,authenticationTransfer"`), block)}, want: finding.Pass},
		{name: "the other flow", policies: []string{policy("enabled", everyone, allApps, flow(`"deviceCodeFlow"`), block)}, want: finding.Fail},
		{name: "a flow not known", policies: []string{policy("enabled", everyone, allApps, flow(`"unknownFutureValue"`), block)}, want: finding.Unknown},
		{name: "null", policies: []string{policy("enabled", everyone, allApps, flow(`null`), block)}, want: finding.Fail},
		{name: "asked for multifactor authentication", policies: []string{policy("enabled", everyone, allApps, flow(`"authenticationTransfer"`), askMFA)}, want: finding.Fail},
		{name: "but for a group", policies: []string{policy("enabled", everyone+`,"excludeGroups":["g"]`, allApps, flow(`"authenticationTransfer"`), block)}, want: finding.Fail},
		{name: "report-only", policies: []string{policy(reportOnly, everyone, allApps, flow(`"authenticationTransfer"`), block)}, want: finding.Fail},
		{name: "unlicensed", licences: free, defaults: `{"isEnabled":true}`, want: finding.NotApplicable},
		{name: "policies refused", unread: true, want: finding.Unknown},
	})
}
