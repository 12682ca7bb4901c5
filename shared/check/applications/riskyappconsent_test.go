package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestRiskyAppConsent(t *testing.T) {
	policy := func(text string) checktest.Files {
		return checktest.Files{snapshot.AuthorizationPolicy.Resource(): text}
	}
	defaults := checktest.Files{snapshot.GroupSettings.Resource(): `[]`}
	block := func(v string) checktest.Files {
		return consentSettingsOf(`{"name":"BlockUserConsentForRiskyApps","value":"` + v + `"}`)
	}
	no, yes, null := policy(`{"allowUserConsentForRiskyApps":false}`), policy(`{"allowUserConsentForRiskyApps":true}`), policy(`{"allowUserConsentForRiskyApps":null}`)
	testVerdicts(t, RiskyAppConsent, []verdictTest{
		{name: "both closed, True in capitals", files: merge(no, block("True")), want: finding.Pass},
		{name: "defaults", files: merge(null, defaults), want: finding.Pass},
		{name: "settings without the value", files: merge(no, consentSettingsOf(``)), want: finding.Pass},
		{name: "allowed by policy", files: merge(yes, block("true")), want: finding.Fail},
		{name: "block switched off", files: merge(no, block("False")), want: finding.Fail},
		{name: "block switched off and policy silent", files: merge(policy(`{}`), block("false")), want: finding.Fail},
		{name: "policy silent", files: merge(policy(`{}`), block("true")), want: finding.Unknown},
		{name: "other value", files: merge(no, block("sometimes")), want: finding.Unknown},
		{name: "settings unread", files: no, want: finding.Unknown},
	})
}
