package applications

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestSecretsBlocked(t *testing.T) {
	const on = `"isEnabled":true,`
	blocked := passwordList(`{"restrictionType":"passwordAddition","state":"enabled","maxLifetime":null,` + allApps + `}`)
	open := passwordList(`{"restrictionType":"passwordAddition","state":"disabled","maxLifetime":null,` + allApps + `}`)
	newer := passwordList(`{"restrictionType":"passwordAddition","state":"enabled","maxLifetime":null,"restrictForAppsCreatedAfterDateTime":"2024-01-01T00:00:00Z"}`)
	good := defaultPolicy(on, blocked, blocked)
	relaxing := `"id":"p","displayName":"Payroll","isEnabled":true,"restrictions":` + open
	testVerdicts(t, SecretsBlocked, []verdictTest{
		{name: "blocked", files: good, want: finding.Pass},
		{name: "blocked, enabled not recorded", files: defaultPolicy(``, blocked, blocked), want: finding.Pass},
		{name: "policy disabled", files: defaultPolicy(`"isEnabled":false,`, blocked, blocked), want: finding.Fail},
		{name: "policy state null", files: defaultPolicy(`"isEnabled":null,`, blocked, blocked), want: finding.Unknown},
		{name: "open for service principals", files: defaultPolicy(on, blocked, open), want: finding.Fail},
		{name: "only newer applications", files: defaultPolicy(on, newer, blocked), want: finding.Fail},
		{name: "no restriction", files: defaultPolicy(on, passwordList(``), blocked), want: finding.Fail},
		{name: "list is null", files: defaultPolicy(on, `null`, blocked), want: finding.Fail},
		{name: "state unknown", files: defaultPolicy(on, passwordList(`{"restrictionType":"passwordAddition","state":"paused",`+allApps+`}`), blocked), want: finding.Unknown},
		{name: "relaxed for an application", files: merge(good, customPolicy(`{`+relaxing+`,"appliesTo":[{"id":"a"}]}`)), want: finding.Fail},
		{name: "relaxing policy assigned to nothing", files: merge(good, customPolicy(`{`+relaxing+`,"appliesTo":[]}`)), want: finding.Pass},
		{name: "relaxing policy, applications unknown", files: merge(good, customPolicy(`{`+relaxing+`}`)), want: finding.Unknown},
		{name: "relaxing policy is off", files: merge(good, customPolicy(`{"isEnabled":false,"restrictions":`+open+`,"appliesTo":[{"id":"a"}]}`)), want: finding.Pass},
		{name: "custom policy about certificates", files: merge(good, customPolicy(`{"isEnabled":true,"restrictions":{"keyCredentials":[]},"appliesTo":[{"id":"a"}]}`)), want: finding.Pass},
		{name: "custom policy without a date", files: merge(good, customPolicy(`{"isEnabled":true,"restrictions":`+passwordList(`{"restrictionType":"passwordAddition","state":"enabled"}`)+`,"appliesTo":[{"id":"a"}]}`)), want: finding.Unknown},
		{name: "custom policy as strict", files: merge(good, customPolicy(`{"isEnabled":true,"restrictions":`+blocked+`,"appliesTo":[{"id":"a"}]}`)), want: finding.Pass},
		{name: "unread", want: finding.Unknown},
	})
}
