package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestSecretLifetime(t *testing.T) {
	const on = `"isEnabled":true,`
	lifetime := func(d string) string {
		return passwordList(`{"restrictionType":"passwordAddition","state":"disabled","maxLifetime":null,` + allApps + `},{"restrictionType":"passwordLifetime","state":"enabled","maxLifetime":` + d + `,` + allApps + `}`)
	}
	blocked := passwordList(`{"restrictionType":"passwordAddition","state":"enabled","maxLifetime":null,` + allApps + `}`)
	good := lifetime(`"P180D"`)
	checktest.Verdicts(t, SecretLifetime, []checktest.Test{
		{Name: "at the limit", Files: defaultPolicy(on, good, good), Want: finding.Pass},
		{Name: "shorter", Files: defaultPolicy(on, lifetime(`"P90D"`), good), Want: finding.Pass},
		{Name: "one day longer", Files: defaultPolicy(on, good, lifetime(`"P181D"`)), Want: finding.Fail},
		{Name: "one second longer", Files: defaultPolicy(on, good, lifetime(`"P180DT1S"`)), Want: finding.Fail},
		{Name: "no secrets at all is stricter", Files: defaultPolicy(on, blocked, good), Want: finding.Pass},
		{Name: "no limit", Files: defaultPolicy(on, good, lifetime(`null`)), Want: finding.Fail},
		{Name: "unreadable limit", Files: defaultPolicy(on, good, lifetime(`"long"`)), Want: finding.Unknown},
		{Name: "policy disabled", Files: defaultPolicy(`"isEnabled":false,`, good, good), Want: finding.Fail},
		{Name: "longer for an application", Files: merge(defaultPolicy(on, good, good), customPolicy(`{"isEnabled":true,"restrictions":`+lifetime(`"P365D"`)+`,"appliesTo":[{"id":"a"}]}`)), Want: finding.Fail},
		{Name: "new secrets for an application, lifetime inherited", Files: merge(defaultPolicy(on, good, good), customPolicy(`{"isEnabled":true,"restrictions":`+passwordList(`{"restrictionType":"passwordAddition","state":"disabled",`+allApps+`}`)+`,"appliesTo":[{"id":"a"}]}`)), Want: finding.Pass},
		{Name: "new secrets for an application, nothing inherited", Files: merge(defaultPolicy(on, blocked, blocked), customPolicy(`{"isEnabled":true,"restrictions":`+passwordList(`{"restrictionType":"passwordAddition","state":"disabled",`+allApps+`}`)+`,"appliesTo":[{"id":"a"}]}`)), Want: finding.Fail},
		{Name: "shorter for an application", Files: merge(defaultPolicy(on, good, good), customPolicy(`{"isEnabled":true,"restrictions":`+lifetime(`"P30D"`)+`,"appliesTo":[{"id":"a"}]}`)), Want: finding.Pass},
	})
}
