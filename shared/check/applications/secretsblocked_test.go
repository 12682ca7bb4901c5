package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestSecretsBlocked(t *testing.T) {
	const on = `"isEnabled":true,`
	blocked := passwordList(`{"restrictionType":"passwordAddition","state":"enabled","maxLifetime":null,` + allApps + `}`)
	open := passwordList(`{"restrictionType":"passwordAddition","state":"disabled","maxLifetime":null,` + allApps + `}`)
	newer := passwordList(`{"restrictionType":"passwordAddition","state":"enabled","maxLifetime":null,"restrictForAppsCreatedAfterDateTime":"2024-01-01T00:00:00Z"}`)
	good := defaultPolicy(on, blocked, blocked)
	relaxing := `"id":"p","displayName":"Payroll","isEnabled":true,"restrictions":` + open
	checktest.Verdicts(t, SecretsBlocked, []checktest.Test{
		{Name: "blocked", Files: good, Want: finding.Pass},
		{Name: "blocked, enabled not recorded", Files: defaultPolicy(``, blocked, blocked), Want: finding.Pass},
		{Name: "policy disabled", Files: defaultPolicy(`"isEnabled":false,`, blocked, blocked), Want: finding.Fail},
		{Name: "policy state null", Files: defaultPolicy(`"isEnabled":null,`, blocked, blocked), Want: finding.Unknown},
		{Name: "open for service principals", Files: defaultPolicy(on, blocked, open), Want: finding.Fail},
		{Name: "only newer applications", Files: defaultPolicy(on, newer, blocked), Want: finding.Fail},
		{Name: "no restriction", Files: defaultPolicy(on, passwordList(``), blocked), Want: finding.Fail},
		{Name: "list is null", Files: defaultPolicy(on, `null`, blocked), Want: finding.Fail},
		{Name: "state unknown", Files: defaultPolicy(on, passwordList(`{"restrictionType":"passwordAddition","state":"paused",`+allApps+`}`), blocked), Want: finding.Unknown},
		{Name: "relaxed for an application", Files: merge(good, customPolicy(`{`+relaxing+`,"appliesTo":[{"id":"a"}]}`)), Want: finding.Fail},
		{Name: "relaxing policy assigned to nothing", Files: merge(good, customPolicy(`{`+relaxing+`,"appliesTo":[]}`)), Want: finding.Pass},
		{Name: "relaxing policy, applications unknown", Files: merge(good, customPolicy(`{`+relaxing+`}`)), Want: finding.Unknown},
		{Name: "nothing known of a policy", Files: merge(good, customPolicy(`{}`)), Want: finding.Unknown},
		{Name: "relaxing policy is off", Files: merge(good, customPolicy(`{"isEnabled":false,"restrictions":`+open+`,"appliesTo":[{"id":"a"}]}`)), Want: finding.Pass},
		{Name: "custom policy about certificates", Files: merge(good, customPolicy(`{"isEnabled":true,"restrictions":{"keyCredentials":[]},"appliesTo":[{"id":"a"}]}`)), Want: finding.Pass},
		{Name: "custom policy without a date", Files: merge(good, customPolicy(`{"isEnabled":true,"restrictions":`+passwordList(`{"restrictionType":"passwordAddition","state":"enabled"}`)+`,"appliesTo":[{"id":"a"}]}`)), Want: finding.Unknown},
		{Name: "custom policy as strict", Files: merge(good, customPolicy(`{"isEnabled":true,"restrictions":`+blocked+`,"appliesTo":[{"id":"a"}]}`)), Want: finding.Pass},
		{Name: "unread", Want: finding.Unknown},
	})
}
