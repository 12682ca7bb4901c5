package roles

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/snapshot"
)

// roleGroup is a group that roles were assigned to.
type roleGroup struct {
	id, name         string
	active, eligible map[string]bool // by template id
}

// roles returns the roles the group has either way.
func (g roleGroup) roles() map[string]bool {
	all := maps.Clone(g.active)
	maps.Copy(all, g.eligible)
	return all
}

// groupsWithRoles collects the groups that hold one of the roles over the whole
// tenant or may activate it, by id; no set means any role, over whatever scope.
// unsure is true where further principals may be groups.
func groupsWithRoles(s *snapshot.Snapshot, set roleSet) (groups []roleGroup, unsure bool) {
	d, found, untyped := definitionsOf(s), map[string]*roleGroup{}, map[string]bool{}
	note := func(definition, scope, id string, object *snapshot.DirectoryObject, active bool) {
		role := d.template(definition)
		unsure = unsure || role == "" || id == ""
		if set != nil && (!set[role] || !tenantWide(scope)) {
			return
		}
		name := ""
		_, members := snapshot.GroupMembers.Of(s, id)
		switch {
		case id == "":
			return
		case object != nil && object.Type != "":
			if object.Type != snapshot.TypeGroup {
				return
			}
			name = object.DisplayName
		case members:
		case snapshot.UserByID(s, id) != nil:
			return
		default:
			untyped[strings.ToLower(id)] = true
			return
		}
		key := strings.ToLower(id)
		g := found[key]
		if g == nil {
			g = &roleGroup{id: id, active: map[string]bool{}, eligible: map[string]bool{}}
			found[key] = g
		}
		g.name = cmp.Or(g.name, name)
		if active {
			g.active[role] = true
		} else {
			g.eligible[role] = true
		}
	}
	assignments := snapshot.RoleAssignments.Of(s)
	for i := range assignments {
		a := &assignments[i]
		note(a.RoleDefinitionID, a.DirectoryScopeID, a.PrincipalID, a.Principal, true)
	}
	eligible := snapshot.RoleEligibilitySchedules.Of(s)
	for i := range eligible {
		if e := &eligible[i]; e.Holds(s.Now) {
			note(e.RoleDefinitionID, e.DirectoryScopeID.V, e.PrincipalID, e.Principal, false)
		}
	}
	if len(untyped) > 0 {
		services := snapshot.ServicePrincipals.Of(s)
		for i := range services {
			delete(untyped, strings.ToLower(services[i].ID))
		}
	}
	for _, g := range found {
		groups = append(groups, *g)
	}
	slices.SortFunc(groups, func(a, b roleGroup) int { return cmp.Compare(a.id, b.id) })
	return groups, unsure || len(untyped) > 0 || eligibilityUnknown(s)
}
