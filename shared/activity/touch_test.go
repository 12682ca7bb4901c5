package activity_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/activity"
	"vahti.ai/vahti/shared/snapshot"
)

// Objects that entries of the tests name.
const (
	userID   = "11111111-aaaa-4aaa-8aaa-000000000001"
	groupID  = "11111111-aaaa-4aaa-8aaa-000000000002"
	roleID   = "62e90394-69f5-4237-9190-012177145e10"
	graphID  = "11111111-aaaa-4aaa-8aaa-000000000003"
	clientID = "11111111-aaaa-4aaa-8aaa-000000000004"
	policyID = "11111111-aaaa-4aaa-8aaa-000000000005"
	appID    = "11111111-aaaa-4aaa-8aaa-000000000006"
)

// decode reads entries as a scan does.
func decode(t testing.TB, text string) []snapshot.DirectoryAudit {
	t.Helper()
	s := snapshot.New(time.Time{}, snapshot.Settings{})
	if err := snapshot.DirectoryAudits.Decode(s, "", []byte(text)); err != nil {
		t.Fatal(err)
	}
	return snapshot.DirectoryAudits.Of(s)
}

// entry is one in the form Graph gives: its targets are as such.
func entry(service, category, activity, targets string) string {
	return `{"id":"e","activityDateTime":"2026-11-02T07:00:00Z","result":"success","loggedByService":"` + service + `","category":"` + category +
		`","activityDisplayName":"` + activity + `","initiatedBy":{"app":null,"user":{"id":"admin","userPrincipalName":"admin@contoso.example"}},"targetResources":[` + targets + `]}`
}

func target(kind, id string, changed ...string) string {
	properties := make([]string, len(changed)/2)
	for i := range properties {
		value := "null"
		if changed[2*i+1] != "" {
			value = `"\"` + changed[2*i+1] + `\""`
		}
		properties[i] = `{"displayName":"` + changed[2*i] + `","oldValue":null,"newValue":` + value + `}`
	}
	return `{"id":"` + id + `","displayName":null,"type":"` + kind + `","userPrincipalName":null,"modifiedProperties":[` + strings.Join(properties, ",") + `]}`
}

