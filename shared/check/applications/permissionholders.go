package applications

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/apppermission"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// subject names an application; of one that the directory does not list only
// the id is known.
func subject(id string, app *snapshot.ServicePrincipal) finding.Subject {
	if app == nil {
		return finding.Subject{ID: id}
	}
	return finding.Subject{ID: app.ID, Name: app.DisplayName}
}

// principal returns the service principal with an id, or nil.
func principal(s *snapshot.Snapshot, id string) *snapshot.ServicePrincipal {
	principals := snapshot.ServicePrincipals.Of(s)
	for i := range principals {
		if strings.EqualFold(principals[i].ID, id) {
			return &principals[i]
		}
	}
	return nil
}

// application returns the service principal of an application, or nil.
func application(s *snapshot.Snapshot, appID string) *snapshot.ServicePrincipal {
	principals := snapshot.ServicePrincipals.Of(s)
	for i := range principals {
		if strings.EqualFold(principals[i].AppID, appID) {
			return &principals[i]
		}
	}
	return nil
}

func containsFold(ids []string, id string) bool {
	return slices.ContainsFunc(ids, func(x string) bool { return strings.EqualFold(x, id) })
}

// readsPermissions are the resources of a check on application permissions.
func readsPermissions() []snapshot.Resource {
	return []snapshot.Resource{snapshot.AppRoleAssignedTo.Resource(), snapshot.ServicePrincipals.Resource()}
}

// holdersUnread is the reason where there may be more holders of permissions.
const holdersUnread = "Who holds permissions of Microsoft Graph could not be read."

// administratorPermissions asks that no application holds permissions of
// Microsoft Graph that lead to Global Administrator, unless
// settings.declared.privilegedApplications accepts it.
type administratorPermissions struct {
	permission               func(appRoleID string) (name string, ok bool)
	none, holds, wasAccepted string
}

// run gives each application that holds such a permission a result of its own.
func (c administratorPermissions) run(s *snapshot.Snapshot) []check.Result {
	var results []check.Result
	holders, whole := apppermission.Holders(s, func(resource, id string) (string, bool) {
		if resource != apppermission.MicrosoftGraph {
			return "", false
		}
		return c.permission(id)
	})
	for _, h := range holders {
		if !h.Enabled() {
			continue
		}
		result := check.Result{
			Resource: h.ID, Verdict: finding.Fail, Reason: c.holds,
			Evidence: finding.Evidence{
				Facts:    finding.Facts{"permissions": h.Permissions},
				Subjects: finding.Subjects{"applications": finding.List(h.Subject())},
			},
		}
		if h.Declared(s.Settings.Declared.PrivilegedApplications) {
			result.Verdict, result.Reason = finding.Pass, c.wasAccepted
		}
		results = append(results, result)
	}
	if !whole {
		results = append(results, check.One(finding.Unknown, holdersUnread, finding.Evidence{})...)
	}
	if len(results) == 0 {
		return check.One(finding.Pass, c.none, finding.Evidence{})
	}
	return results
}

// revokePermission is where the admin centre takes a permission away.
const revokePermission = "Microsoft Entra admin center > Entra ID > Enterprise apps > the application > Permissions > Admin consent > revoke the permission"

// deletePermission takes it away through Graph.
const deletePermission = `DELETE /v1.0/servicePrincipals/{id of the application}/appRoleAssignments/{id of the assignment}`
