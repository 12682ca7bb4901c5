package applications

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// steppingStone returns the name of an application permission of Microsoft
// Graph from which a further step leads to Global Administrator: through another
// application, a group, an administrator's device, a role that can be activated
// or a policy that stands in the way. The id is in small letters.
// AppRoleAssignment.ReadWrite.All is not here: it is one of takeover, because
// its holder gives itself every other permission.
func steppingStone(appRoleID string) (name string, ok bool) {
	switch appRoleID {
	case "5eb59dd3-1da2-4329-8733-9dabdc435916":
		return "AdministrativeUnit.ReadWrite.All", true
	case "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9":
		return "Application.ReadWrite.All", true
	case "18a4783c-866b-4cc7-a460-3d5e5662c884":
		return "Application.ReadWrite.OwnedBy", true
	case "78145de6-330d-4800-a6ce-494ff2d33d07":
		return "DeviceManagementApps.ReadWrite.All", true
	case "9241abd9-d0e6-425a-bd4f-47ba86e767a4":
		return "DeviceManagementConfiguration.ReadWrite.All", true
	case "243333ab-4d21-40cb-a475-36241daa0842":
		return "DeviceManagementManagedDevices.ReadWrite.All", true
	case "e330c4f0-4170-414e-a55a-2f022ec2b57b":
		return "DeviceManagementRBAC.ReadWrite.All", true
	case "9255e99d-faf5-445e-bbf7-cb71482737c4":
		return "DeviceManagementScripts.ReadWrite.All", true
	case "5ac13192-7ace-4fcf-b828-1a26f28068ee":
		return "DeviceManagementServiceConfig.ReadWrite.All", true
	case "19dbc75e-c2e2-444c-a770-ec69d8559fc7":
		return "Directory.ReadWrite.All", true
	case "7e05723c-0bb0-42da-be95-ae9f08a6e53c":
		return "Domain.ReadWrite.All", true
	case "9acd699f-1e81-4958-b001-93b1d2506e19":
		return "EntitlementManagement.ReadWrite.All", true
	case "62a82d76-70ea-41e2-9197-370581804d09":
		return "Group.ReadWrite.All", true
	case "dbaae8cf-10b5-4b86-a4a1-f871c94c6695":
		return "GroupMember.ReadWrite.All", true
	case "292d869f-3427-49a8-9dab-8c70152b74e9":
		return "Organization.ReadWrite.All", true
	case "29c18626-4985-4dcd-85c0-193eef327366":
		return "Policy.ReadWrite.AuthenticationMethod", true
	case "01c0a623-fc9b-48e9-b794-0756f8e8f067":
		return "Policy.ReadWrite.ConditionalAccess", true
	case "a402ca1c-2696-4531-972d-6e5ee4aa11ea":
		return "Policy.ReadWrite.PermissionGrant", true
	case "618b6020-bca8-4de6-99f6-ef445fa4d857":
		return "PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup", true
	case "fee28b28-e1f3-4841-818e-2704dc62245f":
		return "RoleEligibilitySchedule.ReadWrite.Directory", true
	case "b38dcc4d-a239-4ed6-aa84-6c65b284f97c":
		return "RoleManagementPolicy.ReadWrite.AzureADGroup", true
	case "31e08e0a-d3f7-4ca2-ac39-7343fb83e8ad":
		return "RoleManagementPolicy.ReadWrite.Directory", true
	case "741f803b-c850-494e-b5df-cde7c675a1ca":
		return "User.ReadWrite.All", true
	case "cc117bb9-00cf-4eb8-b580-ea2a878fe8f7":
		return "User-PasswordProfile.ReadWrite.All", true
	}
	return "", false
}

// IndirectAdminPermissions asks that no application is a stepping stone to
// Global Administrator. Each application that holds such a permission is a
// result of its own. settings.declared.privilegedApplications accepts
// applications by their id.
var IndirectAdminPermissions = &check.Check{
	ID:       "app-indirect-admin-permissions",
	Title:    "No application holds a permission that leads to Global Administrator by a detour",
	Category: check.Applications,
	Severity: finding.High,
	Because:  "The way to Global Administrator needs one more step, such as another application's secret or a privileged group, but every tenant offers some.",
	Controls: check.Controls{ISO27001: []string{"A.5.15", "A.8.2"}, NIS2: []string{"21(2)(d)", "21(2)(i)"}},
	Rows:     []string{"AP-025"},
	Reads:    readsPermissions(),
	Risk:     "Whoever gets the application's secret adds a secret to a more powerful application, joins a privileged group or runs a script on an administrator's computer, and is Global Administrator soon after.",
	Fix:      check.Fix{Portal: revokePermission, Request: deletePermission},
	Texts:    []*text.Table{indirectAdminPermissionsTexts, permissionTexts},
	Since:    "2026-11",
	Source: "Maester, MT.1051, application permissions only, with AppRoleAssignment.ReadWrite.All left to app-global-admin-permissions, " +
		"Policy.ReadWrite.ConditionalAccess taken from MT.1050 and every DeviceManagement*.ReadWrite.All, as the catalogue asks; " +
		"Microsoft Graph documentation, Microsoft Graph permissions reference",
	Run: administratorPermissions{
		permission:  steppingStone,
		none:        "No enabled application holds a permission that leads to Global Administrator by a detour.",
		holds:       "An application holds permissions that lead to Global Administrator by a detour.",
		wasAccepted: "The application holds permissions that lead to Global Administrator by a detour and was declared as accepted.",
	}.run,
}
