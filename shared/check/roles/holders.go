package roles

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// holder is a user who holds privileged roles, actively or as eligible,
// directly or through groups.
type holder struct {
	user  snapshot.User
	roles map[string]bool // by template id
}

func (h holder) subject() finding.Subject {
	_, text := names(h.roles)
	return finding.Subject{ID: h.user.ID, Name: cmp.Or(h.user.DisplayName, h.user.UserPrincipalName), Note: text}
}

// disabled reports whether the account is known to be disabled.
func (h holder) disabled() bool {
	return h.user.AccountEnabled.Known() && !h.user.AccountEnabled.V
}

// holders are the users with privileged roles. unresolved names the roles of
// which there may be more holders than could be told.
type holders struct {
	users      map[string]*holder
	unresolved map[string]bool
}

// sorted returns the holders by id.
func (h holders) sorted() []*holder {
	return slices.SortedFunc(maps.Values(h.users), func(a, b *holder) int { return cmp.Compare(a.user.ID, b.user.ID) })
}

// readsHolders and usesHolders are what holdersOf works from.
func readsHolders() []snapshot.Resource {
	return []snapshot.Resource{snapshot.RoleAssignments.Resource()}
}

func usesHolders() []snapshot.Resource {
	return []snapshot.Resource{
		snapshot.RoleEligibilitySchedules.Resource(), snapshot.RoleDefinitions.Resource(), snapshot.GroupMembers.Resource(),
		snapshot.Users.Resource(), snapshot.ServicePrincipals.Resource(),
	}
}

// holdersOf collects who holds privileged roles over the whole tenant.
func holdersOf(s *snapshot.Snapshot) holders {
	c := collector{
		s: s, definitions: definitionsOf(s),
		known:      map[string]snapshot.User{},
		principals: map[string]bool{},
		found:      holders{users: map[string]*holder{}, unresolved: map[string]bool{}},
	}
	for _, u := range snapshot.Users.Of(s) {
		c.known[strings.ToLower(u.ID)] = u
	}
	for _, sp := range snapshot.ServicePrincipals.Of(s) {
		c.principals[strings.ToLower(sp.ID)] = true
	}
	for _, a := range snapshot.RoleAssignments.Of(s) {
		if tenantWide(a.DirectoryScopeID) {
			c.add(c.definitions.template(a.RoleDefinitionID), a.PrincipalID, a.Principal)
		}
	}
	for _, e := range snapshot.RoleEligibilitySchedules.Of(s) {
		ended := e.EndDateTime.Known() && e.EndDateTime.V.Readable && e.EndDateTime.V.Time.Before(s.Now)
		if tenantWide(e.DirectoryScopeID.V) && !ended {
			c.add(c.definitions.template(e.RoleDefinitionID), e.PrincipalID, e.Principal)
		}
	}
	if eligibilityUnknown(s) {
		for _, r := range Privileged() {
			c.found.unresolved[r.TemplateID] = true
		}
	}
	return c.found
}

// eligibilityUnknown reports whether somebody could be eligible unseen. Without
// Entra ID P2 nobody can be, and Graph then refuses the question as a bad
// request rather than as forbidden.
func eligibilityUnknown(s *snapshot.Snapshot) bool {
	why, missing := s.Missing(snapshot.RoleEligibilitySchedules.Resource())
	if !missing || why.Status == 400 {
		return false
	}
	has, known := check.Licensed(check.EntraP2, s)
	return has || !known
}

type collector struct {
	s           *snapshot.Snapshot
	definitions definitions
	known       map[string]snapshot.User
	principals  map[string]bool // service principals
	found       holders
}

// add counts a principal as holding a role: a user, or a group's users. A
// service principal is nobody. A principal of which nothing is known may be
// any number of users.
func (c collector) add(role, id string, object *snapshot.DirectoryObject) {
	if !IsPrivileged(role) {
		return
	}
	if object == nil {
		object = &snapshot.DirectoryObject{}
	}
	_, user := c.known[strings.ToLower(id)]
	members, group := snapshot.GroupMembers.Of(c.s, id)
	switch {
	case object.Type == snapshot.TypeUser, object.Type == "" && (user || object.UserPrincipalName != ""):
		c.addUser(role, id, *object)
	case group:
		for _, m := range members {
			if m.Type == snapshot.TypeUser || m.Type == "" && m.UserPrincipalName != "" {
				c.addUser(role, m.ID, m)
			}
		}
	case object.Type == snapshot.TypeServicePrincipal, object.Type == "" && c.principals[strings.ToLower(id)]:
	default:
		c.found.unresolved[role] = true
	}
}

// addUser keeps what the directory says about a user, and what came with the
// assignment where the directory does not have it.
func (c collector) addUser(role, id string, object snapshot.DirectoryObject) {
	key := strings.ToLower(id)
	h, ok := c.found.users[key]
	if !ok {
		u := c.known[key]
		u.ID = id
		u.DisplayName = cmp.Or(u.DisplayName, object.DisplayName)
		u.UserPrincipalName = cmp.Or(u.UserPrincipalName, object.UserPrincipalName)
		u.AccountEnabled = either(u.AccountEnabled, object.AccountEnabled)
		u.OnPremisesSyncEnabled = either(u.OnPremisesSyncEnabled, object.OnPremisesSyncEnabled)
		u.OnPremisesImmutableID = either(u.OnPremisesImmutableID, object.OnPremisesImmutableID)
		h = &holder{user: u, roles: map[string]bool{}}
		c.found.users[key] = h
	}
	h.roles[role] = true
}

func either[T any](first, second snapshot.Value[T]) snapshot.Value[T] {
	if first.Set {
		return first
	}
	return second
}
