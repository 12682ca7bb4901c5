package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestConsentWorkflow(t *testing.T) {
	on, off := consentSettingsOf(`{"name":"EnableAdminConsentRequests","value":"True"}`), consentSettingsOf(`{"name":"EnableAdminConsentRequests","value":"false"}`)
	nameless := checktest.Files{snapshot.GroupSettings.Resource(): `[{"displayName":"Setting display name","values":[{"name":"enableAdminConsentRequests","value":"true"}]}]`}
	never := checktest.Files{snapshot.GroupSettings.Resource(): `[]`}
	testVerdicts(t, ConsentWorkflow, []verdictTest{
		{name: "enabled", files: workflow(`{"isEnabled":true}`), want: finding.Pass},
		{name: "disabled", files: workflow(`{"isEnabled":false}`), want: finding.Fail},
		{name: "the setting lags behind the policy", files: merge(workflow(`{"isEnabled":true}`), off), want: finding.Pass},
		{name: "the setting is on but the policy off", files: merge(workflow(`{"isEnabled":false}`), on), want: finding.Fail},
		{name: "policy unread, setting on", files: on, want: finding.Pass},
		{name: "policy unread, setting off", files: off, want: finding.Fail},
		{name: "policy unread, setting without a template", files: nameless, want: finding.Pass},
		{name: "policy unread, never set up", files: never, want: finding.Fail},
		{name: "policy unread, other value", files: consentSettingsOf(`{"name":"EnableAdminConsentRequests","value":"perhaps"}`), want: finding.Unknown},
		{name: "property absent", files: workflow(`{}`), want: finding.Unknown},
		{name: "both unread", want: finding.Unknown},
	})
}
