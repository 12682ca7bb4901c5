package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestCustomPasswords(t *testing.T) {
	const on = `"isEnabled":true,`
	entry := func(kind, state string) string {
		return passwordList(`{"restrictionType":"` + kind + `","state":"` + state + `","maxLifetime":null,` + allApps + `}`)
	}
	good, none := entry("customPasswordAddition", "enabled"), entry("passwordAddition", "enabled")
	newer := passwordList(`{"restrictionType":"customPasswordAddition","state":"enabled","restrictForAppsCreatedAfterDateTime":"2025-01-01T00:00:00Z"}`)
	checktest.Verdicts(t, CustomPasswords, []checktest.Test{
		{Name: "blocked", Files: defaultPolicy(on, good, good), Want: finding.Pass},
		{Name: "no secrets at all is stricter", Files: defaultPolicy(on, none, good), Want: finding.Pass},
		{Name: "state in capitals", Files: defaultPolicy(on, entry("customPasswordAddition", "Enabled"), good), Want: finding.Pass},
		{Name: "open for service principals", Files: defaultPolicy(on, good, entry("customPasswordAddition", "disabled")), Want: finding.Fail},
		{Name: "only newer applications", Files: defaultPolicy(on, newer, good), Want: finding.Fail},
		{Name: "only the lifetime is limited", Files: defaultPolicy(on, entry("passwordLifetime", "enabled"), good), Want: finding.Fail},
		{Name: "policy disabled", Files: defaultPolicy(`"isEnabled":false,`, good, good), Want: finding.Fail},
		{Name: "state of the future", Files: defaultPolicy(on, entry("customPasswordAddition", "unknownFutureValue"), good), Want: finding.Unknown},
		{Name: "relaxed for an application", Files: merge(defaultPolicy(on, good, good), customPolicy(`{"isEnabled":true,"restrictions":`+entry("customPasswordAddition", "disabled")+`,"appliesTo":[{"id":"a"}]}`)), Want: finding.Fail},
		{Name: "empty", Files: defaultPolicy(``, `{}`, `{}`), Want: finding.Fail},
		{Name: "unread", Want: finding.Unknown},
	})
}
