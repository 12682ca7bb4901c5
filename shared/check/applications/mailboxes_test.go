package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestMailboxAccess(t *testing.T) {
	const (
		mailSend   = "b633e1c5-b582-4048-a93e-9f11b44c7e96"
		imap       = "5e5addcd-3e8d-4e90-baf5-964efab2b20a"
		fullAccess = "dc890d15-9560-4a4c-9b7f-a736ec74ec40"
		userRead   = "df021288-bdef-4463-88db-98f22de89214"
	)
	exchange := func(assignments string) checktest.Files {
		return checktest.Files{
			snapshot.ExchangeAssignments.Resource(): `[` + assignments + `]`,
			snapshot.ExchangeRoles.Resource():       `[{"id":"mail","displayName":"Application Mail.Read"},{"id":"config","displayName":"View-Only Configuration"}]`,
			snapshot.SubscribedSkus.Resource():      `[{"capabilityStatus":"Enabled","prepaidUnits":{"enabled":1},"servicePlans":[{"servicePlanName":"EXCHANGE_S_STANDARD","provisioningStatus":"Success"}]}]`,
		}
	}
	role := func(role, scopes string) checktest.Files {
		return exchange(`{"id":"1","principalId":"/ServicePrincipals/A","roleDefinitionId":"` + role + `"` + scopes + `}`)
	}
	tenant := func(permission string) checktest.Files {
		return merge(permissionTenant(appA, holds(permission), "", ""), exchange(""))
	}
	nobody := permissionTenant(appA, "", "", "")
	declared := snapshot.Settings{Declared: snapshot.Declared{MailboxApplications: []string{"APP-A"}}}
	rolesUnread := merge(nobody, role("mail", `,"directoryScopeId":"/"`))
	delete(rolesUnread, snapshot.ExchangeRoles.Resource())
	assignmentsUnread := merge(nobody, exchange(""))
	delete(assignmentsUnread, snapshot.ExchangeAssignments.Resource())
	failing := tenant(mailSend)
	delete(failing, snapshot.ExchangeAssignments.Resource())
	holdersUnread := merge(nobody, exchange(""))
	holdersUnread[snapshot.AppRoleAssignedTo.Resource()] = `{"graph":[]}`
	checktest.Verdicts(t, MailboxAccess, []checktest.Test{
		{Name: "nobody", Files: tenant(userRead), Want: finding.Pass},
		{Name: "sends as anyone", Files: tenant(mailSend), Want: finding.Fail},
		{Name: "full access in Exchange", Files: merge(permissionTenant(appA, "", holds(fullAccess), ""), exchange("")), Want: finding.Fail},
		{Name: "an older protocol reaches named mailboxes only", Files: merge(permissionTenant(appA, "", holds(imap), ""), exchange("")), Want: finding.Pass},
		{Name: "declared", Settings: declared, Files: tenant(mailSend), Want: finding.Pass},
		{Name: "disabled", Files: merge(permissionTenant(`,{"id":"a","appId":"app-a","accountEnabled":false}`, holds(mailSend), "", ""), exchange("")), Want: finding.Pass},
		{Name: "a role in Exchange over everything", Files: merge(nobody, role("mail", `,"directoryScopeId":"/","appScopeId":null`)), Want: finding.Fail},
		{Name: "a role over everything by its own scope", Files: merge(nobody, role("mail", `,"directoryScopeId":null,"appScopeId":"/"`)), Want: finding.Fail},
		{Name: "a role over a group", Files: merge(nobody, role("mail", `,"directoryScopeId":"/Groups/1","appScopeId":null`)), Want: finding.Pass},
		{Name: "a role over a management scope", Files: merge(nobody, role("mail", `,"directoryScopeId":null,"appScopeId":"/RecipientScopes/1"`)), Want: finding.Pass},
		{Name: "a scoped role beside a permission that is not", Files: merge(permissionTenant(appA, holds(mailSend), "", ""), role("mail", `,"directoryScopeId":"/Groups/1"`)), Want: finding.Fail},
		{Name: "a role over everything, declared", Settings: declared, Files: merge(nobody, role("mail", `,"directoryScopeId":"/"`)), Want: finding.Pass},
		{Name: "a role that opens no mailbox", Files: merge(nobody, role("config", `,"directoryScopeId":"/"`)), Want: finding.Pass},
		{Name: "a role of a person", Files: merge(nobody, exchange(`{"id":"1","principalId":"/Users/1","roleDefinitionId":"mail","directoryScopeId":"/"}`)), Want: finding.Pass},
		{Name: "no scope at all", Files: merge(nobody, role("mail", ``)), Want: finding.Unknown},
		{Name: "a role Exchange does not list", Files: merge(nobody, role("other", `,"directoryScopeId":"/"`)), Want: finding.Unknown},
		{Name: "Exchange's roles unread", Files: rolesUnread, Want: finding.Unknown},
		{Name: "Exchange's assignments unread", Files: assignmentsUnread, Want: finding.Unknown},
		{Name: "failing whatever was unread", Files: failing, Want: finding.Fail},
		{Name: "Exchange's holders unread", Files: holdersUnread, Want: finding.Unknown},
		{Name: "no Exchange", Files: merge(tenant(mailSend), free()), Want: finding.NotApplicable},
	})
}
