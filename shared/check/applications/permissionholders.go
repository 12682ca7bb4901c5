package applications

import (
	"cmp"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Applications of Microsoft that define application permissions, by their
// application id in every tenant.
const (
	microsoftGraph   = "00000003-0000-0000-c000-000000000000"
	exchangeOnline   = "00000002-0000-0ff1-ce00-000000000000"
	sharePointOnline = "00000003-0000-0ff1-ce00-000000000000"
)

// naming returns the name of an application permission by its id, if it is one
// of those a check asks about. resource is the application that defines it:
// SharePoint and Exchange reuse ids of Microsoft Graph for other permissions.
type naming func(resource, appRoleID string) (name string, ok bool)

// holder is an application and the permissions it holds.
type holder struct {
	id          string // of the service principal
	app         *snapshot.ServicePrincipal
	permissions []string // sorted
}

// enabled reports whether the application is not known to be disabled.
func (h holder) enabled() bool { return !disabled(h.app) }

// disabled reports whether an application is known to be disabled.
func disabled(app *snapshot.ServicePrincipal) bool {
	return app != nil && app.AccountEnabled.Known() && !app.AccountEnabled.V
}

// declared reports whether the application is in a list of application ids.
func (h holder) declared(ids []string) bool {
	return h.app != nil && h.app.AppID != "" && containsFold(ids, h.app.AppID)
}

// subject names an application; of one that the directory does not list only
// the id is known.
func subject(id string, app *snapshot.ServicePrincipal) finding.Subject {
	if app == nil {
		return finding.Subject{ID: id}
	}
	return finding.Subject{ID: app.ID, Name: app.DisplayName}
}

// permissionHolders returns who holds such permissions, sorted by id, each with
// what the directory says about it, or nil.
func permissionHolders(s *snapshot.Snapshot, named naming) []holder {
	byID := map[string]*holder{}
	for _, parent := range snapshot.AppRoleAssignedTo.Parents(s) {
		assignments, _ := snapshot.AppRoleAssignedTo.Of(s, parent)
		resource := ""
		if app := principal(s, parent); app != nil {
			resource = strings.ToLower(app.AppID)
		}
		for i := range assignments {
			a := &assignments[i]
			name, ok := named(resource, strings.ToLower(a.AppRoleID))
			if !ok || a.PrincipalType != "" && !strings.EqualFold(a.PrincipalType, "ServicePrincipal") {
				continue
			}
			id := strings.ToLower(a.PrincipalID)
			h := byID[id]
			if h == nil {
				h = &holder{id: a.PrincipalID}
				byID[id] = h
			}
			if !slices.Contains(h.permissions, name) {
				h.permissions = append(h.permissions, name)
			}
		}
	}
	principals := snapshot.ServicePrincipals.Of(s)
	for i := range principals {
		if h := byID[strings.ToLower(principals[i].ID)]; h != nil {
			h.app, h.id = &principals[i], principals[i].ID
		}
	}
	out := make([]holder, 0, len(byID))
	for _, h := range byID {
		slices.Sort(h.permissions)
		out = append(out, *h)
	}
	slices.SortFunc(out, func(a, b holder) int { return cmp.Compare(a.id, b.id) })
	return out
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

// assignmentsRead reports whether it was read who holds permissions of
// Microsoft Graph, and of those others among the applications that the tenant
// has.
func assignmentsRead(s *snapshot.Snapshot, others ...string) bool {
	graph := application(s, microsoftGraph)
	if graph == nil {
		return false
	}
	if _, read := snapshot.AppRoleAssignedTo.Of(s, graph.ID); !read {
		return false
	}
	for _, id := range others {
		if app := application(s, id); app != nil {
			if _, read := snapshot.AppRoleAssignedTo.Of(s, app.ID); !read {
				return false
			}
		}
	}
	return true
}

func containsFold(ids []string, id string) bool {
	return slices.ContainsFunc(ids, func(x string) bool { return strings.EqualFold(x, id) })
}

// readsPermissions are the resources of a check on application permissions.
func readsPermissions() []snapshot.Resource {
	return []snapshot.Resource{snapshot.AppRoleAssignedTo.Resource(), snapshot.ServicePrincipals.Resource()}
}

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
	for _, h := range permissionHolders(s, func(resource, id string) (string, bool) {
		if resource != microsoftGraph {
			return "", false
		}
		return c.permission(id)
	}) {
		if !h.enabled() {
			continue
		}
		result := check.Result{
			Resource: h.id, Verdict: finding.Fail, Reason: c.holds,
			Evidence: finding.Evidence{
				Facts:    finding.Facts{"permissions": h.permissions},
				Subjects: finding.Subjects{"applications": finding.List(subject(h.id, h.app))},
			},
		}
		if h.declared(s.Settings.Declared.PrivilegedApplications) {
			result.Verdict, result.Reason = finding.Pass, c.wasAccepted
		}
		results = append(results, result)
	}
	if !assignmentsRead(s) {
		results = append(results, check.One(finding.Unknown, "Who holds permissions of Microsoft Graph could not be read.", finding.Evidence{})...)
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
