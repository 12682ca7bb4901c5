package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestGroupConsent(t *testing.T) {
	testVerdicts(t, GroupConsent, []verdictTest{
		{name: "False in capitals", files: consentSettingsOf(`{"name":"EnableGroupSpecificConsent","value":"False"}`), want: finding.Pass},
		{name: "lower case", files: consentSettingsOf(`{"name":"enableGroupSpecificConsent","value":"false"}`), want: finding.Pass},
		{name: "allowed", files: consentSettingsOf(`{"name":"EnableGroupSpecificConsent","value":"True"}`), want: finding.Fail},
		{name: "kept elsewhere", files: consentSettingsOf(`{"name":"BlockUserConsentForRiskyApps","value":"true"}`), want: finding.Unknown},
		{name: "never set up", files: checktest.Files{snapshot.GroupSettings.Resource(): `[]`}, want: finding.Unknown},
		{name: "unread", want: finding.Unknown},
	})
}
