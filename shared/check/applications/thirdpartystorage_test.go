package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestThirdPartyStorage(t *testing.T) {
	tenant := func(principals string) checktest.Files {
		return checktest.Files{snapshot.ServicePrincipals.Resource(): `[` + principals + `]`}
	}
	app := func(more string) checktest.Files {
		return tenant(`{"id":"a","appId":"C1F33BC0-BDB4-4248-BA9B-096807DDB43E","displayName":"Office Online"` + more + `}`)
	}
	checktest.Verdicts(t, ThirdPartyStorage, []checktest.Test{
		{Name: "off", Files: app(`,"accountEnabled":false`), Want: finding.Pass},
		{Name: "on", Files: app(`,"accountEnabled":true`), Want: finding.Fail},
		{Name: "no service principal leaves the default, which is on", Files: tenant(`{"id":"b","appId":"other","accountEnabled":false}`), Want: finding.Fail},
		{Name: "null", Files: app(`,"accountEnabled":null`), Want: finding.Unknown},
		{Name: "absent", Files: app(``), Want: finding.Unknown},
		{Name: "unread", Files: checktest.Files{}, Want: finding.Unknown},
	})
}
