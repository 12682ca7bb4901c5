package applications

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestCertificateLifetime(t *testing.T) {
	const on = `"isEnabled":true,`
	lifetime := func(d, from string) string {
		return keyList(`{"restrictionType":"asymmetricKeyLifetime","state":"enabled","maxLifetime":"` + d + `","restrictForAppsCreatedAfterDateTime":` + from + `}`)
	}
	const all = `"0001-01-01T00:00:00Z"`
	good := lifetime("P365D", all)
	testVerdicts(t, CertificateLifetime, []verdictTest{
		{name: "at the limit", files: defaultPolicy(on, good, good), want: finding.Pass},
		{name: "shorter", files: defaultPolicy(on, lifetime("P180D", all), good), want: finding.Pass},
		{name: "longer", files: defaultPolicy(on, lifetime("P366D", all), good), want: finding.Fail},
		{name: "only newer applications", files: defaultPolicy(on, lifetime("P180D", `"2023-11-14T22:13:20Z"`), good), want: finding.Fail},
		{name: "date is null", files: defaultPolicy(on, lifetime("P180D", `null`), good), want: finding.Pass},
		{name: "date unreadable", files: defaultPolicy(on, lifetime("P180D", `"yesterday"`), good), want: finding.Unknown},
		{name: "a limit on secrets is no limit on certificates", files: defaultPolicy(on, passwordList(`{"restrictionType":"passwordLifetime","state":"enabled","maxLifetime":"P90D",`+allApps+`}`), good), want: finding.Fail},
	})
}
