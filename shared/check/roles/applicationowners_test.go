package roles

import (
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

const (
	anOwner         = `[{"@odata.type":"#microsoft.graph.user","id":"a","displayName":"A","userType":"Member","accountEnabled":true}]`
	aDisabledOwner  = `[{"@odata.type":"#microsoft.graph.user","id":"d","accountEnabled":false}]`
	aGuestOwner     = `[{"@odata.type":"#microsoft.graph.user","id":"g","userType":"Guest","accountEnabled":true}]`
	anOwningService = `[{"@odata.type":"#microsoft.graph.servicePrincipal","id":"s"}]`
)

func TestApplicationOwners(t *testing.T) {
	held := holding(assigned(GlobalAdministrator, "sp", anApplication))
	principal := func(owners string) string {
		return `{"id":"sp","appId":"app","accountEnabled":true,"servicePrincipalType":"Application","owners":` + owners + `}`
	}
	app := func(owners string) string { return `{"id":"o","appId":"app","owners":` + owners + `}` }
	tenant := func(principalOwners, applicationOwners string) checktest.Files {
		return registered(services(held, principal(principalOwners)), app(applicationOwners))
	}
	checktest.Verdicts(t, ApplicationOwners, []checktest.Test{
		{Name: "no owner", Files: tenant(`[]`, `[]`), Want: finding.Pass},
		{Name: "an owner of the service principal", Files: tenant(anOwner, `[]`), Want: finding.Fail},
		{Name: "an owner of the registration", Files: tenant(`[]`, anOwner), Want: finding.Fail},
		{Name: "another application owns it", Files: tenant(`[]`, anOwningService), Want: finding.Fail},
		{Name: "a disabled owner", Files: tenant(aDisabledOwner, `[]`), Want: finding.Pass},
		{Name: "more owners than Graph gives along, of whom those seen are disabled", Files: tenant(`[`+strings.TrimSuffix(strings.Repeat(strings.Trim(aDisabledOwner, "[]")+",", 20), ",")+`]`, `[]`), Want: finding.Unknown},
		{Name: "owners not returned", Files: registered(services(held, `{"id":"sp","appId":"app"}`), app(`[]`)), Want: finding.Unknown},
		{Name: "registered elsewhere", Files: registered(services(held, principal(`[]`)), ``), Want: finding.Pass},
		{Name: "a role that does not lead there", Files: registered(services(holding(assigned(exchange, "sp", anApplication)), principal(anOwner)), app(`[]`)), Want: finding.Pass},
		{Name: "a disabled application", Files: registered(services(held, `{"id":"sp","appId":"app","accountEnabled":false}`), app(anOwner)), Want: finding.Pass},
		{Name: "a group nobody read", Files: registered(services(holding(assigned(GlobalAdministrator, "g", aGroup)), ``), ``), Want: finding.Unknown},
		{Name: "registrations unread", Files: services(held, principal(`[]`)), Want: finding.Unknown},
	})
}
