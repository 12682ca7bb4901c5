package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// permissionTenant is a tenant with Microsoft's three applications that define
// permissions, further service principals and, by application, who holds what.
func permissionTenant(principals, graph, exchange, sharePoint string) checktest.Files {
	return checktest.Files{
		snapshot.ServicePrincipals.Resource(): `[
			{"id":"graph","appId":"00000003-0000-0000-c000-000000000000","displayName":"Microsoft Graph"},
			{"id":"exchange","appId":"00000002-0000-0ff1-ce00-000000000000","displayName":"Office 365 Exchange Online"},
			{"id":"sharepoint","appId":"00000003-0000-0ff1-ce00-000000000000","displayName":"Office 365 SharePoint Online"}` + principals + `]`,
		snapshot.AppRoleAssignedTo.Resource(): `{"graph":[` + graph + `],"exchange":[` + exchange + `],"sharepoint":[` + sharePoint + `]}`,
	}
}

// holds is the assignment of a permission to the service principal "a".
func holds(appRoleID string) string {
	return `{"appRoleId":"` + appRoleID + `","principalId":"a","principalType":"ServicePrincipal"}`
}

const appA = `,{"id":"a","appId":"app-a","displayName":"Backup","accountEnabled":true}`

func TestIndirectAdminPermissions(t *testing.T) {
	const (
		applicationWrite = "1BFEFB4E-E0B5-418B-A88F-73C46D2CC8E9"
		userWrite        = "741f803b-c850-494e-b5df-cde7c675a1ca"
		userRead         = "df021288-bdef-4463-88db-98f22de89214"
		takeover         = "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8"
	)
	declared := snapshot.Settings{Declared: snapshot.Declared{PrivilegedApplications: []string{"APP-A"}}}
	unread := permissionTenant(appA, "", "", "")
	unread[snapshot.AppRoleAssignedTo.Resource()] = `{"exchange":[]}`
	checktest.Verdicts(t, IndirectAdminPermissions, []checktest.Test{
		{Name: "reads only", Files: permissionTenant(appA, holds(userRead), "", ""), Want: finding.Pass},
		{Name: "writes applications", Files: permissionTenant(appA, holds(applicationWrite), "", ""), Want: finding.Fail},
		{Name: "writes users", Files: permissionTenant(appA, holds(userWrite), "", ""), Want: finding.Fail},
		{Name: "the id means profiles in SharePoint", Files: permissionTenant(appA, "", "", holds(userWrite)), Want: finding.Pass},
		{Name: "a direct way is another check's", Files: permissionTenant(appA, holds(takeover), "", ""), Want: finding.Pass},
		{Name: "declared", Settings: declared, Files: permissionTenant(appA, holds(applicationWrite), "", ""), Want: finding.Pass},
		{Name: "one of two is declared", Settings: declared,
			Files: permissionTenant(appA, holds(applicationWrite)+`,{"appRoleId":"`+userWrite+`","principalId":"b"}`, "", ""), Want: finding.Fail},
		{Name: "disabled", Files: permissionTenant(`,{"id":"a","appId":"app-a","accountEnabled":false}`, holds(applicationWrite), "", ""), Want: finding.Pass},
		{Name: "a person", Files: permissionTenant(appA, `{"appRoleId":"`+userWrite+`","principalId":"u","principalType":"User"}`, "", ""), Want: finding.Pass},
		{Name: "Microsoft Graph's holders unread", Files: unread, Want: finding.Unknown},
		{Name: "unread", Files: checktest.Files{}, Want: finding.Unknown},
	})
}

// TestWaysDoNotOverlap keeps one permission from opening two findings.
func TestWaysDoNotOverlap(t *testing.T) {
	for _, id := range []string{
		"9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8", "06b708a9-e830-4db3-a914-8e69da51d44f", "dd199f4a-f148-40a4-a2ec-f0069cc799ec",
		"2f6817f8-7b12-4f0f-bc18-eeaf60705a9e", "41202f2c-f7ab-45be-b001-85c9728b9d69", "50483e42-d915-4231-9639-7fdb7fd190e5",
		"eccc023d-eccf-4e7b-9683-8813ab36cecc", "3011c876-62b7-4ada-afa2-506cbbecc68c",
	} {
		if _, ok := takeover(id); !ok {
			t.Errorf("%s leads to Global Administrator directly and is not known", id)
		}
		if name, ok := steppingStone(id); ok {
			t.Errorf("%s is listed as a detour as well", name)
		}
	}
}
