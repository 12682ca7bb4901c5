package applications

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestSecretLifetime(t *testing.T) {
	const on = `"isEnabled":true,`
	lifetime := func(d string) string {
		return passwordList(`{"restrictionType":"passwordAddition","state":"disabled","maxLifetime":null,` + allApps + `},{"restrictionType":"passwordLifetime","state":"enabled","maxLifetime":` + d + `,` + allApps + `}`)
	}
	blocked := passwordList(`{"restrictionType":"passwordAddition","state":"enabled","maxLifetime":null,` + allApps + `}`)
	good := lifetime(`"P180D"`)
	testVerdicts(t, SecretLifetime, []verdictTest{
		{name: "at the limit", files: defaultPolicy(on, good, good), want: finding.Pass},
		{name: "shorter", files: defaultPolicy(on, lifetime(`"P90D"`), good), want: finding.Pass},
		{name: "one day longer", files: defaultPolicy(on, good, lifetime(`"P181D"`)), want: finding.Fail},
		{name: "one second longer", files: defaultPolicy(on, good, lifetime(`"P180DT1S"`)), want: finding.Fail},
		{name: "no secrets at all is stricter", files: defaultPolicy(on, blocked, good), want: finding.Pass},
		{name: "no limit", files: defaultPolicy(on, good, lifetime(`null`)), want: finding.Fail},
		{name: "unreadable limit", files: defaultPolicy(on, good, lifetime(`"long"`)), want: finding.Unknown},
		{name: "policy disabled", files: defaultPolicy(`"isEnabled":false,`, good, good), want: finding.Fail},
		{name: "longer for an application", files: merge(defaultPolicy(on, good, good), customPolicy(`{"isEnabled":true,"restrictions":`+lifetime(`"P365D"`)+`,"appliesTo":[{"id":"a"}]}`)), want: finding.Fail},
		{name: "new secrets for an application, lifetime inherited", files: merge(defaultPolicy(on, good, good), customPolicy(`{"isEnabled":true,"restrictions":`+passwordList(`{"restrictionType":"passwordAddition","state":"disabled",`+allApps+`}`)+`,"appliesTo":[{"id":"a"}]}`)), want: finding.Pass},
		{name: "new secrets for an application, nothing inherited", files: merge(defaultPolicy(on, blocked, blocked), customPolicy(`{"isEnabled":true,"restrictions":`+passwordList(`{"restrictionType":"passwordAddition","state":"disabled",`+allApps+`}`)+`,"appliesTo":[{"id":"a"}]}`)), want: finding.Fail},
		{name: "shorter for an application", files: merge(defaultPolicy(on, good, good), customPolicy(`{"isEnabled":true,"restrictions":`+lifetime(`"P30D"`)+`,"appliesTo":[{"id":"a"}]}`)), want: finding.Pass},
	})
}
