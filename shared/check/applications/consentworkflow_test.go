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
	checktest.Verdicts(t, ConsentWorkflow, []checktest.Test{
		{Name: "enabled", Files: workflow(`{"isEnabled":true}`), Want: finding.Pass},
		{Name: "disabled", Files: workflow(`{"isEnabled":false}`), Want: finding.Fail},
		{Name: "the setting lags behind the policy", Files: merge(workflow(`{"isEnabled":true}`), off), Want: finding.Pass},
		{Name: "the setting is on but the policy off", Files: merge(workflow(`{"isEnabled":false}`), on), Want: finding.Fail},
		{Name: "policy unread, setting on", Files: on, Want: finding.Pass},
		{Name: "policy unread, setting off", Files: off, Want: finding.Fail},
		{Name: "policy unread, setting without a template", Files: nameless, Want: finding.Pass},
		{Name: "policy unread, never set up", Files: never, Want: finding.Fail},
		{Name: "policy unread, other value", Files: consentSettingsOf(`{"name":"EnableAdminConsentRequests","value":"perhaps"}`), Want: finding.Unknown},
		{Name: "property absent", Files: workflow(`{}`), Want: finding.Unknown},
		{Name: "both unread", Want: finding.Unknown},
	})
}
