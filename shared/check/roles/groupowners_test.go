package roles

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestGroupOwners(t *testing.T) {
	const reader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
	tenant := func(owners, groups string) checktest.Files {
		files := holding(users(GlobalAdministrator, "a"), assigned(reader, "g", aGroup))
		files[snapshot.GroupOwners.Resource()] = owners
		files[snapshot.Groups.Resource()] = groups
		return files
	}
	const fixed, dynamic = `[{"id":"g","groupTypes":[]}]`, `[{"id":"g","groupTypes":["DynamicMembership"]}]`
	checktest.Verdicts(t, GroupOwners, []checktest.Test{
		{Name: "no owner", Files: tenant(`{"g":[]}`, fixed), Want: finding.Pass},
		{Name: "an administrator owns it", Files: tenant(`{"g":`+anOwner+`}`, fixed), Want: finding.Pass},
		{Name: "somebody else owns it", Files: tenant(`{"g":[{"@odata.type":"#microsoft.graph.user","id":"b","accountEnabled":true}]}`, fixed), Want: finding.Fail},
		{Name: "a guest owns it", Files: tenant(`{"g":`+aGuestOwner+`}`, fixed), Want: finding.Fail},
		{Name: "an application owns it", Files: tenant(`{"g":`+anOwningService+`}`, fixed), Want: finding.Fail},
		{Name: "a disabled owner", Files: tenant(`{"g":`+aDisabledOwner+`}`, fixed), Want: finding.Pass},
		{Name: "dynamic", Files: tenant(`{"g":[]}`, dynamic), Want: finding.Fail},
		{Name: "eligible alone", Files: with(with(tenant(`{"g":[{"@odata.type":"#microsoft.graph.user","id":"b"}]}`, fixed), snapshot.RoleAssignments.Resource(), `[]`), snapshot.RoleEligibilitySchedules.Resource(), eligibleGroup(reader)), Want: finding.Fail},
		{Name: "owners of the group not read", Files: tenant(`{}`, fixed), Want: finding.Unknown},
		{Name: "the group is not among those read", Files: tenant(`{"g":[]}`, `[]`), Want: finding.Unknown},
		{Name: "types not returned", Files: tenant(`{"g":[]}`, `[{"id":"g"}]`), Want: finding.Unknown},
		{Name: "a group's members, who may be the owners, were not read", Files: with(tenant(`{"g":[{"@odata.type":"#microsoft.graph.user","id":"b"}]}`, fixed), snapshot.RoleAssignments.Resource(), `[`+assigned(exchange, "g", aGroup)+`]`), Want: finding.Unknown},
		{Name: "no group", Files: with(tenant(`{}`, fixed), snapshot.RoleAssignments.Resource(), `[`+users(GlobalAdministrator, "a")+`]`), Want: finding.NotApplicable},
		{Name: "a principal that may be a group", Files: with(tenant(`{}`, fixed), snapshot.RoleAssignments.Resource(), `[{"principalId":"x","roleDefinitionId":"`+reader+`","directoryScopeId":"/"}]`), Want: finding.Unknown},
		{Name: "unread", Files: holding(assigned(reader, "g", aGroup)), Want: finding.Unknown},
	})
}
