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
	checktest.Verdicts(t, RiskyAppConsent, []checktest.Test{
		{Name: "both closed, True in capitals", Files: merge(no, block("True")), Want: finding.Pass},
		{Name: "defaults", Files: merge(null, defaults), Want: finding.Pass},
		{Name: "settings without the value", Files: merge(no, consentSettingsOf(``)), Want: finding.Pass},
		{Name: "allowed by policy", Files: merge(yes, block("true")), Want: finding.Fail},
		{Name: "block switched off", Files: merge(no, block("False")), Want: finding.Fail},
		{Name: "block switched off and policy silent", Files: merge(policy(`{}`), block("false")), Want: finding.Fail},
		{Name: "policy silent", Files: merge(policy(`{}`), block("true")), Want: finding.Unknown},
		{Name: "other value", Files: merge(no, block("sometimes")), Want: finding.Unknown},
		{Name: "nothing known of a setting", Files: merge(no, checktest.Files{snapshot.GroupSettings.Resource(): `[{}]`}), Want: finding.Unknown},
		{Name: "settings unread", Files: no, Want: finding.Unknown},
	})
}
