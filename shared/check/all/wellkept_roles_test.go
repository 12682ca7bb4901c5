package all

import (
	"strings"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/check/roles"
	"vahti.ai/vahti/shared/snapshot"
)

// wellKeptRoles is who holds which role in a well-kept tenant: four people, and a
// group whose one member is among them.
func wellKeptRoles() checktest.Files {
	const (
		userAdministrator = "fe930be7-5e62-47db-91af-98c3a49a38b1"
		exchange          = "29232cdf-9323-42fd-ade2-1d097af3e4de"
		told              = `"isDefaultRecipientsEnabled":true,"notificationRecipients":["security@example.com"]}`
		identityPlan      = `[{"skuId":"s","skuPartNumber":"AAD_PREMIUM_P2","servicePlans":[{"servicePlanName":"AAD_PREMIUM_P2","provisioningStatus":"Success"}]}]`
		used              = `"createdDateTime":"2025-01-01T00:00:00Z","signInActivity":{"lastSignInDateTime":"2026-10-30T00:00:00Z",
			"lastNonInteractiveSignInDateTime":"2026-10-30T00:00:00Z","lastSuccessfulSignInDateTime":"2026-10-30T00:00:00Z"}`
	)
	people := []string{"a1", "a2", "a3", "a4"}
	perPerson := func(of func(id string) string) string {
		var out []string
		for _, id := range people {
			out = append(out, `"`+id+`":`+of(id))
		}
		return "{" + strings.Join(out, ",") + "}"
	}
	holds := func(id, role, principal string) string {
		return `{"id":"` + id + role + `","principalId":"` + id + `","roleDefinitionId":"` + role + `","directoryScopeId":"/","principal":{"id":"` + id + `",` + principal + `}}`
	}
	user := func(id string) string {
		return `"@odata.type":"#microsoft.graph.user","displayName":"` + id + `","userPrincipalName":"` + id + `@example.com","userType":"Member","accountEnabled":true,
			"onPremisesSyncEnabled":null,"onPremisesImmutableId":null`
	}
	return checktest.Files{
		snapshot.RoleAssignments.Resource(): `[` + strings.Join([]string{
			holds("a1", roles.GlobalAdministrator, user("a1")), holds("a2", roles.GlobalAdministrator, user("a2")),
			holds("a3", userAdministrator, user("a3")), holds("a4", exchange, user("a4")),
			holds("group", exchange, `"@odata.type":"#microsoft.graph.group","displayName":"Administrators"`),
		}, ",") + `]`,
		snapshot.GroupMembers.Resource(): `{"group":[{"id":"a3",` + user("a3") + `}]}`,
		snapshot.GroupOwners.Resource():  `{"group":[]}`,
		snapshot.GroupChanges.Resource(): `{}`,
		snapshot.GroupRolePolicies.Resource(): `{"group":[{"id":"Group_group_member","scopeId":"group","scopeType":"Group","roleDefinitionId":"member","policy":{"rules":[
			{"id":"Approval_EndUser_Assignment","setting":{"isApprovalRequired":true,"approvalStages":[{"primaryApprovers":[{"@odata.type":"#microsoft.graph.singleUser","userId":"a2"}]}]}},
			{"id":"Notification_Admin_EndUser_Assignment",` + told + `,{"id":"Notification_Admin_Admin_Assignment",` + told + `,
			{"id":"Notification_Admin_Admin_Eligibility",` + told + `]}}]}`,
		snapshot.PrivilegedSignInActivity.Resource(): perPerson(func(id string) string { return `[{"id":"` + id + `",` + used + `}]` }),
		snapshot.PrivilegedLicences.Resource():       perPerson(func(string) string { return identityPlan }),
		snapshot.EmergencyMethods.Resource(): `{"a1":[{"@odata.type":"#microsoft.graph.passwordAuthenticationMethod","id":"28c10230-6103-485e-b985-444c60001490"},
			{"@odata.type":"#microsoft.graph.fido2AuthenticationMethod","id":"key"}]}`,
		snapshot.SignIns.Resource():          `[]`,
		snapshot.Contracts.Resource():        `[]`,
		snapshot.PartnerRelations.Resource(): `[]`,
	}
}
