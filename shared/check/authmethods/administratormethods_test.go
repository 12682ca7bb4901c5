package authmethods

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/check/roles"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestAdministratorMethods(t *testing.T) {
	const (
		exchange = "29232cdf-9323-42fd-ade2-1d097af3e4de"
		reader   = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
		withP2   = `[{"capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"AAD_PREMIUM_P2","provisioningStatus":"Success"}]}]`
	)
	holds := func(user, role, rest string) string {
		return `{"id":"x","principalId":"` + user + `","roleDefinitionId":"` + role + `"` + rest + `}`
	}
	people := func(active, eligible, details string) checktest.Files {
		return checktest.Files{
			snapshot.SubscribedSkus.Resource():           withP2,
			snapshot.RoleAssignments.Resource():          `[` + active + `]`,
			snapshot.RoleEligibilitySchedules.Resource(): `[` + eligible + `]`,
			snapshot.RegistrationDetails.Resource():      `[` + details + `]`,
			snapshot.GroupMembers.Resource():             `{"g":[{"@odata.type":"#microsoft.graph.user","id":"b","accountEnabled":true},{"@odata.type":"#microsoft.graph.servicePrincipal","id":"s"}]}`,
			snapshot.Users.Resource(): `[{"id":"a","accountEnabled":true,"displayName":"A"},{"id":"b","accountEnabled":true},
				{"id":"d","accountEnabled":false},{"id":"q"}]`,
			snapshot.ServicePrincipals.Resource(): `[{"id":"s"}]`,
		}
	}
	without := func(files checktest.Files, rs ...snapshot.Resource) checktest.Files {
		files = maps.Clone(files)
		for _, r := range rs {
			delete(files, r)
		}
		return files
	}
	var (
		a     = holds("a", roles.GlobalAdministrator, `,"directoryScopeId":"/"`)
		b     = holds("b", exchange, `,"directoryScopeId":"/"`)
		group = holds("g", exchange, `,"directoryScopeId":"/","principal":{"@odata.type":"#microsoft.graph.group","id":"g"}`)
	)
	const (
		key   = `{"id":"a","isAdmin":true,"methodsRegistered":["microsoftAuthenticatorPush","passKeyDeviceBound"]}`
		hello = `,{"id":"b","isAdmin":true,"methodsRegistered":["windowsHelloForBusiness"]}`
		weak  = `,{"id":"b","isAdmin":true,"methodsRegistered":["microsoftAuthenticatorPasswordless","mobilePhone"]}`
	)
	method := func(name string) string { return `{"id":"a","methodsRegistered":["` + name + `"]}` }
	emergency := snapshot.Settings{EmergencyAccess: snapshot.EmergencyAccess{Users: []string{"b"}}}
	eligibility := snapshot.RoleEligibilitySchedules.Resource()
	checktest.Verdicts(t, AdministratorMethods, []checktest.Test{
		{Name: "everyone", Files: people(a+`,`+b, ``, key+hello), Want: finding.Pass},
		{Name: "a synced passkey", Files: people(a, ``, method("passKeySynced")), Want: finding.Pass},
		{Name: "a method in another case", Files: people(a, ``, method("Fido2SecurityKey")), Want: finding.Pass},
		{Name: "a certificate with two factors", Files: people(a, ``, method("x509CertificateMultiFactor")), Want: finding.Pass},
		{Name: "a certificate with one factor", Files: people(a, ``, method("x509CertificateSingleFactor")), Want: finding.Fail},
		{Name: "sign-in with the phone can be phished", Files: people(a+`,`+b, ``, key+weak), Want: finding.Fail},
		{Name: "no method at all", Files: people(a+`,`+b, ``, key+`,{"id":"b","methodsRegistered":[]}`), Want: finding.Fail},
		{Name: "somebody who may activate", Files: people(a, b, key+weak), Want: finding.Fail},
		{Name: "somebody whose eligibility has ended", Files: people(a, holds("b", exchange, `,"directoryScopeId":"/","endDateTime":"2026-10-01T00:00:00Z"`), key+weak), Want: finding.Pass},
		{Name: "somebody in a group", Files: people(a+`,`+group, ``, key+weak), Want: finding.Fail},
		{Name: "everybody in a group, and an application", Files: people(a+`,`+group, ``, key+hello), Want: finding.Pass},
		{Name: "a break-glass account counts", Settings: emergency, Files: people(a+`,`+b, ``, key+weak), Want: finding.Fail},
		{Name: "a disabled account does not count", Files: people(a+`,`+holds("d", exchange, ``), ``, key), Want: finding.Pass},
		{Name: "an application does not count", Files: people(a+`,`+holds("s", exchange, ``), ``, key), Want: finding.Pass},
		{Name: "another role does not count", Files: people(a+`,`+holds("b", reader, ``), ``, key+weak), Want: finding.Pass},
		{Name: "an administrative unit does not count", Files: people(a+`,`+holds("b", exchange, `,"directoryScopeId":"/administrativeUnits/u"`), ``, key+weak), Want: finding.Pass},
		{Name: "an administrator is not in the report", Files: people(a+`,`+b, ``, key), Want: finding.Unknown},
		{Name: "the report says nothing of methods", Files: people(a, ``, `{"id":"a"}`), Want: finding.Unknown},
		{Name: "a method of the future", Files: people(a, ``, method("unknownFutureValue")), Want: finding.Unknown},
		{Name: "whether the account is enabled is not known", Files: people(a+`,`+holds("q", exchange, ``), ``, key+`,{"id":"q","methodsRegistered":["email"]}`), Want: finding.Unknown},
		{Name: "the members of a group are not known", Files: without(people(a+`,`+group, ``, key), snapshot.GroupMembers.Resource()), Want: finding.Unknown},
		{Name: "an assignment of no stated role", Files: people(a+`,{}`, ``, key), Want: finding.Unknown},
		{Name: "eligibility unread", Files: without(people(a, ``, key), eligibility), Want: finding.Unknown},
		{Name: "eligibility unread, and one has no method", Files: without(people(a+`,`+b, ``, key+weak), eligibility), Want: finding.Fail},
		{Name: "nobody", Files: people(``, ``, key), Want: finding.Unknown},
		{Name: "no licence", Files: unlicensed(people(a, ``, key)), Want: finding.NotApplicable},
		{Name: "report unread", Files: without(people(a, ``, key), snapshot.RegistrationDetails.Resource()), Want: finding.Unknown},
	})

	// b mended, q is no administrator any more, and e is not in the report.
	more := `,` + holds("e", exchange, ``)
	files := people(a+`,`+b+more, ``, key+hello)
	files[snapshot.Users.Resource()] = `[{"id":"a","accountEnabled":true},{"id":"b","accountEnabled":true},{"id":"e","accountEnabled":true}]`
	if diff := cmp.Diff([]string{"b", "q"}, checktest.Resolved(t, AdministratorMethods, files, "b", "e", "q")); diff != "" {
		t.Errorf("resolved (-want +got):\n%s", diff)
	}
}
