package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/check/roles"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestUnusedRoles(t *testing.T) {
	const (
		service = `,"principal":{"@odata.type":"#microsoft.graph.servicePrincipal","id":"a"}`
		reader  = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
	)
	assignment := func(role, scope, principal string) string {
		return `{"id":"1","principalId":"a","roleDefinitionId":"` + role + `","directoryScopeId":"` + scope + `"` + principal + `}`
	}
	tenant := func(assignments, principals, report string) checktest.Files {
		return merge(premium(), signIns(report), checktest.Files{
			snapshot.RoleAssignments.Resource():   `[` + assignments + `]`,
			snapshot.ServicePrincipals.Resource(): `[` + principals + `]`,
		})
	}
	const app = `{"id":"a","appId":"app-a","displayName":"Backup","accountEnabled":true}`
	global := assignment(roles.GlobalAdministrator, "/", service)
	group := `{"id":"1","principalId":"g","roleDefinitionId":"` + roles.GlobalAdministrator + `","directoryScopeId":"/","principal":{"@odata.type":"#microsoft.graph.group","id":"g"}}`
	members := func(m string) checktest.Files {
		return checktest.Files{snapshot.GroupMembers.Resource(): `{"g":[` + m + `]}`}
	}
	checktest.Verdicts(t, UnusedRoles, []checktest.Test{
		{Name: "used", Files: tenant(global, app, vahtiSignedIn+appASignedIn), Want: finding.Pass},
		{Name: "not in the report", Files: tenant(global, app, vahtiSignedIn), Want: finding.Fail},
		{Name: "told by the directory alone", Files: tenant(assignment(roles.GlobalAdministrator, "/", ""), app, vahtiSignedIn), Want: finding.Fail},
		{Name: "the tenant's own id of the role", Files: merge(tenant(assignment("own", "/", service), app, vahtiSignedIn),
			checktest.Files{snapshot.RoleDefinitions.Resource(): `[{"id":"own","templateId":"` + roles.GlobalAdministrator + `"}]`}), Want: finding.Fail},
		{Name: "a harmless role", Files: tenant(assignment(reader, "/", service), app, vahtiSignedIn), Want: finding.Pass},
		{Name: "over an administrative unit", Files: tenant(assignment(roles.GlobalAdministrator, "/administrativeUnits/1", service), app, vahtiSignedIn), Want: finding.Pass},
		{Name: "disabled", Files: tenant(global, `{"id":"a","appId":"app-a","accountEnabled":false}`, vahtiSignedIn), Want: finding.Pass},
		{Name: "managed identity", Files: tenant(global, `{"id":"a","appId":"app-a","servicePrincipalType":"ManagedIdentity"}`, vahtiSignedIn), Want: finding.Unknown},
		{Name: "an application not listed", Files: tenant(global, ``, vahtiSignedIn), Want: finding.Unknown},
		{Name: "a person", Files: tenant(assignment(roles.GlobalAdministrator, "/", `,"principal":{"@odata.type":"#microsoft.graph.user","id":"a"}`), ``, vahtiSignedIn), Want: finding.Pass},
		{Name: "through a group", Files: merge(tenant(group, app, vahtiSignedIn), members(`{"@odata.type":"#microsoft.graph.servicePrincipal","id":"a"}`)), Want: finding.Fail},
		{Name: "a group of people", Files: merge(tenant(group, app, vahtiSignedIn), members(`{"@odata.type":"#microsoft.graph.user","id":"u"}`)), Want: finding.Pass},
		{Name: "a group whose members are unread", Files: tenant(group, app, vahtiSignedIn), Want: finding.Unknown},
		{Name: "nothing known of an assignment", Files: tenant(`{}`, app, vahtiSignedIn), Want: finding.Unknown},
		{Name: "an empty report", Files: tenant(global, app, ``), Want: finding.Unknown},
		{Name: "report unread", Files: checktest.Files{snapshot.RoleAssignments.Resource(): `[]`, snapshot.ServicePrincipals.Resource(): `[]`}, Want: finding.Unknown},
		{Name: "no licence", Files: merge(tenant(global, app, vahtiSignedIn), free()), Want: finding.NotApplicable},
	})
}
