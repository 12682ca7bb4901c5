package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestSeparateRisks(t *testing.T) {
	const both = `,"signInRiskLevels":["medium"],"userRiskLevels":["high"]`
	run(t, SeparateRisks, []verdictTest{
		{name: "each in its own", want: finding.Pass, policies: []string{
			policy("enabled", everyone, allApps, `,"signInRiskLevels":["high"],"userRiskLevels":[]`, block), policy("enabled", everyone, allApps, `,"userRiskLevels":["high"],"signInRiskLevels":[]`, block)}},
		{name: "combined", policies: []string{policy("enabled", everyone, allApps, both, block)}, want: finding.Fail},
		{name: "combined for one group", policies: []string{policy("enabled", `"includeGroups":["g"]`, allApps, both, block)}, want: finding.Fail},
		{name: "combined, disabled", policies: []string{policy("disabled", everyone, allApps, both, block)}, want: finding.Pass},
		{name: "combined, report-only", policies: []string{policy(reportOnly, everyone, allApps, both, block)}, want: finding.Pass},
		{name: "combined, in a state not known", policies: []string{policy("odd", everyone, allApps, both, block)}, want: finding.Unknown},
		{name: "separate, in a state not known", policies: []string{policy("odd", everyone, allApps, "", block)}, want: finding.Pass},
		{name: "empty policy", policies: []string{`{}`}, want: finding.Unknown},
		{name: "empty texts are no levels", policies: []string{policy("enabled", everyone, allApps, `,"signInRiskLevels":[""],"userRiskLevels":["high"]`, block)}, want: finding.Pass},
		{name: "no policy", want: finding.Pass},
		{name: "P1 only", licences: premium1, want: finding.NotApplicable},
		{name: "policies refused", unread: true, want: finding.Unknown},
	})
}
