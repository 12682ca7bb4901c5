package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestRiskySignInsMFA(t *testing.T) {
	const both = `,"signInRiskLevels":["medium","high"]`
	run(t, RiskySignInsMFA, []verdictTest{
		{name: "fresh multifactor authentication", policies: []string{sessionPolicy("enabled", everyone, allApps, both, askMFA, everyTime)}, want: finding.Pass},
		{name: "low too", policies: []string{sessionPolicy("enabled", everyone, allApps, `,"signInRiskLevels":["low","medium","high"]`, askMFA, everyTime)}, want: finding.Pass},
		{name: "blocked is stricter", policies: []string{policy("enabled", everyone, allApps, both, block)}, want: finding.Pass},
		{name: "high blocked, medium asked", want: finding.Pass, policies: []string{
			policy("enabled", everyone, allApps, `,"signInRiskLevels":["high"]`, block), sessionPolicy("enabled", everyone, allApps, `,"signInRiskLevels":["medium"]`, askMFA, everyTime)}},
		{name: "the halves in two policies", want: finding.Pass, policies: []string{
			policy("enabled", everyone, allApps, "", askMFA), sessionPolicy("enabled", everyone, allApps, both, "", everyTime)}},
		{name: "always, whatever the risk", policies: []string{sessionPolicy("enabled", everyone, allApps, "", askMFA, everyTime)}, want: finding.Pass},
		{name: "multifactor authentication from yesterday", policies: []string{policy("enabled", everyone, allApps, both, askMFA)}, want: finding.Fail, reason: "every time"},
		{name: "once an hour", policies: []string{sessionPolicy("enabled", everyone, allApps, both, askMFA, every(1, "hours"))}, want: finding.Fail},
		{name: "a new sign-in with the password alone", policies: []string{sessionPolicy("enabled", everyone, allApps, both, "", everyTime)}, want: finding.Fail, reason: "multifactor"},
		{name: "high only", policies: []string{sessionPolicy("enabled", everyone, allApps, `,"signInRiskLevels":["high"]`, askMFA, everyTime)}, want: finding.Fail},
		{name: "user risk is another thing", policies: []string{policy("enabled", everyone, allApps, `,"userRiskLevels":["medium","high"]`, block)}, want: finding.Fail},
		{name: "only when the user is risky too", policies: []string{policy("enabled", everyone, allApps, both+`,"userRiskLevels":["high"]`, block)}, want: finding.Fail},
		{name: "but for a group", policies: []string{sessionPolicy("enabled", everyone+`,"excludeGroups":["g"]`, allApps, both, askMFA, everyTime)}, want: finding.Fail},
		{name: "level not known", policies: []string{policy("enabled", everyone, allApps, `,"signInRiskLevels":["medium","unknownFutureValue"]`, block)}, want: finding.Unknown},
		{name: "report-only", policies: []string{sessionPolicy(reportOnly, everyone, allApps, both, askMFA, everyTime)}, want: finding.Fail},
		{name: "P1 only", licences: premium1, want: finding.NotApplicable, reason: "P2"},
		{name: "policies refused", unread: true, want: finding.Unknown},
	})
}
