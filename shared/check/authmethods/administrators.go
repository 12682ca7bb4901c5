package authmethods

import (
	"cmp"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/roles"
	"vahti.ai/vahti/shared/snapshot"
)

// administrators are the users, by id, who hold a privileged role over the whole
// tenant or may activate one. whole is false where there may be more.
type administrators struct {
	users map[string]*snapshot.User
	whole bool
}

// administratorsOf collects them. Accounts known to be disabled are left out.
func administratorsOf(s *snapshot.Snapshot) administrators {
	a := administrators{users: map[string]*snapshot.User{}, whole: !eligibilityUnknown(s)}
	templates := map[string]string{}
	definitions := snapshot.RoleDefinitions.Of(s)
	for i := range definitions {
		templates[strings.ToLower(definitions[i].ID)] = cmp.Or(definitions[i].TemplateID, definitions[i].ID)
	}
	privileged := func(role, scope string) bool {
		return (scope == "" || scope == "/") && roles.IsPrivileged(cmp.Or(templates[strings.ToLower(role)], role))
	}
	assignments := snapshot.RoleAssignments.Of(s)
	for i := range assignments {
		if x := &assignments[i]; privileged(x.RoleDefinitionID, x.DirectoryScopeID) {
			a.add(s, x.PrincipalID, x.Principal, true)
		}
	}
	eligible := snapshot.RoleEligibilitySchedules.Of(s)
	for i := range eligible {
		x := &eligible[i]
		ended := x.EndDateTime.Known() && x.EndDateTime.V.Readable && x.EndDateTime.V.Time.Before(s.Now)
		if !ended && privileged(x.RoleDefinitionID, x.DirectoryScopeID.V) {
			a.add(s, x.PrincipalID, x.Principal, true)
		}
	}
	return a
}

// add counts a principal: a user, or the users of a group, which itself is in
// no other. Of a principal that is none of them there may be users unseen.
func (a *administrators) add(s *snapshot.Snapshot, id string, object *snapshot.DirectoryObject, group bool) {
	if object == nil {
		object = &snapshot.DirectoryObject{}
	}
	user := snapshot.UserByID(s, id)
	members, read := snapshot.GroupMembers.Of(s, id)
	switch {
	case user != nil, object.Type == snapshot.TypeUser, object.UserPrincipalName != "":
		if user == nil {
			user = &snapshot.User{ID: id, DisplayName: object.DisplayName, UserPrincipalName: object.UserPrincipalName, AccountEnabled: object.AccountEnabled}
		}
		if !user.AccountEnabled.Known() || user.AccountEnabled.V {
			a.users[id] = user
		}
	case group && read:
		for i := range members {
			a.add(s, members[i].ID, &members[i], false)
		}
	case object.Type == snapshot.TypeServicePrincipal, !group && object.Type == snapshot.TypeGroup, object.Type == "" && isService(s, id):
	default:
		a.whole = false
	}
}

func isService(s *snapshot.Snapshot, id string) bool {
	all := snapshot.ServicePrincipals.Of(s)
	for i := range all {
		if all[i].ID == id {
			return true
		}
	}
	return false
}

// eligibilityUnknown reports whether somebody could be eligible unseen. Without
// Entra ID P2 nobody can be, and Graph refuses the question as a bad request.
func eligibilityUnknown(s *snapshot.Snapshot) bool {
	why, missing := s.Missing(snapshot.RoleEligibilitySchedules.Resource())
	if !missing || why.Status == 400 {
		return false
	}
	has, known := check.Licensed(check.EntraP2, s)
	return has || !known
}
