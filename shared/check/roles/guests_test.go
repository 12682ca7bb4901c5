package roles

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestGuests(t *testing.T) {
	const (
		member = `"@odata.type":"#microsoft.graph.user","userType":"Member","userPrincipalName":"m@example.com","accountEnabled":true`
		guest  = `"@odata.type":"#microsoft.graph.user","userType":"Guest","userPrincipalName":"g_x.example#EXT#@example.com","accountEnabled":true`
		// The role by which everybody's second factor can be reset.
		authentication = "7be44c8a-adaf-4e2a-84d6-ab2649e08a13"
	)
	everyone := assigned(GlobalAdministrator, "m", member)
	checktest.Verdicts(t, Guests, []checktest.Test{
		{Name: "members alone", Files: holding(everyone), Want: finding.Pass},
		{Name: "a guest", Files: holding(everyone, assigned(exchange, "g", guest)), Want: finding.Fail},
		{Name: "a role of the control plane", Files: holding(everyone, assigned(authentication, "g", guest)), Want: finding.Fail},
		{Name: "a role that is not privileged", Files: holding(everyone, assigned("f2ef992c-3afb-46b9-b7cf-a126ee74c451", "g", guest)), Want: finding.Pass},
		{Name: "a guest made a member", Files: holding(assigned(exchange, "g", `"@odata.type":"#microsoft.graph.user","userType":"Member","userPrincipalName":"g_x.example#ext#@example.com"`)), Want: finding.Fail},
		{Name: "a disabled guest", Files: holding(everyone, assigned(exchange, "g", `"@odata.type":"#microsoft.graph.user","userType":"Guest","accountEnabled":false`)), Want: finding.Pass},
		{Name: "an eligible guest", Files: with(holding(everyone), snapshot.RoleEligibilitySchedules.Resource(), `[{"principalId":"g","roleDefinitionId":"`+exchange+`","directoryScopeId":"/","principal":{"id":"g",`+guest+`}}]`), Want: finding.Fail},
		{Name: "through a group", Files: with(holding(assigned(exchange, "grp", aGroup)), snapshot.GroupMembers.Resource(), `{"grp":[{"id":"g",`+guest+`}]}`), Want: finding.Fail},
		{Name: "the directory says it", Files: with(holding(`{"principalId":"g","roleDefinitionId":"`+exchange+`","directoryScopeId":"/"}`), snapshot.Users.Resource(), `[{"id":"g","userType":"Guest"}]`), Want: finding.Fail},
		{Name: "Graph said nothing", Files: holding(assigned(exchange, "x", `"@odata.type":"#microsoft.graph.user"`)), Want: finding.Unknown},
		{Name: "a group nobody read", Files: holding(everyone, assigned(exchange, "grp", aGroup)), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})

	// m is a member by now, x nobody tells of, and whoever else is in the group.
	files := holding(everyone, assigned(exchange, "x", `"@odata.type":"#microsoft.graph.user"`), assigned(exchange, "grp", aGroup))
	if diff := cmp.Diff([]string{"m"}, checktest.Resolved(t, Guests, files, "m", "x", "y")); diff != "" {
		t.Errorf("resolved (-want +got):\n%s", diff)
	}
	files = holding(everyone, assigned(exchange, "x", `"@odata.type":"#microsoft.graph.user"`))
	if diff := cmp.Diff([]string{"m", "y"}, checktest.Resolved(t, Guests, files, "m", "x", "y")); diff != "" {
		t.Errorf("resolved (-want +got):\n%s", diff)
	}
}