func TestTouches(t *testing.T) {
	const core, pim = "Core Directory", "PIM"
	type touched map[snapshot.Resource][]string
	held := touched{snapshot.RoleAssignments.Resource(): nil, snapshot.RoleAssignmentSchedules.Resource(): nil}
	user := touched{snapshot.Users.Resource(): {userID}}
	domain := `{"id":null,"displayName":"Contoso.example","type":"Domain","userPrincipalName":null,"modifiedProperties":[]}`
	federated := touched{snapshot.Domains.Resource(): {"contoso.example"}, snapshot.FederationConfigurations.Resource(): {"contoso.example"}, snapshot.RecentChanges.Resource(): nil}
	granted := touched{snapshot.PermissionGrants.Resource(): nil}
	tests := []struct {
		name, entry string
		want        touched
	}{
		{"a policy is disabled", entry("Conditional Access", "Policy", "Update Conditional Access policy", target("Policy", policyID)),
			touched{snapshot.ConditionalAccessPolicies.Resource(): {policyID}}},
		{"in other capitals", entry("Conditional Access", "Policy", "Update conditional access policy", target("Policy", policyID)),
			touched{snapshot.ConditionalAccessPolicies.Resource(): {policyID}}},
		{"a policy comes back, which no reference names", entry("Conditional Access", "Policy", "Restore Conditional Access policy", target("Policy", policyID)),
			touched{snapshot.ConditionalAccessPolicies.Resource(): nil, snapshot.NamedLocations.Resource(): nil}},
		{"a strength", entry("Authentication Methods", "ApplicationManagement", "Authentication Strength Combination Configuration Create ", ""),
			touched{snapshot.ConditionalAccessPolicies.Resource(): nil}},
		{"methods", entry("Authentication Methods", "ApplicationManagement", "Authentication Methods Policy Update", target("N/A", "")),
			touched{snapshot.AuthenticationMethodsPolicy.Resource(): nil}},
		{"somebody becomes administrator", entry(core, "RoleManagement", "Add member to role", target("User", userID, "Role.TemplateId", roleID)),
			touched{snapshot.RoleAssignments.Resource(): nil, snapshot.RoleAssignmentSchedules.Resource(): nil, snapshot.RecentChanges.Resource(): nil}},
		{"through privileged identity management", entry(pim, "RoleManagement", "Add member to role completed (PIM activation)", target("Role", roleID)+","+target("User", userID)), held},
		{"only asked for", entry(pim, "RoleManagement", "Add member to role requested (PIM activation)", target("Role", roleID)), touched{}},
		{"a role in Azure", entry(pim, "ResourceManagement", "Add member to role completed (PIM activation)", target("Role", roleID)), touched{}},
		{"a member of a group for a time", entry(pim, "GroupManagement", "Add member to role in PIM completed (timebound)", target("Group", groupID)+","+target("User", userID)),
			touched{snapshot.GroupMembers.Resource(): {groupID}, snapshot.GroupOwners.Resource(): {groupID}, snapshot.GroupChanges.Resource(): {groupID}}},
		{"eligible", entry(pim, "RoleManagement", "Add eligible member to role in PIM completed (permanent)", target("User", userID)),
			touched{snapshot.RoleEligibilitySchedules.Resource(): nil, snapshot.RecentChanges.Resource(): nil}},
		{"a rule for a role", entry(pim, "RoleManagement", "Update role setting in PIM", target("Role", roleID)),
			touched{snapshot.RoleManagementPolicies.Resource(): nil, snapshot.GroupRolePolicies.Resource(): nil}},
		{"something new with roles", entry(core, "RoleManagement", "Transfer role", ""), touched{
			snapshot.RoleAssignments.Resource(): nil, snapshot.RoleAssignmentSchedules.Resource(): nil,
			snapshot.RoleEligibilitySchedules.Resource(): nil, snapshot.RoleDefinitions.Resource(): nil,
		}},
		{"a member joins", entry(core, "GroupManagement", "Add member to group", target("User", userID, "Group.ObjectID", groupID, "Group.DisplayName", "Admins")),
			touched{snapshot.GroupMembers.Resource(): {groupID}, snapshot.GroupChanges.Resource(): {groupID}}},
		{"a member leaves", entry(core, "GroupManagement", "Remove member from group", target("User", userID, "Group.ObjectID", groupID)),
			touched{snapshot.GroupMembers.Resource(): {groupID}}},
		{"an owner joins", entry(core, "GroupManagement", "Add owner to group", target("User", userID)+","+target("Group", groupID)),
			touched{snapshot.GroupOwners.Resource(): {groupID}, snapshot.GroupChanges.Resource(): {groupID}}},
		{"an owner leaves", entry(core, "GroupManagement", "Remove owner from group", target("User", userID)+","+target("Group", groupID)),
			touched{snapshot.GroupOwners.Resource(): {groupID}}},
		{"consent", entry(core, "ApplicationManagement", "Consent to application", target("ServicePrincipal", clientID)),
			touched{snapshot.PermissionGrants.Resource(): nil, snapshot.AppRoleAssignedTo.Resource(): nil}},
		{"a delegated permission", entry(core, "ApplicationManagement", "Add delegated permission grant", target("ServicePrincipal", graphID, "ServicePrincipal.ObjectID", clientID)), granted},
		{"an application permission", entry(core, "ApplicationManagement", "Add app role assignment to service principal", target("ServicePrincipal", graphID, "ServicePrincipal.ObjectID", clientID)),
			touched{snapshot.AppRoleAssignedTo.Resource(): {graphID, clientID}}},
		{"a secret, with Microsoft's dash", entry(core, "ApplicationManagement", "Update application – Certificates and secrets management ", target("Application", appID)),
			touched{snapshot.Applications.Resource(): {appID}}},
		{"a federated credential", entry(core, "ApplicationManagement", "Update application", target("Application", appID, "FederatedIdentityCredentials", "")),
			touched{snapshot.Applications.Resource(): {appID}, snapshot.FederatedCredentials.Resource(): {appID}}},
		{"a proxy", entry("Application Proxy", "Application Management", "Update application", target("Application", appID)),
			touched{snapshot.Applications.Resource(): {appID}, snapshot.ApplicationProxies.Resource(): {appID}}},
		{"something new with applications", entry(core, "ApplicationManagement", "Deactivate application", target("Application", appID)+","+target("User", userID)),
			touched{snapshot.Applications.Resource(): {appID}}},
		{"federation", entry(core, "DirectoryManagement", "Set federation settings on domain", domain), federated},
		{"a domain whose id is its name", entry(core, "DirectoryManagement", "Set domain authentication", target("Domain", "contoso.example")), federated},
		{"consent is opened", entry(core, "AuthorizationPolicy", "Update authorization policy", target("Policy", policyID)),
			touched{snapshot.AuthorizationPolicy.Resource(): nil}},
		{"security defaults", entry("Conditional Access", "Policy", "Update security defaults", ""), touched{snapshot.SecurityDefaults.Resource(): nil}},
		{"a policy of devices elsewhere", entry("Mobility Management", "PolicyManagement", "Delete policy", ""), touched{}},
		{"an account is blocked", entry(core, "UserManagement", "Disable account", target("User", userID)), user},
		{"a user in what is read", entry(core, "UserManagement", "Update user", target("User", userID, "AccountEnabled", "", "Included Updated Properties", "")), user},
		{"a user in what is not", entry(core, "UserManagement", "Update user", target("User", userID, "TelephoneNumber", "", "TargetId.UserType", "")), touched{}},
		{"a user in nothing named", entry(core, "UserManagement", "Update user", target("User", userID, "TargetId.UserType", "")), user},
		{"a user's second factor", entry(core, "UserManagement", "Update user", target("User", userID, "StrongAuthenticationMethod", "")),
			touched{snapshot.RegistrationDetails.Resource(): {userID}, snapshot.EmergencyMethods.Resource(): {userID}}},
		{"per-user multifactor authentication", entry(core, "UserManagement", "Disable Strong Authentication", target("User", userID)),
			touched{snapshot.LegacyMFA.Resource(): {userID}, snapshot.RegistrationDetails.Resource(): {userID}}},
		{"a password, which is not read", entry(core, "UserManagement", "Reset user password", target("User", userID)), touched{}},
		{"a page is looked at", entry("Self-service Group Management", "GroupManagement", "GroupsODataV4_Get", target("N/A", "00000000-0000-0000-0000-000000000000")), touched{}},
		{"a risk is dismissed", entry("Identity Protection", "Other", "DismissUser", target("User", userID)),
			touched{snapshot.RiskyUsers.Resource(): {userID}, snapshot.RiskDetections.Resource(): nil}},
		{"without a result", strings.Replace(entry(core, "UserManagement", "Disable account", target("User", userID)), `"result":"success",`, "", 1), user},
		{"refused", strings.Replace(entry(core, "UserManagement", "Disable account", target("User", userID)), `"success"`, `"failure"`, 1), touched{}},
		{"refused for time", strings.Replace(entry(core, "UserManagement", "Disable account", target("User", userID)), `"success"`, `"timeout"`, 1), touched{}},
		{"empty", `{}`, touched{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := touched{}
			for _, x := range activity.Touches(&decode(t, "["+tt.entry+"]")[0]) {
				got[x.Resource] = x.IDs
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTouched(t *testing.T) {
	const core = "Core Directory"
	entries := decode(t, "["+strings.Join([]string{
		entry(core, "UserManagement", "Disable account", target("User", userID)),
		entry(core, "UserManagement", "Add user", target("User", appID)),
		entry(core, "UserManagement", "Enable account", target("User", userID)),
		entry("Conditional Access", "Policy", "Update Conditional Access policy", target("Policy", policyID)),
		entry("Authentication Methods", "ApplicationManagement", "Authentication Strength Policy Update", ""),
	}, ",")+"]")
	want := map[snapshot.Resource][]string{
		snapshot.Users.Resource():                     {userID, appID},
		snapshot.ConditionalAccessPolicies.Resource(): nil,
	}
	if diff := cmp.Diff(want, activity.Touched(entries)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestDocumentedEntries reads the entries that Microsoft documents.
func TestDocumentedEntries(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", "graph-examples", "graph-v1_0-proxy-mocks.json"))
	if err != nil {
		t.Skip("Microsoft's documented answers are not beside this checkout; nothing to compare with.")
	}
	var in struct {
		Mocks []struct {
			Request  struct{ URL string }
			Response struct {
				Body json.RawMessage
			}
		}
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		t.Fatal(err)
	}
	want := map[string]map[snapshot.Resource][]string{
		"Add member to group": {
			snapshot.GroupMembers.Resource(): {"ef7e527d-6c92-4234-8c6d-cf6fdfb57f95"}, snapshot.GroupChanges.Resource(): {"ef7e527d-6c92-4234-8c6d-cf6fdfb57f95"},
		},
		"GroupLifecyclePolicies_Get": {},
	}
	got := map[string]map[snapshot.Resource][]string{}
	for _, m := range in.Mocks {
		if !strings.Contains(m.Request.URL, "/auditLogs/directoryAudits") || strings.Contains(m.Request.URL, "directoryAudits/") {
			continue
		}
		var page struct {
			Value json.RawMessage
		}
		if err := json.Unmarshal(m.Response.Body, &page); err != nil {
			t.Fatal(err)
		}
		for _, e := range decode(t, string(page.Value)) {
			got[e.ActivityDisplayName] = activity.Touched([]snapshot.DirectoryAudit{e})
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
