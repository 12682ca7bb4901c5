package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestRiskySignIns(t *testing.T) {
	run(t, RiskySignIns, []verdictTest{
		{name: "both", policies: []string{policy("enabled", everyone, allApps, `,"signInRiskLevels":["medium","high"]`, block)}, want: finding.Pass},
		{name: "one each", want: finding.Pass, policies: []string{
			policy("enabled", everyone, allApps, `,"signInRiskLevels":["medium"]`, block), policy("enabled", everyone, allApps, `,"signInRiskLevels":["high"]`, block)}},
		{name: "high only", policies: []string{policy("enabled", everyone, allApps, `,"signInRiskLevels":["high"]`, block)}, want: finding.Fail, reason: "sign-in risk levels"},
		{name: "fresh multifactor authentication is not a block", policies: []string{sessionPolicy("enabled", everyone, allApps, `,"signInRiskLevels":["medium","high"]`, askMFA, everyTime)}, want: finding.Fail},
		{name: "members only", policies: []string{policy("enabled", noGuest, allApps, `,"signInRiskLevels":["medium","high"]`, block)}, want: finding.Fail, reason: "guests"},
		{name: "report-only", policies: []string{policy(reportOnly, everyone, allApps, `,"signInRiskLevels":["medium","high"]`, block)}, want: finding.Fail},
		{name: "level not known", policies: []string{policy("enabled", everyone, allApps, `,"signInRiskLevels":["high","odd"]`, block)}, want: finding.Unknown},
		{name: "P1 only", licences: premium1, want: finding.NotApplicable, reason: "P2"},
		{name: "policies refused", unread: true, want: finding.Unknown},
	})
}
