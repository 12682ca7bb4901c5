package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestIntuneEnrollment(t *testing.T) {
	run(t, IntuneEnrollment, []verdictTest{
		{name: "the application", policies: []string{sessionPolicy("enabled", everyone, include(intuneEnrollment), "", askMFA, everyTime)}, want: finding.Pass},
		{name: "every application is stricter", policies: []string{sessionPolicy("enabled", everyone, allApps, "", askMFA, everyTime)}, want: finding.Pass},
		{name: "multifactor authentication everywhere, every time here", want: finding.Pass, policies: []string{
			policy("enabled", everyone, allApps, "", askMFA), sessionPolicy("enabled", everyone, include(intuneEnrollment), "", "", everyTime)}},
		{name: "blocked but for a declared group", settings: emergency(), want: finding.Pass, policies: []string{policy("enabled", everyone+`,"excludeGroups":["break-glass-group"]`, include(intuneEnrollment), "", block)}},
		{name: "strength", policies: []string{sessionPolicy("enabled", everyone, include(intuneEnrollment), "", resistant, everyTime)}, want: finding.Pass},
		{name: "multifactor authentication everywhere, but not there", policies: []string{
			policy("enabled", everyone, `"includeApplications":["All"],"excludeApplications":["`+intuneEnrollment+`"]`, "", askMFA), sessionPolicy("enabled", everyone, include(intuneEnrollment), "", "", everyTime)}, want: finding.Fail, reason: "multifactor"},
		{name: "declared for policies of everything only", settings: declaring(intuneEnrollment), policies: []string{
			sessionPolicy("enabled", everyone, `"includeApplications":["All"],"excludeApplications":["`+intuneEnrollment+`"]`, "", askMFA, everyTime)}, want: finding.Fail},
		{name: "not every time", policies: []string{policy("enabled", everyone, include(intuneEnrollment), "", askMFA)}, want: finding.Fail, reason: "every time"},
		{name: "one group", policies: []string{sessionPolicy("enabled", `"includeGroups":["g"]`, include(intuneEnrollment), "", askMFA, everyTime)}, want: finding.Fail},
		{name: "another application", policies: []string{sessionPolicy("enabled", everyone, include("0000000a-0000-0000-c000-000000000000"), "", askMFA, everyTime)}, want: finding.Fail, reason: "No enabled"},
		{name: "interval not known", policies: []string{sessionPolicy("enabled", everyone, include(intuneEnrollment), "", askMFA, `"signInFrequency":{"isEnabled":true,"frequencyInterval":"unknownFutureValue"}`)}, want: finding.Unknown},
		{name: "report-only", policies: []string{sessionPolicy(reportOnly, everyone, include(intuneEnrollment), "", askMFA, everyTime)}, want: finding.Fail},
		{name: "unlicensed", licences: free, want: finding.NotApplicable},
		{name: "policies refused", unread: true, want: finding.Unknown},
	})
}
