package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestHighRiskSignIns(t *testing.T) {
	const high = `,"signInRiskLevels":["high"]`
	run(t, HighRiskSignIns, []verdictTest{
		{name: "blocked", policies: []string{policy("enabled", everyone, allApps, high, block)}, want: finding.Pass},
		{name: "multifactor authentication", policies: []string{policy("enabled", everyone, allApps, high, `"operator":"OR","builtInControls":["mfa"]`)}, want: finding.Fail},
		{name: "user risk is another thing", policies: []string{policy("enabled", everyone, allApps, `,"userRiskLevels":["high"]`, block)}, want: finding.Fail},
		{name: "but for a group", policies: []string{policy("enabled", everyone+`,"excludeGroups":["g"]`, allApps, high, block)}, want: finding.Fail},
		{name: "but for a group that another policy blocks", want: finding.Pass, policies: []string{
			policy("enabled", everyone+`,"excludeGroups":["g"]`, allApps, high, block), policy("enabled", `"includeGroups":["g"]`, allApps, `,"signInRiskLevels":["high","medium"]`, block)}},
		{name: "disabled", policies: []string{policy("disabled", everyone, allApps, high, block)}, want: finding.Fail},
		{name: "P1 only", licences: premium1, want: finding.NotApplicable, reason: "P2"},
		{name: "licences not read", licences: "-", policies: []string{policy("enabled", everyone, allApps, high, block)}, want: finding.Pass, reason: "licences could not be read"},
		{name: "policies refused", unread: true, want: finding.Unknown},
	})
}
