package applications

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// microsoftGraph is Microsoft Graph's application id in every tenant.
const microsoftGraph = "00000003-0000-0000-c000-000000000000"

// takeover returns the name of an application permission of Microsoft Graph
// that leads directly to Global Administrator, by its id: its holder makes
// itself or an accomplice an administrator, or takes over the account of one.
func takeover(appRoleID string) (name string, ok bool) {
	switch strings.ToLower(appRoleID) {
	case "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8":
		return "RoleManagement.ReadWrite.Directory", true
	case "06b708a9-e830-4db3-a914-8e69da51d44f":
		return "AppRoleAssignment.ReadWrite.All", true
	case "dd199f4a-f148-40a4-a2ec-f0069cc799ec":
		return "RoleAssignmentSchedule.ReadWrite.Directory", true
	case "2f6817f8-7b12-4f0f-bc18-eeaf60705a9e":
		return "PrivilegedAccess.ReadWrite.AzureADGroup", true
	case "41202f2c-f7ab-45be-b001-85c9728b9d69":
		return "PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup", true
	case "50483e42-d915-4231-9639-7fdb7fd190e5":
		return "UserAuthenticationMethod.ReadWrite.All", true
	case "eccc023d-eccf-4e7b-9683-8813ab36cecc":
		return "User.DeleteRestore.All", true
	case "3011c876-62b7-4ada-afa2-506cbbecc68c":
		return "User.EnableDisableAccount.All", true
	}
	return "", false
}

// GlobalAdminPermissions asks that no application could take over the tenant.
// Each application that holds such a permission is a result of its own.
// settings.declared.privilegedApplications accepts applications by their id.
var GlobalAdminPermissions = &check.Check{
	ID:       "app-global-admin-permissions",
	Title:    "No application holds a permission that leads directly to Global Administrator",
	Category: check.Applications,
	Severity: finding.Critical,
	Because:  "Such a permission is worth as much as a Global Administrator but has no multifactor authentication and nobody behind it; what people granted in their own name (delegated permissions) is not read here.",
	Rows:     []string{"AP-024"},
	Reads:    []snapshot.Resource{snapshot.AppRoleAssignedTo.Resource(), snapshot.ServicePrincipals.Resource()},
	Risk:     "Whoever gets one secret of the application, or of its supplier, makes themselves Global Administrator in a single request.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Enterprise apps > the application > Permissions > Admin consent > revoke the permission",
		Request: `DELETE /v1.0/servicePrincipals/{id of the application}/appRoleAssignments/{id of the assignment}`,
	},
	Since:  "2026-11",
	Source: "Maester, MT.1050, application permissions only: delegated permission grants are not part of this check; Microsoft Graph documentation, Microsoft Graph permissions reference",
	Run: func(s *snapshot.Snapshot) []check.Result {
		byID := map[string]snapshot.ServicePrincipal{}
		graphID := ""
		for _, sp := range snapshot.ServicePrincipals.Of(s) {
			byID[strings.ToLower(sp.ID)] = sp
			if strings.EqualFold(sp.AppID, microsoftGraph) {
				graphID = sp.ID
			}
		}
		var results []check.Result
		for id, permissions := range takeoverHolders(s) {
			sp, known := byID[id]
			if known && sp.AccountEnabled.Known() && !sp.AccountEnabled.V {
				continue
			}
			if !known {
				sp.ID = id
			}
			results = append(results, judgeHolder(sp, permissions, s.Settings.Declared.PrivilegedApplications))
		}
		if _, read := snapshot.AppRoleAssignedTo.Of(s, graphID); !read {
			results = append(results, check.One(finding.Unknown, "Who holds permissions of Microsoft Graph could not be read.", finding.Evidence{})...)
		}
		if len(results) == 0 {
			return check.One(finding.Pass, "No enabled application holds a permission that leads directly to Global Administrator.", finding.Evidence{})
		}
		return results
	},
}

// takeoverHolders returns the permissions that lead to Global Administrator by
// the service principal that holds them.
func takeoverHolders(s *snapshot.Snapshot) map[string][]string {
	holders := map[string][]string{}
	for _, parent := range snapshot.AppRoleAssignedTo.Parents(s) {
		assignments, _ := snapshot.AppRoleAssignedTo.Of(s, parent)
		for _, a := range assignments {
			name, ok := takeover(a.AppRoleID)
			if !ok || a.PrincipalType != "" && !strings.EqualFold(a.PrincipalType, "ServicePrincipal") {
				continue
			}
			id := strings.ToLower(a.PrincipalID)
			if !slices.Contains(holders[id], name) {
				holders[id] = append(holders[id], name)
			}
		}
	}
	return holders
}

func judgeHolder(sp snapshot.ServicePrincipal, permissions, declared []string) check.Result {
	slices.Sort(permissions)
	result := check.Result{
		Resource: sp.ID, Verdict: finding.Fail, Reason: "An application holds permissions that lead directly to Global Administrator.",
		Evidence: finding.Evidence{
			Facts:    finding.Facts{"permissions": permissions},
			Subjects: finding.Subjects{"applications": finding.List(finding.Subject{ID: sp.ID, Name: sp.DisplayName, Note: strings.Join(permissions, ", ")})},
		},
	}
	if sp.AppID != "" && slices.ContainsFunc(declared, func(id string) bool { return strings.EqualFold(id, sp.AppID) }) {
		result.Verdict, result.Reason = finding.Pass, "The application holds permissions that lead to Global Administrator and was declared as accepted."
	}
	return result
}
