package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestProxyPreauthentication(t *testing.T) {
	tenant := func(proxies string) checktest.Files {
		return merge(premium(), checktest.Files{
			snapshot.Applications.Resource():       `[{"id":"r","appId":"app-a","displayName":"Timesheets"}]`,
			snapshot.ApplicationProxies.Resource(): `{` + proxies + `}`,
		})
	}
	kind := func(value string) checktest.Files {
		return tenant(`"r":{"externalUrl":"https://time.example.com/"` + value + `}`)
	}
	checktest.Verdicts(t, ProxyPreauthentication, []checktest.Test{
		{Name: "sign-in first", Files: kind(`,"externalAuthenticationType":"aadPreAuthentication"`), Want: finding.Pass},
		{Name: "passed through", Files: kind(`,"externalAuthenticationType":"passthru"`), Want: finding.Fail},
		{Name: "one of two", Files: tenant(`"r":{"externalAuthenticationType":"aadPreAuthentication"},"q":{"externalAuthenticationType":"Passthru"}`), Want: finding.Fail},
		{Name: "null", Files: kind(`,"externalAuthenticationType":null`), Want: finding.Unknown},
		{Name: "absent", Files: kind(``), Want: finding.Unknown},
		{Name: "unknown value", Files: kind(`,"externalAuthenticationType":"unknownFutureValue"`), Want: finding.Unknown},
		{Name: "an empty object", Files: tenant(`"r":{}`), Want: finding.Unknown},
		{Name: "none published", Files: tenant(``), Want: finding.NotApplicable},
		{Name: "unread", Files: merge(premium(), checktest.Files{snapshot.Applications.Resource(): `[]`}), Want: finding.Unknown},
		{Name: "no licence", Files: merge(kind(`,"externalAuthenticationType":"passthru"`), free()), Want: finding.NotApplicable},
	})
}
