package applications

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/globaladmin"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// takeover returns the name of an application permission of Microsoft Graph
// that leads directly to Global Administrator, by its id.
func takeover(appRoleID string) (name string, ok bool) { return globaladmin.Permission(appRoleID) }

// GlobalAdminPermissions asks that no application could take over the tenant.
// Each application that holds such a permission is a result of its own.
// settings.declared.privilegedApplications accepts applications by their id.
var GlobalAdminPermissions = &check.Check{
	ID:       "app-global-admin-permissions",
	Title:    "No application holds a permission that leads directly to Global Administrator",
	Category: check.Applications,
	Severity: finding.Critical,
	Because:  "Such a permission is worth as much as a Global Administrator but has no multifactor authentication and nobody behind it; what people granted in their own name (delegated permissions) is not read here.",
	Controls: check.Controls{ISO27001: []string{"A.5.15", "A.8.2"}, NIS2: []string{"21(2)(d)", "21(2)(i)"}},
	Rows:     []string{"AP-024"},
	Reads:    readsPermissions(),
	Risk:     "Whoever gets one secret of the application, or of its supplier, makes themselves Global Administrator in a single request.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Enterprise apps > the application > Permissions > Admin consent > revoke the permission",
		Request: `DELETE /v1.0/servicePrincipals/{id of the application}/appRoleAssignments/{id of the assignment}`,
	},
	Texts:  []*text.Table{globalAdminPermissionsTexts},
	Since:  "2026-11",
	Source: "Maester, MT.1050, application permissions only: delegated permission grants are not part of this check; Microsoft Graph documentation, Microsoft Graph permissions reference",
	Run: administratorPermissions{
		permission:  takeover,
		none:        "No enabled application holds a permission that leads directly to Global Administrator.",
		holds:       "An application holds permissions that lead directly to Global Administrator.",
		wasAccepted: "The application holds permissions that lead to Global Administrator and was declared as accepted.",
	}.run,
}
