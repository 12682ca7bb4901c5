package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestCertificateLifetime(t *testing.T) {
	const on = `"isEnabled":true,`
	lifetime := func(d, from string) string {
		return keyList(`{"restrictionType":"asymmetricKeyLifetime","state":"enabled","maxLifetime":"` + d + `","restrictForAppsCreatedAfterDateTime":` + from + `}`)
	}
	const all = `"0001-01-01T00:00:00Z"`
	good := lifetime("P365D", all)
	checktest.Verdicts(t, CertificateLifetime, []checktest.Test{
		{Name: "at the limit", Files: defaultPolicy(on, good, good), Want: finding.Pass},
		{Name: "shorter", Files: defaultPolicy(on, lifetime("P180D", all), good), Want: finding.Pass},
		{Name: "longer", Files: defaultPolicy(on, lifetime("P366D", all), good), Want: finding.Fail},
		{Name: "only newer applications", Files: defaultPolicy(on, lifetime("P180D", `"2023-11-14T22:13:20Z"`), good), Want: finding.Fail},
		{Name: "date is null", Files: defaultPolicy(on, lifetime("P180D", `null`), good), Want: finding.Pass},
		{Name: "date unreadable", Files: defaultPolicy(on, lifetime("P180D", `"yesterday"`), good), Want: finding.Unknown},
		{Name: "a limit on secrets is no limit on certificates", Files: defaultPolicy(on, passwordList(`{"restrictionType":"passwordLifetime","state":"enabled","maxLifetime":"P90D",`+allApps+`}`), good), Want: finding.Fail},
	})
}
