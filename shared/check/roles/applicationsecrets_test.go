package roles

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// registered is a tenant with these app registrations.
func registered(files checktest.Files, applications string) checktest.Files {
	return with(files, snapshot.Applications.Resource(), `[`+applications+`]`)
}

func TestApplicationSecrets(t *testing.T) {
	const (
		running = `[{"endDateTime":"2027-01-01T00:00:00Z"}]`
		expired = `[{"endDateTime":"2026-10-31T00:00:00Z"}]`
	)
	held := holding(assigned(GlobalAdministrator, "sp", anApplication))
	principal := func(secrets string) string {
		return `{"id":"sp","appId":"app","accountEnabled":true,"servicePrincipalType":"Application","passwordCredentials":` + secrets + `}`
	}
	app := func(secrets string) string { return `{"id":"o","appId":"APP","passwordCredentials":` + secrets + `}` }
	tenant := func(principalSecrets, applicationSecrets string) checktest.Files {
		return registered(services(held, principal(principalSecrets)), app(applicationSecrets))
	}
	checktest.Verdicts(t, ApplicationSecrets, []checktest.Test{
		{Name: "no secret", Files: tenant(`[]`, `[]`), Want: finding.Pass},
		{Name: "a secret of the registration", Files: tenant(`[]`, running), Want: finding.Fail},
		{Name: "a secret of the service principal", Files: tenant(running, `[]`), Want: finding.Fail},
		{Name: "an expired secret", Files: tenant(`[]`, expired), Want: finding.Pass},
		{Name: "a secret without an end", Files: tenant(`[]`, `[{"endDateTime":null}]`), Want: finding.Fail},
		{Name: "an end that cannot be read", Files: tenant(`[]`, `[{"endDateTime":"soon"}]`), Want: finding.Unknown},
		{Name: "secrets not returned", Files: registered(services(held, `{"id":"sp","appId":"app"}`), app(`[]`)), Want: finding.Unknown},
		{Name: "a disabled application", Files: registered(services(held, `{"id":"sp","appId":"app","accountEnabled":false}`), app(running)), Want: finding.Pass},
		{Name: "a role that does not lead there", Files: registered(services(holding(assigned(exchange, "sp", anApplication)), principal(`[]`)), app(running)), Want: finding.Pass},
		{Name: "a managed identity", Files: registered(services(held, `{"id":"sp","appId":"app","servicePrincipalType":"ManagedIdentity","passwordCredentials":[]}`), ``), Want: finding.Pass},
		{Name: "registered elsewhere", Files: registered(services(held, principal(`[]`)), ``), Want: finding.Unknown},
		{Name: "registered elsewhere with a secret here", Files: registered(services(held, principal(running)), ``), Want: finding.Fail},
		{Name: "the registration of an own application is gone", Files: with(registered(services(held, `{"id":"sp","appId":"app","appOwnerOrganizationId":"o","servicePrincipalType":"Application","passwordCredentials":[]}`), ``), snapshot.Organizations.Resource(), `[{"id":"o"}]`), Want: finding.Pass},
		{Name: "no application", Files: registered(services(holding(users(GlobalAdministrator, "a")), ``), ``), Want: finding.Pass},
		{Name: "registrations unread", Files: services(held, principal(`[]`)), Want: finding.Unknown},
	})
}
