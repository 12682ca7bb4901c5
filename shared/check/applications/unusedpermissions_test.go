package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// premium is a tenant with Entra ID P1, and free one without.
func premium() checktest.Files {
	return checktest.Files{snapshot.SubscribedSkus.Resource(): `[{"capabilityStatus":"Enabled","prepaidUnits":{"enabled":1},"servicePlans":[{"servicePlanName":"AAD_PREMIUM","provisioningStatus":"Success"}]}]`}
}

func free() checktest.Files {
	return checktest.Files{snapshot.SubscribedSkus.Resource(): `[]`}
}

// signIns is Microsoft's report of when applications were last used.
func signIns(rows string) checktest.Files {
	return checktest.Files{snapshot.ServicePrincipalSignIns.Resource(): `[` + rows + `]`}
}

const (
	vahtiSignedIn = `{"id":"1","appId":"vahti","lastSignInActivity":{"lastSignInDateTime":"2026-11-01T06:00:00Z"}}`
	appASignedIn  = `,{"id":"2","appId":"APP-A","lastSignInActivity":{"lastSignInDateTime":"2024-01-01T06:00:00Z"}}`
)

func TestUnusedPermissions(t *testing.T) {
	const (
		mailRead = "810c84a8-4a9e-49e6-bf7d-12d183f40d01"
		takeover = "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8"
		userRead = "df021288-bdef-4463-88db-98f22de89214"
	)
	tenant := func(permission, report string) checktest.Files {
		return merge(premium(), permissionTenant(appA, holds(permission), "", ""), signIns(report))
	}
	disabled := `,{"id":"a","appId":"app-a","accountEnabled":false}`
	managed := `,{"id":"a","appId":"app-a","accountEnabled":true,"servicePrincipalType":"ManagedIdentity"}`
	unread := permissionTenant(appA, holds(userRead), "", "")
	unread[snapshot.AppRoleAssignedTo.Resource()] = `{"graph":[],"exchange":[]}`
	checktest.Verdicts(t, UnusedPermissions, []checktest.Test{
		{Name: "used, if long ago", Files: tenant(mailRead, vahtiSignedIn+appASignedIn), Want: finding.Pass},
		{Name: "not in the report", Files: tenant(mailRead, vahtiSignedIn), Want: finding.Fail},
		{Name: "a way to Global Administrator", Files: tenant(takeover, vahtiSignedIn), Want: finding.Fail},
		{Name: "in the report without a sign-in", Files: tenant(mailRead, vahtiSignedIn+`,{"appId":"app-a","lastSignInActivity":{"lastSignInDateTime":null}}`), Want: finding.Fail},
		{Name: "in the report without an activity", Files: tenant(mailRead, vahtiSignedIn+`,{"appId":"app-a","lastSignInActivity":null}`), Want: finding.Fail},
		{Name: "in the report, which does not say when", Files: tenant(mailRead, vahtiSignedIn+`,{"appId":"app-a"}`), Want: finding.Unknown},
		{Name: "a date that cannot be read is a sign-in", Files: tenant(mailRead, `{"appId":"app-a","lastSignInActivity":{"lastSignInDateTime":"lately"}}`), Want: finding.Pass},
		{Name: "full access to Exchange", Files: merge(premium(), permissionTenant(appA, "", holds("dc890d15-9560-4a4c-9b7f-a736ec74ec40"), ""), signIns(vahtiSignedIn)), Want: finding.Fail},
		{Name: "all sites in SharePoint", Files: merge(premium(), permissionTenant(appA, "", "", holds("678536fe-1083-478a-9c59-b99265e6b0d3")), signIns(vahtiSignedIn)), Want: finding.Fail},
		{Name: "nothing of high risk", Files: tenant(userRead, vahtiSignedIn), Want: finding.Pass},
		{Name: "disabled", Files: merge(premium(), permissionTenant(disabled, holds(mailRead), "", ""), signIns(vahtiSignedIn)), Want: finding.Pass},
		{Name: "managed identity", Files: merge(premium(), permissionTenant(managed, holds(mailRead), "", ""), signIns(vahtiSignedIn)), Want: finding.Unknown},
		{Name: "managed identity that signed in", Files: merge(premium(), permissionTenant(managed, holds(mailRead), "", ""), signIns(vahtiSignedIn+appASignedIn)), Want: finding.Pass},
		{Name: "an application not listed", Files: merge(premium(), permissionTenant("", holds(mailRead), "", ""), signIns(vahtiSignedIn)), Want: finding.Unknown},
		{Name: "an empty report", Files: tenant(mailRead, ""), Want: finding.Unknown},
		{Name: "SharePoint's holders unread", Files: merge(premium(), unread, signIns(vahtiSignedIn)), Want: finding.Unknown},
		{Name: "report unread", Files: merge(premium(), permissionTenant(appA, holds(mailRead), "", "")), Want: finding.Unknown},
		{Name: "no licence", Files: merge(free(), permissionTenant(appA, holds(mailRead), "", ""), signIns(vahtiSignedIn)), Want: finding.NotApplicable},
	})
}
