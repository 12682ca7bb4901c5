package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestGroupConsent(t *testing.T) {
	checktest.Verdicts(t, GroupConsent, []checktest.Test{
		{Name: "False in capitals", Files: consentSettingsOf(`{"name":"EnableGroupSpecificConsent","value":"False"}`), Want: finding.Pass},
		{Name: "lower case", Files: consentSettingsOf(`{"name":"enableGroupSpecificConsent","value":"false"}`), Want: finding.Pass},
		{Name: "allowed", Files: consentSettingsOf(`{"name":"EnableGroupSpecificConsent","value":"True"}`), Want: finding.Fail},
		{Name: "kept elsewhere", Files: consentSettingsOf(`{"name":"BlockUserConsentForRiskyApps","value":"true"}`), Want: finding.Unknown},
		{Name: "never set up", Files: checktest.Files{snapshot.GroupSettings.Resource(): `[]`}, Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}
