package roles

import (
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check/apppermission"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestPermissionOwners(t *testing.T) {
	const (
		leads    = "06b708a9-e830-4db3-a914-8e69da51d44f" // AppRoleAssignment.ReadWrite.All
		harmless = "df021288-bdef-4463-88db-98f22de89214" // User.Read.All
		graph    = `{"id":"graph","appId":"` + apppermission.MicrosoftGraph + `"},`
	)
	holds := func(permission string) string {
		return `{"graph":[{"principalId":"sp","principalType":"ServicePrincipal","appRoleId":"` + permission + `"}]}`
	}
	tenant := func(permission, principalOwners, applicationOwners, capable string) checktest.Files {
		files := registered(services(holding(users(GlobalAdministrator, "a")), graph+`{"id":"sp","appId":"app","accountEnabled":true,"owners":`+principalOwners+`}`),
			`{"id":"o","appId":"app","owners":`+applicationOwners+`}`)
		files[snapshot.AppRoleAssignedTo.Resource()] = holds(permission)
		files[snapshot.Users.Resource()] = `[{"id":"a","userType":"Member","accountEnabled":true}]`
		files[snapshot.RegistrationDetails.Resource()] = `[{"id":"a"` + capable + `}]`
		return files
	}
	const capable, incapable = `,"isMfaCapable":true`, `,"isMfaCapable":false`
	graphUnread := with(tenant(leads, `[]`, `[]`, capable), snapshot.AppRoleAssignedTo.Resource(), `{}`)
	ordinary := `[{"@odata.type":"#microsoft.graph.user","id":"b","displayName":"B","userType":"Member","accountEnabled":true}]`
	checktest.Verdicts(t, PermissionOwners, []checktest.Test{
		{Name: "no owner", Files: tenant(leads, `[]`, `[]`, capable), Want: finding.Pass},
		{Name: "an administrator with a second factor", Files: tenant(leads, `[]`, anOwner, capable), Want: finding.Pass},
		{Name: "an administrator without", Files: tenant(leads, `[]`, anOwner, incapable), Want: finding.Fail},
		{Name: "an ordinary user", Files: tenant(leads, ordinary, `[]`, capable), Want: finding.Fail},
		{Name: "a guest", Files: tenant(leads, aGuestOwner, `[]`, capable), Want: finding.Fail},
		{Name: "an application", Files: tenant(leads, `[]`, anOwningService, capable), Want: finding.Fail},
		{Name: "a disabled owner", Files: tenant(leads, aDisabledOwner, `[]`, capable), Want: finding.Pass},
		{Name: "a harmless permission", Files: tenant(harmless, ordinary, `[]`, capable), Want: finding.Pass},
		{Name: "the report does not tell", Files: tenant(leads, `[]`, anOwner, ``), Want: finding.Unknown},
		{Name: "the report was not read", Files: without(tenant(leads, `[]`, anOwner, capable), snapshot.RegistrationDetails.Resource()), Want: finding.Unknown},
		{Name: "an ordinary user while a group may hold the role", Files: with(tenant(leads, ordinary, `[]`, capable), snapshot.RoleAssignments.Resource(), `[`+assigned(GlobalAdministrator, "g", aGroup)+`]`), Want: finding.Unknown},
		{Name: "owners not returned", Files: tenant(leads, `null`, `[]`, capable), Want: finding.Unknown},
		{Name: "a disabled application", Files: services(tenant(leads, ordinary, `[]`, capable), graph+`{"id":"sp","appId":"app","accountEnabled":false,"owners":`+ordinary+`}`), Want: finding.Pass},
		{Name: "more owners than Graph gives along", Files: tenant(leads, `[]`, `[`+strings.TrimSuffix(strings.Repeat(strings.Trim(anOwner, "[]")+",", 20), ",")+`]`, capable), Want: finding.Unknown},
		{Name: "the report spells the id in capitals", Files: with(tenant(leads, `[]`, anOwner, capable), snapshot.RegistrationDetails.Resource(), `[{"id":"A","isMfaCapable":true}]`), Want: finding.Pass},
		{Name: "an application that is not among those read", Files: with(tenant(leads, `[]`, `[]`, capable), snapshot.AppRoleAssignedTo.Resource(), strings.Replace(holds(leads), `"sp"`, `"gone"`, 1)), Want: finding.Unknown},
		{Name: "nothing known of an assignment", Files: with(tenant(leads, `[]`, `[]`, capable), snapshot.AppRoleAssignedTo.Resource(), `{"graph":[{}]}`), Want: finding.Unknown},
		{Name: "permissions of Microsoft Graph unread", Files: graphUnread, Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}
