package roles

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

const anApplication = `"@odata.type":"#microsoft.graph.servicePrincipal","displayName":"App"`

// services is a tenant with these service principals.
func services(files checktest.Files, principals string) checktest.Files {
	return with(files, snapshot.ServicePrincipals.Resource(), `[`+principals+`]`)
}

func TestWorkloadIdentities(t *testing.T) {
	declared := snapshot.Settings{Declared: snapshot.Declared{PrivilegedApplications: []string{"APP-1"}}}
	held := holding(assigned(exchange, "sp", anApplication))
	const enabled = `{"id":"sp","appId":"app-1","displayName":"App","accountEnabled":true,"servicePrincipalType":"Application"}`
	checktest.Verdicts(t, WorkloadIdentities, []checktest.Test{
		{Name: "nobody but people", Files: holding(users(GlobalAdministrator, "a")), Want: finding.Pass},
		{Name: "an application", Files: services(held, enabled), Want: finding.Fail},
		{Name: "a declared application", Settings: declared, Files: services(held, enabled), Want: finding.Pass},
		{Name: "a managed identity", Settings: declared, Files: services(held, `{"id":"sp","appId":"app-2","servicePrincipalType":"ManagedIdentity"}`), Want: finding.Fail},
		{Name: "a disabled application", Files: services(held, `{"id":"sp","appId":"app-1","accountEnabled":false}`), Want: finding.Pass},
		{Name: "the application is not among those read", Files: held, Want: finding.Fail},
		{Name: "it is not told whether it was declared", Settings: declared, Files: held, Want: finding.Unknown},
		{Name: "what came with the assignment tells which it is", Settings: declared, Files: holding(assigned(exchange, "sp", anApplication+`,"appId":"app-1"`)), Want: finding.Pass},
		{Name: "an AI agent", Files: holding(assigned(exchange, "sp", `"@odata.type":"#microsoft.graph.agentIdentity","displayName":"Agent"`)), Want: finding.Fail},
		{Name: "a member of a group without an id", Files: with(holding(assigned(exchange, "g", aGroup)), snapshot.GroupMembers.Resource(), `{"g":[{}]}`), Want: finding.Unknown},
		{Name: "nothing but its id tells", Files: services(holding(`{"principalId":"sp","roleDefinitionId":"`+exchange+`","directoryScopeId":"/"}`), enabled), Want: finding.Fail},
		{Name: "through a group", Files: services(with(holding(assigned(exchange, "g", aGroup)), snapshot.GroupMembers.Resource(), `{"g":[{"id":"sp",`+anApplication+`}]}`), enabled), Want: finding.Fail},
		{Name: "in a group that is only eligible", Files: services(with(with(holding(), snapshot.RoleEligibilitySchedules.Resource(), eligibleGroup(exchange)), snapshot.GroupMembers.Resource(), `{"g":[{"id":"sp",`+anApplication+`}]}`), enabled), Want: finding.Pass},
		{Name: "a role that is not privileged", Files: services(holding(assigned("f2ef992c-3afb-46b9-b7cf-a126ee74c451", "sp", anApplication)), enabled), Want: finding.Pass},
		{Name: "eligibility does not matter", Files: without(holding(users(GlobalAdministrator, "a")), snapshot.RoleEligibilitySchedules.Resource()), Want: finding.Pass},
		{Name: "nothing known of the principal", Files: holding(`{"principalId":"x","roleDefinitionId":"` + exchange + `","directoryScopeId":"/"}`), Want: finding.Unknown},
		{Name: "a group nobody read", Files: holding(assigned(exchange, "g", aGroup)), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}
