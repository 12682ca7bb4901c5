package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestHighRiskUsers(t *testing.T) {
	const high = `,"userRiskLevels":["high"]`
	const change = `"operator":"AND","builtInControls":["mfa","passwordChange"]`
	run(t, HighRiskUsers, []verdictTest{
		{name: "blocked", policies: []string{policy("enabled", everyone, allApps, high, block)}, want: finding.Pass, level: "SCuBA"},
		{name: "medium too", policies: []string{policy("enabled", everyone, allApps, `,"userRiskLevels":["medium","high"]`, block)}, want: finding.Pass, level: "SCuBA"},
		{name: "password change", policies: []string{policy("enabled", everyone, allApps, high, change)}, want: finding.Fail, level: "CIS", reason: "enough for CIS"},
		{name: "password change without multifactor authentication", policies: []string{policy("enabled", everyone, allApps, high, `"operator":"AND","builtInControls":["passwordChange"]`)}, want: finding.Fail, level: "none"},
		{name: "members blocked, guests change their password", want: finding.Fail, level: "CIS", policies: []string{
			policy("enabled", everyone+`,"excludeUsers":["GuestsOrExternalUsers"]`, allApps, high, block), policy("enabled", `"includeUsers":["GuestsOrExternalUsers"]`, allApps, high, change)}},
		{name: "medium only", policies: []string{policy("enabled", everyone, allApps, `,"userRiskLevels":["medium"]`, block)}, want: finding.Fail, level: "none"},
		{name: "only when the sign-in is risky too", policies: []string{policy("enabled", everyone, allApps, high+`,"signInRiskLevels":["high"]`, block)}, want: finding.Fail, level: "none"},
		{name: "level not known", policies: []string{policy("enabled", everyone, allApps, `,"userRiskLevels":["extreme"]`, block)}, want: finding.Unknown, level: "none"},
		{name: "level of empty text", policies: []string{policy("enabled", everyone, allApps, `,"userRiskLevels":[""]`, block)}, want: finding.Fail, level: "none"},
		{name: "P1 only", licences: premium1, policies: []string{policy("enabled", everyone, allApps, high, block)}, want: finding.NotApplicable, reason: "P2"},
		{name: "policies refused", unread: true, want: finding.Unknown},
	})
}
