package applications

import (
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// ownedBy is an app registration with these owners.
func ownedBy(owners string) string { return `{"id":"a","displayName":"App","owners":` + owners + `}` }

// user is an owner who is a person.
func user(id, more string) string {
	return `{"@odata.type":"#microsoft.graph.user","id":"` + id + `","displayName":"N"` + more + `}`
}

// directory is a tenant with these users.
func directory(users string) checktest.Files {
	return checktest.Files{snapshot.Users.Resource(): `[` + users + `]`}
}

func TestGuestOwners(t *testing.T) {
	const guest, member = `,"userType":"Guest","accountEnabled":true`, `,"userType":"Member","accountEnabled":true`
	tenant := func(app, sp string) checktest.Files {
		return merge(registrations(ownedBy(app)), principals(`{"id":"s","accountEnabled":true,"owners":`+sp+`}`))
	}
	many := `[` + strings.TrimSuffix(strings.Repeat(user("u", member)+",", 20), ",") + `]`
	checktest.Verdicts(t, GuestOwners, []checktest.Test{
		{Name: "members", Files: tenant(`[`+user("u", member)+`]`, `[`+user("u", member)+`]`), Want: finding.Pass},
		{Name: "nobody", Files: tenant(`[]`, `[]`), Want: finding.Pass},
		{Name: "guest owns an app registration", Files: tenant(`[`+user("u", member)+`,`+user("g", guest)+`]`, `[]`), Want: finding.Fail},
		{Name: "guest owns a service principal", Files: tenant(`[]`, `[`+user("g", guest)+`]`), Want: finding.Fail},
		{Name: "an AI agent's account", Files: tenant(`[{"@odata.type":"#microsoft.graph.agentUser","id":"u"}]`, `[]`), Want: finding.Unknown},
		{Name: "an application", Files: tenant(`[{"@odata.type":"#microsoft.graph.servicePrincipal","id":"s"}]`, `[]`), Want: finding.Pass},
		{Name: "guest in small letters", Files: tenant(`[`+user("g", `,"userType":"guest"`)+`]`, `[]`), Want: finding.Fail},
		{Name: "guest is disabled", Files: tenant(`[`+user("g", `,"userType":"Guest","accountEnabled":false`)+`]`, `[]`), Want: finding.Pass},
		{Name: "service principal is disabled", Files: merge(registrations(ownedBy(`[]`)), principals(`{"id":"s","accountEnabled":false,"owners":[`+user("g", guest)+`]}`)), Want: finding.Pass},
		{Name: "owned by an application", Files: tenant(`[{"@odata.type":"#microsoft.graph.servicePrincipal","id":"x"}]`, `[]`), Want: finding.Pass},
		{Name: "the directory knows the guest", Files: merge(tenant(`[`+user("g", ``)+`]`, `[]`), directory(`{"id":"g","userType":"Guest","accountEnabled":true}`)), Want: finding.Fail},
		{Name: "the directory knows the member", Files: merge(tenant(`[`+user("u", ``)+`]`, `[]`), directory(`{"id":"u","userType":"Member"}`)), Want: finding.Pass},
		{Name: "the directory knows the guest is disabled", Files: merge(tenant(`[`+user("g", ``)+`]`, `[]`), directory(`{"id":"g","userType":"Guest","accountEnabled":false}`)), Want: finding.Pass},
		{Name: "kind unknown", Files: tenant(`[`+user("u", ``)+`]`, `[]`), Want: finding.Unknown},
		{Name: "kind of the future", Files: tenant(`[`+user("u", `,"userType":"unknownFutureValue"`)+`]`, `[]`), Want: finding.Unknown},
		{Name: "owners absent", Files: merge(registrations(`{"id":"a"}`), principals(``)), Want: finding.Unknown},
		{Name: "owners null", Files: tenant(`[]`, `null`), Want: finding.Unknown},
		{Name: "more owners than Graph gives", Files: tenant(many, `[]`), Want: finding.Unknown},
		{Name: "a guest among more owners than Graph gives", Files: tenant(strings.Replace(many, "Member", "Guest", 1), `[]`), Want: finding.Fail},
		{Name: "empty", Files: merge(registrations(`{}`), principals(`{}`)), Want: finding.Unknown},
		{Name: "service principals unread", Files: registrations(ownedBy(`[]`)), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}
